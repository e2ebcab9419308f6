/** The panic stop as a condition of whatever takes work in hand: what has not been taken when it is set stays where it is. */

import { type RawBuilder, sql } from 'kysely'

/** SQL over a table with a `tenant_id`: true unless the row's tenant is stopped. */
export function isNotStopped(
  table: 'message' | 'group_join' | 'campaign' | 'test_mail' | 'rule',
): RawBuilder<boolean> {
  return sql<boolean>`not exists (
    select from tenant where tenant.id = ${sql.ref(`${table}.tenant_id`)} and tenant.stopped_at is not null
  )`
}
