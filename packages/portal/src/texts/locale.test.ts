/** Ruth in Leeds reads English, and her dates begin with the day. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createFormats } from './formats.ts'
import { findLocale } from './locale.ts'

test('the first region that the browser names for the language counts', () => {
  assert.equal(findLocale('en', ['en-GB', 'en-US', 'en']), 'en-GB')
  assert.equal(findLocale('en', ['de-AT', 'en', 'en-IE']), 'en-IE')
  assert.equal(findLocale('de', ['en-GB', 'de-CH']), 'de-CH')
})

test('a language that the browser does not name, or names without a region, is itself', () => {
  assert.equal(findLocale('en', ['de-DE']), 'en')
  assert.equal(findLocale('de', ['de', 'fr-CH']), 'de')
  assert.equal(findLocale('en', ['en-US@posix', 'c', '']), 'en')
})

test('Ruth reads 2 November 2026 with the day first, and Mia in Zurich her thousands as there', () => {
  const ruth = createFormats(findLocale('en', ['en-GB', 'en']))
  assert.equal(ruth.day('2026-11-02'), '2 Nov 2026')
  assert.equal(ruth.shortDay('2026-11-02'), '2 Nov')
  assert.match(ruth.moment(new Date(2026, 10, 2, 15, 4)), /^2 Nov 2026, 15:04$/)
  assert.equal(createFormats(findLocale('en', ['en-US'])).day('2026-11-02'), 'Nov 2, 2026')
  assert.match(createFormats(findLocale('de', ['de-CH'])).number(12_000), /^12[’']000$/)
})
