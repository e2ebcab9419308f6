/** How far the log was read for the rules of a tenant, query by query, kept so that nothing is passed over by a stop. */

import { type AuditQuery, covers, nameOfQuery, queryOfName, type ServiceOf } from '@muster/core/audit-query'
import { type PageWalk, walkBegins } from '@muster/core/page-walk'
import { dayMs, keptMs, overlapMs, wideWindowMs } from '../observe/audit-progress.ts'
import { keepProgress } from '../observe/progress.ts'

/** Times are kept as text. */
export interface QueryProgress {
  /** When the last whole poll began, and the last one that looked a day back. */
  polledAt: string | null
  wideAt: string | null
  /** The poll under way: when it began, how far back it looks, where it stands. */
  startedAt: string | null
  since: string | null
  next: string | null
  walk: PageWalk
  /** When the other side may be asked again; null: at once. */
  retryAt: string | null
  /** When it said no for good, and why; null after any answer. */
  refusedAt: string | null
  refusal: string | null
  /** Graph has refused to filter by result here: the client does it. */
  isWithoutResult: boolean
  /** How far back the poll under way was wanted to look, and how far back rules have been served. */
  wanted: string | null
  coveredFrom: string | null
}

/** A time of which the log may have kept nothing for us. */
export interface Gap {
  from: string
  until: string
  foundAt: string
  /** Without a premium licence the log is kept for a week: then this much is lost, else nothing is. */
  isOnlyWithoutLicence: boolean
}

export interface FeedProgress {
  queries: Readonly<Record<string, QueryProgress>>
  gap: Gap | null
}

export const feedProgress = keepProgress<FeedProgress>('rules', { queries: {}, gap: null })

const begins: QueryProgress = {
  polledAt: null,
  wideAt: null,
  startedAt: null,
  since: null,
  next: null,
  walk: walkBegins,
  retryAt: null,
  refusedAt: null,
  refusal: null,
  isWithoutResult: false,
  wanted: null,
  coveredFrom: null,
}

export function progressOf({ queries }: FeedProgress, query: AuditQuery): QueryProgress {
  return { ...begins, ...queries[nameOfQuery(query)] }
}

/** A query that no rule needs any more is remembered for a while: one that is planned anew may go on where it stood. */
const rememberedMs = 2 * dayMs

export function withProgress(
  feed: FeedProgress,
  planned: readonly AuditQuery[],
  change: { query: AuditQuery; progress: QueryProgress; gap: Gap | null; at: Date },
): FeedProgress {
  const names = new Set(planned.map(nameOfQuery))
  const isKept = ([name, { polledAt }]: [string, QueryProgress]) =>
    names.has(name) || (polledAt !== null && change.at.getTime() - Date.parse(polledAt) < rememberedMs)
  return {
    queries: {
      ...Object.fromEntries(Object.entries(feed.queries).filter(isKept)),
      [nameOfQuery(change.query)]: change.progress,
    },
    gap: change.gap ?? feed.gap,
  }
}

/**
 * From when on a rule must be asked about by a query that is asked for the first time: since its own beginning, or, where
 * another query has served it until now, since that one stood.
 */
export function beginningFor(
  feed: FeedProgress,
  rule: { since: Date; queries: readonly AuditQuery[] },
  serviceOf: ServiceOf,
): Date {
  const old = Object.entries(feed.queries).map(([name, progress]) => ({ query: queryOfName(name), progress }))
  const stood = rule.queries.map(query => {
    const served = old.filter(
      one =>
        one.progress.polledAt !== null &&
        !isMissing(one.progress, rule.since) &&
        covers(one.query, query, serviceOf),
    )
    const newest = Math.max(...served.map(one => Date.parse(one.progress.polledAt ?? '')))
    return Number.isFinite(newest) ? newest - overlapMs : rule.since.getTime()
  })
  return new Date(Math.max(rule.since.getTime(), Math.min(...stood)))
}

export interface Begun {
  progress: QueryProgress & { since: string }
  gap: Gap | null
}

/** `wantedSince`: what the rules of this query want to know of; `begin`: where a first poll begins. */
export interface Wanted {
  at: Date
  wantedSince: Date
  begin: Date
}

/** The poll under way, or one that begins now. Nothing is asked for that happened before any rule wants to know. */
export function beginPoll(progress: QueryProgress, { at, wantedSince, begin }: Wanted): Begun {
  if (progress.startedAt !== null && progress.since !== null) {
    return { progress: { ...progress, since: progress.since }, gap: null }
  }
  const polledMs = progress.polledAt === null ? null : Date.parse(progress.polledAt)
  const isWide = progress.wideAt === null || at.getTime() - Date.parse(progress.wideAt) >= dayMs
  const sinceMs = Math.max(lookBackMs(progress, { at, wantedSince, begin }, isWide), at.getTime() - keptMs)
  const wasWanted = polledMs !== null && wantedSince.getTime() <= polledMs
  return {
    progress: {
      ...progress,
      startedAt: at.toISOString(),
      wideAt: isWide ? at.toISOString() : progress.wideAt,
      since: new Date(sinceMs).toISOString(),
      wanted: wantedSince.toISOString(),
      next: null,
      walk: walkBegins,
      retryAt: null,
    },
    gap: wasWanted ? gapBefore(polledMs, at) : null,
  }
}

function lookBackMs(progress: QueryProgress, { at, wantedSince, begin }: Wanted, isWide: boolean): number {
  const wantedMs = wantedSince.getTime()
  if (progress.polledAt === null) return begin.getTime()
  if (isMissing(progress, wantedSince)) return wantedMs
  const behindMs = Date.parse(progress.polledAt) - overlapMs
  return Math.max(wantedMs, isWide ? Math.min(behindMs, at.getTime() - wideWindowMs) : behindMs)
}

/** Whether a rule wants to know of something that was not asked for yet. */
export function isMissing({ coveredFrom }: QueryProgress, wantedSince: Date): boolean {
  return coveredFrom === null || wantedSince.getTime() < Date.parse(coveredFrom)
}

export function endPoll(progress: QueryProgress): QueryProgress {
  const { wanted, coveredFrom } = progress
  // Not `since`: the log goes back no further than it does, and what it has forgotten is not asked for again.
  const isFurther = wanted !== null && (coveredFrom === null || wanted < coveredFrom)
  return {
    ...progress,
    polledAt: progress.startedAt,
    coveredFrom: isFurther ? wanted : coveredFrom,
    wanted: null,
    startedAt: null,
    since: null,
    next: null,
    retryAt: null,
  }
}

/** Without a premium licence the log is kept this long (facts, section 9). */
const keptWithoutLicenceMs = 7 * dayMs

function gapBefore(polledMs: number | null, at: Date): Gap | null {
  if (polledMs === null) return null
  const silentMs = at.getTime() - polledMs
  if (silentMs <= keptWithoutLicenceMs) return null
  const isOnlyWithoutLicence = silentMs <= keptMs
  const untilMs = at.getTime() - (isOnlyWithoutLicence ? keptWithoutLicenceMs : keptMs)
  return {
    from: new Date(polledMs).toISOString(),
    until: new Date(untilMs).toISOString(),
    foundAt: at.toISOString(),
    isOnlyWithoutLicence,
  }
}
