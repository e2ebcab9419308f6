/**
 * The lane of a tenant's registration report: once a day the whole report is paged, and whoever it says something new
 * about is read live, since the report lags and only a live read is the truth. It starts again where it was stopped.
 */

import type { Goal } from '@muster/core/methods'
import type { Clock, Registrations, ReportedPerson } from '@muster/core/ports'
import { sql } from 'kysely'
import type { Database, Tx } from '../db/database.ts'
import { inTransaction } from '../db/transaction.ts'
import type { Log } from '../log.ts'
import { type ReportProgress, readReportProgress, writeReportProgress } from './report-progress.ts'
import { isWorthALook } from './sightings.ts'
import { wakeWaitingInvitations, watchOnce } from './watch.ts'

const hourMs = 60 * 60 * 1000
const everyMs = 24 * hourMs
/** Identity reports allow 5 requests in 10 s for the whole tenant (facts, section 3); one place is left to others. */
const requestsPerWindowMax = 4
const windowMs = 10_000
const noAnswerMs = 60_000

export interface ReportLaneOptions {
  db: Database
  clock: Clock
  log: Log
  registrationsOf(tenantId: string): Promise<Registrations>
}

export function createReportLane(options: ReportLaneOptions) {
  const { db, clock } = options

  return async function workReport(tenantId: string, signal: AbortSignal): Promise<Date | null> {
    const launchedAt = await lastLaunchedAt(tenantId)
    if (launchedAt === null) return null
    const registrations = await options.registrationsOf(tenantId)
    let progress = await readReportProgress(db, tenantId)
    const now = clock.now()
    const restUntil = nextSweepAt(progress, launchedAt)
    if (progress.startedAt === null && restUntil !== null && restUntil > now) return restUntil
    if (progress.startedAt === null) progress = { ...progress, next: null, startedAt: now.toISOString() }
    for (let request = 0; request < requestsPerWindowMax && !signal.aborted; request++) {
      const page = await registrations.readReport(progress.next)
      if (page.kind === 'refused') return handOver(tenantId, page.code)
      if (page.kind === 'noAnswer') {
        await writeReportProgress(db, { tenantId, progress, at: now })
        return page.retryAt ?? new Date(now.getTime() + noAnswerMs)
      }
      progress = { ...progress, next: page.cursor }
      await takeIn(tenantId, page.people, progress)
      if (page.cursor === null) return finish(tenantId, progress, launchedAt)
    }
    return new Date(clock.now().getTime() + windowMs)
  }

  /** No campaign runs, nobody to look for: no sweep. The launch of a campaign wakes the lane. */
  async function lastLaunchedAt(tenantId: string): Promise<Date | null> {
    const row = await db
      .selectFrom('campaign')
      .select(eb => eb.fn.max('launched_at').as('at'))
      .where('tenant_id', '=', tenantId)
      .where('status', 'in', ['running', 'paused'])
      .executeTakeFirst()
    return row?.at ?? null
  }

  async function takeIn(
    tenantId: string,
    people: readonly ReportedPerson[],
    progress: ReportProgress,
  ): Promise<void> {
    const at = clock.now()
    await inTransaction(db, async tx => {
      await keepLevels(tx, tenantId, people)
      await lookLive(tx, { tenantId, people, at })
      await writeReportProgress(tx, { tenantId, progress, at })
    })
  }

  async function finish(tenantId: string, progress: ReportProgress, launchedAt: Date): Promise<Date> {
    const at = clock.now()
    const done = { next: null, startedAt: null, finishedAt: progress.startedAt }
    await inTransaction(db, async tx => {
      await writeReportProgress(tx, { tenantId, progress: done, at })
      await wakeWaitingInvitations(tx, tenantId, at)
    })
    return nextSweepAt(done, launchedAt) ?? at
  }

  /** Without a premium licence or the permission there is no report: those who matter are read live once a day. */
  async function handOver(tenantId: string, code: string): Promise<Date> {
    const at = clock.now()
    options.log.warn({ tenantId, code }, 'the registration report is refused; reading people live instead')
    await inTransaction(db, async tx => {
      await watchUnregistered(tx, tenantId, at)
      await writeReportProgress(tx, {
        tenantId,
        progress: { next: null, startedAt: null, finishedAt: at.toISOString() },
        at,
      })
      await wakeWaitingInvitations(tx, tenantId, at)
    })
    return new Date(at.getTime() + everyMs)
  }
}

/** A day after the last; at once for a campaign launched since. */
function nextSweepAt(progress: ReportProgress, launchedAt: Date): Date | null {
  if (progress.finishedAt === null) return null
  const finishedMs = Date.parse(progress.finishedAt)
  return launchedAt.getTime() > finishedMs ? launchedAt : new Date(finishedMs + everyMs)
}

/** A report older than what was seen live says nothing new, and never undoes it. */
async function keepLevels(tx: Tx, tenantId: string, people: readonly ReportedPerson[]): Promise<void> {
  await sql`
    update person set level = fresh.level, level_source = 'report', checked_at = fresh.refreshed_at
    from unnest(${people.map(p => p.id)}::uuid[], ${people.map(p => p.seen.level)}::text[],
                ${people.map(p => p.refreshedAt)}::timestamptz[]) as fresh (id, level, refreshed_at)
    where person.tenant_id = ${tenantId} and person.id = fresh.id
      and (person.checked_at is null or person.checked_at < fresh.refreshed_at)
  `.execute(tx)
}

async function lookLive(
  tx: Tx,
  reported: { tenantId: string; people: readonly ReportedPerson[]; at: Date },
): Promise<void> {
  const { tenantId, people, at } = reported
  const { rows } = await sql<{ person_id: string; status: string; goal: Goal }>`
    select enrolment.person_id, enrolment.status, campaign.policy->>'goal' as goal
    from enrolment join campaign on campaign.id = enrolment.campaign_id
    where enrolment.tenant_id = ${tenantId} and enrolment.person_id = any(${people.map(p => p.id)}::uuid[])
      and campaign.status in ('running', 'paused')
  `.execute(tx)
  const seenOf = new Map(people.map(person => [person.id, person.seen]))
  const worth = rows.filter(row => {
    const seen = seenOf.get(row.person_id)
    return seen !== undefined && isWorthALook(row, seen)
  })
  await watchOnce(tx, { tenantId, personIds: [...new Set(worth.map(row => row.person_id))], at })
}

/** Without a report everybody unregistered costs a read a day; a tenant of this size has a licence for the report. */
const unregisteredMax = 20_000

async function watchUnregistered(tx: Tx, tenantId: string, at: Date): Promise<void> {
  const { rows } = await sql<{ person_id: string }>`
    select distinct enrolment.person_id
    from enrolment join campaign on campaign.id = enrolment.campaign_id
    where enrolment.tenant_id = ${tenantId} and campaign.status in ('running', 'paused')
      and enrolment.status in ('pending', 'sent', 'clicked', 'addedToGroup')
    limit ${unregisteredMax}
  `.execute(tx)
  await watchOnce(tx, { tenantId, personIds: rows.map(row => row.person_id), at })
}
