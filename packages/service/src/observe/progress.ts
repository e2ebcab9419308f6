/** Where a reading of something paged stands, kept in the tenant's row of that name so that it goes on after a stop. */

import { sql } from 'kysely'
import type { Database, Tx } from '../db/database.ts'

export interface Kept<T extends object> {
  read(db: Database | Tx, tenantId: string): Promise<T>
  write(db: Database | Tx, write: { tenantId: string; value: T; at: Date }): Promise<void>
}

/** `initial` is what stands where nothing was written yet. Only what is made here may write the row. */
export function keepProgress<T extends object>(name: string, initial: T): Kept<T> {
  return {
    async read(db, tenantId) {
      const row = await db
        .selectFrom('cursor')
        .select('value')
        .where('tenant_id', '=', tenantId)
        .where('name', '=', name)
        .executeTakeFirst()
      // Only `write` below writes this row; a field that an older version did not know has its initial value.
      return { ...initial, ...(row?.value as Partial<T> | undefined) }
    },
    async write(db, { tenantId, value, at }) {
      await sql`
        insert into cursor (tenant_id, name, value, updated_at)
        values (${tenantId}, ${name}, ${JSON.stringify(value)}::jsonb, ${at})
        on conflict (tenant_id, name) do update set value = excluded.value, updated_at = excluded.updated_at
      `.execute(db)
    },
  }
}

/** Times are kept as text. */
export function dateOf(text: string | null): Date | null {
  return text === null ? null : new Date(text)
}
