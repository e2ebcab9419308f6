/** What the service refused of a field is said at it, and of the whole call it is not. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ApiProblem } from '@muster/contract/client'
import { makeProblem } from '@muster/core/told-problems'
import { de } from '../texts/de.ts'
import { en } from '../texts/en.ts'
import { createFormats } from '../texts/formats.ts'
import { nameOfField } from './field-words.ts'
import { refusedFields } from './refused-fields.ts'

const blank = { type: '', title: '', status: 422, detail: '', where: null, remedy: null, requestId: '' }

test('each field that was refused has its words, without its label, and says the first of two', () => {
  const errors = [
    { where: 'body.name', detail: 'Too small: expected string to have >=1 characters' },
    { where: 'body.name', detail: 'Invalid GUID' },
    { where: 'body.recipients.1', detail: 'expected a mail address such as mfa@contoso.example' },
  ]
  const found = refusedFields(new ApiProblem({ ...blank, errors }), en, createFormats('en'))
  assert.deepEqual([...found.keys()].toSorted(), ['name', 'recipients'])
  assert.equal(found.get('name'), 'It must not be empty.')
  assert.match(found.get('recipients') ?? '', /^No\. 2: not a mail address/)
})

test('a problem with a place is said there, with how to mend it, in the reader’s language', () => {
  const problem = makeProblem('tenantNameTaken', { name: 'Contoso' })
  const { code = '', facts = {} } = problem.told ?? {}
  const body = { ...blank, where: problem.where, code, facts }
  const found = refusedFields(new ApiProblem(body), de, createFormats('de'))
  assert.deepEqual([...found.keys()], ['name'])
  assert.match(found.get('name') ?? '', /„Contoso“/)
})

test('a place that is no field leaves the refusal to a notice', () => {
  const format = createFormats('en')
  assert.equal(refusedFields(new ApiProblem({ ...blank, where: 'body' }), en, format).size, 0)
  assert.equal(refusedFields(new ApiProblem(blank), en, format).size, 0)
  assert.equal(refusedFields(new Error('no answer'), en, format).size, 0)
  assert.equal(nameOfField('params.campaignId'), null)
  assert.equal(nameOfField('body.mailHours.from'), 'from')
})
