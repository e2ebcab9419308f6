/** The first tables: tenants and their people, campaigns, batches, enrolments with their events, and the work that follows. */

import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `create table tenant (
     id uuid primary key,
     name text not null unique,
     entra_tenant_id text not null,
     client_id text not null,
     graph_url text not null,
     login_url text not null,
     credential bytea not null,
     organisation_name text not null,
     support_contact text,
     default_language text not null,
     created_at timestamptz not null
   )`,

  // A local copy of the directory. Identity is the object id; UPN and mail are attributes that change.
  `create table person (
     tenant_id uuid not null references tenant (id),
     id uuid not null,
     upn text not null,
     mail text,
     display_name text not null,
     given_name text,
     surname text,
     account_enabled boolean not null,
     user_type text not null check (user_type in ('member', 'guest')),
     department text,
     job_title text,
     preferred_language text,
     usage_location text,
     deleted_at timestamptz,
     level text not null default 'unknown',
     level_source text,
     checked_at timestamptz,
     synced_at timestamptz not null,
     primary key (tenant_id, id)
   )`,
  'create index person_upn on person (tenant_id, lower(upn))',
  'create index person_mail on person (tenant_id, lower(mail))',

  `create table sender (
     id uuid primary key,
     tenant_id uuid not null references tenant (id),
     kind text not null check (kind in ('graph', 'smtp')),
     address text not null,
     display_name text,
     settings bytea,
     -- why the mailbox itself cannot send at the moment; null when it can
     problem text,
     created_at timestamptz not null,
     unique (tenant_id, kind, address)
   )`,

  `create table campaign (
     id uuid primary key,
     tenant_id uuid not null references tenant (id),
     name text not null,
     status text not null check (status in ('draft', 'running', 'paused', 'finished')),
     policy jsonb not null,
     sender_ids uuid[] not null,
     setup_url text not null,
     due_on date,
     created_at timestamptz not null,
     launched_at timestamptz,
     finished_at timestamptz,
     unique (tenant_id, name)
   )`,

  `create table batch (
     id uuid primary key,
     tenant_id uuid not null references tenant (id),
     campaign_id uuid not null references campaign (id),
     origin text not null check (origin in ('file', 'group')),
     source text not null,
     source_batch_id text not null,
     file_name text,
     group_id uuid,
     invite_again boolean not null,
     dry_run boolean not null,
     state text not null check (state in ('receiving', 'queued', 'working', 'done', 'refused')),
     rows_total integer,
     rows_done integer not null default 0,
     added integer not null default 0,
     updated integer not null default 0,
     unchanged integer not null default 0,
     skipped integer not null default 0,
     invalid integer not null default 0,
     problem text,
     created_at timestamptz not null,
     finished_at timestamptz
   )`,
  'create index batch_campaign on batch (campaign_id, created_at)',
  // The file as it came, in pieces, so that reading it again after a kill needs no disk of ours.
  `create table batch_piece (
     batch_id uuid not null references batch (id) on delete cascade,
     number integer not null,
     bytes bytea not null,
     primary key (batch_id, number)
   )`,
  `create table batch_row (
     batch_id uuid not null references batch (id) on delete cascade,
     number integer not null,
     line integer not null,
     value text not null,
     outcome text not null check (outcome in ('added', 'updated', 'unchanged', 'skipped', 'invalid')),
     reason text,
     person_id uuid,
     primary key (batch_id, number)
   )`,
  'create index batch_row_person on batch_row (batch_id, person_id)',

  `create table enrolment (
     id uuid primary key,
     tenant_id uuid not null references tenant (id),
     campaign_id uuid not null references campaign (id),
     person_id uuid not null,
     batch_id uuid references batch (id),
     source text not null,
     source_batch_id text not null,
     status text not null,
     reached text not null,
     aside jsonb,
     enrolled_at timestamptz not null,
     invitations_asked integer not null,
     invitations_settled integer not null,
     invitations_accepted integer not null,
     invited_at timestamptz,
     reminders_asked integer not null,
     reminders_settled integer not null,
     reminders_accepted integer not null,
     reminder_asked_at timestamptz,
     reminded_at timestamptz,
     confirmed_at timestamptz,
     joins_asked integer not null,
     joins_settled integer not null,
     joined_at timestamptz,
     join_refusal text,
     level text not null,
     registered_at timestamptz,
     registration_source text,
     lost_at timestamptz,
     due_at timestamptz,
     events_count integer not null,
     unique (campaign_id, person_id)
   )`,
  'create index enrolment_due on enrolment (campaign_id, due_at) where due_at is not null',
  'create index enrolment_person on enrolment (tenant_id, person_id)',
  'create index enrolment_batch on enrolment (batch_id)',

  `create table enrolment_event (
     enrolment_id uuid not null references enrolment (id),
     sequence integer not null,
     tenant_id uuid not null,
     campaign_id uuid not null,
     kind text not null,
     details jsonb not null,
     at timestamptz not null,
     id bigint generated always as identity unique,
     primary key (enrolment_id, sequence)
   )`,
  'create index enrolment_event_campaign on enrolment_event (campaign_id, id)',

  `create table link (
     token uuid primary key,
     enrolment_id uuid not null unique references enrolment (id),
     tenant_id uuid not null,
     first_opened_at timestamptz,
     last_opened_at timestamptz,
     opened_count integer not null default 0
   )`,

  // One row per mail, written before the send. The unique key makes a second send of the same mail impossible.
  `create table message (
     id uuid primary key,
     tenant_id uuid not null,
     campaign_id uuid not null,
     enrolment_id uuid not null references enrolment (id),
     sender_id uuid not null references sender (id),
     kind text not null check (kind in ('invitation', 'reminder')),
     number integer not null,
     state text not null check (state in ('queued', 'sending', 'sent', 'refused', 'uncertain', 'withdrawn')),
     not_before timestamptz not null,
     queued_at timestamptz not null,
     claim uuid,
     claimed_at timestamptz,
     settled_at timestamptz,
     attempts integer not null default 0,
     outcome text,
     unique (enrolment_id, kind, number)
   )`,
  "create index message_queued on message (sender_id, not_before, queued_at, id) where state = 'queued'",
  "create index message_open on message (sender_id, claimed_at) where state in ('sending', 'uncertain')",
  'create index message_window on message (sender_id, claimed_at) where claimed_at is not null',
  'create index message_campaign on message (campaign_id, state)',

  `create table group_join (
     enrolment_id uuid not null references enrolment (id),
     number integer not null,
     tenant_id uuid not null,
     campaign_id uuid not null,
     person_id uuid not null,
     group_id uuid not null,
     state text not null check (state in ('queued', 'done', 'refused')),
     not_before timestamptz not null,
     attempts integer not null default 0,
     outcome text,
     settled_at timestamptz,
     primary key (enrolment_id, number)
   )`,
  "create index group_join_queued on group_join (tenant_id, not_before) where state = 'queued'",

  // Whose methods are to be read live, and when next.
  `create table method_watch (
     tenant_id uuid not null,
     person_id uuid not null,
     step integer not null,
     next_at timestamptz not null,
     primary key (tenant_id, person_id)
   )`,
  'create index method_watch_next on method_watch (tenant_id, next_at)',

  // When lanes are to be worked. Each wake-up is a row of its own: two people who click at once do not wait for each
  // other, and none is lost. That a lane has one worker at a time is pg-boss's part.
  `create table lane_wake (
     id bigint generated always as identity primary key,
     kind text not null,
     key uuid not null,
     at timestamptz not null,
     -- left by the worker in hand: when another may take it for dead
     is_takeover boolean not null
   )`,
  'create index lane_wake_at on lane_wake (at)',
  'create index lane_wake_lane on lane_wake (kind, key)',

  `create table cursor (
     tenant_id uuid not null,
     name text not null,
     value jsonb not null,
     updated_at timestamptz not null,
     primary key (tenant_id, name)
   )`,

  `create table api_key (
     id uuid primary key,
     name text not null,
     role text not null check (role in ('viewer', 'operator', 'admin')),
     hash bytea not null unique,
     created_at timestamptz not null,
     last_used_at timestamptz,
     revoked_at timestamptz
   )`,

  `create table remembered_answer (
     api_key_id uuid not null,
     key text not null,
     fingerprint text not null,
     answer jsonb,
     remembered_at timestamptz not null,
     primary key (api_key_id, key)
   )`,
]
