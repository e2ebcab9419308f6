/**
 * The audit log as evidence feed: polled with overlapping windows, each entry kept once, and whoever an entry may have
 * moved is read live, since only a live read is the truth.
 */

import type { Status } from '@muster/core/enrolment'
import { walkBegins, walkOn } from '@muster/core/page-walk'
import type { AuditEntry, AuditLog, Clock } from '@muster/core/ports'
import { isWorthReading, type SecurityAct, securityActOf } from '@muster/core/security-info'
import { sql } from 'kysely'
import type { Database, Tx } from '../db/database.ts'
import { inTransaction } from '../db/transaction.ts'
import type { Log } from '../log.ts'
import { expectedForMs, manyPeople, pollWaitMs } from './audit-pace.ts'
import { type AuditProgress, auditProgress, beginPoll, endPoll, keptMs } from './audit-progress.ts'
import { lastLaunchedAt } from './open-campaigns.ts'
import { dateOf } from './progress.ts'
import type { ReportsTask } from './reports-lane.ts'
import { watchOnce } from './watch.ts'

const noAnswerMs = 60_000
/** A missing permission does not come by itself; whoever grants it sees the feed begin within this time. */
const refusedMs = 60 * 60_000
/** A thousand entries a page: more than this in one window is no log, even if no page comes twice. */
const pagesMax = 500
/** A directory may answer from a copy that is a little behind: a look this soon after the act may have missed it. */
const replicationMs = 60_000

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
    page: { progress: AuditProgress; entries: readonly AuditEntry[]; cursor: string | null },
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
      const fresh = await keepEntries(tx, { tenantId, entries: page.entries, at })
      await lookLive(tx, { tenantId, entries: fresh, at })
      await auditProgress.write(tx, after(fresh.length === 0 ? came : { ...came, toldAt: at.toISOString() }))
      if (isEnd && isWide) await prune(tx, tenantId, at)
    })
  }

  return { nextAt, step }
}

function later(at: Date): string {
  return new Date(at.getTime() + noAnswerMs).toISOString()
}

interface Entries {
  tenantId: string
  entries: readonly AuditEntry[]
  at: Date
}

/** Keeps the entries; answers with those that had not been read before. */
async function keepEntries(tx: Tx, { tenantId, entries, at }: Entries): Promise<AuditEntry[]> {
  if (entries.length === 0) return []
  const { rows } = await sql<{ id: string }>`
    insert into audit_event (tenant_id, id, activity, result, person_id, at, seen_at)
    select ${tenantId}, id, activity, result, person_id, at, ${at}
    from unnest(${entries.map(e => e.id)}::text[], ${entries.map(e => e.activity)}::text[],
                ${entries.map(e => e.result)}::text[], ${entries.map(e => e.personId)}::uuid[],
                ${entries.map(e => e.at)}::timestamptz[]) as fresh (id, activity, result, person_id, at)
    on conflict do nothing
    returning id
  `.execute(tx)
  const ids = new Set(rows.map(row => row.id))
  return entries.filter(entry => ids.has(entry.id))
}

/** Asks for one live look at each person whom an entry may have moved and who was not looked at since. */
async function lookLive(tx: Tx, { tenantId, entries, at }: Entries): Promise<void> {
  const acts = entries
    .map(entry => ({ ...entry, act: securityActOf(entry) }))
    .filter(({ act, personId }) => act !== 'other' && personId !== null)
  if (acts.length === 0) return
  const actsOf = Map.groupBy(acts, ({ personId }) => personId)
  const people = await readConcerned(tx, { tenantId, personIds: [...actsOf.keys()] })
  const personIds = people
    .filter(person => (actsOf.get(person.person_id) ?? []).some(entry => isNews(person, entry)))
    .map(person => person.person_id)
  await watchOnce(tx, { tenantId, personIds: [...new Set(personIds)], at })
}

interface ConcernedPerson {
  person_id: string
  status: Status
  is_lost: boolean
  looked_at: Date | null
}

function isNews(person: ConcernedPerson, entry: { act: SecurityAct; at: Date }): boolean {
  const isSeenSince =
    person.looked_at !== null && person.looked_at.getTime() > entry.at.getTime() + replicationMs
  return !isSeenSince && isWorthReading(entry.act, { status: person.status, isLost: person.is_lost })
}

async function readConcerned(
  tx: Tx,
  asked: { tenantId: string; personIds: readonly (string | null)[] },
): Promise<ConcernedPerson[]> {
  const { rows } = await sql<ConcernedPerson>`
    select enrolment.person_id, enrolment.status, enrolment.lost_at is not null as is_lost,
           case when person.level_source = 'live' then person.checked_at end as looked_at
    from enrolment
    join campaign on campaign.id = enrolment.campaign_id
    join person on person.tenant_id = enrolment.tenant_id and person.id = enrolment.person_id
    where enrolment.tenant_id = ${asked.tenantId} and enrolment.person_id = any(${asked.personIds}::uuid[])
      and campaign.status in ('running', 'paused')
  `.execute(tx)
  return rows
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

async function prune(tx: Tx, tenantId: string, at: Date): Promise<void> {
  await tx
    .deleteFrom('audit_event')
    .where('tenant_id', '=', tenantId)
    .where('at', '<', new Date(at.getTime() - keptMs))
    .execute()
}
