/** In which language a preview opens. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chooseOpeningLanguage } from './opening-language.ts'

const there = ['de', 'en']

test('Nora reads German, so the words of an English tenant open in German', () => {
  assert.equal(chooseOpeningLanguage({ reader: 'de', tenantDefault: 'en', there }), 'de')
  assert.equal(chooseOpeningLanguage({ reader: 'en', tenantDefault: 'DE', there }), 'en')
})

test('the variant that the tenant writes in stands before the bare language', () => {
  assert.equal(chooseOpeningLanguage({ reader: 'de', tenantDefault: 'de-AT', there }), 'de-at')
})

test('where there are no words in the language of the reader, the tenant’s default opens', () => {
  assert.equal(chooseOpeningLanguage({ reader: 'fr', tenantDefault: 'de', there }), 'de')
  assert.equal(chooseOpeningLanguage({ reader: 'fr', tenantDefault: 'de', there: [...there, 'fr'] }), 'fr')
})
