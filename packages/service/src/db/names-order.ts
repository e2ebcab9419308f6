/** In which order this PostgreSQL keeps names (decision 0026): kept right when its ICU changes, and told where it has none. */

import { sql } from 'kysely'
import type { Log } from '../log.ts'
import type { Database } from './database.ts'

/**
 * `outdated`: the server has another ICU than the indexes were built with, so that pages of long lists may lack somebody
 * until they are built anew.
 */
export type NamesOrder = 'people' | 'bytes' | 'outdated'

export async function readNamesOrder(db: Database): Promise<NamesOrder> {
  const { rows } = await sql<{ order: NamesOrder }>`
    select case when collprovider <> 'i' then 'bytes'
                when collversion is distinct from pg_collation_actual_version(oid) then 'outdated'
                else 'people' end as order
    from pg_collation where collname = 'muster_names'
  `.execute(db)
  return rows[0]?.order ?? 'bytes'
}

const named = ['person', 'enrolment', 'tenant', 'campaign', 'rule'] as const
/** Of advisory locks: several copies may start at once, and one builds. */
const buildingLock = 20_260_026

/** To be called at every start, after the migrations. At a million people, building takes less than a minute. */
export async function keepNamesInOrder(db: Database, log: Log): Promise<void> {
  const order = await readNamesOrder(db)
  if (order === 'bytes') log.warn({}, 'this PostgreSQL has no ICU: names are sorted by bytes, É after Z')
  if (order !== 'outdated') return
  log.warn({}, 'the ICU of this PostgreSQL has changed: the indexes of names are built anew')
  await db.transaction().execute(async tx => {
    await sql`set local statement_timeout = 0`.execute(tx)
    await sql`select pg_advisory_xact_lock(${buildingLock})`.execute(tx)
    if ((await readNamesOrder(tx)) !== 'outdated') return
    for (const table of named) await sql`reindex table ${sql.table(table)}`.execute(tx)
    await sql`alter collation muster_names refresh version`.execute(tx)
  })
}
