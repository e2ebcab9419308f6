/** The address of the audit log's page: what it may say, and what is asked for by it. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { filterOf, readAuditSearch } from './audit-search.ts'

test('an address keeps activity, service, result and days, and no name', () => {
  const search = {
    activity: 'Add user',
    service: 'Core Directory',
    result: 'failure',
    from: '2026-11-02',
    until: 'soon',
    person: 'ada@contoso.example',
  }
  assert.deepEqual(readAuditSearch(search), {
    activity: 'Add user',
    service: 'Core Directory',
    result: 'failure',
    from: '2026-11-02',
  })
})

test('Ada’s records of one day are asked for from its beginning to its end', () => {
  const { since = '', until = '', ...rest } = filterOf({ from: '2026-11-02', until: '2026-11-02' }, 'ada')
  assert.equal(new Date(until).getTime() - new Date(since).getTime(), 86_400_000)
  assert.deepEqual(rest, { person: 'ada' })
})

test('nothing chosen asks for everything', () => {
  assert.deepEqual(filterOf({ tenant: 'one' }, ''), {})
})
