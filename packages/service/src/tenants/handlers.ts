/** The API's tenants: connecting, changing and forgetting them, and what their doctor says. */

import type { Handlers, Input, Output } from '@muster/contract/routes'
import { Problem } from '@muster/core/problem'
import { makeProblem } from '@muster/core/told-problems'
import { sql } from 'kysely'
import type { Database, Tx } from '../db/database.ts'
import { newId } from '../db/ids.ts'
import { findTakenName } from '../db/names-taken.ts'
import { inTransaction } from '../db/transaction.ts'
import { moveMails } from '../enrolments/mail-windows.ts'
import { pageOf, readCursor } from '../http/cursor.ts'
import { wakeLanes } from '../queue/lanes.ts'
import { seal } from '../secrets.ts'
import type { Connections } from './connections.ts'
import { checkSignIn, examine } from './doctor.ts'
import { readMirroredLists } from './list-check.ts'
import { createSenderHandlers } from './senders.ts'
import { createStopHandlers } from './stop.ts'
import { lockTenant, readTenant, type TenantHandlersOptions, type TenantRow, wakeAll } from './tenant-row.ts'
import { shapeOfTenant } from './tenant-shape.ts'
import { forgetThrottling } from './throttle-rows.ts'

type TenantHandlers = Pick<
  Handlers,
  | 'listTenants'
  | 'addTenant'
  | 'getTenant'
  | 'updateTenant'
  | 'removeTenant'
  | 'stopTenant'
  | 'releaseTenant'
  | 'doctor'
  | 'syncPeople'
  | 'listSenders'
  | 'addSender'
  | 'updateSender'
  | 'resumeSender'
  | 'removeSender'
>

