/** The people of a campaign as a long table reads them: filtered, in an order, by pages, measured, and as a file. */

import type { Input, Output } from '@muster/contract/routes'
import { markEvery } from '@muster/contract/shapes/people'
import { type RawBuilder, sql } from 'kysely'
import type { CampaignRow } from '../campaigns/handlers.ts'
import type { Database } from '../db/database.ts'
import { readCursor, writeCursor } from '../http/cursor.ts'
import { escalationWords, type PersonRow, selectPeople } from './people-columns.ts'

type Filter = Input<'measurePeople'>['body']

/** A row with the key it is sorted by, as PostgreSQL writes it, so that a cursor repeats it exactly. */
export type FoundRow = PersonRow & { sort_key: string }

interface Wanted {
  campaign: CampaignRow
  filter: Filter
}

/** At most `limit` people after the cursor. Broken cursors are a Problem. */
export async function findPeople(
  db: Database,
  { campaign, filter }: Wanted,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<FoundRow[]> {
  const { key, keyType, direction } = orderOf(filter)
  const after = readCursor(cursor, 2)
  const isAfter = filter.descending ? sql`<` : sql`>`
  const cut =
    after === null
      ? sql``
      : sql`and (${key}, ${personKey(filter)}) ${isAfter} (${after[0]}::${keyType}, ${after[1]}::uuid)`
  // The page is cut before the columns of the person, the link and the mails are looked up.
  const { rows } = await sql<FoundRow>`
    with found as (
      select enrolment.id, enrolment.person_id, ${key} as sort_key
      ${sourceOf({ campaign, filter })} ${cut}
      order by ${key} ${direction}, ${personKey(filter)} ${direction} limit ${limit}
    )
    select enrolled.*, found.sort_key::text as sort_key
    from found cross join lateral (${selectPeople} where enrolment.id = found.id) as enrolled
    order by found.sort_key ${direction}, found.person_id ${direction}
  `.execute(db)
  return rows
}

/** What a cursor says of a row. */
export function keyOf(row: FoundRow): string[] {
  return [row.sort_key, row.person_id]
}

/** One pass over everybody found: how many, and where every 200th stands. */
export async function measurePeople(db: Database, wanted: Wanted): Promise<Output<'measurePeople'>> {
  const { key, direction } = orderOf(wanted.filter)
  const { rows } = await sql<{ number: number; sort_key: string; person_id: string; is_mark: boolean }>`
    select number::int, sort_key::text, person_id, number % ${markEvery} = 0 as is_mark
    from (
      select ${key} as sort_key, enrolment.person_id, count(*) over () as people,
             row_number() over (order by ${key} ${direction}, ${personKey(wanted.filter)} ${direction}) as number
      ${sourceOf(wanted)}
    ) as numbered
    where number % ${markEvery} = 0 or number = people
    order by number
  `.execute(db)
  const marks = rows.filter(row => row.is_mark).map(row => writeCursor([row.sort_key, row.person_id]))
  return { people: rows.at(-1)?.number ?? 0, marks }
}

/** `from … where …` of a search. The person's row is joined only where it is asked for. */
function sourceOf({ campaign, filter }: Wanted): RawBuilder<unknown> {
  const conditions = [
    sql`enrolment.campaign_id = ${campaign.id}`,
    ...ofEnrolment(filter),
    ...ofPerson(filter),
  ]
  const isPersonNeeded = filter.sort === 'name' || ofPerson(filter).length > 0
  const person = isPersonNeeded
    ? sql`join person on person.tenant_id = ${campaign.tenant_id} and person.id = enrolment.person_id`
    : sql``
  return sql`from enrolment ${person} where ${sql.join(conditions, sql` and `)}`
}

/** What is counted of a person stands with the enrolment, too. */
function ofEnrolment(filter: Filter): RawBuilder<unknown>[] {
  const { status, batchId, isLost, escalation, department, country, managerId, level } = filter
  return [
    ...(department === undefined ? [] : [sql`enrolment.person_department = ${department}`]),
    ...(country === undefined ? [] : [sql`enrolment.person_country = ${country}`]),
    ...(managerId === undefined ? [] : [sql`enrolment.person_manager_id = ${managerId}`]),
    ...(level === undefined ? [] : [sql`enrolment.person_level = any(${level}::text[])`]),
    ...(status === undefined ? [] : [sql`enrolment.status = any(${status}::text[])`]),
    ...(batchId === undefined ? [] : [sql`enrolment.batch_id = ${batchId}`]),
    ...(isLost === undefined ? [] : [sql`(enrolment.lost_at is not null) = ${isLost}`]),
    ...(escalation === undefined ? [] : [sql`${stateOfEscalation} = ${stateOf(escalation)}`]),
  ]
}

const stateOfEscalation = sql`(select state from escalation where escalation.enrolment_id = enrolment.id)`

/** How the database calls what the API calls so. */
function stateOf(word: NonNullable<Filter['escalation']>): string | undefined {
  return Object.entries(escalationWords).find(([, known]) => known === word)?.[0]
}

function ofPerson({ text }: Filter): RawBuilder<unknown>[] {
  const part = contains(text ?? '')
  return [
    ...(text === undefined
      ? []
      : [
          sql`(person.display_name ilike ${part} or person.upn ilike ${part} or person.mail ilike ${part}
               or person.id::text = lower(${text}))`,
        ]),
  ]
}

/** A part of a name, so that what people type as `%` or `_` is meant as it stands. */
function contains(text: string): string {
  return `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`
}

/** By names it is the person's own column, which is the one that the index of names ends with. */
function personKey({ sort }: Filter): RawBuilder<unknown> {
  return sort === 'name' ? sql`person.id` : sql`enrolment.person_id`
}

interface Order {
  key: RawBuilder<unknown>
  keyType: RawBuilder<unknown>
  direction: RawBuilder<unknown>
}

const timeColumns = {
  invitedAt: sql`enrolment.invited_at`,
  confirmedAt: sql`enrolment.confirmed_at`,
  registeredAt: sql`enrolment.registered_at`,
} as const

function orderOf({ sort, descending }: Filter): Order {
  const direction = descending ? sql`desc` : sql`asc`
  if (sort === 'name') return { key: sql`person.display_name`, keyType: sql`text`, direction }
  if (sort === 'status') return { key: sql`enrolment.status`, keyType: sql`text`, direction }
  // Whoever has no such time comes last either way.
  const never = descending ? sql`'-infinity'::timestamptz` : sql`'infinity'::timestamptz`
  return { key: sql`coalesce(${timeColumns[sort]}, ${never})`, keyType: sql`timestamptz`, direction }
}
