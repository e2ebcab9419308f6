/**
 * A long list in segments: marks divide its people exactly, so each is in one segment and none is shown twice. How many a
 * segment holds is known once it was read; until then it has a length that is about right. Pure.
 */

/** The tallest element that every browser draws (Firefox: 17.9 million px) holds so many rows; a longer list is drawn closer. */
export const rowsMax = 500_000

export interface Marked {
  people: number
  isExact: boolean
  marks: readonly string[]
}

/** Where each segment begins, as rows; one more than there are segments, the last being the end of the list. */
export interface Layout {
  starts: readonly number[]
  /** Segment → how many it really holds. */
  known: ReadonlyMap<number, number>
}

/** `every` is how many people stand between two exact marks. */
export function layOut(list: Marked, known: ReadonlyMap<number, number>, every: number): Layout {
  const segments = list.marks.length + 1
  const likely = Math.max(1, Math.round(Math.min(list.people, rowsMax) / segments))
  const starts = [0]
  for (let segment = 0; segment < segments; segment++) {
    const rest = Math.max(0, list.people - every * list.marks.length)
    const exact = segment < list.marks.length ? every : rest
    starts.push((starts[segment] ?? 0) + (known.get(segment) ?? (list.isExact ? exact : likely)))
  }
  return { starts, known }
}

export function rowsOf({ starts }: Layout): number {
  return starts.at(-1) ?? 0
}

/** In which segment a row is, and which of its rows it is. */
export function placeOf({ starts }: Layout, row: number): { segment: number; offset: number } {
  let [low, high] = [0, starts.length - 2]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((starts[middle] ?? 0) <= row) low = middle
    else high = middle - 1
  }
  return { segment: Math.max(0, low), offset: row - (starts[low] ?? 0) }
}

/** Segments that the rows from `first` to `last` are in. */
export function segmentsBetween(layout: Layout, first: number, last: number): number[] {
  const from = placeOf(layout, Math.max(0, first)).segment
  const to = placeOf(layout, Math.max(0, last)).segment
  return Array.from({ length: to - from + 1 }, (_, index) => from + index)
}

/**
 * By how many rows the list has to be scrolled so that the eye finds what it looked at in the same place, after segments
 * have got their true lengths. What it looked at: the first segment in sight that had been read before, else the row
 * on top, as far down its segment as before or at its end.
 */
export function shiftOf(before: Layout, after: Layout, sight: { first: number; last: number }): number {
  if (before.starts.length !== after.starts.length) return 0
  const inSight = segmentsBetween(before, sight.first, sight.last)
  const read = inSight.find(segment => before.known.has(segment))
  if (read !== undefined) return (after.starts[read] ?? 0) - (before.starts[read] ?? 0)
  const { segment, offset } = placeOf(before, sight.first)
  const [start = 0, end = 0] = after.starts.slice(segment, segment + 2)
  return start + Math.max(0, Math.min(offset, end - start - 1)) - sight.first
}
