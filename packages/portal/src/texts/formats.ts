/** Numbers, shares, days and moments in the reader's language and time zone. */

import { createShareFormat } from '@muster/core/shares'

export interface Formats {
  number(value: number): string
  /** `part` of `whole` as a percentage; of nothing it is zero. */
  share(part: number, whole: number): string
  day(at: Date | string): string
  shortDay(at: Date | string): string
  moment(at: Date): string
  /** The time of day to the second, for what is over in a moment. */
  second(at: Date): string
  /** "3 minutes ago", "in 2 days". */
  ago(at: Date, now: Date): string
  list(words: readonly string[]): string
}

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const

export function createFormats(language: string): Formats {
  const number = new Intl.NumberFormat(language)
  const day = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short', year: 'numeric' })
  const shortDay = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short' })
  const calendarDay = new Intl.DateTimeFormat(language, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  })
  const shortCalendarDay = new Intl.DateTimeFormat(language, {
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  })
  const moment = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' })
  const second = new Intl.DateTimeFormat(language, { timeStyle: 'medium' })
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' })
  const list = new Intl.ListFormat(language, { type: 'conjunction' })
  return {
    number: value => number.format(value),
    share: createShareFormat(language),
    // A calendar day is the same day everywhere; a moment falls on a day of the reader's zone.
    day: at => (typeof at === 'string' ? calendarDay.format(new Date(at)) : day.format(at)),
    shortDay: at => (typeof at === 'string' ? shortCalendarDay.format(new Date(at)) : shortDay.format(at)),
    moment: at => moment.format(at),
    second: at => second.format(at),
    ago(at, now) {
      const ms = at.getTime() - now.getTime()
      const [unit, size] = units.find(([, one]) => Math.abs(ms) >= one) ?? (['minute', 60_000] as const)
      return relative.format(Math.round(ms / size), unit)
    },
    list: words => list.format(words),
  }
}
