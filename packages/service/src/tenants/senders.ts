/** The API's senders: mailboxes and mail servers, their budgets, and another try for one that was set aside. */

import type { Handlers, Input, Output } from '@muster/contract/routes'
import { Problem } from '@muster/core/problem'
import { sendingSentences } from '@muster/core/sending-sentences'
import { makeProblem } from '@muster/core/told-problems'
import { type Selectable, sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import { newId } from '../db/ids.ts'
import type { SenderTable } from '../db/schema.ts'
import { inTransaction } from '../db/transaction.ts'
import { pageOf, readCursor } from '../http/cursor.ts'
import { wakeLanes } from '../queue/lanes.ts'
import { seal, unseal } from '../secrets.ts'
import type { SmtpSettings } from './connections.ts'
import { lockTenant, readTenant, type TenantHandlersOptions } from './tenant-row.ts'

type SenderHandlers = Pick<
  Handlers,
  'listSenders' | 'addSender' | 'updateSender' | 'resumeSender' | 'removeSender'
>
type SenderRow = Selectable<SenderTable>
type SenderChange = Input<'updateSender'>['body']

/** What Exchange Online lets any mailbox send (facts, section 10): more would only be carried over or refused. */
const exchangeMax = { perMinuteMax: 30, perDayMax: 10_000, atOnceMax: 4 } as const

export function createSenderHandlers(options: TenantHandlersOptions): SenderHandlers {
  const { db, clock, secretKey } = options
  const shapeOf = (row: SenderRow) => senderShape(secretKey, row)

  return {
    async listSenders({ params, query }) {
      await readTenant(db, params.tenantId)
      const after = readCursor(query.cursor, 1)
      let rows = db
        .selectFrom('sender')
        .selectAll()
        .where('tenant_id', '=', params.tenantId)
        .where('removed_at', 'is', null)
        .orderBy('id')
        .limit(query.limit + 1)
      if (after !== null) rows = rows.where('id', '>', after[0] ?? '')
      return pageOf(await rows.execute(), query.limit, { item: shapeOf, key: row => [row.id] })
    },

    async addSender({ params, body }) {
      const id = newId()
      const { kind, address, displayName } = body
      const settings = body.kind === 'graph' ? null : completeSettings(body, null)
      const row = await inTransaction(db, async tx => {
        // The lock of the tenant: two callers at once add one mailbox once.
        const tenant = await lockTenant(tx, params.tenantId)
        await refuseSecond(tx, tenant.id, address)
        return tx
          .insertInto('sender')
          .values({
            id,
            tenant_id: tenant.id,
            kind,
            address,
            display_name: displayName,
            settings: settings === null ? null : seal(secretKey, id, JSON.stringify(settings)),
            problem: null,
            created_at: clock.now(),
          })
          .returningAll()
          .executeTakeFirstOrThrow()
      })
      return shapeOf(row)
    },

    async updateSender({ params, body }) {
      const row = await inTransaction(db, async tx => {
        const old = await lockSender(tx, params)
        if (old.kind === 'graph') checkExchange(body)
        const settings = changedSettings(secretKey, old, body)
        await wakeLanes(tx, [{ kind: 'mail', key: old.id, at: clock.now() }])
        return tx
          .updateTable('sender')
          .set({
            display_name: body.displayName ?? old.display_name,
            per_minute_max: body.perMinuteMax ?? old.per_minute_max,
            per_day_max: body.perDayMax ?? old.per_day_max,
            at_once_max: body.atOnceMax ?? old.at_once_max,
            ...(settings === null
              ? {}
              : {
                  settings: seal(secretKey, old.id, JSON.stringify(settings)),
                  problem: null,
                  blocked_until: null,
                }),
          })
          .where('id', '=', old.id)
          .returningAll()
          .executeTakeFirstOrThrow()
      })
      options.nudge()
      return shapeOf(row)
    },

    async resumeSender({ params }) {
      const row = await inTransaction(db, async tx => {
        const { id } = await lockSender(tx, params)
        await wakeLanes(tx, [{ kind: 'mail', key: id, at: clock.now() }])
        return tx
          .updateTable('sender')
          .set({ problem: null, blocked_until: null })
          .where('id', '=', id)
          .returningAll()
          .executeTakeFirstOrThrow()
      })
      options.nudge()
      return shapeOf(row)
    },

    async removeSender({ params }) {
      await inTransaction(db, async tx => {
        const { id } = await lockSender(tx, params)
        await refuseWhileUsed(tx, id)
        await tx
          .updateTable('sender')
          .set({ removed_at: clock.now(), settings: null })
          .where('id', '=', id)
          .execute()
      })
      return undefined
    },
  }
}

async function lockSender(tx: Tx, params: { tenantId: string; senderId: string }): Promise<SenderRow> {
  const row = await tx
    .selectFrom('sender')
    .selectAll()
    .where('id', '=', params.senderId)
    .where('tenant_id', '=', params.tenantId)
    .where('removed_at', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  if (row === undefined) throw makeProblem('noSender')
  return row
}

/** A mailbox under two senders would be sent through twice as fast as it allows. */
async function refuseSecond(tx: Tx, tenantId: string, address: string): Promise<void> {
  const known = await tx
    .selectFrom('sender')
    .select('kind')
    .where('tenant_id', '=', tenantId)
    .where('removed_at', 'is', null)
    .where(sql<boolean>`lower(address) = lower(${address})`)
    .executeTakeFirst()
  if (known === undefined) return
  throw makeProblem('senderTaken', { address, kind: known.kind })
}

async function refuseWhileUsed(tx: Tx, senderId: string): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select name from campaign where ${senderId}::uuid = any(sender_ids) and status <> 'finished'
    union all select name from rule where ${senderId}::uuid = any(sender_ids)
    order by name
  `.execute(tx)
  if (rows.length === 0) return
  const names = rows.map(row => `"${row.name}"`).join(', ')
  throw makeProblem('senderUsed', { names })
}

type Budgets = Pick<SenderChange, 'perMinuteMax' | 'perDayMax' | 'atOnceMax'>
type GivenSettings = Omit<SenderChange, 'displayName' | keyof Budgets>

/** What is given over what is there. Throws a Problem when a server has no name or no port. */
function completeSettings(given: GivenSettings, old: SmtpSettings | null): SmtpSettings {
  const host = given.host ?? old?.host
  const port = given.port ?? old?.port
  if (host === undefined || port === undefined) {
    throw makeProblem('senderSealed', { field: host === undefined ? 'host' : 'port' })
  }
  const user = given.user === undefined ? (old?.user ?? null) : given.user
  const password = given.password === undefined ? (old?.password ?? null) : given.password
  // A password belongs to a user.
  return {
    host,
    port,
    tls: given.tls ?? old?.tls ?? 'starttls',
    user,
    password: user === null ? null : password,
  }
}

/** The settings as they are to be, or null when they stay. */
function changedSettings(secretKey: Buffer, row: SenderRow, body: SenderChange): SmtpSettings | null {
  const { displayName: _name, perMinuteMax: _minute, perDayMax: _day, atOnceMax: _atOnce, ...given } = body
  const [first] = Object.entries(given).flatMap(([key, value]) => (value === undefined ? [] : [key]))
  if (first === undefined) return null
  if (row.kind === 'graph') {
    throw makeProblem('mailboxHasNoServer', { field: first })
  }
  return completeSettings(given, openSettings(secretKey, row))
}

/** Null for a mailbox, and for what was sealed with another key: a list must not fail because of it. */
function openSettings(secretKey: Buffer, row: SenderRow): SmtpSettings | null {
  if (row.settings === null) return null
  try {
    return JSON.parse(unseal(secretKey, row.id, row.settings).reveal())
  } catch (error) {
    if (error instanceof Problem) return null
    throw error
  }
}

function senderShape(secretKey: Buffer, row: SenderRow): Output<'addSender'> {
  const smtp = openSettings(secretKey, row)
  const isSealed = smtp === null && row.settings !== null
  return {
    senderId: row.id,
    tenantId: row.tenant_id,
    kind: row.kind,
    address: row.address,
    displayName: row.display_name ?? row.address,
    host: smtp?.host ?? null,
    port: smtp?.port ?? null,
    tls: smtp?.tls ?? null,
    user: smtp?.user ?? null,
    hasPassword: (smtp?.password ?? null) !== null,
    perMinuteMax: row.per_minute_max,
    perDayMax: row.per_day_max,
    atOnceMax: row.at_once_max,
    problem: isSealed ? sendingSentences.tell('sealed') : row.problem,
    retryAt: row.blocked_until,
    createdAt: row.created_at,
  }
}

function checkExchange(wanted: Budgets): void {
  for (const field of ['perMinuteMax', 'perDayMax', 'atOnceMax'] as const) {
    const max = exchangeMax[field]
    if ((wanted[field] ?? 0) <= max) continue
    throw makeProblem('exchangeAllowsLess', { most: String(max), field })
  }
}
