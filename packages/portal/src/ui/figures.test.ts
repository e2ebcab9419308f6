/** Figures that are typed. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { figureOf } from './figures.ts'

const ports = { min: 1, max: 65_535 }

test('a whole number within its bounds is taken', () => {
  assert.deepEqual(
    [figureOf('587', ports), figureOf(' 1 ', ports), figureOf('65535', ports)],
    [587, 1, 65_535],
  )
})

test('nothing, a fraction, a word, or what is out of bounds is no figure, and never the one before', () => {
  const typed = ['', ' ', '1.5', '1,5', '-5', '0', '65536', 'ten', '1e3']
  assert.deepEqual(
    typed.filter(text => figureOf(text, ports) !== null),
    [],
  )
})
