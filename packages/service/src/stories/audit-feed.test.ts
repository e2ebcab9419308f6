/** The audit log as evidence feed: who registers is seen within minutes, and nothing is asked that is not needed. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Story } from '../testing/story.ts'
import { createStoryTeller } from '../testing/story-teller.ts'

const story = createStoryTeller()

function requests(told: Story) {
  return told.stage.box.tenant.traffic.requests
}

/** Somebody else's registration has come through the feed, so that it is known to tell. */
async function proveFeed(told: Story): Promise<void> {
  const { world } = told.stage.box.tenant
  world.registerMethod(told.people.aroha.id, 'softwareOath')
  await told.day(1, 7)
}

test('Wei presses the button, registers two hours later and is active minutes after that, for one live read', async () => {
  await using told = await story()
  const { wei, siobhan } = told.people
  await told.importPeople([wei, siobhan])
  await told.act('launch')
  await proveFeed(told)
  await told.day(1, 9)
  await told.press(wei)
  const before = requests(told).methods
  await told.pass(120)
  assert.equal(await told.status(wei), 'addedToGroup')
  assert.equal(requests(told).methods, before, 'the feed has said nothing, so nobody is looked at')
  told.stage.box.tenant.world.registerMethod(wei.id, 'microsoftAuthenticator')
  await told.pass(12)
  assert.equal(await told.status(wei), 'active')
  await told.day(1, 20)
  assert.equal(requests(told).methods, before + 1, 'two entries tell of one registration')
})

test('somebody who registers without the link is seen within the quiet interval, long before the report', async () => {
  await using told = await story()
  const { wei } = told.people
  await told.importPeople([wei])
  await told.act('launch')
  await told.day(1, 10)
  told.stage.box.tenant.world.registerMethod(wei.id, 'fido2')
  await told.day(1, 13)
  assert.equal(await told.status(wei), 'active')
})

test('an interrupt that Wei cancels leads to no look, and does not make him active', async () => {
  await using told = await story()
  const { wei } = told.people
  await told.importPeople([wei])
  await told.act('launch')
  await proveFeed(told)
  await told.press(wei)
  const before = requests(told).methods
  told.stage.box.tenant.world.cancelRegistration(wei.id)
  await told.pass(60)
  const kept = await told.stage.app.db
    .selectFrom('audit_event')
    .select('result')
    .where('person_id', '=', wei.id)
    .execute()
  assert.ok(
    kept.some(entry => entry.result === 'failure'),
    'the entry was read',
  )
  assert.equal(requests(told).methods, before)
  assert.equal(await told.status(wei), 'addedToGroup')
})

test('Wei’s only method is deleted, and that is seen the same day', async () => {
  await using told = await story()
  const { wei } = told.people
  const { world } = told.stage.box.tenant
  await told.importPeople([wei])
  await told.act('launch')
  await told.press(wei)
  const method = world.registerMethod(wei.id, 'microsoftAuthenticator')
  await told.day(1, 10)
  assert.equal(await told.status(wei), 'active')
  world.deleteMethod(wei.id, method.id)
  await told.day(1, 13)
  assert.notEqual((await told.person(wei)).enrolment.lostAt, null)
})

test('an entry that arrives half a day late is found by the day’s wide window', async () => {
  await using told = await story({ tenant: { auditDelay: { minMinutes: 720, maxMinutes: 720 } } })
  const { wei } = told.people
  const { tenant } = told.stage.box
  await told.importPeople([wei])
  await told.act('launch')
  await told.day(1, 9)
  for (let times = 0; times < 500; times++) tenant.faults.next({ family: 'reports', status: 503 })
  tenant.world.registerMethod(wei.id, 'fido2')
  await told.day(1, 20)
  assert.equal(await told.status(wei), 'sent')
  await told.day(2, 12)
  assert.equal(await told.status(wei), 'active')
})

