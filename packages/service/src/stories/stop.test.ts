/** The panic stop: nothing leaves for a tenant until it is released, and then everything goes on where it stood. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createStoryTeller } from '../testing/story-teller.ts'

const story = createStoryTeller()
const reason = 'the help desk is drowning'

test('stopped in the middle of a wave, no more mail leaves; released, everybody gets exactly one', async () => {
  await using told = await story({ people: 150 })
  const { stage, tenant } = told
  const params = { tenantId: tenant.tenantId }
  const users = [...stage.box.tenant.world.users.values()]
  await told.importPeople(users)
  await told.act('launch')
  await told.pass(2)
  const mailed = () => users.reduce((sum, user) => sum + told.mails(user).length, 0)
  const before = mailed()
  const stopped = await stage.client.stopTenant({ params, body: { reason } })
  assert.equal(stopped.stop?.reason, reason)
  assert.equal(stopped.stop?.by, 'stage')
  assert.ok(before > 20, `${before} mails are out`)

  await told.pass(60)
  assert.equal(mailed(), before, 'nothing left in an hour')
  const status = await stage.client.campaignStatus({ params: { campaignId: told.campaign.campaignId } })
  assert.equal(status.stop?.reason, reason)
  assert.ok(status.mail.queued > 0, 'what waits is shown')
  assert.equal(status.campaign.status, 'running')

  await stage.client.releaseTenant({ params })
  await stage.settle()
  assert.ok(mailed() - before <= 30, `${mailed() - before} at once: no more than a minute of the mailbox`)
  await told.pass(30)
  assert.ok(mailed() > before)
  for (const user of users) assert.ok(told.mails(user).length <= 1, `${user.displayName} was mailed twice`)
  const after = await stage.client.campaignStatus({ params: { campaignId: told.campaign.campaignId } })
  assert.deepEqual([after.mail.queued, after.stop], [0, null])
})

test('a click while stopped is recorded, and the person joins the group after the release', async () => {
  await using told = await story()
  const { wei, siobhan } = told.people
  const { stage, tenant } = told
  const params = { tenantId: tenant.tenantId }
  await told.importPeople([wei, siobhan])
  await told.act('launch')
  await stage.client.stopTenant({ params, body: { reason } })
  const groupRequests = stage.box.tenant.traffic.requests.groups
  const answer = await told.press(wei)
  assert.equal(answer.status, 303, 'sent on to the set-up page all the same')
  await told.pass(120)
  assert.equal(await told.status(wei), 'clicked')
  assert.equal(told.isInGroup(wei), false)
  assert.equal(stage.box.tenant.traffic.requests.groups, groupRequests, 'no join was even asked for')
  stage.box.tenant.world.registerMethod(wei.id, 'microsoftAuthenticator')
  await told.day(1)
  assert.equal(await told.status(wei), 'active', 'reading goes on')
  assert.equal(told.isInGroup(wei), false)
  await told.day(9)
  assert.equal(told.mails(siobhan).length, 1, 'no reminder became due')

  await stage.client.releaseTenant({ params })
  await stage.settle()
  assert.ok(told.isInGroup(wei))
  assert.equal(told.mails(siobhan).length, 2, 'the reminder that was due comes now, once')
})

test('while stopped a list is taken in, and a second stop or release changes nothing', async () => {
  await using told = await story()
  const { wei } = told.people
  const { client } = told.stage
  const params = { tenantId: told.tenant.tenantId }
  const first = await client.stopTenant({ params, body: { reason } })
  await told.pass(5)
  const second = await client.stopTenant({ params, body: { reason: 'another' } })
  assert.deepEqual(second.stop, first.stop, 'who stopped first is who knows why')
  const batch = await told.importPeople([wei])
  assert.equal(batch.counts.added, 1)
  await told.act('launch')
  await told.pass(60)
  assert.equal(await told.status(wei), 'pending', 'a launch is taken, and nobody becomes due')
  assert.deepEqual(
    (await client.health({})).stopped.map(one => one.tenantId),
    [told.tenant.tenantId],
  )
  assert.equal((await client.releaseTenant({ params })).stop, null)
  assert.equal((await client.releaseTenant({ params })).stop, null)
  await told.pass(2)
  assert.equal(told.mails(wei).length, 1)
  assert.deepEqual((await client.health({})).stopped, [])
})
