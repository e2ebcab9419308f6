/** What one mailbox may send now. The windows are read from the message rows, so they hold across restarts and copies. */

import { dayMs, findRoom, paceWindowMs, type Room, type Use } from '@muster/core/pacing'
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
  const day = await readUse(db, senderId, { max: budget.perDayMax, windowMs: dayMs, at })
  const windowMs = paceWindowMs(budget, day.used)
  const pace = await readUse(db, senderId, { max: budget.perMinuteMax, windowMs, at })
  return findRoom({ limits: budget, at, waitingSince: asked.waitingSince ?? at, day, pace })
}

/**
 * A mail counts from the moment it was claimed, until it is certain that it was not sent: then its row forgets when. Of
 * the newest `max` in the window, the oldest is the one whose leaving makes room.
 */
async function readUse(
  db: Database,
  senderId: string,
  { max, windowMs, at }: { max: number; windowMs: number; at: Date },
): Promise<Use> {
  const since = new Date(at.getTime() - windowMs)
  const { rows } = await sql<{ used: number; oldest: Date | null; newest: Date | null }>`
    select count(*)::int as used, min(claimed_at) as oldest, max(claimed_at) as newest from (
      select claimed_at from (
        (select claimed_at from message
         where sender_id = ${senderId} and claimed_at > ${since}
         order by claimed_at desc limit ${max})
        union all
        select claimed_at from test_mail where sender_id = ${senderId} and claimed_at > ${since}
      ) as sent order by claimed_at desc limit ${max}
    ) as recent
  `.execute(db)
  const [row] = rows
  return { used: row?.used ?? 0, oldestAt: row?.oldest ?? null, newestAt: row?.newest ?? null }
}
