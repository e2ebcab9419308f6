/** The window of time in which a mail may go out: by the campaign's hours and the clock where its recipient lives. */

import { hasMailTimes, type MailTimes, nextWindow } from '@muster/core/mail-hours'
import { type ZoneFacts, zoneOf } from '@muster/core/time-zones'
import { type RawBuilder, sql } from 'kysely'
import type { Database, Tx } from '../db/database.ts'

export interface Times {
  notBefore: Date
  /** Null where mails may go out at any time. */
  closesAt: Date | null
}

interface Lives extends ZoneFacts {
  personId: string
  tenantZone: string
}

/** For mails that are about to be queued, in the order given. Costs nothing where no campaign has hours. */
export async function findTimes(
  tx: Tx,
  mails: readonly { tenantId: string; recipientId: string | null; policy: MailTimes }[],
  at: Date,
): Promise<readonly Times[]> {
  const timed = mails.filter(mail => hasMailTimes(mail.policy))
  const lives = timed.length === 0 ? new Map<string, Lives>() : await readLives(tx, timed)
  // A piece of 500 people has a few zones; counting a window takes a fifth of a millisecond (November 2026).
  const known = new Map<string, Times>()
  return mails.map(({ recipientId, policy }) => {
    const found = recipientId === null ? undefined : lives.get(recipientId)
    if (found === undefined || !hasMailTimes(policy)) return { notBefore: at, closesAt: null }
    const { timeZone, usageLocation, tenantZone } = found
    const { mailHours, mailDays } = policy
    const key = JSON.stringify([timeZone, usageLocation, tenantZone, mailHours, mailDays])
    const times = known.get(key) ?? timesOf(found, policy, at)
    known.set(key, times)
    return times
  })
}

async function readLives(
  tx: Tx,
  people: readonly { tenantId: string; recipientId: string | null }[],
): Promise<Map<string, Lives>> {
  const { rows } = await sql<Lives>`
    select person.id as "personId", person.time_zone as "timeZone", person.usage_location as "usageLocation",
           tenant.time_zone as "tenantZone"
    from unnest(${people.map(one => one.tenantId)}::uuid[], ${people.map(one => one.recipientId)}::uuid[])
      as wanted (tenant_id, person_id)
    join person on person.tenant_id = wanted.tenant_id and person.id = wanted.person_id
    join tenant on tenant.id = wanted.tenant_id
  `.execute(tx)
  return new Map(rows.map(row => [row.personId, row]))
}

function timesOf(lives: ZoneFacts & { tenantZone: string }, times: MailTimes, at: Date): Times {
  const window = nextWindow(zoneOf(lives, lives.tenantZone).zone, times, at)
  if (window === null) return { notBefore: at, closesAt: null }
  return { notBefore: window.openAt > at ? window.openAt : at, closesAt: window.closesAt }
}

interface Alike extends ZoneFacts, MailTimes {
  tenantZone: string
  ids: string[]
}

/**
 * Gives queued mails the window that is open now or comes next: those whose own has passed, and those whose campaign or
 * recipient has moved. `which` is SQL over `message`. Answers with the senders whose mails were moved. One statement for
 * all who share campaign and zone, so that thousands cost a few.
 */
export async function moveMails(
  db: Database | Tx,
  which: RawBuilder<unknown>,
  at: Date,
): Promise<readonly string[]> {
  const { rows } = await sql<Alike>`
    select campaign.policy->'mailHours' as "mailHours", campaign.policy->'mailDays' as "mailDays",
           person.time_zone as "timeZone", person.usage_location as "usageLocation",
           tenant.time_zone as "tenantZone", array_agg(message.id) as ids
    from message
    join campaign on campaign.id = message.campaign_id
    join person on person.tenant_id = message.tenant_id and person.id = message.recipient_id
    join tenant on tenant.id = message.tenant_id
    where message.state = 'queued' and ${which}
    group by 1, 2, 3, 4, 5
  `.execute(db)
  const senders = new Set<string>()
  for (const alike of rows) {
    const { notBefore, closesAt } = timesOf(alike, alike, at)
    const moved = await sql<{ sender_id: string }>`
      update message set not_before = ${notBefore}, closes_at = ${closesAt}
      where id = any(${alike.ids}::uuid[]) and state = 'queued'
        and (closes_at, ${closesAt}::timestamptz) is distinct from (null, null)
      returning sender_id
    `.execute(db)
    for (const row of moved.rows) senders.add(row.sender_id)
  }
  return [...senders]
}
