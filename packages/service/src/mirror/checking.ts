/**
 * The check of a mirror's list: what others have changed in it since the last one, page by page. What a row says is kept
 * as what it says now, so that the next pass of writing puts it right. Nothing is decided by it.
 */

import { type ListRow, type RowChangesPage, rowsWrittenMax } from '@muster/core/board'
import { changedCells, ownCells } from '@muster/core/mirror'
import { sql } from 'kysely'
import type { Database, Tx } from '../db/database.ts'
import type { Checking, Drift } from '../db/mirror-schema.ts'
import { inTransaction } from '../db/transaction.ts'
import {
  addFound,
  endOf,
  listGone,
  type MirrorRow,
  noDrift,
  type PassEnd,
  placeOf,
  type Work,
} from './mirror-row.ts'
import { markDiffering } from './rows.ts'

/** People work in their lists by day; once a day what they did by mistake is put right. */
const everyMs = 24 * 60 * 60_000
/** Whoever was being enrolled while the mirror was made may have been missed by its first look. */
const afterFirstMs = 10 * 60_000

/** Goes on with the check in hand, or begins one. A stop in between costs the page that was being read. */
export async function checkList(work: Work, signal: AbortSignal): Promise<PassEnd> {
  const { db, board, clock, mirror } = work
  const checking = mirror.checking ?? begin(mirror, clock.now())
  let { cursor } = mirror
  let isLast = false
  while (!isLast) {
    if (signal.aborted) return { kind: 'wait', until: clock.now() }
    const page = await board.readChanges(placeOf(mirror), cursor)
    if (page.kind === 'startOver') {
      await startOver(work)
      return { kind: 'wait', until: clock.now() }
    }
    if (page.kind === 'absent') return listGone
    if (page.kind !== 'page') return endOf(page, clock.now())
    const end = await takeIn(work, page, checking)
    if (end !== null) return end
    cursor = page.cursor
    isLast = page.isLast
  }
  if (checking.isWhole) await noteUnseen(work, new Date(checking.startedAt))
  await markDiffering(db, mirror)
  await finish(work)
  return { kind: 'done' }
}

function begin(mirror: MirrorRow, at: Date): Checking {
  return { startedAt: at.toISOString(), isWhole: mirror.cursor === null }
}

/** The cursor is dead: everything is read, and whatever does not turn up is gone. */
async function startOver({ db, clock, mirror }: Work): Promise<void> {
  const checking: Checking = { startedAt: clock.now().toISOString(), isWhole: true }
  await db
    .updateTable('mirror')
    .set({ cursor: null, checking: JSON.stringify(checking) })
    .where('id', '=', mirror.id)
    .execute()
}

interface Known {
  enrolment_id: string
  item_id: string
  etag: string | null
  cells: ListRow['cells']
}

/** Null when the page is taken in; otherwise why not, and nothing of it is. */
async function takeIn(work: Work, page: RowChangesPage, checking: Checking): Promise<PassEnd | null> {
  const { db, clock, mirror } = work
  const ids = [...page.rows.map(row => row.itemId), ...page.removedIds]
  const known = new Map((await readKnown(db, mirror.id, ids)).map(row => [row.item_id, row]))
  const strange = await sortStrange(
    work,
    page.rows.filter(row => !known.has(row.itemId)),
  )
  const removed = await removeRows(work, strange.doubled)
  if (removed !== null) return removed
  const seen = page.rows.flatMap(row => {
    const before = known.get(row.itemId)
    return before === undefined || isOlder(row.etag, before.etag) ? [] : [{ row, before }]
  })
  const moved = seen.filter(({ row, before }) => differs(row, before))
  const gone = page.removedIds.flatMap(id => known.get(id) ?? [])
  const found: Drift = {
    edited: moved.filter(({ row }) => row.isByApp === false).length,
    deleted: gone.length,
    doubled: strange.doubled.length,
    foreign: strange.foreign,
  }
  await inTransaction(db, async tx => {
    await keepSeen(tx, mirror.id, { seen, moved: new Set(moved.map(one => one.row.itemId)), at: clock.now() })
    await forgetItems(tx, mirror.id, gone)
    await addFound(tx, mirror.id, found)
    await tx
      .updateTable('mirror')
      .set({ cursor: page.cursor, checking: JSON.stringify(checking) })
      .where('id', '=', mirror.id)
      .execute()
  })
  return null
}

/** Null when all of them are gone. A row that is removed already is, so a page that is read again does no harm. */
async function removeRows({ board, clock, mirror }: Work, rows: readonly ListRow[]): Promise<PassEnd | null> {
  for (let start = 0; start < rows.length; start += rowsWrittenMax) {
    const some = rows.slice(start, start + rowsWrittenMax)
    const outcomes = await board.write(
      placeOf(mirror),
      some.map(row => ({ kind: 'remove', itemId: row.itemId })),
    )
    for (const outcome of outcomes) {
      if (outcome.kind === 'refused') return endOf(outcome, clock.now())
      const isGone = outcome.kind === 'written' || outcome.kind === 'absent'
      if (!isGone) return endOf({ kind: 'noAnswer', reason: outcome.kind, retryAt: null }, clock.now())
    }
  }
  return null
}

