/**
 * How readily people register, as a weighted set of guesses that a history of days leaves standing. Pure.
 *
 * A guess says: of the people invited, `ceiling` are going to register at all; each of them has a readiness of their
 * own, spread as a gamma distribution. Who is willing goes first, so the rest is slower: the exponential-gamma model of
 * waiting times (Lomax 1954; Fader and Hardie use it for customers), with a part that never comes. It is told in working
 * time, of which a Sunday has little. Each guess is weighed by how well it explains the days (quasi-Poisson likelihood).
 */

/** People who were invited on one day, counted from the history's first. */
export interface Cohort {
  day: number
  people: number
}

/** Whoever is left of the cohorts after a working time. */
export interface Guess {
  pace: number
  alikeness: number
  ceiling: number
  weight: number
  /** Registrations that the guess expects on each day of the history. */
  expected: readonly number[]
}

export interface Fit {
  guesses: readonly Guess[]
  /** How much more a day varies than people who decide each for themselves would make it; 1 at least. */
  dispersion: number
}

/** The chance to register in the first day of working time: from one in five hundred to two of three. */
const paces = logSpaced(0.002, 0.66, 22)
/** The gamma distribution's shape: from a few keen people among many slow ones to everybody alike. */
const alikenesses = [0.7, 2, 8, 60]
const ceilings = [1, 0.97, 0.92, 0.85, 0.75, 0.6, 0.45, 0.3, 0.15]
/**
 * How much a high ceiling is believed before anything was seen: people are asked to, and reminded, and most do in the
 * end. It is outweighed by a few weeks of days that say otherwise.
 */
const ceilingBelief = 2
/** A guess that is this much worse than the best changes no figure that is shown. */
const weightMin = 5e-3
/** A day may be a holiday, or the Monday after a reminder; wilder days than this are a broken history. */
const dispersionMax = 25
const fittedParameters = 3

function logSpaced(from: number, to: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => from * (to / from) ** (index / (count - 1)))
}

/** The share of a cohort that registers within a working time, if all of them register one day. */
export function registeredWithin(
  { pace, alikeness }: Pick<Guess, 'pace' | 'alikeness'>,
  time: number,
): number {
  const scale = 1 / ((1 - pace) ** (-1 / alikeness) - 1)
  return 1 - (1 + time / scale) ** -alikeness
}

/**
 * Weighs all guesses by the days: `registered[d]` people on day d, of the `cohorts` invited until then. `timeBetween`
 * gives the working time from the beginning of one day to the end of another.
 */
export function fitGuesses(
  cohorts: readonly Cohort[],
  registered: readonly number[],
  timeBetween: (from: number, to: number) => number,
): Fit {
  const guesses = paces.flatMap(pace =>
    alikenesses.flatMap(alikeness => {
      const daily = dailyOf({ pace, alikeness }, { cohorts, days: registered.length, timeBetween })
      return ceilings.map(ceiling => {
        const expected = daily.map(one => ceiling * one)
        return { pace, alikeness, ceiling, expected, fit: likelihood(expected, registered) }
      })
    }),
  )
  const best = guesses.reduce((a, b) => (b.fit > a.fit ? b : a))
  const dispersion = dispersionOf(best.expected, registered)
  const standing = guesses
    .map(({ fit, ...guess }) => ({
      ...guess,
      weight: guess.ceiling ** ceilingBelief * Math.exp((fit - best.fit) / dispersion),
    }))
    .filter(guess => guess.weight > weightMin)
  const sum = standing.reduce((total, guess) => total + guess.weight, 0)
  return { dispersion, guesses: standing.map(guess => ({ ...guess, weight: guess.weight / sum })) }
}

/** Registrations of each day, were everybody to register one day. */
function dailyOf(
  shape: Pick<Guess, 'pace' | 'alikeness'>,
  about: { cohorts: readonly Cohort[]; days: number; timeBetween: (from: number, to: number) => number },
): number[] {
  const daily = Array.from({ length: about.days }, () => 0)
  for (const { day, people } of about.cohorts) {
    let before = 0
    for (let at = day; at < about.days; at++) {
      const within = registeredWithin(shape, about.timeBetween(day, at))
      daily[at] = (daily[at] ?? 0) + people * (within - before)
      before = within
    }
  }
  return daily
}

/** A day on which nothing was expected must not make a guess impossible. */
const expectedMin = 1e-6

function likelihood(expected: readonly number[], registered: readonly number[]): number {
  return registered.reduce((sum, count, day) => {
    const mean = Math.max(expectedMin, expected[day] ?? 0)
    return sum + count * Math.log(mean) - mean
  }, 0)
}

/** Pearson's statistic per degree of freedom, of the guess that fits best. */
function dispersionOf(expected: readonly number[], registered: readonly number[]): number {
  const chi = registered.reduce((sum, count, day) => {
    // Half a person: a day that expects nearly nobody would otherwise decide alone.
    const mean = Math.max(0.5, expected[day] ?? 0)
    return sum + (count - mean) ** 2 / mean
  }, 0)
  return Math.min(dispersionMax, Math.max(1, chi / Math.max(1, registered.length - fittedParameters)))
}

/** How much of a usual day's work is done on each weekday, Sunday first, before anything was seen of it. */
const usualWeek = [0.3, 1.28, 1.28, 1.28, 1.28, 1.28, 0.3]
/** The usual week counts as much as so many registrations on each weekday. */
const usualKnown = 8
const week = 7

/**
 * Working time by weekday, Sunday first, 1 on average: what a weekday holds against the seven days around it, pulled
 * towards the usual week. `firstWeekday` is that of the history's first day.
 */
export function weekOf(registered: readonly number[], firstWeekday: number): readonly number[] {
  const seen = Array.from({ length: week }, () => 0)
  const even = Array.from({ length: week }, () => 0)
  for (let day = 3; day < registered.length - 3; day++) {
    const around = registered.slice(day - 3, day + 4).reduce((sum, count) => sum + count, 0) / week
    const weekday = (firstWeekday + day) % week
    seen[weekday] = (seen[weekday] ?? 0) + (registered[day] ?? 0)
    even[weekday] = (even[weekday] ?? 0) + around
  }
  const raw = usualWeek.map(
    (usual, weekday) => (usualKnown * usual + (seen[weekday] ?? 0)) / (usualKnown + (even[weekday] ?? 0)),
  )
  const mean = raw.reduce((sum, one) => sum + one, 0) / week
  return raw.map(one => one / mean)
}
