/** Forgetting the enrolments of a campaign that never began: nobody was told of it, so nothing is to be remembered. */

import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../db/database.ts'

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
  await recountProgress(tx, tenantId)
}

async function clear(tx: Tx, table: RawBuilder<unknown>): Promise<void> {
  await sql`delete from ${table} where enrolment_id in (select id from discarded)`.execute(tx)
}

/** What the tenant counts each person by, over the campaigns that are left; the triggers see to what is added. */
async function recountProgress(tx: Tx, tenantId: string): Promise<void> {
  await sql`
    delete from person_progress as progress
    where progress.tenant_id = ${tenantId} and progress.person_id in (select person_id from discarded)
      and not exists (select from enrolment as one
                      where one.tenant_id = progress.tenant_id and one.person_id = progress.person_id)
  `.execute(tx)
  await sql`
    update person_progress as progress
    set invited_at = left_over.invited_at, confirmed_at = left_over.confirmed_at,
        registered_at = left_over.registered_at, is_asked = left_over.is_asked
    from (
      select one.person_id, min(one.invited_at) as invited_at, min(one.confirmed_at) as confirmed_at,
             min(one.registered_at) filter (where one.lost_at is null) as registered_at,
             bool_or(one.status not in ('skipped', 'excluded')) as is_asked
      from enrolment as one
      where one.tenant_id = ${tenantId} and one.person_id in (select person_id from discarded)
      group by one.person_id
    ) as left_over
    where progress.tenant_id = ${tenantId} and progress.person_id = left_over.person_id
  `.execute(tx)
}
