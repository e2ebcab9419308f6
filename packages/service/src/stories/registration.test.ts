/** How a registration is noticed: by live reads after a press, by the daily report, before the first mail. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createStoryTeller } from '../testing/story-teller.ts'

const story = createStoryTeller()

test('whoever had registered before the launch is found first and never mailed', async () => {
  await using told = await story()
  const { aroha, priya, giuseppe, wei } = told.people
  await told.importPeople([aroha, priya, giuseppe, wei])
  await told.act('launch')
  await told.day(20)
  for (const user of [aroha, priya, giuseppe]) {
    assert.equal(await told.status(user), 'active')
    assert.equal(told.mails(user).length, 0, user.displayName)
    assert.ok(told.isInGroup(user), 'belongs under the policy all the same')
  }
  assert.ok(told.mails(wei).length > 0)
})

test('somebody registered who is imported into a running campaign is not mailed either', async () => {
  await using told = await story()
  await told.act('launch')
  await told.day(2)
  const { aroha, wei } = told.people
  const { world } = told.stage.box.tenant
  world.registerMethod(wei.id, 'fido2')
  await told.importPeople([aroha])
  await told.day(3)
  await told.importPeople([wei])
  await told.day(4)
  assert.equal(await told.status(aroha), 'active')
  assert.equal(told.mails(aroha).length, 0)
  assert.equal(await told.status(wei), 'active')
  assert.equal(told.mails(wei).length, 0)
})

test('somebody hired after the last report, registered on day one, is looked at live before being mailed', async () => {
  await using told = await story()
  await told.act('launch')
  await told.pass(60)
  const { world } = told.stage.box.tenant
  const mara = world.addUser({
    userPrincipalName: 'mara.okafor@contoso.example',
    mail: 'mara.okafor@contoso.example',
    displayName: 'Mara Okafor',
  })
  world.registerMethod(mara.id, 'windowsHelloForBusiness')
  const batch = await told.importPeople([mara])
  assert.equal(batch.counts.added, 1, 'a name not in the copy is looked up live')
  await told.pass(5)
  assert.equal(await told.status(mara), 'active')
  assert.equal(told.mails(mara).length, 0)
})

test('somebody who registers without following the link is Active within a day of the report showing it', async () => {
  await using told = await story()
  const { wei } = told.people
  await told.importPeople([wei])
  await told.act('launch')
  await told.day(2, 14)
  told.stage.box.tenant.world.registerMethod(wei.id, 'microsoftAuthenticator')
  await told.day(4)
  const { enrolment } = await told.person(wei)
  assert.equal(enrolment.status, 'active')
  assert.equal(enrolment.confirmedAt, null)
  assert.ok(told.isInGroup(wei))
  await told.day(20)
  assert.equal(told.mails(wei).length, 1, 'no reminder to somebody registered')
})

test('under the goal notPhoneOnly a phone is not enough, and the authenticator app is', async () => {
  await using told = await story({ campaign: { goal: 'notPhoneOnly' } })
  const { giuseppe, wei } = told.people
  await told.importPeople([giuseppe, wei])
  await told.act('launch')
  assert.equal(told.mails(giuseppe).length, 1, 'owns a phone only, so he is invited')
  await told.day(1)
  await told.press(giuseppe)
  await told.press(wei)
  told.stage.box.tenant.world.registerMethod(wei.id, 'phone')
  await told.day(4)
  assert.equal(await told.status(giuseppe), 'addedToGroup')
  assert.equal(await told.status(wei), 'addedToGroup')
  assert.equal((await told.person(wei)).enrolment.level, 'phone')
  told.stage.box.tenant.world.registerMethod(giuseppe.id, 'microsoftAuthenticator')
  await told.day(6)
  assert.equal(await told.status(giuseppe), 'active')
  assert.equal(await told.status(wei), 'addedToGroup')
})

test('somebody who loses the method goes back to where they had got to, flagged, and is not mailed for it', async () => {
  await using told = await story()
  const { wei } = told.people
  const { world } = told.stage.box.tenant
  await told.importPeople([wei])
  await told.act('launch')
  await told.day(1)
  await told.press(wei)
  const method = world.registerMethod(wei.id, 'microsoftAuthenticator')
  await told.day(2)
  assert.equal(await told.status(wei), 'active')
  world.deleteMethod(wei.id, method.id)
  await told.day(5)
  const lost = await told.person(wei)
  assert.equal(lost.enrolment.status, 'addedToGroup')
  assert.notEqual(lost.enrolment.lostAt, null)
  assert.equal((await told.line(wei)).MFARegistrationState, 'Not Registered')
  world.registerMethod(wei.id, 'fido2')
  await told.day(8)
  const back = await told.person(wei)
  assert.equal(back.enrolment.status, 'active')
  assert.equal(back.enrolment.lostAt, null)
  assert.equal(told.mails(wei).length, 1)
})

test('a tenant without a premium licence has no report: people are read live, once a day, and before the first mail', async () => {
  await using told = await story({ tenant: { premium: false } })
  const { aroha, wei, siobhan } = told.people
  await told.importPeople([aroha, wei, siobhan])
  await told.act('launch')
  await told.pass(2)
  assert.equal(await told.status(aroha), 'active')
  assert.equal(told.mails(aroha).length, 0)
  assert.equal(told.mails(wei).length, 1)
  await told.day(2, 15)
  told.stage.box.tenant.world.registerMethod(wei.id, 'softwareOath')
  await told.day(4)
  assert.equal(await told.status(wei), 'active')
  assert.equal(await told.status(siobhan), 'sent')
  assert.equal((await told.line(siobhan)).LastChecked?.slice(0, 10), '2026-11-06', 'looked at every day')
})

test('without the right to read methods nobody is called registered, and those the report names wait', async () => {
  await using told = await story()
  const { box } = told.stage
  box.app.roles = box.app.roles.filter(role => role !== 'UserAuthenticationMethod.Read.All')
  box.tenant.faults.revokeTokens()
  const { aroha, wei } = told.people
  await told.importPeople([aroha, wei])
  await told.act('launch')
  await told.day(1)
  assert.equal(await told.status(aroha), 'pending', 'unknown is left alone')
  assert.equal(told.mails(aroha).length, 0)
  assert.equal(told.mails(wei).length, 1, 'the report says that he has nothing')
  const { checks } = await told.stage.client.doctor({ params: { tenantId: told.tenant.tenantId } })
  const missing = checks.find(check => check.permission === 'UserAuthenticationMethod.Read.All')
  assert.equal(missing?.outcome, 'missing')
  assert.match(missing?.remedy ?? '', /grant UserAuthenticationMethod\.Read\.All/)
  box.app.roles = [...box.app.roles, 'UserAuthenticationMethod.Read.All']
  box.tenant.faults.revokeTokens()
  await told.day(2)
  assert.equal(await told.status(aroha), 'active')
})

test('a daily sweep costs the pages of the report and live reads of those with news, not one request a person', async () => {
  await using told = await story({ people: 300 })
  const { box } = told.stage
  await told.importPeople([...box.tenant.world.users.values()])
  await told.act('launch')
  await told.day(1, 7)
  const { requests } = box.tenant.traffic
  const reportsBefore = requests.reports
  const batchesBefore = requests.batch
  await told.day(2, 7)
  assert.equal(requests.reports - reportsBefore, 1, 'some 300 people fit on one page')
  assert.ok(requests.batch - batchesBefore <= 3)
})

test('a report of many pages is read at the pace that Microsoft allows, and the first wave waits for its end', async () => {
  await using told = await story({ people: 5_000 })
  const { box } = told.stage
  const { aroha, wei } = told.people
  await told.importPeople([aroha, wei])
  await told.act('launch')
  const { requests, throttled } = box.tenant.traffic
  assert.equal(requests.reports + requests.audit, 4, 'both share the four places of ten seconds')
  assert.equal(told.mails(wei).length, 0, 'the sweep is still under way')
  await told.pass(2)
  assert.equal(requests.reports, 5, 'some 4,900 enabled people at 999 a page')
  assert.equal(throttled.reports + throttled.audit, 0)
  assert.equal(told.mails(wei).length, 1)
  assert.equal(told.mails(aroha).length, 0)
})

test('with the report down the first wave goes out after half an hour, with everybody looked at live', async () => {
  await using told = await story()
  const { aroha, wei } = told.people
  await told.importPeople([aroha, wei])
  for (let times = 0; times < 200; times++)
    told.stage.box.tenant.faults.next({ family: 'reports', status: 503 })
  await told.act('launch')
  await told.pass(25)
  assert.equal(told.mails(wei).length, 0)
  await told.pass(30)
  assert.equal(told.mails(wei).length, 1)
  assert.equal(told.mails(aroha).length, 0)
  assert.equal(await told.status(aroha), 'active')
})
