/** What became of a mail, written once: only the claim that holds the row may settle it. */

import type { SendOutcome } from '@muster/core/ports'
import { sql } from 'kysely'
import type { Database, Tx } from '../db/database.ts'
import type { MessageState } from '../db/schema.ts'
import { inTransaction } from '../db/transaction.ts'
import { type Addressed, apply } from '../enrolments/apply.ts'
import { takeoverAfterMs } from '../enrolments/dealing.ts'
import { wakeLanes } from '../queue/lanes.ts'
import type { ClaimedMail } from './claim.ts'
import { beginDoubts } from './doubts.ts'
import { type Fate, signalsOfMails, withdrawDigests } from './fate-signals.ts'
import { isSummary, senderListsWith } from './purposes.ts'
import { findUnwanted } from './unwanted.ts'

export interface Settled {
  mail: ClaimedMail
  outcome: SendOutcome
}

const minuteMs = 60_000
/** Waits between tries of a mail that could certainly not be sent: 1, 2, 4 … minutes, an hour at most. */
const retryMsMax = 60 * minuteMs
/** A mailbox that cannot send is tried again after this long; an administrator mends it in between. */
const blockedMs = 15 * minuteMs
/** One whose day is used up gets its recipients back over the next 24 hours, so sooner tries only cost places. */
const quotaMs = 60 * minuteMs
const quotaCodes: ReadonlySet<string> = new Set([
  ...['ErrorSubmissionQuotaExceeded', 'ErrorExceededMessageLimit'],
  // The same through SMTP.
  '550 5.1.90',
])

/** Settles each row and answers until when the sender is set aside, if it is. */
export async function settleMail(
  db: Database,
  group: { claim: string; senderId: string; settled: readonly Settled[]; at: Date },
): Promise<Date | null> {
  const { claim, senderId, settled, at } = group
  const verdict = senderVerdict(settled, at)
  await inTransaction(db, async tx => {
    const signals: Addressed[] = []
    const doubtful: string[] = []
    const backIds = settled.filter(isGoingBack).map(one => one.mail.id)
    const unwanted = await findUnwanted(tx, backIds)
    for (const one of settled) {
      const isWanted = !unwanted.has(one.mail.id)
      const fate = fateOf(one.outcome)
      const isOurs = await settleRow(tx, { ...one, isWanted, claim, at })
      if (isOurs && one.outcome.kind === 'uncertain') doubtful.push(one.mail.id)
      if (isOurs && fate !== null) signals.push(...(await signalsOfMails(tx, [one.mail], { fate, at })))
    }
    await beginDoubts(tx, doubtful)
    await withdrawDigests(tx, [...unwanted], at)
    await apply(tx, signals, at)
    await writeVerdict(tx, { senderId, verdict, at })
  })
  return verdict?.blockedUntil ?? null
}

/** A mailbox that is told to wait so long is set aside like one that cannot send. */
function isLongWait({ retryAt }: { retryAt: Date | null }, at: Date): boolean {
  return retryAt !== null && retryAt.getTime() > at.getTime() + takeoverAfterMs
}

interface SenderVerdict {
  problem: string | null
  blockedUntil: Date | null
}

/** Null when these mails tell nothing about the mailbox itself. */
function senderVerdict(settled: readonly Settled[], at: Date): SenderVerdict | null {
  for (const { outcome } of settled) {
    if (outcome.kind === 'later' && isLongWait(outcome, at)) {
      return { problem: outcome.reason, blockedUntil: outcome.retryAt }
    }
    if (outcome.kind !== 'blocked') continue
    const pauseMs = quotaCodes.has(outcome.code) ? quotaMs : blockedMs
    return { problem: outcome.reason, blockedUntil: new Date(at.getTime() + pauseMs) }
  }
  const isWell = settled.some(({ outcome }) => outcome.kind === 'sent')
  return isWell ? { problem: null, blockedUntil: null } : null
}

/** When a sender is set aside, the others of its campaigns are woken to take its mails over, and for a summary those of its tenant. */
async function writeVerdict(
  tx: Tx,
  about: { senderId: string; verdict: SenderVerdict | null; at: Date },
): Promise<void> {
  const { senderId, verdict, at } = about
  if (verdict === null) return
  await tx
    .updateTable('sender')
    .set({ problem: verdict.problem, blocked_until: verdict.blockedUntil })
    .where('id', '=', senderId)
    .where(
      sql<boolean>`(problem, blocked_until) is distinct from (${verdict.problem}::text, ${verdict.blockedUntil}::timestamptz)`,
    )
    .execute()
  if (verdict.blockedUntil === null) return
  const { rows } = await sql<{ id: string }>`
    select unnest(lists.sender_ids) as id from (${senderListsWith(senderId)}) as lists
    union
    select other.id from sender as own join sender as other on other.tenant_id = own.tenant_id
    where own.id = ${senderId} and other.removed_at is null and exists (
      select from message where message.sender_id = own.id and message.state = 'queued' and ${isSummary}
    )
  `.execute(tx)
  const fellows = rows.filter(row => row.id !== senderId)
  await wakeLanes(
    tx,
    fellows.map(({ id }) => ({ kind: 'mail' as const, key: id, at })),
  )
}

/** False when the row is no longer ours: the lane was taken over meanwhile, and its verdict stands. */
async function settleRow(
  tx: Tx,
  one: Settled & { isWanted: boolean; claim: string; at: Date },
): Promise<boolean> {
  const { mail, outcome, claim, at } = one
  const again = one.isWanted ? againAt(outcome, mail.attempts, at) : null
  const state: MessageState = one.isWanted ? finalState(outcome) : 'withdrawn'
  // Certainly not sent: it gives its place in the mailbox's day and minute back.
  const place = isGoingBack(one) ? { claimed_at: null } : {}
  const result = await tx
    .updateTable('message')
    .set({
      state,
      outcome: outcome.kind === 'sent' ? null : outcome.reason,
      ...place,
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
  // At once: the sender that is set aside holds back by itself, and the campaign's other senders need not wait.
  if (outcome.kind === 'blocked') return at
  if (outcome.kind !== 'later') return null
  if (isLongWait(outcome, at)) return at
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

/** Null while nothing is known, or nothing happened. */
function fateOf(outcome: SendOutcome): Fate | null {
  if (outcome.kind === 'sent') return { kind: 'accepted' }
  return outcome.kind === 'refused' ? { kind: 'refused', reason: outcome.code, detail: outcome.reason } : null
}
