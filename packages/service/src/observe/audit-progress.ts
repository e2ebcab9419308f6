/** How far a tenant's audit log was read, kept so that nothing is passed over by a stop, and whether it can be relied on. */

import { type PageWalk, walkBegins } from '@muster/core/page-walk'
import type { Database } from '../db/database.ts'
import { quietMsMax } from './audit-pace.ts'
import { dateOf, keepProgress } from './progress.ts'

const hourMs = 60 * 60_000
export const dayMs = 24 * hourMs

/** Entries arrive late and out of order; each poll looks this far back behind the last one (facts, section 9). */
export const overlapMs = 45 * 60_000
/** Once a day further back, for what came later still; more than the report's lag of a day, so the first poll covers it. */
export const wideWindowMs = 26 * hourMs
/** With a premium licence the log is kept this long, without one for 7 days: there is nothing older. */
export const keptMs = 30 * dayMs

export interface AuditProgress {
  /** When the last whole poll began. */
  polledAt: string | null
  /** When the last one began that looked a day back. */
  wideAt: string | null
  /** The poll under way: when it began, how far back it looks, where it stands. */
  startedAt: string | null
  since: string | null
  next: string | null
  walk: PageWalk
  /** When the other side may be asked again; null: at once. */
  retryAt: string | null
  /** When it said no for good; null after any answer. */
  refusedAt: string | null
  /** When it last told of something that we had not read yet. */
  toldAt: string | null
}

export const auditProgress = keepProgress<AuditProgress>('audit', {
  polledAt: null,
  wideAt: null,
  startedAt: null,
  since: null,
  next: null,
  walk: walkBegins,
  retryAt: null,
  refusedAt: null,
  toldAt: null,
})

/** The progress with a poll under way: the one that was, or one that begins now. */
export function beginPoll(progress: AuditProgress, at: Date): AuditProgress & { since: string } {
  if (progress.startedAt !== null && progress.since !== null) return { ...progress, since: progress.since }
  const polledAt = dateOf(progress.polledAt) ?? at
  const wideAt = dateOf(progress.wideAt)
  const isWide = wideAt === null || at.getTime() - wideAt.getTime() >= dayMs
  const behindMs = polledAt.getTime() - overlapMs
  const sinceMs = isWide ? Math.min(behindMs, at.getTime() - wideWindowMs) : behindMs
  return {
    ...progress,
    startedAt: at.toISOString(),
    wideAt: isWide ? at.toISOString() : progress.wideAt,
    since: new Date(Math.max(sinceMs, at.getTime() - keptMs)).toISOString(),
    next: null,
    walk: walkBegins,
    retryAt: null,
  }
}

export function endPoll(progress: AuditProgress): AuditProgress {
  return {
    ...progress,
    polledAt: progress.startedAt,
    startedAt: null,
    since: null,
    next: null,
    retryAt: null,
  }
}

/** A feed that was silent for longer may be one that tells nothing: a log just switched on takes days (facts, section 9). */
const silentMs = 7 * dayMs

/**
 * Whether registrations can be left to the feed: it answers, and it has told of something lately. Until then people
 * are looked at after a click.
 */
export async function isFeedReliable(db: Database, tenantId: string, at: Date): Promise<boolean> {
  const { polledAt, toldAt, refusedAt } = await auditProgress.read(db, tenantId)
  const isYounger = (text: string | null, ms: number) =>
    text !== null && at.getTime() - Date.parse(text) <= ms
  return refusedAt === null && isYounger(polledAt, 2 * quietMsMax) && isYounger(toldAt, silentMs)
}
