/** Adoption day by day, in UTC: of one campaign, or of all campaigns of a tenant with each person counted once. */

import type { Output } from '@muster/contract/routes'
import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../db/database.ts'

type Adoption = Output<'campaignAdoption'>

export type Scope = { campaignId: string } | { tenantId: string }

/** Whoever is set aside on purpose is not asked, and so neither counts for nor against. */
const notAsked = sql`('skipped', 'excluded')`

export async function readAdoption(db: Database, scope: Scope): Promise<Adoption> {
  // One pass over the people; the row without a day holds what stands beside the days.
  const { rows } = await sql<{ day: string | null; invited: number; confirmed: number; registered: number }>`
    with step as materialized (${stepsOf(scope)}), happened as (
      select invited_at as at, 1 as invited, 0 as confirmed, 0 as registered from step where invited_at is not null
      union all select confirmed_at, 0, 1, 0 from step where confirmed_at is not null
      union all select registered_at, 0, 0, 1 from step where registered_at is not null and invited_at is not null
    )
    select to_char(at at time zone 'UTC', 'YYYY-MM-DD') as day, sum(invited)::int as invited,
           sum(confirmed)::int as confirmed, sum(registered)::int as registered
    from happened group by 1
    union all
    select null, count(*) filter (where is_asked)::int, 0,
           count(*) filter (where registered_at is not null and invited_at is null)::int
    from step
    order by 1
  `.execute(db)
  const beside = rows.find(row => row.day === null)
  return {
    people: beside?.invited ?? 0,
    registeredBefore: beside?.registered ?? 0,
    days: rows.flatMap(({ day, ...steps }) => (day === null ? [] : [{ day, ...steps }])),
  }
}

/** One row for each person, with the first time of each step; a registration that was lost is none. */
function stepsOf(scope: Scope): RawBuilder<unknown> {
  if ('campaignId' in scope) {
    return sql`
      select invited_at, confirmed_at, case when lost_at is null then registered_at end as registered_at,
             status not in ${notAsked} as is_asked
      from enrolment where campaign_id = ${scope.campaignId}
    `
  }
  return sql`
    select min(invited_at) as invited_at, min(confirmed_at) as confirmed_at,
           min(registered_at) filter (where lost_at is null) as registered_at,
           bool_or(status not in ${notAsked}) as is_asked
    from enrolment where tenant_id = ${scope.tenantId} group by person_id
  `
}
