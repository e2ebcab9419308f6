/** Texts of one's own in versions, what each mail was made from, the look of an organisation, and mails sent as a test. */

import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  // Pictures stay when a newer one takes their place: mails that were sent show them. The id follows from the bytes.
  `create table logo (
     tenant_id uuid not null references tenant (id) on delete cascade,
     id text not null,
     media_type text not null check (media_type in ('image/png', 'image/jpeg')),
     width integer not null,
     height integer not null,
     bytes bytea not null,
     added_at timestamptz not null,
     primary key (tenant_id, id)
   )`,
  'create index logo_id on logo (id)',
  `create table brand (
     tenant_id uuid primary key references tenant (id) on delete cascade,
     accent text,
     on_accent text,
     logo_id text,
     foreign key (tenant_id, logo_id) references logo (tenant_id, id)
   )`,

  `create table text_set (
     id uuid primary key,
     tenant_id uuid not null references tenant (id) on delete cascade,
     name text not null,
     made_at timestamptz not null,
     removed_at timestamptz
   )`,
  'create unique index text_set_name on text_set (tenant_id, lower(name)) where removed_at is null',

  // A version is never changed, only replaced. Without a set it is the tenant's own for every campaign.
  `create table mail_template (
     id uuid primary key,
     tenant_id uuid not null references tenant (id) on delete cascade,
     text_set_id uuid references text_set (id) on delete cascade,
     kind text not null check (kind in ('invitation', 'reminder', 'escalation')),
     language text not null,
     subject text not null,
     mjml text not null,
     text text not null,
     -- the MJML worked off when it was saved, so that sending a mail never has to
     html text not null,
     made_at timestamptz not null,
     made_by text not null,
     replaced_at timestamptz
   )`,
  `create unique index mail_template_current
     on mail_template (tenant_id, coalesce(text_set_id, '00000000-0000-0000-0000-000000000000'), kind, language)
     where replaced_at is null`,
  'alter table campaign add column text_set_id uuid references text_set (id)',

  // What all mails of one template in one campaign have in common; each mail adds what is the person's own.
  `create table mail_form (
     id uuid primary key,
     tenant_id uuid not null references tenant (id) on delete cascade,
     digest bytea not null,
     template_id uuid references mail_template (id),
     kind text not null,
     language text not null,
     subject text not null,
     html text not null,
     text text not null,
     facts jsonb not null,
     made_at timestamptz not null,
     unique (tenant_id, digest)
   )`,
  'alter table message add column form_id uuid references mail_form (id), add column said jsonb',

  `create table test_mail (
     id uuid primary key,
     tenant_id uuid not null references tenant (id) on delete cascade,
     sender_id uuid not null references sender (id) on delete cascade,
     recipient_id uuid not null,
     asked_by uuid not null,
     subject text not null,
     html text not null,
     text text not null,
     logo_id text,
     state text not null check (state in ('queued', 'sending', 'sent', 'refused', 'uncertain')),
     outcome text,
     queued_at timestamptz not null,
     claimed_at timestamptz,
     settled_at timestamptz
   )`,
  "create index test_mail_open on test_mail (sender_id, queued_at) where state in ('queued', 'sending')",
  'create index test_mail_window on test_mail (sender_id, claimed_at) where claimed_at is not null',
  'create index test_mail_asked on test_mail (asked_by, queued_at)',
]
