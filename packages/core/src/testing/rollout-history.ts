/** Rollouts whose end is known: people with a readiness each, weekends, reminders, noise; drawn from a seed. */

import { type ForecastFacts, sumOf } from '../forecast-history.ts'

export interface Crowd {
  people: number
  /** The share of people who never register. */
  never: number
  /** The chance to register on a usual day is drawn from a beta distribution with these. */
  a: number
  b: number
  /** Over how many days the invitations go out. */
  waveDays: number
  /** How much of a working day a day of the weekend is. */
  weekend: number
  /** How many times as ready people are on the day of a reminder, every seventh, four times. */
  reminder: number
  /** Standard deviation of a day's own luck, as a logarithm. */
  noise: number
}

export interface Rollout {
  people: number
  day(number: number): string
  registeredBy(day: number): number
  /** What is known on the morning of a day. */
  until(day: number): ForecastFacts
}

const daysMax = 120 // longer than any test looks ahead

/** 2 November 2026, the first day, is a Monday. */
export function playRollout(crowd: Crowd, seed: number): Rollout {
  const chance = chanceFrom(seed)
  const luck = Array.from({ length: daysMax }, () => Math.exp(crowd.noise * normal(chance)))
  const invited = Array.from({ length: daysMax }, () => 0)
  const registered = Array.from({ length: daysMax }, () => 0)
  for (let person = 0; person < crowd.people; person++) {
    const from = Math.floor((person * crowd.waveDays) / crowd.people)
    invited[from] = (invited[from] ?? 0) + 1
    if (chance() < crowd.never) continue
    const ready = beta(chance, crowd.a, crowd.b)
    for (let day = from; day < daysMax; day++) {
      const effort = (luck[day] ?? 1) * effortOn(day, day - from, crowd)
      if (chance() >= 1 - (1 - ready) ** effort) continue
      registered[day] = (registered[day] ?? 0) + 1
      break
    }
  }
  const day = (number: number) => new Date(Date.UTC(2026, 10, 2 + number)).toISOString().slice(0, 10)
  return {
    people: crowd.people,
    day,
    registeredBy: until => sumOf(registered.slice(0, until + 1)),
    until: today => ({
      people: crowd.people,
      unreachable: 0,
      registeredBefore: 0,
      days: Array.from({ length: today }, (_, number) => ({
        day: day(number),
        invited: invited[number] ?? 0,
        registered: registered[number] ?? 0,
      })),
      today: day(today),
      dueOn: null,
      isInviting: true,
    }),
  }
}

function effortOn(day: number, since: number, { weekend, reminder }: Crowd): number {
  const isReminded = since > 0 && since <= 28 && since % 7 === 0
  return (day % 7 >= 5 ? weekend : 1) * (isReminded ? reminder : 1)
}

/** Mulberry32 (Tommy Ettinger, public domain): small, and good enough for a crowd. */
export function chanceFrom(seed: number): () => number {
  let state = Math.imul(seed, 2_654_435_761)
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

function normal(chance: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance())
}

/** Marsaglia and Tsang, "A simple method for generating gamma variables" (2000). */
function gamma(chance: () => number, shape: number): number {
  if (shape < 1) return gamma(chance, shape + 1) * (1 - chance()) ** (1 / shape)
  const d = shape - 1 / 3
  for (;;) {
    const x = normal(chance)
    const v = (1 + x / Math.sqrt(9 * d)) ** 3
    if (v > 0 && Math.log(1 - chance()) < x ** 2 / 2 + d - d * v + d * Math.log(v)) return d * v
  }
}

function beta(chance: () => number, a: number, b: number): number {
  const x = gamma(chance, a)
  return x / (x + gamma(chance, b))
}
