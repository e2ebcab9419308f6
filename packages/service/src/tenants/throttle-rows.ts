/** A tenant's gates and used budgets as rows, so that every copy and the next start see them. */

import { sql } from 'kysely'
import type { Database, Tx } from '../db/database.ts'
import { inTransaction } from '../db/transaction.ts'
import { type BudgetMaxima, defaultMaxima } from '../graph/budgets.ts'
import { type Use, unused } from '../graph/pace.ts'
import type { ThrottleStore } from '../graph/throttle-store.ts'
import type { TenantRow } from './tenant-row.ts'

export function createThrottleRows(db: Database, tenantId: string): ThrottleStore {
  return {
    async readGates() {
      const rows = await db
        .selectFrom('graph_gate')
        .select(['name', 'closed_until'])
        .where('tenant_id', '=', tenantId)
        .execute()
      return new Map(rows.map(row => [row.name, row.closed_until]))
    },
    async closeGate(name, until) {
      // A tenant that was removed meanwhile has no gates to keep.
      await sql`
        insert into graph_gate (tenant_id, name, closed_until)
        select id, ${name}, ${until}::timestamptz from tenant where id = ${tenantId}
        on conflict (tenant_id, name) do update
          set closed_until = greatest(graph_gate.closed_until, excluded.closed_until)
      `.execute(db)
    },
    changeUse: (name, change) =>
      inTransaction(db, async tx => {
        const { use, answer } = change(await holdUse(tx, tenantId, name))
        await sql`
          update graph_use set used = ${JSON.stringify(use)}::jsonb
          where tenant_id = ${tenantId} and name = ${name}
        `.execute(tx)
        return answer
      }),
  }
}

/** Held until the transaction ends, also before the first use. */
async function holdUse(tx: Tx, tenantId: string, name: string): Promise<Use> {
  const { rows } = await sql<{ used: Use }>`
    insert into graph_use (tenant_id, name, used)
    select id, ${name}, ${JSON.stringify(unused)}::jsonb from tenant where id = ${tenantId}
    on conflict (tenant_id, name) do update set used = graph_use.used
    returning used
  `.execute(tx)
  return rows[0]?.used ?? unused
}

/** What was counted and closed for another app registration or another Graph says nothing of the new one. */
export async function forgetThrottling(tx: Tx, tenantId: string): Promise<void> {
  await tx.deleteFrom('graph_gate').where('tenant_id', '=', tenantId).execute()
  await tx.deleteFrom('graph_use').where('tenant_id', '=', tenantId).execute()
}

/** The budgets in force: those that an administrator has set, for the rest the defaults of a tenant of this size. */
export function maximaOf(row: TenantRow, people: number): BudgetMaxima {
  const defaults = defaultMaxima(people)
  return {
    directoryUnits: row.directory_units_max ?? defaults.directoryUnits,
    directoryWrites: row.directory_writes_max ?? defaults.directoryWrites,
    reports: row.reports_max ?? defaults.reports,
    methodReads: row.method_reads_max ?? defaults.methodReads,
    listUnits: row.list_units_max ?? defaults.listUnits,
  }
}
