/** Decides from the beginning of a file what kind of list it is: a table with a header, or a plain list. */

import { type ListProblem, refuseList } from './list-problems.ts'
import { isBlank, looksLikeData, type ReferenceRole } from './roster-address.ts'
import { type ColumnWish, chooseColumn, guessColumn, isDoubtful } from './roster-column.ts'
import { type RosterHeader, readHeader } from './roster-header.ts'
import { splitEntries } from './roster-list.ts'

/**
 * How it is known which column names the people: by its name; by its name, though what stands below it looks like nobody;
 * by what stands in it; by somebody's choice.
 */
export type Certainty = 'named' | 'doubtful' | 'guessed' | 'chosen'

/** What to do with the rest of the file. `offset` and `line` say where its first record begins, after all that went before. */
export type RosterShape =
  | {
      kind: 'table'
      offset: number
      line: number
      delimiter: string
      header: RosterHeader
      certainty: Certainty
      /** Made from a bulk template of the Entra admin center, whose row of examples may still be there. */
      fromTemplate: boolean
    }
  | { kind: 'list'; offset: number; line: number; role: ReferenceRole; fromTemplate: boolean }
  | { kind: 'problem'; problem: ListProblem }

/** Characters of a file that are enough to decide. The widest known header, with every column, has under 2,000. */
export const headLengthMax = 64 * 1024

/** Lines looked at to tell a table without a header from a list. */
const sampleLinesMax = 20

const delimiters = [',', ';', '\t', '|'] as const

interface Preamble {
  offset: number
  line: number
  delimiter: string | null
  fromTemplate: boolean
}

interface FirstRecord {
  cells: string[]
  /** Characters up to and including the record's line end. */
  length: number
  /** Lines that the record spans. */
  lines: number
  closed: boolean
}

/**
 * Decides on the shape of a list.
 * @param head The first `headLengthMax` characters at least, or the whole text; line ends are `\n`, no byte order mark.
 * @param wish Which column names the people; by its name when nothing is said.
 */
export function findShape(head: string, wish: ColumnWish = { kind: 'named' }): RosterShape {
  const preamble = readPreamble(head)
  const body = head.slice(preamble.offset)
  if (isBlank(body)) return { kind: 'problem', problem: refuseList('empty') }
  if (wish.kind === 'chosen') {
    const sample = readSample(body, preamble.delimiter)
    if (sample.width > 1) return shapeWithColumn(sample, preamble, chooseColumn(sample.rows, wish.column))
  }
  const shape = shapeByName(body, preamble)
  const isUnnamed =
    shape.kind === 'problem' && (shape.problem.code === 'noColumn' || shape.problem.code === 'noHeader')
  if (wish.kind === 'named' || !isUnnamed) return shape
  const sample = readSample(body, preamble.delimiter)
  const guessed = guessColumn(sample.rows)
  return guessed === null ? shape : shapeWithColumn(sample, preamble, guessed)
}

function shapeByName(body: string, preamble: Preamble): RosterShape {
  const first = chooseFirstRecord(body, preamble.delimiter)
  if (!first.record.closed)
    return { kind: 'problem', problem: refuseList('unterminatedQuote', { line: String(preamble.line) }) }
  if (first.record.cells.some(looksLikeData)) return shapeWithoutHeader(body, preamble)
  if (first.verdict.kind === 'header') {
    return shapeWithHeader({ ...first, header: first.verdict.header, body }, preamble)
  }
  // One column under a name that nobody knows: which column is meant is not in doubt, and its name is reported as a bad line.
  const next = splitEntries(nextLine(body.slice(first.record.length)))
  if (first.record.cells.length === 1 && next.some(looksLikeData)) return listFrom(preamble)
  return { kind: 'problem', problem: first.verdict.problem }
}

/** Whether a cell belongs to the row of examples in a bulk template: `Example: 9832aad8-…`. */
export function isExample(cell: string): boolean {
  return /^\s*"?(?:example|beispiel|exemple|ejemplo|esempio|exemplo|voorbeeld|exempel)\s*:/iu.test(cell)
}

/**
 * Lines that come before the header: blank ones, Excel's `sep=;`, PowerShell's `#TYPE …`, the template's `version:v1.0`,
 * and a title over a table, which Excel saves as a cell followed by empty ones.
 */
