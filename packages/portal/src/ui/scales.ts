/** From figures to places in a drawing, and ticks at round figures. Pure. */

/** Round figures from zero to at least `top`, four or five of them. */
export function roundTicks(top: number): number[] {
  if (top <= 0) return [0, 1]
  const rough = top / 4
  const size = 10 ** Math.floor(Math.log10(rough))
  const step = Math.max(1, (([1, 2, 2.5, 5, 10] as const).find(one => one * size >= rough) ?? 10) * size)
  const ticks = [0]
  while ((ticks.at(-1) ?? 0) < top) ticks.push((ticks.at(-1) ?? 0) + step)
  return ticks
}

const dayMs = 86_400_000

/** Days between two calendar days, both included, as `2026-11-02`. */
export function daysBetween(from: string, to: string): string[] {
  const first = Date.parse(from)
  const count = Math.round((Date.parse(to) - first) / dayMs) + 1
  return Array.from({ length: Math.max(1, count) }, (_, index) => dayOf(new Date(first + index * dayMs)))
}

/** The calendar day in UTC. */
export function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10)
}

/** At most `places` indexes of a row of `length`, evenly spread, the first and the last among them. */
export function spread(length: number, places: number): number[] {
  if (length <= places) return Array.from({ length }, (_, index) => index)
  const step = (length - 1) / Math.max(1, places - 1)
  return Array.from({ length: places }, (_, index) => Math.round(index * step))
}

/** Places from left to right and top to bottom within a drawing. */
export interface Box {
  left: number
  right: number
  top: number
  bottom: number
}

/** A path through points, each `[x, y]`. */
export function linePath(points: readonly (readonly [number, number])[]): string {
  return points.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('')
}
