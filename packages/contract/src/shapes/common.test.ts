/** Names as the API takes them. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { name } from './common.ts'

test('a name with a character that turns the writing around, or that nobody sees, is refused by that character', () => {
  for (const [text, code] of [
    ['Thanks \u202Eknaht', 'U+202E'],
    ['Thanks\u0000', 'U+0000'],
    ['Two\nlines', 'U+000A'],
    ['Zero\u200Bwidth', 'U+200B'],
    ['Isolate\u2067d', 'U+2067'],
  ] as const) {
    const read = name.safeParse(text)
    assert.ok(!read.success, text)
    assert.match(
      read.error.issues[0]?.message ?? '',
      new RegExp(`cannot be seen \\(${code.replace('+', '\\+')}\\)`),
    )
  }
})

test('names in any script are taken, with the joiners that some are written with', () => {
  for (const text of ['Żółć', '張偉', 'شرکت\u200Cها', '👩\u200D💻', 'Déjà vu, 2027!'])
    assert.ok(name.safeParse(text).success, text)
})
