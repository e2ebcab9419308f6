/** Places of a budget: at full speed up to four fifths, then slower, never more than the limit in any window. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Asked, type Limit, slowDown, takePlace, type Use, unused } from './pace.ts'

const startMs = Date.parse('2026-11-02T08:00:00Z')
const at = (seconds: number, more: Partial<Asked> = {}): Asked => ({
  cost: 1,
  atMs: startMs + seconds * 1_000,
  isUrgent: false,
  ...more,
})

/** A budget that is asked and keeps what it answered. */
function open(limit: Limit, from: Use = unused) {
  let use = from
  return {
    /** Seconds after the start of the next place; null when it was taken. */
    ask(asked: Asked): number | null {
      const taken = takePlace(use, limit, asked)
      if (taken.kind === 'later') return (taken.atMs - startMs) / 1_000
      use = taken.use
      return null
    },
    near: (seconds: number) => {
      use = slowDown(use, limit, startMs + seconds * 1_000)
    },
    use: () => use,
  }
}

test('four requests in ten seconds, then one for each that leaves the window', () => {
  const reports = open({ max: 4, windowMs: 10_000 })
  for (const second of [0, 1, 2, 3]) assert.equal(reports.ask(at(second)), null)
  assert.equal(reports.ask(at(4)), 10)
  assert.equal(reports.ask(at(10)), null)
  assert.equal(reports.ask(at(10.5)), 11)
})

test('eighty of a hundred at once, the rest at three quarters of the pace', () => {
  const budget = open({ max: 100, windowMs: 10_000 })
  for (let count = 0; count < 80; count++) assert.equal(budget.ask(at(0)), null)
  const stepSeconds = 10 / (100 * 0.75)
  const next = budget.ask(at(0)) ?? 0
  assert.ok(Math.abs(next - stepSeconds) < 0.01, `the next one after ${next} s`)
  assert.equal(budget.ask(at(next)), null)
  assert.notEqual(budget.ask(at(next)), null)
})

test('whoever comes back once a second gets what the slow pace gave in that second', () => {
  const budget = open({ max: 100, windowMs: 10_000 })
  for (let count = 0; count < 80; count++) budget.ask(at(0))
  let taken = 0
  while (budget.ask(at(2)) === null) taken++
  assert.ok(taken >= 7 && taken <= 9, `${taken} at once`)
})

test('whatever is asked, no window ever holds more than the limit', () => {
  const limit = { max: 50, windowMs: 10_000 }
  const budget = open(limit)
  const taken: number[] = []
  for (let ms = 0; ms < 60_000; ms += 37) {
    if (budget.ask(at(ms / 1_000, { isUrgent: ms % 2 === 0 })) === null) taken.push(ms)
  }
  for (const end of taken) {
    const inWindow = taken.filter(ms => ms > end - limit.windowMs && ms <= end)
    assert.ok(inWindow.length <= limit.max, `${inWindow.length} up to ${end}`)
  }
  assert.ok(taken.length > 5 * 0.7 * limit.max, `${taken.length} in a minute`)
})

test('somebody who waits at this moment is not slowed down, only held at the limit', () => {
  const budget = open({ max: 10, windowMs: 10_000 })
  for (let count = 0; count < 8; count++) budget.ask(at(0))
  assert.notEqual(budget.ask(at(0)), null)
  assert.equal(budget.ask(at(0, { isUrgent: true })), null)
  assert.equal(budget.ask(at(0, { isUrgent: true })), null)
  assert.equal(budget.ask(at(0, { isUrgent: true })), 10)
})

test('when the other side says that a limit is near, even an empty budget is slow for a window', () => {
  const budget = open({ max: 100, windowMs: 10_000 })
  budget.near(0)
  assert.equal(budget.ask(at(0)), null)
  let taken = 0
  while (budget.ask(at(0)) === null) taken++
  assert.ok(taken <= 8, `${taken} more at once`)
  for (let count = 0; count < 60; count++) assert.equal(budget.ask(at(21)), null)
})

test('what costs more than the whole budget waits for an empty window', () => {
  const budget = open({ max: 10, windowMs: 10_000 })
  assert.equal(budget.ask(at(0)), null)
  assert.equal(budget.ask(at(1, { cost: 20 })), 10)
  assert.equal(budget.ask(at(10, { cost: 20 })), null)
})

test('a busy budget stays a small row', () => {
  const budget = open({ max: 3_000, windowMs: 150_000 })
  for (let second = 0; second < 300; second += 0.1) budget.ask(at(second))
  assert.ok(budget.use().places.length <= 101, `${budget.use().places.length} places`)
})

test('a clock that was wrong by a day does not stop the budget for a day', () => {
  const wrong = open({ max: 4, windowMs: 10_000 })
  for (let count = 0; count < 4; count++) wrong.ask(at(86_400))
  const right = open({ max: 4, windowMs: 10_000 }, wrong.use())
  for (let count = 0; count < 4; count++) assert.equal(right.ask(at(0)), null)
})
