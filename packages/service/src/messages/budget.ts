/** What one mailbox may send now. The window is read from the message rows, so it holds across restarts and copies. */

import { sql } from 'kysely'
import type { Database } from '../db/database.ts'

export interface Budget {
  perMinuteMax: number
  perDayMax: number
  atOnceMax: number
}

/** Exchange Online limits: 30 messages a minute, 10,000 recipients in a sliding day, 4 requests at once (facts, section 10). */
export const mailboxBudget: Budget = { perMinuteMax: 30, perDayMax: 10_000, atOnceMax: 4 }

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

export interface Room {
  count: number
  /** When the next place comes free, when there is none. */
  nextAt: Date | null
}

/** Every attempt counts from the moment it was claimed, whatever became of it: Exchange counts it too. */
export async function roomNow(
  db: Database,
  asked: { senderId: string; at: Date; budget: Budget },
): Promise<Room> {
  const { senderId, at, budget } = asked
  const minute = await windowRoom(db, { senderId, since: before(at, minuteMs), max: budget.perMinuteMax })
  const day = await windowRoom(db, { senderId, since: before(at, dayMs), max: budget.perDayMax })
  const count = Math.min(minute.count, day.count)
  if (count > 0) return { count, nextAt: null }
  const frees = [
    ...(minute.count === 0 && minute.oldestAt !== null ? [minute.oldestAt.getTime() + minuteMs] : []),
    ...(day.count === 0 && day.oldestAt !== null ? [day.oldestAt.getTime() + dayMs] : []),
  ]
  return { count: 0, nextAt: new Date(Math.max(...frees) + 1) }
}

function before(at: Date, ms: number): Date {
  return new Date(at.getTime() - ms)
}

/** Of the newest `max` attempts in the window, the oldest is the one whose leaving makes room. */
async function windowRoom(
  db: Database,
  window: { senderId: string; since: Date; max: number },
): Promise<{ count: number; oldestAt: Date | null }> {
  const { rows } = await sql<{ used: number; oldest: Date | null }>`
    select count(*)::int as used, min(claimed_at) as oldest from (
      select claimed_at from message
      where sender_id = ${window.senderId} and claimed_at > ${window.since}
      order by claimed_at desc limit ${window.max}
    ) as recent
  `.execute(db)
  const used = rows[0]?.used ?? 0
  return { count: Math.max(0, window.max - used), oldestAt: rows[0]?.oldest ?? null }
}
