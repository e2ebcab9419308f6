/**
 * How many people will be registered by when, with a band in which the truth lies nine times of ten. Pure.
 *
 * In three steps, each of which can be told to whoever asks:
 * 1. Every way in which people may register (`forecast-model.ts`) is weighed by how well it explains the days so far.
 * 2. The pace of the last week is set against what each guess expects of it; the future may be as much faster or slower,
 *    and by about a third besides, since reminders, holidays and bosses do not follow a curve.
 * 3. Each guess and pace tells how many of those who are left register until a day. The weighted middle of that is the
 *    forecast, the inner nine tenths are the band, widened by what chance makes of single people.
 *
 * Counts are people. Days are calendar days in UTC; "by a day" means by its end.
 */

import { curveOf, type ForecastDay } from './forecast-curve.ts'
import { aheadMax, daysFrom, type ForecastFacts, historyOf, sumOf } from './forecast-history.ts'

/** When so many will be registered, of those that are not reached yet: `latest` and the others are null where it is not in sight within a year. */
export interface Milestone {
  share: number
  people: number
  earliest: string | null
  likely: string | null
  latest: string | null
}

export type Verdict = 'likelyMet' | 'open' | 'likelyMissed'

export type Forecast =
  | { kind: 'tooLittle'; reason: 'nobodyInvited' | 'fewDays' | 'fewRegistrations' }
  | { kind: 'done' }
  | {
      kind: 'forecast'
      /** Asked and to be reached: what the shares are of. */
      reachable: number
      /** Today up to the date, or four weeks where there is none. */
      days: readonly ForecastDay[]
      /** Null without a date, and once it has passed. */
      due: (ForecastDay & { verdict: Verdict }) | null
      milestones: readonly Milestone[]
    }

/** Fewer whole days than this show no curve, only that it has begun. */
export const daysMin = 3
/** With fewer registrations than this every curve fits. */
export const registrationsMin = 8
/** The date counts as met with this share of the reachable: somebody is always ill or on leave. */
export const metShare = 0.98
export const milestoneShares = [0.5, 0.8, 0.9, 0.95, 1] as const

const aheadWithoutDate = 28

export function forecast(facts: ForecastFacts): Forecast {
  const history = historyOf(facts)
  if (history.invited === 0) return { kind: 'tooLittle', reason: 'nobodyInvited' }
  const reachable = Math.max(0, facts.people - facts.unreachable, history.registeredNow)
  if (history.registeredNow >= reachable) return { kind: 'done' }
  if (history.registered.length < daysMin) return { kind: 'tooLittle', reason: 'fewDays' }
  if (sumOf(history.registered) < registrationsMin) return { kind: 'tooLittle', reason: 'fewRegistrations' }
  const curve = curveOf(facts, history, reachable)
  const dueAhead = facts.dueOn === null ? null : daysFrom(facts.today, facts.dueOn)
  const isAhead = dueAhead !== null && dueAhead >= 0 && dueAhead <= aheadMax
  const shown = isAhead ? dueAhead : aheadWithoutDate
  const due = isAhead ? curve[dueAhead] : undefined
  return {
    kind: 'forecast',
    reachable,
    days: curve.slice(0, shown + 1),
    due: due === undefined ? null : { ...due, verdict: verdictOf(due, reachable) },
    milestones: milestoneShares.flatMap(share => {
      const people = Math.ceil(share * reachable - 1e-9)
      return people <= history.registeredNow ? [] : [milestoneOf(share, people, curve)]
    }),
  }
}

function verdictOf({ low, high }: ForecastDay, reachable: number): Verdict {
  const enough = Math.ceil(metShare * reachable)
  if (low >= enough) return 'likelyMet'
  return high < enough ? 'likelyMissed' : 'open'
}

function milestoneOf(share: number, people: number, curve: readonly ForecastDay[]): Milestone {
  const when = (side: 'low' | 'likely' | 'high') => curve.find(one => one[side] >= people)?.day ?? null
  return { share, people, earliest: when('high'), likely: when('likely'), latest: when('low') }
}
