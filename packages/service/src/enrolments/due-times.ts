/** When a policy changes, so does the time at which each open enrolment is due next. */

import type { Policy } from '@muster/core/campaign'
import { dueAt } from '@muster/core/due'
import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import { wakeLanes } from '../queue/lanes.ts'
import { derivedColumns, enrolmentOfRow } from './row.ts'

/** Rows read and written in one go: few enough for memory, many enough that 500,000 people are 250 statements. */
const pieceMax = 2_000

export async function recomputeDue(
  tx: Tx,
  changed: { campaignId: string; policy: Policy; at: Date },
): Promise<void> {
  let after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const rows = await tx
      .selectFrom('enrolment')
      .select(['id', ...derivedColumns])
      .where('campaign_id', '=', changed.campaignId)
      .where('id', '>', after)
      .orderBy('id')
      .limit(pieceMax)
      .forUpdate()
      .execute()
    const last = rows.at(-1)
    if (last === undefined) break
    after = last.id
    const times = rows.map(row => dueAt(enrolmentOfRow(row), changed.policy))
    await sql`
      update enrolment set due_at = fresh.due_at
      from unnest(${rows.map(row => row.id)}::uuid[], ${times}::timestamptz[]) as fresh (id, due_at)
      where enrolment.id = fresh.id
    `.execute(tx)
  }
  await wakeLanes(tx, [{ kind: 'due', key: changed.campaignId, at: changed.at }])
}
