/** Calendar days as they stand in addresses and date fields, `2026-11-02`; they begin and end by the reader's own clock. */

const dayPattern = /^\d{4}-\d{2}-\d{2}$/

export function isDay(value: unknown): value is string {
  return typeof value === 'string' && dayPattern.test(value) && !Number.isNaN(Date.parse(value))
}

export function startOfDay(day: string): Date {
  return startOf(day, 0)
}

/** The first moment that is no longer that day. */
export function endOfDay(day: string): Date {
  return startOf(day, 1)
}

function startOf(day: string, daysOn: number): Date {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return new Date(year, month - 1, date + daysOn)
}
