/** Two people who change one rule at a time: whoever saves says what they began with, and hears who was there before. */

import { createHmac } from 'node:crypto'
import { makeProblem } from '@muster/core/told-problems'
import { sql } from 'kysely'
import type { Database, Tx } from '../db/database.ts'
import { openEndpoints } from './endpoints.ts'
import type { RuleRow } from './rule-rows.ts'

/** Two versions of one rule are never taken for the same by chance, and the word stays short enough to be passed on. */
const versionLength = 22

/**
 * One word for all that can be written in a rule. Switching it on or off leaves it as it is. Addresses of webhooks are
 * part of it and secrets, which is why it takes our key to make one.
 */
export function versionOf(secretKey: Buffer, row: RuleRow): string {
  const urls = Object.entries(openEndpoints(secretKey, row))
    .map(([key, { url }]) => [key, url])
    .sort()
  return createHmac('sha256', secretKey)
    .update(JSON.stringify(['rule version', row.id, row.name, row.definition, row.sender_ids, urls]))
    .digest('base64url')
    .slice(0, versionLength)
}

/** Throws a Problem when the rule is not any more what somebody began with. */
export async function refuseOlder(
  db: Database | Tx,
  secretKey: Buffer,
  { row, version }: { row: RuleRow; version: string | undefined },
): Promise<void> {
  if (version === undefined || version === versionOf(secretKey, row)) return
  const last = await findLastChange(db, row.id)
  const { name } = row
  if (last === undefined) throw makeProblem('ruleChanged', { name })
  throw makeProblem('ruleChangedBy', { name, who: last.by ?? 'somebody', at: last.at.toISOString() })
}

async function findLastChange(
  db: Database | Tx,
  ruleId: string,
): Promise<{ by: string | null; at: Date } | undefined> {
  const { rows } = await sql<{ by: string | null; at: Date }>`
    select coalesce(account.name, api_key.name) as by, activity.at from activity
    left join account on account.id = by_id left join api_key on api_key.id = by_id
    where act = 'updateRule' and outcome = 'done' and about->>'ruleId' = ${ruleId}
    order by number desc limit 1
  `.execute(db)
  return rows[0]
}
