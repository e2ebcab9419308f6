/** The reasons of rows in the languages of the portal. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { de } from '../texts/de.ts'
import { en } from '../texts/en.ts'
import { tellRow } from './row-words.ts'

test('whoever reads German reads in German why a row was not taken', () => {
  const twice = {
    reason: 'the same as line 4',
    reasonCode: 'sameLine' as const,
    reasonFacts: { line: '4' },
  }
  assert.equal(tellRow(twice, de), 'Dasselbe wie in Zeile 4.')
  assert.equal(tellRow(twice, en), 'The same as line 4.')
  const disabled = {
    reason: 'the account is disabled, so nobody can sign in with it',
    reasonCode: 'accountDisabled' as const,
    reasonFacts: {},
  }
  assert.equal(tellRow(disabled, de), 'Das Konto ist deaktiviert, also kann sich niemand damit anmelden.')
  assert.equal(tellRow({ reason: 'on leave', reasonCode: null, reasonFacts: {} }, de), 'on leave')
})
