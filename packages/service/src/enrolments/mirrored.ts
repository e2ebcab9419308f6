/** When the list of a mirrored campaign is to be written: soon after somebody in it has changed. */

import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import type { Wake } from '../queue/lanes.ts'

/** Somebody who clicks, is joined and registers within one of these spans is written once. */
const spanMs = 5 * 60_000

/** Which rows have to be looked at, the triggers of migration 0018 note; this only says when. */
export async function mirrorWakes(tx: Tx, campaignIds: readonly string[], at: Date): Promise<Wake[]> {
  const { rows } = await sql<{ tenant_id: string }>`
    select distinct tenant_id from mirror
    where campaign_id = any(${[...new Set(campaignIds)]}::uuid[]) and is_on
  `.execute(tx)
  return rows.map(row => ({ kind: 'mirror', key: row.tenant_id, at: endOfSpan(at) }))
}

/** The end of the span in which this moment lies: the same for everybody in it, so that it is one wake-up. */
export function endOfSpan(at: Date): Date {
  return new Date((Math.floor(at.getTime() / spanMs) + 1) * spanMs)
}
