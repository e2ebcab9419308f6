/** The doctor's findings in the languages of the portal. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { doctorSentences } from '@muster/core/doctor-sentences'
import { obstacleSentences } from '@muster/core/obstacle-sentences'
import { de } from '../texts/de.ts'
import { en } from '../texts/en.ts'
import { createFormats } from '../texts/formats.ts'
import { tellCheck, tellSignIn } from './doctor-words.ts'

const permission = 'AuditLog.Read.All'
const check = {
  name: 'the audit log',
  permission,
  outcome: 'missing' as const,
  message: 'Authorization_RequestDenied',
  remedy: 'grant AuditLog.Read.All as an application permission with admin consent; it is for seeing',
  codes: {
    name: { code: 'auditLog' as const, facts: {} },
    message: null,
    remedy: { code: 'grantFor' as const, facts: { permission, use: 'seeing' } },
  },
}

test('whoever reads German reads in German what the doctor found; what Graph said stands as it is', () => {
  assert.deepEqual(tellCheck(check, de, createFormats('de')), {
    name: 'Überwachungsprotokoll',
    message: 'Authorization_RequestDenied',
    remedy: 'Erteilen Sie AuditLog.Read.All als Anwendungsberechtigung mit Administratorzustimmung.',
  })
  const { name, message, remedy } = check
  assert.deepEqual(tellCheck(check, en, createFormats('en')), { name, message, remedy })
})

test('until when a budget is used up is said in the reader’s language, with the reader’s clock', () => {
  const until = '2026-12-01T10:30:10.000Z'
  const held = {
    ...check,
    message: `not asked: the budget of reports is used up until ${until}`,
    codes: { ...check.codes, message: { code: 'budgetUsed' as const, facts: { service: 'reports', until } } },
  }
  const format = createFormats('de')
  const { message } = tellCheck(held, de, format)
  assert.equal(
    message,
    `nicht gefragt: Das Budget für diese Art von Anfragen ist aufgebraucht bis ${format.second(new Date(until))}`,
  )
  assert.doesNotMatch(message, /budget of|Z$/)
})

test('in no language of the portal does the doctor speak of a command of a terminal', () => {
  const told = doctorSentences.codes.flatMap(code => [en.doctorSays(code, {}), de.doctorSays(code, {})])
  assert.deepEqual(
    told.filter(text => /\bmuster [a-z]+\b|--[a-z]/.test(text)),
    [],
  )
})

test('whoever has no sender is told where in the portal to add one', () => {
  assert.equal(en.doctorSays('addSender', {}), 'add one under Settings, Senders')
  assert.match(en.doctorSays('grantList', { site: 'https://contoso.example' }), /contoso.*"Check now"/)
})

test('a sign-in that failed for a wrong tenant id is told in German, with the button that mends it', () => {
  const { tell } = doctorSentences
  const signIn = { message: 'AADSTS90002: no such tenant', remedy: tell('tenantIdWrong') }
  const told = tellSignIn(signIn, de, createFormats('de'))
  assert.match(told, /^AADSTS90002: no such tenant\. Die Mandanten-ID .* „Bearbeiten“\.$/)
})

test('what is in the way of a group is told in German too', () => {
  const obstacle = obstacleSentences.tell('syncedGroup')
  const message = doctorSentences.tell('groupUnfit', { group: 'Staff', obstacle })
  const codes = { ...check.codes, message: doctorSentences.read(message) }
  const told = tellCheck({ ...check, message, codes }, de, createFormats('de')).message
  assert.equal(
    told,
    '„Staff“ lässt sich nicht verwenden: sie wird lokal synchronisiert, ihre Mitglieder lassen sich nur dort ändern',
  )
})

test('why a mailbox does not send is told in German too; the same refusal of another call is repeated as it was said', () => {
  const message = '403 ErrorAccessDenied: Access is denied.'
  const told = (permission: string) =>
    tellCheck({ ...check, permission, message }, de, createFormats('de')).message
  assert.match(told('Mail.Send'), /^die App darf nicht als dieses Postfach senden/)
  assert.equal(told('MailboxSettings.Read'), message)
})
