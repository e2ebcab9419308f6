/** Where everybody in a campaign stands: counts by status, level, batch and department, the funnel, and its speed. */

import type { Output } from '@muster/contract/routes'
import { departmentsMax } from '@muster/contract/shapes/campaigns'
import { type Status, statuses } from '@muster/core/enrolment'
import type { Level } from '@muster/core/methods'
import { sql } from 'kysely'
import { type CampaignRow, shapeOfCampaign } from '../campaigns/handlers.ts'
import type { Database } from '../db/database.ts'
import { type BreakDown, countsOf, readBreakDown, sumOf } from './break-down.ts'
import { escalationWords } from './people-columns.ts'
import { countOf, type Figure, readFigures, readRecent } from './tallies.ts'

type Report = Output<'campaignStatus'>
type Counts = Report['counts']

const hourMs = 60 * 60 * 1000
/** A report for people; nobody reads further, and the batches have a list of their own. */
const batchesMax = 500

const figureNames = ['status', 'lost', 'level', 'step', 'mail', 'queued', 'escalation']

export async function reportCampaign(db: Database, campaign: CampaignRow, at: Date): Promise<Report> {
  const [stop, figures, senders, batches, departments, lastHour, lastDay] = await Promise.all([
    readStop(db, campaign.tenant_id),
    readFigures(db, campaign.id, figureNames),
    readSenders(db, campaign, at),
    readBreakDown(db, campaign.id, { by: 'batch', max: batchesMax }),
    readBreakDown(db, campaign.id, { by: 'department', max: departmentsMax }),
    readRecent(db, [campaign.id], new Date(at.getTime() - hourMs)),
    readRecent(db, [campaign.id], new Date(at.getTime() - 24 * hourMs)),
  ])
  const counts = statusCounts(figures)
  const queued = countOf(figures, 'queued')
  return {
    campaign: shapeOfCampaign(campaign),
    stop,
    people: sumOf(counts),
    counts,
    lost: countOf(figures, 'lost').get('') ?? 0,
    escalations: escalationCounts(figures),
    levels: levelCounts(figures),
    funnel: { ...stepCounts(countOf(figures, 'step')), enrolled: sumOf(counts) },
    mail: mailCounts(figures),
    senders: senders.map(sender => ({ ...sender, queued: queued.get(sender.senderId) ?? 0 })),
    byBatch: await nameBatches(db, batches),
    byDepartment: withRest(departments),
    rates: { lastHour: stepCounts(lastHour), lastDay: stepCounts(lastDay) },
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

export function statusCounts(figures: readonly Figure[]): Counts {
  // A status is written into the figure by the trigger, which takes it from the row.
  return countsOf(
    [...countOf(figures, 'status')].map(([status, people]) => ({ status: status as Status, people })),
  )
}

export function levelCounts(figures: readonly Figure[]): Report['levels'] {
  const counted = countOf(figures, 'level')
  const of = (level: Level) => counted.get(level) ?? 0
  return {
    none: of('none'),
    phone: of('phone'),
    mfa: of('mfa'),
    phishingResistant: of('phishingResistant'),
    unknown: of('unknown'),
  }
}

function stepCounts(counted: ReadonlyMap<string, number>): Report['funnel'] {
  const of = (step: keyof Report['funnel']) => counted.get(step) ?? 0
  return {
    enrolled: of('enrolled'),
    invited: of('invited'),
    confirmed: of('confirmed'),
    joined: of('joined'),
    registered: of('registered'),
  }
}

function escalationCounts(figures: readonly Figure[]): Report['escalations'] {
  const counted = countOf(figures, 'escalation')
  const counts = { waiting: 0, escalated: 0, noManager: 0, notSent: 0, notNeeded: 0 }
  for (const [state, word] of Object.entries(escalationWords)) counts[word] += counted.get(state) ?? 0
  return counts
}

function mailCounts(figures: readonly Figure[]): Report['mail'] {
  const counted = countOf(figures, 'mail')
  const of = (state: string) => counted.get(state) ?? 0
  return {
    queued: of('queued'),
    sending: of('sending'),
    sent: of('sent'),
    refused: of('refused'),
    uncertain: of('uncertain'),
    bounced: of('bounced'),
  }
}

type Sender = Omit<Report['senders'][number], 'queued'>

/** What each of the campaign's mailboxes has done, which its own limit bounds, and why one is set aside. */
async function readSenders(db: Database, campaign: CampaignRow, at: Date): Promise<readonly Sender[]> {
  const since = new Date(at.getTime() - 24 * hourMs)
  const { rows } = await sql<Sender>`
    select sender.id as "senderId", sender.address, sender.per_day_max as "perDayMax", sender.problem,
           sender.blocked_until as "retryAt",
           (select count(*)::int from message
            where message.sender_id = sender.id and message.claimed_at > ${since}) as "sentLastDay"
    from sender where sender.id = any(${campaign.sender_ids}::uuid[]) order by sender.address, sender.id
  `.execute(db)
  return rows
}

/** Newest first. */
async function nameBatches(db: Database, { groups }: BreakDown): Promise<Report['byBatch']> {
  const ids = groups.flatMap(({ key }) => (key === null ? [] : [key]))
  const { rows } = await sql<{ id: string; sourceBatchId: string; source: string }>`
    select id, source_batch_id as "sourceBatchId", source from batch
    where id = any(${ids}::uuid[]) order by created_at desc
  `.execute(db)
  const of = new Map(groups.map(group => [group.key, group]))
  return rows.flatMap(({ id, sourceBatchId, source }) => {
    const group = of.get(id)
    return group === undefined
      ? []
      : [{ batchId: id, sourceBatchId, source, people: group.people, counts: group.counts }]
  })
}

/** The rest stands under null, with those who have no department. */
function withRest({ groups, rest }: BreakDown): Report['byDepartment'] {
  const named = groups.filter(({ key }) => key !== null)
  const nameless = [...groups.filter(({ key }) => key === null), ...(rest.people > 0 ? [rest] : [])]
  const counts = countsOf(
    nameless.flatMap(one => statuses.map(status => ({ status, people: one.counts[status] }))),
  )
  const others = nameless.length === 0 ? [] : [{ key: null, people: sumOf(counts), counts }]
  return [...named, ...others]
    .map(({ key, people, counts: ofGroup }) => ({ department: key, people, counts: ofGroup }))
    .sort((a, b) => b.people - a.people)
}
