/** One of two wordings by a count; enough for the languages that the portal speaks. */

export function many(count: number, one: string, other: string): string {
  return count === 1 ? one : other
}
