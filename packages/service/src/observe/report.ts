/**
 * The lane of a tenant's registration report: once a day the whole report is paged, and whoever it says something new
 * about is read live, since the report lags and only a live read is the truth. It starts again where it was stopped.
 */

import type { Goal } from '@muster/core/methods'
import type { Clock, Registrations, ReportedPerson } from '@muster/core/ports'
import { sql } from 'kysely'
import type { Database, Tx } from '../db/database.ts'
import type { Log } from '../log.ts'
import { wakeLanes } from '../queue/lanes.ts'
import { isWorthALook } from './sightings.ts'

const hourMs = 60 * 60 * 1000
const everyMs = 24 * hourMs
/** Identity reports allow 5 requests in 10 s for the whole tenant (facts, section 3); one place is left to others. */
const requestsPerWindowMax = 4
const windowMs = 10_000
const noAnswerMs = 60_000
const cursorName = 'report'

interface Progress {
  /** Where the sweep under way stands; null between sweeps. */
  next: string | null
  startedAt: string | null
  finishedAt: string | null
}

export interface ReportLaneOptions {
  db: Database
  clock: Clock
  log: Log
  registrationsOf(tenantId: string): Promise<Registrations>
}

export function createReportLane(options: ReportLaneOptions) {
  const { db, clock } = options

  return async function workReport(tenantId: string, signal: AbortSignal): Promise<Date | null> {
    if (!(await isNeeded(tenantId))) return null
    const registrations = await options.registrationsOf(tenantId)
    let progress = await readProgress(db, tenantId)
    const now = clock.now()
    const restUntil = nextSweepAt(progress)
    if (progress.startedAt === null && restUntil !== null && restUntil > now) return restUntil
    if (progress.startedAt === null) progress = { ...progress, next: null, startedAt: now.toISOString() }
    for (let request = 0; request < requestsPerWindowMax && !signal.aborted; request++) {
      const page = await registrations.readReport(progress.next)
      if (page.kind === 'refused') return handOver(tenantId, page.code)
      if (page.kind === 'noAnswer') {
        await writeProgress(db, { tenantId, progress, at: now })
        return page.retryAt ?? new Date(now.getTime() + noAnswerMs)
      }
      progress = { ...progress, next: page.cursor }
      await takeIn(tenantId, page.people, progress)
      if (page.cursor === null) return finish(tenantId, progress)
    }
    return new Date(clock.now().getTime() + windowMs)
  }

  /** No campaign runs, nobody to look for: no sweep. The launch of a campaign wakes the lane. */
  async function isNeeded(tenantId: string): Promise<boolean> {
    const row = await db
      .selectFrom('campaign')
      .select('id')
      .where('tenant_id', '=', tenantId)
      .where('status', 'in', ['running', 'paused'])
      .limit(1)
      .executeTakeFirst()
    return row !== undefined
  }

  async function takeIn(tenantId: string, people: readonly ReportedPerson[], progress: Progress): Promise<void> {
    const at = clock.now()
    await db.transaction().execute(async tx => {
      await keepLevels(tx, tenantId, people)
      await lookLive(tx, { tenantId, people, at })
      await writeProgress(tx, { tenantId, progress, at })
    })
  }

  async function finish(tenantId: string, progress: Progress): Promise<Date> {
    const at = clock.now()
    const done = { next: null, startedAt: null, finishedAt: progress.startedAt }
    await writeProgress(db, { tenantId, progress: done, at })
    return nextSweepAt(done) ?? at
  }

  /** Without a premium licence or the permission there is no report: those who matter are read live once a day. */
  async function handOver(tenantId: string, code: string): Promise<Date> {
    const at = clock.now()
    options.log.warn({ tenantId, code }, 'the registration report is refused; reading people live instead')
    await db.transaction().execute(async tx => {
      await watchUnregistered(tx, tenantId, at)
      await writeProgress(tx, { tenantId, progress: { next: null, startedAt: null, finishedAt: at.toISOString() }, at })
    })
    return new Date(at.getTime() + everyMs)
  }
}

function nextSweepAt(progress: Progress): Date | null {
  return progress.finishedAt === null ? null : new Date(Date.parse(progress.finishedAt) + everyMs)
}

async function readProgress(db: Database, tenantId: string): Promise<Progress> {
  const row = await db
    .selectFrom('cursor')
    .select('value')
    .where('tenant_id', '=', tenantId)
    .where('name', '=', cursorName)
    .executeTakeFirst()
  return (row?.value as Progress | undefined) ?? { next: null, startedAt: null, finishedAt: null }
}

async function writeProgress(
  db: Database | Tx,
  write: { tenantId: string; progress: Progress; at: Date },
): Promise<void> {
  await sql`
    insert into cursor (tenant_id, name, value, updated_at)
    values (${write.tenantId}, ${cursorName}, ${JSON.stringify(write.progress)}::jsonb, ${write.at})
    on conflict (tenant_id, name) do update set value = excluded.value, updated_at = excluded.updated_at
  `.execute(db)
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
  await watch(tx, { tenantId, personIds: [...new Set(worth.map(row => row.person_id))], at })
}

/** One live look each: at the end of the row of waits, so that the answer is also the last look. */
async function watch(tx: Tx, wanted: { tenantId: string; personIds: readonly string[]; at: Date }): Promise<void> {
  if (wanted.personIds.length === 0) return
  await sql`
    insert into method_watch (tenant_id, person_id, step, next_at)
    select ${wanted.tenantId}, id, ${lastStep}, ${wanted.at} from unnest(${wanted.personIds}::uuid[]) as fresh (id)
    on conflict (tenant_id, person_id) do update set next_at = least(method_watch.next_at, excluded.next_at)
  `.execute(tx)
  await wakeLanes(tx, [{ kind: 'methods', key: wanted.tenantId, at: wanted.at }])
}

/** Beyond the last wait. */
const lastStep = 99
const unregisteredMax = 20_000

async function watchUnregistered(tx: Tx, tenantId: string, at: Date): Promise<void> {
  const { rows } = await sql<{ person_id: string }>`
    select distinct enrolment.person_id
    from enrolment join campaign on campaign.id = enrolment.campaign_id
    where enrolment.tenant_id = ${tenantId} and campaign.status in ('running', 'paused')
      and enrolment.status in ('pending', 'sent', 'clicked', 'addedToGroup')
    limit ${unregisteredMax}
  `.execute(tx)
  await watch(tx, { tenantId, personIds: rows.map(row => row.person_id), at })
}
