/** Mails that nobody wants sent any more by the time they would go back into the queue. */

import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'

/**
 * Of these mails the ones that were withdrawn while they were in hand, or whose campaign was finished meanwhile. Locks
 * their enrolments, so that nothing is withdrawn between this look and the end of the transaction.
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
  return new Set(rows.filter(row => row.is_unwanted).map(row => row.id))
}
