/** Budgets of a tenant and what was used of them, gates that every copy sees, and the panic stop. */

import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  // Null: the default, which for the directory follows from the size of the tenant.
  `alter table tenant
     add column directory_units_max integer check (directory_units_max > 0),
     add column directory_writes_max integer check (directory_writes_max > 0),
     add column reports_max integer check (reports_max > 0),
     add column method_reads_max integer check (method_reads_max > 0),
     add column stopped_at timestamptz,
     add column stopped_by text,
     add column stop_reason text,
     add check ((stopped_at is null) = (stop_reason is null) and (stopped_at is null) = (stopped_by is null))`,

  // One row for each throttled service and each mailbox that was ever throttled.
  `create table graph_gate (
     tenant_id uuid not null references tenant on delete cascade,
     name text not null,
     closed_until timestamptz not null,
     primary key (tenant_id, name)
   )`,

  // What was used of a budget within its window, so that a restart does not begin with a burst.
  `create table graph_use (
     tenant_id uuid not null references tenant on delete cascade,
     name text not null,
     used jsonb not null,
     primary key (tenant_id, name)
   )`,
  `delete from cursor where name = 'reportsBudget'`,
]
