/** How a list was understood when it was tried, lists of people to be left out, and the log of acts searched by who and what. */

import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `create table exclusion (
     id uuid primary key,
     tenant_id uuid not null references tenant (id),
     campaign_id uuid not null references campaign (id),
     reason text not null,
     owner text not null,
     until timestamptz,
     created_at timestamptz not null
   )`,
  `alter table batch
     add column people_column integer,
     add column sheet text,
     add column reading jsonb,
     add column exclusion_id uuid references exclusion (id)`,
  'create index activity_by on activity (by_id, number)',
  'create index activity_act on activity (act, number)',
]
