/**
 * How fast mailboxes may send, as pure arithmetic: how many mails are out after so many minutes, and how long a wave
 * takes. The limits are Exchange Online's: 30 messages a minute and 10,000 recipients in a sliding day for a mailbox.
 */

/** The point from which services themselves begin to warn; up to there a burst is welcome, beyond it mails are spaced. */
export const burstShare = 0.8

export interface PacedSender {
  perMinuteMax: number
  perDayMax: number
  /** Attempts in the 24 hours before the start: they count against the first day. */
  usedToday: number
}

const minuteMs = 60_000
const minutesPerDay = 24 * 60
/** A wave that takes longer is as good as one that never ends, and a search must end somewhere. */
const waveMinutesMax = 5 * 366 * minutesPerDay

/**
 * How many mails a sender has sent at most, so many minutes after the start: in a day's first 80 % as fast as a minute
 * allows, the rest in equal steps over what is left of the day. What was used before the start is taken to come free
 * only after a whole day, so the answer errs on the slow side.
 */
export function sentAfter(sender: PacedSender, minutes: number): number {
  const days = Math.floor(minutes / minutesPerDay)
  if (days === 0) return sentWithinDay(sender, minutes)
  const fresh = { ...sender, usedToday: 0 }
  const wholeDays = sentWithinDay(sender, minutesPerDay) + (days - 1) * sentWithinDay(fresh, minutesPerDay)
  return wholeDays + sentWithinDay(fresh, minutes - days * minutesPerDay)
}

function sentWithinDay({ perMinuteMax, perDayMax, usedToday }: PacedSender, minutes: number): number {
  const burst = Math.max(0, burstShare * perDayMax - usedToday)
  const burstMinutes = Math.min(burst / perMinuteMax, minutesPerDay)
  if (minutes <= burstMinutes) return perMinuteMax * minutes
  const rest = Math.max(0, perDayMax - Math.max(usedToday, burstShare * perDayMax))
  const perMinute = Math.min(perMinuteMax, rest / (minutesPerDay - burstMinutes))
  return burst + perMinute * (minutes - burstMinutes)
}

/** Whole minutes until these senders together have sent so many mails; null when they never will. */
export function waveMinutes(senders: readonly PacedSender[], mails: number): number | null {
  if (mails === 0) return 0
  const isOut = (minutes: number) => sentByAll(senders, minutes) >= mails
  if (!isOut(waveMinutesMax)) return null
  let tooFew = 0
  let enough = waveMinutesMax
  while (enough - tooFew > 1) {
    const middle = Math.floor((tooFew + enough) / 2)
    if (isOut(middle)) enough = middle
    else tooFew = middle
  }
  return enough
}

export interface DayOfWave {
  /** The calendar day in UTC, `2027-02-01`. */
  day: string
  mails: number
}

export interface Wave {
  /** When the last mail is out; null when these senders never get there. */
  finishAt: Date | null
  days: readonly DayOfWave[]
}

/**
 * The calendar of a wave. `queuedBefore` mails of the same senders go out first and are in no day's count. Only as many
 * days are told as `daysMax`.
 */
export function paceWave(asked: {
  senders: readonly PacedSender[]
  mails: number
  queuedBefore: number
  startAt: Date
  daysMax: number
}): Wave {
  const { senders, mails, queuedBefore, startAt, daysMax } = asked
  const minutes = waveMinutes(senders, mails === 0 ? 0 : queuedBefore + mails)
  if (minutes === null) return { finishAt: null, days: [] }
  const finishAt = new Date(startAt.getTime() + minutes * minuteMs)
  const outAt = (at: Date) => {
    const sinceMinutes = Math.max(0, (at.getTime() - startAt.getTime()) / minuteMs)
    return Math.min(mails, Math.max(0, Math.floor(sentByAll(senders, sinceMinutes)) - queuedBefore))
  }
  const days: DayOfWave[] = []
  let out = 0
  for (let from = startAt; out < mails && days.length < daysMax; from = midnightAfter(from)) {
    const until = midnightAfter(from)
    const outThen = until >= finishAt ? mails : outAt(until)
    days.push({ day: from.toISOString().slice(0, 10), mails: outThen - out })
    out = outThen
  }
  return { finishAt, days }
}

/** The first midnight after a moment, in UTC. */
export function midnightAfter(at: Date): Date {
  return new Date((Math.floor(at.getTime() / (minutesPerDay * minuteMs)) + 1) * minutesPerDay * minuteMs)
}

function sentByAll(senders: readonly PacedSender[], minutes: number): number {
  return senders.reduce((sum, sender) => sum + sentAfter(sender, minutes), 0)
}
