/** Streams the records of a table and the entries of a plain list, each with the line of the file on which it begins. */

import { pipeline, Readable } from 'node:stream'
import { refuseList } from '@muster/core/list-problems'
import { findCut, splitEntries } from '@muster/core/roster-list'
import { CsvError, parse } from 'csv-parse'
import { ListRefused } from './list-refused.ts'

/**
 * Longest record or line that is held, in bytes for a table and characters for a list. The widest record of an admin-center export,
 * with every proxy address, has some 20 KB; beyond 1 MB a quote has been left open and swallows the rest of the file.
 */
const recordLengthMax = 1024 * 1024

/** A line longer than this is handed on in parts, so that 200,000 addresses pasted as one line are not held at once. */
const lineLengthMax = 64 * 1024

export interface TableSource {
  /** `\n` as the only line end. */
  text: AsyncIterable<string>
  /** 1-based line of the file on which `text` begins. */
  line: number
  delimiter: string
}

/**
 * Cuts a table into records by RFC 4180, forgiving blanks around quotes and quotes inside unquoted cells.
 * @throws ListRefused `unterminatedQuote` or `recordTooLong`, naming the line where the record begins.
 */
export async function* readRecords(source: TableSource): AsyncGenerator<{ cells: string[]; line: number }> {
  const parsed = { lines: 0, blankLines: 0 }
  const parser = parse({
    delimiter: source.delimiter,
    record_delimiter: '\n',
    info: true,
    ltrim: true,
    relax_quotes: true,
    relax_column_count: true,
    max_record_size: recordLengthMax,
    // Millions of blank lines, each a record, would take half a minute.
    skip_empty_lines: true,
    // A failure overtakes the records that still wait to be read, so where it happened has to be known here.
    on_record: (record, { lines, empty_lines }) => {
      parsed.lines = lines
      parsed.blankLines = empty_lines
      return record
    },
  })
  // The iteration below reports every failure; the callback only keeps `pipeline` from raising it a second time.
  pipeline(Readable.from(limitLines(source), { highWaterMark: 1 }), parser, () => {})
  try {
    for await (const { record, info } of parser) {
      const cells: string[] = record
      const lastLine: number = info.lines
      // `lines` counts from 1 in what the parser was given, and is the line on which the record ends.
      yield { cells, line: source.line + lastLine - 1 - countBreaks(cells) }
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    // The broken record begins behind the last whole one and the blank lines since.
    const blankLinesSince = Number(error.empty_lines) - parsed.blankLines
    throw refuseRecord(error, source.line + parsed.lines + blankLinesSince)
  }
}

/** The parser counts the characters of cells but not delimiters, and would hold a line of millions of empty cells. */
async function* limitLines(source: TableSource): AsyncGenerator<string> {
  let line = source.line
  let length = 0
  for await (const piece of source.text) {
    const lastBreak = piece.lastIndexOf('\n')
    length = lastBreak === -1 ? length + piece.length : piece.length - lastBreak - 1
    line += countBreaks([piece])
    if (length > recordLengthMax) throw refuseLongRecord(line)
    yield piece
  }
}

function countBreaks(texts: readonly string[]): number {
  let count = 0
  for (const text of texts) {
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count += 1
  }
  return count
}

/**
 * Cuts a plain list into entries.
 * @throws ListRefused `recordTooLong` when a line has no place where it could be cut.
 */
export async function* readEntries(source: {
  text: AsyncIterable<string>
  line: number
}): AsyncGenerator<{ entry: string; line: number }> {
  let line = source.line
  let held = ''
  for await (const piece of source.text) {
    const lines = (held + piece).split('\n')
    held = lines.pop() ?? ''
    for (const whole of lines) {
      for (const entry of splitEntries(whole)) yield { entry, line }
      line += 1
    }
    if (held.length <= lineLengthMax) continue
    const cut = findCut(held)
    if (cut === null && held.length > recordLengthMax) throw refuseLongRecord(line)
    for (const entry of splitEntries(held.slice(0, cut ?? 0))) yield { entry, line }
    held = held.slice(cut ?? 0)
  }
  for (const entry of splitEntries(held)) yield { entry, line }
}

function refuseRecord(error: CsvError, line: number): ListRefused {
  if (error.code !== 'CSV_QUOTE_NOT_CLOSED') return refuseLongRecord(line)
  return new ListRefused(refuseList('unterminatedQuote', { line: String(line) }))
}

function refuseLongRecord(line: number): ListRefused {
  return new ListRefused(refuseList('recordTooLong', { line: String(line) }))
}
