/** How the rows of a trial name their people. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nameRow } from './row-name.ts'

const wei = { displayName: '陈伟 (Chen Wei)', userPrincipalName: 'wei.chen@contoso.example' }
const id = '5f0e6c1e-7b0b-0a55-9d43-2f7d1c0b8a11'

test('a member of a group is told by name and UPN, not by an object id', () => {
  assert.deepEqual(nameRow({ value: id, ...wei }), {
    text: '陈伟 (Chen Wei)',
    detail: 'wei.chen@contoso.example',
  })
  assert.deepEqual(nameRow({ value: id, ...wei, displayName: '' }), {
    text: 'wei.chen@contoso.example',
    detail: null,
  })
})

test('whom the directory does not know is told as the list does', () => {
  const nobody = { displayName: null, userPrincipalName: null }
  assert.deepEqual(nameRow({ value: id, ...nobody }), { text: id, detail: null })
})

test('a row of a file stays as somebody wrote it, so that it is found there', () => {
  assert.deepEqual(nameRow({ value: 'WEI.CHEN@contoso.example', ...wei }), {
    text: 'WEI.CHEN@contoso.example',
    detail: null,
  })
})
