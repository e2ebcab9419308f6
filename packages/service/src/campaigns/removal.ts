/** Deleting a campaign that was never launched, with its lists and everybody in it. */

import { makeProblem } from '@muster/core/told-problems'
import { sql } from 'kysely'
import type { Database, Tx } from '../db/database.ts'
import { inTransaction } from '../db/transaction.ts'
import { discardEnrolments } from '../enrolments/discard.ts'
import { type CampaignRow, readCampaign } from './handlers.ts'

/** Throws a Problem for one that was launched, one that a rule names, and one whose list is being read. */
export async function removeDraft(db: Database, campaignId: string): Promise<void> {
  await inTransaction(db, async tx => {
    const campaign = await readCampaign(tx, campaignId, { isLocked: true })
    refuseLaunched(campaign)
    await refuseWhileNamed(tx, campaign)
    await refuseWhileReading(tx, campaignId)
    await discardEnrolments(tx, { tenantId: campaign.tenant_id, campaignId })
    await forget(tx, campaignId)
  })
}

function refuseLaunched({ status, name }: CampaignRow): void {
  if (status === 'draft') return
  throw makeProblem('campaignLaunched', { name })
}

async function refuseWhileNamed(tx: Tx, { id, tenant_id }: CampaignRow): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select name from rule where tenant_id = ${tenant_id} and definition::text like ${`%${id}%`} order by name
  `.execute(tx)
  if (rows.length === 0) return
  throw makeProblem('campaignUsed', { names: rows.map(row => `"${row.name}"`).join(', ') })
}

async function refuseWhileReading(tx: Tx, campaignId: string): Promise<void> {
  const { rows } = await sql<{ source_batch_id: string }>`
    select source_batch_id from batch where campaign_id = ${campaignId} and state in ('queued', 'working')
    order by id for update
  `.execute(tx)
  const [reading] = rows
  if (reading === undefined) return
  throw makeProblem('campaignReading', { list: reading.source_batch_id })
}

/** The campaign with its lists, reasons and reports. Its counts are back at zero by themselves. */
async function forget(tx: Tx, campaignId: string): Promise<void> {
  const schedules = sql`select id from summary_schedule where campaign_id = ${campaignId}`
  const summaries = sql`select id from summary where schedule_id in (${schedules})`
  for (const statement of [
    sql`delete from message where summary_id in (${summaries})`,
    sql`delete from summary where schedule_id in (${schedules})`,
    sql`delete from summary_schedule where campaign_id = ${campaignId}`,
    sql`delete from batch where campaign_id = ${campaignId}`,
    sql`delete from exclusion where campaign_id = ${campaignId}`,
    sql`delete from lane_wake where key = ${campaignId}`,
    sql`delete from campaign where id = ${campaignId}`,
  ]) {
    await statement.execute(tx)
  }
}
