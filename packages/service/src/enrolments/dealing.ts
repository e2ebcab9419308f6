/** Which of a campaign's senders a fresh mail is dealt to: whoever would be done with it first. */

import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'

/**
 * A mail that has waited longer than this for its sender may be taken over by any other of the campaign. Twice the
 * minute of a mailbox's budget: a sender that keeps up is never robbed.
 */
export const takeoverAfterMs = 2 * 60_000

const dayMs = 24 * 60 * 60 * 1000
const dayMinutes = 24 * 60

interface Load {
  id: string
  per_minute_max: number
  per_day_max: number
  is_aside: boolean
  queued: number
  used: number
}

/** One sender for each mail, given the senders that each may use; never empty, since a launch demands a sender. */
export async function dealMail(
  tx: Tx,
  choices: readonly (readonly string[])[],
  at: Date,
): Promise<readonly string[]> {
  const ids = new Set(choices.flatMap(choice => (choice.length > 1 ? choice : [])))
  const loads = ids.size === 0 ? new Map<string, Load>() : await readLoads(tx, [...ids], at)
  return choices.map(choice => {
    const known = choice.flatMap(id => loads.get(id) ?? [])
    const best = known.length === 0 ? undefined : known.reduce((a, b) => (isSooner(b, a) ? b : a))
    if (best !== undefined) best.queued += 1
    const id = best?.id ?? choice[0]
    if (id === undefined) throw new Error('a mail is asked for in a campaign without senders')
    return id
  })
}

/** What has been set aside comes last, whatever it could send. */
function isSooner(a: Load, b: Load): boolean {
  if (a.is_aside !== b.is_aside) return b.is_aside
  return minutesUntilSent(a) < minutesUntilSent(b)
}

function minutesUntilSent({ queued, used, per_minute_max, per_day_max }: Load): number {
  const days = Math.floor((queued + used) / per_day_max)
  return (queued + 1) / per_minute_max + days * dayMinutes
}

async function readLoads(tx: Tx, ids: readonly string[], at: Date): Promise<Map<string, Load>> {
  const since = new Date(at.getTime() - dayMs)
  const { rows } = await sql<Load>`
    select sender.id, sender.per_minute_max, sender.per_day_max,
           coalesce(sender.blocked_until > ${at}, false) as is_aside,
           (select count(*)::int from message where message.sender_id = sender.id and message.state = 'queued') as queued,
           (select count(*)::int from message
            where message.sender_id = sender.id and message.claimed_at > ${since}) as used
    from sender where sender.id = any(${ids}::uuid[])
  `.execute(tx)
  return new Map(rows.map(row => [row.id, row]))
}
