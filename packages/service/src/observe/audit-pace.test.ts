/** How often the audit log is polled, by how many are expected to register. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { expectedForMs, manyPeople, pollEveryMs, pollWaitMs, quietMsMax, quietMsMin } from './audit-pace.ts'

test('while nobody is expected it is polled seldom, less seldom in a small rollout', () => {
  assert.equal(pollWaitMs({ expected: 0, people: 0 }), quietMsMin)
  assert.equal(pollWaitMs({ expected: 0, people: 100 }), quietMsMin)
  assert.equal(pollWaitMs({ expected: 0, people: manyPeople }), quietMsMax)
})

test('in a large rollout a poll is spent for three people expected, and never more than one every five minutes', () => {
  const wait = (expected: number) => pollWaitMs({ expected, people: manyPeople })
  assert.equal(wait(24), (3 * expectedForMs) / 24)
  assert.equal(wait(1_000), pollEveryMs)
  assert.ok(wait(1) < quietMsMax)
})

test('in a pilot of a hundred the first click is enough for a poll every five minutes', () => {
  assert.equal(pollWaitMs({ expected: 1, people: 100 }), pollEveryMs)
})
