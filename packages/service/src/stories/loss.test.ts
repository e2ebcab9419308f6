/** A registration that is lost after being active: seen, counted, and followed by what the campaign's policy says. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Story, StoryOptions } from '../testing/story.ts'
import { createStoryTeller } from '../testing/story-teller.ts'

const story = createStoryTeller()

/** Wei clicks and registers; some days later the method is gone and the daily sweep has seen it. */
async function tellLoss(campaign: StoryOptions['campaign']): Promise<Story> {
  const told = await story({ campaign: campaign ?? {} })
  const { wei, siobhan } = told.people
  const { world } = told.stage.box.tenant
  await told.importPeople([wei, siobhan])
  await told.act('launch')
  await told.day(1)
  await told.press(wei)
  const method = world.registerMethod(wei.id, 'microsoftAuthenticator')
  await told.day(2)
  assert.equal(await told.status(wei), 'active')
  world.deleteMethod(wei.id, method.id)
  await told.day(5)
  return told
}

async function look(told: Story) {
  const { client } = told.stage
  const params = { campaignId: told.campaign.campaignId }
  const report = await client.campaignStatus({ params })
  const people = await client.searchPeople({ params, body: { isLost: true } })
  return { lost: report.lost, names: people.items.map(one => one.displayName) }
}

test('a loss is counted and listed, reopens the person, and is mailed to nobody', async () => {
  await using told = await tellLoss({})
  const { wei } = told.people
  assert.deepEqual(await look(told), { lost: 1, names: [wei.displayName] })
  assert.equal(await told.status(wei), 'addedToGroup')
  await told.day(40)
  assert.equal(told.mails(wei).length, 1)
})

test('where the campaign does not reopen, the person stays active and flagged, until registered anew', async () => {
  await using told = await tellLoss({ reopenOnLoss: false })
  const { wei } = told.people
  assert.deepEqual(await look(told), { lost: 1, names: [wei.displayName] })
  const { enrolment, timeline } = await told.person(wei)
  assert.equal(enrolment.status, 'active')
  assert.notEqual(enrolment.lostAt, null)
  assert.ok(timeline.some(({ text }) => text.endsWith('; stays active, flagged')))
  assert.equal((await told.line(wei)).MFARegistrationState, 'Not Registered')
  await told.day(30)
  assert.equal(told.mails(wei).length, 1)
  told.stage.box.tenant.world.registerMethod(wei.id, 'fido2')
  await told.day(33)
  assert.deepEqual(await look(told), { lost: 0, names: [] })
  assert.equal(await told.status(wei), 'active')
})

test('where the policy says so, the person is reminded of it, as often as the policy allows', async () => {
  await using told = await tellLoss({ remindOnLoss: true, remindersMax: 2 })
  const { wei } = told.people
  await told.day(40)
  assert.equal(told.mails(wei).length, 3, 'one invitation, two reminders')
})
