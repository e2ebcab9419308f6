/** Streams the records of a table and the entries of a plain list, each with the line of the file on which it begins. */

import { pipeline, Readable } from 'node:stream'
import { findCut, splitEntries } from '@muster/core/roster-list'
import { refuseLongRecord, refuseQuote } from '@muster/core/roster-problem'
import { CsvError, parse } from 'csv-parse'
import { RosterRefused } from './intake-refused.ts'

/**
 * Longest record or line that is held, in bytes for a table and characters for a list. The widest record of an admin-center export,
 * with every proxy address, has some 20 KB; beyond 1 MB a quote has been left open and swallows the rest of the file.
 */
const recordLengthMax = 1024 * 1024

/** A line longer than this is handed on in parts, so that 200,000 addresses pasted as one line are not held at once. */
const lineLengthMax = 64 * 1024

interface TableLine {
  cells: string[]
  line: number
}

export interface TableSource {
  /** `\n` as the only line end. */
  text: AsyncIterable<string>
  /** 1-based line of the file on which `text` begins. */
  line: number
  delimiter: string
}

/**
 * Cuts a table into records by RFC 4180, forgiving blanks around quotes and quotes inside unquoted cells.
 * @throws RosterRefused `unterminatedQuote` or `recordTooLong`, naming the line where the record begins.
 */
export async function* readRecords(source: TableSource): AsyncGenerator<TableLine> {
  let line = source.line
  const parser = parse({
    delimiter: source.delimiter,
    record_delimiter: '\n',
    // Counted while parsing and not while reading: a failure overtakes the records that wait to be read.
    on_record: (cells: string[], { lines }) => {
      const record = { cells, line }
      // csv-parse counts from 1 in what it was given, and names the line on which a record ends.
      line = source.line + lines
      return record
    },
    ltrim: true,
    relax_quotes: true,
    relax_column_count: true,
    max_record_size: recordLengthMax,
  })
  // The iteration below reports every failure; the callback only keeps `pipeline` from raising it a second time.
  pipeline(Readable.from(source.text, { highWaterMark: 1 }), parser, () => {})
  try {
    for await (const parsed of parser) {
      // The parser's records are what `on_record` returns, which its types do not carry.
      const record: TableLine = parsed
      yield record
    }
  } catch (error) {
    throw error instanceof CsvError ? refuseRecord(error, line) : error
  }
}

/**
 * Cuts a plain list into entries.
 * @throws RosterRefused `recordTooLong` when a line has no place where it could be cut.
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
    if (cut === null && held.length > recordLengthMax) throw new RosterRefused(refuseLongRecord(line))
    for (const entry of splitEntries(held.slice(0, cut ?? 0))) yield { entry, line }
    held = held.slice(cut ?? 0)
  }
  for (const entry of splitEntries(held)) yield { entry, line }
}

function refuseRecord(error: CsvError, line: number): RosterRefused {
  return new RosterRefused(error.code === 'CSV_QUOTE_NOT_CLOSED' ? refuseQuote(line) : refuseLongRecord(line))
}
