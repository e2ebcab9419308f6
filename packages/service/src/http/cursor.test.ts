/** Cursors that come back as they went out, and the refusal of all others. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Problem } from '@muster/core/problem'
import { pageOf, readCursor, writeCursor } from './cursor.ts'

test('a cursor gives back the key it was made of', () => {
  assert.deepEqual(readCursor(writeCursor(['Étienne, "Lefèvre"', 'id-7']), 2), ['Étienne, "Lefèvre"', 'id-7'])
  assert.deepEqual(readCursor(writeCursor([42]), 1), ['42'])
  assert.equal(readCursor(undefined, 1), null)
})

test('whatever is not one of ours is refused, with the way out', () => {
  const foreign = ['', 'x', '%%%', writeCursor(['a', 'b']), Buffer.from('"a"').toString('base64url')]
  for (const cursor of foreign) {
    assert.throws(
      () => readCursor(cursor, 1),
      (error: unknown) => error instanceof Problem && error.where === 'cursor' && error.code === 'badRequest',
    )
  }
})

const each = { item: (name: string) => name.toUpperCase(), key: (name: string) => [name] }

test('a page knows from one row too many that there is more, and does not show it', () => {
  const page = pageOf(['ada', 'bea', 'cleo'], 2, each)
  assert.deepEqual(
    page.items,
    ['ADA', 'BEA'].map(name => name),
  )
  assert.deepEqual(readCursor(page.nextCursor ?? undefined, 1), ['bea'])
})

test('the last page has no cursor', () => {
  assert.deepEqual(pageOf(['ada', 'bea'], 2, each), { items: ['ADA', 'BEA'], nextCursor: null })
  assert.deepEqual(pageOf([], 2, each), { items: [], nextCursor: null })
})
