/** Choosing people of a table, one by one or everybody but a few. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { everybody, isSelected, noSelection, selectedCount, toggle } from './selection.ts'

test('Wei is chosen and let go again', () => {
  const wei = toggle(noSelection, 'wei')
  assert.equal(isSelected(wei, 'wei'), true)
  assert.equal(isSelected(wei, 'siobhan'), false)
  assert.equal(selectedCount(wei, 10), 1)
  assert.equal(selectedCount(toggle(wei, 'wei'), 10), 0)
})

test('everybody but Siobhán', () => {
  const others = toggle(everybody, 'siobhan')
  assert.equal(isSelected(others, 'siobhan'), false)
  assert.equal(isSelected(others, 'wei'), true)
  assert.equal(selectedCount(others, 500_000), 499_999)
})
