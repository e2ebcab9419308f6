/** What the address of the page of templates says. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readBatchSearch } from '../people/batch-search.ts'
import { readTemplateSearch } from './template-search.ts'

const set = '00000000-0000-4000-8000-000000000001'

test('an address says set, kind and language', () => {
  assert.deepEqual(readTemplateSearch({ set, kind: 'reminder', language: 'de' }), {
    set,
    kind: 'reminder',
    language: 'de',
  })
})

test('a set, a tenant or a list that cannot be one counts as absent', () => {
  assert.deepEqual(readTemplateSearch({ set: 'zzz', tenant: 7, language: '../de' }), {})
  assert.deepEqual(readBatchSearch({ batch: 'zzz' }), {})
  assert.deepEqual(readBatchSearch({ batch: set }), { batch: set })
})
