/** Making a campaign of a draft: first itself, then the lists of people to be left out, so that later lists find them so. */

import type { Output } from '@muster/contract/routes'
import { api } from '../session.ts'
import { allLeftOut, type CampaignDraft, type LeftOut, newCampaignOf } from './campaign-draft.ts'

export interface Made {
  campaign: Output<'createCampaign'>
  /** Those that did not reach the service; the campaign is there all the same, and nothing is sent before its launch. */
  notLeftOut: readonly LeftOut[]
}

export async function makeCampaign(draft: CampaignDraft): Promise<Made> {
  const campaign = await api.createCampaign({ body: newCampaignOf(draft) })
  const notLeftOut: LeftOut[] = []
  for (const one of allLeftOut(draft, new Date())) {
    try {
      await bring(campaign.campaignId, one)
    } catch {
      // Told together once all were tried.
      notLeftOut.push(one)
    }
  }
  return { campaign, notLeftOut }
}

async function bring(campaignId: string, { who, reason, until }: LeftOut): Promise<void> {
  const params = { campaignId }
  const end = until === '' ? {} : { until: new Date(`${until}T00:00:00Z`).toISOString() }
  const { exclusionId } = await api.createExclusion({ params, body: { reason, ...end } })
  if (who.kind === 'group') {
    await api.importGroup({ params, body: { groupId: who.group.groupId, exclusionId } })
    return
  }
  const body = new TextEncoder().encode(who.text)
  await api.importPeople({ params, query: { source: 'Manual', exclusionId }, body })
}
