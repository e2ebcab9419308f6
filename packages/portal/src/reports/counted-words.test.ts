/** What Priya reads above the figures of all campaigns. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { de } from '../texts/de.ts'
import { en } from '../texts/en.ts'
import { tellCounted } from './counted-words.ts'

test('Priya is told of the drafts whose people stand in the figures', () => {
  assert.equal(
    tellCounted({ campaigns: 3, drafts: 1 }, en),
    '3 campaigns, each person counted once · 1 is a draft, whose people are counted, too',
  )
  assert.equal(
    tellCounted({ campaigns: 3, drafts: 2 }, de),
    '3 Kampagnen, jede Person einmal gezählt · 2 sind Entwürfe, deren Personen mitgezählt sind',
  )
})

test('where there is no draft nothing is said of drafts', () => {
  assert.equal(tellCounted({ campaigns: 3, drafts: 0 }, en), '3 campaigns, each person counted once')
})
