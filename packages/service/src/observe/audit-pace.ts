/** How often the audit log is polled: often while people are expected to register, seldom while nobody is. */

const minuteMs = 60_000
const hourMs = 60 * minuteMs

/**
 * The audit log itself is 2 to 6 minutes behind (facts, section 9): asking more often than every five minutes would
 * cost requests and hardly be sooner.
 */
export const pollEveryMs = 5 * minuteMs
/** Somebody has followed a link and may register at any time: never longer than this. */
const expectingMsMax = 2 * hourMs
/** Nobody has just followed a link. Who registers all the same is seen within this time, before the daily sweep. */
export const quietMsMax = 8 * hourMs
/** The same while mails are going out, where it costs next to nothing. */
export const quietMsMin = 30 * minuteMs
/**
 * After each mail and each click less and less comes of it, so less and less is asked: nobody is seen later than a
 * twelfth of the time they took themselves. A rehearsal of twenty people over forty days made 423 polls so (Nov 2026);
 * one every half hour would be 1,920.
 */
const shareOfSilence = 1 / 12
/** Whoever registers after following the link mostly does so within half a working day. */
export const expectedForMs = 4 * hourMs
/**
 * In a rollout of this size or more, a poll shall be spent for every three people waited for: all that Muster asks of
 * Graph stays under two requests a person then (rehearsal of 2,000 people over 40 days, Nov 2026).
 */
export const manyPeople = 2_000
const expectedPerPoll = 3

export interface Expectation {
  /** How many followed a link in the last `expectedForMs` and are not seen yet. */
  expected: number
  /** Who is in open campaigns, counted up to `manyPeople`. */
  people: number
  /** How long ago the newest of those clicks, and the newest mail or launch; null when there was none. */
  clickedAgoMs: number | null
  mailedAgoMs: number | null
}

/** Time from one poll to the next. In a small rollout polls are so few that they may be more than the people. */
export function pollWaitMs(expectation: Expectation): number {
  const { expected, people, clickedAgoMs, mailedAgoMs } = expectation
  const thrift = Math.min(1, people / manyPeople) ** 2
  const silenceMs = (mailedAgoMs ?? Number.POSITIVE_INFINITY) * shareOfSilence
  const quietMs = Math.min(quietMsMax, Math.max(quietMsMin, thrift * quietMsMax, silenceMs))
  if (expected === 0) return quietMs
  const fairMs = (thrift * expectedPerPoll * expectedForMs) / expected
  const patienceMs = (clickedAgoMs ?? 0) * shareOfSilence
  return Math.min(quietMs, expectingMsMax, Math.max(pollEveryMs, fairMs, patienceMs))
}
