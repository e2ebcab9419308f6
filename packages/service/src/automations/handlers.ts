/** The API's rules: making and changing them, switching them on and off, letting one go on that has stopped itself. */

import type { Handlers } from '@muster/contract/routes'
import type { RuleDefinition } from '@muster/core/automation'
import { eventKey } from '@muster/core/automation-frequency'
import { makeProblem } from '@muster/core/told-problems'
import { sql } from 'kysely'
import type { Database, Tx } from '../db/database.ts'
import { newId } from '../db/ids.ts'
import { findTakenName } from '../db/names-taken.ts'
import { inTransaction } from '../db/transaction.ts'
import { pageOf, readCursor } from '../http/cursor.ts'
import { wakeLanes } from '../queue/lanes.ts'
import { openEndpoints, sealEndpoints } from './endpoints.ts'
import { rulePresets } from './presets.ts'
import { checkAtTenant, checkDefinition, checkPlace, checkWords, settleEndpoints } from './rule-checks.ts'
import { checkTenant, lockRule, type RuleRow, readRule } from './rule-rows.ts'
import { shapeOfRule, shapesOfRules } from './rule-shape.ts'
import { type RuleTestOptions, testRule } from './rule-test.ts'
import { refuseOlder, versionOf } from './rule-version.ts'
import { makeWebhookSecret } from './standard-webhook.ts'
import type { AllowedHosts } from './webhook-target.ts'

type RuleHandlers = Pick<
  Handlers,
  | 'listRules'
  | 'createRule'
  | 'getRule'
  | 'updateRule'
  | 'removeRule'
  | 'switchRuleOn'
  | 'switchRuleOff'
  | 'releaseRule'
  | 'renewRuleSecret'
  | 'testRule'
  | 'listRulePresets'
>

const dayMs = 24 * 60 * 60 * 1000

export interface RuleHandlersOptions extends RuleTestOptions {
  secretKey: Buffer
  allowedHosts: AllowedHosts
  nudge(): void
}

