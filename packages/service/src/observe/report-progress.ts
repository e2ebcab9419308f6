/** Where the sweep of a tenant's registration report stands, kept so that it goes on after a stop. */

import { sql } from 'kysely'
import type { Database, Tx } from '../db/database.ts'

const cursorName = 'report'

export interface ReportProgress {
  /** Where the sweep under way stands; null between sweeps. */
  next: string | null
  startedAt: string | null
  /** When the last whole sweep began, or was found to be impossible: what it saw is as old as that. */
  finishedAt: string | null
}

export async function readReportProgress(db: Database, tenantId: string): Promise<ReportProgress> {
  const row = await db
    .selectFrom('cursor')
    .select('value')
    .where('tenant_id', '=', tenantId)
    .where('name', '=', cursorName)
    .executeTakeFirst()
  // Only the function below writes this row.
  return (row?.value as ReportProgress | undefined) ?? { next: null, startedAt: null, finishedAt: null }
}

export async function writeReportProgress(
  db: Database | Tx,
  write: { tenantId: string; progress: ReportProgress; at: Date },
): Promise<void> {
  await sql`
    insert into cursor (tenant_id, name, value, updated_at)
    values (${write.tenantId}, ${cursorName}, ${JSON.stringify(write.progress)}::jsonb, ${write.at})
    on conflict (tenant_id, name) do update set value = excluded.value, updated_at = excluded.updated_at
  `.execute(db)
}
