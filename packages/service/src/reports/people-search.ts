/** The people of a campaign as a long table reads them: filtered, in an order, page by page by index, however many there are. */

import type { Input } from '@muster/contract/routes'
import type { Level } from '@muster/core/methods'
import { type RawBuilder, sql } from 'kysely'
import type { CampaignRow } from '../campaigns/handlers.ts'
import type { Database } from '../db/database.ts'
import { readCursor, refuseCursor } from '../http/cursor.ts'
import { escalationWords, type PersonRow, selectPeople } from './people-columns.ts'

export type Filter = Input<'measurePeople'>['body']

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

interface Stretch {
  condition: RawBuilder<unknown>
  /** What its rows are shown with, as the cursors hold it. */
  keys: readonly Key[]
  /** What they differ in among themselves. */
  orderedBy: readonly Key[]
  holds(cut: readonly string[]): boolean
}

/** Null for a list that stands in one index from its first to its last row. */
function stretchesOf(filter: Filter): Stretch[] | null {
  switch (filter.sort) {
    case 'name':
    case 'status':
      return null
    case 'level': {
      const ranked = levels.map((level, rank) => ({
        condition: sql`person.level = ${level}`,
        // A constant, which keeps the index's own order.
        keys: [{ column: sql`${rank}::int`, type: int }, ...personNames],
        orderedBy: personNames,
        holds: ([word]: readonly string[]) => word === String(rank),
      }))
      return filter.descending ? ranked.toReversed() : ranked
    }
    case 'department': {
      const [has, hasNot] = departmentPlaces(filter)
      const department = [{ column: sql`person.department`, type: text }, ...personNames]
      return [
        {
          condition: sql`person.department is not null`,
          keys: [{ column: sql`${has}::int`, type: int }, ...department],
          orderedBy: department,
          holds: ([word]) => word === String(has),
        },
        {
          condition: sql`person.department is null`,
          keys: [
            { column: sql`${hasNot}::int`, type: int },
            { column: sql`''::text`, type: text },
            ...personNames,
          ],
          orderedBy: personNames,
          holds: ([word]) => word === String(hasNot),
        },
      ]
    }
    case 'invitedAt':
    case 'confirmedAt':
    case 'registeredAt': {
      const time = timeColumns[filter.sort]
      const never = neverOf(filter)
      const keysOfTime = (column: RawBuilder<unknown>) => [{ column, type: timestamp }, personKey]
      return [
        {
          condition: sql`${time} is not null`,
          keys: keysOfTime(time),
          orderedBy: keysOfTime(time),
          holds: ([word]) => word !== never,
        },
        {
          condition: sql`${time} is null`,
          keys: keysOfTime(sql`${never}::timestamptz`),
          orderedBy: [personKey],
          holds: ([word]) => word === never,
        },
      ]
    }
    default:
      return filter.sort satisfies never
  }
}

