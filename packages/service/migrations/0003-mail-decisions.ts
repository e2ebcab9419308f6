/** Budgets of senders, senders set aside for a while, mails that came back, and what was decided of mails of unknown fate. */

import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  // What Exchange Online lets a mailbox send (facts, section 10).
  `alter table sender
     add column per_minute_max integer not null default 30 check (per_minute_max > 0),
     add column per_day_max integer not null default 10000 check (per_day_max > 0),
     add column at_once_max integer not null default 4 check (at_once_max > 0),
     -- set aside until then; its mails go to the campaign's other senders
     add column blocked_until timestamptz`,

  `alter table message
     -- who or what decided about a mail of unknown fate, in words
     add column decision text`,
  'alter table message drop constraint message_state_check',
  `alter table message add constraint message_state_check
     check (state in ('queued', 'sending', 'sent', 'refused', 'uncertain', 'withdrawn', 'bounced'))`,

  `update campaign set policy = '{"uncertainAfterHours": 48, "uncertainThen": "wait"}'::jsonb || policy`,
]
