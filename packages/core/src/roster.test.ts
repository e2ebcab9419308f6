/** How one record becomes one person. */

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { readEntry, readRow } from './roster.ts'
import { readHeader } from './roster-header.ts'

function rowOf(header: string, cells: string) {
  const verdict = readHeader(header.split(','))
  if (verdict.kind === 'problem') throw new Error(verdict.problem.where)
  return readRow({ cells: cells.split(','), line: 7, header: verdict.header })
}

const annaId = '1f0c2a4e-5b7d-4c11-9a3e-000000000001'

const nothingElse = {
  line: 7,
  objectId: null,
  displayName: null,
  department: null,
  source: null,
  sourceBatchId: null,
}

describe('the reference of a row', () => {
  test('with a UPN and a mail address, the UPN is the key and the mail address the fallback', () => {
    assert.deepEqual(rowOf('Mail,UPN', 'anna@mail.example,anna@c.example'), {
      kind: 'row',
      row: {
        ...nothingElse,
        reference: { kind: 'upn', value: 'anna@c.example' },
        fallback: { kind: 'mail', value: 'anna@mail.example' },
      },
    })
  })

  for (const upn of ['', '-', 'abeck', 'anna beck@c.example']) {
    test(`with ${JSON.stringify(upn)} for a UPN, the mail address is the key`, () => {
      const outcome = rowOf('Mail,UPN', `anna@mail.example,${upn}`)
      assert.deepEqual(outcome?.kind === 'row' && outcome.row.reference, {
        kind: 'mail',
        value: 'anna@mail.example',
      })
    })
  }

  test('a lone column of mail addresses may hold UPNs', () => {
    assert.deepEqual(rowOf('Email', 'anna@c.example'), {
      kind: 'row',
      row: {
        ...nothingElse,
        reference: { kind: 'mail', value: 'anna@c.example' },
        fallback: { kind: 'upn', value: 'anna@c.example' },
      },
    })
  })

  test('an object id is passed on beside the UPN, and is the fallback when there is no mail address', () => {
    const outcome = rowOf('Object Id,UPN', `${annaId.toUpperCase()},anna@c.example`)
    assert.equal(outcome?.kind === 'row' && outcome.row.objectId, annaId)
    assert.deepEqual(outcome?.kind === 'row' && outcome.row.fallback, { kind: 'objectId', value: annaId })
  })

  test('an object id alone is enough', () => {
    const outcome = rowOf('ID,Name', `${annaId},Anna Beck`)
    assert.deepEqual(outcome?.kind === 'row' && outcome.row.reference, { kind: 'objectId', value: annaId })
  })
})

describe('what else a row carries', () => {
  test('is passed on, cleaned, with nothing for an empty cell', () => {
    const outcome = rowOf(
      'UPN,Name,Department,Source,Batch',
      'anna@c.example,\u00A0Anna  Beck\u200B,,HR feed,2026-11',
    )
    assert.deepEqual(outcome?.kind === 'row' && outcome.row, {
      ...nothingElse,
      reference: { kind: 'upn', value: 'anna@c.example' },
      fallback: null,
      displayName: 'Anna Beck',
      source: 'HR feed',
      sourceBatchId: '2026-11',
    })
  })

  test('a name with characters that could not be decoded is left to the directory', () => {
    const outcome = rowOf('UPN,Name', 'anna@c.example,G\uFFFDnther')
    assert.equal(outcome?.kind === 'row' && outcome.row.displayName, null)
  })

  test('a very long text is cut', () => {
    const outcome = rowOf('UPN,Name', `anna@c.example,${'x'.repeat(9_000)}`)
    assert.equal(outcome?.kind === 'row' && outcome.row.displayName?.length, 256)
  })
})

describe('a row that names nobody', () => {
  test('is nothing at all when every cell is blank', () => {
    assert.equal(rowOf('UPN,Name', ' ,\u00A0'), null)
  })

  test('is invalid when other cells are filled', () => {
    const outcome = rowOf('UPN,Name,Mail', ',Anna Beck,-')
    assert.match(outcome?.kind === 'invalid' ? outcome.reason : '', /UPN, Mail are empty/)
  })

  test('is invalid with the reason of the first column that holds something', () => {
    const outcome = rowOf('UPN,Mail', 'anna@@c.example,anna')
    assert.deepEqual(outcome, {
      kind: 'invalid',
      line: 7,
      value: 'anna@@c.example',
      reason: 'Two @ signs in one address.',
    })
  })
})

describe('a ragged row', () => {
  test('with more filled cells than the header is invalid, since the cells may have moved', () => {
    const outcome = rowOf('Name,UPN', 'Beck,Anna,anna@c.example')
    assert.match(outcome?.kind === 'invalid' ? outcome.reason : '', /3 cells, the header has 2.*quotes/)
  })

  test('with more cells that are all empty is read', () => {
    assert.equal(rowOf('UPN,Name', 'anna@c.example,Anna,,')?.kind, 'row')
  })

  test('that ends after the UPN is read', () => {
    assert.equal(rowOf('UPN,Name,City', 'anna@c.example')?.kind, 'row')
  })

  test('that ends before the UPN is invalid', () => {
    const outcome = rowOf('Name,UPN', 'Anna')
    assert.match(outcome?.kind === 'invalid' ? outcome.reason : '', /1 cell, the header has 2.*missing/)
  })
})

describe('an entry of a plain list', () => {
  test('is tried as a UPN, then as a mail address', () => {
    const outcome = readEntry('Anna Beck <anna@c.example>', 7, 'any')
    assert.deepEqual(outcome?.kind === 'row' && outcome.row, {
      ...nothingElse,
      displayName: 'Anna Beck',
      reference: { kind: 'upn', value: 'anna@c.example' },
      fallback: { kind: 'mail', value: 'anna@c.example' },
    })
  })

  test('that is an object id has no fallback', () => {
    const outcome = readEntry(annaId, 7, 'any')
    assert.deepEqual(outcome?.kind === 'row' && [outcome.row.objectId, outcome.row.fallback], [annaId, null])
  })

  test('that is a word is invalid', () => {
    assert.deepEqual(readEntry(' hello ', 7, 'any'), {
      kind: 'invalid',
      line: 7,
      value: 'hello',
      reason: 'Not an address: it has no @.',
    })
  })

  test('that nobody sees is nothing', () => assert.equal(readEntry('\u200B', 7, 'any'), null))
})
