/** What the address of a table of people says. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readFilter } from './people-filter.ts'

test('an address says states, level and order', () => {
  const search = { status: ['failed', 'sent'], level: 'phone', sort: 'invitedAt', descending: true }
  assert.deepEqual(readFilter(search), {
    status: ['sent', 'failed'],
    level: ['phone'],
    sort: 'invitedAt',
    descending: true,
  })
})

test('an address may ask for those whose manager was told', () => {
  assert.deepEqual(readFilter({ escalation: 'escalated' }), { escalation: 'escalated' })
  assert.deepEqual(readFilter({ escalation: 'shouted' }), {})
})

test('what it does not know is left out, so that an old bookmark still opens', () => {
  assert.deepEqual(readFilter({ status: ['gone'], sort: 'shoeSize', isLost: 'perhaps' }), {})
})

test('a filter by an id that is none is left out', () => {
  const managerId = '00000000-0000-4000-8000-000000000001'
  assert.deepEqual(readFilter({ managerId, batchId: 'zzz' }), { managerId })
})

test('a name never becomes part of the address', () => {
  assert.deepEqual(readFilter({ text: 'Siobhán' }), {})
})
