/** The people of a campaign as a long table reads them: filtered, in an order, page by page by index, however many there are. */

import { type RawBuilder, sql } from 'kysely'
import type { CampaignRow } from '../campaigns/handlers.ts'
import type { Database } from '../db/database.ts'
import { readCursor, refuseCursor } from '../http/cursor.ts'
import { type PersonRow, selectPeople } from './people-columns.ts'
import { type Filter, isOfPerson, ofEnrolment, ofPerson, ofText } from './people-filter.ts'
import {
  type Cut,
  columnsOf,
  cutsOf,
  keyName,
  type Order,
  orderOf,
  personNames,
  sortOf,
  stretchesOf,
} from './people-order.ts'

/** A row with the keys it is sorted by, as PostgreSQL writes them, so that a cursor repeats them exactly. */
export type FoundRow = PersonRow & { sort_keys: string[] }

export interface Wanted {
  campaign: CampaignRow
  filter: Filter
}

interface Page {
  limit: number
  cursor?: string | undefined
  /** A cursor, too: nobody after the person that it names. */
  through?: string | undefined
}

/** At most `limit` people after the cursor. Broken cursors are a Problem. */
export async function findPeople(db: Database, wanted: Wanted, page: Page): Promise<FoundRow[]> {
  const found: FoundRow[] = []
  for (const part of partsOf(wanted.filter, page)) {
    const limit = page.limit - found.length
    if (limit > 0) found.push(...(await findPart(db, wanted, { ...part, limit })))
  }
  return found
}

interface Part {
  order: Order
  conditions: readonly RawBuilder<unknown>[]
}

/**
 * A list by name or status stands in one index. By a time it stands in two, one after another: whoever has such a time,
 * and then everybody else; by department likewise; by level in one stretch of an index for each level.
 */
function partsOf(filter: Filter, page: Page): Part[] {
  const order = orderOf(filter)
  const from = readCursor(page.cursor, order.keys.length)
  const to = readCursor(page.through, order.keys.length)
  const stretches = stretchesOf(filter)
  if (stretches === null) return [{ order, conditions: cutsOf(order, from, to) }]
  // A cursor lies in one of the stretches: those before it are over, those behind `to` are not asked for.
  const placeOf = (cut: readonly string[]) => {
    const place = stretches.findIndex(one => one.holds(cut))
    return place === -1 ? refuseCursor() : place
  }
  const start = from === null ? 0 : placeOf(from)
  const end = to === null ? stretches.length - 1 : placeOf(to)
  return stretches.flatMap((stretch, index) => {
    if (index < start || index > end) return []
    const within = { ...order, keys: stretch.orderedBy }
    const own = (cut: Cut, at: number) =>
      cut === null || at !== index ? null : cut.slice(order.keys.length - stretch.orderedBy.length)
    const conditions = [stretch.condition, ...cutsOf(within, own(from, start), own(to, end))]
    return [{ order: { ...order, keys: stretch.keys }, conditions }]
  })
}

interface Sought extends Part {
  limit: number
}

/**
 * So many people are looked through in the order of the list before whoever has the text is gathered and put in order.
 * A text that one in twenty has fills its page by then, and one that fewer have is had by few.
 */
const lookedThroughMax = 4_000

async function findPart(db: Database, wanted: Wanted, sought: Sought): Promise<FoundRow[]> {
  const { filter } = wanted
  if (filter.text === undefined || filter.sort !== 'name') return selectPart(db, wanted, sought)
  const ahead = await selectPart(db, wanted, sought, lookedThroughMax)
  return ahead.length === sought.limit ? ahead : selectPart(db, wanted, sought)
}

async function selectPart(
  db: Database,
  wanted: Wanted,
  { order, conditions, limit }: Sought,
  peopleMax?: number,
): Promise<FoundRow[]> {
  // The page is cut before the columns of the person, the link and the mails are looked up.
  const { rows } = await sql<FoundRow>`
    with found as (
      select enrolment.id, ${columnsOf(order)} ${sourceOf(wanted, conditions, { order, peopleMax })}
      order by ${sortOf(order)} limit ${limit}
    )
    select enrolled.*, array[${sql.join(order.keys.map((_, index) => sql`found.${keyName(index)}::text`))}] as sort_keys
    from found cross join lateral (${selectPeople} where enrolment.id = found.id) as enrolled
    order by ${sql.join(order.keys.map((_, index) => sql`found.${keyName(index)} ${order.direction}`))}
  `.execute(db)
  return rows
}

/** What a cursor says of a row. */
export function keyOf(row: FoundRow): string[] {
  return row.sort_keys
}

interface How {
  /** Null: in any. */
  order: Order | null
  /** Nobody but the first so many in the order of the list is looked through for a text. */
  peopleMax?: number | undefined
  /** Instead of the whole table. */
  enrolments?: RawBuilder<unknown>
}

/**
 * `from … where …` of a search. The person's row is joined only where it is asked for. Whoever has a text is gathered
 * before anything else is looked at: PostgreSQL would look for them along the list, from its beginning to its end.
 */
export function sourceOf(
  { campaign, filter }: Wanted,
  more: readonly RawBuilder<unknown>[],
  { order, peopleMax, enrolments }: How,
): RawBuilder<unknown> {
  const ofOurs = [sql`enrolment.campaign_id = ${campaign.id}`, ...ofEnrolment(filter)]
  const ofTenant = sql`person.tenant_id = ${campaign.tenant_id}`
  if (!isOfPerson(filter)) return sql`from ${enrolments ?? sql`enrolment`} where ${and(ofOurs, more)}`
  const { text, ...others } = filter
  if (text === undefined || enrolments !== undefined) {
    return sql`from ${enrolments ?? sql`enrolment`} join person on ${ofTenant} and person.id = enrolment.person_id
               where ${and(ofOurs, ofPerson(filter), more)}`
  }
  const isByName = order?.keys === personNames
  const ofGathered = and(
    [ofTenant],
    ofPerson(peopleMax === undefined ? filter : others),
    isByName ? more : [],
  )
  const ofFound = and(ofOurs, peopleMax === undefined ? [] : [ofText(text)], isByName ? [] : more)
  return sql`from (select * from person where ${ofGathered}
                   ${isByName ? sql`order by ${sortOf(order)}` : sql``}
                   ${peopleMax === undefined ? sql`offset 0` : sql`limit ${peopleMax}`}) as person
             join enrolment on enrolment.person_id = person.id where ${ofFound}`
}

function and(...conditions: readonly (readonly RawBuilder<unknown>[])[]): RawBuilder<unknown> {
  return sql.join(conditions.flat(), sql` and `)
}