export function createTenantHandlers(options: TenantHandlersOptions): TenantHandlers {
  const { db, clock, secretKey, connections } = options
  const read = (tenantId: string) => readTenant(db, tenantId)
  const shapeOf = (row: TenantRow) => shapeOfTenant(options, row)

  return {
    ...createSenderHandlers(options),
    ...createStopHandlers(options),

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
      const id = newId()
      const at = clock.now()
      const fresh = {
        id,
        name: body.name,
        entra_tenant_id: body.entraTenantId,
        client_id: body.clientId,
        graph_url: body.graphUrl,
        login_url: body.loginUrl,
        credential: seal(secretKey, id, JSON.stringify(body.credential)),
        credential_kind: body.credential.kind,
        organisation_name: body.organisationName,
        support_contact: body.supportContact,
        default_language: body.defaultLanguage,
        time_zone: body.timeZone,
        created_at: at,
      }
      const row = await inTransaction(db, async tx => {
        await refuseName(tx, body.name, null)
        const added = await tx.insertInto('tenant').values(fresh).returningAll().executeTakeFirstOrThrow()
        // The copy of the directory begins at once, so that the first import need not wait for it.
        await wakeLanes(tx, [{ kind: 'people', key: id, at }])
        return added
      })
      options.nudge()
      return { ...(await shapeOf(row)), signIn: await trySignIn(connections, id) }
    },

    async getTenant({ params }) {
      return shapeOf(await read(params.tenantId))
    },

    async updateTenant({ params, body }) {
      const { tenantId } = params
      const row = await inTransaction(db, async tx => {
        const old = await lockTenant(tx, tenantId)
        await refuseChange(tx, old, body)
        if (throttledFields.some(field => body[field] !== undefined)) await forgetThrottling(tx, tenantId)
        await wakeAll(tx, tenantId, clock.now())
        const changed = await tx
          .updateTable('tenant')
          .set(changesOf(secretKey, old, body))
          .where('id', '=', tenantId)
          .returningAll()
          .executeTakeFirstOrThrow()
        if (changed.time_zone !== old.time_zone) {
          await moveMails(
            tx,
            sql`message.tenant_id = ${tenantId} and message.closes_at is not null`,
            clock.now(),
          )
        }
        return changed
      })
      options.nudge()
      const isTried = signInFields.some(field => body[field] !== undefined)
      return { ...(await shapeOf(row)), signIn: isTried ? await trySignIn(connections, tenantId) : null }
    },

    async removeTenant({ params }) {
      await inTransaction(db, async tx => {
        await lockTenant(tx, params.tenantId)
        await refuseWithCampaigns(tx, params.tenantId)
        await forgetTenant(tx, params.tenantId)
      })
      return undefined
    },

    async doctor({ params }) {
      const row = await read(params.tenantId)
      const senders = await db
        .selectFrom('sender')
        .selectAll()
        .where('tenant_id', '=', row.id)
        .where('removed_at', 'is', null)
        .orderBy('kind')
        .orderBy('address')
        .execute()
      const groupIds = await groupsOf(db, row.id)
      const subject = {
        senders,
        groupIds,
        lists: await readMirroredLists(db, row.id),
        graphUrl: row.graph_url,
        publicAddress: options.publicAddress(),
      }
      return { checks: await examine(await connections.tenant(row.id), subject) }
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

type TenantChange = Input<'updateTenant'>['body']

/** What Microsoft counts requests by. */
const throttledFields = ['entraTenantId', 'clientId', 'graphUrl'] as const
const signInFields = ['entraTenantId', 'clientId', 'loginUrl', 'graphUrl', 'credential'] as const

async function refuseName(tx: Tx, name: string, exceptId: string | null): Promise<void> {
  const taken = await findTakenName(tx, { table: 'tenant', tenantId: null, name, exceptId })
  if (taken !== null) throw makeProblem('tenantNameTaken', { name: taken })
}

/** Signs in as it stands now. Whatever fails is an answer: the tenant is kept and can be mended. */
async function trySignIn(connections: Connections, tenantId: string): Promise<Output<'addTenant'>['signIn']> {
  try {
    const { check } = await checkSignIn(await connections.tenant(tenantId))
    return { isDone: check.outcome === 'ok', message: check.message, remedy: check.remedy }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return { isDone: false, message, remedy: error instanceof Problem ? error.remedy : null }
  }
}

async function refuseChange(tx: Tx, old: TenantRow, body: TenantChange): Promise<void> {
  if (body.name !== undefined && body.name !== old.name) await refuseName(tx, body.name, old.id)
  const wanted = body.entraTenantId?.toLowerCase() ?? null
  if (wanted === null || wanted === old.entra_tenant_id.toLowerCase()) return
  const person = await tx.selectFrom('person').select('id').where('tenant_id', '=', old.id).executeTakeFirst()
  if (person === undefined) return
  throw makeProblem('tenantRead')
}

function changesOf(secretKey: Buffer, old: TenantRow, body: TenantChange) {
  return {
    name: body.name ?? old.name,
    entra_tenant_id: body.entraTenantId ?? old.entra_tenant_id,
    client_id: body.clientId ?? old.client_id,
    graph_url: body.graphUrl ?? old.graph_url,
    login_url: body.loginUrl ?? old.login_url,
    organisation_name: body.organisationName ?? old.organisation_name,
    support_contact: body.supportContact === undefined ? old.support_contact : body.supportContact,
    default_language: body.defaultLanguage ?? old.default_language,
    ...budgetsOf(body.budgets ?? {}),
    time_zone: body.timeZone ?? old.time_zone,
    ...(body.credential === undefined
      ? {}
      : {
          credential: seal(secretKey, old.id, JSON.stringify(body.credential)),
          credential_kind: body.credential.kind,
        }),
  }
}

/** Null is the default again; what was left out stays. */
function budgetsOf(wanted: NonNullable<TenantChange['budgets']>) {
  const columns = {
    directory_units_max: wanted.directoryUnitsMax,
    directory_writes_max: wanted.directoryWritesMax,
    reports_max: wanted.reportsMax,
    method_reads_max: wanted.methodReadsMax,
    list_units_max: wanted.listUnitsMax,
  }
  return Object.fromEntries(Object.entries(columns).filter(([, max]) => max !== undefined))
}

async function refuseWithCampaigns(tx: Tx, tenantId: string): Promise<void> {
  const campaigns = await tx.selectFrom('campaign').select('name').where('tenant_id', '=', tenantId).execute()
  if (campaigns.length === 0) return
  const names = campaigns.map(campaign => `"${campaign.name}"`).join(', ')
  throw makeProblem('tenantHasCampaigns', { names })
}

async function forgetTenant(tx: Tx, tenantId: string): Promise<void> {
  await sql`
    delete from lane_wake
    where key = ${tenantId} or key in (select id from sender where tenant_id = ${tenantId})
  `.execute(tx)
  // What is queued of summaries and rules is all that is left where there is no campaign.
  await tx.deleteFrom('message').where('tenant_id', '=', tenantId).execute()
  // Tallies after what they count, whose going changes them.
  const tables = [
    'summary',
    'summary_schedule',
    'rule',
    'audit_event',
    'method_watch',
    'cursor',
    'person',
    'sender',
    'person_progress',
    'tally_delta',
    'tally',
  ] as const
  for (const table of tables) {
    await tx.deleteFrom(table).where('tenant_id', '=', tenantId).execute()
  }
  await tx.deleteFrom('tenant').where('id', '=', tenantId).execute()
}
