/** What Muster, Graph and mail servers say of mails and senders gives back its code, also from rows that were written long ago. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { actSentences } from './act-sentences.ts'
import { mailServerSentences } from './mail-server-sentences.ts'
import { reachSentences } from './reach-sentences.ts'
import { sendingSentences } from './sending-sentences.ts'

const facts = {
  ...{ said: '5.7.8 no', status: '403', hours: '48', by: 'Chidi', code: 'ENOTFOUND', call: 'getaddrinfo' },
  ...{
    campaign: 'Everybody',
    group: 'Staff',
    answer: '409 busy',
    seconds: '15',
    attempts: '5',
    people: '50',
  },
  ...{ host: 'mail.contoso.example', address: '127.0.0.1:25', step: 'Message failed' },
}

test('each sentence is read back to its code', () => {
  for (const sentences of [sendingSentences, mailServerSentences, reachSentences, actSentences]) {
    // The keys of each are texts; which of the tables does not matter here.
    const { codes, tell, read } = sentences as typeof sendingSentences
    assert.deepEqual(
      codes.filter(code => read(tell(code, facts))?.code !== code),
      [],
    )
  }
})

test('what Graph says of a mailbox is known by its code, with its own words as a fact', () => {
  assert.deepEqual(mailServerSentences.read('404 MailboxNotEnabledForRESTAPI: The mailbox is on-premise.'), {
    code: 'graphNotEnabled',
    facts: { status: '404', said: 'The mailbox is on-premise.' },
  })
  assert.equal(mailServerSentences.read('429 ErrorSubmissionQuotaExceeded')?.code, 'graphQuota')
  assert.equal(mailServerSentences.read('429 ApplicationThrottled')?.code, 'graphTooFast')
  assert.equal(mailServerSentences.read('401 AADSTS7000215: Invalid client secret.')?.code, 'graphSignIn')
})

test('what came of an act is known with what it speaks of, also within what was given up', () => {
  const said = actSentences.tell('answeredWith', { status: '500', said: 'out of order' })
  const read = actSentences.read(actSentences.tell('givenUp', { attempts: '5', said }))
  assert.deepEqual(read, { code: 'givenUp', facts: { attempts: '5', said: 'answered 500: out of order' } })
  assert.deepEqual(actSentences.read(said), {
    code: 'answeredWith',
    facts: { status: '500', said: 'out of order' },
  })
})

test('what nobody knows is none of these', () => {
  assert.equal(mailServerSentences.read('550 5.1.10 Recipient not found'), null)
  assert.equal(mailServerSentences.read('the mailbox is full'), null)
  assert.equal(reachSentences.read('403 Authorization_RequestDenied: Insufficient privileges'), null)
})
