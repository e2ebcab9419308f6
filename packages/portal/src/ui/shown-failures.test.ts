/** Notices of failures do not pile up. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { failuresMax, makeRoom, type Shown } from './shown-failures.ts'

const told = (...words: string[]) =>
  words.reduce<Shown[]>((shown, one, at) => makeRoom(shown, { id: String(at), words: one }).stays, [])

test('seven failures in a row leave the newest three', () => {
  const shown = told('a', 'b', 'c', 'd', 'e', 'f', 'g')
  assert.deepEqual(
    shown.map(one => one.words),
    ['e', 'f', 'g'],
  )
  assert.equal(shown.length, failuresMax)
})

test('the same failure again replaces the one that stands there', () => {
  const { stays, leaves } = makeRoom(told('a', 'b'), { id: 'new', words: 'a' })
  assert.deepEqual(
    stays.map(one => one.words),
    ['b', 'a'],
  )
  assert.deepEqual(
    leaves.map(one => one.id),
    ['0'],
  )
})
