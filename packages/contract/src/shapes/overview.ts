/** Shapes of what is seen from above: a tenant's campaigns together, adoption day by day, and what needs somebody. */

import * as z from 'zod'
import { campaign, levelCounts, statusCounts } from './campaigns.ts'
import { at, count, day, id } from './common.ts'
import { stop } from './tenants.ts'

/** Nobody reads further in one look; every campaign stands in its own list. */
export const overviewCampaignsMax = 50
/** What needs somebody is looked at one by one; more than this is one cause that shows in the first of them. */
export const attentionMax = 50

/** Days in UTC on which something happened; each person counts once a step, on the day of the first time. */
export const adoption = z
  .object({
    people: count.meta({
      description: 'how many people are asked: everybody but the skipped and the excluded',
    }),
    registeredBefore: count.meta({
      description: 'people who were found registered without having been invited; they are in no day',
    }),
    days: z.array(z.object({ day, invited: count, confirmed: count, registered: count })),
  })
  .meta({ id: 'Adoption' })

const ofCampaign = { campaignId: id, campaignName: z.string() }

/** What hinders a rollout; a summary tells of nothing else. */
export const rolloutAttention = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('uncertainMails'), ...ofCampaign, mails: count }),
    z.object({ kind: z.literal('failedPeople'), ...ofCampaign, people: count }),
    z.object({ kind: z.literal('lostRegistrations'), ...ofCampaign, people: count }),
    z.object({
      kind: z.literal('senderAside'),
      senderId: id,
      address: z.string(),
      problem: z.string(),
      retryAt: at.nullable(),
    }),
    z.object({ kind: z.literal('listRefused'), ...ofCampaign, batchId: id, sourceBatchId: z.string() }),
  ])
  .meta({ id: 'RolloutAttention' })

const ruleAttention = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('ruleHeld'),
      ruleId: id,
      ruleName: z.string(),
      reason: z.string(),
      waiting: count,
    }),
    z.object({ kind: z.literal('ruleBroken'), ruleId: id, ruleName: z.string(), reason: z.string() }),
    z.object({ kind: z.literal('failedActs'), ruleId: id, ruleName: z.string(), acts: count }),
    z.object({ kind: z.literal('auditGap'), from: at, until: at }),
    z.object({ kind: z.literal('auditRefused'), reason: z.string() }),
  ])
  .meta({ id: 'RuleAttention' })

const mirrorAttention = z
  .object({
    kind: z.literal('mirrorStuck'),
    ...ofCampaign,
    listName: z.string(),
    reason: z.string(),
    refused: count.meta({
      description: 'rows that SharePoint goes on refusing; 0 when nothing can be written at all',
    }),
  })
  .meta({ id: 'MirrorAttention' })

export const attention = z
  .discriminatedUnion('kind', [rolloutAttention, ruleAttention, mirrorAttention])
  .meta({ id: 'Attention' })

/** A lane: the one worker at a time that talks to one throttled thing. */
export const lane = z
  .object({
    kind: z.enum([
      'due',
      'mail',
      'joins',
      'methods',
      'report',
      'people',
      'intake',
      'zones',
      'escalations',
      'summaries',
      'rules',
      'webhooks',
      'mirror',
    ]),
    about: z.string().nullable().meta({ description: "the campaign's name or the sender's address" }),
    wakesAt: at.nullable().meta({ description: 'null while it is at work and nothing more was asked of it' }),
    isWorking: z.boolean(),
  })
  .meta({ id: 'Lane' })

export const tenantOverview = z
  .object({
    tenantId: id,
    stop: stop.nullable().meta({ description: 'the panic stop; null while work goes on' }),
    campaigns: z.array(z.object({ campaign, people: count, counts: statusCounts, lost: count })),
    levels: levelCounts.meta({ description: 'the people of the directory who are not deleted' }),
    adoption,
    attention: z.array(attention),
    lanes: z.array(lane),
    at,
  })
  .meta({ id: 'TenantOverview' })
