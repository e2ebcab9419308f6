/** Writes CSV that spreadsheets open as it is meant, and cannot be made to calculate with. */

export type CsvCell = string | number | boolean | Date | null

/** Goes in front of a file that Excel is to read as UTF-8; without it Excel assumes the machine's old code page. */
export const csvByteOrderMark = '\uFEFF'

/**
 * First characters that make a spreadsheet take a cell for a formula: OWASP, "CSV Injection"
 * (owasp.org/www-community/attacks/CSV_Injection), with the line feed and the full-width forms it names.
 */
const formulaStart = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/u

const mustBeQuoted = /[",\r\n]|^\s|\s$/u

/**
 * Writes one record by RFC 4180: commas, CRLF at the end, double quotes where a cell needs them.
 * Text that a spreadsheet would take for a formula gets an apostrophe in front; numbers do not, being no text. null is an empty cell,
 * dates are ISO 8601 in UTC.
 * @throws RangeError for an invalid date or a number that is not finite, which are bugs of the caller.
 */
export function writeCsvRow(cells: readonly CsvCell[]): string {
  return `${cells.map(writeCell).join(',')}\r\n`
}

/** Writes a whole file row by row, so that an export of any length is never held. */
export async function* writeCsv(
  rows: AsyncIterable<readonly CsvCell[]> | Iterable<readonly CsvCell[]>,
  { header, byteOrderMark = false }: { header: readonly string[]; byteOrderMark?: boolean },
): AsyncGenerator<string> {
  yield (byteOrderMark ? csvByteOrderMark : '') + writeCsvRow(header)
  for await (const row of rows) yield writeCsvRow(row)
}

function writeCell(cell: CsvCell): string {
  if (cell === null) return ''
  if (typeof cell === 'boolean') return String(cell)
  if (typeof cell === 'number') return writeNumber(cell)
  if (cell instanceof Date) return cell.toISOString()
  const harmless = formulaStart.test(cell) ? `'${cell}` : cell
  return mustBeQuoted.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

function writeNumber(number: number): string {
  if (!Number.isFinite(number)) throw new RangeError(`${number} cannot be written to a CSV file.`)
  return String(number)
}
