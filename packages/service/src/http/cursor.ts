/** Opaque cursors of lists: the sort key of the last row shown, so that rows added meanwhile neither repeat nor hide others. */

import { makeProblem } from '@muster/core/told-problems'

export function writeCursor(key: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url')
}

/** The parts of a cursor, as text. Throws a Problem for anything that is not one of ours. */
export function readCursor(cursor: string | undefined, parts: number): string[] | null {
  if (cursor === undefined) return null
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    if (Array.isArray(key) && key.length === parts) return key.map(String)
  } catch {
    // Falls through to the one answer for every broken cursor.
  }
  return refuseCursor()
}

export function refuseCursor(): never {
  throw makeProblem('cursorUnknown')
}

/** One page of rows that were asked for with one more than `limit`, so that the end is known without counting. */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  limit: number,
  each: { item(row: Row): Item; key(row: Row): readonly (string | number)[] },
): { items: Item[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const isMore = rows.length > limit && last !== undefined
  return { items: shown.map(each.item), nextCursor: isMore ? writeCursor(each.key(last)) : null }
}
