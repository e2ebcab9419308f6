/**
 * The audit log as evidence feed: polled with overlapping windows, each entry kept once, and whoever an entry may have
 * moved is read live, since only a live read is the truth.
 */

import { walkBegins, walkOn } from '@muster/core/page-walk'
import type { AuditLog, AuditRecord, Clock } from '@muster/core/ports'
import { sql } from 'kysely'
import type { Database } from '../db/database.ts'
import { inTransaction } from '../db/transaction.ts'
import type { Log } from '../log.ts'
import { pruneEvents, takeInEntries } from './audit-intake.ts'
import { expectedForMs, manyPeople, pollWaitMs } from './audit-pace.ts'
import { type AuditProgress, auditProgress, beginPoll, endPoll } from './audit-progress.ts'
import { lastLaunchedAt } from './open-campaigns.ts'
import { dateOf } from './progress.ts'
import type { ReportsTask } from './reports-lane.ts'

const noAnswerMs = 60_000
/** A missing permission does not come by itself; whoever grants it sees the feed begin within this time. */
const refusedMs = 60 * 60_000
/** A thousand entries a page: more than this in one window is no log, even if no page comes twice. */
const pagesMax = 500

export interface AuditFeedOptions {
  db: Database
  clock: Clock
  log: Log
  auditLogOf(tenantId: string): Promise<AuditLog>
}

export function createAuditFeed(options: AuditFeedOptions): ReportsTask {
  const { db, clock } = options

  async function nextAt(tenantId: string): Promise<Date | null> {
    const launchedAt = await lastLaunchedAt(db, tenantId)
    if (launchedAt === null) return null
    const progress = await auditProgress.read(db, tenantId)
    if (progress.startedAt !== null) return dateOf(progress.retryAt ?? progress.startedAt)
    if (progress.refusedAt !== null) return new Date(Date.parse(progress.refusedAt) + refusedMs)
    if (progress.polledAt === null) return launchedAt
    const waitMs = pollWaitMs(await countExpected(db, tenantId, clock.now()))
    return new Date(Date.parse(progress.polledAt) + waitMs)
  }

  async function step(tenantId: string): Promise<void> {
    const at = clock.now()
    const log = await options.auditLogOf(tenantId)
    const progress = beginPoll(await auditProgress.read(db, tenantId), at)
    const answer = await log.readSecurityInfo({ since: new Date(progress.since), cursor: progress.next })
    const write = (value: AuditProgress) => auditProgress.write(db, { tenantId, value, at })
    switch (answer.kind) {
      case 'page':
        return takeIn(tenantId, { progress, entries: answer.entries, cursor: answer.cursor })
      case 'startOver':
        return write({ ...progress, next: null, walk: walkBegins, retryAt: later(at) })
      case 'noAnswer':
        return write({ ...progress, retryAt: answer.retryAt?.toISOString() ?? later(at) })
      case 'refused':
        options.log.warn(
          { tenantId, code: answer.code },
          'the audit log is refused; looking after clicks instead',
        )
        return write({ ...progress, startedAt: null, next: null, refusedAt: at.toISOString() })
      default:
        return answer satisfies never
    }
  }

  async function takeIn(
    tenantId: string,
    page: { progress: AuditProgress; entries: readonly AuditRecord[]; cursor: string | null },
  ): Promise<void> {
    const at = clock.now()
    const { walk, isCircle: isRound } = walkOn(page.progress.walk, page.cursor)
    const came = {
      ...page.progress,
      walk,
      next: page.cursor,
      retryAt: null,
      refusedAt: null,
    }
    const isCircle = isRound || (walk.pages >= pagesMax && page.cursor !== null)
    if (isCircle)
      options.log.error(
        { tenantId, pages: walk.pages },
        'the audit log has no end; going on at the next poll',
      )
    const isEnd = page.cursor === null || isCircle
    const after = (told: AuditProgress) => ({ tenantId, value: isEnd ? endPoll(told) : told, at })
    const isWide = came.wideAt === came.startedAt
    // Most polls of a quiet tenant: nothing was told, and one statement keeps that.
    if (page.entries.length === 0 && !isWide) return auditProgress.write(db, after(came))
    await inTransaction(db, async tx => {
      const fresh = await takeInEntries(tx, { tenantId, entries: page.entries, at })
      // Rules poll the same log: what they brought first was noted then, and is not taken back here.
      const { toldAt } = await auditProgress.read(tx, tenantId)
      const told = { ...came, toldAt: fresh.length === 0 ? toldAt : at.toISOString() }
      await auditProgress.write(tx, after(told))
      if (isEnd && isWide) await pruneEvents(tx, tenantId, at)
    })
  }

  return { nextAt, step }
}

function later(at: Date): string {
  return new Date(at.getTime() + noAnswerMs).toISOString()
}

/** Who is expected to register soon, and how many are in open campaigns, the latter counted no further than matters. */
async function countExpected(
  db: Database,
  tenantId: string,
  at: Date,
): Promise<{ expected: number; people: number }> {
  const since = new Date(at.getTime() - expectedForMs)
  const { rows } = await sql<{ expected: number; people: number }>`
    with open_campaign as (
      select id from campaign where tenant_id = ${tenantId} and status in ('running', 'paused')
    )
    select (select count(*)::int from enrolment
            where tenant_id = ${tenantId} and status in ('clicked', 'addedToGroup') and confirmed_at > ${since}
              and campaign_id in (select id from open_campaign)) as expected,
           (select count(*)::int from (
              select from enrolment where campaign_id in (select id from open_campaign) limit ${manyPeople}
            ) as counted) as people
  `.execute(db)
  return rows[0] ?? { expected: 0, people: 0 }
}
