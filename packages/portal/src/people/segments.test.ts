/** A list of any length in segments that are exact, or about right until they were read. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { layOut, placeOf, rowsMax, rowsOf, segmentsBetween, shiftOf } from './segments.ts'

const marks = (count: number) => Array.from({ length: count }, (_, index) => `mark ${index}`)
const exact = { people: 450, isExact: true, marks: marks(2) }
const nothing = new Map<number, number>()

test('between exact marks stand as many as promised, and the rest after the last', () => {
  assert.deepEqual(layOut(exact, nothing, 200).starts, [0, 200, 400, 450])
  assert.deepEqual(layOut({ ...exact, people: 0, marks: [] }, nothing, 200).starts, [0, 0])
})

test('a million people are drawn as half a million rows until they are read', () => {
  const layout = layOut({ people: 1_000_000, isExact: false, marks: marks(999) }, nothing, 200)
  assert.equal(rowsOf(layout), rowsMax)
})

test('a segment that was read has its true length, and those after it begin later', () => {
  const sampled = { people: 40, isExact: false, marks: marks(3) }
  assert.deepEqual(layOut(sampled, new Map([[1, 25]]), 200).starts, [0, 10, 35, 45, 55])
})

test('every row is in one segment', () => {
  const layout = layOut(exact, nothing, 200)
  assert.deepEqual(placeOf(layout, 0), { segment: 0, offset: 0 })
  assert.deepEqual(placeOf(layout, 399), { segment: 1, offset: 199 })
  assert.deepEqual(placeOf(layout, 400), { segment: 2, offset: 0 })
  assert.deepEqual(segmentsBetween(layout, 150, 420), [0, 1, 2])
})

test('who scrolls up into a segment that turns out longer keeps looking at the same person', () => {
  const sampled = { people: 40, isExact: false, marks: marks(3) }
  const before = layOut(sampled, new Map([[1, 12]]), 200)
  const after = layOut(
    sampled,
    new Map([
      [0, 30],
      [1, 12],
    ]),
    200,
  )
  // In sight: the last rows of segment 0, not read yet, and the first of segment 1, which was.
  assert.equal(shiftOf(before, after, { first: 8, last: 14 }), 20)
})

test('who jumps into the midst stays where they are, or at the end of what is shorter than thought', () => {
  const sampled = { people: 40, isExact: false, marks: marks(3) }
  const before = layOut(sampled, nothing, 200)
  assert.equal(shiftOf(before, layOut(sampled, new Map([[2, 18]]), 200), { first: 26, last: 29 }), 0)
  assert.equal(shiftOf(before, layOut(sampled, new Map([[2, 3]]), 200), { first: 26, last: 29 }), -4)
})