function readPreamble(head: string): Preamble {
  const preamble: Preamble = { offset: 0, line: 1, delimiter: null, fromTemplate: false }
  while (preamble.offset < head.length) {
    const line = nextLine(head.slice(preamble.offset, preamble.offset + headLengthMax))
    const separator = /^"?sep=(?<delimiter>.)"?$/iu.exec(line.trimStart())?.groups?.delimiter
    const version = /^\s*"?version\s*:\s*v?[\d.]+"?[\s,;]*$/iu.test(line)
    const furniture = separator !== undefined || version || /^\s*"?#TYPE\b/u.test(line) || isTitle(line)
    if (!furniture && !isBlank(line.replace(/[,;|"]/gu, ''))) break
    preamble.delimiter = separator ?? preamble.delimiter
    preamble.fromTemplate ||= version
    preamble.offset = Math.min(head.length, preamble.offset + line.length + 1)
    preamble.line += 1
  }
  return preamble
}

function isTitle(line: string): boolean {
  const title = /^(?<title>[^,;|\t"]+)[,;|\t]+$/u.exec(line.trimEnd())?.groups?.title
  return title !== undefined && !looksLikeData(title) && readHeader([title]).kind === 'problem'
}

function nextLine(text: string): string {
  const end = text.indexOf('\n')
  return end === -1 ? text : text.slice(0, end)
}

/** Reads the first record with every delimiter and takes the reading that makes the most sense as a header. */
function chooseFirstRecord(body: string, given: string | null) {
  const readings = (given === null ? delimiters : [given]).map(delimiter => {
    const record = readFirstRecord(body, delimiter)
    return { delimiter, record, verdict: readHeader(record.cells) }
  })
  const rank = (reading: (typeof readings)[number]) =>
    (reading.verdict.kind === 'header' ? 1_000_000 : 0) + reading.record.cells.length
  return readings.reduce((best, reading) => (rank(reading) > rank(best) ? reading : best))
}

function shapeWithHeader(
  first: { record: FirstRecord; delimiter: string; header: RosterHeader; body: string },
  preamble: Preamble,
): RosterShape {
  const { header, delimiter } = first
  const offset = preamble.offset + first.record.length
  const line = preamble.line + first.record.lines
  const { fromTemplate } = preamble
  if (header.width > 1) {
    const below = readRecords(first.body.slice(first.record.length), delimiter)
    const certainty = isDoubtful(header.columns, below) ? 'doubtful' : 'named'
    return { kind: 'table', offset, line, delimiter, header, certainty, fromTemplate }
  }
  // One column has no delimiter; its cells may even hold several addresses.
  const { upn, mail } = header.columns
  const role = upn !== null ? 'upn' : mail !== null ? 'mail' : 'objectId'
  return { kind: 'list', offset, line, role, fromTemplate }
}

function shapeWithoutHeader(body: string, preamble: Preamble): RosterShape {
  const width = findTableWidth(body)
  if (width === null) return listFrom(preamble)
  return {
    kind: 'problem',
    problem: refuseList('noHeader', { width: String(width), line: String(preamble.line) }),
  }
}

interface Sample {
  delimiter: string
  first: FirstRecord
  rows: readonly string[][]
  width: number
}

/** The first records, cut by the delimiter under which most of them have as many cells as the first, and the most. */
function readSample(body: string, given: string | null): Sample {
  const readings = (given === null ? delimiters : [given]).map(delimiter => {
    const rows = readRecords(body, delimiter)
    const width = rows[0]?.length ?? 1
    const alike = rows.filter(row => row.length === width).length / Math.max(1, rows.length)
    return { delimiter, first: readFirstRecord(body, delimiter), rows, width, rank: alike * width }
  })
  return readings.reduce((best, reading) => (reading.rank > best.rank ? reading : best))
}

function readRecords(body: string, delimiter: string): string[][] {
  const rows: string[][] = []
  for (let at = 0; at < body.length && rows.length < sampleLinesMax; ) {
    const record = readFirstRecord(body.slice(at), delimiter)
    at += record.length
    if (!record.cells.every(isBlank)) rows.push(record.cells)
  }
  return rows
}

function shapeWithColumn(
  { delimiter, first }: Sample,
  preamble: Preamble,
  chosen: ReturnType<typeof chooseColumn>,
): RosterShape {
  if (chosen.kind === 'problem') return chosen
  const { header, certainty, isHeaded } = chosen
  const offset = preamble.offset + (isHeaded ? first.length : 0)
  const line = preamble.line + (isHeaded ? first.lines : 0)
  return { kind: 'table', offset, line, delimiter, header, certainty, fromTemplate: preamble.fromTemplate }
}

function listFrom({ offset, line, fromTemplate }: Preamble): RosterShape {
  return { kind: 'list', offset, line, role: 'any', fromTemplate }
}

/**
 * The number of columns of a table that has no header, or null when the text is a list.
 * A table has the same number of cells on every line, and at least one column without any address in it. The last line seen is
 * left out, since it may be cut off.
 */
function findTableWidth(body: string): number | null {
  const lines = body.split('\n', sampleLinesMax + 1).filter(line => !isBlank(line))
  const sample = lines.length > sampleLinesMax ? lines.slice(0, -1) : lines
  if (sample.length < 2) return null
  for (const delimiter of delimiters) {
    const rows = sample.map(line => readFirstRecord(line, delimiter).cells)
    const width = rows[0]?.length ?? 1
    if (width === 1 || rows.some(row => row.length !== width)) continue
    const plain = Array.from({ length: width }, (_, column) => rows.map(row => row[column] ?? '')).filter(
      cells => cells.some(cell => !isBlank(cell)) && !cells.some(looksLikeData),
    )
    // `Beck, Anna <anna@contoso.example>` line by line looks like two columns, and is a list.
    if (plain.length > 0 && !sample.every(line => line.includes('<'))) return width
  }
  return null
}

/** Cuts the first record by RFC 4180, forgiving quotes in the middle of a cell. */
function readFirstRecord(text: string, delimiter: string): FirstRecord {
  const cells: string[] = []
  let cell = ''
  let lines = 1
  let quoted = false
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] ?? ''
    if (char === '\n') lines += 1
    if (quoted) {
      if (char !== '"') cell += char
      else if (text[at + 1] === '"') {
        cell += char
        at += 1
      } else quoted = false
    } else if (char === '"' && isBlank(cell)) quoted = true
    else if (char === delimiter) {
      cells.push(cell)
      cell = ''
    } else if (char === '\n') {
      return { cells: [...cells, cell], length: at + 1, lines: lines - 1, closed: true }
    } else cell += char
  }
  return { cells: [...cells, cell], length: text.length, lines, closed: !quoted }
}
