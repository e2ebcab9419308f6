/** Escalation to managers: who is somebody's manager, what became of each escalation, and mails that are about several people. */

import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  // As the directory named the manager when it was last asked.
  'alter table person add column manager_id uuid',

  `alter table enrolment
     add column escalation_asked_at timestamptz,
     add column escalated_at timestamptz,
     add column escalation_obstacle text`,

  // A mail goes to one person. A digest is about several, and so about no enrolment.
  'alter table message add column recipient_id uuid',
  `update message set recipient_id = enrolment.person_id from enrolment where enrolment.id = message.enrolment_id`,
  `alter table message
     alter column recipient_id set not null,
     alter column enrolment_id drop not null,
     drop constraint message_kind_check,
     add constraint message_kind_check check (kind in ('invitation', 'reminder', 'escalation')),
     add constraint message_about_check check ((enrolment_id is null) = (kind = 'escalation'))`,
  `create unique index message_digest on message (campaign_id, recipient_id, number) where enrolment_id is null`,
  'create index message_recipient on message (tenant_id, recipient_id)',

  // One row for each person who was ever escalated in a campaign.
  `create table escalation (
     enrolment_id uuid primary key references enrolment (id),
     tenant_id uuid not null,
     campaign_id uuid not null,
     person_id uuid not null,
     manager_id uuid,
     -- the digest that names the person
     message_id uuid references message (id),
     state text not null check (state in ('queued', 'sent', 'refused', 'noManager', 'withdrawn')),
     -- when to look at it again; null while a digest is on its way, and when nothing more is to come
     next_at timestamptz,
     looks integer not null default 0,
     outcome text,
     settled_at timestamptz
   )`,
  'create index escalation_next on escalation (tenant_id, next_at) where next_at is not null',
  'create index escalation_message on escalation (message_id)',
  'create index escalation_campaign on escalation (campaign_id, state)',

  // Nobody's manager hears of a campaign that was made before this was known.
  `update campaign set policy = '{"escalateAfterReminders": null}'::jsonb || policy`,
]
