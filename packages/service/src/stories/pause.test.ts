/** Stopping mails that are on their way out: a pause holds after what is in flight, and a finished campaign sends nothing. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Story } from '../testing/story.ts'
import { createStoryTeller } from '../testing/story-teller.ts'

const story = createStoryTeller()

/** What Exchange Online takes from an app at once, and so the most that is in flight from one mailbox. */
const atOnceMax = 4

/** Launches a campaign of sixty and answers when the first mail is out, with the lanes still at work. */
async function beginWave(told: Story): Promise<{ settling: Promise<void>; countMailed: () => number }> {
  const { world } = told.stage.box.tenant
  let mailed = 0
  const { promise: firstMailed, resolve } = Promise.withResolvers<void>()
  world.onHappening(happening => {
    if (happening.kind !== 'mailDelivered') return
    mailed += 1
    resolve()
  })
  await told.importPeople(world.userList.filter(user => user.mail !== null))
  const { campaignId } = told.campaign
  await told.stage.client.actOnCampaign({ params: { campaignId, act: 'launch' } })
  const settling = told.stage.settle()
  await firstMailed
  return { settling, countMailed: () => mailed }
}

async function countQueued(told: Story): Promise<number> {
  const report = await told.stage.client.campaignStatus({ params: { campaignId: told.campaign.campaignId } })
  return report.mail.queued
}

test('once a pause is answered nothing leaves but what was in flight, and a resume goes on', async () => {
  await using told = await story({ people: 60 })
  const { settling, countMailed } = await beginWave(told)
  const { campaignId } = told.campaign
  await told.stage.client.actOnCampaign({ params: { campaignId, act: 'pause' } })
  const atPause = countMailed()
  await settling
  assert.ok(countMailed() - atPause <= atOnceMax, `${countMailed() - atPause} after the pause`)
  const held = countMailed()
  await told.pass(60)
  assert.equal(countMailed(), held)
  assert.ok((await countQueued(told)) > 0, 'the rest waits')
  await told.act('resume')
  await told.pass(10)
  assert.equal(await countQueued(told), 0)
  assert.ok(countMailed() > held)
})

test('finishing a campaign cancels what is queued, for good', async () => {
  await using told = await story({ people: 60 })
  const { settling, countMailed } = await beginWave(told)
  const { campaignId } = told.campaign
  await told.stage.client.actOnCampaign({ params: { campaignId, act: 'finish' } })
  const atFinish = countMailed()
  await settling
  assert.ok(countMailed() - atFinish <= atOnceMax, `${countMailed() - atFinish} after the end`)
  const sent = countMailed()
  assert.equal(await countQueued(told), 0)
  await told.pass(8 * 60)
  assert.equal(countMailed(), sent)
})
