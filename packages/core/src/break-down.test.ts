/** Small groups are not shown one by one, nor told by what is missing. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { hideSmall, smallGroupBelow } from './break-down.ts'

const sizes = (groups: readonly { people: number }[]) => groups.map(group => group.people)
const group = (name: string, people: number) => ({ name, people })

test('groups of five and more stand as they are, in their order', () => {
  const groups = [group('Sales', 40), group('Legal', 5), group('Finance', 12)]
  assert.deepEqual(hideSmall(groups), { shown: groups, hidden: [] })
})

test('groups of under five are hidden together', () => {
  const { shown, hidden } = hideSmall([group('Sales', 40), group('Board', 3), group('Garden', 4)])
  assert.deepEqual([sizes(shown), sizes(hidden)], [[40], [3, 4]])
})

test('one small group takes the next smallest along: the whole less the others would tell its size', () => {
  const { shown, hidden } = hideSmall([group('Sales', 40), group('Board', 3), group('Legal', 6)])
  assert.deepEqual([sizes(shown), sizes(hidden)], [[40], [3, 6]])
})

test('where there is nobody else, one small group is hidden alone', () => {
  const { shown, hidden } = hideSmall([group('Board', 3)])
  assert.deepEqual([sizes(shown), sizes(hidden)], [[], [3]])
})

test('everybody is in one of the two, nobody small is shown, and those hidden are enough or everybody', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ people: fc.integer({ min: 1, max: 30 }) })), groups => {
      const { shown, hidden } = hideSmall(groups)
      assert.equal(shown.length + hidden.length, groups.length)
      assert.ok(shown.every(({ people }) => people >= smallGroupBelow))
      const together = hidden.reduce((total, { people }) => total + people, 0)
      assert.ok(hidden.length === 0 || together >= smallGroupBelow || shown.length === 0)
    }),
  )
})
