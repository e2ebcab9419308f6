/** How a list was understood when it was tried, the column that somebody chose, and the log of acts searched by who and what. */

import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `alter table batch
     add column people_column integer,
     add column sheet text,
     add column reading jsonb`,
  'create index activity_by on activity (by_id, number)',
  'create index activity_act on activity (act, number)',
]
