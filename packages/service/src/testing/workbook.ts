/** Workbooks for tests: sheets by name, rows of cells. */

import { utils, write } from '@e965/xlsx'

export type Cell = string | number | boolean | Date | null

/** The bytes of an xlsx file. A row without cells stays empty. */
export function makeWorkbook(
  sheets: Readonly<Record<string, readonly (readonly Cell[])[]>>,
): Uint8Array<ArrayBuffer> {
  const book = utils.book_new()
  for (const [name, rows] of Object.entries(sheets)) {
    const cells = rows.map(row => [...row])
    utils.book_append_sheet(book, utils.aoa_to_sheet(cells, { cellDates: true, UTC: true }), name)
  }
  const bytes: ArrayBuffer = write(book, { type: 'array', bookType: 'xlsx', compression: true })
  return new Uint8Array(bytes)
}
