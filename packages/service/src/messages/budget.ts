/** What one mailbox may send now. The windows are read from the message rows, so they hold across restarts and copies. */

import { burstShare } from '@muster/core/pacing'
import { sql } from 'kysely'
import type { Database } from '../db/database.ts'

export interface Budget {
  perMinuteMax: number
  perDayMax: number
  atOnceMax: number
}

/** A sender's budget, and whether the mailbox has been set aside. */
export interface Allowance {
  budget: Budget
  /** Why the mailbox itself could not send when it was last tried. */
  problem: string | null
  blockedUntil: Date | null
}

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs
export interface Room {
  count: number
  /** When the next place comes free, when there is none. */
  nextAt: Date | null
}

export async function readAllowance(db: Database, senderId: string): Promise<Allowance> {
  const row = await db
    .selectFrom('sender')
    .select(['per_minute_max', 'per_day_max', 'at_once_max', 'problem', 'blocked_until'])
    .where('id', '=', senderId)
    .executeTakeFirstOrThrow()
  return {
    budget: { perMinuteMax: row.per_minute_max, perDayMax: row.per_day_max, atOnceMax: row.at_once_max },
    problem: row.problem,
    blockedUntil: row.blocked_until,
  }
}

/** `waitingSince`: since when there has been something to send; places that went by unused meanwhile are made up for. */
export async function roomNow(
  db: Database,
  asked: { senderId: string; at: Date; budget: Budget; waitingSince: Date | null },
): Promise<Room> {
  const { senderId, at, budget } = asked
  const waitingSince = asked.waitingSince ?? at
  const rooms = await Promise.all(
    [
      { max: budget.perMinuteMax, windowMs: minuteMs },
      { max: budget.perDayMax, windowMs: dayMs },
    ].map(async limit =>
      roomIn(await readUse(db, senderId, { ...limit, at }), { ...limit, at, waitingSince }),
    ),
  )
  const count = Math.min(...rooms.map(room => room.count))
  if (count > 0) return { count, nextAt: null }
  const frees = rooms.flatMap(room => room.nextAt?.getTime() ?? [])
  return { count: 0, nextAt: new Date(Math.max(...frees)) }
}

interface Use {
  used: number
  oldestAt: Date | null
  newestAt: Date | null
}

interface Limit {
  max: number
  windowMs: number
  at: Date
}

/** Up to 80 % of a limit at once; the rest in equal steps until the oldest attempt leaves the window. */
function roomIn(use: Use, limit: Limit & { waitingSince: Date }): Room {
  const { used, oldestAt, newestAt } = use
  const { max, windowMs, at, waitingSince } = limit
  const endsMs = (oldestAt ?? at).getTime() + windowMs
  if (used >= max) return { count: 0, nextAt: new Date(endsMs + 1) }
  const burst = Math.max(1, Math.floor(max * burstShare)) - used
  const sinceMs = Math.max(newestAt?.getTime() ?? 0, waitingSince.getTime())
  const newestMs = newestAt?.getTime() ?? at.getTime()
  const stepMs = burst > 0 ? windowMs / max : (endsMs - newestMs) / (max - used)
  const madeUp = Math.max(0, Math.floor((at.getTime() - sinceMs) / stepMs))
  const count = Math.min(max - used, Math.max(0, burst) + madeUp)
  return count > 0 ? { count, nextAt: null } : { count: 0, nextAt: new Date(Math.ceil(sinceMs + stepMs)) }
}

/**
 * Every attempt counts from the moment it was claimed, whatever became of it: Exchange counts it too. Of the newest
 * `max` attempts in the window, the oldest is the one whose leaving makes room.
 */
async function readUse(db: Database, senderId: string, { max, windowMs, at }: Limit): Promise<Use> {
  const since = new Date(at.getTime() - windowMs)
  const { rows } = await sql<{ used: number; oldest: Date | null; newest: Date | null }>`
    select count(*)::int as used, min(claimed_at) as oldest, max(claimed_at) as newest from (
      select claimed_at from message
      where sender_id = ${senderId} and claimed_at > ${since}
      order by claimed_at desc limit ${max}
    ) as recent
  `.execute(db)
  const [row] = rows
  return { used: row?.used ?? 0, oldestAt: row?.oldest ?? null, newestAt: row?.newest ?? null }
}
