/** Where everybody in a campaign stands: counts by status, level, batch and department, the funnel, and its speed. */

import type { Output } from '@muster/contract/routes'
import { departmentsMax } from '@muster/contract/shapes/campaigns'
import { type Status, statuses } from '@muster/core/enrolment'
import type { Level } from '@muster/core/methods'
import { sql } from 'kysely'
import { type CampaignRow, shapeOfCampaign } from '../campaigns/handlers.ts'
import type { Database } from '../db/database.ts'
import type { EscalationState } from '../db/schema.ts'
import { escalationWords } from './people-columns.ts'

type Report = Output<'campaignStatus'>
type Counts = Report['counts']

const hourMs = 60 * 60 * 1000
/** A report for people; nobody reads further, and the batches have a list of their own. */
const batchesMax = 500

interface StatusRow {
  status: Status
  people: number
}

export async function reportCampaign(db: Database, campaign: CampaignRow, at: Date): Promise<Report> {
  const [
    stop,
    counts,
    lost,
    escalations,
    levels,
    funnel,
    mail,
    senders,
    byBatch,
    byDepartment,
    lastHour,
    lastDay,
  ] = await Promise.all([
    readStop(db, campaign.tenant_id),
    countByStatus(db, campaign.id),
    countLost(db, campaign.id),
    countEscalations(db, campaign.id),
    countByLevel(db, campaign.id),
    readFunnel(db, campaign.id),
    countMail(db, campaign.id),
    readSenders(db, campaign, at),
    countByBatch(db, campaign.id),
    countByDepartment(db, campaign.id),
    readRates(db, campaign.id, new Date(at.getTime() - hourMs)),
    readRates(db, campaign.id, new Date(at.getTime() - 24 * hourMs)),
  ])
  return {
    campaign: shapeOfCampaign(campaign),
    stop,
    people: sumOf(counts),
    counts,
    lost,
    escalations,
    levels,
    funnel,
    mail,
    senders,
    byBatch,
    byDepartment,
    rates: { lastHour, lastDay },
    at,
  }
}

export async function readStop(db: Database, tenantId: string): Promise<Report['stop']> {
  const row = await db
    .selectFrom('tenant')
    .select(['stopped_at as at', 'stopped_by as by', 'stop_reason as reason'])
    .where('id', '=', tenantId)
    .executeTakeFirst()
  const { at = null, by = null, reason = null } = row ?? {}
  return at === null || by === null || reason === null ? null : { at, by, reason }
}

export function countsOf(rows: readonly StatusRow[]): Counts {
  const counts = {
    pending: 0,
    sent: 0,
    clicked: 0,
    addedToGroup: 0,
    active: 0,
    skipped: 0,
    failed: 0,
    excluded: 0,
  }
  for (const row of rows) counts[row.status] += row.people
  return counts
}

export function sumOf(counts: Counts): number {
  return statuses.reduce((total, status) => total + counts[status], 0)
}

async function countByStatus(db: Database, campaignId: string): Promise<Counts> {
  const { rows } = await sql<StatusRow>`
    select status, count(*)::int as people from enrolment where campaign_id = ${campaignId} group by status
  `.execute(db)
  return countsOf(rows)
}

async function countLost(db: Database, campaignId: string): Promise<number> {
  const { rows } = await sql<{ people: number }>`
    select count(*)::int as people from enrolment where campaign_id = ${campaignId} and lost_at is not null
  `.execute(db)
  return rows[0]?.people ?? 0
}

async function countEscalations(db: Database, campaignId: string): Promise<Report['escalations']> {
  const { rows } = await sql<{ state: EscalationState; people: number }>`
    select state, count(*)::int as people from escalation where campaign_id = ${campaignId} group by state
  `.execute(db)
  const counts = { waiting: 0, escalated: 0, noManager: 0, notSent: 0, notNeeded: 0 }
  for (const row of rows) counts[escalationWords[row.state]] += row.people
  return counts
}

async function countByLevel(db: Database, campaignId: string): Promise<Report['levels']> {
  const { rows } = await sql<{ level: Level; people: number }>`
    select person.level, count(*)::int as people
    from enrolment join person on person.tenant_id = enrolment.tenant_id and person.id = enrolment.person_id
    where enrolment.campaign_id = ${campaignId} group by person.level
  `.execute(db)
  const levels = { none: 0, phone: 0, mfa: 0, phishingResistant: 0, unknown: 0 }
  for (const row of rows) levels[row.level] += row.people
  return levels
}

