/** Protected people, joinings that can be withdrawn, and registrations whose loss need not reopen anybody. */

import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  // By object id: somebody who is renamed, or deleted and restored, stays protected.
  `create table protected_person (
     tenant_id uuid not null references tenant (id),
     person_id uuid not null,
     owner text not null,
     reason text not null,
     protected_at timestamptz not null,
     primary key (tenant_id, person_id)
   )`,

  'alter table group_join drop constraint group_join_state_check',
  `alter table group_join add constraint group_join_state_check
     check (state in ('queued', 'done', 'refused', 'withdrawn'))`,

  // Until now every loss reopened.
  'alter table enrolment add column reopened_at timestamptz',
  'update enrolment set reopened_at = lost_at where lost_at is not null',
  `update enrolment_event set details = details || '{"reopens": true}' where kind = 'registrationLost'`,
  `update campaign set policy = policy || '{"reopenOnLoss": true, "remindOnLoss": false}'`,

  'create index enrolment_lost on enrolment (campaign_id) where lost_at is not null',
]
