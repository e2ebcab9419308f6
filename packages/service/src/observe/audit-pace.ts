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
/** The same where it costs next to nothing. */
export const quietMsMin = 30 * minuteMs
/** Whoever registers after following the link mostly does so within half a working day. */
export const expectedForMs = 4 * hourMs
/**
 * In a rollout of this size or more, a poll shall be spent for every three people waited for: all that Muster asks of
 * Graph stays under two requests a person then (rehearsal of 2,000 people over 40 days, Nov 2026).
 */
export const manyPeople = 2_000
const expectedPerPoll = 3

/**
 * Time from one poll to the next. `expected`: who followed a link in the last `expectedForMs` and is not seen yet;
 * `people`: who is in open campaigns, counted up to `manyPeople`. In a small rollout polls are so few that they may be
 * more than the people.
 */
export function pollWaitMs({ expected, people }: { expected: number; people: number }): number {
  const thrift = Math.min(1, people / manyPeople) ** 2
  const quietMs = Math.max(quietMsMin, thrift * quietMsMax)
  if (expected === 0) return quietMs
  const fairMs = (thrift * expectedPerPoll * expectedForMs) / expected
  return Math.min(quietMs, expectingMsMax, Math.max(pollEveryMs, fairMs))
}
