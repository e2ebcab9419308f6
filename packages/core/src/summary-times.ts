/** When a scheduled summary is to be sent: daily or weekly, at an hour of a time zone's own clock. Pure. */

import { nextWindow, type Weekday } from './mail-hours.ts'

export interface SummaryTimes {
  /** Null for every day. */
  weekday: Weekday | null
  /** 0 to 23, by the clock on the wall. */
  hour: number
}

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

/**
 * The first time after a moment. An hour that clocks skip in spring comes at the moment at which they skip it, and one
 * that they show twice in autumn counts once. `zone` is an IANA name; throws a RangeError for one that is unknown.
 */
export function nextSummaryAt(zone: string, times: SummaryTimes, after: Date): Date {
  const hour = String(times.hour).padStart(2, '0')
  // The window reaches to the day's end, so that one opens on every permitted day, however clocks are turned.
  const window = {
    mailHours: { from: `${hour}:00`, until: '24:00' },
    mailDays: times.weekday === null ? null : [times.weekday],
  }
  let found = nextWindow(zone, window, new Date(after.getTime() + 1))
  while (found !== null && found.openAt <= after) found = nextWindow(zone, window, found.closesAt)
  if (found === null) throw new RangeError(`no time of day in ${zone}`)
  return found.openAt
}

/** The last time up to a moment, given one that is not later: what was missed in between is made up for once. */
export function lastSummaryAt(zone: string, times: SummaryTimes, about: { first: Date; at: Date }): Date {
  const weekBefore = new Date(about.at.getTime() - 8 * dayMs)
  let last = about.first
  let next = last > weekBefore ? last : nextSummaryAt(zone, times, weekBefore)
  while (next <= about.at) {
    last = next
    next = nextSummaryAt(zone, times, next)
  }
  return last
}
