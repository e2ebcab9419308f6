/** How a list was understood, fit to be shown beside it: what each column was taken for, how sure that is, the first rows. */

import { cleanText } from './roster-address.ts'
import type { RosterColumns } from './roster-header.ts'
import type { Certainty, RosterShape } from './roster-shape.ts'

/** What a column is used for; `person` is one whose cells may be UPNs, mail addresses or object ids. */
export type ColumnUse = 'person' | keyof RosterColumns

export interface ListReading {
  certainty: Certainty
  columns: { name: string | null; use: ColumnUse | null }[]
  rows: { line: number; cells: string[] }[]
}

/** Enough to see whether the right column was taken; the outcome of every row is kept elsewhere. */
export const readingRowsMax = 20
/** An export of the Microsoft 365 admin centre has some 30; more would be a table that nobody reads. */
export const readingColumnsMax = 40
/** A cell is shown to be recognised, not to be read. */
const cellLengthMax = 80

type ListShape = Exclude<RosterShape, { kind: 'problem' }>

/** Only the columns that are shown; one that names the people is among them, however far to the right it stands. */
export function describeReading(
  shape: ListShape,
  records: readonly { cells: readonly string[]; line: number }[],
): ListReading {
  if (shape.kind === 'list') {
    const use = shape.role === 'any' ? 'person' : shape.role
    return { certainty: 'named', columns: [{ name: null, use }], rows: rowsOf(records, 1) }
  }
  const { header, certainty } = shape
  const uses = usesOf(header.columns, certainty)
  const lastUsed = Math.max(...uses.keys()) + 1
  const shown = Math.min(header.width, Math.max(readingColumnsMax, lastUsed))
  const columns = Array.from({ length: shown }, (_, at) => ({
    name: shorten(header.names[at] ?? ''),
    use: uses.get(at) ?? null,
  }))
  return { certainty, columns, rows: rowsOf(records, shown) }
}

function usesOf(columns: RosterColumns, certainty: Certainty): ReadonlyMap<number, ColumnUse> {
  const isByName = certainty === 'named' || certainty === 'doubtful'
  const uses = new Map<number, ColumnUse>()
  // Object.entries forgets the key type, which the interface states.
  for (const [use, column] of Object.entries(columns) as [keyof RosterColumns, number | null][]) {
    if (column !== null) uses.set(column, use === 'mail' && !isByName ? 'person' : use)
  }
  return uses
}

function rowsOf(records: readonly { cells: readonly string[]; line: number }[], width: number) {
  return records
    .slice(0, readingRowsMax)
    .map(({ cells, line }) => ({ line, cells: cells.slice(0, width).map(shorten) }))
}

function shorten(text: string): string {
  const clean = cleanText(text)
  return clean.length <= cellLengthMax ? clean : `${clean.slice(0, cellLengthMax)}…`
}
