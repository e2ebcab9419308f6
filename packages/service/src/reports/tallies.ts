/**
 * Figures that are kept as counts. Triggers add what each statement changes to `tally_delta`, in its transaction
 * (migration 0013); what is read here is `tally` and `tally_delta` together, so it is exact at any moment and costs the
 * same however many people there are. Folding only keeps `tally_delta` short.
 */

import { sql } from 'kysely'
import type { Database, Tx } from '../db/database.ts'

export interface Figure {
  figure: string
  key: string
  part: string
  people: number
}

/** Figures of a campaign or a tenant; whatever is not there is nobody. */
export async function readFigures(
  db: Database,
  scopeId: string,
  figures: readonly string[],
): Promise<readonly Figure[]> {
  const { rows } = await sql<Figure>`
    select figure, key, part, sum(people)::int as people from tally_now
    where scope_id = ${scopeId} and figure = any(${figures}::text[]) group by figure, key, part
  `.execute(db)
  return rows
}

/** One figure of several campaigns at once. */
export async function readFigureOfEach(
  db: Database,
  scopeIds: readonly string[],
  figures: readonly string[],
): Promise<readonly (Figure & { scopeId: string })[]> {
  const { rows } = await sql<Figure & { scopeId: string }>`
    select scope_id as "scopeId", figure, key, part, sum(people)::int as people from tally_now
    where scope_id = any(${scopeIds}::uuid[]) and figure = any(${figures}::text[])
    group by scope_id, figure, key, part
  `.execute(db)
  return rows
}

/** Key → people. */
export function countOf(figures: readonly Figure[], name: string): ReadonlyMap<string, number> {
  return new Map(figures.filter(({ figure }) => figure === name).map(({ key, people }) => [key, people]))
}

/** The slots that times are counted in; the trigger's own. */
const slotMs = 300_000

/** The moment that a slot begins at: from there on `readRecent` is exact. */
export function beginningOfSlot(at: Date): Date {
  return new Date(Math.floor(at.getTime() / slotMs) * slotMs)
}

/** How many people took each step after `since`, and mails took their end, in whole slots of five minutes; at most a week back. */
export async function readRecent(
  db: Database,
  scopeIds: readonly string[],
  since: Date,
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ part: string; people: number }>`
    select part, sum(people)::int as people from tally_now
    where scope_id = any(${scopeIds}::uuid[]) and figure = 'recent' and key >= ${slotOf(since)} group by part
  `.execute(db)
  return new Map(rows.map(({ part, people }) => [part, people]))
}

/** Numbers of slots have the same length until the year 2065, so they compare as text. */
function slotOf(at: Date): string {
  return String(Math.ceil(at.getTime() / slotMs))
}

/**
 * The largest groups of a break-down, each as rows of `key` and `part` (a status), where the part '' holds them all, and
 * in the same moment everybody by status. The index gives the largest without the others; whatever has changed since
 * the last folding is looked at besides.
 */
export async function readLargest(
  db: Database,
  scopeId: string,
  { figure, max }: { figure: string; max: number },
): Promise<readonly Figure[]> {
  const { rows } = await sql<Figure>`
    with candidate as (
      (select key from tally where scope_id = ${scopeId} and figure = ${figure} and part = ''
       order by people desc limit ${max})
      union
      select key from tally_delta where scope_id = ${scopeId} and figure = ${figure}
    ), counted as (
      select now.key, now.part, sum(now.people)::int as people
      from candidate join tally_now as now on now.scope_id = ${scopeId} and now.figure = ${figure} and now.key = candidate.key
      group by now.key, now.part
    ), largest as (
      select key, people from counted where part = '' and people > 0 order by people desc, key limit ${max}
    )
    select ${figure} as figure, counted.key, counted.part, counted.people, largest.people as size
    from largest join counted using (key)
    union all
    select 'status', key, part, sum(people)::int, 0 from tally_now
    where scope_id = ${scopeId} and figure = 'status' group by key, part
    order by size desc, key
  `.execute(db)
  return rows
}

/** So many rows are folded in one go: some tens of milliseconds. */
export const foldMax = 20_000
/** Eight days of slots; a summary asks for seven. */
const keptSlots = (8 * 24 * 60 * 60 * 1000) / slotMs

/** Adds what has changed to the tallies. Whoever reads meanwhile sees the same before and after; says how many rows. */
export async function foldTallies(db: Database): Promise<number> {
  const { rows } = await sql<{ folded: number }>`
    with gone as (
      delete from tally_delta where ctid = any(array(
        select ctid from tally_delta limit ${foldMax} for update skip locked
      )) returning *
    ), added as (
      insert into tally (tenant_id, scope_id, figure, key, part, people)
      select tenant_id, scope_id, figure, key, part, sum(people) from gone
      group by tenant_id, scope_id, figure, key, part having sum(people) <> 0
      -- one order for all, so that two who fold at once never wait for each other in a circle
      order by scope_id, figure, key, part
      on conflict (scope_id, figure, key, part) do update set people = tally.people + excluded.people
    )
    select count(*)::int as folded from gone
  `.execute(db)
  return rows[0]?.folded ?? 0
}

/** Forgets the slots that no report asks for any more. */
export async function sweepRecent(db: Database, at: Date): Promise<void> {
  const before = String(Number(slotOf(at)) - keptSlots)
  await sql`
    delete from tally
    where scope_id in (select id from campaign union all select id from tenant) and figure = 'recent' and key < ${before}
  `.execute(db)
}

export interface Disagreement extends Figure {
  scopeId: string
  /** What the rows say; `people` is what the tallies say. */
  truth: number
}

/** Where the tallies of a tenant are not what its rows amount to, looking at every row; should be empty. */
export async function findTallyDisagreements(
  db: Database | Tx,
  tenantId: string,
): Promise<readonly Disagreement[]> {
  const { rows } = await sql<Disagreement>`
    with truth as (
      select scope_id, figure, key, part, sum(people)::int as people from tally_truth
      where tenant_id = ${tenantId} group by 1, 2, 3, 4
    ), said as (
      select scope_id, figure, key, part, sum(people)::int as people from tally_now
      where tenant_id = ${tenantId} group by 1, 2, 3, 4
    ), oldest as (
      -- slots that were swept away are missed by nobody
      select coalesce(max(key::int8), 0) - ${keptSlots} as slot from truth where figure = 'recent'
    )
    select scope_id as "scopeId", figure, key, part, coalesce(said.people, 0) as people, coalesce(truth.people, 0) as truth
    from truth full join said using (scope_id, figure, key, part)
    where coalesce(said.people, 0) <> coalesce(truth.people, 0)
      and not (figure = 'recent' and key::int8 <= (select slot from oldest))
  `.execute(db)
  return rows
}