test('the audit log down for hours loses nothing: the next poll looks back to the last that was whole', async () => {
  await using told = await story()
  const { wei } = told.people
  const { tenant } = told.stage.box
  await told.importPeople([wei])
  await told.act('launch')
  await told.press(wei)
  await told.day(0, 9)
  tenant.faults.use({ storm: { chance: 1, minSeconds: 18_000, maxSeconds: 18_000 } })
  await told.pass(10)
  tenant.world.registerMethod(wei.id, 'fido2')
  await told.pass(180)
  assert.notEqual(await told.status(wei), 'active')
  tenant.faults.use(null)
  await told.day(0, 16)
  assert.equal(await told.status(wei), 'active')
})

test('entries in pages, read again and again by overlapping windows, are kept once each', async () => {
  await using told = await story({ people: 1_500 })
  const { world, traffic } = told.stage.box.tenant
  await told.importPeople([told.people.wei])
  await told.act('launch')
  const unregistered = [...world.users.values()].filter(user =>
    user.methods.every(method => method.kind === 'password'),
  )
  const many = unregistered.slice(0, 700)
  for (const user of many) world.registerMethod(user.id, 'fido2')
  const polled = requests(told).audit
  await told.day(0, 16)
  assert.ok(requests(told).audit - polled > 4, 'three entries each do not fit on one page')
  const kept = await told.stage.app.db.selectFrom('audit_event').select('id').execute()
  assert.equal(
    kept.length,
    new Set(
      world.audit
        .filter(record => record.loggedByService === 'Authentication Methods')
        .map(record => record.id),
    ).size,
  )
  assert.equal(traffic.throttled.audit + traffic.throttled.reports, 0)
})

test('where the audit log is refused, people are looked at after a click, and it is asked once an hour', async () => {
  await using told = await story()
  const { box } = told.stage
  const { wei } = told.people
  await told.importPeople([wei])
  await told.act('launch')
  box.app.roles = box.app.roles.filter(role => role !== 'AuditLog.Read.All')
  box.tenant.faults.revokeTokens()
  await told.day(1, 9)
  await told.press(wei)
  box.tenant.world.registerMethod(wei.id, 'fido2')
  const before = requests(told).audit
  await told.pass(10)
  assert.equal(await told.status(wei), 'active')
  await told.pass(170)
  assert.ok(requests(told).audit - before <= 3)
  const { checks } = await told.stage.client.doctor({ params: { tenantId: told.tenant.tenantId } })
  const missing = checks.find(check => check.name === 'the audit log')
  assert.equal(missing?.outcome, 'missing')
  assert.match(missing?.remedy ?? '', /without it people are looked at a few times after a click/)
})

test('with no campaign open the identity reports are asked nothing', async () => {
  await using told = await story()
  await told.importPeople([told.people.wei])
  await told.day(1)
  assert.equal(requests(told).audit + requests(told).reports, 0, 'not before the launch')
  await told.act('launch')
  await told.day(2)
  await told.act('finish')
  const before = requests(told).audit + requests(told).reports
  assert.ok(before > 0)
  await told.day(9)
  assert.equal(requests(told).audit + requests(told).reports, before)
})

test('what is older than the log itself keeps is forgotten', async () => {
  await using told = await story()
  const { wei, aroha } = told.people
  const { box, clock, app } = told.stage
  const { world } = box.tenant
  const keptOf = async (user: { id: string }) =>
    (await app.db.selectFrom('audit_event').select('id').where('person_id', '=', user.id).execute()).length
  await told.importPeople([wei])
  await told.act('launch')
  world.registerMethod(wei.id, 'fido2')
  await told.pass(60)
  assert.ok((await keptOf(wei)) > 0)
  const aMonthAndADayMs = 31 * 24 * 60 * 60_000
  await box.advanceTo(new Date(clock.now().getTime() + aMonthAndADayMs))
  world.registerMethod(aroha.id, 'softwareOath')
  await told.pass(60)
  assert.equal(await keptOf(wei), 0)
  assert.ok((await keptOf(aroha)) > 0)
})