async function readKnown(db: Database, mirrorId: string, ids: readonly string[]): Promise<Known[]> {
  const { rows } = await sql<Known>`
    select enrolment_id, item_id, etag, cells from mirror_row
    where mirror_id = ${mirrorId} and item_id = any(${ids}::text[])
  `.execute(db)
  return rows
}

/**
 * Items that are nobody's. One that an application made for somebody who has another is a double of ours, from a write
 * whose answer was lost; one that may be the item that is looked for is left for that. The rest is not ours to touch.
 */
async function sortStrange(
  { db, mirror }: Work,
  rows: readonly ListRow[],
): Promise<{ doubled: ListRow[]; foreign: number }> {
  const titles = rows.map(row => String(row.cells.Title ?? ''))
  const { rows: ours } = await sql<{ title: string; has_item: boolean }>`
    select coalesce(adding, cells->>'Title') as title, item_id is not null as has_item from mirror_row
    where mirror_id = ${mirror.id} and cardinality(${titles}::text[]) > 0
      and (adding = any(${titles}::text[]) or cells->>'Title' = any(${titles}::text[]))
  `.execute(db)
  const hasItem = new Map(ours.map(row => [row.title, row.has_item]))
  const doubled = rows.filter(row => row.isByApp === true && hasItem.get(String(row.cells.Title)) === true)
  const awaited = rows.filter(row => hasItem.get(String(row.cells.Title)) === false)
  return { doubled, foreign: rows.length - doubled.length - awaited.length }
}

/** Etags end in a number that grows (`"{guid},12"`): a page may show a row as it was before our last write. */
function isOlder(etag: string | null, known: string | null): boolean {
  const versionOf = (text: string | null) => Number(/,(\d+)"?$/.exec(text ?? '')?.[1])
  return versionOf(etag) < versionOf(known)
}

/** Whether the row says anything else than we know, whatever it should say. */
function differs(row: ListRow, before: Known): boolean {
  if (row.etag !== null && row.etag === before.etag) return false
  const actual = ownCells(row.cells)
  const all = { ...emptied(before.cells), ...actual }
  return changedCells(all, before.cells) !== null
}

function emptied(cells: ListRow['cells']): ListRow['cells'] {
  return Object.fromEntries(Object.keys(cells).map(name => [name, null]))
}

async function keepSeen(
  tx: Tx,
  mirrorId: string,
  { seen, moved, at }: { seen: readonly { row: ListRow }[]; moved: ReadonlySet<string>; at: Date },
): Promise<void> {
  const rows = seen.map(({ row }) => ({
    item: row.itemId,
    etag: row.etag,
    cells: ownCells(row.cells),
    moved: moved.has(row.itemId),
  }))
  await sql`
    update mirror_row as row set
      etag = one.etag, seen_at = ${at},
      cells = case when one.moved then one.cells else row.cells end,
      changed = case when one.moved then nextval('mirror_change') else row.changed end
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as one (item text, etag text, cells jsonb, moved boolean)
    where row.mirror_id = ${mirrorId} and row.item_id = one.item
  `.execute(tx)
}

/** Whoever's item is gone gets another. */
async function forgetItems(
  tx: Tx,
  mirrorId: string,
  gone: readonly { enrolment_id: string }[],
): Promise<void> {
  await sql`
    update mirror_row set item_id = null, etag = null, cells = '{}', changed = nextval('mirror_change'), not_before = null
    where mirror_id = ${mirrorId} and enrolment_id = any(${gone.map(row => row.enrolment_id)}::uuid[])
  `.execute(tx)
}

async function noteUnseen({ db, mirror }: Work, since: Date): Promise<void> {
  await inTransaction(db, async tx => {
    const { rows } = await sql<{ enrolment_id: string }>`
      select enrolment_id from mirror_row
      where mirror_id = ${mirror.id} and item_id is not null and coalesce(seen_at, '-infinity') < ${since}
      order by enrolment_id for update
    `.execute(tx)
    await forgetItems(tx, mirror.id, rows)
    await addFound(tx, mirror.id, { deleted: rows.length })
  })
}

async function finish({ db, clock, mirror }: Work): Promise<void> {
  const at = clock.now()
  const waitMs = mirror.checked_at === null ? afterFirstMs : everyMs
  await sql`
    update mirror set checking = null, checked_at = ${at}, check_at = ${new Date(at.getTime() + waitMs)},
                      drift = found, found = ${JSON.stringify(noDrift)}::jsonb
    where id = ${mirror.id}
  `.execute(db)
}
