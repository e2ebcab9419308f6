/** What is not known of a mail is remembered after it is known: since when, why, and who or what settled it. */

import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `create table mail_doubt (
     message_id uuid not null references message (id) on delete cascade,
     tenant_id uuid not null,
     since_at timestamptz not null,
     why text not null,
     settled_at timestamptz,
     verdict text check (verdict in ('arrived', 'again', 'withdrawn')),
     settled_by text check (settled_by in ('link', 'sentItems', 'bounce', 'operator', 'campaign')),
     decided_by text,
     primary key (message_id, since_at)
   )`,
  // Of what was settled before, nobody wrote down since when it had been unknown.
  `insert into mail_doubt (message_id, tenant_id, since_at, why)
   select id, tenant_id, coalesce(settled_at, claimed_at, queued_at), coalesce(outcome, '') from message where state = 'uncertain'`,
]
