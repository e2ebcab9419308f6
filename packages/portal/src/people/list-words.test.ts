/** What the page says of a list that was tried or taken in. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { de } from '../texts/de.ts'
import { en } from '../texts/en.ts'
import { createFormats } from '../texts/formats.ts'
import { outcomesOf, tellList } from './list-words.ts'

const none = { added: 0, updated: 0, unchanged: 0, skipped: 0, invalid: 0 }
const english = createFormats('en')
const german = createFormats('de')

test('Nora brings the list of last week once more, and reads that nobody is new', () => {
  const counts = { ...none, unchanged: 12, skipped: 1 }
  const tried = { dryRun: true, counts, exclusion: null }
  assert.equal(
    tellList(tried, en, english),
    'Nobody would be added; 12 people are in the campaign already; 1 row would be skipped.',
  )
  const taken = { ...tried, dryRun: false }
  assert.equal(
    tellList(taken, en, english),
    'Nobody was added; 12 people were in the campaign already; 1 row was skipped.',
  )
  assert.equal(
    tellList(taken, de, german),
    'Niemand wurde aufgenommen; 12 Personen waren schon in der Kampagne; 1 Zeile wurde übersprungen.',
  )
})

test('a list with newcomers, changes and a mistake says each', () => {
  const counts = { ...none, added: 1_200, updated: 1, invalid: 2 }
  assert.equal(
    tellList({ dryRun: false, counts, exclusion: null }, en, english),
    '1,200 people were added; 1 person in the campaign was updated; 2 rows have a problem.',
  )
})

test('of people to be left out it says that they are left out, and not that they are added', () => {
  const exclusion = { reason: 'Service accounts', until: null }
  const counts = { ...none, added: 2, updated: 1, unchanged: 4 }
  assert.equal(
    tellList({ dryRun: false, counts, exclusion }, en, english),
    '3 people were left out; 4 people were left out already.',
  )
  assert.equal(
    tellList({ dryRun: false, counts: none, exclusion }, de, german),
    'Niemand wurde zusätzlich ausgelassen.',
  )
  assert.equal(outcomesOf({ dryRun: false, exclusion }, en).added, 'Left out')
  assert.equal(outcomesOf({ dryRun: false, exclusion: null }, en).added, 'Added')
  assert.equal(outcomesOf({ dryRun: true, exclusion: null }, de).added, 'Würden aufgenommen')
})
