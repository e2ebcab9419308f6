/** Automations: whole records of the audit log, rules, who and what is on their lists, and what they do about it. */

import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  // What was read before has no more than its activity; the service is that of the feed.
  `alter table audit_event
     add column service text not null default 'Authentication Methods',
     add column category text not null default 'UserManagement',
     add column reason text,
     add column correlation_id text,
     add column initiator jsonb,
     add column targets jsonb not null default '[]',
     add column details jsonb not null default '{}'`,
  'alter table audit_event alter column service drop default, alter column category drop default',
  // The list in the order in which it was read, page by page, by whoever takes it into a database of their own.
  'create index audit_event_seen on audit_event (tenant_id, seen_at, id)',
  'create index audit_event_person on audit_event (tenant_id, person_id, at) where person_id is not null',

  `create table rule (
     id uuid primary key,
     tenant_id uuid not null references tenant (id),
     name text not null,
     state text not null check (state in ('off', 'on', 'held')),
     definition jsonb not null,
     sender_ids uuid[] not null,
     -- addresses and signing secrets of its webhooks, by the key of the action
     endpoints bytea,
     -- nothing that happened earlier is acted on; null while it was never on
     since timestamptz,
     switched_at timestamptz,
     -- why it stopped itself, and what an operator has let pass
     held_at timestamptz,
     hold_reason text,
     released_at timestamptz,
     created_at timestamptz not null,
     changed_at timestamptz not null,
     unique (tenant_id, name)
   )`,

  // One row for each person, or event, that a rule has met. The key makes a second one impossible.
  `create table rule_entry (
     id uuid primary key,
     tenant_id uuid not null,
     rule_id uuid not null references rule (id) on delete cascade,
     key text not null,
     event_id text not null,
     event_at timestamptz not null,
     activity text not null,
     person_id uuid,
     state text not null check (state in ('waiting', 'listed', 'passed')),
     reason text,
     looks integer not null default 0,
     -- when it is to be looked at; null once that is over
     next_at timestamptz,
     -- an operator has let it pass the limit of people in an hour
     is_released boolean not null default false,
     found_at timestamptz not null,
     listed_at timestamptz,
     unique (rule_id, key)
   )`,
  'create unique index rule_entry_event on rule_entry (rule_id, event_id)',
  'create index rule_entry_next on rule_entry (tenant_id, next_at) where next_at is not null',
  'create index rule_entry_person on rule_entry (tenant_id, person_id)',
  'create index rule_entry_found on rule_entry (rule_id, found_at, id)',
  'create index rule_entry_listed on rule_entry (rule_id, listed_at) where listed_at is not null',

  // One row for each thing that is done about an entry. \`number\` counts what an operator has asked for once more.
  `create table rule_act (
     id uuid primary key,
     tenant_id uuid not null,
     rule_id uuid not null references rule (id) on delete cascade,
     entry_id uuid not null references rule_entry (id) on delete cascade,
     action_key text not null,
     -- one of several addresses; empty where there is only one to act on
     target text not null,
     number integer not null,
     kind text not null,
     state text not null check (state in ('queued', 'working', 'done', 'failed', 'skipped', 'uncertain')),
     next_at timestamptz,
     claim uuid,
     claimed_at timestamptz,
     attempts integer not null default 0,
     outcome text,
     settled_at timestamptz,
     asked_by text,
     unique (entry_id, action_key, target, number)
   )`,
  'create index rule_act_next on rule_act (tenant_id, next_at) where next_at is not null',
  'create index rule_act_state on rule_act (rule_id, state)',
  'create index rule_act_rule_settled on rule_act (rule_id, settled_at)',

  `create table automation_settings (
     tenant_id uuid primary key references tenant (id) on delete cascade,
     poll_minutes integer not null check (poll_minutes between 1 and 120),
     keep_days integer not null check (keep_days between 1 and 3650)
   )`,

  // A mail of a rule is about no campaign, and may go to an address that is nobody's in the directory.
  `alter table message
     add column rule_id uuid,
     add column act_id uuid references rule_act (id) on delete cascade,
     drop constraint message_kind_check,
     add constraint message_kind_check check (kind in ('invitation', 'reminder', 'escalation', 'summary', 'automation')),
     drop constraint message_about_check,
     add constraint message_about_check check (
       (enrolment_id is null) = (kind in ('escalation', 'summary', 'automation'))
       and (campaign_id is null) = (kind in ('summary', 'automation'))),
     drop constraint message_summary_check,
     add constraint message_summary_check check (
       (summary_id is null) = (kind <> 'summary')
       and (recipient_address is not null or kind <> 'summary')
       and (recipient_id is not null or kind in ('summary', 'automation'))),
     add constraint message_rule_check check (
       (rule_id is not null) = (kind = 'automation')
       and (act_id is not null) = (kind = 'automation')
       and (recipient_address is null or kind in ('summary', 'automation'))
       and (kind <> 'automation' or (recipient_id is null) <> (recipient_address is null)))`,
  'create unique index message_act on message (act_id) where act_id is not null',
]
