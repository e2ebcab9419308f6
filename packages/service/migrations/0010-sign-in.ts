/** Accounts of administrators, their sessions, one-time links, and the log of who did what. */

import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `create table account (
     id uuid primary key,
     directory text not null,
     subject text not null,
     name text not null,
     user_name text,
     role_claimed text check (role_claimed in ('viewer', 'operator', 'admin')),
     role_given text check (role_given in ('viewer', 'operator', 'admin')),
     created_at timestamptz not null,
     last_signed_in_at timestamptz,
     unique (directory, subject)
   )`,

  // `attempt` is the hash of the sign-in that made the session, so that an answer of the provider is good once.
  `create table session (
     id uuid primary key,
     account_id uuid not null references account (id),
     hash bytea not null unique,
     attempt bytea not null unique,
     role text not null check (role in ('viewer', 'operator', 'admin')),
     started_at timestamptz not null,
     last_used_at timestamptz not null,
     ends_at timestamptz not null,
     ended_at timestamptz
   )`,
  'create index session_open on session (account_id) where ended_at is null',

  `create table invitation (
     id uuid primary key,
     hash bytea not null unique,
     created_at timestamptz not null,
     expires_at timestamptz not null,
     used_at timestamptz,
     used_by uuid references account (id)
   )`,

  // No foreign keys: an entry outlives whatever it names.
  `create table activity (
     number int8 primary key,
     at timestamptz not null,
     by text not null check (by in ('apiKey', 'account', 'machine', 'nobody')),
     by_id uuid,
     act text not null,
     about jsonb not null,
     outcome text not null check (outcome in ('done', 'refused', 'failed')),
     reason text,
     mac bytea not null
   )`,
  `create function refuse_change_of_activity() returns trigger language plpgsql as $$
   begin
     raise exception 'the log of acts is only ever added to';
   end $$`,
  `create trigger activity_is_append_only before update or delete or truncate on activity
   for each statement execute function refuse_change_of_activity()`,

  // An answer is remembered for whoever asked, a key or an account.
  'alter table remembered_answer rename column api_key_id to caller_id',
]
