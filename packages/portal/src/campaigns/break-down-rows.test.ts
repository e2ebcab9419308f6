/** A break-down in the order asked for, with small groups told one by one or together. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Row, rowsOf } from './break-down-rows.ts'

const zero = {
  pending: 0,
  sent: 0,
  clicked: 0,
  addedToGroup: 0,
  active: 0,
  skipped: 0,
  failed: 0,
  excluded: 0,
}
const of = (people: number, active: number) => ({
  people,
  counts: { ...zero, active, sent: people - active },
})
const group = (name: string, people: number, active: number) => ({ key: name, name, ...of(people, active) })

const answer = {
  by: 'department' as const,
  groups: [group('Sales', 40, 10), group('Finance', 20, 15), group('Board', 3, 3), group('Garden', 2, 0)],
  none: of(7, 1),
  others: of(90, 30),
  at: new Date('2026-11-28T00:00:00Z'),
}
const wanted = { sorting: 'people', isDescending: true, isHidingSmall: false, language: 'en' } as const
const tell = (rows: readonly Row[]) => rows.map(row => (row.kind === 'group' ? row.name : row.kind))

test('the largest first; those without a department and further groups stand last', () => {
  assert.deepEqual(tell(rowsOf(answer, wanted)), ['Sales', 'Finance', 'Board', 'Garden', 'none', 'others'])
})

test('by name, and by the share that is registered', () => {
  const byName = rowsOf(answer, { ...wanted, sorting: 'name', isDescending: false })
  assert.deepEqual(tell(byName).slice(0, 4), ['Board', 'Finance', 'Garden', 'Sales'])
  const byShare = rowsOf(answer, { ...wanted, sorting: 'share', isDescending: true })
  assert.deepEqual(tell(byShare).slice(0, 4), ['Board', 'Finance', 'Sales', 'Garden'])
})

test('small groups together are one row, and nobody is lost', () => {
  const rows = rowsOf(answer, { ...wanted, isHidingSmall: true })
  assert.deepEqual(tell(rows), ['Sales', 'Finance', 'none', 'small', 'others'])
  const small = rows.find(row => row.kind === 'small')
  assert.deepEqual([small?.people, small?.counts.active], [5, 3])
})

test('a share is of those asked: whoever is skipped or excluded is missing nowhere', () => {
  const left = {
    ...answer,
    groups: [{ ...group('Crew', 10, 4), counts: { ...zero, active: 4, skipped: 3, excluded: 3 } }],
  }
  const [crew] = rowsOf(left, wanted)
  assert.deepEqual([crew?.people, crew?.asked, crew?.counts.active], [10, 4, 4])
  const byShare = rowsOf(
    { ...left, groups: [...left.groups, group('Sales', 40, 30)] },
    { ...wanted, sorting: 'share' },
  )
  assert.deepEqual(tell(byShare).slice(0, 2), ['Crew', 'Sales'])
})
