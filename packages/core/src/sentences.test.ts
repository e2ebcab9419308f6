/** Sentences give back the code and the facts that they were made from. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { doctorSentences } from './doctor-sentences.ts'

test('whatever the doctor says by itself gives back its code', () => {
  const all = {
    group: 'MFA (all)',
    address: 'mfa@contoso.example',
    roles: 'Mail.Send, User.Read.All',
    permission: 'Mail.Read',
    use: 'seeing mails',
  }
  for (const code of doctorSentences.codes) {
    const read = doctorSentences.read(doctorSentences.tell(code, all))
    // Of two that a sentence fits, the one that says more was meant.
    const known = code === 'grantFor' ? ['grantFor', 'grant'] : [code]
    assert.ok(known.includes(read?.code ?? ''), code)
  }
  assert.equal(doctorSentences.read('Authorization_RequestDenied: insufficient privileges'), null)
})
