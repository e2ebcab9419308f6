/** What a list of people means: the shapes of its rows, its limits, and how one row of cells becomes one person. */

import {
  cleanText,
  isBlank,
  type PersonReference,
  type ReferenceRole,
  type ReferenceVerdict,
  readReference,
  shorten,
} from './roster-address.ts'
import type { RosterHeader } from './roster-header.ts'
import { tellRowReason } from './row-reasons.ts'

/** The most rows that one list may hold. Set by the product: about the size of the largest single rollout wave. */
export const rosterRowsMax = 200_000

/** The most bytes that one list may hold, 50 MB. 200,000 rows of the widest admin-center export stay below it. */
export const rosterBytesMax = 50 * 1024 * 1024

/** Longest text kept from a cell that is passed on. Graph allows 256 for displayName and less for department. */
const passedTextMax = 256

/** One person as a list names them. Nothing here has been looked up yet. */
export interface RosterRow {
  /** 1-based line of the file on which the record begins. */
  line: number
  reference: PersonReference
  /** What to look up when `reference` finds nobody. */
  fallback: PersonReference | null
  /** The object id, where the list has a column for it; stronger than both references. */
  objectId: string | null
  displayName: string | null
  department: string | null
  source: string | null
  sourceBatchId: string | null
}

/** What became of one record. Blank records have no outcome. */
export type RowOutcome =
  | { kind: 'row'; row: RosterRow }
  | { kind: 'duplicate'; line: number; firstLine: number; value: string }
  | { kind: 'invalid'; line: number; value: string; reason: string }

/** A record of a list that has a header. */
export interface TableRecord {
  cells: readonly string[]
  line: number
  header: RosterHeader
}

/**
 * Reads one record of a table.
 * Order of trust: the UPN column, then the e-mail column, then the object id column; a cell that is empty or malformed gives
 * way to the next, so a broken UPN beside a good address still finds the person.
 * @returns null for a record whose cells are all blank.
 */
export function readRow(record: TableRecord): RowOutcome | null {
  const { cells, line, header } = record
  if (cells.every(isBlank)) return null
  const ragged = findRaggedness(cells, header)
  if (ragged !== null) return { kind: 'invalid', line, value: shorten(cells.join(' ')), reason: ragged }

  const { columns } = header
  const upn = readCell(cells, columns.upn, 'upn')
  const mail = readCell(cells, columns.mail, 'mail')
  const objectId = readCell(cells, columns.objectId, 'objectId')
  const verdicts = [upn, mail, objectId]
  const found = verdicts.filter(verdict => verdict.kind === 'found')
  const first = found[0]
  if (first === undefined) return explainNobody(verdicts, record)
  return {
    kind: 'row',
    row: {
      line,
      reference: first.reference,
      fallback: found[1]?.reference ?? twinOf(first.reference, columns.upn === null ? 'mail' : 'upn'),
      objectId: found.map(each => each.reference).find(each => each.kind === 'objectId')?.value ?? null,
      displayName: passOn(cells, columns.displayName) ?? first.displayName,
      department: passOn(cells, columns.department),
      source: passOn(cells, columns.source),
      sourceBatchId: passOn(cells, columns.sourceBatchId),
    },
  }
}

/**
 * Reads one entry of a plain list: an address, `Name <address>` or an object id.
 * Without a header nobody has said whether an address is a UPN or a mail address, so both are to be tried, the UPN first.
 * @returns null for an entry without visible characters.
 */
export function readEntry(entry: string, line: number, role: ReferenceRole): RowOutcome | null {
  const verdict = readReference(entry, role)
  if (verdict.kind === 'blank') return null
  if (verdict.kind === 'malformed') {
    return { kind: 'invalid', line, value: verdict.value, reason: verdict.reason }
  }
  const { reference, displayName } = verdict
  return {
    kind: 'row',
    row: {
      line,
      reference,
      fallback: twinOf(reference, role),
      objectId: reference.kind === 'objectId' ? reference.value : null,
      displayName,
      department: null,
      source: null,
      sourceBatchId: null,
    },
  }
}

/** The key by which two references are the same person within one list: Entra compares UPNs and addresses without case. */
export function referenceKey(reference: PersonReference): string {
  return reference.value.toLowerCase()
}

/**
 * A column called "Email" often holds UPNs, and a pasted address may be either; the same value is then tried as the other.
 * A column called UPN is taken at its word.
 */
function twinOf(reference: PersonReference, role: ReferenceRole): PersonReference | null {
  if (reference.kind === 'objectId' || role === 'upn') return null
  return { kind: reference.kind === 'upn' ? 'mail' : 'upn', value: reference.value }
}

function readCell(cells: readonly string[], column: number | null, role: ReferenceRole): ReferenceVerdict {
  return readReference(column === null ? '' : (cells[column] ?? ''), role)
}

function passOn(cells: readonly string[], column: number | null): string | null {
  const text = cleanText(column === null ? '' : (cells[column] ?? ''))
  // A replacement character means bytes that could not be decoded; the directory knows the true spelling.
  return text === '' || text.includes('\uFFFD') ? null : text.slice(0, passedTextMax)
}

function findRaggedness(cells: readonly string[], header: RosterHeader): string | null {
  const counted = { cells: String(cells.length), width: String(header.width) }
  if (cells.slice(header.width).some(cell => !isBlank(cell))) {
    return tellRowReason('rowTooLong', counted)
  }
  const { upn, mail, objectId } = header.columns
  const keyed = [upn, mail, objectId].some(column => column !== null && column < cells.length)
  return keyed ? null : tellRowReason('rowTooShort', counted)
}

function explainNobody(verdicts: readonly ReferenceVerdict[], record: TableRecord): RowOutcome {
  const { cells, line, header } = record
  const malformed = verdicts.find(verdict => verdict.kind === 'malformed')
  if (malformed !== undefined) {
    return { kind: 'invalid', line, value: malformed.value, reason: malformed.reason }
  }
  const { upn, mail, objectId } = header.columns
  const names = [upn, mail, objectId].flatMap(column => (column === null ? [] : (header.names[column] ?? [])))
  const value = shorten(cleanText(cells.join(' ')))
  return {
    kind: 'invalid',
    line,
    value,
    reason: tellRowReason('namesNobody', { columns: names.join(', ') }),
  }
}
