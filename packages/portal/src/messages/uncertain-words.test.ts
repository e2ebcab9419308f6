/** What Ana, who may decide, and Ben, who may only look, read above mails of unknown fate. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { de } from '../texts/de.ts'
import { en } from '../texts/en.ts'
import { tellUncertain } from './uncertain-words.ts'

test('Ana, an operator, is told that she may decide', () => {
  assert.match(
    tellUncertain({ mails: 3, mayDecide: true }, en) ?? '',
    /these mails.*You may decide about those that you choose\.$/,
  )
  assert.match(
    tellUncertain({ mails: 1, mayDecide: true }, de) ?? '',
    /diese Mail .*Über die, die Sie wählen, dürfen Sie entscheiden\.$/,
  )
})

test('Ben, a viewer, is told who may, and not that he may', () => {
  const told = tellUncertain({ mails: 3, mayDecide: false }, en) ?? ''
  assert.match(told, /never sends twice by guess\. Operators and admins may decide\.$/)
  assert.doesNotMatch(told, /\byou\b/i)
  const inGerman = tellUncertain({ mails: 3, mayDecide: false }, de) ?? ''
  assert.match(inGerman, /Entscheiden darf, wer die Rolle Betreuung oder Verwaltung hat\.$/)
})

test('where no mail is of unknown fate nobody is told to decide', () => {
  for (const mayDecide of [true, false]) assert.equal(tellUncertain({ mails: 0, mayDecide }, en), null)
})
