/**
 * Putting somebody onto a rule's list: the entry, and a row for each thing that is to be done about it, in one
 * transaction. A rule that would act on more people in an hour than it may stops itself instead, and asks.
 */

import { actSentences } from '@muster/core/act-sentences'
import { type Action, needsPerson, type RuleDefinition } from '@muster/core/automation'
import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import { newId } from '../db/ids.ts'
import { wakeLanes } from '../queue/lanes.ts'
import { markListed, pass, type WaitingEntry } from './entries.ts'
import { lockRule, type RuleRow } from './rule-rows.ts'

const hourMs = 60 * 60 * 1000

/** Why an entry has nobody to act on. */
export type Nobody = 'noPerson' | 'unknownPerson'

export const nobodyWords: Readonly<Record<Nobody, string>> = {
  noPerson: actSentences.tell('noPerson'),
  unknownPerson: actSentences.tell('unknownPerson'),
}

/** Whether something can be done about a record that tells of nobody. */
export function needsNobody(actions: readonly Action[]): boolean {
  return actions.some(action => !needsPerson(action))
}

/** What became of the entry; `held`: the rule has stopped itself, and the entry waits. */
export async function list(
  tx: Tx,
  entry: WaitingEntry,
  { at, nobody }: { at: Date; nobody: Nobody | null },
): Promise<'listed' | 'passed' | 'held' | 'gone'> {
  const rule = await lockRule(tx, entry.ruleId)
  if (rule.state !== 'on') return 'held'
  const { actions } = rule.definition
  if (nobody !== null && !needsNobody(actions)) {
    await pass(tx, entry, nobody)
    return 'passed'
  }
  if (await wouldBeTooMany(tx, rule, { entry, at })) {
    await hold(tx, rule, at)
    return 'held'
  }
  if (!(await markListed(tx, entry, { at, reason: nobody }))) return 'gone'
  await insertActs(tx, entry, { actions, at, nobody })
  await wakeLanes(tx, [
    { kind: 'rules', key: entry.tenantId, at },
    { kind: 'webhooks', key: entry.tenantId, at },
  ])
  return 'listed'
}

/** Counted over the hour that has gone by, or since an operator let the rule go on; what was let pass does not count. */
async function wouldBeTooMany(
  tx: Tx,
  rule: RuleRow,
  { entry, at }: { entry: WaitingEntry; at: Date },
): Promise<boolean> {
  const max = rule.definition.peoplePerHourMax
  const since = new Date(Math.max(at.getTime() - hourMs, rule.released_at?.getTime() ?? 0))
  const { rows } = await sql<{ people: number; is_released: boolean }>`
    select (select count(*)::int from (
              select distinct coalesce(person_id::text, id::text) from rule_entry
              where rule_id = ${rule.id} and listed_at > ${since} and not is_released limit ${max + 1}
            ) as counted) as people,
           (select is_released from rule_entry where id = ${entry.id}) as is_released
  `.execute(tx)
  const [row] = rows
  return row !== undefined && !row.is_released && row.people >= max
}

async function hold(tx: Tx, rule: RuleRow, at: Date): Promise<void> {
  const { peoplePerHourMax } = rule.definition
  const reason =
    peoplePerHourMax === 1
      ? actSentences.tell('tooManyForOne')
      : actSentences.tell('tooMany', { people: String(peoplePerHourMax) })
  await tx
    .updateTable('rule')
    .set({ state: 'held', held_at: at, hold_reason: reason })
    .where('id', '=', rule.id)
    .execute()
}

interface FreshAct {
  action: Action
  target: string
}

/** A mail to several addresses is one act for each, so that one that fails is tried again alone. */
export function actsOf(actions: readonly Action[]): FreshAct[] {
  return actions.flatMap((action): FreshAct[] =>
    action.kind === 'mailAddresses'
      ? [...new Set(action.addresses.map(address => address.toLowerCase()))].map(target => ({
          action,
          target,
        }))
      : [{ action, target: '' }],
  )
}

async function insertActs(
  tx: Tx,
  entry: WaitingEntry,
  decided: { actions: RuleDefinition['actions']; at: Date; nobody: Nobody | null },
): Promise<void> {
  const { actions, at, nobody } = decided
  const rows = actsOf(actions).map(({ action, target }) => {
    const why = nobody !== null && needsPerson(action) ? nobodyWords[nobody] : null
    return {
      id: newId(),
      tenant_id: entry.tenantId,
      rule_id: entry.ruleId,
      entry_id: entry.id,
      action_key: action.key,
      target,
      number: 1,
      kind: action.kind,
      state: why === null ? 'queued' : 'skipped',
      next_at: why === null ? at : null,
      attempts: 0,
      outcome: why,
      settled_at: why === null ? null : at,
    }
  })
  await sql`
    insert into rule_act select * from jsonb_populate_recordset(null::rule_act, ${JSON.stringify(rows)}::jsonb)
  `.execute(tx)
}
