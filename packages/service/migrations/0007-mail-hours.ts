/** Working hours by the recipient's clock: where people live, and the window of time in which a queued mail may go out. */

import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `alter table tenant add column time_zone text not null default 'UTC'`,
  'alter table person add column time_zone text, add column zone_read_at timestamptz',
  'alter table message add column closes_at timestamptz',
  // In the order in which a sender takes them: whose window closes soonest comes first.
  'drop index message_queued',
  "create index message_queued on message (sender_id, closes_at, queued_at, id) where state = 'queued'",
  `update campaign set policy = '{"mailHours": null, "mailDays": null}'::jsonb || policy`,
]
