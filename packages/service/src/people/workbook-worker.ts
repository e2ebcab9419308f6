/** Reads an Excel workbook in a thread of its own, with memory of its own: what is too large ends the thread alone. */

import { parentPort, workerData } from 'node:worker_threads'
import { type CellObject, read, type WorkSheet } from '@e965/xlsx'
import { rosterRowsMax } from '@muster/core/roster'

/** Texts handed over at a time. */
const pieceRows = 2_000
/** A cell far out on the right would otherwise make every row as wide as itself. */
const paddedColumnsMax = 64
/** A little above what a list may have, so that the refusal is the list's own. */
const sheetRowsMax = rosterRowsMax + 100

export type Unpacked = { kind: 'sheet'; name: string; pieces: string[] } | { kind: 'noSheet' }

const bytes: Uint8Array = workerData
const book = read(bytes, {
  type: 'array',
  dense: true,
  cellDates: true,
  cellFormula: false,
  cellHTML: false,
  cellText: false,
  sheetRows: sheetRowsMax,
})
const name = book.SheetNames.find(one =>
  rowsOf(book.Sheets[one]).some(row => row?.some(cell => textOf(cell) !== '')),
)
const sheet: Unpacked =
  name === undefined
    ? { kind: 'noSheet' }
    : { kind: 'sheet', name, pieces: piecesOf(rowsOf(book.Sheets[name])) }
parentPort?.postMessage(sheet)

type Row = (CellObject | undefined)[] | undefined

/** A row that holds nothing is a hole. */
function rowsOf(sheet: WorkSheet | undefined): Row[] {
  return sheet?.['!data'] ?? []
}

/**
 * One line for each row, the empty ones too, so that a line's number is the row's; and as many cells in each, since a
 * row ends with its last cell that holds anything.
 */
function piecesOf(rows: Row[]): string[] {
  const width = Math.min(
    paddedColumnsMax,
    rows.reduce((widest, row) => Math.max(widest, row?.length ?? 0), 0),
  )
  const pieces: string[] = []
  for (let at = 0; at < rows.length; at += pieceRows) {
    const lines = Array.from(rows.slice(at, at + pieceRows), row => lineOf(row ?? [], width))
    pieces.push(`${lines.join('\n')}\n`)
  }
  return pieces
}

function lineOf(row: NonNullable<Row>, width: number): string {
  if (row.length === 0) return ''
  return Array.from({ length: Math.max(width, row.length) }, (_, column) => cellOf(row[column])).join(',')
}

/** A line break inside of a cell would make two lines of a row. */
function cellOf(cell: CellObject | undefined): string {
  const text = textOf(cell).replace(/[\r\n]+/g, ' ')
  return /[",;\t|]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

function textOf(cell: CellObject | undefined): string {
  if (cell?.v === undefined || cell.t === 'z') return ''
  // The number of an error means nothing to anybody; this is how spreadsheets write that there is no value.
  if (cell.t === 'e') return '#N/A'
  return cell.v instanceof Date ? cell.v.toISOString().slice(0, 10) : String(cell.v)
}
