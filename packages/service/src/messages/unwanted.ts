/** Mails that nobody wants sent any more by the time they would go back into the queue. */

import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'

/**
 * Of these mails the ones that were withdrawn while they were in hand, or whose campaign was finished meanwhile, or whose schedule was taken away. Locks
 * their enrolments, so that nothing is withdrawn between this look and the end of the transaction. Whom a digest is
 * still about is looked at when it is next taken in hand.
 */
export async function findUnwanted(tx: Tx, messageIds: readonly string[]): Promise<ReadonlySet<string>> {
  if (messageIds.length === 0) return new Set()
  const { rows } = await sql<{ id: string; is_unwanted: boolean }>`
    select message.id,
           campaign.status = 'finished' or message.number <= case message.kind
             when 'invitation' then enrolment.invitations_settled else enrolment.reminders_settled end as is_unwanted
    from message
    join enrolment on enrolment.id = message.enrolment_id
    join campaign on campaign.id = message.campaign_id
    where message.id = any(${messageIds}::uuid[])
    order by enrolment.id for update of enrolment
  `.execute(tx)
  const digests = await sql<{ id: string }>`
    select message.id from message join campaign on campaign.id = message.campaign_id
    where message.id = any(${messageIds}::uuid[]) and message.enrolment_id is null and campaign.status = 'finished'
  `.execute(tx)
  const summaries = await sql<{ id: string }>`
    select message.id from message
    join summary on summary.id = message.summary_id
    join summary_schedule on summary_schedule.id = summary.schedule_id
    where message.id = any(${messageIds}::uuid[]) and summary_schedule.removed_at is not null
  `.execute(tx)
  const unwanted = rows.filter(row => row.is_unwanted)
  return new Set([...unwanted, ...digests.rows, ...summaries.rows].map(row => row.id))
}
