/** Indexes by which a long list of people is read page by page, in the order of names or by status. */

import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  // A page in the order of names then costs its own rows, wherever in the list it begins.
  'create index person_name on person (tenant_id, display_name, id)',
  // The few who failed among half a million, and the counts by status without the rows themselves.
  'create index enrolment_status on enrolment (campaign_id, status)',
]
