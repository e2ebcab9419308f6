/** The figures behind the chart of adoption: running totals up to today, and the forecast beyond it. Pure. */

import type { Output } from '@muster/contract/routes'
import type { Ahead } from './forecast-words.ts'
import { dayOf, daysBetween } from './scales.ts'

export interface AdoptionAsked {
  adoption: Output<'campaignAdoption'>
  dueOn: string | null
  at: Date
  /** From today on; empty where there is no forecast. */
  ahead: readonly Ahead[]
}

export interface Curve {
  days: string[]
  /** Running totals up to and including today. */
  registered: number[]
  invited: number[]
  /** From today on; as long as the forecast reaches. */
  ahead: readonly Ahead[]
  today: number
  dueAt: number | null
  people: number
}

/** Before anything has happened the chart still shows two weeks. */
const leastDays = 14
const dayMs = 86_400_000

export function curveOf({ adoption, dueOn, at, ahead }: AdoptionAsked): Curve {
  const today = dayOf(at)
  const from = adoption.days[0]?.day ?? today
  const least = dayOf(new Date(Date.parse(from) + (leastDays - 1) * dayMs))
  const ends = [today, least, dueOn ?? today, ahead.at(-1)?.day ?? today]
  const [to = today] = ends.sort().reverse()
  const days = daysBetween(from, to)
  const of = new Map(adoption.days.map(day => [day.day, day]))
  let registered = adoption.registeredBefore
  let invited = 0
  const soFar = days.slice(0, Math.max(1, days.indexOf(today) + 1))
  const totals = soFar.map(day => {
    registered += of.get(day)?.registered ?? 0
    invited += of.get(day)?.invited ?? 0
    return { registered, invited }
  })
  return {
    days,
    registered: totals.map(total => total.registered),
    invited: totals.map(total => total.invited),
    ahead: ahead.filter(one => one.day >= today),
    today: soFar.length - 1,
    dueAt: dueOn === null ? null : Math.max(0, days.indexOf(dueOn)),
    people: adoption.people,
  }
}
