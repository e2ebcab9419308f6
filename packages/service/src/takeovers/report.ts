/** What a take-over came to, counted from its rows. */

import { type Status, statuses } from '@muster/core/enrolment'
import { type FindingCode, findingCodes } from '@muster/core/take-over-findings'
import type { ListedStatus } from '@muster/core/take-over-row'
import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import type { TakeoverOutcome, TakeoverReport } from '../db/takeover-schema.ts'

export async function reportOn(tx: Tx, takeoverId: string): Promise<TakeoverReport> {
  const outcomes = await sql<{ outcome: TakeoverOutcome; rows: number }>`
    select outcome, count(*)::int as rows from takeover_row where takeover_id = ${takeoverId} and outcome is not null
    group by outcome
  `.execute(tx)
  const findings = await sql<{ code: FindingCode; rows: number }>`
    select code, count(*)::int as rows from takeover_row, unnest(findings) as code
    where takeover_id = ${takeoverId} group by code
  `.execute(tx)
  // Of several rows of one person the one that shows most.
  const pairs = await sql<{ listed: ListedStatus | null; status: Status | null; rows: number }>`
    select listed_status as listed, status, count(*)::int as rows from takeover_row
    where takeover_id = ${takeoverId} and outcome not in ('duplicate', 'gone', 'invalid')
    group by listed_status, status order by 1, 2
  `.execute(tx)
  return {
    counts: { ...none, ...Object.fromEntries(outcomes.rows.map(row => [row.outcome, row.rows])) },
    findings: findings.rows.sort((a, b) => findingCodes.indexOf(a.code) - findingCodes.indexOf(b.code)),
    statuses: pairs.rows.sort((a, b) => placeOf(a) - placeOf(b)),
  }
}

/** In the order of the road, first by what the list says. */
function placeOf({ listed, status }: { listed: ListedStatus | null; status: Status | null }): number {
  const place = (one: Status | null) => (one === null ? -1 : statuses.indexOf(one))
  return place(listed) * (statuses.length + 1) + place(status)
}

const none = { added: 0, moved: 0, unchanged: 0, skipped: 0, duplicate: 0, gone: 0, invalid: 0 }
