/** How long people took from their invitation to their registration, from counts by whole hours. Pure. */

/** So many hours → how many people took at least as long and less than the next number. */
export type PeopleByHours = ReadonlyMap<number, number>

/** Up to three days people are counted by the hour, afterwards by the day. */
const hourlyUntil = 72

export interface Span {
  fromHours: number
  /** Null: and longer. */
  toHours: number | null
  people: number
}

export interface TimeToRegister {
  people: number
  /** Null as long as nobody has registered. */
  medianHours: number | null
  p90Hours: number | null
  /** Without gaps, from the first hour on. */
  spans: readonly Span[]
}

/** Where one span ends and the next begins: an hour, a working day, a day, then days and weeks. */
const borders = [0, 1, 8, 24, 48, 72, 7 * 24, 14 * 24, 21 * 24, 28 * 24, 56 * 24]

export function summariseHours(counts: PeopleByHours): TimeToRegister {
  const people = [...counts.values()].reduce((total, count) => total + count, 0)
  return {
    people,
    medianHours: quantile(counts, people / 2),
    p90Hours: quantile(counts, people * 0.9),
    spans: borders.map((fromHours, index) => {
      const toHours = borders[index + 1] ?? null
      const within = [...counts].filter(
        ([hours]) => hours >= fromHours && (toHours === null || hours < toHours),
      )
      return { fromHours, toHours, people: within.reduce((total, [, count]) => total + count, 0) }
    }),
  }
}

/** The time after which so many had registered, as if those of one hour had come evenly spread over it. */
function quantile(counts: PeopleByHours, wanted: number): number | null {
  let before = 0
  for (const [hours, count] of [...counts].sort(([a], [b]) => a - b)) {
    if (count <= 0) continue
    if (before + count >= wanted) {
      const width = hours < hourlyUntil ? 1 : 24
      return Math.round((hours + (width * (wanted - before)) / count) * 10) / 10
    }
    before += count
  }
  return null
}
