/**
 * How fast mailboxes may send, as pure arithmetic: the room that one has at a moment, which the lane asks for, and how
 * long a wave takes at that pace, which the plan asks for. The limits are Exchange Online's: 30 messages a minute and
 * 10,000 recipients in a sliding day for a mailbox.
 */

import { type MailTimes, nextWindow } from './mail-hours.ts'

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

/** Mails to people whose clocks show the same, and what they may go out by; `zone` means nothing at any time. */
export interface WaveGroup {
  zone: string
  mails: number
}

export interface WaveFacts {
  senders: readonly PacedSender[]
  groups: readonly WaveGroup[]
  times: MailTimes
  /** Mails of the same senders that go out first, at any time, and are in no day's count. */
  queuedBefore: number
  startAt: Date
}

/** Whole minutes until the last mail of a wave is out; null when it never is, or not in `minutesMax`. */
export function waveMinutes(
  facts: WaveFacts,
  minutesMax = waveMinutesMax,
  onOut: (atMs: number, mails: number) => void = () => undefined,
): number | null {
  const meters = metersOf(facts.senders)
  const queue = createQueue(facts)
  if (queue.countLeft() < leastMail) return 0
  if (meters.length === 0) return null
  for (let minute = 0; minute < minutesMax; minute++) {
    const atMs = facts.startAt.getTime() + minute * minuteMs
    const out = turnAll(meters, queue.countReady(atMs))
    onOut(atMs, queue.take(out))
    if (queue.countLeft() < leastMail) return minute + 1
  }
  return null
}

/** What waits to go out. Of those that are ready the one whose window closes soonest goes first, as in the lane. */
function createQueue({ groups, times, queuedBefore, startAt }: WaveFacts) {
  let before = queuedBefore
  const waiting = groups.map(({ zone, mails }) => ({ zone, mails, window: nextWindow(zone, times, startAt) }))
  let ready: typeof waiting = []
  return {
    countLeft: () => waiting.reduce((sum, group) => sum + group.mails, 0),
    countReady(atMs: number) {
      for (const group of waiting) {
        const hasClosed = group.window !== null && group.window.closesAt.getTime() <= atMs
        if (hasClosed && group.mails > 0) group.window = nextWindow(group.zone, times, new Date(atMs))
      }
      ready = waiting.filter(({ window }) => window === null || window.openAt.getTime() <= atMs)
      ready.sort((a, b) => (a.window?.closesAt.getTime() ?? 0) - (b.window?.closesAt.getTime() ?? 0))
      return before + ready.reduce((sum, group) => sum + group.mails, 0)
    },
    /** Answers how many of them were the wave's own. */
    take(mails: number) {
      let left = mails - Math.min(before, mails)
      before -= mails - left
      const own = left
      for (const group of ready) {
        const taken = Math.min(group.mails, left)
        group.mails -= taken
        left -= taken
      }
      return own
    },
  }
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

/** The calendar of a wave. Only as many days are told as `daysMax`. */
export function paceWave(facts: WaveFacts, daysMax: number): Wave {
  const outOn = new Map<number, number>()
  const minutes = waveMinutes(facts, waveMinutesMax, (atMs, out) => {
    const day = Math.floor(atMs / dayMs)
    if (out > 0) outOn.set(day, (outOn.get(day) ?? 0) + out)
  })
  if (minutes === null) return { finishAt: null, days: [] }
  const mails = facts.groups.reduce((sum, group) => sum + group.mails, 0)
  const finishAt = new Date(facts.startAt.getTime() + minutes * minuteMs)
  return { finishAt, days: wholeDays(outOn, mails).slice(0, daysMax) }
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
