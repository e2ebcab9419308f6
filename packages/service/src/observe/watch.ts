/** Who is looked at live, and waking those who wait for what the look shows. */

import { sql } from 'kysely'
import type { Database, Tx } from '../db/database.ts'
import { wakeLanes } from '../queue/lanes.ts'

/** Beyond the last of the waits between looks, so that the answer is also the last look. */
export const singleLookStep = 99

/** One live look at each person, now. Whoever is watched already is only looked at sooner. */
export async function watchOnce(
  tx: Tx,
  wanted: { tenantId: string; personIds: readonly string[]; at: Date },
): Promise<void> {
  if (wanted.personIds.length === 0) return
  await sql`
    insert into method_watch (tenant_id, person_id, step, next_at, is_asked)
    select ${wanted.tenantId}, id, ${singleLookStep}, ${wanted.at}, true
    from unnest(${wanted.personIds}::uuid[]) as fresh (id)
    on conflict (tenant_id, person_id) do update
      set next_at = least(method_watch.next_at, excluded.next_at), is_asked = true
  `.execute(tx)
  await wakeLanes(tx, [{ kind: 'methods', key: wanted.tenantId, at: wanted.at }])
}

/** Invitations wait for the report and for a first look (see campaigns/first-look.ts); now there is news. */
export async function wakeWaitingInvitations(db: Database | Tx, tenantId: string, at: Date): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select campaign.id from campaign
    where campaign.tenant_id = ${tenantId} and campaign.status = 'running' and exists (
      select from enrolment
      where enrolment.campaign_id = campaign.id and enrolment.due_at <= ${at} and enrolment.status = 'pending'
    )
  `.execute(db)
  await wakeLanes(
    db,
    rows.map(({ id }) => ({ kind: 'due', key: id, at })),
  )
}
