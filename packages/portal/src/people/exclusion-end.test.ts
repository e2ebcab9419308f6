/** On which day an exclusion may end. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isEndOver } from './exclusion-end.ts'

const now = new Date('2026-11-28T13:00:00Z')

test('Anna’s exclusion may end tomorrow or never, and neither today nor in a year gone by', () => {
  assert.equal(isEndOver('2026-11-29', now), false)
  assert.equal(isEndOver('', now), false)
  assert.equal(isEndOver('2026-11-28', now), true)
  assert.equal(isEndOver('2025-11-29', now), true)
})
