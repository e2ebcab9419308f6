/** What a list was taken for is told as its reader sees it: columns by name and use, the first rows, nothing more. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { describeReading, readingColumnsMax, readingRowsMax } from './roster-reading.ts'
import { findShape, type RosterShape } from './roster-shape.ts'

function shapeOf(
  text: string,
  ...wish: [] | [Parameters<typeof findShape>[1]]
): Exclude<RosterShape, { kind: 'problem' }> {
  const shape = findShape(text, ...wish)
  if (shape.kind === 'problem') throw new Error(shape.problem.what)
  return shape
}

const anna = ['Anna  Beck', 'anna@c.example']

test('columns are told by their names and what they were taken for', () => {
  const reading = describeReading(shapeOf('Anzeigename;UPN;Raum\nAnna;anna@c.example;4\n'), [
    { cells: [...anna, '4'], line: 2 },
  ])
  assert.deepEqual(reading.columns, [
    { name: 'Anzeigename', use: 'displayName' },
    { name: 'UPN', use: 'upn' },
    { name: 'Raum', use: null },
  ])
  assert.deepEqual(reading.rows, [{ line: 2, cells: ['Anna Beck', 'anna@c.example', '4'] }])
  assert.equal(reading.certainty, 'named')
})

test('a guessed column holds persons, whatever kind of name each is', () => {
  const shape = shapeOf('Wer,Kontakt\nAnna,anna@c.example\n', { kind: 'guess' })
  const { columns, certainty } = describeReading(shape, [])
  assert.deepEqual([columns[1], certainty], [{ name: 'Kontakt', use: 'person' }, 'guessed'])
})

test('a pasted list is one column of persons', () => {
  const reading = describeReading(shapeOf('anna@c.example\nben@c.example\n'), [
    { cells: ['anna@c.example'], line: 1 },
  ])
  assert.deepEqual(reading.columns, [{ name: null, use: 'person' }])
})

test('long cells, many rows and wide tables are cut, and the column of the people is still there', () => {
  const names = [...Array.from({ length: 60 }, (_, at) => `Field ${at}`), 'UPN', 'Last']
  const cells = [...names.slice(0, -2).map(() => 'x'.repeat(500)), 'anna@c.example', '']
  const records = Array.from({ length: 100 }, (_, at) => ({ cells, line: at + 2 }))
  const reading = describeReading(shapeOf(`${names.join(',')}\n${cells.join(',')}\n`), records)
  assert.ok(reading.columns.length > readingColumnsMax)
  assert.equal(reading.columns.at(-1)?.use, 'upn')
  assert.equal(reading.rows.length, readingRowsMax)
  assert.equal(reading.rows[0]?.cells[0]?.length, 81)
})
