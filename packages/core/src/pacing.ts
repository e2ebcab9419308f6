/**
 * How fast mailboxes may send, as pure arithmetic: the room that one has at a moment, which the lane asks for, and how
 * long a wave takes at that pace, which the plan asks for. The limits are Exchange Online's: 30 messages a minute and
 * 10,000 recipients in a sliding day for a mailbox.
 */

/** The point from which services themselves begin to warn: a minute's burst ends there, and a day's pace is eased. */
export const burstShare = 0.8
/**
 * The pace in a day's last fifth, as a share of the minute's: it leaves room for others who use the mailbox and makes a
 * day's whole wave 7 % longer at most, since a fifth of it then takes a third more time.
 */
export const easedPace = 0.75

export interface Limits {
  perMinuteMax: number
  perDayMax: number
}

const minuteMs = 60_000
export const dayMs = 24 * 60 * minuteMs
const minutesPerDay = 24 * 60

/** What a window of time holds: of the newest attempts, as many as the limit allows. */
export interface Use {
  used: number
  oldestAt: Date | null
  newestAt: Date | null
}

export interface Room {
  count: number
  /** When the next place comes free, when there is none. */
  nextAt: Date | null
}

/** Over how long a minute's mails are counted: from 80 % of the day on for longer than a minute. */
export function paceWindowMs({ perDayMax }: Limits, usedInDay: number): number {
  return isEased(perDayMax, usedInDay) ? minuteMs / easedPace : minuteMs
}

function isEased(perDayMax: number, usedInDay: number): boolean {
  return usedInDay >= burstShare * perDayMax
}

/**
 * What a sender may send at a moment, given its use of the day and of the window of `paceWindowMs`. In that window 80 %
 * may go at once and the rest in equal steps at the limit's own pace; in the day only the limit counts. Places
 * that went by unused while a mail waited (`waitingSince`) are made up for. The room stays good for whoever takes it
 * later, as attempts only leave the windows meanwhile.
 */
export function findRoom(asked: { limits: Limits; at: Date; waitingSince: Date; day: Use; pace: Use }): Room {
  const { limits, day } = asked
  const freeInDay = limits.perDayMax - day.used
  if (freeInDay <= 0) return { count: 0, nextAt: new Date((day.oldestAt ?? asked.at).getTime() + dayMs + 1) }
  const { count, nextAt } = roomInPace(asked)
  return { count: Math.min(count, freeInDay), nextAt }
}

function roomInPace({ limits, at, waitingSince, day, pace }: Parameters<typeof findRoom>[0]): Room {
  const { perMinuteMax: max } = limits
  const { used, oldestAt, newestAt } = pace
  const windowMs = paceWindowMs(limits, day.used)
  if (used >= max) return { count: 0, nextAt: new Date((oldestAt ?? at).getTime() + windowMs + 1) }
  const burst = Math.max(1, Math.floor(max * burstShare)) - used
  const stepMs = windowMs / max
  const sinceMs = Math.max(newestAt?.getTime() ?? 0, waitingSince.getTime())
  const madeUp = Math.floor((at.getTime() - sinceMs) / stepMs)
  const count = Math.min(max - used, Math.max(burst, madeUp))
  return count > 0 ? { count, nextAt: null } : { count: 0, nextAt: new Date(Math.ceil(sinceMs + stepMs)) }
}

export interface PacedSender extends Limits {
  /** Attempts in the 24 hours before the start: they count against the first day. */
  usedToday: number
}

/** A wave that takes longer is as good as one that never ends, and a search must end somewhere. */
const waveMinutesMax = 5 * 366 * minutesPerDay

/** How many mails senders have sent together, minute by minute from the start. */
interface Meter {
  /** What may go out in the next minute, at the lane's pace. */
  readRoom(): number
  /** Ends the minute, in which so many of them went out. */
  turn(mails: number): void
}

/** What was used before the start is taken to come free only after a whole day, so the answer errs on the slow side. */
function createMeter({ perMinuteMax, perDayMax, usedToday }: PacedSender): Meter {
  const sentIn = new Float64Array(minutesPerDay)
  let used = usedToday
  let minute = 0
  return {
    readRoom() {
      const pace = isEased(perDayMax, used) ? perMinuteMax * easedPace : perMinuteMax
      return Math.max(0, Math.min(pace, perDayMax - used))
    },
    turn(mails) {
      sentIn[minute % minutesPerDay] = mails
      minute += 1
      // The minute that is now a day ago leaves the window.
      used += mails - (sentIn[minute % minutesPerDay] ?? 0) - (minute === minutesPerDay ? usedToday : 0)
      sentIn[minute % minutesPerDay] = 0
    },
  }
}

/** Whole minutes until these senders together have sent so many mails; null when they never will, or not in `minutesMax`. */
export function waveMinutes(
  senders: readonly PacedSender[],
  mails: number,
  minutesMax = waveMinutesMax,
): number | null {
  const meters = metersOf(senders)
  let left = mails
  if (meters.length === 0 && left > 0) return null
  for (let minute = 0; minute <= minutesMax; minute++) {
    if (left < leastMail) return minute
    left -= turnAll(meters, left)
  }
  return null
}

/** Of the senders that can ever send: without any there is no need to look five years ahead. */
function metersOf(senders: readonly PacedSender[]): Meter[] {
  return senders.filter(sender => sender.perMinuteMax > 0 && sender.perDayMax > 0).map(createMeter)
}

/** Parts of a mail that are only the rounding of sums. */
const leastMail = 1e-6

/** One minute of all senders, each its share of what is left; answers how many went out. */
function turnAll(meters: readonly Meter[], left: number): number {
  const rooms = meters.map(meter => meter.readRoom())
  const room = rooms.reduce((sum, one) => sum + one, 0)
  const share = room > left ? left / room : 1
  meters.forEach((meter, index) => {
    meter.turn((rooms[index] ?? 0) * share)
  })
  return room * share
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
  if (mails === 0) return { finishAt: startAt, days: [] }
  const meters = metersOf(senders)
  if (meters.length === 0) return { finishAt: null, days: [] }
  const outOn = new Map<number, number>()
  let left = queuedBefore + mails
  for (let minute = 0; minute <= waveMinutesMax; minute++) {
    const atMs = startAt.getTime() + minute * minuteMs
    if (left < leastMail) {
      return { finishAt: new Date(atMs), days: wholeDays(outOn, mails).slice(0, daysMax) }
    }
    const before = Math.min(left, mails)
    left -= turnAll(meters, left)
    const out = before - Math.min(left, mails)
    const day = Math.floor(atMs / dayMs)
    if (out > 0) outOn.set(day, (outOn.get(day) ?? 0) + out)
  }
  return { finishAt: null, days: [] }
}

/** Whole mails that add up to all of them. */
function wholeDays(outOn: ReadonlyMap<number, number>, mails: number): DayOfWave[] {
  let sum = 0
  let told = 0
  return [...outOn].map(([day, out]) => {
    sum += out
    const before = told
    told = Math.min(mails, Math.round(sum))
    return { day: new Date(day * dayMs).toISOString().slice(0, 10), mails: told - before }
  })
}

/** The first midnight after a moment, in UTC. */
export function midnightAfter(at: Date): Date {
  return new Date((Math.floor(at.getTime() / dayMs) + 1) * dayMs)
}
