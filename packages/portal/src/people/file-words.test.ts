/** What is said beside the download of the people: its words are those of files, and which of the page's words they stand for. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { statusLabels } from '@muster/core/mirror'
import { de } from '../texts/de.ts'
import { en } from '../texts/en.ts'

test('whoever takes the people away as a file is told that its words are not those of the table, in either language', () => {
  const quotes = { en: '“”', de: '„“' } as const
  for (const [language, t] of [['en', en] as const, ['de', de] as const]) {
    const quoted = (word: string) => `${quotes[language][0]}${word}${quotes[language][1]}`
    const told = t.people.fileWords
    for (const status of ['sent', 'active'] as const) {
      assert.match(told, new RegExp(`${statusLabels[status]} \\S+ ${quoted(t.status[status])}`))
    }
    assert.match(told, new RegExp(`MFA \\S+ ${quoted(t.shortLevel.mfa)}`))
  }
})
