/** How many people a filter finds, and cursors by which the list can be entered anywhere; costs the same at any size. */

import type { Output } from '@muster/contract/routes'
import { countedMax, markEvery, marksMax } from '@muster/contract/shapes/people'
import { statuses } from '@muster/core/enrolment'
import { sql } from 'kysely'
import type { Database } from '../db/database.ts'
import { writeCursor } from '../http/cursor.ts'
import { type Filter, stateOf } from './people-filter.ts'
import { keysOf, orderOf, sortOf } from './people-order.ts'
import { sourceOf, type Wanted } from './people-search.ts'

type Measured = Output<'measurePeople'>

/**
 * Up to `countedMax` people are counted one by one, with an exact mark at every 200th. A longer list has as many as its
 * tally says, or "more than that" where there is none, and marks from a sample: they divide the people exactly, but
 * how many stand between two of them is about the same only.
 */
export async function measurePeople(db: Database, wanted: Wanted): Promise<Measured> {
  const known = await countByTally(db, wanted)
  const isShort = known === null ? !(await isLong(db, wanted)) : known <= countedMax
  if (isShort) {
    const counted = await countOneByOne(db, wanted)
    if (counted.people <= countedMax) return counted
  }
  const marks = await sampleMarks(db, wanted, known ?? countedMax)
  return { people: known ?? countedMax, isMore: known === null, isExact: false, marks }
}

/** Whether there are more than are counted; in any order, so that it stops at the first that are too many. */
async function isLong(db: Database, wanted: Wanted): Promise<boolean> {
  const { rows } = await sql<{ people: number }>`
    select count(*)::int as people from (select ${sourceOf(wanted, [], { order: null })} limit ${countedMax + 1}) as found
  `.execute(db)
  return (rows[0]?.people ?? 0) > countedMax
}

async function countOneByOne(db: Database, wanted: Wanted): Promise<Measured> {
  const order = orderOf(wanted.filter)
  const { rows } = await sql<{ number: number; keys: string[]; is_mark: boolean }>`
    select number::int, keys, number % ${markEvery} = 0 as is_mark
    from (
      select keys, row_number() over () as number, count(*) over () as people
      from (
        select ${keysOf(order)} as keys ${sourceOf(wanted, [], { order })} order by ${sortOf(order)} limit ${countedMax + 1}
      ) as found
    ) as numbered
    where number % ${markEvery} = 0 or number = people
    order by number
  `.execute(db)
  const marks = rows.filter(row => row.is_mark).map(row => writeCursor(row.keys))
  return { people: rows.at(-1)?.number ?? 0, isMore: false, isExact: true, marks }
}

/** Enough for marks whose distances differ little, few enough to be read at once. */
const sampleMax = 10_000

/** Whole blocks of the table are looked at, so many that some ten thousand rows are met however large it is. */
async function sampleMarks(db: Database, wanted: Wanted, people: number): Promise<string[]> {
  const { rows: sizes } = await sql<{ rows: number }>`
    select greatest(reltuples, ${people})::float8 as rows from pg_class where oid = 'enrolment'::regclass
  `.execute(db)
  const percent = Math.min(100, (100 * sampleMax) / (sizes[0]?.rows ?? people))
  const order = orderOf(wanted.filter)
  const source = sourceOf(wanted, [], { order, enrolments: sql`enrolment tablesample system (${percent})` })
  const { rows } = await sql<{ keys: string[] }>`
    with met as (select ${keysOf(order)} as keys, row_number() over (order by ${sortOf(order)}) as number ${source})
    select keys from met
    where number % greatest(1, ceil((select count(*) from met) / ${marksMax}::float8)::int) = 0 order by number
  `.execute(db)
  return rows.map(row => writeCursor(row.keys))
}

/** Null where no tally knows: filters that are counted apart, put together, or a text. */
async function countByTally(db: Database, { campaign, filter }: Wanted): Promise<number | null> {
  const figures = figuresOf(filter)
  if (figures === null) return null
  const { figure, keys, parts } = figures
  const { rows } = await sql<{ people: number }>`
    select coalesce(sum(people), 0)::int as people from tally_now
    where scope_id = ${campaign.id} and figure = ${figure} and key = any(${keys}::text[]) and part = any(${parts}::text[])
  `.execute(db)
  return rows[0]?.people ?? 0
}

function figuresOf(
  filter: Filter,
): { figure: string; keys: readonly string[]; parts: readonly string[] } | null {
  const { status, level, isLost, escalation, text, batchId, department, country, managerId } = filter
  const groups = Object.entries({ batch: batchId, department, country, manager: managerId }).flatMap(
    ([figure, key]) => (key === undefined ? [] : [{ figure, key }]),
  )
  const others = [level, isLost, escalation, text].filter(one => one !== undefined).length
  const [group] = groups
  if (groups.length + others > 1) return null
  if (group !== undefined) return { figure: group.figure, keys: [group.key], parts: status ?? [''] }
  if (others === 0) return { figure: 'status', keys: status ?? statuses, parts: [''] }
  if (status !== undefined) return null
  if (level !== undefined) return { figure: 'level', keys: level, parts: [''] }
  if (isLost === true) return { figure: 'lost', keys: [''], parts: [''] }
  const state = escalation === undefined ? undefined : stateOf(escalation)
  return state === undefined ? null : { figure: 'escalation', keys: [state], parts: [''] }
}
