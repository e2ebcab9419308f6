/** What a figure of the bench is: something measured, its yardstick from the same run, and the ratio of the two. */

import type { Ground } from './ground.ts'

export interface Line {
  figure: string
  /** How many rows, enrolments, clicks or people were worked. */
  size: number
  measured: Readonly<Record<string, number>>
  yardstick: Readonly<{ what: string } & Record<string, string | number>>
  /** Measured against yardstick; the README says for each figure which way is better. */
  ratio: number
}

/** Measures one figure; may print several lines (with and without a group, first and daily). */
export type Measure = (ground: Ground) => AsyncIterable<Line>

/** Wall seconds that `act` took. */
export async function timeSeconds(act: () => Promise<unknown>): Promise<number> {
  const startMs = performance.now()
  await act()
  return (performance.now() - startMs) / 1_000
}

/** The middle value, the upper one of an even number: a single run on a shared machine says little. */
export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted[Math.floor(sorted.length / 2)]
  if (middle === undefined) throw new RangeError('no values, no median')
  return middle
}

/** Three digits that mean something: `12.3`, `0.0123`, `4570`. */
export function rounded(value: number): number {
  return Number(value.toPrecision(value >= 1_000 ? Math.ceil(Math.log10(value)) : 3))
}
