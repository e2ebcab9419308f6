/**
 * Sends what Exchange took: 30 messages a minute per mailbox, the rest carried over to the following minutes,
 * 10,000 recipients a day (FACTS 10; "any excess in message submission will be throttled and successively carried over
 * to the following minutes", Exchange Online limits page).
 */

import type { TrafficLog } from '../faults/traffic.ts'
import type { Clock, DeliveredMail, World } from '../world/types.ts'

export type OutgoingMail = Omit<DeliveredMail, 'number' | 'acceptedAt'>

export interface Outbox {
  /** One message to all its recipients; false when the mailbox has used up its recipients of the day. */
  submit(mailbox: string, copies: OutgoingMail[]): boolean
  /** Delivers whatever was carried over and is due by now. */
  deliverDue(): void
  /** When the next carried-over message is due, or null. */
  nextDueAt(): Date | null
}

const MESSAGES_PER_MINUTE_MAX = 30
const RECIPIENTS_PER_DAY_MAX = 10_000
const DAY_MS = 24 * 3_600_000

interface MailboxRecord {
  /** Delivery times of the last 30 messages. */
  recentMs: number[]
  /** Recipients of the sliding 24 hours. */
  recipients: { atMs: number; count: number }[]
}

export function createOutbox(options: {
  clock: Clock
  world: World
  traffic: TrafficLog
  limits: 'real' | 'off'
}): Outbox {
  const { clock, world, traffic } = options
  const mailboxes = new Map<string, MailboxRecord>()
  /** In order of due time per mailbox, and nearly so across them: kept sorted by insertion. */
  const waiting: { dueMs: number; copies: OutgoingMail[] }[] = []
  const deliver = (copies: OutgoingMail[]): void => {
    for (const copy of copies) world.deliver(copy)
  }
  return {
    submit(mailbox, copies) {
      if (options.limits === 'off') {
        deliver(copies)
        return true
      }
      const nowMs = clock.now().getTime()
      const record = mailboxes.get(mailbox) ?? { recentMs: [], recipients: [] }
      mailboxes.set(mailbox, record)
      if (!takeRecipients(record, nowMs, copies.length)) return false
      const dueMs = takeSlot(record, nowMs)
      if (dueMs <= nowMs) deliver(copies)
      else {
        traffic.countCarriedOver()
        insertByDue(waiting, { dueMs, copies })
      }
      return true
    },
    deliverDue() {
      const nowMs = clock.now().getTime()
      for (let next = waiting[0]; next !== undefined && next.dueMs <= nowMs; next = waiting[0]) {
        waiting.shift()
        deliver(next.copies)
      }
    },
    nextDueAt: () => (waiting[0] === undefined ? null : new Date(waiting[0].dueMs)),
  }
}

function takeRecipients(record: MailboxRecord, nowMs: number, count: number): boolean {
  while (record.recipients[0] !== undefined && record.recipients[0].atMs <= nowMs - DAY_MS)
    record.recipients.shift()
  const used = record.recipients.reduce((sum, entry) => sum + entry.count, 0)
  if (used + count > RECIPIENTS_PER_DAY_MAX) return false
  // One entry per minute keeps the list at 1,440 however many mails are sent.
  const minuteMs = Math.floor(nowMs / 60_000) * 60_000
  const last = record.recipients.at(-1)
  if (last?.atMs === minuteMs) last.count += count
  else record.recipients.push({ atMs: minuteMs, count })
  return true
}

/** A message may leave a minute after the thirtieth before it. */
function takeSlot(record: MailboxRecord, nowMs: number): number {
  const thirtiethMs =
    record.recentMs.length < MESSAGES_PER_MINUTE_MAX ? Number.NEGATIVE_INFINITY : (record.recentMs[0] ?? 0)
  const dueMs = Math.max(nowMs, thirtiethMs + 60_000)
  record.recentMs.push(dueMs)
  if (record.recentMs.length > MESSAGES_PER_MINUTE_MAX) record.recentMs.shift()
  return dueMs
}

function insertByDue<T extends { dueMs: number }>(waiting: T[], item: T): void {
  let at = waiting.length
  while (at > 0 && (waiting[at - 1]?.dueMs ?? 0) > item.dueMs) at--
  waiting.splice(at, 0, item)
}
