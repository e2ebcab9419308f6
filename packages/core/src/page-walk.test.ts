/** Circles of pages are noticed, straight walks never are. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { walkBegins, walkOn } from './page-walk.ts'

/** How many pages are read before a circle is noticed; null when the walk comes to its end. */
function pagesUntilNoticed(linkAfter: (page: number) => string | null): number | null {
  let walk = walkBegins
  for (let page = 1; page <= 10_000; page++) {
    const link = linkAfter(page)
    const step = walkOn(walk, link)
    if (step.isCircle) return page
    if (link === null) return null
    walk = step.walk
  }
  throw new Error('neither an end nor a circle')
}

test('a page that names itself as the next is noticed at the second reading', () => {
  assert.equal(
    pagesUntilNoticed(() => 'the same'),
    2,
  )
})

test('circles of any length, entered at once or late, are noticed within three times their pages', () => {
  for (const length of [2, 3, 7, 101]) {
    for (const lead of [0, 1, 50]) {
      const noticed = pagesUntilNoticed(page =>
        page <= lead ? `lead ${page}` : `round ${(page - lead) % length}`,
      )
      assert.ok(noticed !== null && noticed <= 3 * (lead + length) + 2, `${length} after ${lead}: ${noticed}`)
    }
  }
})

test('a long walk without a circle comes to its end', () => {
  assert.equal(
    pagesUntilNoticed(page => (page === 2_000 ? null : `page ${page}`)),
    null,
  )
})
