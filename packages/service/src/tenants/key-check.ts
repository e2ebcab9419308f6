/** Whether this process has the secret key that the tenants' credentials were stored with. */

import type { Database } from '../db/database.ts'
import { opens } from '../secrets.ts'

/** More tenants than this need not be tried: they were stored with one key, or with several that were lost in turn. */
const triedMax = 20

/**
 * True when there are tenants and the key opens none of them: a key that was lost, or a copy that was started with
 * another key than its fellows. Such a process must not take over lanes from those that could work them.
 */
export async function isForeignKey(db: Database, secretKey: Buffer): Promise<boolean> {
  const tenants = await db.selectFrom('tenant').select(['id', 'credential']).limit(triedMax).execute()
  return tenants.length > 0 && !tenants.some(row => opens(secretKey, row.id, row.credential))
}
