/** What a tenant counts each person by, over all campaigns: kept by a trigger (migration 0021), and made anew here. */

import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../db/database.ts'

const columns = [
  ...['invited_at', 'confirmed_at', 'registered_at', 'is_asked', 'joined_at', 'has_failed', 'asides'],
  ...['person_department', 'person_country', 'person_level'],
]

/** `whom` is a query of ids, each once or oftener. Says how many rows were not as they should be. */
export async function renewProgress(
  tx: Tx,
  { tenantId, whom }: { tenantId: string; whom: RawBuilder<unknown> },
): Promise<number> {
  const all = (of: string) => sql.join(columns.map(column => sql.ref(`${of}.${column}`)))
  const { numAffectedRows: gone = 0n } = await sql`
    delete from person_progress as progress
    where progress.tenant_id = ${tenantId} and progress.person_id in (${whom})
      and not exists (select from enrolment as one
                      where one.tenant_id = progress.tenant_id and one.person_id = progress.person_id)
  `.execute(tx)
  const { numAffectedRows: changed = 0n } = await sql`
    insert into person_progress as progress (tenant_id, person_id, ${sql.join(columns.map(column => sql.ref(column)))})
    select ${tenantId}, someone.person_id, ${all('now')}
    from (select distinct person_id from enrolment where tenant_id = ${tenantId} and person_id in (${whom})) as someone
    cross join lateral progress_of(${tenantId}, someone.person_id) as now
    on conflict (tenant_id, person_id) do update
    set ${sql.join(columns.map(column => sql`${sql.ref(column)} = ${sql.ref(`excluded.${column}`)}`))}
    where (${all('progress')}) is distinct from (${all('excluded')})
  `.execute(tx)
  return Number(gone + changed)
}
