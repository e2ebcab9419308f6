/** Working hours and days as they are typed and told: `07:00-19:00`, `mon-fri`. */

import { type DayHours, type MailTimes, minutesOf, type Weekday, weekdays } from '@muster/core/mail-hours'
import { InvalidArgumentError } from 'commander'

/** For `argParser`: `7:00-19:00`, `07:30-24:00`. */
export function dayHours(text: string): DayHours {
  const found = /^(\d{1,2}:\d{2})-(\d{1,2}:\d{2})$/.exec(text.replaceAll(' ', ''))
  const [from, until] = [found?.[1], found?.[2]].map(time => time?.padStart(5, '0') ?? '')
  if (isTime(from) && isTime(until) && minutesOf(from) < minutesOf(until)) return { from, until }
  throw new InvalidArgumentError(
    'Give hours of one day such as 07:00-19:00; the end of the day is 24:00, and a span over midnight is not possible.',
  )
}

function isTime(time: string | undefined): time is string {
  return time !== undefined && /^([01]\d|2[0-3]):[0-5]\d$|^24:00$/.test(time)
}

/** For `argParser`: days and spans of days by their names or first letters, with commas between. */
export function weekdayList(text: string): Weekday[] {
  const chosen = new Set(text.split(',').flatMap(daysOfPart))
  return weekdays.filter(day => chosen.has(day))
}

function daysOfPart(part: string): Weekday[] {
  const ends = part.split('-').map(findWeekday)
  const [first, last] = [ends[0], ends.at(-1)]
  if (first === undefined || last === undefined || ends.length > 2) {
    throw new InvalidArgumentError('Give days such as mon-fri, or sun,mon-wed.')
  }
  const span = (last - first + weekdays.length) % weekdays.length
  const days = Array.from({ length: span + 1 }, (_, index) => weekdays[(first + index) % weekdays.length])
  return days.flatMap(day => day ?? [])
}

/** Two letters tell a day from all others. */
const lettersMin = 2

function findWeekday(text: string): number | undefined {
  const letters = text.trim().toLowerCase()
  const index = letters.length < lettersMin ? -1 : weekdays.findIndex(day => day.startsWith(letters))
  return index < 0 ? undefined : index
}

/** In words for a person. */
export function mailTimesText({ mailHours, mailDays }: MailTimes): string {
  if (mailHours === null && mailDays === null) return 'at any time'
  const hours = mailHours === null ? 'at any hour' : `${mailHours.from}-${mailHours.until}`
  return `${hours}${mailDays === null ? '' : `, ${daysText(mailDays)}`}, by the clock where each person lives`
}

function daysText(days: readonly Weekday[]): string {
  const numbers = days.map(day => weekdays.indexOf(day))
  const isSpan = numbers.length > 2 && numbers.every((number, index) => number === (numbers[0] ?? 0) + index)
  const names = days.map(day => day.slice(0, 3))
  return isSpan ? `${names[0]}-${names.at(-1)}` : names.join(', ')
}
