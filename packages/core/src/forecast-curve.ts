/** From the weighed guesses to a curve with a band, day by day: steps two and three of the forecast. Pure. */

import {
  aheadMax,
  dayAfter,
  type ForecastFacts,
  type History,
  recentDays,
  sumOf,
} from './forecast-history.ts'
import { type Cohort, type Fit, fitGuesses, type Guess, registeredWithin } from './forecast-model.ts'

/** People registered by the end of a day: likely, and between low and high nine times of ten. */
export interface ForecastDay {
  day: string
  low: number
  likely: number
  high: number
}

/** The days that are worked out; far ahead a week is no more than a day is near by. */
const knotsAhead = [
  ...Array.from({ length: 14 }, (_, day) => day),
  ...Array.from({ length: 12 }, (_, step) => 14 + 3 * step),
  ...Array.from({ length: 24 }, (_, step) => 50 + 14 * step).filter(ahead => ahead < aheadMax),
  aheadMax,
]
/** How far the pace may leave the guess, before anything was seen of it: as sure as six registrations would make it. */
const paceKnown = 6
/** Relative standard deviation of the future's pace. */
const paceDrift = 0.3
/** A normal distribution in six pieces: how far out the middle of each lies, in deviations, and how much of it it holds. */
const paceSteps = [
  [-1.9, 0.074],
  [-1, 0.168],
  [-0.4, 0.258],
  [0.4, 0.258],
  [1, 0.168],
  [1.9, 0.074],
] as const
/** The inner nine tenths of a normal distribution end here. */
const bandDeviations = 1.645
const tail = 0.05
/** Whoever waits for the invitation gets it within this time at the latest. */
const invitedWithinDays = 14

/** One way in which it may go on: a guess, with a pace. */
interface Way {
  guess: Guess
  pace: number
  weight: number
  /** Of those left at the end of yesterday, the share that is left at each of `knotsAhead`, by the guess alone. */
  stays: readonly number[]
}

/** From today on, so many days as `aheadMax` and one. */
export function curveOf(facts: ForecastFacts, history: History, reachable: number): ForecastDay[] {
  const fit = fitGuesses(history.cohorts, history.registered, history.timeBetween)
  const ways = fit.guesses.flatMap(guess => waysOf(guess, fit, history))
  const fresh = freshCohorts(facts, history)
  const before = facts.registeredBefore + sumOf(history.registered)
  const knots = knotsAhead.map((ahead, knot) => spreadOf(ways, { fit, history, fresh, ahead, knot }))
  return linesThrough(knots).map((spread, ahead) => {
    // What was seen is not taken back.
    const clamp = (value: number) =>
      Math.round(Math.min(reachable, Math.max(history.registeredNow, before + value)))
    return {
      day: dayAfter(facts.today, ahead),
      low: clamp(spread.low),
      likely: clamp(spread.likely),
      high: clamp(spread.high),
    }
  })
}

/** Every day, from the days that were worked out, with straight lines between; nobody unregisters in a forecast. */
function linesThrough(knots: readonly Spread[]): Spread[] {
  let last: Spread = { low: 0, likely: 0, high: 0 }
  const rising = knots.map(({ low, likely, high }) => {
    last = {
      low: Math.max(last.low, low),
      likely: Math.max(last.likely, likely),
      high: Math.max(last.high, high),
    }
    return last
  })
  return Array.from({ length: aheadMax + 1 }, (_, ahead) => {
    const next = knotsAhead.findIndex(knot => knot >= ahead)
    const to = rising[next]
    const from = rising[Math.max(0, next - 1)]
    const [fromAhead = 0, toAhead = 0] = [knotsAhead[Math.max(0, next - 1)], knotsAhead[next]]
    if (to === undefined || from === undefined) return { low: 0, likely: 0, high: 0 }
    const part = toAhead === fromAhead ? 1 : (ahead - fromAhead) / (toAhead - fromAhead)
    const between = (a: number, b: number) => a + part * (b - a)
    return {
      low: between(from.low, to.low),
      likely: between(from.likely, to.likely),
      high: between(from.high, to.high),
    }
  })
}