export function createRuleHandlers(options: RuleHandlersOptions): RuleHandlers {
  const { db, clock, secretKey } = options
  const shape = (row: RuleRow) => shapeOfRule(db, secretKey, row)

  async function checkThere(tenantId: string, definition: RuleDefinition): Promise<void> {
    const [auditLog, group] = [await options.auditLogOf(tenantId), await options.groupOf(tenantId)]
    await checkAtTenant(definition, { auditLog, group, at: clock.now() })
  }

  async function change(
    ruleId: string,
    work: (tx: Tx, old: RuleRow) => Promise<Partial<RuleRow> | null>,
  ): Promise<RuleRow> {
    const row = await inTransaction(db, async tx => {
      const old = await lockRule(tx, ruleId)
      const changes = await work(tx, old)
      if (changes === null) return old
      const { definition, ...rest } = changes
      const stored = definition === undefined ? {} : { definition: JSON.stringify(definition) }
      return tx
        .updateTable('rule')
        .set({ ...rest, ...stored, changed_at: clock.now() })
        .where('id', '=', ruleId)
        .returningAll()
        .executeTakeFirstOrThrow()
    })
    options.nudge()
    return row
  }

  return {
    async listRules({ params, query }) {
      await checkTenant(db, params.tenantId)
      const after = readCursor(query.cursor, 2)
      const rows = await sql<RuleRow>`
        select * from rule where tenant_id = ${params.tenantId}
          and (${after?.[0] ?? null}::text is null or (name, id) > (${after?.[0] ?? ''}, ${after?.[1] ?? null}::uuid))
        order by name, id limit ${query.limit + 1}
      `.execute(db)
      const page = pageOf(rows.rows, query.limit, { item: row => row, key: row => [row.name, row.id] })
      return { ...page, items: await shapesOfRules(db, secretKey, page.items) }
    },

    async createRule({ body }) {
      const { tenantId, name, senderIds, actions: given, ...rest } = body
      const { actions, endpoints, secrets } = settleEndpoints(given, {}, options.allowedHosts)
      const definition: RuleDefinition = { ...rest, actions }
      checkDefinition(definition)
      await checkWords(actions)
      const id = newId()
      const row = await inTransaction(db, async tx => {
        await checkTenant(tx, tenantId)
        await checkPlace(tx, { tenantId, senderIds, actions, concern: definition.concern })
        await refuseName(tx, { tenantId, name, exceptId: null })
        return tx
          .insertInto('rule')
          .values({
            id,
            tenant_id: tenantId,
            name,
            state: 'off',
            definition: JSON.stringify(definition),
            sender_ids: senderIds,
            endpoints: sealEndpoints(secretKey, id, endpoints),
            created_at: clock.now(),
            changed_at: clock.now(),
          })
          .returningAll()
          .executeTakeFirstOrThrow()
      })
      return { rule: await shape(row), secrets }
    },

    async getRule({ params }) {
      return shape(await readRule(db, params.ruleId))
    },

    async updateRule({ params, body }) {
      const { version, name, senderIds, actions: given, ...parts } = body
      const before = await readRule(db, params.ruleId)
      await refuseOlder(db, secretKey, { row: before, version })
      const old = openEndpoints(secretKey, before)
      const settled =
        given === undefined
          ? { actions: before.definition.actions, endpoints: old, secrets: [] }
          : settleEndpoints(given, old, options.allowedHosts)
      const definition: RuleDefinition = {
        ...before.definition,
        ...withoutUndefined(parts),
        actions: settled.actions,
      }
      checkDefinition(definition)
      await checkWords(settled.actions)
      // One that is off is asked about when it is switched on.
      if (before.state !== 'off') await checkThere(before.tenant_id, definition)
      const row = await change(params.ruleId, async (tx, now) => {
        await refuseOlder(tx, secretKey, { row: now, version: versionOf(secretKey, before) })
        if (name !== undefined && name !== now.name) {
          await refuseName(tx, { tenantId: now.tenant_id, name, exceptId: now.id })
        }
        const wanted = senderIds ?? now.sender_ids
        const { actions } = settled
        await checkPlace(tx, {
          tenantId: now.tenant_id,
          senderIds: wanted,
          actions,
          concern: definition.concern,
        })
        await wakeFeed(tx, now.tenant_id, clock.now())
        return {
          definition,
          sender_ids: wanted,
          endpoints: sealEndpoints(secretKey, now.id, settled.endpoints),
          ...withoutUndefined({ name }),
        }
      })
      return { rule: await shape(row), secrets: settled.secrets }
    },

    async removeRule({ params }) {
      await inTransaction(db, async tx => {
        const rule = await lockRule(tx, params.ruleId)
        if (rule.state !== 'off') throw makeProblem('ruleOn')
        await tx.deleteFrom('rule').where('id', '=', rule.id).execute()
      })
      return undefined
    },

    async switchRuleOn({ params, body }) {
      const at = clock.now()
      const { tenant_id, definition } = await readRule(db, params.ruleId)
      await checkThere(tenant_id, definition)
      const row = await change(params.ruleId, async (tx, old) => {
        if (old.state !== 'off' && body.pastDays === 0) return null
        await wakeFeed(tx, old.tenant_id, at)
        await wakeSenders(tx, old, at)
        const pastAt = new Date(at.getTime() - body.pastDays * dayMs)
        // Whoever asks for more of the past than before gets it; a rule that is on loses nothing that it waits for.
        const since = old.state !== 'off' && old.since !== null && old.since < pastAt ? old.since : pastAt
        return { state: old.state === 'off' ? 'on' : old.state, since, switched_at: at }
      })
      return shape(row)
    },

    async switchRuleOff({ params }) {
      const row = await change(params.ruleId, async (_, old) =>
        old.state === 'off' ? null : { state: 'off', held_at: null, hold_reason: null },
      )
      return shape(row)
    },

    async releaseRule({ params, body }) {
      const at = clock.now()
      const row = await change(params.ruleId, async (tx, old) => {
        if (old.state !== 'held') return null
        if (body.waiting === 'act') await letPass(tx, old.id, at)
        else await drop(tx, old.id)
        await wakeFeed(tx, old.tenant_id, at)
        return { state: 'on', held_at: null, hold_reason: null, released_at: at }
      })
      return shape(row)
    },

    async renewRuleSecret({ params }) {
      const secret = makeWebhookSecret()
      await change(params.ruleId, async (_, old) => {
        const endpoints = openEndpoints(secretKey, old)
        const endpoint = endpoints[params.key]
        if (endpoint?.secret == null) throw makeProblem('noWebhook')
        const changed = { ...endpoints, [params.key]: { ...endpoint, secret } }
        return { endpoints: sealEndpoints(secretKey, old.id, changed) }
      })
      return { key: params.key, secret }
    },

    async testRule({ params, body }) {
      const { days, ruleId = null, actions: given, ...rest } = body
      await checkTenant(db, params.tenantId)
      if (ruleId !== null) await checkOwner(db, ruleId, params.tenantId)
      const actions = given.map(action => {
        if (action.kind !== 'teams' && action.kind !== 'webhook') return action
        const { url: _, ...shown } = action
        return shown
      })
      const definition: RuleDefinition = { ...rest, actions }
      checkDefinition(definition)
      await checkWords(actions)
      return testRule(options, { tenantId: params.tenantId, definition, days, ruleId })
    },

    async listRulePresets() {
      return { items: [...rulePresets], nextCursor: null }
    },
  }
}

async function refuseName(
  tx: Tx,
  wanted: { tenantId: string; name: string; exceptId: string | null },
): Promise<void> {
  const taken = await findTakenName(tx, { table: 'rule', ...wanted })
  if (taken !== null) throw makeProblem('ruleNameTaken', { name: taken })
}

/** Another tenant's rule is none here. */
async function checkOwner(db: Database, ruleId: string, tenantId: string): Promise<void> {
  const rule = await readRule(db, ruleId)
  if (rule.tenant_id !== tenantId) throw makeProblem('noRule')
}

async function wakeFeed(tx: Tx, tenantId: string, at: Date): Promise<void> {
  await wakeLanes(tx, [
    { kind: 'report', key: tenantId, at },
    { kind: 'rules', key: tenantId, at },
    { kind: 'webhooks', key: tenantId, at },
  ])
}

/** Mails that have waited while the rule was off. */
async function wakeSenders(tx: Tx, rule: RuleRow, at: Date): Promise<void> {
  await wakeLanes(
    tx,
    rule.sender_ids.map(key => ({ kind: 'mail' as const, key, at })),
  )
}

async function letPass(tx: Tx, ruleId: string, at: Date): Promise<void> {
  await tx
    .updateTable('rule_entry')
    .set({ is_released: true, next_at: at })
    .where('rule_id', '=', ruleId)
    .where('state', '=', 'waiting')
    .execute()
}

/** The same words as `pass`, for all of them: they stand in nobody's way. */
async function drop(tx: Tx, ruleId: string): Promise<void> {
  await sql`
    update rule_entry set state = 'passed', reason = 'dropped', next_at = null, key = ${eventKey('')} || event_id
    where rule_id = ${ruleId} and state = 'waiting'
  `.execute(tx)
}

function withoutUndefined<T extends object>(object: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  // What is left out is what is undefined, which the answer's type says.
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }
}
