/** The API's tenants. */

import { randomUUID } from 'node:crypto'
import type { Handlers, Output } from '@muster/contract/routes'
import type { Clock } from '@muster/core/ports'
import { Problem } from '@muster/core/problem'
import { type Selectable, sql } from 'kysely'
import type { Database } from '../db/database.ts'
import type { TenantTable } from '../db/schema.ts'
import { inTransaction } from '../db/transaction.ts'
import { pageOf, readCursor } from '../http/cursor.ts'
import { wakeLanes } from '../queue/lanes.ts'
import { seal, unseal } from '../secrets.ts'
import type { Connections } from './connections.ts'
import { examine } from './doctor.ts'
import { readSyncState } from './sync-state.ts'

type TenantHandlers = Pick<Handlers, 'listTenants' | 'addTenant' | 'getTenant' | 'doctor' | 'syncPeople'>

export interface TenantHandlersOptions {
  db: Database
  clock: Clock
  secretKey: Buffer
  connections: Connections
  nudge(): void
}

type TenantRow = Selectable<TenantTable>

export function createTenantHandlers(options: TenantHandlersOptions): TenantHandlers {
  const { db, clock, secretKey } = options

  async function read(tenantId: string): Promise<TenantRow> {
    const row = await db.selectFrom('tenant').selectAll().where('id', '=', tenantId).executeTakeFirst()
    if (row === undefined) throw new Problem('notFound', 'there is no such tenant', { where: 'tenantId' })
    return row
  }

  async function shapeOf(row: TenantRow): Promise<Output<'getTenant'>> {
    const count = await db
      .selectFrom('person')
      .select(eb => eb.fn.countAll().as('people'))
      .where('tenant_id', '=', row.id)
      .where('deleted_at', 'is', null)
      .executeTakeFirstOrThrow()
    const copy = await readSyncState(db, row.id)
    const credential: { kind: 'secret' | 'certificate' } = JSON.parse(
      unseal(secretKey, row.id, row.credential).reveal(),
    )
    return {
      tenantId: row.id,
      name: row.name,
      entraTenantId: row.entra_tenant_id,
      clientId: row.client_id,
      graphUrl: row.graph_url,
      loginUrl: row.login_url,
      credentialKind: credential.kind,
      organisationName: row.organisation_name,
      supportContact: row.support_contact,
      defaultLanguage: row.default_language,
      peopleCount: Number(count.people),
      peopleSyncedAt: copy.completedAt === null ? null : new Date(copy.completedAt),
      createdAt: row.created_at,
    }
  }

  return {
    async listTenants({ query }) {
      const after = readCursor(query.cursor, 1)
      let rows = db
        .selectFrom('tenant')
        .selectAll()
        .orderBy('name')
        .limit(query.limit + 1)
      if (after !== null) rows = rows.where('name', '>', after[0] ?? '')
      const page = pageOf(await rows.execute(), query.limit, { item: row => row, key: row => [row.name] })
      return { items: await Promise.all(page.items.map(shapeOf)), nextCursor: page.nextCursor }
    },

    async addTenant({ body }) {
      const id = randomUUID()
      const at = clock.now()
      const row = {
        id,
        name: body.name,
        entra_tenant_id: body.entraTenantId,
        client_id: body.clientId,
        graph_url: body.graphUrl,
        login_url: body.loginUrl,
        credential: seal(secretKey, id, JSON.stringify(body.credential)),
        organisation_name: body.organisationName,
        support_contact: body.supportContact,
        default_language: body.defaultLanguage,
        created_at: at,
      }
      await inTransaction(db, async tx => {
        const added = await tx
          .insertInto('tenant')
          .values(row)
          .onConflict(conflict => conflict.column('name').doNothing())
          .returning('id')
          .executeTakeFirst()
        if (added === undefined) {
          throw new Problem('conflict', `there is a tenant named "${body.name}" already`, {
            where: 'name',
            remedy: 'choose another name, or use the one that is there',
          })
        }
        // The copy of the directory begins at once, so that the first import need not wait for it.
        await wakeLanes(tx, [{ kind: 'people', key: id, at }])
      })
      options.nudge()
      return shapeOf(row)
    },

    async getTenant({ params }) {
      return shapeOf(await read(params.tenantId))
    },

    async doctor({ params }) {
      const row = await read(params.tenantId)
      const senders = await db.selectFrom('sender').selectAll().where('tenant_id', '=', row.id).execute()
      const groups = await groupsOf(db, row.id)
      const connection = await options.connections.tenant(row.id)
      return {
        checks: await examine(connection, { senders, groupIds: groups, entraTenantId: row.entra_tenant_id }),
      }
    },

    async syncPeople({ params }) {
      await read(params.tenantId)
      await wakeLanes(db, [{ kind: 'people', key: params.tenantId, at: clock.now() }])
      options.nudge()
      return { tenantId: params.tenantId, state: 'started' }
    },
  }
}

async function groupsOf(db: Database, tenantId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct policy->>'groupId' as id from campaign
    where tenant_id = ${tenantId} and status <> 'finished' and policy->>'groupId' is not null
  `.execute(db)
  return rows.map(row => row.id)
}
