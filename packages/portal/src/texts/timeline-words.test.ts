/** What was not known of a mail, as the timeline tells it in both languages. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sendingSentences } from '@muster/core/sending-sentences'
import { de } from './de.ts'
import { en } from './en.ts'
import { createFormats } from './formats.ts'
import { tellTimeline } from './timeline-words.ts'

const facts = { mail: 'invitation', number: 1, rule: null }

test('who sent a mail of unknown fate again is told in the language of the page', () => {
  const entry = { kind: 'mailSentAgain', facts: { ...facts, by: 'operator', owner: 'Ana' }, text: '' }
  assert.equal(tellTimeline(entry, en, createFormats('en')), 'Invitation: sent again; Ana decided so.')
  assert.equal(
    tellTimeline(entry, de, createFormats('de')),
    'Einladung: noch einmal gesendet; so hat Ana entschieden.',
  )
})

test('a mail of a rule is called by its rule, and what was found in Sent Items is told as found', () => {
  const entry = {
    kind: 'mailArrived',
    facts: { ...facts, rule: 'Phone only', by: 'sentItems', owner: null },
    text: '',
  }
  assert.equal(
    tellTimeline(entry, en, createFormats('en')),
    'Automation: Phone only: taken as sent; it was found in Sent Items.',
  )
})

test('why nobody knows of a mail, and why one was not sent, is told in German too', () => {
  const uncertain = sendingSentences.tell('processEnded')
  assert.equal(
    tellTimeline(
      { kind: 'mailUncertain', facts: { ...facts, detail: uncertain }, text: '' },
      de,
      createFormats('de'),
    ),
    'Einladung: niemand weiß, ob sie gesendet wurde (das Programm endete beim Senden, bevor die Antwort kam).',
  )
  const denied = '403 Authorization_RequestDenied: no'
  const refused = { kind: 'joinRefused', facts: { detail: denied }, text: denied }
  assert.match(tellTimeline(refused, de, createFormats('de')), /: 403 Authorization_RequestDenied: no\.$/)
})
