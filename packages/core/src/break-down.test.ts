/** Nobody in a group of four is told apart by a break-down, and nobody is lost in one. */

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { hideSmall, keepLargest, smallestShown } from './break-down.ts'

const finance = { name: 'Finance', people: 120, registered: 80 }
const sales = { name: 'Sales', people: 40, registered: 12 }
const legal = { name: 'Legal', people: 6, registered: 5 }
const board = { name: 'Board', people: 3, registered: 1 }
const press = { name: 'Press', people: 2, registered: 2 }
const canteen = { name: 'Canteen', people: 1, registered: 0 }

describe('small groups', () => {
  test('stay out of sight together', () => {
    assert.deepEqual(hideSmall([finance, board, sales, press]), {
      shown: [finance, sales],
      smaller: { groups: 2, people: 5, registered: 3 },
    })
  })

  test('a single one takes the next smallest along, or the total would tell of the board', () => {
    assert.deepEqual(hideSmall([finance, sales, legal, board]), {
      shown: [finance, sales],
      smaller: { groups: 2, people: 9, registered: 6 },
    })
  })

  test('three people in two groups are too few still', () => {
    assert.deepEqual(hideSmall([finance, sales, legal, press, canteen]).smaller, {
      groups: 3,
      people: 9,
      registered: 7,
    })
  })

  test('without small groups everything is shown', () => {
    assert.deepEqual(hideSmall([finance, legal]), { shown: [finance, legal], smaller: null })
    assert.deepEqual(hideSmall([]), { shown: [], smaller: null })
  })

  test('where there is nothing to hide behind, one row holds everybody', () => {
    assert.deepEqual(hideSmall([finance, board]), {
      shown: [],
      smaller: { groups: 2, people: 123, registered: 81 },
    })
    assert.deepEqual(hideSmall([board]).shown, [])
  })
})

test('the largest are shown, and the row of the others takes up what was hidden before', () => {
  assert.deepEqual(keepLargest(hideSmall([legal, finance, sales, board, press]), 2), {
    shown: [finance, sales],
    smaller: { groups: 3, people: 11, registered: 8 },
  })
  assert.deepEqual(keepLargest(hideSmall([finance, sales]), 2).smaller, null)
})

test('whatever the groups: none below five is named, nobody is lost, and no row holds one group of a larger whole', () => {
  const group = fc
    .record({ people: fc.integer({ min: 0, max: 30 }), share: fc.double({ min: 0, max: 1, noNaN: true }) })
    .map(({ people, share }) => ({ people, registered: Math.floor(people * share) }))
  fc.assert(
    fc.property(fc.array(group, { maxLength: 12 }), groups => {
      const { shown, smaller } = hideSmall(groups)
      const sum = (some: readonly { people: number }[]) => some.reduce((all, one) => all + one.people, 0)
      assert.ok(shown.every(one => one.people >= smallestShown))
      assert.equal(sum(shown) + (smaller?.people ?? 0), sum(groups))
      assert.equal(shown.length + (smaller?.groups ?? 0), groups.length)
      if (smaller !== null && shown.length > 0) {
        assert.ok(smaller.groups >= 2 && smaller.people >= smallestShown)
      }
    }),
  )
})
