/** What asks for mails: a campaign, a rule, or the schedule of a summary. SQL that is the same for all of them. */

import { sql } from 'kysely'

/** Joined to `message`: one of the two is there, and neither for a summary. */
export const joinPurpose = sql`
  left join campaign on campaign.id = message.campaign_id
  left join rule on rule.id = message.rule_id`

export const isSummary = sql`message.summary_id is not null`

/** A paused campaign's queue stands still, and so does that of a rule that was switched off. */
export const isSending = sql`(campaign.status = 'running' or rule.state <> 'off' or ${isSummary})`

export const purposeSenders = sql`coalesce(campaign.sender_ids, rule.sender_ids)`

/** Pairs of senders that may send for one another: SQL of one column, the sender lists that name this one. */
export function senderListsWith(senderId: string) {
  return sql`
    select campaign.sender_ids from campaign
    where campaign.status = 'running' and ${senderId} = any(campaign.sender_ids)
    union all
    select rule.sender_ids from rule where rule.state <> 'off' and ${senderId} = any(rule.sender_ids)`
}
