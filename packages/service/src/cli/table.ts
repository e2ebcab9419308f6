/** Aligned tables and bars for a terminal. Pure. */

export interface Column<Row> {
  head: string
  /** The text of a cell; null prints as a dash. */
  of(row: Row): string | number | Date | null
  align?: 'right'
  /** Colours a padded cell; alignment is done before. */
  paint?(padded: string, row: Row): string
}

/** A table with a head line; empty when there are no rows. */
export function formatTable<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  if (rows.length === 0) return ''
  const cells = rows.map(row => columns.map(column => cellText(column.of(row))))
  const widths = columns.map((column, index) =>
    Math.max(textWidth(column.head), ...cells.map(line => textWidth(line[index] ?? ''))),
  )
  const head = columns.map((column, index) =>
    pad(column.head.toUpperCase(), widths[index] ?? 0, column.align),
  )
  const body = rows.map((row, rowIndex) =>
    columns.map((column, index) => {
      const padded = pad(cells[rowIndex]?.[index] ?? '', widths[index] ?? 0, column.align)
      return column.paint === undefined ? padded : column.paint(padded, row)
    }),
  )
  return [head, ...body].map(line => `${line.join('  ').trimEnd()}\n`).join('')
}

/** Names and values under one another, for one thing. */
export function formatFacts(facts: readonly (readonly [string, string | number | Date | null])[]): string {
  const width = Math.max(...facts.map(([name]) => textWidth(name)))
  return facts.map(([name, value]) => `${pad(name, width)}  ${cellText(value)}\n`).join('')
}

/** A bar that is full when `part` equals `whole`. */
export function formatBar(part: number, whole: number, width: number): string {
  const share = whole === 0 ? 0 : Math.min(1, part / whole)
  // Somebody is never nobody: a single person in 100,000 still shows.
  const filled = part > 0 ? Math.max(1, Math.round(share * width)) : 0
  return '█'.repeat(filled) + '░'.repeat(width - filled)
}

export function formatPercent(part: number, whole: number): string {
  return whole === 0 ? '–' : `${((part / whole) * 100).toFixed(1)} %`
}

/** `2026-11-21 21:13`, in UTC, so that two people read the same. */
export function formatAt(at: Date): string {
  return at.toISOString().slice(0, 16).replace('T', ' ')
}

function cellText(value: string | number | Date | null): string {
  if (value === null || value === '') return '–'
  if (value instanceof Date) return formatAt(value)
  return printable(String(value))
}

/** A directory's names are other people's text: without control characters they cannot move the cursor or recolour. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]+/gu, ' ')
}

function pad(text: string, width: number, align?: 'right'): string {
  const blanks = ' '.repeat(Math.max(0, width - textWidth(text)))
  return align === 'right' ? blanks + text : text + blanks
}

const segmenter = new Intl.Segmenter()
const wide =
  /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|\p{Emoji_Presentation}/u

/** Columns that the text takes on a terminal: East Asian letters and emoji take two. */
function textWidth(text: string): number {
  return [...segmenter.segment(text)].reduce((sum, { segment }) => sum + (wide.test(segment) ? 2 : 1), 0)
}
