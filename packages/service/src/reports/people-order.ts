/** The orders of a list of people: each stands in an index, or in a few of them one after another. */

import type { Level } from '@muster/core/methods'
import { type RawBuilder, sql } from 'kysely'
import { type Filter, isOfPerson } from './people-filter.ts'

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
export const personNames: readonly Key[] = [
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

export function keyName(index: number): RawBuilder<unknown> {
  return sql.ref(`key_${index}`)
}

export function columnsOf({ keys }: Order): RawBuilder<unknown> {
  return sql.join(keys.map(({ column }, index) => sql`${column} as ${keyName(index)}`))
}

/** What a cursor holds, as text. */
export function keysOf({ keys }: Order): RawBuilder<unknown> {
  return sql`array[${sql.join(keys.map(({ column }) => sql`${column}::text`))}]`
}

/** The keys of a row, as a cursor holds them. */
export type Cut = readonly string[] | null

/** Only what stands after `from`, and nothing after `to`. */
export function cutsOf({ keys, isDescending }: Order, from: Cut, to: Cut): RawBuilder<unknown>[] {
  const columns = sql.join(keys.map(({ column }) => column))
  const cut = (compare: RawBuilder<unknown>, values: readonly string[]) =>
    sql`(${columns}) ${compare} (${sql.join(keys.map(({ type }, index) => sql`${values[index]}::${type}`))})`
  return [
    ...(from === null ? [] : [cut(isDescending ? sql`<` : sql`>`, from)]),
    ...(to === null ? [] : [cut(isDescending ? sql`>=` : sql`<=`, to)]),
  ]
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
export function stretchesOf(filter: Filter): Stretch[] | null {
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
