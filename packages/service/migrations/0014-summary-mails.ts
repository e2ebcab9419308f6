/** The executive summary by mail: schedules, what was said when, and mails that belong to no campaign. */

import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `create table summary_schedule (
     id uuid primary key,
     tenant_id uuid not null references tenant (id),
     -- null: all campaigns of the tenant
     campaign_id uuid references campaign (id),
     -- null: every day
     weekday text,
     hour integer not null check (hour between 0 and 23),
     language text not null,
     hide_small boolean not null,
     recipients jsonb not null,
     -- null: there is nothing more to tell
     next_at timestamptz,
     created_at timestamptz not null,
     created_by text not null,
     removed_at timestamptz
   )`,
  'create index summary_schedule_tenant on summary_schedule (tenant_id, next_at) where removed_at is null',

  // One row for each time of a schedule: whoever writes it makes the mails, and nobody a second time.
  `create table summary (
     id uuid primary key,
     tenant_id uuid not null,
     schedule_id uuid not null references summary_schedule (id),
     -- null: a trial, which belongs to no time
     slot_at timestamptz,
     made_at timestamptz not null,
     language text not null,
     -- null once the mails are long gone
     figures jsonb,
     unique (schedule_id, slot_at)
   )`,
  'create index summary_made on summary (schedule_id, made_at)',

  `alter table message
     add column summary_id uuid references summary (id),
     add column recipient_address text,
     alter column campaign_id drop not null,
     alter column recipient_id drop not null,
     drop constraint message_kind_check,
     add constraint message_kind_check check (kind in ('invitation', 'reminder', 'escalation', 'summary')),
     drop constraint message_about_check,
     add constraint message_about_check check ((enrolment_id is null) = (kind in ('escalation', 'summary'))),
     add constraint message_summary_check check (
       (summary_id is null) = (kind <> 'summary')
       and (recipient_address is null) = (kind <> 'summary')
       and (campaign_id is null) = (kind = 'summary')
       and (recipient_id is not null or kind = 'summary')
     )`,
  'create unique index message_summary on message (summary_id, recipient_address) where summary_id is not null',
  `create index message_summary_queued on message (sender_id) where summary_id is not null and state = 'queued'`,
]
