/** A lane in hand is a row with a heartbeat of ours, which takes the place of the queue's jobs. */

import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  // The key of the row is what keeps a second worker away; a row whose heartbeat is old belongs to nobody any more.
  `create table lane_run (
     kind text not null,
     key uuid not null,
     claim uuid not null,
     beat_at timestamptz not null,
     primary key (kind, key)
   )`,
  // What told of a lane in hand so far stays as a wake-up, so that a lane whose worker was stopped for this is worked.
  'alter table lane_wake drop column is_takeover',
  'drop schema if exists pgboss cascade',
]
