/**
 * The sweep of a tenant's registration report: once a day the whole report is paged, and whoever it says something new
 * about is read live, since the report lags and only a live read is the truth. It starts again where it was stopped.
 */

import type { Goal } from '@muster/core/methods'
import { walkBegins, walkOn } from '@muster/core/page-walk'
import { type Clock, methodsReadMax, type Registrations, type ReportedPerson } from '@muster/core/ports'
import { sql } from 'kysely'
import type { Database, Tx } from '../db/database.ts'
import { inTransaction } from '../db/transaction.ts'
import type { Log } from '../log.ts'
import { lastLaunchedAt } from './open-campaigns.ts'
import { dateOf } from './progress.ts'
import { type ReportProgress, reportProgress } from './report-progress.ts'
import type { ReportsTask } from './reports-lane.ts'
import { isWorthALook } from './sightings.ts'
import { wakeWaitingInvitations, watchOnce } from './watch.ts'

const hourMs = 60 * 60 * 1000
const everyMs = 24 * hourMs
const noAnswerMs = 60_000
/** A thousand people a page: more than two million is no report, even if no page comes twice. */
const pagesMax = 2_000

export interface ReportSweepOptions {
  db: Database
  clock: Clock
  log: Log
  registrationsOf(tenantId: string): Promise<Registrations>
}

/** The daily sweep as one of the tasks of the tenant's lane of identity reports. */
export function createReportSweep(options: ReportSweepOptions): ReportsTask {
  const { db, clock } = options

  /** No campaign runs, nobody to look for: no sweep. The launch of a campaign wakes the lane. */
  async function nextAt(tenantId: string): Promise<Date | null> {
    const launchedAt = await lastLaunchedAt(db, tenantId)
    if (launchedAt === null) return null
    const progress = await reportProgress.read(db, tenantId)
    if (progress.startedAt !== null) return dateOf(progress.retryAt ?? progress.startedAt)
    return nextSweepAt(progress, launchedAt)
  }

  async function step(tenantId: string): Promise<void> {
    const at = clock.now()
    const registrations = await options.registrationsOf(tenantId)
    const before = await reportProgress.read(db, tenantId)
    const progress = before.startedAt === null ? begin(before, at) : before
    const page = await registrations.readReport(progress.next)
    switch (page.kind) {
      case 'page':
        return takeIn(tenantId, page.people, { ...progress, retryAt: null, next: page.cursor })
      case 'refused':
        // Not the report but its page: a link to the next page that has grown too old. From the start, then.
        if (progress.next !== null) return write(tenantId, { ...begin(before, at), retryAt: later(at) }, at)
        return handOver(tenantId, page.code)
      case 'noAnswer': {
        const retryAt = page.retryAt?.toISOString() ?? later(at)
        return write(tenantId, { ...progress, retryAt }, at)
      }
      default:
        return page satisfies never
    }
  }

  async function write(tenantId: string, value: ReportProgress, at: Date): Promise<void> {
    await reportProgress.write(db, { tenantId, value, at })
  }

  async function takeIn(
    tenantId: string,
    people: readonly ReportedPerson[],
    came: ReportProgress,
  ): Promise<void> {
    const at = clock.now()
    const { walk, isCircle: isRound } = walkOn(came.walk, came.next)
    const progress = { ...came, walk }
    const isCircle = isRound || (walk.pages >= pagesMax && came.next !== null)
    if (isCircle) options.log.error({ tenantId, pages: walk.pages }, 'the registration report has no end')
    const isEnd = progress.next === null || isCircle
    await inTransaction(db, async tx => {
      await keepLevels(tx, tenantId, people)
      await lookLive(tx, { tenantId, people, at })
      await reportProgress.write(tx, { tenantId, value: isEnd ? end(progress.startedAt) : progress, at })
      if (isEnd) await wakeWaitingInvitations(tx, tenantId, at)
    })
  }

  /** Without a premium licence or the permission there is no report: those who matter are read live once a day. */
  async function handOver(tenantId: string, code: string): Promise<void> {
    const at = clock.now()
    options.log.warn({ tenantId, code }, 'the registration report is refused; reading people live instead')
    await inTransaction(db, async tx => {
      await watchUnregistered(tx, tenantId, at)
      await reportProgress.write(tx, { tenantId, value: end(at.toISOString()), at })
      await wakeWaitingInvitations(tx, tenantId, at)
    })
  }

  return { nextAt, step }
}

function begin(before: ReportProgress, at: Date): ReportProgress {
  return { ...before, next: null, walk: walkBegins, startedAt: at.toISOString(), retryAt: null }
}

function later(at: Date): string {
  return new Date(at.getTime() + noAnswerMs).toISOString()
}

function end(finishedAt: string | null): ReportProgress {
  return { next: null, walk: walkBegins, startedAt: null, retryAt: null, finishedAt }
}

/** A day after the last; at once for a campaign launched since. */
function nextSweepAt(progress: ReportProgress, launchedAt: Date): Date {
  if (progress.finishedAt === null) return launchedAt
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
  const { rows } = await sql<{ person_id: string; status: string; is_lost: boolean; goal: Goal }>`
    select enrolment.person_id, enrolment.status, enrolment.lost_at is not null as is_lost, campaign.policy->>'goal' as goal
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

/**
 * Those who matter, each once in the time until the next sweep, whoever has not been looked at for longest first. They
 * come in batches that are spread evenly, so that a day's reads are a trickle beside what people wait for. Whoever is
 * to be invited and was never looked at is asked for at once by the campaign itself (`campaigns/first-look.ts`).
 */
async function watchUnregistered(tx: Tx, tenantId: string, at: Date): Promise<void> {
  const { rows } = await sql<{ person_id: string }>`
    select person.id as person_id from person
    where person.tenant_id = ${tenantId} and exists (
      select from enrolment join campaign on campaign.id = enrolment.campaign_id
      where enrolment.tenant_id = person.tenant_id and enrolment.person_id = person.id
        and campaign.status in ('running', 'paused')
        and enrolment.status in ('pending', 'sent', 'clicked', 'addedToGroup', 'failed')
        and not (enrolment.invitations_asked = 0 and person.checked_at is null)
    )
    order by person.checked_at nulls first, person.id
    limit ${unregisteredMax}
  `.execute(tx)
  const batches = Math.ceil(rows.length / methodsReadMax)
  for (let batch = 0; batch < batches; batch++) {
    const some = rows.slice(batch * methodsReadMax, (batch + 1) * methodsReadMax)
    const lookAt = new Date(at.getTime() + (batch * everyMs) / batches)
    await watchOnce(tx, { tenantId, personIds: some.map(row => row.person_id), at: lookAt })
  }
}
