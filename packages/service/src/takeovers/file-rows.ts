/** Reads the CSV export of a list as a stream: the names of its columns, then row by row with the line of the file. */

import { refuseList } from '@muster/core/list-problems'
import { readRecords } from '../people/intake-records.ts'
import { readText } from '../people/intake-text.ts'
import { ListRefused } from '../people/list-refused.ts'

/** 100,000 rows of a list with notes in them have some 60 MB. */
export const fileBytesMax = 100 * 1024 * 1024
/** The line in which newer exports describe the list has some kilobytes for each column. */
const headLengthMax = 1024 * 1024

export interface FileRow {
  line: number
  cells: string[]
}

/** The first row given is the header. */
export async function* readFileRows(source: AsyncIterable<Uint8Array>): AsyncGenerator<FileRow> {
  const pieces = readText(source, fileBytesMax)
  try {
    const { text, skippedLines } = skipSchema(await takeHead(pieces))
    if (text.trim() === '') throw new ListRefused(refuseList('exportEmpty'))
    const delimiter = findDelimiter(text.slice(0, lineEnd(text)))
    yield* readRecords({ text: startingWith(text, pieces), line: 1 + skippedLines, delimiter })
  } finally {
    pieces.return(undefined).catch(() => {})
  }
}

/** Up to the end of the first two lines, as far as there are any. */
async function takeHead(pieces: AsyncGenerator<string>): Promise<string> {
  let head = ''
  while (head.length < headLengthMax && (head.match(/\n/g)?.length ?? 0) < 2) {
    const next = await pieces.next()
    if (next.done === true) break
    head += next.value
  }
  return head
}

/** "Export to CSV with schema" puts a line that describes the list above the names. */
function skipSchema(head: string): { text: string; skippedLines: number } {
  if (!/^"?ListSchema=/.test(head)) return { text: head, skippedLines: 0 }
  return { text: head.slice(lineEnd(head) + 1), skippedLines: 1 }
}

function lineEnd(text: string): number {
  const at = text.indexOf('\n')
  return at === -1 ? text.length : at
}

/** What stands most often between the names; SharePoint writes commas, a spreadsheet what its country is used to. */
function findDelimiter(header: string): string {
  const bare = header.replaceAll(/"[^"]*"/g, '')
  const count = (mark: string) => bare.split(mark).length
  return [';', '\t'].reduce((best, mark) => (count(mark) > count(best) ? mark : best), ',')
}

async function* startingWith(head: string, pieces: AsyncGenerator<string>): AsyncGenerator<string> {
  yield head
  yield* pieces
}
