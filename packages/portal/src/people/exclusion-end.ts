/** Whether an exclusion may end on a day: only one that has not begun yet, by the clock of the service (UTC). */

/** The moment at which an exclusion until this day ends. */
export function endOfExclusion(day: string): string {
  return `${day}T00:00:00Z`
}

/** An empty day is no end. */
export function isEndOver(day: string, now: Date): boolean {
  return day !== '' && new Date(endOfExclusion(day)) <= now
}
