/** The reasons of rows: every sentence gives back the code and the facts that it was made from. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readRowReason, rowReasonCodes, tellRowReason } from './row-reasons.ts'

test('a sentence gives back what it was made from, whatever stands in it', () => {
  const all = {
    most: '320',
    cells: '1',
    width: '4',
    columns: 'UPN, E-mail (work)',
    line: '7',
    batch: 'Wave {1}.*',
  }
  for (const code of rowReasonCodes) {
    const read = readRowReason(tellRowReason(code, all))
    assert.equal(read?.code, code)
    for (const [name, fact] of Object.entries(read?.facts ?? {})) {
      assert.equal(fact, Object.entries(all).find(([known]) => known === name)?.[1], `${code}: ${name}`)
    }
  }
})

test('one column is empty, two are; what somebody typed is no sentence of ours', () => {
  assert.equal(tellRowReason('namesNobody', { columns: 'UPN' }), 'This row names nobody: UPN is empty.')
  assert.equal(
    tellRowReason('namesNobody', { columns: 'UPN, Mail' }),
    'This row names nobody: UPN, Mail are empty.',
  )
  assert.equal(
    tellRowReason('rowTooShort', { cells: '1', width: '4' }),
    'This row has 1 cell, the header has 4. The cell that names the person is missing; fill the row up.',
  )
  assert.equal(readRowReason('on leave'), null)
})