async function findPart(
  db: Database,
  wanted: Wanted,
  { order, conditions, limit }: Part & { limit: number },
): Promise<FoundRow[]> {
  // The page is cut before the columns of the person, the link and the mails are looked up.
  const { rows } = await sql<FoundRow>`
    with found as (
      select enrolment.id, ${columnsOf(order)} ${sourceOf(wanted, conditions)}
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

/** `from … where …` of a search. The person's row is joined only where it is asked for. */
export function sourceOf(
  { campaign, filter }: Wanted,
  more: readonly RawBuilder<unknown>[] = [],
  enrolment: RawBuilder<unknown> = sql`enrolment`,
): RawBuilder<unknown> {
  const conditions = [
    sql`enrolment.campaign_id = ${campaign.id}`,
    ...ofEnrolment(filter),
    ...ofPerson(filter),
    ...more,
  ]
  const person = isOfPerson(filter)
    ? sql`join person on person.tenant_id = ${campaign.tenant_id} and person.id = enrolment.person_id`
    : sql``
  return sql`from ${enrolment} ${person} where ${sql.join(conditions, sql` and `)}`
}

function ofEnrolment(filter: Filter): RawBuilder<unknown>[] {
  const { status, batchId, isLost, escalation } = filter
  return [
    // One status is a place in the index, several are looked at in the order asked for.
    ...(status === undefined
      ? []
      : [
          status.length === 1
            ? sql`enrolment.status = ${status[0]}`
            : sql`enrolment.status = any(${status}::text[])`,
        ]),
    ...(batchId === undefined ? [] : [sql`enrolment.batch_id = ${batchId}`]),
    ...(isLost === undefined
      ? []
      : [isLost ? sql`enrolment.lost_at is not null` : sql`enrolment.lost_at is null`]),
    ...(escalation === undefined ? [] : [sql`${stateOfEscalation} = ${stateOf(escalation)}`]),
  ]
}

const stateOfEscalation = sql`(select state from escalation where escalation.enrolment_id = enrolment.id)`

/** How the database calls what the API calls so. */
export function stateOf(word: NonNullable<Filter['escalation']>): string | undefined {
  return Object.entries(escalationWords).find(([, known]) => known === word)?.[0]
}

function isOfPerson(filter: Filter): boolean {
  return ofPerson(filter).length > 0 || filter.sort === 'department' || filter.sort === 'level'
}

function ofPerson({ department, country, managerId, level, text }: Filter): RawBuilder<unknown>[] {
  const [onlyLevel, ...otherLevels] = level ?? []
  return [
    ...(department === undefined ? [] : [sql`person.department = ${department}`]),
    ...(country === undefined ? [] : [sql`person.usage_location = ${country}`]),
    ...(managerId === undefined ? [] : [sql`person.manager_id = ${managerId}`]),
    ...(onlyLevel === undefined
      ? []
      : [
          otherLevels.length === 0
            ? sql`person.level = ${onlyLevel}`
            : sql`person.level = any(${level}::text[])`,
        ]),
    ...(text === undefined ? [] : [ofText(text)]),
  ]
}

const objectId = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i

/**
 * The expression is that of the index `person_text`: names and addresses under one another, so that no part spans two, in
 * lower case by the rules of the names.
 */
function ofText(text: string): RawBuilder<unknown> {
  if (objectId.test(text)) return sql`person.id = ${text}`
  return sql`lower(person.display_name || e'\\n' || person.upn || e'\\n' || coalesce(person.mail, ''))
             like lower(${contains(text)}::text collate muster_names)`
}

/** A part of a name, so that what people type as `%` or `_` is meant as it stands. */
function contains(text: string): string {
  return `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`
}

interface Key {
  column: RawBuilder<unknown>
  type: RawBuilder<unknown>
}

export interface Order {
  keys: readonly Key[]
  direction: RawBuilder<unknown>
  isDescending: boolean
}

const timeColumns = {
  invitedAt: sql`enrolment.invited_at`,
  confirmedAt: sql`enrolment.confirmed_at`,
  registeredAt: sql`enrolment.registered_at`,
} as const

const uuid = sql`uuid`
const text = sql`text`
const int = sql`int`
const timestamp = sql`timestamptz`
const personKey: Key = { column: sql`enrolment.person_id`, type: uuid }
const personNames: readonly Key[] = [
  { column: sql`person.display_name`, type: text },
  { column: sql`person.id`, type: uuid },
]

/** From the weakest on; whoever was never looked at comes before. */
const levels: readonly Level[] = ['unknown', 'none', 'phone', 'mfa', 'phishingResistant']

function rankOf(level: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`array_position(array[${sql.join(levels)}]::text[], ${level}) - 1`
}

/** Whoever has none comes last either way. */
function departmentPlaces({ descending }: Filter): readonly [has: number, hasNot: number] {
  return [0, descending ? -1 : 1]
}

/** The columns of an index, where there is one for the order and the filter. */
export function orderOf(filter: Filter): Order {
  const { sort, descending } = filter
  // The name stands with the enrolment and with the person; each has indexes that end with it.
  const names: readonly Key[] = isOfPerson(filter)
    ? personNames
    : [{ column: sql`enrolment.person_name`, type: text }, personKey]
  const order = descending
    ? { direction: sql`desc`, isDescending: true }
    : { direction: sql`asc`, isDescending: false }
  if (sort === 'name') return { keys: names, ...order }
  if (sort === 'status') return { keys: [{ column: sql`enrolment.status`, type: text }, ...names], ...order }
  if (sort === 'level')
    return { keys: [{ column: rankOf(sql`person.level`), type: int }, ...names], ...order }
  if (sort === 'department') {
    const [has, hasNot] = departmentPlaces(filter)
    const place = sql`case when person.department is null then ${hasNot}::int else ${has}::int end`
    const department = { column: sql`coalesce(person.department, '')`, type: text }
    return { keys: [{ column: place, type: int }, department, ...names], ...order }
  }
  const time = {
    column: sql`coalesce(${timeColumns[sort]}, ${neverOf(filter)}::timestamptz)`,
    type: timestamp,
  }
  return { keys: [time, personKey], ...order }
}

/** Whoever has no such time comes last either way. */
function neverOf({ descending }: Filter): string {
  return descending ? '-infinity' : 'infinity'
}

export function sortOf({ keys, direction }: Order): RawBuilder<unknown> {
  return sql.join(keys.map(({ column }) => sql`${column} ${direction}`))
}

function keyName(index: number): RawBuilder<unknown> {
  return sql.ref(`key_${index}`)
}

function columnsOf({ keys }: Order): RawBuilder<unknown> {
  return sql.join(keys.map(({ column }, index) => sql`${column} as ${keyName(index)}`))
}

/** What a cursor holds, as text. */
export function keysOf({ keys }: Order): RawBuilder<unknown> {
  return sql`array[${sql.join(keys.map(({ column }) => sql`${column}::text`))}]`
}

/** The keys of a row, as a cursor holds them. */
type Cut = readonly string[] | null

/** Only what stands after `from`, and nothing after `to`. */
function cutsOf({ keys, isDescending }: Order, from: Cut, to: Cut): RawBuilder<unknown>[] {
  const columns = sql.join(keys.map(({ column }) => column))
  const cut = (compare: RawBuilder<unknown>, values: readonly string[]) =>
    sql`(${columns}) ${compare} (${sql.join(keys.map(({ type }, index) => sql`${values[index]}::${type}`))})`
  return [
    ...(from === null ? [] : [cut(isDescending ? sql`<` : sql`>`, from)]),
    ...(to === null ? [] : [cut(isDescending ? sql`>=` : sql`<=`, to)]),
  ]
}
