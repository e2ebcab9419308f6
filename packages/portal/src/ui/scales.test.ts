/** Ticks are round, days are whole, labels do not crowd. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dayOf, daysBetween, linePath, roundTicks, spread } from './scales.ts'

test('ticks are round figures that reach the top', () => {
  assert.deepEqual(roundTicks(0), [0, 1])
  assert.deepEqual(roundTicks(3), [0, 1, 2, 3])
  assert.deepEqual(roundTicks(400), [0, 100, 200, 300, 400])
  assert.deepEqual(roundTicks(13_000), [0, 5_000, 10_000, 15_000])
})

test('days run through the end of a month, both ends included', () => {
  assert.deepEqual(daysBetween('2027-01-30', '2027-02-01'), ['2027-01-30', '2027-01-31', '2027-02-01'])
  assert.deepEqual(daysBetween('2027-01-30', '2027-01-30'), ['2027-01-30'])
  assert.equal(dayOf(new Date('2026-11-02T23:59:00Z')), '2026-11-02')
})

test('a few labels stand for many, the first and the last among them', () => {
  assert.deepEqual(spread(3, 5), [0, 1, 2])
  assert.deepEqual(spread(91, 4), [0, 30, 60, 90])
})

test('a path goes from point to point', () => {
  assert.equal(
    linePath([
      [0, 1],
      [2.25, 3],
    ]),
    'M0.0 1.0L2.3 3.0',
  )
})
