/** Where somebody came from: the two columns of an enrolment that an import may change without anything having happened. */

import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'

export interface Origin {
  enrolmentId: string
  source: string
  sourceBatchId: string
}

/** Takes over what a newer list says of source and batch. No event: it moves nobody and asks for nothing. */
export async function updateOrigins(tx: Tx, origins: readonly Origin[]): Promise<void> {
  if (origins.length === 0) return
  await sql`
    update enrolment set source = fresh.source, source_batch_id = fresh.source_batch_id
    from unnest(${origins.map(o => o.enrolmentId)}::uuid[], ${origins.map(o => o.source)}::text[],
                ${origins.map(o => o.sourceBatchId)}::text[]) as fresh (id, source, source_batch_id)
    where enrolment.id = fresh.id
  `.execute(tx)
}
