/**
 * The executive summary of a campaign, or of all campaigns of a tenant. The page, the file, the command line and the mail
 * all say what this says, so that nobody ever asks which of them is right.
 */

import type { Input, Output } from '@muster/contract/routes'
import { summaryGroupsMax } from '@muster/contract/shapes/summaries'
import { type BreakDown, hideSmall, keepLargest } from '@muster/core/break-down'
import { nearestDue } from '@muster/core/campaign'
import { type Forecast, forecast } from '@muster/core/forecast'
import { makeProblem } from '@muster/core/told-problems'
import { type CampaignRow, readCampaign } from '../campaigns/handlers.ts'
import type { Database } from '../db/database.ts'
import { readAdoption } from './adoption.ts'
import { readOverview } from './overview.ts'
import {
  breakDownAsked,
  countDone,
  countDoneSince,
  countSummary,
  type NamedGroup,
  type Scope,
} from './summary-counts.ts'
import { beginningOfSlot } from './tallies.ts'

export type Summary = Output<'tenantSummary'>
export type SummaryFigures = Omit<Summary, 'adoption' | 'forecastDays'>

export interface SummaryWanted {
  tenantId: string
  campaignId: string | null
  period: Input<'tenantSummary'>['query']['period']
  hideSmall: boolean
}

const dayMs = 24 * 60 * 60 * 1000
const weekMs = 7 * dayMs
const periodMs = { day: dayMs, week: weekMs, whole: null } as const

/** Throws a Problem for a tenant or campaign that is not there. */
export async function readSummary(db: Database, wanted: SummaryWanted, at: Date): Promise<Summary> {
  const { tenantId, period } = wanted
  const campaign = await readOwnCampaign(db, wanted)
  const scope: Scope = { tenantId, campaignId: campaign?.id ?? null }
  const backMs = periodMs[period]
  // What happened lately is counted in slots: the page says the moment that it counts from.
  const since = backMs === null ? null : beginningOfSlot(new Date(at.getTime() - backMs))
  const [tenant, overview, people, groups, lastWeek, done] = await Promise.all([
    readTenant(db, tenantId),
    readOverview(db, tenantId, at),
    countSummary(db, scope),
    breakDownAsked(db, scope),
    countDoneSince(db, scope, beginningOfSlot(new Date(at.getTime() - weekMs))),
    since === null ? countDone(db, scope) : countDoneSince(db, scope, since),
  ])
  const adoption = campaign === null ? overview.adoption : await readAdoption(db, campaign.id)
  const campaigns = overview.campaigns.filter(
    one => campaign === null || one.campaign.campaignId === campaign.id,
  )
  const dueOn = campaign === null ? nearestDue(overview.campaigns.map(one => one.campaign)) : campaign.due_on
  const isInviting = overview.stop === null && campaigns.some(one => one.campaign.status === 'running')
  const hasGroup = campaigns.some(one => one.campaign.groupId !== null)
  const ahead = forecast({
    ...adoption,
    unreachable: people.unreachable,
    today: at.toISOString().slice(0, 10),
    dueOn,
    isInviting,
  })
  return {
    tenantId,
    organisationName: tenant.organisation_name,
    timeZone: tenant.time_zone,
    campaign: campaign === null ? null : nameOf(campaign),
    campaigns: campaigns.length,
    drafts: campaigns.filter(one => one.campaign.status === 'draft').length,
    dueOn,
    stop: overview.stop,
    period: { kind: period, since },
    hidesSmall: wanted.hideSmall,
    headline: {
      asked: people.asked,
      registered: people.registered,
      open: people.asked - people.registered,
      phoneOnly: people.phoneOnly,
      registeredLastWeek: lastWeek.registered,
    },
    funnel: {
      asked: people.asked,
      invited: people.invited,
      confirmed: people.confirmed,
      joined: hasGroup ? people.joined : null,
      registered: people.registered,
    },
    forecast: shapeOfForecast(ahead),
    forecastDays: ahead.kind === 'forecast' ? [...ahead.days] : [],
    done,
    byDepartment: shapeOf(keepLargest(breakDownOf(groups.byDepartment, wanted), summaryGroupsMax)),
    byCountry: shapeOf(keepLargest(breakDownOf(groups.byCountry, wanted), summaryGroupsMax)),
    attention: overview.attention
      .filter(isOfRollout)
      .filter(item => campaign === null || !('campaignId' in item) || item.campaignId === campaign.id),
    exceptions: people.exceptions,
    adoption,
    at,
  }
}

/** What is amiss with automations is for whoever keeps them. */
function isOfRollout(
  item: Output<'tenantOverview'>['attention'][number],
): item is Summary['attention'][number] {
  return !('ruleId' in item) && item.kind !== 'auditGap' && item.kind !== 'auditRefused'
}

/** Small groups are put together before the largest are chosen, so that the row of the others hides them. */
export function breakDownOf(
  groups: readonly NamedGroup[],
  wanted: Pick<SummaryWanted, 'hideSmall'>,
): BreakDown<NamedGroup> {
  return wanted.hideSmall ? hideSmall(groups) : { shown: groups, smaller: null }
}

function shapeOf({ shown, smaller }: BreakDown<NamedGroup>): Summary['byDepartment'] {
  return { groups: [...shown], smaller }
}

function shapeOfForecast(ahead: Forecast): Summary['forecast'] {
  if (ahead.kind !== 'forecast') return ahead
  const { kind, reachable, due, milestones } = ahead
  return { kind, reachable, due, milestones: [...milestones] }
}

/** The campaign asked for, if any, which must be the tenant's. */
export async function readOwnCampaign(
  db: Database,
  { tenantId, campaignId }: Pick<SummaryWanted, 'tenantId' | 'campaignId'>,
): Promise<CampaignRow | null> {
  if (campaignId === null) return null
  const campaign = await readCampaign(db, campaignId)
  if (campaign.tenant_id === tenantId) return campaign
  throw makeProblem('noCampaignHere')
}

function nameOf(campaign: CampaignRow): NonNullable<Summary['campaign']> {
  const { id, name, status, policy } = campaign
  return { campaignId: id, name, status, goal: policy.goal }
}

interface Told {
  organisation_name: string
  time_zone: string
}

async function readTenant(db: Database, tenantId: string): Promise<Told> {
  const row = await db
    .selectFrom('tenant')
    .select(['organisation_name', 'time_zone'])
    .where('id', '=', tenantId)
    .executeTakeFirst()
  if (row === undefined) throw makeProblem('noTenant')
  return row
}
