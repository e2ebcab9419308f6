/** The address of the log of acts: what it may say, and what is asked for by it. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { queryOf, readActivitySearch } from './activity-search.ts'

test('an address keeps who, what, the outcome and days, and nothing else', () => {
  const search = {
    by: 'machine',
    act: 'signIn',
    outcome: 'refused',
    from: '2026-11-02',
    until: 'soon',
    name: 'Ada',
  }
  assert.deepEqual(readActivitySearch(search), {
    by: 'machine',
    act: 'signIn',
    outcome: 'refused',
    from: '2026-11-02',
  })
})

test('a day is asked for from its beginning to its end, by the clock of the reader', () => {
  const { from = '', until = '' } = queryOf({ from: '2026-11-02', until: '2026-11-02' })
  assert.equal(new Date(until).getTime() - new Date(from).getTime(), 86_400_000)
  assert.equal(new Date(from).getHours(), 0)
})

test('somebody with an id is asked for by it, the program itself by its word', () => {
  const byId = '00000000-0000-4000-8000-000000000001'
  assert.deepEqual(queryOf({ by: byId }), { byId })
  assert.deepEqual(queryOf({ by: 'nobody' }), { by: 'nobody' })
})
