/** What is typed into the form of a take-over. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readDays, readMapping } from './run-draft.ts'

test('renamed columns are pairs, one a line; a line that is none is not let through', () => {
  assert.deepEqual(readMapping(' Einladung = InviteStatus \n\nA = B=Title'), {
    Einladung: 'InviteStatus',
    'A = B': 'Title',
  })
  assert.deepEqual(readMapping(''), {})
  for (const wrong of ['Einladung', '= Title', 'Konto =']) assert.equal(readMapping(wrong), null, wrong)
})

test('days are a whole number of at most a year', () => {
  assert.deepEqual(['0', '7', '365'].map(readDays), [0, 7, 365])
  assert.deepEqual(['', '366', '-1', '1.5', 'few'].map(readDays), [null, null, null, null, null])
})
