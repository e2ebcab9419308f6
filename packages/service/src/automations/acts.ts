/** Acts as rows: taking them in hand with a claim, and settling each with exactly one outcome. */

import { actSentences } from '@muster/core/act-sentences'
import type { Action, RuleDefinition } from '@muster/core/automation'
import { type RawBuilder, sql } from 'kysely'
import type { Database, Tx } from '../db/database.ts'
import { isNotStopped } from '../enrolments/stopped.ts'

const minuteMs = 60_000
/** The wait doubles with each try; whatever is mended takes up work again within the hour. */
const retryMsMax = 60 * minuteMs
/** Two days of trying: longer than Graph was ever away, and than a group is replicated. */
const attemptsMax = 50

/** An act of a rule, with what it is about. */
export interface Act {
  id: string
  tenantId: string
  ruleId: string
  ruleName: string
  entryId: string
  key: string
  target: string
  attempts: number
  senderIds: string[]
  /** Null when the action was taken out of the rule since. */
  action: Action | null
  personId: string | null
  /** Somebody else had it in hand and never said what came of it. */
  wasInHand: boolean
}

export type Settlement =
  | { state: 'done'; outcome: string | null }
  | { state: 'skipped' | 'failed' | 'uncertain'; outcome: string }
  /** Not now: `nextAt` null for a growing wait. */
  | { state: 'queued'; outcome: string; nextAt: Date | null }
  /** Handed on to a mail, whose fate settles it. */
  | { state: 'working' }

/** Acts of one tenant that are due, of some kinds, of rules that are not switched off; the row then says whose they are. */
export async function claimActs(
  db: Database,
  asked: {
    tenantId: string
    kinds: readonly string[]
    claim: string
    at: Date
    max: number
    leaseMs: number
  },
): Promise<Act[]> {
  const { tenantId, kinds, claim, at, max, leaseMs } = asked
  const { rows } = await sql<Omit<Act, 'action'> & { definition: RuleDefinition }>`
    with taken as (
      select rule_act.id, rule_act.state as before from rule_act join rule on rule.id = rule_act.rule_id
      where rule_act.tenant_id = ${tenantId} and rule_act.next_at <= ${at} and rule_act.kind = any(${kinds}::text[])
        and rule.state <> 'off' and ${isNotStopped('rule')}
      order by rule_act.next_at, rule_act.id limit ${max} for update of rule_act skip locked
    ), claimed as (
      -- What is not settled by then comes again: whoever took it is gone.
      update rule_act set state = 'working', claim = ${claim}, claimed_at = ${at}, attempts = attempts + 1,
                          next_at = ${new Date(at.getTime() + leaseMs)}
      from taken where rule_act.id = taken.id returning rule_act.*, taken.before
    )
    select claimed.id, claimed.tenant_id as "tenantId", claimed.rule_id as "ruleId", rule.name as "ruleName",
           claimed.entry_id as "entryId", claimed.action_key as key, claimed.target, claimed.attempts,
           rule.sender_ids as "senderIds", rule.definition, entry.person_id as "personId",
           claimed.before = 'working' as "wasInHand"
    from claimed join rule on rule.id = claimed.rule_id join rule_entry as entry on entry.id = claimed.entry_id
    order by claimed.id
  `.execute(db)
  return rows.map(({ definition, ...row }) => ({
    ...row,
    action: definition.actions.find(action => action.key === row.key) ?? null,
  }))
}

export async function nextActAt(
  db: Database,
  asked: { tenantId: string; kinds: readonly string[] },
): Promise<Date | null> {
  const { rows } = await sql<{ at: Date | null }>`
    select min(rule_act.next_at) as at from rule_act join rule on rule.id = rule_act.rule_id
    where rule_act.tenant_id = ${asked.tenantId} and rule_act.next_at is not null
      and rule_act.kind = any(${asked.kinds}::text[]) and rule.state <> 'off' and ${isNotStopped('rule')}
  `.execute(db)
  return rows[0]?.at ?? null
}

/** Settles an act if it is still in the hands of this claim; says whether it was. */
export async function settleAct(
  tx: Tx | Database,
  act: Pick<Act, 'id' | 'attempts'>,
  { claim, at, settlement }: { claim: string; at: Date; settlement: Settlement },
): Promise<boolean> {
  const result = await tx
    .updateTable('rule_act')
    .set(columnsOf(settlement, act.attempts, at))
    .where('id', '=', act.id)
    .where('claim', '=', claim)
    .where('state', '=', 'working')
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

function columnsOf(settlement: Settlement, attempts: number, at: Date) {
  switch (settlement.state) {
    case 'queued': {
      if (attempts >= attemptsMax) {
        const facts = { attempts: String(attempts), said: settlement.outcome }
        const outcome = actSentences.tell('givenUp', facts)
        return { state: 'failed', outcome, next_at: null, settled_at: at }
      }
      const backoffMs = Math.min(minuteMs * 2 ** (attempts - 1), retryMsMax)
      const { outcome, nextAt } = settlement
      return { state: 'queued', outcome, claim: null, next_at: nextAt ?? new Date(at.getTime() + backoffMs) }
    }
    case 'working':
      return { next_at: null, outcome: null }
    case 'done':
    case 'failed':
    case 'skipped':
    case 'uncertain':
      return { state: settlement.state, outcome: settlement.outcome, next_at: null, settled_at: at }
    default:
      return settlement satisfies never
  }
}

/** SQL over `rule_act`: how it stands, a mail of unknown fate included. */
export const shownState: RawBuilder<string> = sql<string>`
  case when rule_act.state = 'working' and exists (
    select from message where message.act_id = rule_act.id and message.state = 'uncertain'
  ) then 'uncertain' else rule_act.state end`
