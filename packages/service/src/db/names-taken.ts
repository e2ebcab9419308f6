/** Names that differ in nothing but their case are one name to people, so only one of them may be there. */

import { sql } from 'kysely'
import type { Tx } from './database.ts'

interface Wanted {
  table: 'tenant' | 'campaign' | 'rule'
  /** Whose names it must differ from; null for the tenants' own. */
  tenantId: string | null
  name: string
  /** What is renamed may keep its name in another case. */
  exceptId: string | null
}

/**
 * The name that is there already, as it is written there; null when this one is free. Held until the transaction ends, so
 * that two who ask at once are not both told that it is. No index of the database can refuse it: older names may be alike.
 */
export async function findTakenName(tx: Tx, wanted: Wanted): Promise<string | null> {
  const { table, tenantId, name, exceptId } = wanted
  const lowered = sql`lower(${name}::text collate muster_names)`
  await sql`
    select pg_advisory_xact_lock(hashtextextended(${`${table} ${tenantId}`}::text || ' ' || ${lowered}, 0))
  `.execute(tx)
  const isOurs = tenantId === null ? sql`true` : sql`tenant_id = ${tenantId}`
  const { rows } = await sql<{ name: string }>`
    select name from ${sql.table(table)}
    where ${isOurs} and lower(name) = ${lowered} and id is distinct from ${exceptId}::uuid
    order by name = ${name} desc, name limit 1
  `.execute(tx)
  return rows[0]?.name ?? null
}
