/** A tenant seen from above: its campaigns with their counts, adoption over time, what needs somebody, and its lanes. */

import type { Output } from '@muster/contract/routes'
import { attentionMax, overviewCampaignsMax } from '@muster/contract/shapes/overview'
import { makeProblem } from '@muster/core/told-problems'
import { sql } from 'kysely'
import { type CampaignRow, shapeOfCampaign } from '../campaigns/handlers.ts'
import type { Database } from '../db/database.ts'
import { readAdoption } from './adoption.ts'
import { sumOf } from './break-down.ts'
import { levelCounts, readStop, statusCounts } from './campaign-report.ts'
import { findMirrorsInNeed } from './mirrors-in-need.ts'
import { findRulesInNeed } from './rules-in-need.ts'
import { countOf, readFigureOfEach, readFigures } from './tallies.ts'

type Overview = Output<'tenantOverview'>
type Attention = Overview['attention'][number]
type Counted = Overview['campaigns'][number]

/** Throws a Problem for a tenant that is not there. */
export async function readOverview(db: Database, tenantId: string, at: Date): Promise<Overview> {
  const tenant = await db.selectFrom('tenant').select('id').where('id', '=', tenantId).executeTakeFirst()
  if (tenant === undefined) throw makeProblem('noTenant')
  const rows = await db
    .selectFrom('campaign')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .orderBy('created_at', 'desc')
    .limit(overviewCampaignsMax)
    .execute()
  const campaigns = await countCampaigns(db, rows)
  const [stop, levels, adoption, mails, senders, lists, rules, mirrors, lanes] = await Promise.all([
    readStop(db, tenantId),
    countLevels(db, tenantId),
    readAdoption(db, tenantId),
    findUncertainMails(db, rows),
    findSendersAside(db, tenantId),
    findRefusedLists(db, rows),
    findRulesInNeed(db, tenantId, at),
    findMirrorsInNeed(db, tenantId),
    readLanes(db, tenantId),
  ])
  const attention = [
    ...senders,
    ...rules,
    ...mails,
    ...lists,
    ...mirrors,
    ...campaigns.flatMap(ofPeople),
  ].slice(0, attentionMax)
  return { tenantId, stop, campaigns, levels, adoption, attention, lanes, at }
}

async function countCampaigns(db: Database, campaigns: readonly CampaignRow[]): Promise<Counted[]> {
  const ids = campaigns.map(campaign => campaign.id)
  const figures = await readFigureOfEach(db, ids, ['status', 'lost'])
  return campaigns.map(campaign => {
    const ours = figures.filter(({ scopeId }) => scopeId === campaign.id)
    const counts = statusCounts(ours)
    return {
      campaign: shapeOfCampaign(campaign),
      people: sumOf(counts),
      counts,
      lost: countOf(ours, 'lost').get('') ?? 0,
    }
  })
}

/** What only a person can mend. A finished campaign asks for nothing any more. */
function ofPeople({ campaign, counts, lost }: Counted): Attention[] {
  if (campaign.status === 'finished') return []
  const of = { campaignId: campaign.campaignId, campaignName: campaign.name }
  const failed: Attention[] =
    counts.failed > 0 ? [{ kind: 'failedPeople', ...of, people: counts.failed }] : []
  return lost > 0 ? [...failed, { kind: 'lostRegistrations', ...of, people: lost }] : failed
}

async function countLevels(db: Database, tenantId: string): Promise<Overview['levels']> {
  return levelCounts(await readFigures(db, tenantId, ['level']))
}

async function findUncertainMails(db: Database, campaigns: readonly CampaignRow[]): Promise<Attention[]> {
  const ids = campaigns.map(campaign => campaign.id)
  const figures = await readFigureOfEach(db, ids, ['mail'])
  return figures
    .filter(({ key, people }) => key === 'uncertain' && people > 0)
    .map(({ scopeId, people }) => ({
      kind: 'uncertainMails',
      campaignId: scopeId,
      campaignName: nameOf(campaigns, scopeId),
      mails: people,
    }))
}

async function findSendersAside(db: Database, tenantId: string): Promise<Attention[]> {
  const { rows } = await sql<{ id: string; address: string; problem: string; blocked_until: Date | null }>`
    select id, address, problem, blocked_until from sender
    where tenant_id = ${tenantId} and removed_at is null and problem is not null
    order by address, id limit ${attentionMax}
  `.execute(db)
  return rows.map(row => ({
    kind: 'senderAside',
    senderId: row.id,
    address: row.address,
    problem: row.problem,
    retryAt: row.blocked_until,
  }))
}

async function findRefusedLists(db: Database, campaigns: readonly CampaignRow[]): Promise<Attention[]> {
  const ids = campaigns.filter(campaign => campaign.status !== 'finished').map(campaign => campaign.id)
  const { rows } = await sql<{ id: string; campaign_id: string; source_batch_id: string }>`
    select refused.id, refused.campaign_id, refused.source_batch_id from batch as refused
    where refused.campaign_id = any(${ids}::uuid[]) and refused.state = 'refused' and not refused.dry_run
      and not exists (select from batch as newer
                      where newer.campaign_id = refused.campaign_id and not newer.dry_run
                        and newer.created_at > refused.created_at)
    limit ${attentionMax}
  `.execute(db)
  return rows.map(row => ({
    kind: 'listRefused',
    campaignId: row.campaign_id,
    campaignName: nameOf(campaigns, row.campaign_id),
    batchId: row.id,
    sourceBatchId: row.source_batch_id,
  }))
}

function nameOf(campaigns: readonly CampaignRow[], campaignId: string): string {
  return campaigns.find(campaign => campaign.id === campaignId)?.name ?? ''
}

/** Each lane once: at work, when it wakes next, or both, when a wake-up came while it was at work. */
async function readLanes(db: Database, tenantId: string): Promise<Overview['lanes']> {
  const { rows } = await sql<Overview['lanes'][number]>`
    select lane.kind, coalesce(min(campaign.name), min(sender.address)) as about,
           min(lane.at) as "wakesAt", bool_or(lane.is_working) as "isWorking"
    from (select kind, key, at, false as is_working from lane_wake
          union all select kind, key, null, true from lane_run) as lane
    left join campaign on campaign.id = lane.key
    left join sender on sender.id = lane.key and sender.removed_at is null
    where lane.key = ${tenantId} or campaign.tenant_id = ${tenantId} or sender.tenant_id = ${tenantId}
    group by lane.kind, lane.key order by "isWorking" desc, "wakesAt", lane.kind limit ${attentionMax}
  `.execute(db)
  return rows
}
