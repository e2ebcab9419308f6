/** The local copy of the directory, and what its changes mean for those enrolled. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createStoryTeller } from '../testing/story-teller.ts'

const story = createStoryTeller()

test('the copy is read by pages of 999 once, and by what changed afterwards', async () => {
  await using told = await story({ people: 2_100 })
  const { box, client } = told.stage
  const { requests } = box.tenant.traffic
  assert.equal(requests.users, 1 + 3, 'a delta link, then three pages for some 2,100 people')
  const params = { tenantId: told.tenant.tenantId }
  assert.equal((await client.getTenant({ params })).peopleCount, box.tenant.world.countUsers())
  await told.day(1)
  assert.ok(requests.users <= 4 + 7, 'one request every four hours')
})

test('somebody disabled is skipped, with mails withdrawn, and readmitted when enabled again', async () => {
  await using told = await story()
  const { wei } = told.people
  const { world } = told.stage.box.tenant
  await told.importPeople([wei])
  await told.act('launch')
  await told.day(1)
  world.updateUser(wei.id, { accountEnabled: false })
  await told.day(2)
  const skipped = await told.person(wei)
  assert.deepEqual([skipped.enrolment.status, skipped.enrolment.reason], ['skipped', 'accountDisabled'])
  await told.day(9)
  assert.equal(told.mails(wei).length, 1, 'no reminder to a disabled account')
  world.updateUser(wei.id, { accountEnabled: true })
  await told.day(10)
  assert.equal(await told.status(wei), 'sent')
  assert.equal(told.mails(wei).length, 2, 'the reminder that was due')
})

test('somebody disabled before the first mail is invited when enabled', async () => {
  await using told = await story()
  const { tomasz } = told.people
  await told.importPeople([tomasz])
  await told.act('launch')
  await told.day(1)
  assert.equal(told.mails(tomasz).length, 0)
  told.stage.box.tenant.world.updateUser(tomasz.id, { accountEnabled: true })
  await told.day(2)
  assert.equal(await told.status(tomasz), 'sent')
  assert.equal(told.mails(tomasz).length, 1)
})

test('somebody deleted is skipped, and the name may be given to somebody new', async () => {
  await using told = await story()
  const { wei } = told.people
  const { world } = told.stage.box.tenant
  await told.importPeople([wei])
  await told.act('launch')
  world.deleteUser(wei.id)
  await told.day(1)
  const gone = await told.person(wei)
  assert.deepEqual(
    [gone.enrolment.status, gone.enrolment.reason, gone.person.deleted],
    ['skipped', 'deleted', true],
  )
  const successor = world.addUser({
    userPrincipalName: wei.userPrincipalName,
    mail: wei.mail,
    displayName: 'Chen Wei the younger',
  })
  const batch = await told.importPeople([successor])
  assert.equal(batch.counts.added, 1)
  assert.equal((await told.person(successor)).person.displayName, 'Chen Wei the younger')
})

test('a new name, department or mail address is taken over; who the person is does not change', async () => {
  await using told = await story()
  const { marisol } = told.people
  await told.importPeople([marisol])
  await told.act('launch')
  const { enrolmentId } = (await told.person(marisol)).enrolment
  told.stage.box.tenant.world.updateUser(marisol.id, {
    displayName: 'Marisol Vega',
    userPrincipalName: 'marisol.ibanez@contoso.example',
    department: 'Marketing',
  })
  await told.day(1)
  const { person, enrolment } = await told.person(marisol)
  assert.deepEqual(
    [person.displayName, person.userPrincipalName, person.department, enrolment.enrolmentId],
    ['Marisol Vega', 'marisol.ibanez@contoso.example', 'Marketing', enrolmentId],
  )
})

test('guests are invited when the policy says so, and a change of policy readmits those skipped for it', async () => {
  await using told = await story()
  const { ewa } = told.people
  const params = { campaignId: told.campaign.campaignId }
  await told.importPeople(`"${ewa.userPrincipalName}"`)
  await told.act('launch')
  await told.day(1)
  assert.equal((await told.person(ewa)).enrolment.reason, 'guest')
  await told.stage.client.updateCampaign({ params, body: { inviteGuests: true } })
  await told.day(2)
  assert.equal(await told.status(ewa), 'sent')
  assert.deepEqual(
    told.mails(ewa).map(mail => mail.to),
    ['ewa.kowalczyk@fabrikam.example'],
  )
})

test('somebody deleted while the delta link was dead is noticed by the walk that follows', async () => {
  await using told = await story()
  const { wei, priya } = told.people
  const { tenant } = told.stage.box
  await told.importPeople([wei, priya])
  await told.act('launch')
  await told.day(1)
  tenant.faults.next({ family: 'users', status: 410 })
  tenant.world.deleteUser(wei.id)
  await told.day(2)
  const gone = await told.person(wei)
  assert.deepEqual(
    [gone.enrolment.status, gone.enrolment.reason, gone.person.deleted],
    ['skipped', 'deleted', true],
  )
  assert.equal((await told.person(priya)).person.deleted, false)
})
