/** A rule as the API shows it: its definition without what is secret, and what it has done so far. */

import type { Output } from '@muster/contract/routes'
import type { Action } from '@muster/core/automation'
import { sql } from 'kysely'
import type { Database, Tx } from '../db/database.ts'
import { shownState } from './acts.ts'
import { type Endpoints, openEndpoints } from './endpoints.ts'
import type { RuleRow } from './rule-rows.ts'
import { versionOf } from './rule-version.ts'

type Rule = Output<'getRule'>

interface Counts {
  rule_id: string
  waiting: number
  listed: number
  passed: number
  done: number
  failed: number
  uncertain: number
  last_found_at: Date | null
}

const none = { waiting: 0, listed: 0, passed: 0, done: 0, failed: 0, uncertain: 0, last_found_at: null }

export async function shapesOfRules(
  db: Database | Tx,
  secretKey: Buffer,
  rows: readonly RuleRow[],
): Promise<Rule[]> {
  const counts = await countEntries(
    db,
    rows.map(row => row.id),
  )
  return rows.map(row => shapeOf(row, counts.get(row.id) ?? { rule_id: row.id, ...none }, secretKey))
}

export async function shapeOfRule(db: Database | Tx, secretKey: Buffer, row: RuleRow): Promise<Rule> {
  const [shape] = await shapesOfRules(db, secretKey, [row])
  if (shape === undefined) throw new Error('one rule has one shape')
  return shape
}

async function countEntries(db: Database | Tx, ids: readonly string[]): Promise<Map<string, Counts>> {
  const { rows } = await sql<Counts>`
    select wanted.id as rule_id,
           count(*) filter (where entry.state = 'waiting')::int as waiting,
           count(*) filter (where entry.state = 'listed')::int as listed,
           count(*) filter (where entry.state = 'passed')::int as passed,
           max(entry.found_at) as last_found_at, acts.*
    from unnest(${ids}::uuid[]) as wanted (id)
    left join rule_entry as entry on entry.rule_id = wanted.id
    cross join lateral (
      select count(*) filter (where shown.state = 'done')::int as done,
             count(*) filter (where shown.state = 'failed')::int as failed,
             count(*) filter (where shown.state = 'uncertain')::int as uncertain
      from (select ${shownState} as state from rule_act where rule_act.rule_id = wanted.id and ${isNewestAct}) as shown
    ) as acts
    group by wanted.id, acts.done, acts.failed, acts.uncertain
  `.execute(db)
  return new Map(rows.map(row => [row.rule_id, row]))
}

/** SQL over `rule_act`: what an operator has asked for once more counts for what came before it. */
export const isNewestAct = sql<boolean>`not exists (
  select from rule_act as newer
  where newer.entry_id = rule_act.entry_id and newer.action_key = rule_act.action_key
    and newer.target = rule_act.target and newer.number > rule_act.number
)`

function shapeOf(row: RuleRow, counts: Counts, secretKey: Buffer): Rule {
  const { watch, concern, condition, frequency, peoplePerHourMax, actions } = row.definition
  const { waiting, listed, passed, done, failed, uncertain } = counts
  const endpoints = openEndpoints(secretKey, row)
  return {
    ruleId: row.id,
    version: versionOf(secretKey, row),
    tenantId: row.tenant_id,
    name: row.name,
    state: row.state,
    watch: {
      ...watch,
      activities: [...watch.activities],
      services: [...watch.services],
      categories: [...watch.categories],
    },
    concern: { ...concern, departments: [...concern.departments] },
    condition: { ...condition, present: [...condition.present], absent: [...condition.absent] },
    frequency,
    peoplePerHourMax,
    actions: actions.map(action => shapeOfAction(action, endpoints)),
    senderIds: row.sender_ids,
    since: row.since,
    hold:
      row.state === 'held' && row.held_at !== null
        ? { at: row.held_at, reason: row.hold_reason ?? '' }
        : null,
    counts: { waiting, listed, passed, done, failed, uncertain },
    lastFoundAt: counts.last_found_at,
    createdAt: row.created_at,
    changedAt: row.changed_at,
  }
}

function shapeOfAction(action: Action, endpoints: Endpoints): Rule['actions'][number] {
  switch (action.kind) {
    case 'mail':
      return { ...action, mails: action.mails.map(mail => ({ ...mail })) }
    case 'mailAddresses':
      return {
        ...action,
        addresses: [...action.addresses],
        mails: action.mails.map(mail => ({ ...mail })),
      }
    case 'teams':
    case 'webhook':
      return { ...action, host: hostOf(endpoints[action.key]?.url) }
    case 'addToGroup':
    case 'removeFromGroup':
    case 'enrol':
      return { ...action }
    default:
      return action satisfies never
  }
}

function hostOf(url: string | undefined): string | null {
  return url === undefined || !URL.canParse(url) ? null : new URL(url).host
}
