/** Whether there is anybody to look for in a tenant: its campaigns that are launched and not finished. */

import type { Database } from '../db/database.ts'

/** When the newest of a tenant's open campaigns was launched; null when none is open, and nothing need be asked. */
export async function lastLaunchedAt(db: Database, tenantId: string): Promise<Date | null> {
  const row = await db
    .selectFrom('campaign')
    .select(eb => eb.fn.max('launched_at').as('at'))
    .where('tenant_id', '=', tenantId)
    .where('status', 'in', ['running', 'paused'])
    .executeTakeFirst()
  return row?.at ?? null
}
