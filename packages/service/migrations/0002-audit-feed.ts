/** The audit log as evidence feed: the entries read, and which live reads were asked for rather than planned. */

import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  // One row for each entry of the log, so that reading it again changes nothing.
  `create table audit_event (
     tenant_id uuid not null references tenant (id),
     id text not null,
     activity text not null,
     result text not null,
     person_id uuid,
     at timestamptz not null,
     seen_at timestamptz not null,
     primary key (tenant_id, id)
   )`,
  'create index audit_event_at on audit_event (tenant_id, at)',
  // Asked for by somebody who knows why; the planned looks after a click are left to the feed while it is told of.
  'alter table method_watch add column is_asked boolean not null default false',
  // Who is expected to register soon; the feed is polled by their number.
  `create index enrolment_expected on enrolment (tenant_id, confirmed_at) where status in ('clicked', 'addedToGroup')`,
]
