/** Reads a list of people, a CSV file or pasted text, as a stream: bytes in, one outcome per record out. */

import { type ListProblem, refuseList } from '@muster/core/list-problems'
import {
  type RowOutcome,
  readEntry,
  readRow,
  referenceKey,
  rosterBytesMax,
  rosterRowsMax,
} from '@muster/core/roster'
import type { ColumnWish } from '@muster/core/roster-column'
import { findShape, headLengthMax, isExample, type RosterShape } from '@muster/core/roster-shape'
import { readEntries, readRecords } from './intake-records.ts'
import { readText } from './intake-text.ts'
import { ListRefused } from './list-refused.ts'

export interface IntakeOptions {
  /** Records that may have an outcome; blank lines are free. Lower than the product's limit in tests. */
  rowsMax?: number
  bytesMax?: number
  /** Which column names the people; only one with a name that is known when left out. */
  wish?: ColumnWish
}

/**
 * Reads a list of people.
 *
 * The source is pulled as outcomes are asked for, and closed when the reader stops. Apart from one record and the keys by which
 * duplicates are found, nothing is kept. Within one list the first mention of a person counts; later ones are `duplicate`.
 *
 * @throws ListRefused for what is wrong with the list as a whole. Some of it (size, a quote left open, bytes that are no text) shows only
 *   after rows have been given out, so a caller that wants all or nothing keeps the rows aside until the end.
 */
export async function* readRoster(
  source: AsyncIterable<Uint8Array>,
  options: IntakeOptions = {},
): AsyncGenerator<RowOutcome> {
  const { rowsMax = rosterRowsMax, bytesMax = rosterBytesMax, wish = { kind: 'named' } } = options
  const pieces = readText(source, bytesMax)
  try {
    const head = await takeHead(pieces)
    const shape = findShape(head, wish)
    if (shape.kind === 'problem') throw new ListRefused(shape.problem)
    const text = startingWith(head.slice(shape.offset), pieces)
    const outcomes = shape.kind === 'table' ? readTable(text, shape) : readList(text, shape)
    yield* refuseExcess(markDuplicates(outcomes), { rowsMax, ifNone: refuseNobody(shape) })
  } finally {
    // Not awaited: a stalled upload would hold up the refusal. The source is closed as soon as its pending read has settled.
    pieces.return(undefined).catch(() => {})
  }
}

/** One buffer as a source: for pasted text and for tests. */
export async function* fromBytes(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

async function takeHead(pieces: AsyncGenerator<string>): Promise<string> {
  let head = ''
  while (head.length < headLengthMax) {
    const next = await pieces.next()
    if (next.done === true) break
    head += next.value
  }
  return head
}

async function* startingWith(head: string, pieces: AsyncGenerator<string>): AsyncGenerator<string> {
  yield head
  yield* pieces
}

/** The first records of a list as they stand in it, and what its columns were taken for. Null for what is no list. */
export async function readFirstRecords(
  source: AsyncIterable<Uint8Array>,
  { wish, recordsMax }: { wish: ColumnWish; recordsMax: number },
): Promise<FirstRecords | null> {
  const pieces = readText(source, rosterBytesMax)
  const records: { cells: string[]; line: number }[] = []
  try {
    const head = await takeHead(pieces)
    const shape = findShape(head, wish)
    if (shape.kind === 'problem') return null
    const text = startingWith(head.slice(shape.offset), pieces)
    const all = shape.kind === 'table' ? readCells(text, shape) : readEntryCells(text, shape)
    for await (const record of all) {
      records.push(record)
      if (records.length === recordsMax) break
    }
    return { shape, records }
  } catch (error) {
    // The list as a whole says what is wrong with it.
    if (error instanceof ListRefused) return null
    throw error
  } finally {
    pieces.return(undefined).catch(() => {})
  }
}

export interface FirstRecords {
  shape: Exclude<RosterShape, { kind: 'problem' }>
  records: readonly { cells: string[]; line: number }[]
}

async function* readCells(
  text: AsyncIterable<string>,
  { header, delimiter, fromTemplate, line }: Extract<RosterShape, { kind: 'table' }>,
): AsyncGenerator<{ cells: string[]; line: number }> {
  for await (const { cells, line: at } of readRecords({ text, line, delimiter })) {
    if (fromTemplate && cells.some(isExample)) continue
    if (readRow({ cells, line: at, header }) !== null) yield { cells, line: at }
  }
}

async function* readEntryCells(
  text: AsyncIterable<string>,
  { role, line }: Extract<RosterShape, { kind: 'list' }>,
): AsyncGenerator<{ cells: string[]; line: number }> {
  for await (const { entry, line: at } of readEntries({ text, line })) {
    if (readEntry(entry, at, role) !== null) yield { cells: [entry], line: at }
  }
}

async function* readTable(
  text: AsyncIterable<string>,
  shape: Extract<RosterShape, { kind: 'table' }>,
): AsyncGenerator<RowOutcome> {
  const { header, fromTemplate } = shape
  for await (const { cells, line } of readRecords({ text, line: shape.line, delimiter: shape.delimiter })) {
    if (fromTemplate && cells.some(isExample)) continue
    const outcome = readRow({ cells, line, header })
    if (outcome !== null) yield outcome
  }
}

async function* readList(
  text: AsyncIterable<string>,
  shape: Extract<RosterShape, { kind: 'list' }>,
): AsyncGenerator<RowOutcome> {
  for await (const { entry, line } of readEntries({ text, line: shape.line })) {
    if (shape.fromTemplate && isExample(entry)) continue
    const outcome = readEntry(entry, line, shape.role)
    if (outcome !== null) yield outcome
  }
}

async function* markDuplicates(outcomes: AsyncIterable<RowOutcome>): AsyncGenerator<RowOutcome> {
  const firstLines = new Map<string, number>()
  for await (const outcome of outcomes) {
    if (outcome.kind !== 'row') {
      yield outcome
      continue
    }
    const { line, reference } = outcome.row
    const firstLine = firstLines.get(referenceKey(reference))
    if (firstLine === undefined) {
      firstLines.set(referenceKey(reference), line)
      yield outcome
    } else {
      yield { kind: 'duplicate', line, firstLine, value: reference.value }
    }
  }
}

async function* refuseExcess(
  outcomes: AsyncIterable<RowOutcome>,
  { rowsMax, ifNone }: { rowsMax: number; ifNone: ListProblem },
): AsyncGenerator<RowOutcome> {
  let rows = 0
  for await (const outcome of outcomes) {
    rows += 1
    if (rows > rowsMax) throw new ListRefused(refuseRows(rowsMax, lineOf(outcome)))
    yield outcome
  }
  if (rows === 0) throw new ListRefused(ifNone)
}

function lineOf(outcome: RowOutcome): number {
  return outcome.kind === 'row' ? outcome.row.line : outcome.line
}

function refuseNobody(shape: Exclude<RosterShape, { kind: 'problem' }>): ListProblem {
  const hasHeader = shape.kind === 'table' || shape.role !== 'any'
  return hasHeader ? refuseList('headerOnly', { line: String(shape.line - 1) }) : refuseList('empty')
}

function refuseRows(rowsMax: number, line: number): ListProblem {
  return refuseList('tooManyRows', { most: String(rowsMax), line: String(line) })
}
