/** Where a tenant's local copy of the directory stands, kept so that it goes on after a stop. */

import { sql } from 'kysely'
import type { Database, Tx } from '../db/database.ts'

const cursorName = 'people'

/** Where the copy stands. `problem` is why the directory cannot be read, for those who wait for it. */
export interface SyncState {
  cursor: string | null
  completedAt: string | null
  readSoFar: number
  problem: string | null
  /** When the walk over all pages under way began; null while only changes are read. */
  walkStartedAt: string | null
}

/** Before the first page. */
export const unread: SyncState = {
  cursor: null,
  completedAt: null,
  readSoFar: 0,
  problem: null,
  walkStartedAt: null,
}

export async function readSyncState(db: Database | Tx, tenantId: string): Promise<SyncState> {
  const row = await db
    .selectFrom('cursor')
    .select('value')
    .where('tenant_id', '=', tenantId)
    .where('name', '=', cursorName)
    .executeTakeFirst()
  return (row?.value as SyncState | undefined) ?? unread
}

export async function writeSyncState(
  db: Database | Tx,
  write: { tenantId: string; state: SyncState; at: Date },
): Promise<void> {
  await sql`
    insert into cursor (tenant_id, name, value, updated_at)
    values (${write.tenantId}, ${cursorName}, ${JSON.stringify(write.state)}::jsonb, ${write.at})
    on conflict (tenant_id, name) do update set value = excluded.value, updated_at = excluded.updated_at
  `.execute(db)
}
