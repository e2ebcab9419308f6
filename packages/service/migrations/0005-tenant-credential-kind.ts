/** What a list shows of tenants and senders needs no key, and a sender can be taken away and its address used again. */

import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  // Null for what was stored before; the sealed credential itself says it then.
  `alter table tenant add column credential_kind text check (credential_kind in ('secret', 'certificate'))`,
  // A mail keeps naming the mailbox that it went out from, so the row outlives the sender.
  'alter table sender add column removed_at timestamptz',
  // One mailbox is one sender whatever its kind; the handler sees to it, since rows of before may break that.
  'alter table sender drop constraint sender_tenant_id_kind_address_key',
]
