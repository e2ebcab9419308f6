/** What was once not known of a mail: since when, why, and who or what settled it. The timeline tells of it for ever. */

import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import type { DoubtVerdict } from '../db/doubt-schema.ts'

/** Who or what settled it; of an operator with the name. */
export type Settler =
  | { kind: 'link' | 'sentItems' | 'bounce' | 'campaign' }
  | { kind: 'operator'; name: string }

/** Of these mails those that have just become of unknown fate. */
export async function beginDoubts(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await sql`
    insert into mail_doubt (message_id, tenant_id, since_at, why)
    select id, tenant_id, settled_at, coalesce(outcome, '') from message
    where id = any(${ids}::uuid[]) and state = 'uncertain' and settled_at is not null
    on conflict do nothing
  `.execute(tx)
}

/** What is open of these mails ends; what ended before stays as it was told. */
export async function endDoubts(
  tx: Tx,
  ids: readonly string[],
  { verdict, by, at }: { verdict: DoubtVerdict; by: Settler; at: Date },
): Promise<void> {
  if (ids.length === 0) return
  await sql`
    update mail_doubt set settled_at = ${at}, verdict = ${verdict}, settled_by = ${by.kind},
                          decided_by = ${by.kind === 'operator' ? by.name : null}
    where message_id = any(${ids}::uuid[]) and settled_at is null
  `.execute(tx)
}
