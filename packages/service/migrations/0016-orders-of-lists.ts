/** Long lists in more orders: people by a time, and mails newest first, whose ids sort as the rows came to be. */

import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`set local statement_timeout = 0`.execute(db) // an index over millions of rows takes its time
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  'drop index message_campaign',
  'create index message_campaign on message (campaign_id, id)',
  'create index message_campaign_state on message (campaign_id, state, id)',
  ...['invited_at', 'confirmed_at', 'registered_at'].map(
    time =>
      `create index enrolment_${time} on enrolment (campaign_id, ${time}, person_id) where ${time} is not null`,
  ),
]
