/** Which column of a table names the people when its name does not say so: by what stands in it, or by somebody's choice. */

import { type ListProblem, refuseList } from './list-problems.ts'
import { cleanText, looksLikeData } from './roster-address.ts'
import { type RosterColumns, type RosterHeader, recogniseColumns } from './roster-header.ts'

/** `named`: only a column with a name that is known; `guess`: else by what stands in it; `chosen`: zero-based. */
export type ColumnWish = { kind: 'named' } | { kind: 'guess' } | { kind: 'chosen'; column: number }

export type ColumnChoice =
  | {
      kind: 'column'
      header: RosterHeader
      certainty: 'guessed' | 'chosen'
      /** Whether the first row names the columns. */
      isHeaded: boolean
    }
  | { kind: 'problem'; problem: ListProblem }

/** A column in which fewer of the rows hold an address is no column of people; gaps are usual. */
const leastShare = 0.5

/**
 * The column in which most of the first rows hold an address or an object id; the first of several.
 * @param rows The first records of the table, the one with the names included if there is one.
 */
export function guessColumn(rows: readonly string[][]): ColumnChoice | null {
  const shares = sharesOf(belowHeader(rows))
  const best = Math.max(0, ...shares)
  if (best < leastShare) return null
  return choiceOf(rows, shares.indexOf(best), 'guessed')
}

/** The column that somebody has chosen. */
export function chooseColumn(rows: readonly string[][], column: number): ColumnChoice {
  const width = rows[0]?.length ?? 0
  return column < width
    ? choiceOf(rows, column, 'chosen')
    : {
        kind: 'problem',
        problem: refuseList('noSuchColumn', { column: String(column + 1), width: String(width) }),
      }
}

/** Whether the columns with a known name hold nobody while another column does. */
export function isDoubtful({ upn, mail, objectId }: RosterColumns, rows: readonly string[][]): boolean {
  const keyed = new Set([upn, mail, objectId])
  const shares = sharesOf(rows)
  const isEmpty = shares.every((share, column) => !keyed.has(column) || share === 0)
  return isEmpty && shares.some((share, column) => !keyed.has(column) && share >= leastShare)
}

function choiceOf(
  rows: readonly string[][],
  column: number,
  certainty: 'guessed' | 'chosen',
): Extract<ColumnChoice, { kind: 'column' }> {
  const first = rows[0] ?? []
  const isHeaded = !first.some(looksLikeData)
  const names = first.map((name, at) => (isHeaded ? cleanText(name) : `${at + 1}`))
  const known = recogniseColumns(names)
  const unlessChosen = (at: number | null) => (at === column ? null : at)
  // Taken as a column of mail addresses: the same value is then tried as a UPN, and an object id is one in any column.
  const columns: RosterColumns = {
    upn: null,
    mail: column,
    objectId: null,
    displayName: unlessChosen(known.displayName),
    department: unlessChosen(known.department),
    source: unlessChosen(known.source),
    sourceBatchId: unlessChosen(known.sourceBatchId),
  }
  return { kind: 'column', header: { columns, names, width: first.length }, certainty, isHeaded }
}

function belowHeader(rows: readonly string[][]): readonly string[][] {
  return rows[0]?.some(looksLikeData) === true ? rows : rows.slice(1)
}

/** By column, the share of rows whose cell can only be an address or an object id. */
function sharesOf(rows: readonly string[][]): number[] {
  const width = Math.max(0, ...rows.map(row => row.length))
  return Array.from(
    { length: width },
    (_, column) => rows.filter(row => looksLikeData(row[column] ?? '')).length / rows.length,
  )
}
