/**
 * When mails may go out by the recipient's own clock, as pure code: the working hours and days of a campaign, and the
 * window of time that they open in a time zone, also where clocks are turned.
 */

/** In the order of ISO 8601; the words are those of Graph's `daysOfWeek`. */
export const weekdays = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const
export type Weekday = (typeof weekdays)[number]

/** Both on one day, `07:00` and `19:00`; `24:00` is the day's end. */
export interface DayHours {
  from: string
  until: string
}

/** Each null where any will do. */
export interface MailTimes {
  mailHours: DayHours | null
  mailDays: Weekday[] | null
}

/** From `openAt` on, until just before `closesAt`. */
export interface MailWindow {
  openAt: Date
  closesAt: Date
}

const minuteMs = 60_000
const minutesPerDay = 24 * 60
/** The next permitted weekday is at most a week away; one more for a day whose hours clocks skip. */
const daysAheadMax = 15

/** Whether a campaign's mails wait for hours or days at all. */
export function hasMailTimes({ mailHours, mailDays }: MailTimes): boolean {
  return mailHours !== null || mailDays !== null
}

/**
 * The window that is open at a moment, or else the next one; null where mails may go out at any time. `zone` is an IANA
 * name. Throws a RangeError for one that is unknown.
 */
export function nextWindow(zone: string, times: MailTimes, at: Date): MailWindow | null {
  if (!hasMailTimes(times)) return null
  const from = minutesOf(times.mailHours?.from ?? '00:00')
  const until = minutesOf(times.mailHours?.until ?? '24:00')
  const today = Math.floor((at.getTime() + offsetMs(zone, at.getTime())) / (minutesPerDay * minuteMs))
  for (let day = today; day < today + daysAheadMax; day++) {
    if (times.mailDays?.includes(weekdayOf(day)) === false) continue
    const openAt = new Date(instantOf(zone, { day, minutes: from, isLater: true }))
    const closesAt = new Date(instantOf(zone, { day, minutes: until, isLater: false }))
    if (openAt < closesAt && closesAt > at) return { openAt, closesAt }
  }
  throw new RangeError(`no window of ${from} to ${until} minutes in ${zone}`)
}

/** Whether a mail may go out at this moment. */
export function isOpen(zone: string, times: MailTimes, at: Date): boolean {
  const window = nextWindow(zone, times, at)
  return window === null || window.openAt <= at
}

/** Days since 1 January 1970, which was a Thursday. */
function weekdayOf(day: number): Weekday {
  return weekdays[(((day + 3) % 7) + 7) % 7] ?? 'monday'
}

/** `07:30` in minutes since midnight. */
export function minutesOf(time: string): number {
  const [hours, minutes] = time.split(':').map(Number)
  return (hours ?? 0) * 60 + (minutes ?? 0)
}

/**
 * When a clock on the wall shows this time. A time that it shows twice, in autumn, is the later or the earlier one as
 * wanted; one that it skips, in spring, is the moment at which it skips.
 */
function instantOf(zone: string, wall: { day: number; minutes: number; isLater: boolean }): number {
  const wallMs = (wall.day * minutesPerDay + wall.minutes) * minuteMs
  // Clocks are turned by hours at most, so both sides of a turn are seen from a day before and a day after.
  const before = offsetMs(zone, wallMs - minutesPerDay * minuteMs)
  const after = offsetMs(zone, wallMs + minutesPerDay * minuteMs)
  const shown = [wallMs - before, wallMs - after].filter(ms => ms + offsetMs(zone, ms) === wallMs)
  if (shown.length > 0) return wall.isLater ? Math.max(...shown) : Math.min(...shown)
  return turnBetween(zone, wallMs - Math.max(before, after), wallMs - Math.min(before, after))
}

/** The first moment of the new offset. */
function turnBetween(zone: string, fromMs: number, untilMs: number): number {
  const old = offsetMs(zone, fromMs)
  let low = fromMs
  let high = untilMs
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (offsetMs(zone, middle) === old) low = middle
    else high = middle
  }
  return high
}

/** Making a formatter takes far longer than using it. */
const formatters = new Map<string, Intl.DateTimeFormat>()

/** How far a zone's clocks are ahead of UTC at a moment. Throws a RangeError for a zone that is unknown. */
function offsetMs(zone: string, atMs: number): number {
  const formatter = formatters.get(zone) ?? createFormatter(zone)
  const wholeMs = Math.floor(atMs / 1000) * 1000
  const field = new Map(formatter.formatToParts(wholeMs).map(part => [part.type, Number(part.value)]))
  const of = (type: Intl.DateTimeFormatPartTypes) => field.get(type) ?? 0
  const shown = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'))
  return shown - wholeMs
}

function createFormatter(zone: string): Intl.DateTimeFormat {
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  formatters.set(zone, made)
  return made
}
