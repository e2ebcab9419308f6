/** What became of a mail, written once: only the claim that holds the row may settle it. */

import type { SendOutcome } from '@muster/core/ports'
import type { Database, Tx } from '../db/database.ts'
import type { MessageState } from '../db/schema.ts'
import { inTransaction } from '../db/transaction.ts'
import { type Addressed, apply } from '../enrolments/apply.ts'
import type { ClaimedMail } from './claim.ts'
import { findUnwanted } from './unwanted.ts'

export interface Settled {
  mail: ClaimedMail
  outcome: SendOutcome
}

const minuteMs = 60_000
/** Waits between tries of a mail that could certainly not be sent: 1, 2, 4 … minutes, an hour at most. */
const retryMsMax = 60 * minuteMs
const blockedMs = 15 * minuteMs

export async function settleMail(
  db: Database,
  group: { claim: string; senderId: string; settled: readonly Settled[]; at: Date },
): Promise<void> {
  const { claim, settled, at } = group
  const blocked = settled.find(one => one.outcome.kind === 'blocked')?.outcome
  await inTransaction(db, async tx => {
    const signals: Addressed[] = []
    const backIds = settled.filter(isGoingBack).map(one => one.mail.id)
    const unwanted = await findUnwanted(tx, backIds)
    for (const one of settled) {
      const isWanted = !unwanted.has(one.mail.id)
      if (await settleRow(tx, { ...one, isWanted, claim, at })) signals.push(...signalsOf(one))
    }
    await apply(tx, signals, at)
    const problem = blocked?.kind === 'blocked' ? blocked.reason : null
    await tx
      .updateTable('sender')
      .set({ problem })
      .where('id', '=', group.senderId)
      .where('problem', 'is distinct from', problem)
      .execute()
  })
}

/** False when the row is no longer ours: the lane was taken over meanwhile, and its verdict stands. */
async function settleRow(
  tx: Tx,
  one: Settled & { isWanted: boolean; claim: string; at: Date },
): Promise<boolean> {
  const { mail, outcome, claim, at } = one
  const again = one.isWanted ? againAt(outcome, mail.attempts, at) : null
  const state: MessageState = one.isWanted ? finalState(outcome) : 'withdrawn'
  const result = await tx
    .updateTable('message')
    .set({
      state,
      outcome: outcome.kind === 'sent' ? null : outcome.reason,
      ...(again === null ? { settled_at: at } : { not_before: again, claim: null }),
    })
    .where('id', '=', mail.id)
    .where('claim', '=', claim)
    .where('state', '=', 'sending')
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

function isGoingBack({ outcome }: Settled): boolean {
  return finalState(outcome) === 'queued'
}

function againAt(outcome: SendOutcome, attempts: number, at: Date): Date | null {
  if (outcome.kind === 'blocked') return new Date(at.getTime() + blockedMs)
  if (outcome.kind !== 'later') return null
  const backoffMs = Math.min(minuteMs * 2 ** (attempts - 1), retryMsMax)
  const backoffAt = new Date(at.getTime() + backoffMs)
  return outcome.retryAt !== null && outcome.retryAt > at ? outcome.retryAt : backoffAt
}

function finalState(outcome: SendOutcome): MessageState {
  switch (outcome.kind) {
    case 'sent':
      return 'sent'
    case 'refused':
      return 'refused'
    case 'uncertain':
      return 'uncertain'
    case 'blocked':
    case 'later':
      return 'queued'
    default:
      return outcome satisfies never
  }
}

function signalsOf({ mail, outcome }: Settled): Addressed[] {
  const about = { mail: mail.kind, number: mail.number }
  if (outcome.kind === 'sent') {
    return [{ enrolmentId: mail.enrolmentId, signal: { kind: 'mailAccepted', ...about } }]
  }
  if (outcome.kind !== 'refused') return []
  const why = { reason: outcome.code, detail: outcome.reason }
  return [{ enrolmentId: mail.enrolmentId, signal: { kind: 'mailRefused', ...about, ...why } }]
}
