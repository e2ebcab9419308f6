/** A tenant as the API shows it. */

import type { Output } from '@muster/contract/routes'
import { Problem } from '@muster/core/problem'
import type { Database } from '../db/database.ts'
import { unseal } from '../secrets.ts'
import { readSyncState } from './sync-state.ts'
import type { TenantRow } from './tenant-row.ts'
import { maximaOf } from './throttle-rows.ts'

type Shape = Output<'getTenant'>

export async function shapeOfTenant(
  { db, secretKey }: { db: Database; secretKey: Buffer },
  row: TenantRow,
): Promise<Shape> {
  const count = await db
    .selectFrom('person')
    .select(eb => eb.fn.countAll().as('people'))
    .where('tenant_id', '=', row.id)
    .where('deleted_at', 'is', null)
    .executeTakeFirstOrThrow()
  const peopleCount = Number(count.people)
  const copy = await readSyncState(db, row.id)
  return {
    tenantId: row.id,
    name: row.name,
    entraTenantId: row.entra_tenant_id,
    clientId: row.client_id,
    graphUrl: row.graph_url,
    loginUrl: row.login_url,
    credentialKind: row.credential_kind ?? sealedKind(secretKey, row),
    organisationName: row.organisation_name,
    supportContact: row.support_contact,
    defaultLanguage: row.default_language,
    timeZone: row.time_zone,
    peopleCount,
    peopleSyncedAt: copy.completedAt === null ? null : new Date(copy.completedAt),
    budgets: budgetsInForce(row, peopleCount),
    stop: stopOf(row),
    createdAt: row.created_at,
  }
}

function budgetsInForce(row: TenantRow, people: number): Shape['budgets'] {
  const { directoryUnits, directoryWrites, reports, methodReads, listUnits } = maximaOf(row, people)
  return {
    directoryUnitsMax: { max: directoryUnits, isDefault: row.directory_units_max === null },
    directoryWritesMax: { max: directoryWrites, isDefault: row.directory_writes_max === null },
    reportsMax: { max: reports, isDefault: row.reports_max === null },
    methodReadsMax: { max: methodReads, isDefault: row.method_reads_max === null },
    listUnitsMax: { max: listUnits, isDefault: row.list_units_max === null },
  }
}

export function stopOf(row: Pick<TenantRow, 'stopped_at' | 'stopped_by' | 'stop_reason'>): Shape['stop'] {
  const { stopped_at: at, stopped_by: by, stop_reason: reason } = row
  return at === null || by === null || reason === null ? null : { at, by, reason }
}

/** What was sealed before its kind had a column says it itself; null when it was sealed with another key. */
function sealedKind(secretKey: Buffer, row: TenantRow): 'secret' | 'certificate' | null {
  try {
    const sealed: { kind: 'secret' | 'certificate' } = JSON.parse(
      unseal(secretKey, row.id, row.credential).reveal(),
    )
    return sealed.kind
  } catch (error) {
    if (error instanceof Problem) return null
    throw error
  }
}
