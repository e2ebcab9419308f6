/** A tenant's row: reading it, holding it, and what is done only for one that is there. */

import type { Clock } from '@muster/core/ports'
import { makeProblem } from '@muster/core/told-problems'
import type { Selectable } from 'kysely'
import type { Database, Tx } from '../db/database.ts'
import type { TenantTable } from '../db/schema.ts'
import { wakeLanes } from '../queue/lanes.ts'
import type { Connections } from './connections.ts'
import type { PublicAddress } from './link-reach.ts'

export type TenantRow = Selectable<TenantTable>

export interface TenantHandlersOptions {
  db: Database
  clock: Clock
  secretKey: Buffer
  connections: Connections
  /** Known once the public face listens. */
  publicAddress(): PublicAddress
  nudge(): void
}

/** Throws a Problem when there is no such tenant. */
export async function readTenant(db: Database, tenantId: string): Promise<TenantRow> {
  const row = await db.selectFrom('tenant').selectAll().where('id', '=', tenantId).executeTakeFirst()
  return row ?? refuse()
}

/** The same, held until the transaction ends. */
export async function lockTenant(tx: Tx, tenantId: string): Promise<TenantRow> {
  const row = await tx
    .selectFrom('tenant')
    .selectAll()
    .where('id', '=', tenantId)
    .forUpdate()
    .executeTakeFirst()
  return row ?? refuse()
}

function refuse(): never {
  throw makeProblem('noTenant')
}

/** Everything of a tenant is taken up at once instead of at its next turn. */
export async function wakeAll(tx: Tx, tenantId: string, at: Date): Promise<void> {
  const senders = await tx.selectFrom('sender').select('id').where('tenant_id', '=', tenantId).execute()
  const ofTenant = [
    ...(['people', 'intake', 'report', 'joins', 'methods', 'zones'] as const),
    ...(['escalations', 'summaries', 'rules', 'webhooks', 'mirror'] as const),
  ]
  await wakeLanes(tx, [
    ...ofTenant.map(kind => ({ kind, key: tenantId, at })),
    ...senders.map(({ id }) => ({ kind: 'mail' as const, key: id, at })),
  ])
}

type LaneWork = (key: string, signal: AbortSignal) => Promise<Date | null>

/** A lane's work for tenants that are there: one that was under way when its tenant was removed ends for good. */
export function whileThere(db: Database, work: LaneWork): LaneWork {
  return async (tenantId, signal) => {
    const row = await db.selectFrom('tenant').select('id').where('id', '=', tenantId).executeTakeFirst()
    return row === undefined ? null : work(tenantId, signal)
  }
}

/** The same for the mail of a sender: one that was taken away sends and looks up nothing any more. */
export function whileSending(db: Database, work: LaneWork): LaneWork {
  return async (senderId, signal) => {
    const row = await db
      .selectFrom('sender')
      .select('id')
      .where('id', '=', senderId)
      .where('removed_at', 'is', null)
      .executeTakeFirst()
    return row === undefined ? null : work(senderId, signal)
  }
}
