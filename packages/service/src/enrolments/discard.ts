/** Forgetting the enrolments of a campaign that never began: nobody was told of it, so nothing is to be remembered. */

import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import { renewProgress } from './person-progress.ts'

/**
 * Takes away every enrolment of a draft, with its events and its link, and counts the tenant's people anew without it. The
 * caller holds the campaign's row, so that nobody comes in meanwhile.
 */
export async function discardEnrolments(
  tx: Tx,
  { tenantId, campaignId }: { tenantId: string; campaignId: string },
): Promise<void> {
  await sql`set local statement_timeout = 0`.execute(tx) // half a million people are a minute's work
  await sql`create temporary table discarded on commit drop as
            select id, person_id from enrolment where campaign_id = ${campaignId} order by id for update`.execute(
    tx,
  )
  await sql`analyze discarded`.execute(tx)
  for (const table of [sql`message`, sql`group_join`, sql`escalation`, sql`link`]) await clear(tx, table)
  await sql`delete from enrolment_event where enrolment_id in (select id from discarded)`.execute(tx)
  await sql`delete from enrolment where id in (select id from discarded)`.execute(tx)
  // The triggers see to what is counted.
  await renewProgress(tx, { tenantId, whom: sql`select person_id from discarded` })
}

async function clear(tx: Tx, table: RawBuilder<unknown>): Promise<void> {
  await sql`delete from ${table} where enrolment_id in (select id from discarded)`.execute(tx)
}
