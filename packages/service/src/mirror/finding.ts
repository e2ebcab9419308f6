/** Looks for an item of which nobody knows whether it was added. */

import type { Board, ListRow } from '@muster/core/board'
import { mirrorColumns, ownCells } from '@muster/core/mirror'
import type { NoAnswer, Refusal } from '@muster/core/ports'
import { sql } from 'kysely'
import type { Database } from '../db/database.ts'
import { type MirrorRow, placeOf } from './mirror-row.ts'
import type { RowState } from './rows.ts'

interface Where {
  db: Database
  board: Board
  mirror: MirrorRow
}

/** The row with its item when that was added, and as one without an item when it was not. */
export async function findAdded(
  { db, board, mirror }: Where,
  row: RowState,
  title: string,
): Promise<RowState | NoAnswer | Refusal> {
  const answer = await findByTitle(board, mirror, title)
  if (answer.kind !== 'rows') return answer
  const [first] = await keepStrange(db, mirror, answer.rows)
  if (first === undefined) return { ...row, adding: null }
  return { ...row, adding: null, itemId: first.itemId, etag: first.etag, actual: ownCells(first.cells) }
}

type Found = { kind: 'rows'; rows: readonly ListRow[] } | NoAnswer | Refusal

/** By the index of `Title`; where there is none, by reading every row. */
async function findByTitle(board: Board, mirror: MirrorRow, title: string): Promise<Found> {
  const answer = await board.findRows(placeOf(mirror), { column: 'Title', value: title })
  return answer.kind === 'notFilterable' ? readAllFor(board, mirror, title) : answer
}

async function readAllFor(board: Board, mirror: MirrorRow, title: string): Promise<Found> {
  const columns = mirrorColumns.map(column => column.name)
  const rows: ListRow[] = []
  let cursor: string | null = null
  do {
    const page = await board.readRows(placeOf(mirror), { columns, cursor })
    if (page.kind === 'absent')
      return { kind: 'refused', code: 'listGone', reason: 'the list is not there any more' }
    if (page.kind !== 'page') return page
    rows.push(...page.rows.filter(row => row.cells.Title === title))
    cursor = page.cursor
  } while (cursor !== null)
  return { kind: 'rows', rows }
}

/** Of some items, those that are nobody's yet. */
async function keepStrange(db: Database, mirror: MirrorRow, rows: readonly ListRow[]): Promise<ListRow[]> {
  const { rows: known } = await sql<{ item_id: string }>`
    select item_id from mirror_row
    where mirror_id = ${mirror.id} and item_id = any(${rows.map(row => row.itemId)}::text[])
  `.execute(db)
  const taken = new Set(known.map(row => row.item_id))
  return rows.filter(row => !taken.has(row.itemId))
}
