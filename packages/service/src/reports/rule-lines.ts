/** What automations have done about a person, as lines of the timeline. */

import type { Output } from '@muster/contract/routes'
import { timelineMax } from '@muster/contract/shapes/people'
import { sql } from 'kysely'
import type { Database } from '../db/database.ts'

type Line = Output<'getPerson'>['timeline'][number]

interface Row {
  at: Date
  rule: string
  /** Null for the entry itself. */
  act: string | null
  state: string
  outcome: string | null
}

/** Oldest first; what was left alone is in the rule's history and not here. */
export async function readRuleLines(
  db: Database,
  { tenantId, personId }: { tenantId: string; personId: string },
): Promise<Line[]> {
  const { rows } = await sql<Row>`
    select * from (
      select entry.listed_at as at, rule.name as rule, null::text as act, 'listed' as state, null::text as outcome
      from rule_entry as entry join rule on rule.id = entry.rule_id
      where entry.tenant_id = ${tenantId} and entry.person_id = ${personId} and entry.listed_at is not null
      union all
      select act.settled_at, rule.name, act.action_key, act.state, act.outcome
      from rule_entry as entry
      join rule on rule.id = entry.rule_id
      join rule_act as act on act.entry_id = entry.id
      where entry.tenant_id = ${tenantId} and entry.person_id = ${personId} and act.settled_at is not null
    ) as told order by at desc, act nulls last limit ${timelineMax}
  `.execute(db)
  return rows.toReversed().map(({ at, rule, act, state, outcome }) =>
    act === null
      ? { at, kind: 'ruleListed', facts: { rule }, text: `on the list of the automation "${rule}"` }
      : {
          at,
          kind: 'ruleActed',
          facts: { rule, act, state, detail: outcome },
          text: `automation "${rule}", ${act}: ${state}${outcome === null ? '' : ` (${outcome})`}`,
        },
  )
}
