/** Working hours by the recipient's clock: when invitations and reminders go out, whose clock counts, what a change does. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Weekday } from '@muster/core/mail-hours'
import type { User } from '@muster/simulator/world/types'
import type { Story } from '../testing/story.ts'
import { createStoryTeller } from '../testing/story-teller.ts'

const story = createStoryTeller()

const workdays: Weekday[] = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday']
const office = { mailHours: { from: '09:00', until: '17:00' }, mailDays: workdays }

/** The doctor signs in anew, so that the token carries it at once. */
async function grantSettings({ stage, tenant }: Story): Promise<void> {
  stage.box.app.roles.push('MailboxSettings.Read')
  const { checks } = await stage.client.doctor({ params: { tenantId: tenant.tenantId } })
  assert.equal(checks.find(check => check.permission === 'MailboxSettings.Read')?.outcome, 'ok')
}

/** Étienne moves to Auckland. */
function moveToAuckland({ stage, people }: Story): User {
  stage.box.tenant.world.updateUser(people.etienne.id, { usageLocation: 'NZ' })
  return people.etienne
}

/** When each mail with a link reached somebody, in UTC. */
function mailedAt(told: Story, user: User): string[] {
  return told.mails(user).map(mail => mail.acceptedAt.toISOString().slice(0, 16))
}

/** Requests for mailbox settings, items of a batch counted singly. */
function countSettingsRead({ stage }: Story): () => number {
  let count = 0
  stage.box.tenant.traffic.onExchange(exchange => {
    if (exchange.request.path.includes('/mailboxSettings')) count += 1
  })
  return () => count
}

test('everybody is invited in the working hours of where they live', async () => {
  await using told = await story({ campaign: office })
  // Monday 08:00 UTC: 09:00 in Madrid, 08:00 in Cardiff, 21:00 in Auckland, 16:00 in Shanghai.
  const { marisol, siobhan, wei } = told.people
  const etienne = moveToAuckland(told)
  await told.importPeople([marisol, siobhan, etienne, wei])
  await told.act('launch')
  await told.pass(5)
  assert.deepEqual(mailedAt(told, wei), ['2026-11-02T08:00'], 'an hour before China goes home')
  assert.deepEqual(mailedAt(told, marisol), ['2026-11-02T08:00'])
  assert.deepEqual(mailedAt(told, siobhan), [])
  await told.day(1)
  assert.deepEqual(mailedAt(told, siobhan), ['2026-11-02T09:00'])
  assert.deepEqual(mailedAt(told, etienne), ['2026-11-02T20:00'], 'Tuesday 09:00 there')
})

test('reminders wait for the hours and days too', async () => {
  await using told = await story({ campaign: { ...office, remindAfterDays: 5, remindersMax: 1 } })
  const { marisol } = told.people
  await told.importPeople([marisol])
  await told.act('launch')
  await told.day(6)
  assert.equal(told.mails(marisol).length, 1, 'day 5 is a Saturday')
  await told.day(7, 12)
  assert.deepEqual(mailedAt(told, marisol), ['2026-11-02T08:00', '2026-11-09T08:00'])
})

test('what is set in the mailbox counts more than the usage location, and is read once', async () => {
  await using told = await story({ campaign: office })
  const { wei, marisol } = told.people
  await grantSettings(told)
  const settingsRead = countSettingsRead(told)
  // Wei works in Madrid for a year; Marisol from Los Angeles, 00:00 now.
  told.stage.box.tenant.world.updateUser(wei.id, { mailboxTimeZone: 'Romance Standard Time' })
  told.stage.box.tenant.world.updateUser(marisol.id, { mailboxTimeZone: 'America/Los_Angeles' })
  await told.importPeople([wei, marisol])
  await told.act('launch')
  await told.day(0, 20)
  assert.deepEqual(mailedAt(told, wei), ['2026-11-02T08:00'])
  assert.deepEqual(mailedAt(told, marisol), ['2026-11-02T17:00'])
  await told.day(9)
  assert.equal(settingsRead(), 2, 'one item for each person')
})

