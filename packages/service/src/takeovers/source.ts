/** Where the rows of a take-over come from, a list of a site or its CSV export, behind one shape. */

import type { Board, Cell } from '@muster/core/board'
import { refuseList } from '@muster/core/list-problems'
import type { NoAnswer, Refusal } from '@muster/core/ports'
import { type ColumnsFound, findColumns, type ListedColumn } from '@muster/core/take-over-columns'
import { type DateOrder, orderShownBy } from '@muster/core/take-over-row'
import type { Selectable } from 'kysely'
import type { Database } from '../db/database.ts'
import type { TakeoverReading, TakeoverTable } from '../db/takeover-schema.ts'
import { ListRefused } from '../people/list-refused.ts'
import { NotNow } from '../people/not-now.ts'
import { type FileRow, readFileRows } from './file-rows.ts'
import { readPieces } from './pieces.ts'

export type Takeover = Selectable<TakeoverTable>

export interface SourceRow {
  /** The line of the file, or the item's id. */
  line: number
  /** In the order of the list's columns. */
  cells: readonly Cell[]
}

export interface SourcePage {
  rows: readonly SourceRow[]
  /** Where the list is to be read on; null for a file, and after the last page. */
  cursor: string | null
}

export interface SourceWorld {
  db: Database
  boardOf(tenantId: string): Promise<Board>
}

/** Rows worked in one step: few enough that progress moves and a kill loses little. */
const pageRowsMax = 500

/** Reads the head of the list, and of a file how many rows it has and how it writes its dates. */
export async function openSource(
  world: SourceWorld,
  takeover: Takeover,
): Promise<{ reading: TakeoverReading; rowsTotal: number | null }> {
  return takeover.origin === 'list' ? openList(world, takeover) : openFile(world.db, takeover)
}

/** What has not been read yet, page by page. */
export function readSource(
  world: SourceWorld,
  takeover: Takeover,
  reading: TakeoverReading,
): AsyncGenerator<SourcePage> {
  return takeover.origin === 'list'
    ? readList(world, takeover, reading)
    : readFile(world.db, takeover.file_id ?? '', takeover.rows_done)
}

async function openFile(
  db: Database,
  takeover: Takeover,
): Promise<{ reading: TakeoverReading; rowsTotal: number }> {
  let header: FileRow | null = null
  let rowsTotal = 0
  const shown = { dayFirst: 0, monthFirst: 0 }
  for await (const row of readFileRows(readPieces(db, takeover.file_id ?? ''))) {
    if (header === null) {
      header = row
      continue
    }
    if (isBlank(row)) continue
    rowsTotal++
    for (const cell of row.cells) {
      const order = cell.length < 30 ? orderShownBy(cell) : null
      if (order !== null) shown[order]++
    }
  }
  const listed = (header?.cells ?? []).map(label => ({ name: label, label }))
  const dateOrder: DateOrder = shown.dayFirst > shown.monthFirst ? 'dayFirst' : 'monthFirst'
  return { reading: readingOf(takeover, listed, { dateOrder, place: null }), rowsTotal }
}

async function* readFile(db: Database, fileId: string, rowsDone: number): AsyncGenerator<SourcePage> {
  let number = -1
  let rows: SourceRow[] = []
  for await (const row of readFileRows(readPieces(db, fileId))) {
    if (isBlank(row)) continue
    // The header is number 0.
    number++
    if (number <= rowsDone) continue
    rows.push(row)
    if (rows.length < pageRowsMax) continue
    yield { rows, cursor: null }
    rows = []
  }
  if (rows.length > 0) yield { rows, cursor: null }
}

/** A line of commas alone is what a spreadsheet leaves below a table. */
function isBlank({ cells }: SourceRow): boolean {
  return cells.every(cell => cell === null || cell === '')
}

async function openList({ boardOf }: SourceWorld, takeover: Takeover) {
  const board = await boardOf(takeover.tenant_id)
  const site = given(await board.findSite(takeover.site ?? ''))
  if (site.kind === 'absent') throw new ListRefused(refuseList('noSite', { site: takeover.site ?? '' }))
  const found = given(await board.findList(site.site.id, takeover.list))
  if (found.kind === 'absent') {
    throw new ListRefused(refuseList('noList', { list: takeover.list }))
  }
  const { list } = found
  const place = { siteId: site.site.id, listId: list.id }
  return { reading: readingOf(takeover, list.columns, { dateOrder: 'monthFirst', place }), rowsTotal: null }
}

async function* readList(
  { boardOf }: SourceWorld,
  takeover: Takeover,
  { place, columns }: TakeoverReading,
): AsyncGenerator<SourcePage> {
  if (place === null) throw new Error('a list without its place')
  const board = await boardOf(takeover.tenant_id)
  let { cursor } = takeover
  do {
    const asked = { columns: columns.map(column => column.name), cursor }
    const page = given(await board.readRows(place, asked))
    if (page.kind === 'absent') throw new ListRefused(refuseList('listGone'))
    const rows = page.rows.map(({ itemId, cells }): SourceRow => {
      const inOrder: Cell[] = []
      for (const column of columns) inOrder[column.at] = cells[column.name] ?? null
      return { line: Number(itemId), cells: inOrder }
    })
    cursor = page.cursor
    yield { rows, cursor }
  } while (cursor !== null)
}

function readingOf(
  takeover: Takeover,
  listed: readonly ListedColumn[],
  rest: Pick<TakeoverReading, 'dateOrder' | 'place'>,
): TakeoverReading {
  const found = findColumns(listed, takeover.mapping)
  if (!found.found.some(({ field }) => field === 'upn' || field === 'objectId')) throw refuseColumns(found)
  const columns = found.found.map(column => ({ ...column, name: listed[column.at]?.name ?? column.listed }))
  return {
    ...rest,
    columns,
    missing: [...found.missing],
    unknown: [...found.unknown],
    unmapped: [...found.unmapped],
  }
}

/** What the other side answers, but for what makes an end or a pause. */
function given<Answer extends { kind: string }>(answer: Answer | NoAnswer | Refusal): Answer {
  if (isNoAnswer(answer)) throw new NotNow(answer.reason, answer.retryAt)
  if (isRefusal(answer)) throw refuseAccess(answer)
  return answer
}

function isNoAnswer(answer: { kind: string }): answer is NoAnswer {
  return answer.kind === 'noAnswer'
}

function isRefusal(answer: { kind: string }): answer is Refusal {
  return answer.kind === 'refused'
}

function refuseAccess({ reason }: Refusal): ListRefused {
  return new ListRefused(refuseList('listUnread', { said: reason }))
}

function refuseColumns({ unknown }: ColumnsFound): ListRefused {
  const columns = unknown.length === 0 ? '—' : unknown.join(', ')
  return new ListRefused(refuseList('noPeopleColumn', { columns }))
}
