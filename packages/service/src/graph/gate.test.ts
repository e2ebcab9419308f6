/** Both forms of Retry-After, and the gate that they close. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createTurnableClock } from '@muster/simulator/world/clock'
import { createGate, parseRetryAfter } from './gate.ts'

const now = new Date('2026-11-02T08:00:00Z')
const seconds = (count: number) => new Date(now.getTime() + count * 1_000)

test('Retry-After is read as seconds and as a date; anything else says nothing', () => {
  assert.equal(parseRetryAfter('120', now), 120_000)
  assert.equal(parseRetryAfter(' 7 ', now), 7_000)
  assert.equal(parseRetryAfter('1.5', now), 1_500)
  assert.equal(parseRetryAfter('0', now), 0)
  assert.equal(parseRetryAfter('Mon, 02 Nov 2026 08:02:00 GMT', now), 120_000)
  assert.equal(parseRetryAfter('Mon, 02 Nov 2026 07:00:00 GMT', now), 0, 'a moment that has passed')
  for (const nothing of [null, '', 'soon', '12 apples']) assert.equal(parseRetryAfter(nothing, now), null)
})

test('a gate closes until the time named, opens by itself, and a shorter wait does not shorten a longer one', () => {
  const clock = createTurnableClock(now)
  const gate = createGate(clock)
  assert.equal(gate.closedUntil(), null)
  assert.deepEqual(gate.close('60', 10_000), seconds(60))
  assert.deepEqual(gate.close('5', 10_000), seconds(60))
  assert.deepEqual(gate.closedUntil(), seconds(60))
  clock.turnTo(seconds(60))
  assert.equal(gate.closedUntil(), null)
})

test('without a header the caller’s own wait counts', () => {
  assert.deepEqual(createGate(createTurnableClock(now)).close(null, 10_000), seconds(10))
})

test('"at once" is taken as a second, and a week as an hour', () => {
  assert.deepEqual(createGate(createTurnableClock(now)).close('0', 10_000), seconds(1))
  assert.deepEqual(createGate(createTurnableClock(now)).close('604800', 10_000), seconds(3_600))
})
