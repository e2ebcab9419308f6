/** A summary becomes mails: its figures are written down once, with one mail to each recipient, all in one transaction. */

import { sql } from 'kysely'
import type { Database, Tx } from '../db/database.ts'
import { newId } from '../db/ids.ts'
import type { SummaryRecipient } from '../db/summary-schema.ts'
import { dealMail, takeoverAfterMs } from '../enrolments/dealing.ts'
import { wakeLanes } from '../queue/lanes.ts'
import type { SummaryFigures } from '../reports/summary.ts'

export interface SummaryMails {
  tenantId: string
  scheduleId: string
  /** Null for a trial. */
  slotAt: Date | null
  language: 'en' | 'de'
  figures: SummaryFigures
  recipients: readonly SummaryRecipient[]
  /** Never empty. */
  senderIds: readonly string[]
}

/** A mail of unknown fate is settled within days; after that nobody asks what it said. */
const figuresKeptMs = 35 * 24 * 60 * 60 * 1000

/** False when this time of the schedule was made before, and nothing is written. */
export async function queueSummary(tx: Tx, mails: SummaryMails, at: Date): Promise<boolean> {
  const { tenantId, scheduleId, slotAt, language, figures } = mails
  const id = newId()
  const made = await tx
    .insertInto('summary')
    .values({
      id,
      tenant_id: tenantId,
      schedule_id: scheduleId,
      slot_at: slotAt,
      made_at: at,
      language,
      figures: JSON.stringify(figures),
    })
    .onConflict(conflict => conflict.columns(['schedule_id', 'slot_at']).doNothing())
    .executeTakeFirst()
  if (made.numInsertedOrUpdatedRows === 0n) return false
  await forgetFigures(tx, scheduleId, at)
  await writeMails(tx, { ...mails, id }, at)
  return true
}

async function writeMails(tx: Tx, mails: SummaryMails & { id: string }, at: Date): Promise<void> {
  const { recipients, senderIds } = mails
  if (recipients.length === 0) return
  const dealt = await dealMail(
    tx,
    recipients.map(() => senderIds),
    at,
  )
  await tx
    .insertInto('message')
    .values(
      recipients.map((recipient, index) => ({
        id: newId(),
        tenant_id: mails.tenantId,
        campaign_id: null,
        enrolment_id: null,
        recipient_id: recipient.personId,
        recipient_address: recipient.address,
        summary_id: mails.id,
        sender_id: dealt[index] ?? '',
        kind: 'summary' as const,
        number: 1,
        state: 'queued' as const,
        not_before: at,
        closes_at: null,
        queued_at: at,
        claim: null,
        claimed_at: null,
        settled_at: null,
        outcome: null,
        decision: null,
      })),
    )
    .execute()
  // Any sender of the tenant may take over what another leaves lying.
  const all = await tx
    .selectFrom('sender')
    .select('id')
    .where('tenant_id', '=', mails.tenantId)
    .where('removed_at', 'is', null)
    .execute()
  const takeoverAt = new Date(at.getTime() + takeoverAfterMs)
  await wakeLanes(
    tx,
    all.map(({ id: key }) => ({ kind: 'mail', key, at: dealt.includes(key) ? at : takeoverAt })),
  )
}

async function forgetFigures(tx: Tx, scheduleId: string, at: Date): Promise<void> {
  await sql`
    update summary set figures = null
    where schedule_id = ${scheduleId} and made_at < ${new Date(at.getTime() - figuresKeptMs)} and figures is not null
  `.execute(tx)
}

/**
 * Through whom a summary goes: the campaign's senders that can send, else those of the tenant that can; where all are set
 * aside, the first that comes back takes it. Empty for a tenant without senders.
 */
export async function findSummarySenders(
  tx: Database | Tx,
  about: { tenantId: string; campaignId: string | null; at: Date },
): Promise<string[]> {
  const { rows } = await sql<{ id: string; is_own: boolean; is_aside: boolean }>`
    select sender.id, coalesce(sender.id = any(campaign.sender_ids), false) as is_own,
           coalesce(sender.blocked_until > ${about.at}, false) as is_aside
    from sender left join campaign on campaign.id = ${about.campaignId}
    where sender.tenant_id = ${about.tenantId} and sender.removed_at is null order by sender.created_at, sender.id
  `.execute(tx)
  const able = rows.filter(row => !row.is_aside)
  const own = able.filter(row => row.is_own)
  const chosen = [own, able, rows].find(some => some.length > 0) ?? []
  return chosen.map(row => row.id)
}
