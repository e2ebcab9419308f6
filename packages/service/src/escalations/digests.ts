/** Who was found to have a manager goes into that manager's digest: one for each manager, campaign and day. */

import { nextDigestAt } from '@muster/core/escalation'
import type { MailTimes } from '@muster/core/mail-hours'
import { sql } from 'kysely'
import type { Database, Tx } from '../db/database.ts'
import { inTransaction } from '../db/transaction.ts'
import { queueMessages } from '../enrolments/dealing.ts'
import { digestPeopleMax } from '../enrolments/escalations.ts'
import { wakeLanes } from '../queue/lanes.ts'

/** Managers whose digests are made in one go; the rest follow at once. */
const managersMax = 500

interface Waiting {
  tenantId: string
  campaignId: string
  managerId: string
  senderIds: string[]
  /** The manager's newest digest in this campaign. */
  policy: MailTimes
  lastNumber: number
  lastAt: Date | null
}

/** SQL over `escalation`: the manager is known, and no digest names the person yet. */
export const isReady = sql`
  escalation.state = 'queued' and escalation.manager_id is not null
  and escalation.message_id is null and escalation.next_at is null`

/** Queues the digests of a tenant's running campaigns. Repeating it makes no second one. */
export async function queueDigests(db: Database, tenantId: string, at: Date): Promise<void> {
  for (;;) {
    const waiting = await readWaiting(db, tenantId)
    for (const manager of waiting) await inTransaction(db, tx => queueDigest(tx, manager, at))
    if (waiting.length < managersMax) return
  }
}

async function readWaiting(db: Database, tenantId: string): Promise<Waiting[]> {
  const { rows } = await sql<Waiting>`
    with ready as (
      select distinct escalation.tenant_id, escalation.campaign_id, escalation.manager_id, campaign.sender_ids,
             campaign.policy
      from escalation join campaign on campaign.id = escalation.campaign_id
      where escalation.tenant_id = ${tenantId} and campaign.status = 'running' and ${isReady}
      order by escalation.campaign_id, escalation.manager_id limit ${managersMax}
    )
    select ready.tenant_id as "tenantId", ready.campaign_id as "campaignId", ready.manager_id as "managerId",
           ready.sender_ids as "senderIds", ready.policy, coalesce(max(message.number), 0) as "lastNumber",
           max(message.queued_at) as "lastAt"
    from ready left join message
      on message.campaign_id = ready.campaign_id and message.recipient_id = ready.manager_id
     and message.enrolment_id is null
    group by ready.tenant_id, ready.campaign_id, ready.manager_id, ready.sender_ids, ready.policy
  `.execute(db)
  return rows
}

/** Whoever does not fit, or comes after the day's digest was made, waits for the next. */
async function queueDigest(tx: Tx, manager: Waiting, at: Date): Promise<void> {
  const { tenantId, campaignId, managerId, senderIds, policy, lastAt } = manager
  const isTodaysMade = lastAt !== null && nextDigestAt(lastAt) > at
  if (!isTodaysMade) {
    const fresh = {
      tenantId,
      campaignId,
      senderIds,
      policy,
      enrolmentId: null,
      recipientId: managerId,
      kind: 'escalation' as const,
      number: manager.lastNumber + 1,
    }
    const { ids, wakes } = await queueMessages(tx, [fresh], at)
    await sql`
      update escalation set message_id = ${ids[0]} where enrolment_id in (
        select enrolment_id from escalation
        where campaign_id = ${campaignId} and manager_id = ${managerId} and ${isReady}
        order by enrolment_id limit ${digestPeopleMax}
      )
    `.execute(tx)
    await wakeLanes(tx, wakes)
  }
  await sql`
    update escalation set next_at = ${nextDigestAt(at)}
    where campaign_id = ${campaignId} and manager_id = ${managerId} and ${isReady}
  `.execute(tx)
}