test('without the permission the tenant is asked once a day at most, and usage locations have to do', async () => {
  await using told = await story({ campaign: office })
  const settingsRead = countSettingsRead(told)
  const { marisol } = told.people
  const etienne = moveToAuckland(told)
  await told.importPeople([marisol, etienne])
  await told.act('launch')
  await told.day(0, 23)
  assert.deepEqual(mailedAt(told, etienne), ['2026-11-02T20:00'])
  assert.equal(settingsRead(), 2, 'both in one batch, once')
})

test('somebody of whom nothing is known lives by the tenant’s clock', async () => {
  await using told = await story({ campaign: office })
  const { client } = told.stage
  const { marisol } = told.people
  const { tenantId } = told.tenant
  const changed = await client.updateTenant({ params: { tenantId }, body: { timeZone: 'Asia/Tokyo' } })
  assert.equal(changed.timeZone, 'Asia/Tokyo')
  told.stage.box.tenant.world.updateUser(marisol.id, { usageLocation: null })
  await told.importPeople([marisol])
  await told.act('launch')
  await told.pass(30)
  assert.deepEqual(mailedAt(told, marisol), [], '17:00 in Tokyo')
  // The mail waits for Tuesday 09:00 in Tokyo until somebody says that the tenant is in Chicago, where it is 02:30.
  await client.updateTenant({ params: { tenantId }, body: { timeZone: 'America/Chicago' } })
  await told.day(1)
  assert.deepEqual(mailedAt(told, marisol), ['2026-11-02T15:00'])
})

test('a change of the hours moves what waits already, and taking them away sends it', async () => {
  await using told = await story({ campaign: office })
  const { client } = told.stage
  const { siobhan } = told.people
  const etienne = moveToAuckland(told)
  const params = { campaignId: told.campaign.campaignId }
  await told.importPeople([siobhan, etienne])
  await told.act('launch')
  await told.pass(5)
  assert.deepEqual([...mailedAt(told, siobhan), ...mailedAt(told, etienne)], [])
  await client.updateCampaign({ params, body: { mailHours: { from: '08:00', until: '20:00' } } })
  await told.pass(5)
  assert.deepEqual(mailedAt(told, siobhan), ['2026-11-02T08:05'])
  await client.updateCampaign({ params, body: { mailHours: null, mailDays: null } })
  await told.pass(5)
  assert.deepEqual(mailedAt(told, etienne), ['2026-11-02T08:10'])
})

test('a mail that missed its window, since the campaign was paused, waits for the next one', async () => {
  await using told = await story({ campaign: office })
  const { marisol } = told.people
  await told.importPeople([marisol])
  const { client } = told.stage
  const params = { campaignId: told.campaign.campaignId }
  await client.actOnCampaign({ params: { ...params, act: 'launch' } })
  await told.act('pause')
  await told.day(0, 20)
  await told.act('resume')
  await told.pass(60)
  assert.deepEqual(mailedAt(told, marisol), [], 'her evening')
  await told.day(1, 12)
  assert.deepEqual(mailedAt(told, marisol), ['2026-11-03T08:00'])
})

test('the plan tells hours and clocks, and moves reminders into them', async () => {
  await using told = await story({ campaign: { ...office, remindAfterDays: 5, remindersMax: 1 } })
  const { marisol, siobhan, etienne } = told.people
  await told.importPeople([marisol, siobhan, etienne])
  const plan = await told.stage.client.planCampaign({
    params: { campaignId: told.campaign.campaignId },
    body: {},
  })
  assert.deepEqual(plan.mailDays, workdays)
  assert.equal(
    plan.zones.reduce((sum, one) => sum + one.people, 0),
    plan.mailed.people,
  )
  assert.ok(plan.zones.every(one => one.source === 'country'))
  assert.equal(plan.wave.finishAt?.toISOString(), '2026-11-02T09:01:00.000Z', 'Siobhan’s morning')
  assert.equal(plan.reminders[0]?.fromAt.toISOString(), '2026-11-09T08:00:00.000Z', 'not on a Saturday')
})

test('hours that make no sense are refused with what is wrong', async () => {
  await using told = await story()
  const { client } = told.stage
  const params = { campaignId: told.campaign.campaignId }
  await assert.rejects(
    client.updateCampaign({ params, body: { mailHours: { from: '19:00', until: '07:00' } } }),
    /until must come after from/,
  )
  await assert.rejects(
    client.updateTenant({ params: { tenantId: told.tenant.tenantId }, body: { timeZone: 'Berlin' } }),
    /IANA name/,
  )
})
