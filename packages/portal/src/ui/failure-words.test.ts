/** What the service refused, in the words of the reader, and without lines for a terminal. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ApiProblem } from '@muster/contract/client'
import { newSender, newTenant } from '@muster/contract/shapes/tenants'
import { de } from '../texts/de.ts'
import { en, type Texts } from '../texts/en.ts'
import { createFormats } from '../texts/formats.ts'
import { tellFailure } from './failure-words.ts'

const format = createFormats('en')

function refusal(errors: { where: string; detail: string }[], remedy: string | null = null): ApiProblem {
  const detail = errors[0]?.detail ?? 'the sender is used by a campaign'
  const body = { type: '', title: '', status: 422, detail, where: null, remedy, requestId: '' }
  return new ApiProblem({ ...body, ...(errors.length === 0 ? {} : { errors }) })
}

const tell = (t: Texts, where: string, detail: string) =>
  tellFailure(refusal([{ where, detail }]), t, format).title

test('a figure that is too large is told by its field and the most that it may be', () => {
  const detail = 'Too big: expected number to be <=20'
  assert.equal(tell(en, 'body.remindersMax', detail), 'Reminders at most: at most 20')
  assert.equal(tell(de, 'body.remindersMax', detail), `${de.newCampaign.reminders}: höchstens 20`)
})

test('an id, an address in a list and an address of a page are told as what they are', () => {
  assert.match(tell(en, 'body.entraTenantId', 'Invalid GUID'), /^Tenant id: not an id; one looks like/)
  assert.match(
    tell(de, 'body.recipients.0', 'expected a mail address such as mfa@contoso.example'),
    /, Nr\. 1: keine E-Mail-Adresse/,
  )
  assert.equal(tell(en, 'params.campaignId', 'Invalid UUID'), en.fields.badAddress)
})

test('what the shapes themselves refuse has words, whatever zod calls it', () => {
  const sender = { kind: 'smtp', address: 'x', displayName: '', host: 'h', port: 1.5, user: 'u'.repeat(400) }
  const tenant = {
    name: 'n'.repeat(201),
    entraTenantId: 'x',
    clientId: 'y',
    graphUrl: 'http://contoso.example',
    loginUrl: 'no',
    credential: { kind: 'certificate', pem: 'x' },
    organisationName: '',
    defaultLanguage: 'deutsch',
    timeZone: 'Mars',
  }
  const issues = [newSender.safeParse(sender), newTenant.safeParse(tenant)].flatMap(
    read => read.error?.issues ?? [],
  )
  assert.ok(issues.length > 10)
  const untold = issues.filter(({ path, message }) =>
    tell(de, ['body', ...path].join('.'), message).includes(message),
  )
  assert.deepEqual(
    untold.map(one => one.message),
    [],
  )
})

test('several fields are told one after the other', () => {
  const errors = [
    { where: 'body.entraTenantId', detail: 'Invalid GUID' },
    { where: 'body.name', detail: 'Too small: expected string to have >=1 characters' },
  ]
  assert.deepEqual(tellFailure(refusal(errors), en, format).body, 'Name: it must not be empty')
})

test('a line for a terminal is left out; advice that a browser can follow stays', () => {
  assert.equal(tellFailure(refusal([], 'add one: muster sender add'), en, format).body, null)
  assert.equal(
    tellFailure(refusal([], 'finish the campaign first'), en, format).body,
    'finish the campaign first',
  )
})

test('a problem with a code is told by it, also where its sentence is another than we know', () => {
  const { body } = refusal([])
  const told = new ApiProblem({ ...body, code: 'noRule', facts: {}, detail: 'something newer' })
  assert.equal(tellFailure(told, de, createFormats('de')).title, 'Diese Automation gibt es nicht')
})

test('a code that this page does not know yet leaves the service its own sentence', () => {
  const { body } = refusal([])
  const told = new ApiProblem({ ...body, code: 'somethingNew', facts: {} })
  assert.equal(tellFailure(told, de, createFormats('de')).title, 'The sender is used by a campaign')
})

test('code of a page that is not served any more is told as a newer version, whatever the browser says', () => {
  for (const message of [
    'Failed to fetch dynamically imported module: http://127.0.0.1/assets/person-page-1.js',
    'error loading dynamically imported module',
    'Importing a module script failed.',
  ]) {
    assert.equal(tellFailure(new TypeError(message), de, format).title, de.states.older)
  }
})
