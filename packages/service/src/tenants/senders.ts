/** The API's senders: mailboxes and mail servers, their budgets, and another try for one that was set aside. */

import { randomUUID } from 'node:crypto'
import type { Handlers, Output } from '@muster/contract/routes'
import type { Clock } from '@muster/core/ports'
import { Problem } from '@muster/core/problem'
import type { Selectable } from 'kysely'
import type { Database } from '../db/database.ts'
import type { SenderTable } from '../db/schema.ts'
import { inTransaction } from '../db/transaction.ts'
import { pageOf, readCursor } from '../http/cursor.ts'
import { wakeLanes } from '../queue/lanes.ts'
import { seal, unseal } from '../secrets.ts'
import type { SmtpSettings } from './connections.ts'

type SenderHandlers = Pick<Handlers, 'listSenders' | 'addSender' | 'updateSender' | 'resumeSender'>

export interface SenderHandlersOptions {
  db: Database
  clock: Clock
  secretKey: Buffer
  nudge(): void
}

type SenderRow = Selectable<SenderTable>

/** What Exchange Online lets any mailbox send (facts, section 10): more would only be carried over or refused. */
const exchangeMax = { perMinuteMax: 30, perDayMax: 10_000, atOnceMax: 4 } as const

export function createSenderHandlers(options: SenderHandlersOptions): SenderHandlers {
  const { db, clock, secretKey } = options

  async function checkTenant(tenantId: string): Promise<void> {
    const row = await db.selectFrom('tenant').select('id').where('id', '=', tenantId).executeTakeFirst()
    if (row === undefined) throw new Problem('notFound', 'there is no such tenant', { where: 'tenantId' })
  }

  async function read(senderId: string): Promise<SenderRow> {
    const row = await db.selectFrom('sender').selectAll().where('id', '=', senderId).executeTakeFirst()
    if (row === undefined) throw new Problem('notFound', 'there is no such sender', { where: 'senderId' })
    return row
  }

  /** Whatever changed about a sender may let mails go that have waited. */
  async function change(senderId: string, columns: Partial<SenderRow>): Promise<Output<'addSender'>> {
    await inTransaction(db, async tx => {
      if (Object.keys(columns).length > 0)
        await tx.updateTable('sender').set(columns).where('id', '=', senderId).execute()
      await wakeLanes(tx, [{ kind: 'mail', key: senderId, at: clock.now() }])
    })
    options.nudge()
    return shapeOf(await read(senderId))
  }

  function shapeOf(row: SenderRow): Output<'addSender'> {
    const smtp: SmtpSettings | null =
      row.settings === null ? null : JSON.parse(unseal(secretKey, row.id, row.settings).reveal())
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
      problem: row.problem,
      retryAt: row.blocked_until,
      createdAt: row.created_at,
    }
  }

  return {
    async listSenders({ params, query }) {
      await checkTenant(params.tenantId)
      const after = readCursor(query.cursor, 1)
      let rows = db
        .selectFrom('sender')
        .selectAll()
        .where('tenant_id', '=', params.tenantId)
        .orderBy('id')
        .limit(query.limit + 1)
      if (after !== null) rows = rows.where('id', '>', after[0] ?? '')
      return pageOf(await rows.execute(), query.limit, { item: shapeOf, key: row => [row.id] })
    },

    async addSender({ params, body }) {
      await checkTenant(params.tenantId)
      const id = randomUUID()
      const settings: SmtpSettings | null =
        body.kind === 'graph'
          ? null
          : {
              host: body.host,
              port: body.port,
              tls: body.tls,
              user: body.user ?? null,
              password: body.password ?? null,
            }
      const row = await db
        .insertInto('sender')
        .values({
          id,
          tenant_id: params.tenantId,
          kind: body.kind,
          address: body.address,
          display_name: body.displayName,
          settings: settings === null ? null : seal(secretKey, id, JSON.stringify(settings)),
          problem: null,
          created_at: clock.now(),
        })
        .onConflict(conflict => conflict.columns(['tenant_id', 'kind', 'address']).doNothing())
        .returningAll()
        .executeTakeFirst()
      if (row === undefined) {
        throw new Problem('conflict', `the tenant has the ${body.kind} sender ${body.address} already`, {
          where: 'address',
        })
      }
      return shapeOf(row)
    },

    async updateSender({ params, body }) {
      const row = await read(params.senderId)
      if (row.kind === 'graph') checkExchange(body)
      const { perMinuteMax, perDayMax, atOnceMax } = body
      return change(row.id, {
        ...(perMinuteMax === undefined ? {} : { per_minute_max: perMinuteMax }),
        ...(perDayMax === undefined ? {} : { per_day_max: perDayMax }),
        ...(atOnceMax === undefined ? {} : { at_once_max: atOnceMax }),
      })
    },

    async resumeSender({ params }) {
      const row = await read(params.senderId)
      return change(row.id, { problem: null, blocked_until: null })
    },
  }
}

function checkExchange(wanted: Partial<Record<keyof typeof exchangeMax, number | undefined>>): void {
  for (const field of ['perMinuteMax', 'perDayMax', 'atOnceMax'] as const) {
    const max = exchangeMax[field]
    if ((wanted[field] ?? 0) <= max) continue
    throw new Problem('unprocessable', `Exchange Online lets a mailbox have ${max} at most`, {
      where: field,
      remedy: 'add further senders; a campaign shares its mails among them',
    })
  }
}
