/** Durations as people say them. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatBorder, formatHours, formatSpan } from './durations.ts'

test('hours stay hours up to two days; then they are days', () => {
  assert.equal(formatHours('en', 0.4), '0.4 hours')
  assert.equal(formatHours('en', 20.5), '21 hours')
  assert.equal(formatHours('de', 96), '4 Tage')
})

test('a span names its unit once', () => {
  assert.equal(formatSpan('en', 1, 8), '1–8 hours')
  assert.equal(formatSpan('en', 24, 48), '1–2 days')
  assert.equal(formatSpan('de', 168, 336), '1–2 Wochen')
  assert.equal(formatBorder('en', 56 * 24), '8 weeks')
})
