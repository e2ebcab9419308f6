/** Mailbox settings: the time zone by country or as the person has set it, in the contract's shape, with the right role only. */

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import { createStage, read } from '../testing/stage.ts'
import { findContract } from './contract.ts'

test('a mailbox tells its time zone as Windows calls it, alone or among the settings', async () => {
  await using stage = await createStage()
  const { adele, alex } = stage.people
  stage.tenant.world.updateUser(adele.id, { usageLocation: 'DE' })
  const alone = await stage.ask(`/users/${adele.id}/mailboxSettings/timeZone`)
  assert.equal(read(alone.body, 'value'), 'W. Europe Standard Time')
  const whole = await stage.ask(`/users/${adele.userPrincipalName}/mailboxSettings`)
  assert.equal(read(whole.body, 'timeZone'), 'W. Europe Standard Time')
  stage.tenant.world.updateUser(alex.id, { usageLocation: 'DE', mailboxTimeZone: 'Asia/Tokyo' })
  const chosen = await stage.ask(`/users/${alex.id}/mailboxSettings?$select=timeZone`)
  assert.deepEqual(Object.keys(chosen.body ?? {}), ['@odata.context', 'timeZone'])
  assert.equal(read(chosen.body, 'timeZone'), 'Asia/Tokyo')
})

test('without the role, and without a mailbox, it refuses in the words of Exchange', async () => {
  await using stage = await createStage()
  const { adele, diego } = stage.people
  const other = stage.tenant.world.addApp({ displayName: 'Other', roles: ['User.Read.All', 'Mail.Read'] })
  const denied = await stage.ask(`/users/${adele.id}/mailboxSettings/timeZone`, { as: other })
  assert.equal(`${denied.status} ${read(denied.body, 'error/code')}`, '403 ErrorAccessDenied')
  const absent = await stage.ask(`/users/${diego.id}/mailboxSettings/timeZone`)
  assert.equal(`${absent.status} ${read(absent.body, 'error/code')}`, '404 MailboxNotEnabledForRESTAPI')
})

const contract = findContract()

test('the settings conform to the schema of the contract, which has no path for them', {
  skip: contract === undefined,
}, async () => {
  await using stage = await createStage()
  const { body } = await stage.ask(`/users/${stage.people.adele.id}/mailboxSettings`)
  const { components } = JSON.parse(readFileSync(contract ?? '', 'utf8'))
  const { default: Validator } = createRequire(import.meta.url)('openapi-response-validator')
  const schema = { $ref: '#/components/schemas/microsoft.graph.mailboxSettings' }
  const responses = { 200: { description: '', content: { 'application/json': { schema } } } }
  const verdict = new Validator({ responses, components }).validateResponse('200', body)
  assert.equal(verdict, undefined)
})
