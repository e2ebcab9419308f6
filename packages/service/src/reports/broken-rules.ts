/** Rules that were whole when they were switched on and lean on something that is gone since: named, with what is missing. */

import type { Output } from '@muster/contract/routes'
import { attentionMax } from '@muster/contract/shapes/overview'
import { queryOfName } from '@muster/core/audit-query'
import type { RuleDefinition } from '@muster/core/automation'
import { sql } from 'kysely'
import type { Database } from '../db/database.ts'

type Attention = Output<'tenantOverview'>['attention'][number]

/** A tenant has tens of rules. */
const rulesMax = 500

interface Leaning {
  id: string
  name: string
  definition: RuleDefinition
  hasSender: boolean
}

interface Known {
  campaigns: ReadonlyMap<string, { name: string; status: string }>
  /** By the id of the group (`automations/group-check.ts` asks). */
  groups: Readonly<Record<string, string>>
  /** By the condition that Graph has refused (`automations/feed-progress.ts`). */
  conditions: ReadonlyMap<string, string>
}

export async function findBroken(db: Database, tenantId: string): Promise<Attention[]> {
  const { rows } = await sql<Leaning>`
    select id, name, definition, exists (
      select from sender where sender.id = any(rule.sender_ids) and sender.removed_at is null
    ) as "hasSender"
    from rule where tenant_id = ${tenantId} and state <> 'off' order by name limit ${rulesMax}
  `.execute(db)
  if (rows.length === 0) return []
  const known = await readKnown(db, tenantId)
  return rows
    .flatMap((rule): Attention[] => {
      const reason = whyBroken(rule, known)
      return reason === null ? [] : [{ kind: 'ruleBroken', ruleId: rule.id, ruleName: rule.name, reason }]
    })
    .slice(0, attentionMax)
}

/** The first thing that is missing; null for a rule that is whole. */
function whyBroken({ definition, hasSender }: Leaning, known: Known): string | null {
  const { watch, concern, actions } = definition
  const refusal = watch.odata === null ? undefined : known.conditions.get(watch.odata)
  if (refusal !== undefined) return `Graph does not take its condition: ${refusal}`
  if (!hasSender && actions.some(action => 'mails' in action)) return 'the sender of its mails was removed'
  if (concern.of.kind === 'group' && known.groups[concern.of.groupId] !== undefined)
    return known.groups[concern.of.groupId] ?? null
  if (concern.of.kind === 'campaign' && !known.campaigns.has(concern.of.campaignId))
    return 'the campaign that it concerns is gone'
  for (const action of actions) {
    if ('groupId' in action && known.groups[action.groupId] !== undefined)
      return known.groups[action.groupId] ?? null
    if (action.kind !== 'enrol') continue
    const campaign = known.campaigns.get(action.campaignId)
    if (campaign === undefined) return 'the campaign that it takes people into is gone'
    if (campaign.status === 'finished') return `"${campaign.name}" is finished and takes nobody in`
  }
  return null
}

async function readKnown(db: Database, tenantId: string): Promise<Known> {
  const campaigns = await db
    .selectFrom('campaign')
    .select(['id', 'name', 'status'])
    .where('tenant_id', '=', tenantId)
    .execute()
  const { rows } = await sql<{
    groups: Record<string, string> | null
    queries: Record<string, Query> | null
  }>`
    select (select value->'obstacles' from cursor where tenant_id = ${tenantId} and name = 'ruleGroups') as groups,
           (select value->'queries' from cursor where tenant_id = ${tenantId} and name = 'rules') as queries
  `.execute(db)
  return {
    campaigns: new Map(campaigns.map(row => [row.id, row])),
    groups: rows[0]?.groups ?? {},
    conditions: refusedConditions(rows[0]?.queries ?? {}),
  }
}

interface Query {
  refusal: string | null
}

function refusedConditions(queries: Readonly<Record<string, Query>>): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(queries).flatMap(([name, { refusal }]): [string, string][] => {
      const { odata } = queryOfName(name)
      return odata === null || refusal === null || refusal === undefined ? [] : [[odata, refusal]]
    }),
  )
}
