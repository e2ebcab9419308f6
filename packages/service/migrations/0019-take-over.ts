/** Take-over from a list of the reference product: its runs, what each row says and came to, and old links of any shape. */

import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  'alter table enrolment add column mail_held_until timestamptz',

  `create table takeover (
     id uuid primary key,
     tenant_id uuid not null references tenant (id),
     campaign_id uuid not null references campaign (id),
     origin text not null check (origin in ('list', 'file')),
     -- of a list: the site's address and the list's name as people see them
     site text,
     list text not null,
     -- of a file: whose pieces they are, so that a rehearsal's file serves the real run too
     file_id uuid,
     -- column of the list → column of the reference product, as an operator says
     mapping jsonb not null,
     is_real boolean not null,
     rest_days integer not null check (rest_days between 0 and 365),
     state text not null check (state in ('receiving', 'queued', 'reading', 'weighing', 'done', 'refused')),
     -- how the file or list was understood, once its head has been read
     reading jsonb,
     -- the list's next page, while it is read
     cursor text,
     rows_done integer not null default 0,
     rows_total integer,
     people_done integer not null default 0,
     people_total integer,
     after_person uuid,
     report jsonb,
     problem jsonb,
     created_at timestamptz not null,
     finished_at timestamptz
   )`,
  'create index takeover_campaign on takeover (campaign_id, created_at, id)',
  `create index takeover_open on takeover (tenant_id, created_at) where state in ('queued', 'reading', 'weighing')`,

  `create table takeover_piece (
     file_id uuid not null,
     number integer not null,
     tenant_id uuid not null references tenant (id),
     bytes bytea not null,
     primary key (file_id, number)
   )`,

  `create table takeover_row (
     takeover_id uuid not null references takeover (id) on delete cascade,
     number integer not null,
     -- the file's line, or the item's id
     line integer not null,
     value text not null,
     claim jsonb not null,
     listed_status text,
     person_id uuid,
     -- the token, so that one which two people have is found; never the token itself when it is no GUID
     token_hash bytea,
     status text,
     outcome text check (outcome in ('added', 'moved', 'unchanged', 'skipped', 'duplicate', 'gone', 'invalid')),
     findings text[] not null default '{}',
     details jsonb not null default '[]',
     primary key (takeover_id, number)
   )`,
  'create index takeover_row_person on takeover_row (takeover_id, person_id, number)',
  'create index takeover_row_token on takeover_row (takeover_id, token_hash) where token_hash is not null',

  // What stood in old links beside the one that a link has now: GUIDs, addresses, anything. Only a keyed hash of it.
  `create table link_alias (
     hash bytea primary key,
     enrolment_id uuid not null references enrolment (id) on delete cascade,
     tenant_id uuid not null
   )`,
  'create index link_alias_enrolment on link_alias (enrolment_id)',
]