async function readFunnel(db: Database, campaignId: string): Promise<Report['funnel']> {
  const { rows } = await sql<Report['funnel']>`
    select count(*)::int as enrolled, count(invited_at)::int as invited, count(confirmed_at)::int as confirmed,
           count(joined_at)::int as joined, count(registered_at)::int as registered
    from enrolment where campaign_id = ${campaignId}
  `.execute(db)
  return rows[0] ?? { enrolled: 0, invited: 0, confirmed: 0, joined: 0, registered: 0 }
}

async function readRates(db: Database, campaignId: string, since: Date): Promise<Report['funnel']> {
  const { rows } = await sql<Report['funnel']>`
    select count(*) filter (where enrolled_at > ${since})::int as enrolled,
           count(*) filter (where invited_at > ${since})::int as invited,
           count(*) filter (where confirmed_at > ${since})::int as confirmed,
           count(*) filter (where joined_at > ${since})::int as joined,
           count(*) filter (where registered_at > ${since})::int as registered
    from enrolment where campaign_id = ${campaignId}
  `.execute(db)
  return rows[0] ?? { enrolled: 0, invited: 0, confirmed: 0, joined: 0, registered: 0 }
}

async function countMail(db: Database, campaignId: string): Promise<Report['mail']> {
  const { rows } = await sql<{ state: string; mails: number }>`
    select state, count(*)::int as mails from message where campaign_id = ${campaignId} group by state
  `.execute(db)
  const of = (state: string) => rows.find(row => row.state === state)?.mails ?? 0
  return {
    queued: of('queued'),
    sending: of('sending'),
    sent: of('sent'),
    refused: of('refused'),
    uncertain: of('uncertain'),
    bounced: of('bounced'),
  }
}

/** What each of the campaign's mailboxes has to do, has done, and why one is set aside. */
async function readSenders(db: Database, campaign: CampaignRow, at: Date): Promise<Report['senders']> {
  const since = new Date(at.getTime() - 24 * hourMs)
  const { rows } = await sql<Report['senders'][number]>`
    select sender.id as "senderId", sender.address, sender.per_day_max as "perDayMax", sender.problem,
           sender.blocked_until as "retryAt",
           (select count(*)::int from message where message.sender_id = sender.id and message.state = 'queued'
              and message.campaign_id = ${campaign.id}) as queued,
           (select count(*)::int from message
            where message.sender_id = sender.id and message.claimed_at > ${since}) as "sentLastDay"
    from sender where sender.id = any(${campaign.sender_ids}::uuid[]) order by sender.address, sender.id
  `.execute(db)
  return rows
}

async function countByBatch(db: Database, campaignId: string): Promise<Report['byBatch']> {
  const { rows } = await sql<StatusRow & { batchId: string; sourceBatchId: string; source: string }>`
    select batch.id as "batchId", batch.source_batch_id as "sourceBatchId", batch.source, enrolment.status,
           count(*)::int as people
    from enrolment join batch on batch.id = enrolment.batch_id
    where enrolment.campaign_id = ${campaignId}
    group by batch.id, batch.source_batch_id, batch.source, batch.created_at, enrolment.status
    order by batch.created_at desc
  `.execute(db)
  return [...Map.groupBy(rows, row => row.batchId)].slice(0, batchesMax).map(([batchId, group]) => {
    const counts = countsOf(group)
    const { sourceBatchId = '', source = '' } = group[0] ?? {}
    return { batchId, sourceBatchId, source, people: sumOf(counts), counts }
  })
}

/** The largest departments by name; the rest together under null, with those who have none. */
async function countByDepartment(db: Database, campaignId: string): Promise<Report['byDepartment']> {
  const { rows } = await sql<StatusRow & { department: string | null }>`
    with named as (
      select person.department, enrolment.status
      from enrolment join person on person.tenant_id = enrolment.tenant_id and person.id = enrolment.person_id
      where enrolment.campaign_id = ${campaignId}
    ), shown as (
      select department from named where department is not null group by department order by count(*) desc, department
      limit ${departmentsMax}
    )
    select shown.department, named.status, count(*)::int as people
    from named left join shown on shown.department = named.department
    group by shown.department, named.status
  `.execute(db)
  return [...Map.groupBy(rows, row => row.department)]
    .map(([department, group]) => {
      const counts = countsOf(group)
      return { department, people: sumOf(counts), counts }
    })
    .sort((a, b) => b.people - a.people)
}
