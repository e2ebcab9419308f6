/** The days of a rollout as the forecast reads them: whole days, cohorts of the invited, and working time. Pure. */

import { type Cohort, weekOf } from './forecast-model.ts'

export interface ForecastFacts {
  /** Whoever is asked: everybody but the skipped and the excluded. */
  people: number
  /** Asked people whom no mail reaches now; nobody counts on them. */
  unreachable: number
  /** Found registered without having been invited. */
  registeredBefore: number
  /** In the order of time; days on which nothing happened may be left out. */
  days: readonly { day: string; invited: number; registered: number }[]
  /** The day that is under way; it is not over, so its figures say nothing of the pace. */
  today: string
  dueOn: string | null
  /** Whoever is asked and not invited yet will be; false while the campaign is paused. */
  isInviting: boolean
}

export interface History {
  /** Each whole day's registrations of invited people, from the first invitation to yesterday. */
  registered: number[]
  cohorts: Cohort[]
  /** With those of today. */
  invited: number
  registeredNow: number
  /** Invited and not registered by the end of yesterday. */
  left: number
  /** Invitations a day, lately. */
  invitedADay: number
  /** Working time from the beginning of one day of the history, or after it, to the end of another. */
  timeBetween(from: number, to: number): number
}

/** More cohorts than this tell the curve no better, and cost time: a wave over months is gathered into so many. */
const cohortsMax = 40
/** Days of history that are looked at; what is older has little to say of those who are left. */
const historyDaysMax = 400
export const recentDays = 7
/** What lies further ahead nobody can know from weeks of history. */
export const aheadMax = 366
const dayMs = 86_400_000

export function historyOf({ days, registeredBefore, today }: ForecastFacts): History {
  const first = days.find(one => one.invited > 0)?.day
  const invited = sumOf(days.map(one => one.invited))
  const registeredNow = registeredBefore + sumOf(days.map(one => one.registered))
  const none = {
    registered: [],
    cohorts: [],
    invited,
    registeredNow,
    left: 0,
    invitedADay: 0,
    timeBetween: () => 0,
  }
  if (first === undefined) return none
  const length = Math.max(0, daysFrom(first, today))
  const registered = Array.from({ length }, () => 0)
  const invitedOn = Array.from({ length }, () => 0)
  for (const one of days) {
    const at = daysFrom(first, one.day)
    if (at < 0 || at >= length) continue
    registered[at] = (registered[at] ?? 0) + one.registered
    invitedOn[at] = (invitedOn[at] ?? 0) + one.invited
  }
  const from = Math.max(0, length - historyDaysMax)
  const gathered = gather(invitedOn)
  const lately = invitedOn.slice(-recentDays).filter(count => count > 0)
  return {
    registered: registered.slice(from),
    cohorts: gathered.map(cohort => ({ ...cohort, day: Math.max(0, cohort.day - from) })),
    invited,
    registeredNow,
    left: Math.max(0, sumOf(invitedOn) - sumOf(registered)),
    invitedADay: lately.length === 0 ? 0 : sumOf(lately) / lately.length,
    timeBetween: clockOf(registered.slice(from), dayAfter(first, from)),
  }
}

function clockOf(registered: readonly number[], first: string): History['timeBetween'] {
  const firstWeekday = new Date(first).getUTCDay()
  const byWeekday = weekOf(registered, firstWeekday)
  const until = [0]
  for (let day = 0; day < registered.length + aheadMax + 1; day++) {
    until.push((until[day] ?? 0) + (byWeekday[(firstWeekday + day) % byWeekday.length] ?? 1))
  }
  return (from, to) => (until[to + 1] ?? 0) - (until[from] ?? 0)
}

/** Days that lie side by side become one cohort, at the day on which half of it was invited. */
function gather(invitedOn: readonly number[]): Cohort[] {
  const all = invitedOn.flatMap((people, day) => (people > 0 ? [{ day, people }] : []))
  const size = Math.ceil(all.length / cohortsMax)
  return Array.from({ length: Math.ceil(all.length / Math.max(1, size)) }, (_, index) => {
    const some = all.slice(index * size, (index + 1) * size)
    const people = sumOf(some.map(one => one.people))
    const day = Math.round(sumOf(some.map(one => one.day * one.people)) / people)
    return { day, people }
  })
}

export function daysFrom(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / dayMs)
}

export function dayAfter(day: string, count: number): string {
  return new Date(Date.parse(day) + count * dayMs).toISOString().slice(0, 10)
}

export function sumOf(figures: readonly number[]): number {
  return figures.reduce((sum, figure) => sum + figure, 0)
}