/** The last week against the guess, pulled towards it as strongly as few registrations deserve. */
function waysOf(guess: Guess, { dispersion }: Fit, history: History): Way[] {
  const seen = paceKnown + sumOf(history.registered.slice(-recentDays)) / dispersion
  const rate = paceKnown + sumOf(guess.expected.slice(-recentDays)) / dispersion
  const middle = seen / rate
  const deviation = Math.sqrt(1 / seen + paceDrift ** 2)
  const stays = staysOf(guess, history)
  return paceSteps.map(([step, share]) => ({
    guess,
    pace: middle * Math.exp(step * deviation),
    weight: guess.weight * share,
    stays,
  }))
}

/** For each of `knotsAhead`: the share of those left at the end of yesterday who are still left by then. */
function staysOf(guess: Guess, { cohorts, registered, timeBetween }: History): number[] {
  const yesterday = registered.length - 1
  const leftBy = (last: number) =>
    sumOf(cohorts.map(({ day, people }) => people * (1 - comingWithin(guess, timeBetween(day, last)))))
  const now = Math.max(leftBy(yesterday), Number.MIN_VALUE)
  return knotsAhead.map(ahead => Math.min(1, leftBy(yesterday + 1 + ahead) / now))
}

function comingWithin(guess: Guess, time: number): number {
  return guess.ceiling * registeredWithin(guess, time)
}

/** Whoever is still to be invited, from today on, at the pace of the last invitations. */
function freshCohorts(facts: ForecastFacts, history: History): Cohort[] {
  const { people, unreachable, registeredBefore, days, today, isInviting } = facts
  const invitedToday = days.find(one => one.day === today)?.invited ?? 0
  const rest = Math.max(0, people - unreachable - registeredBefore - history.invited)
  const waiting = isInviting ? rest : 0
  const perDay = Math.max(history.invitedADay, waiting / invitedWithinDays)
  const count = waiting === 0 ? 0 : Math.ceil(waiting / perDay)
  const later = Array.from({ length: count }, (_, day) => ({
    day,
    people: Math.min(perDay, waiting - day * perDay),
  }))
  return invitedToday > 0 ? [{ day: 0, people: invitedToday }, ...later] : later
}

interface Asked {
  fit: Fit
  history: History
  fresh: readonly Cohort[]
  ahead: number
  /** Which of `knotsAhead` that is. */
  knot: number
}

interface Spread {
  low: number
  likely: number
  high: number
}

/** How many register from today until the end of the day that lies so far ahead. */
function spreadOf(ways: readonly Way[], asked: Asked): Spread {
  const outcomes = ways.map(way => outcomeOf(way, asked)).sort((a, b) => a.mean - b.mean)
  const at = (share: number) => {
    let sum = 0
    const found = outcomes.find(one => {
      sum += one.weight
      return sum >= share
    })
    return found ?? outcomes.at(-1)
  }
  const likely = at(0.5)?.mean ?? 0
  const chance = bandDeviations * Math.sqrt(asked.fit.dispersion * (at(0.5)?.variance ?? 0))
  const below = likely - (at(tail)?.mean ?? 0)
  const above = (at(1 - tail)?.mean ?? 0) - likely
  return {
    low: likely - Math.hypot(below, chance),
    likely,
    high: likely + Math.hypot(above, chance),
  }
}

function outcomeOf(way: Way, asked: Asked): { mean: number; variance: number; weight: number } {
  const { history, fresh, ahead } = asked
  const share = 1 - (way.stays[asked.knot] ?? 1) ** way.pace
  let mean = history.left * share
  let variance = mean * (1 - share)
  const today = history.registered.length
  for (const { day, people } of fresh) {
    if (day > ahead) break
    const time = history.timeBetween(today + day, today + ahead)
    const comes = 1 - (1 - comingWithin(way.guess, time)) ** way.pace
    mean += people * comes
    variance += people * comes * (1 - comes)
  }
  return { mean, variance, weight: way.weight }
}
