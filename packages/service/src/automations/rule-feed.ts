/**
 * The audit log as rules need it: the fewest queries that bring what they watch, each polled with overlapping windows in
 * the lane of identity reports. What they find goes onto the rules' lists in the transaction that keeps the entries.
 */

import { type AuditQuery, covers, planQueries } from '@muster/core/audit-query'
import { walkOn } from '@muster/core/page-walk'
import type { AuditLog, AuditRecord, Clock } from '@muster/core/ports'
import type { Database } from '../db/database.ts'
import { inTransaction } from '../db/transaction.ts'
import type { Log } from '../log.ts'
import { noteThatLogTells, pruneEvents, takeInEntries } from '../observe/audit-intake.ts'
import type { ReportsTask } from '../observe/reports-lane.ts'
import { serviceOf } from './activities.ts'
import {
  beginningFor,
  beginPoll,
  endPoll,
  type FeedProgress,
  feedProgress,
  type Gap,
  isMissing,
  progressOf,
  type QueryProgress,
  withProgress,
} from './feed-progress.ts'
import { listFound } from './found.ts'
import { type ActiveRule, readActiveRules } from './rule-rows.ts'
import { readSettings } from './settings.ts'

const minuteMs = 60_000
const noAnswerMs = minuteMs
/** A missing permission does not come by itself; whoever grants it sees the feed begin within this time. */
const refusedMs = 60 * minuteMs
/** A thousand entries a page: more than this in one window is no log, even if no page comes twice. */
const pagesMax = 500

export interface RuleFeedOptions {
  db: Database
  clock: Clock
  log: Log
  auditLogOf(tenantId: string): Promise<AuditLog>
  /** Called when something was put onto a list, so that waiting lanes are looked at soon. */
  nudge(): void
}

interface Plan {
  rules: readonly ActiveRule[]
  queries: readonly AuditQuery[]
  feed: FeedProgress
}

