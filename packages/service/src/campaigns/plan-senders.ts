/** What the plan knows of a campaign's senders: their budgets, what they used of the day, and what waits already. */

import type { Output } from '@muster/contract/routes'
import { sql } from 'kysely'
import type { Database } from '../db/database.ts'
import type { CampaignRow } from './handlers.ts'

type PlanSender = Output<'planCampaign'>['senders'][number]

const dayMs = 24 * 60 * 60 * 1000

export async function readPlanSenders(
  db: Database,
  campaign: CampaignRow,
  at: Date,
): Promise<{ senders: PlanSender[]; queuedBefore: number }> {
  const { sender_ids: senderIds } = campaign
  const dayAgo = new Date(at.getTime() - dayMs)
  const { rows: senders } = await sql<PlanSender>`
    select sender.id as "senderId", sender.address, sender.per_minute_max as "perMinuteMax",
           sender.per_day_max as "perDayMax", sender.problem,
           (select count(*)::int from message
            where message.sender_id = sender.id and message.claimed_at > ${dayAgo}) as "usedToday"
    from sender where sender.id = any(${senderIds}::uuid[]) order by sender.address, sender.id
  `.execute(db)
  // The campaign's own invitations are the wave itself.
  const { rows } = await sql<{ mails: number }>`
    select count(*)::int as mails from message join campaign on campaign.id = message.campaign_id
    where message.state = 'queued' and campaign.status = 'running' and campaign.sender_ids && ${senderIds}::uuid[]
      and not (campaign.id = ${campaign.id} and message.kind = 'invitation')
  `.execute(db)
  return { senders, queuedBefore: rows[0]?.mails ?? 0 }
}
