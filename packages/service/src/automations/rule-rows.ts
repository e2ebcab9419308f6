/** Rules as rows: those that are at work in a tenant, and one that somebody names. */

import type { RuleDefinition, RuleState } from '@muster/core/automation'
import { makeProblem } from '@muster/core/told-problems'
import type { Selectable } from 'kysely'
import type { RuleTable } from '../db/automation-schema.ts'
import type { Database, Tx } from '../db/database.ts'

export type RuleRow = Selectable<RuleTable>

export interface ActiveRule extends RuleDefinition {
  id: string
  name: string
  state: Exclude<RuleState, 'off'>
  since: Date
  switchedAt: Date
}

/** Rules that are on, and those that have stopped themselves: what these find waits for an operator. */
export async function readActiveRules(db: Database | Tx, tenantId: string): Promise<ActiveRule[]> {
  const rows = await db
    .selectFrom('rule')
    .select(['id', 'name', 'state', 'definition', 'since', 'switched_at'])
    .where('tenant_id', '=', tenantId)
    .where('state', '<>', 'off')
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  return rows.flatMap(({ id, name, state, definition, since, switched_at: switchedAt }) =>
    state === 'off' || since === null || switchedAt === null
      ? []
      : [{ ...definition, id, name, state, since, switchedAt }],
  )
}

/** Throws a Problem for a rule that is not there. */
export async function readRule(db: Database | Tx, ruleId: string): Promise<RuleRow> {
  const row = await db.selectFrom('rule').selectAll().where('id', '=', ruleId).executeTakeFirst()
  return row ?? refuse()
}

/** The same, held until the transaction ends. */
export async function lockRule(tx: Tx, ruleId: string): Promise<RuleRow> {
  const row = await tx
    .selectFrom('rule')
    .selectAll()
    .where('id', '=', ruleId)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return row ?? refuse()
}

function refuse(): never {
  throw makeProblem('noRule')
}

/** Throws a Problem when there is no such tenant. */
export async function checkTenant(db: Database | Tx, tenantId: string): Promise<void> {
  const row = await db.selectFrom('tenant').select('id').where('id', '=', tenantId).executeTakeFirst()
  if (row === undefined) throw makeProblem('noTenant')
}
