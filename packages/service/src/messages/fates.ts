/** What becomes of mails of unknown fate once somebody or something knows: they arrived, or they are sent again. */

import { sql } from 'kysely'
import type { Database } from '../db/database.ts'
import { inTransaction } from '../db/transaction.ts'
import { apply } from '../enrolments/apply.ts'
import { wakeLanes } from '../queue/lanes.ts'
import { endDoubts, type Settler } from './doubts.ts'
import { type Settled, signalsOfMails, withdrawDigests } from './fate-signals.ts'
import { findUnwanted } from './unwanted.ts'

export interface Fate {
  at: Date
  /** Why, in words for the person who asks. */
  outcome: string
  /** Who or what decided without knowing, in words; null when the fate was found out. */
  decision: string | null
  by: Settler
}

/** Those of the mails that are still of unknown fate were taken. Answers how many; a second time none. */
export async function markArrived(db: Database, ids: readonly string[], fate: Fate): Promise<number> {
  if (ids.length === 0) return 0
  const { at, outcome, decision, by } = fate
  return inTransaction(db, async tx => {
    const { rows } = await sql<Settled>`
      update message set state = 'sent', settled_at = ${at}, outcome = ${outcome},
                         decision = coalesce(${decision}, decision)
      where id = any(${ids}::uuid[]) and state = 'uncertain'
      returning id, enrolment_id as "enrolmentId", kind, number
    `.execute(tx)
    await endDoubts(tx, idsOf(rows), { verdict: 'arrived', by, at })
    await apply(tx, await signalsOfMails(tx, rows, { fate: { kind: 'accepted' }, at }), at)
    return rows.length
  })
}

/**
 * Those of the mails that are still of unknown fate go back into the queue: the same row, so that there is never a
 * second one for the same mail. What nobody wants any more is withdrawn instead. Answers how many changed.
 */
export async function sendAgain(db: Database, ids: readonly string[], fate: Fate): Promise<number> {
  if (ids.length === 0) return 0
  const { at, outcome, decision, by } = fate
  return inTransaction(db, async tx => {
    const unwanted = [...(await findUnwanted(tx, ids))]
    const withdrawn = await sql`
      update message set state = 'withdrawn', settled_at = ${at} where id = any(${unwanted}::uuid[]) and state = 'uncertain'
    `.execute(tx)
    await withdrawDigests(tx, unwanted, at)
    await endDoubts(tx, unwanted, { verdict: 'withdrawn', by, at })
    const { rows } = await sql<{ id: string; sender_id: string }>`
      update message set state = 'queued', claim = null, not_before = ${at}, settled_at = null, outcome = ${outcome},
                         decision = coalesce(${decision}, decision)
      where id = any(${ids}::uuid[]) and state = 'uncertain' returning id, sender_id
    `.execute(tx)
    await endDoubts(tx, idsOf(rows), { verdict: 'again', by, at })
    await wakeLanes(
      tx,
      rows.map(row => ({ kind: 'mail', key: row.sender_id, at })),
    )
    return rows.length + Number(withdrawn.numAffectedRows ?? 0n)
  })
}

function idsOf(rows: readonly { id: string }[]): string[] {
  return rows.map(row => row.id)
}