export function createRuleFeed(options: RuleFeedOptions): ReportsTask {
  const { db, clock } = options

  async function readPlan(tenantId: string): Promise<Plan> {
    const rules = await readActiveRules(db, tenantId)
    const queries = planQueries(
      rules.map(rule => rule.watch),
      serviceOf,
    )
    return { rules, queries, feed: await feedProgress.read(db, tenantId) }
  }

  async function nextAt(tenantId: string): Promise<Date | null> {
    const plan = await readPlan(tenantId)
    if (plan.queries.length === 0) return null
    const { pollMinutes } = await readSettings(db, tenantId)
    const times = plan.queries.map(query => dueAt(plan, query, pollMinutes).getTime())
    return new Date(Math.min(...times))
  }

  async function step(tenantId: string): Promise<void> {
    const plan = await readPlan(tenantId)
    const { pollMinutes } = await readSettings(db, tenantId)
    const [first] = plan.queries
      .map(query => ({ query, at: dueAt(plan, query, pollMinutes) }))
      .sort((a, b) => a.at.getTime() - b.at.getTime())
    if (first !== undefined && first.at <= clock.now()) await poll(tenantId, plan, first.query)
  }

  async function poll(tenantId: string, plan: Plan, query: AuditQuery): Promise<void> {
    const at = clock.now()
    const log = await options.auditLogOf(tenantId)
    const before = progressOf(plan.feed, query)
    const { progress, gap } = beginPoll(before, { at, ...wantedOf(plan, query) })
    if (gap !== null)
      options.log.warn({ tenantId, ...gap }, 'the audit log may have kept nothing of this time')
    const asked = progress.isWithoutResult ? { ...query, result: null } : query
    const answer = await log.read({ query: asked, since: new Date(progress.since), cursor: progress.next })
    const write = (value: QueryProgress) =>
      feedProgress.write(db, {
        tenantId,
        value: withProgress(plan.feed, plan.queries, { query, progress: value, gap, at }),
        at,
      })
    switch (answer.kind) {
      case 'page':
        return takeIn(tenantId, plan, {
          query,
          progress,
          gap,
          entries: answer.entries,
          cursor: answer.cursor,
        })
      case 'startOver':
        return write({ ...progress, startedAt: null, next: null, retryAt: later(at) })
      case 'noAnswer':
        return write({ ...progress, retryAt: answer.retryAt?.toISOString() ?? later(at) })
      case 'notFilterable':
        // Asked again at once, and from now on, without the part that Graph's own page does not promise.
        if (asked.result !== null) return write({ ...progress, isWithoutResult: true })
        return write(refused(progress, { at, reason: answer.reason }))
      case 'refused':
        options.log.warn({ tenantId, code: answer.code }, 'the audit log is refused; rules see nothing')
        return write(refused(progress, { at, reason: answer.reason }))
      default:
        return answer satisfies never
    }
  }

  async function takeIn(tenantId: string, plan: Plan, page: Page): Promise<void> {
    const at = clock.now()
    const { query, entries } = page
    const { walk, isCircle: isRound } = walkOn(page.progress.walk, page.cursor)
    const came = { ...page.progress, walk, next: page.cursor, retryAt: null, refusedAt: null, refusal: null }
    const isCircle = isRound || (walk.pages >= pagesMax && page.cursor !== null)
    if (isCircle)
      options.log.error(
        { tenantId, pages: walk.pages },
        'the audit log has no end; going on at the next poll',
      )
    const isEnd = page.cursor === null || isCircle
    const progress = isEnd ? endPoll(came) : came
    const found = await inTransaction(db, async tx => {
      const fresh = await takeInEntries(tx, { tenantId, entries, at })
      await noteThatLogTells(tx, { tenantId, entries: fresh, at })
      const value = withProgress(plan.feed, plan.queries, { query, progress, gap: page.gap, at })
      await feedProgress.write(tx, { tenantId, value, at })
      if (isEnd && came.wideAt === came.startedAt) await pruneEvents(tx, tenantId, at)
      // Last of all, as it wakes lanes.
      return listFound(tx, { tenantId, rules: rulesOf(plan, query), entries, at })
    })
    if (found > 0) options.nudge()
  }

  function dueAt(plan: Plan, query: AuditQuery, pollMinutes: number): Date {
    const progress = progressOf(plan.feed, query)
    const { startedAt, retryAt, refusedAt, polledAt } = progress
    if (startedAt !== null) return new Date(retryAt ?? startedAt)
    if (retryAt !== null) return new Date(retryAt)
    if (refusedAt !== null) return new Date(Date.parse(refusedAt) + refusedMs)
    if (polledAt === null || isMissing(progress, wantedOf(plan, query).wantedSince)) return new Date(0)
    return new Date(Date.parse(polledAt) + pollMinutes * minuteMs)
  }

  return { nextAt, step }
}

interface Page {
  query: AuditQuery
  progress: QueryProgress
  gap: Gap | null
  entries: readonly AuditRecord[]
  cursor: string | null
}

/** From when on the rules that this query serves want to know, and where it begins when it is new. */
function wantedOf({ rules, feed }: Plan, query: AuditQuery): { wantedSince: Date; begin: Date } {
  const served = rules
    .map(rule => ({ since: rule.since, queries: planQueries([rule.watch], serviceOf) }))
    .filter(rule => rule.queries.some(own => covers(query, own, serviceOf)))
  const begins = served.map(rule => beginningFor(feed, rule, serviceOf).getTime())
  return {
    wantedSince: new Date(Math.min(...served.map(rule => rule.since.getTime()))),
    begin: new Date(Math.min(...begins)),
  }
}

/** What only Graph can test is known of those records alone that came by asking for it. */
function rulesOf({ rules }: Plan, query: AuditQuery): ActiveRule[] {
  return rules.filter(({ watch }) => watch.odata === null || watch.odata === query.odata)
}

function refused(progress: QueryProgress, { at, reason }: { at: Date; reason: string }): QueryProgress {
  return { ...progress, startedAt: null, next: null, refusedAt: at.toISOString(), refusal: reason }
}

function later(at: Date): string {
  return new Date(at.getTime() + noAnswerMs).toISOString()
}
