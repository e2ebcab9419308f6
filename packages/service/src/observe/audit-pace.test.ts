/** How often the audit log is polled, by how many are expected to register and how long ago anything happened. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type Expectation,
  expectedForMs,
  manyPeople,
  pollEveryMs,
  pollWaitMs,
  quietMsMax,
  quietMsMin,
} from './audit-pace.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const wait = (given: Partial<Expectation>) =>
  pollWaitMs({ expected: 0, people: 20, clickedAgoMs: null, mailedAgoMs: null, ...given })

test('while nobody is expected it is polled seldom, less seldom in a small rollout that has just mailed', () => {
  assert.equal(wait({ mailedAgoMs: hourMs }), quietMsMin)
  assert.equal(wait({ people: 100, mailedAgoMs: hourMs }), quietMsMin)
  assert.equal(wait({ people: manyPeople, mailedAgoMs: hourMs }), quietMsMax)
})

test('the longer nothing was mailed the more seldom, down to three times a day', () => {
  assert.equal(wait({ mailedAgoMs: 24 * hourMs }), 2 * hourMs)
  assert.equal(wait({ mailedAgoMs: 10 * 24 * hourMs }), quietMsMax)
  assert.equal(wait({}), quietMsMax, 'nobody was mailed yet')
})

test('in a large rollout a poll is spent for three people expected, and never more than one every five minutes', () => {
  const large = (expected: number) =>
    wait({ expected, people: manyPeople, clickedAgoMs: minuteMs, mailedAgoMs: hourMs })
  assert.equal(large(24), (3 * expectedForMs) / 24)
  assert.equal(large(1_000), pollEveryMs)
  assert.ok(large(1) < quietMsMax)
})

test('in a pilot of a hundred the first click is enough for a poll every five minutes, for an hour', () => {
  const pilot = (clickedAgoMs: number) =>
    wait({ expected: 1, people: 100, clickedAgoMs, mailedAgoMs: hourMs })
  assert.equal(pilot(10 * minuteMs), pollEveryMs)
  assert.equal(pilot(hourMs), pollEveryMs)
  assert.equal(pilot(3 * hourMs), 15 * minuteMs)
})

test('a click long after the last mail is waited for like any other', () => {
  const late = wait({ expected: 1, clickedAgoMs: minuteMs, mailedAgoMs: 20 * 24 * hourMs })
  assert.equal(late, pollEveryMs)
})

test('twenty people over forty days, mailed three times and clicking one by one, cost few polls', () => {
  const mailedAt = [0, 7, 14].map(day => day * 24 * hourMs)
  const clickedAt = Array.from({ length: 20 }, (_, person) => (1 + person * 17) * hourMs)
  let polls = 0
  for (let atMs = 0; atMs < 40 * 24 * hourMs; polls++) {
    const agoMs = (times: number[]) => times.filter(ms => ms <= atMs).map(ms => atMs - ms)
    const waiting = agoMs(clickedAt).filter(ms => ms < expectedForMs)
    const clickedAgoMs = waiting.length === 0 ? null : Math.min(...waiting)
    atMs += wait({ expected: waiting.length, clickedAgoMs, mailedAgoMs: Math.min(...agoMs(mailedAt)) })
  }
  assert.ok(polls < 800, `${polls} polls, although nobody was ever seen`)
})
