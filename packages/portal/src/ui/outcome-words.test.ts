/** Why a sender does not send, and what became of mails, is told in the reader's language; what others said is quoted. */

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { actSentences } from '@muster/core/act-sentences'
import { mailServerSentences } from '@muster/core/mail-server-sentences'
import { reachSentences } from '@muster/core/reach-sentences'
import { sendingSentences } from '@muster/core/sending-sentences'
import { de } from '../texts/de.ts'
import { en } from '../texts/en.ts'
import { createFormats } from '../texts/formats.ts'
import { tellActOutcome, tellOutcome } from './outcome-words.ts'
import { tellProblem } from './problem-words.ts'

const facts = {
  ...{ said: 'SAID', status: 'STATUS', hours: 'HOURS', by: 'BY', code: 'CODE', call: 'CALL' },
  ...{ campaign: 'CAMPAIGN', group: 'GROUP', answer: 'ANSWER', seconds: 'SECONDS' },
  ...{ attempts: 'ATTEMPTS', people: 'PEOPLE' },
  ...{ host: 'HOST', address: 'ADDRESS', step: 'STEP' },
}
/** How the network and Nodemailer call a step says nothing to anybody. */
const untold = ['CALL', 'STEP']

describe('what becomes of senders, mails and acts', () => {
  const told = (t: typeof en) => [
    ...sendingSentences.codes.map(code => [sendingSentences.tell(code, facts), t.sendingSays(code, facts)]),
    ...mailServerSentences.codes.map(code => [
      mailServerSentences.tell(code, facts),
      t.mailServerSays(code, facts),
    ]),
    ...actSentences.codes.map(code => [actSentences.tell(code, facts), t.actSays(code, facts)]),
    ...reachSentences.codes.map(code => [reachSentences.tell(code, facts), t.reachSays(code, facts)]),
  ]

  for (const [language, t] of Object.entries({ en, de })) {
    test(`is told in ${language} with every fact, and without commands of a terminal`, () => {
      const odd = told(t).filter(([sentence = '', words = '']) => {
        const known = Object.values(facts).filter(fact => sentence.includes(fact) && !untold.includes(fact))
        return /\bmuster [a-z]+\b|[{}]/.test(words) || known.some(fact => !words.includes(fact))
      })
      assert.deepEqual(odd, [])
    })
  }

  test('is not told to a German reader in English', () => {
    const english = new Set(told(en).map(([, words]) => words))
    assert.deepEqual(
      told(de).filter(([, words]) => english.has(words)),
      [],
    )
  })
})

test('Lena reads that the mail server does not take the password, and what it said', () => {
  assert.equal(
    tellOutcome('Invalid login: 535 5.7.8 Authentication credentials invalid', de),
    'Der Mailserver nimmt Benutzer und Kennwort nicht an; er sagt dazu: „535 5.7.8 Authentication credentials invalid“',
  )
})

test('what nobody knows is quoted', () => {
  assert.equal(tellOutcome('the mailbox is full', de), 'Die Antwort war: „the mailbox is full“')
  assert.equal(tellOutcome('the mailbox is full', en), 'The answer was: “the mailbox is full”')
})

test('a sign-in that did not come about says why in the same language', () => {
  const said = reachSentences.tell('noSuchHost', { code: 'ENOTFOUND' })
  assert.equal(
    tellOutcome(reachSentences.tell('noToken', { said }), de),
    'Muster konnte sich beim Mandanten nicht anmelden: einen solchen Host gibt es nicht (ENOTFOUND)',
  )
})

test('a group that was not reached is no matter of mails, and a denied one neither', () => {
  const german = createFormats('de')
  const told = (said: string) => tellProblem({ code: 'groupUnread', facts: { said } }, de, german).title
  assert.match(told(reachSentences.tell('timeUp')), /die Zeit war um$/)
  assert.match(told('403 Authorization_RequestDenied: no'), /403 Authorization_RequestDenied: no$/)
})

describe('what came of an act of an automation', () => {
  const told = (kind: string, detail: string) => tellActOutcome({ kind, detail }, de)

  test('is told in German, with what somebody else said in quotes', () => {
    assert.equal(
      told('webhook', actSentences.tell('givenUp', { attempts: '5', said: 'answered 500: out of order' })),
      'Nach 5 Versuchen aufgegeben: die Antwort war 500: „out of order“',
    )
    assert.equal(
      told('addToGroup', actSentences.tell('protected')),
      'Das Konto steht auf der Liste der geschützten Personen',
    )
    assert.equal(told('webhook', '503 http503'), 'Die Antwort war: „503 http503“')
  })

  test('is one of a mailbox only where the act is a mail', () => {
    const denied = '403 ErrorAccessDenied: Access is denied.'
    assert.match(told('mailAddresses', denied), /^Die App darf nicht als dieses Postfach senden/)
    assert.equal(told('removeFromGroup', denied), `Die Antwort war: „${denied}“`)
  })
})
