/** Median, the slow tenth, and spans that a chart can show. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { summariseHours } from './time-to-register.ts'

test('as long as nobody has registered there is no median, and every span is empty', () => {
  const { people, medianHours, p90Hours, spans } = summariseHours(new Map())
  assert.deepEqual([people, medianHours, p90Hours], [0, null, null])
  assert.ok(spans.length > 5 && spans.every(span => span.people === 0))
})

test('half of ten people within two hours, nine of them within four days', () => {
  const took = summariseHours(
    new Map([
      [0, 2],
      [1, 3],
      [72, 4],
      [240, 1],
    ]),
  )
  assert.equal(took.people, 10)
  assert.equal(took.medianHours, 2)
  assert.equal(took.p90Hours, 96)
  assert.deepEqual(
    took.spans.filter(span => span.people > 0),
    [
      { fromHours: 0, toHours: 1, people: 2 },
      { fromHours: 1, toHours: 8, people: 3 },
      { fromHours: 72, toHours: 168, people: 4 },
      { fromHours: 168, toHours: 336, people: 1 },
    ],
  )
})

test('spans follow one another without a gap, and the last one has no end', () => {
  const { spans } = summariseHours(new Map([[100_000, 1]]))
  for (const [index, span] of spans.entries()) assert.equal(span.toHours, spans[index + 1]?.fromHours ?? null)
  assert.equal(spans.at(-1)?.people, 1)
})
