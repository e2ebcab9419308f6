/**
 * Writes what has changed into a mirror's list: only the cells that differ, by the item's own id, at most 20 rows in one
 * request. An item that may have been added is looked for before another is.
 */

import { type Cells, type RowOutcome, type RowWrite, rowsWrittenMax } from '@muster/core/board'
import { changedCells, filledCells } from '@muster/core/mirror'
import { sql } from 'kysely'
import { findAdded } from './finding.ts'
import { endOf, type PassEnd, placeOf, type Work } from './mirror-row.ts'
import { type RowState, readChanged } from './rows.ts'
import { type Planned, settle } from './settling.ts'

/** What SharePoint is asked side by side: it writes the rows of one request one after the other. */
const batchesAtOnceMax = 3
/** Works off every row that has to be looked at now. */
export async function writeChanges(work: Work, signal: AbortSignal): Promise<PassEnd> {
  const { db, clock, mirror } = work
  while (!signal.aborted) {
    const rows = await readChanged(db, mirror, { at: clock.now(), limit: batchesAtOnceMax * rowsWrittenMax })
    if (rows.length === 0) return { kind: 'done' }
    const end = await writeSome(work, rows)
    if (end.kind !== 'done') return end
  }
  return { kind: 'done' }
}

async function writeSome(work: Work, rows: readonly RowState[]): Promise<PassEnd> {
  const { board, clock, mirror } = work
  const plans: Planned[] = []
  for (const row of rows) {
    const found = row.adding === null ? row : await findAdded(work, row, row.adding)
    if ('kind' in found) return endOf(found, clock.now())
    plans.push({ row: found, write: writeOf(found) })
  }
  const writes = plans.flatMap(({ row, write }) => (write === null ? [] : [{ row, write }]))
  await noteAdding(work, writes)
  const batches = Array.from({ length: Math.ceil(writes.length / rowsWrittenMax) }, (_, index) =>
    writes.slice(index * rowsWrittenMax, (index + 1) * rowsWrittenMax),
  )
  const place = placeOf(mirror)
  const answers = await Promise.all(
    batches.map(batch =>
      board.write(
        place,
        batch.map(one => one.write),
      ),
    ),
  )
  const outcomes = new Map<string, RowOutcome>()
  for (const [index, outcome] of answers.flat().entries()) {
    const enrolmentId = writes[index]?.row.enrolmentId
    if (enrolmentId !== undefined) outcomes.set(enrolmentId, outcome)
  }
  return settle(work, plans, outcomes)
}

/** What is to be done about one row; null for nothing. */
function writeOf({ wanted, itemId, actual, etag }: RowState): RowWrite | null {
  if (wanted === null) return itemId === null ? null : { kind: 'remove', itemId }
  if (itemId === null) return { kind: 'add', cells: filledCells(wanted) }
  const cells = changedCells(wanted, actual)
  return cells === null ? null : { kind: 'change', itemId, etag, cells }
}

/** Before an item is added: should we not hear what came of it, it is looked for. */
async function noteAdding(
  { db, mirror }: Work,
  writes: readonly { row: RowState; write: RowWrite }[],
): Promise<void> {
  const added = writes.filter(({ write }) => write.kind === 'add').map(({ row }) => row)
  if (added.length === 0) return
  await sql`
    update mirror_row set adding = one.title
    from unnest(${added.map(row => row.enrolmentId)}::uuid[], ${added.map(row => titleOf(row.wanted))}::text[])
      as one (id, title)
    where mirror_id = ${mirror.id} and enrolment_id = one.id
  `.execute(db)
}

export function titleOf(cells: Cells | null): string {
  return String(cells?.Title ?? '')
}
