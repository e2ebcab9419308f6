/** Which column is taken when no name tells: the one with addresses in it, or the one that Anna's administrator chose. */

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { ColumnWish } from './roster-column.ts'
import { findShape } from './roster-shape.ts'

function tableOf(text: string, wish: ColumnWish) {
  const shape = findShape(text, wish)
  assert.equal(shape.kind, 'table', JSON.stringify(shape))
  if (shape.kind !== 'table') throw new Error('no table')
  return { column: shape.header.columns.mail, certainty: shape.certainty, line: shape.line, shape }
}

const guess = { kind: 'guess' } as const

describe('a column that nobody knows by name', () => {
  test('is guessed from the addresses in it', () => {
    const { column, certainty, line } = tableOf(
      'Abteilung;Kontakt\nIT;anna@c.example\nHR;\nHR;ben@c.example\n',
      guess,
    )
    assert.deepEqual([column, certainty, line], [1, 'guessed', 2])
  })

  test('is guessed in a table whose first line already holds Anna', () => {
    const { column, line, shape } = tableOf('Anna,anna@c.example,IT\nBen,ben@c.example,HR\n', guess)
    assert.deepEqual([column, line, shape.header.names], [1, 1, ['1', '2', '3']])
  })

  test('is guessed from object ids, too', () => {
    const { column } = tableOf('Key,Wer\n1f0c2a4e-5b7d-4c11-9a3e-000000000001,Anna\n', guess)
    assert.equal(column, 0)
  })

  test('is not guessed where hardly a cell holds an address', () => {
    const shape = findShape('Stadt;Notiz\nUlm;call\nBonn;call\nKiel;ask anna@c.example\n', guess)
    assert.equal(shape.kind === 'problem' && shape.problem.code, 'noColumn')
  })

  test('is not guessed unless that was asked for: people are never taken in by a guess', () => {
    assert.equal(findShape('Abteilung;Kontakt\nIT;anna@c.example\n').kind, 'problem')
  })
})

describe('a known name', () => {
  test('counts above any guess', () => {
    const shape = findShape('Manager;UPN\nboss@c.example;anna@c.example\n', guess)
    assert.ok(shape.kind === 'table')
    assert.deepEqual([shape.header.columns.upn, shape.certainty], [1, 'named'])
  })

  test('is doubted when nobody stands below it and addresses stand elsewhere', () => {
    const shape = findShape('ID;Kontakt\n4711;anna@c.example\n4712;ben@c.example\n')
    assert.ok(shape.kind === 'table')
    assert.deepEqual([shape.header.columns.objectId, shape.certainty], [0, 'doubtful'])
  })
})

describe('a chosen column', () => {
  test('names the people whatever the names say; the others keep their meaning', () => {
    const chosen = { kind: 'chosen', column: 2 } as const
    const { column, certainty, shape } = tableOf(
      'UPN,Display name,Private\nanna@c.example,Anna,a@home.example\n',
      chosen,
    )
    assert.deepEqual([column, certainty], [2, 'chosen'])
    assert.deepEqual([shape.header.columns.upn, shape.header.columns.displayName], [null, 1])
  })

  test('beyond the last is refused with how many there are', () => {
    const shape = findShape('a,b\nanna@c.example,Anna\n', { kind: 'chosen', column: 5 })
    assert.ok(shape.kind === 'problem')
    assert.match(`${shape.problem.what} ${shape.problem.where}`, /no column 6.*2 columns/)
  })

  test('of a list with one column is that column', () => {
    const shape = findShape('Wer\nanna@c.example\n', { kind: 'chosen', column: 0 })
    assert.equal(shape.kind, 'list')
  })
})
