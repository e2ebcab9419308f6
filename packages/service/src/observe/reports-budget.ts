/** What a tenant's identity reports may still be asked now. Kept in the database, so it holds across runs and restarts. */

import type { Database } from '../db/database.ts'
import { keepProgress } from './progress.ts'

/**
 * Microsoft allows 5 requests in 10 s for the registration report and the audit log together, per app and tenant
 * (facts, section 3). One place is left to `doctor` and to other programs with the same app.
 */
const requestsMax = 4
const windowMs = 10_000

const budget = keepProgress<{ usedAt: readonly string[] }>('reportsBudget', { usedAt: [] })

/**
 * Takes the place of one request, before it is made: null, or when the next place comes free. Only the tenant's lane
 * calls this, so nobody else takes the same place.
 */
export async function takePlace(db: Database, tenantId: string, at: Date): Promise<Date | null> {
  const { usedAt } = await budget.read(db, tenantId)
  const used = usedAt.filter(text => Date.parse(text) > at.getTime() - windowMs)
  const oldest = used[0]
  if (oldest !== undefined && used.length >= requestsMax) return new Date(Date.parse(oldest) + windowMs)
  await budget.write(db, { tenantId, value: { usedAt: [...used, at.toISOString()] }, at })
  return null
}
