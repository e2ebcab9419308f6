/** Automations that need somebody: rules that have stopped themselves, acts that failed, and a log that tells nothing. */

import type { Output } from '@muster/contract/routes'
import { attentionMax } from '@muster/contract/shapes/overview'
import { sql } from 'kysely'
import type { Database } from '../db/database.ts'
import { findBroken } from './broken-rules.ts'

type Attention = Output<'tenantOverview'>['attention'][number]

/** A gap is told of for as long as somebody may still want to look at what happened in it. */
const gapShownMs = 14 * 24 * 60 * 60 * 1000

export async function findRulesInNeed(db: Database, tenantId: string, at: Date): Promise<Attention[]> {
  return [
    ...(await findHeld(db, tenantId)),
    ...(await findBroken(db, tenantId)),
    ...(await findLog(db, tenantId, at)),
    ...(await findFailed(db, tenantId)),
  ]
}

async function findHeld(db: Database, tenantId: string): Promise<Attention[]> {
  const { rows } = await sql<{ id: string; name: string; reason: string | null; waiting: number }>`
    select id, name, hold_reason as reason,
           (select count(*)::int from rule_entry where rule_id = rule.id and rule_entry.state = 'waiting') as waiting
    from rule where tenant_id = ${tenantId} and state = 'held' order by name limit ${attentionMax}
  `.execute(db)
  return rows.map(({ id, name, reason, waiting }) => ({
    kind: 'ruleHeld',
    ruleId: id,
    ruleName: name,
    reason: reason ?? '',
    waiting,
  }))
}

async function findFailed(db: Database, tenantId: string): Promise<Attention[]> {
  const { rows } = await sql<{ id: string; name: string; acts: number }>`
    select rule.id, rule.name, count(*)::int as acts
    from rule_act join rule on rule.id = rule_act.rule_id
    where rule_act.tenant_id = ${tenantId} and rule_act.state in ('failed', 'uncertain', 'working')
      and (rule_act.state <> 'working' or exists (
        select from message where message.act_id = rule_act.id and message.state = 'uncertain'))
      and not exists (
        select from rule_act as newer
        where newer.entry_id = rule_act.entry_id and newer.action_key = rule_act.action_key
          and newer.target = rule_act.target and newer.number > rule_act.number)
    group by rule.id, rule.name order by rule.name limit ${attentionMax}
  `.execute(db)
  return rows.map(({ id, name, acts }) => ({ kind: 'failedActs', ruleId: id, ruleName: name, acts }))
}

interface FeedFacts {
  gap: { from: string; until: string; foundAt: string } | null
  refusal: string | null
}

/** As the feed of rules keeps it (`automations/feed-progress.ts`). */
async function findLog(db: Database, tenantId: string, at: Date): Promise<Attention[]> {
  const { rows } = await sql<FeedFacts>`
    select value->'gap' as gap,
           (select query.value->>'refusal' from jsonb_each(cursor.value->'queries') as query
            -- A condition of a rule's own that Graph refuses is that rule's fault (broken-rules.ts).
            where query.value->>'refusal' is not null and query.key::jsonb->>4 is null limit 1) as refusal
    from cursor where tenant_id = ${tenantId} and name = 'rules'
      and exists (select from rule where rule.tenant_id = ${tenantId} and rule.state <> 'off')
  `.execute(db)
  return rows.flatMap(({ gap, refusal }): Attention[] => [
    ...(refusal === null ? [] : [{ kind: 'auditRefused' as const, reason: refusal }]),
    ...(gap === null || at.getTime() - Date.parse(gap.foundAt) > gapShownMs
      ? []
      : [{ kind: 'auditGap' as const, from: new Date(gap.from), until: new Date(gap.until) }]),
  ])
}
