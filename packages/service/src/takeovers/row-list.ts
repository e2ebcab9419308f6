/** The rows of a take-over with what was found in them, page by page. */

import type { Status } from '@muster/core/enrolment'
import type { Finding } from '@muster/core/take-over-findings'
import type { ListedStatus } from '@muster/core/take-over-row'
import { sql } from 'kysely'
import type { Database } from '../db/database.ts'
import type { TakeoverOutcome } from '../db/takeover-schema.ts'

export interface TakeoverRow {
  number: number
  line: number
  value: string
  listed_status: ListedStatus | null
  status: Status | null
  outcome: TakeoverOutcome | null
  details: Finding[]
  enrolment_id: string | null
}

export async function readTakeoverRows(
  db: Database,
  asked: { takeoverId: string; after: number; max: number; finding: string | null; outcome: string | null },
): Promise<TakeoverRow[]> {
  const { rows } = await sql<TakeoverRow>`
    select listed.number, listed.line, listed.value, listed.listed_status, listed.status, listed.outcome,
           listed.details, enrolment.id as enrolment_id
    from takeover_row as listed
    join takeover on takeover.id = listed.takeover_id
    left join enrolment on enrolment.campaign_id = takeover.campaign_id and enrolment.person_id = listed.person_id
    where listed.takeover_id = ${asked.takeoverId} and listed.number > ${asked.after}
      and (${asked.finding}::text is null or ${asked.finding} = any(listed.findings))
      and (${asked.outcome}::text is null or listed.outcome = ${asked.outcome})
    order by listed.number limit ${asked.max}
  `.execute(db)
  return rows
}
