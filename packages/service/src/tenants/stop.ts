/**
 * The panic stop of a tenant: while it stands nothing leaves and nothing becomes due, in any copy of the program. What
 * holds is one condition in the SQL that takes work in hand (`enrolments/stopped.ts`); here it is set and lifted.
 */

import type { Handlers } from '@muster/contract/routes'
import type { Database, Tx } from '../db/database.ts'
import { inTransaction } from '../db/transaction.ts'
import { wakeLanes } from '../queue/lanes.ts'
import { lockTenant, type TenantHandlersOptions, wakeAll } from './tenant-row.ts'
import { shapeOfTenant } from './tenant-shape.ts'

type StopHandlers = Pick<Handlers, 'stopTenant' | 'releaseTenant'>

export function createStopHandlers(options: TenantHandlersOptions): StopHandlers {
  const { db, clock } = options
  return {
    async stopTenant({ params, body }, caller) {
      const row = await inTransaction(db, async tx => {
        const old = await lockTenant(tx, params.tenantId)
        // Who stopped first is who knows why.
        if (old.stopped_at !== null) return old
        return tx
          .updateTable('tenant')
          .set({ stopped_at: clock.now(), stopped_by: caller.name, stop_reason: body.reason })
          .where('id', '=', old.id)
          .returningAll()
          .executeTakeFirstOrThrow()
      })
      return shapeOfTenant(options, row)
    },

    async releaseTenant({ params }) {
      const row = await inTransaction(db, async tx => {
        const old = await lockTenant(tx, params.tenantId)
        if (old.stopped_at === null) return old
        await wakeAll(tx, old.id, clock.now())
        await wakeDue(tx, old.id, clock.now())
        return tx
          .updateTable('tenant')
          .set({ stopped_at: null, stopped_by: null, stop_reason: null })
          .where('id', '=', old.id)
          .returningAll()
          .executeTakeFirstOrThrow()
      })
      options.nudge()
      return shapeOfTenant(options, row)
    },
  }
}

async function wakeDue(tx: Tx, tenantId: string, at: Date): Promise<void> {
  const campaigns = await tx
    .selectFrom('campaign')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('status', '=', 'running')
    .execute()
  await wakeLanes(
    tx,
    campaigns.map(({ id }) => ({ kind: 'due', key: id, at })),
  )
}

/** Every tenant that is stopped, for whoever asks how the service is. */
export async function readStopped(db: Database): Promise<{ tenantId: string; at: Date }[]> {
  const rows = await db
    .selectFrom('tenant')
    .select(['id', 'stopped_at'])
    .where('stopped_at', 'is not', null)
    .orderBy('id')
    .execute()
  return rows.flatMap(row => (row.stopped_at === null ? [] : [{ tenantId: row.id, at: row.stopped_at }]))
}
