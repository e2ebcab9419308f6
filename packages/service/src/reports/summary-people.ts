/** The people of a summary in one pass: the headline, and the break-downs by department and country that add up to it. */

import type { Group } from '@muster/core/break-down'
import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../db/database.ts'

/** What is counted: one campaign, or a tenant with each person once. */
export type Scope = { campaignId: string } | { tenantId: string }

export interface NamedGroup extends Group {
  /** Null: the directory says none. */
  name: string | null
}

export interface SummaryPeople {
  asked: number
  registered: number
  phoneOnly: number
  /** Asked, not registered, and failed wherever they are asked: no mail reaches them now. */
  unreachable: number
  confirmed: number
  invited: number
  joined: number
  /** Since the moments that were asked about; whoever had registered before any invitation is no news. */
  registeredLastWeek: number
  registeredInPeriod: number
  confirmedInPeriod: number
  byDepartment: NamedGroup[]
  byCountry: NamedGroup[]
}

interface Row extends Omit<SummaryPeople, 'byDepartment' | 'byCountry'> {
  grouping: number
  department: string | null
  country: string | null
}

/** What stands beside a group in `grouping()`: the columns that are not its own. */
const groupings = { whole: 3, department: 1, country: 2 } as const

const hasOther = sql`('skipped', 'excluded')`

/** Whoever is asked in none of the campaigns counts nowhere; each person counts once. `since` null: from the start. */
export async function countPeople(
  db: Database,
  scope: Scope,
  moments: { weekAgo: Date; since: Date | null },
): Promise<SummaryPeople> {
  const { weekAgo, since } = moments
  const { rows } = await sql<Row>`
    with one as (
      select tenant_id, person_id, min(invited_at) as invited_at, min(confirmed_at) as confirmed_at,
             min(joined_at) as joined_at, min(registered_at) filter (where lost_at is null) as registered_at,
             bool_and(status = 'failed') as has_failed
      from enrolment where ${whichOf(scope)} and status not in ${hasOther} group by tenant_id, person_id
    )
    select grouping(person.department, person.usage_location)::int as grouping, person.department,
           person.usage_location as country, count(*)::int as asked, count(one.registered_at)::int as registered,
           count(*) filter (where one.registered_at is null and person.level = 'phone')::int as "phoneOnly",
           count(*) filter (where one.registered_at is null and one.has_failed)::int as unreachable,
           count(one.invited_at)::int as invited, count(one.confirmed_at)::int as confirmed,
           count(one.joined_at)::int as joined,
           count(*) filter (where one.registered_at > ${weekAgo} and one.invited_at is not null)::int as "registeredLastWeek",
           count(*) filter (where one.registered_at > ${since ?? new Date(0)} and one.invited_at is not null)::int as "registeredInPeriod",
           count(*) filter (where one.confirmed_at > ${since ?? new Date(0)})::int as "confirmedInPeriod"
    from one join person on person.tenant_id = one.tenant_id and person.id = one.person_id
    group by grouping sets ((), (person.department), (person.usage_location))
  `.execute(db)
  const whole = rows.find(row => row.grouping === groupings.whole)
  return {
    ...(whole ?? nobody),
    byDepartment: groupsOf(rows, groupings.department, row => row.department),
    byCountry: groupsOf(rows, groupings.country, row => row.country),
  }
}

const nobody = {
  asked: 0,
  registered: 0,
  phoneOnly: 0,
  unreachable: 0,
  invited: 0,
  confirmed: 0,
  joined: 0,
  registeredLastWeek: 0,
  registeredInPeriod: 0,
  confirmedInPeriod: 0,
}

/** Largest first; of the same size by name, so that page, file and mail say them in one order. */
function groupsOf(rows: readonly Row[], grouping: number, nameOf: (row: Row) => string | null): NamedGroup[] {
  return rows
    .filter(row => row.grouping === grouping)
    .map(row => ({ name: nameOf(row), people: row.asked, registered: row.registered }))
    .sort((a, b) => b.people - a.people || compareNames(a.name, b.name))
}

/** By code unit, whatever the machine's language is. */
function compareNames(a: string | null, b: string | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1
  return a < b ? -1 : a > b ? 1 : 0
}

function whichOf(scope: Scope): RawBuilder<unknown> {
  return 'campaignId' in scope ? sql`campaign_id = ${scope.campaignId}` : sql`tenant_id = ${scope.tenantId}`
}

export interface Exception {
  kind: 'excluded' | 'skipped' | 'failed'
  reason: string | null
  people: number
}

/** Who is not on the way, and why; somebody may stand there for each campaign. Most people first. */
export async function countExceptions(db: Database, scope: Scope): Promise<Exception[]> {
  const { rows } = await sql<Exception>`
    select status as kind, case when status = 'excluded' then null else aside->>'reason' end as reason,
           count(distinct person_id)::int as people
    from enrolment where ${whichOf(scope)} and status in ('excluded', 'skipped', 'failed')
    group by 1, 2 order by 3 desc, 1, 2
  `.execute(db)
  return rows
}

export interface MailsDone {
  invitations: number
  reminders: number
  digests: number
  returned: number
}

/** Mails whose fate was settled since a moment. */
export async function countMails(db: Database, scope: Scope, since: Date | null): Promise<MailsDone> {
  const { rows } = await sql<MailsDone>`
    select count(*) filter (where kind = 'invitation' and state = 'sent')::int as invitations,
           count(*) filter (where kind = 'reminder' and state = 'sent')::int as reminders,
           count(*) filter (where kind = 'escalation' and state = 'sent')::int as digests,
           count(*) filter (where state in ('bounced', 'refused'))::int as returned
    from message where ${whichOf(scope)} and kind <> 'summary' and settled_at > ${since ?? new Date(0)}
  `.execute(db)
  return rows[0] ?? { invitations: 0, reminders: 0, digests: 0, returned: 0 }
}
