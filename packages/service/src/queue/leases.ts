/**
 * Who has which lane in hand: one row for each, with a heartbeat, in the database that all copies share. Its clock
 * alone judges a heartbeat, so that copies whose clocks differ do not take each other for dead.
 */

import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Database } from '../db/database.ts'
import type { LaneKind } from '../db/schema.ts'

/** One lane in hand; `claim` tells this run from an earlier one of the same lane. */
export interface LaneRun {
  kind: LaneKind
  key: string
  claim: string
}

/** How often a worker says that it lives. */
export const beatMs = 3_000
/**
 * Five beats missed: a worker that is only busy or waits for the database is not taken for dead, and a dead one's
 * lane is worked again within a quarter of a minute, well inside the minute that is promised.
 */
const silentSeconds = 15
const silentSince = sql`clock_timestamp() - make_interval(secs => ${sql.lit(silentSeconds)})`

/**
 * Takes lanes that are due at `at` or whose worker fell silent, up to `free` of each kind, the longest due first, and
 * clears the wake-ups it could see; one that is committed later stays for the next run. Nobody else gets what is taken
 * here: the primary key of `lane_run` is the lock.
 */
export async function takeLanes(
  db: Database,
  { at, free }: { at: Date; free: ReadonlyMap<LaneKind, number> },
): Promise<LaneRun[]> {
  const claim = randomUUID()
  const { rows } = await sql<LaneRun>`
    with room as (
      select * from unnest(${[...free.keys()]}::text[], ${[...free.values()]}::int[]) as room (kind, places)
    ), due as (
      select kind, key, at from lane_wake where at <= ${at}
      union all
      select kind, key, beat_at from lane_run where beat_at < ${silentSince}
    ), ranked as (
      select kind, key, row_number() over (partition by kind order by min(at)) as place from due
      where not exists (
        select from lane_run
        where lane_run.kind = due.kind and lane_run.key = due.key and beat_at >= ${silentSince}
      )
      group by kind, key
    ), taken as (
      insert into lane_run (kind, key, claim, beat_at)
      select kind, key, ${claim}, clock_timestamp() from ranked join room using (kind) where place <= places
      -- one order for all copies, so that two of them never wait for each other
      order by kind, key
      on conflict (kind, key) do update set claim = excluded.claim, beat_at = excluded.beat_at
      where lane_run.beat_at < ${silentSince}
      returning kind, key, claim
    ), cleared as (
      delete from lane_wake using taken where lane_wake.kind = taken.kind and lane_wake.key = taken.key
    )
    select * from taken
  `.execute(db)
  return rows
}

/** The lanes that `takeLanes` would take if it had the places. */
export async function readDueLanes(db: Database, at: Date): Promise<{ kind: LaneKind; key: string }[]> {
  const { rows } = await sql<{ kind: LaneKind; key: string }>`
    select kind, key from lane_wake where at <= ${at}
    except
    select kind, key from lane_run where beat_at >= ${silentSince}
    union
    select kind, key from lane_run where beat_at < ${silentSince}
  `.execute(db)
  return rows
}

/** When the next lane of each kind comes due that somebody asked for. */
export async function readNextWakes(db: Database): Promise<ReadonlyMap<LaneKind, Date>> {
  const { rows } = await sql<{ kind: LaneKind; at: Date }>`
    select kind, min(at) as at from lane_wake group by kind
  `.execute(db)
  return new Map(rows.map(({ kind, at }) => [kind, at]))
}

/** Says that the workers of these runs live. */
export async function beat(db: Database, runs: readonly LaneRun[]): Promise<void> {
  const claims = [...new Set(runs.map(run => run.claim))]
  await sql`update lane_run set beat_at = clock_timestamp() where claim = any(${claims}::uuid[])`.execute(db)
}

/** Gives a lane back, to be worked again at `next`; does nothing when another has taken it over meanwhile. */
export async function giveBack(db: Database, run: LaneRun, next: Date | null): Promise<void> {
  await sql`
    with ended as (
      delete from lane_run where kind = ${run.kind} and key = ${run.key} and claim = ${run.claim} returning kind, key
    )
    insert into lane_wake (kind, key, at)
    select kind, key, ${next}::timestamptz from ended where ${next}::timestamptz is not null
  `.execute(db)
}

/** Takes every lane from its worker and has it worked at `at`. */
export async function reclaimAll(db: Database, at: Date): Promise<void> {
  await sql`
    with gone as (delete from lane_run returning kind, key)
    insert into lane_wake (kind, key, at) select kind, key, ${at}::timestamptz from gone
  `.execute(db)
}
