/** Several senders of one campaign: shared fairly, set aside when a mailbox fails, and taken over from. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Output } from '@muster/contract/routes'
import { mailServerSentences } from '@muster/core/mail-server-sentences'
import type { User } from '@muster/simulator/world/types'
import type { Story } from '../testing/story.ts'
import { createStoryTeller } from '../testing/story-teller.ts'

const story = createStoryTeller()

type Sender = Output<'addSender'>

interface Shared {
  campaignId: string
  first: Sender
  second: Sender
}

/** A campaign that sends through the rollout's mailbox and the service desk's. */
async function shareAmongTwo(told: Story, people: readonly User[]): Promise<Shared> {
  const { client, box } = told.stage
  const { tenantId } = told.tenant
  // The mailbox is one sender at a time: by Graph here, not by SMTP.
  await client.removeSender({ params: { tenantId, senderId: told.smtpSender.senderId } })
  const second = await client.addSender({
    params: { tenantId },
    body: { kind: 'graph', address: box.senders[1], displayName: 'Service desk' },
  })
  const { campaignId } = await client.createCampaign({
    body: { tenantId, name: 'Two senders', senderIds: [told.sender.senderId, second.senderId] },
  })
  const list = people.map(user => user.userPrincipalName).join('\n')
  await client.importPeople({ params: { campaignId }, body: new TextEncoder().encode(list) })
  await told.stage.settle()
  return { campaignId, first: told.sender, second }
}

async function launch(told: Story, campaignId: string): Promise<void> {
  await told.stage.client.actOnCampaign({ params: { campaignId, act: 'launch' } })
  await told.stage.settle()
}

async function readSender(told: Story, { senderId }: Sender): Promise<Sender> {
  const { items } = await told.stage.client.listSenders({ params: { tenantId: told.tenant.tenantId } })
  const found = items.find(one => one.senderId === senderId)
  assert.ok(found)
  return found
}

function mailboxOf(told: Story, { address }: Sender) {
  const mailbox = told.stage.box.tenant.world.mailboxes.get(address.toLowerCase())
  assert.ok(mailbox)
  return mailbox
}

const everybody = ({ people }: Story) => [
  people.wei,
  people.marisol,
  people.siobhan,
  people.bjoern,
  people.etienne,
  people.oluwaseun,
]

test('a mailbox that fails is set aside with its reason, and the other one takes its mails over at once', async () => {
  await using told = await story()
  const all = everybody(told)
  const { campaignId, first, second } = await shareAmongTwo(told, all)
  mailboxOf(told, first).enabled = false
  await launch(told, campaignId)
  for (const user of all) {
    const mails = told.mails(user)
    assert.deepEqual(
      mails.map(mail => mail.from),
      [second.address],
      user.displayName,
    )
  }
  const aside = await readSender(told, first)
  assert.equal(mailServerSentences.read(aside.problem ?? '')?.code, 'graphNotEnabled')
  assert.ok(aside.retryAt !== null && aside.retryAt > told.stage.clock.now())
  const report = await told.stage.client.campaignStatus({ params: { campaignId } })
  assert.deepEqual(
    report.senders.map(one => [one.address, one.problem !== null, one.queued]).sort(),
    [
      [first.address, true, 0],
      [second.address, false, 0],
    ].sort(),
  )
})

test('an operator who has mended a mailbox need not wait for the next try', async () => {
  await using told = await story()
  const { wei } = told.people
  mailboxOf(told, told.sender).enabled = false
  await told.importPeople([wei])
  await told.act('launch')
  assert.equal(told.mails(wei).length, 0)
  mailboxOf(told, told.sender).enabled = true
  await told.stage.settle()
  assert.equal(told.mails(wei).length, 0, 'it is set aside')
  await told.stage.client.resumeSender({
    params: { tenantId: told.tenant.tenantId, senderId: told.sender.senderId },
  })
  await told.stage.settle()
  assert.equal(told.mails(wei).length, 1)
  const { problem, retryAt } = await readSender(told, told.sender)
  assert.deepEqual([problem, retryAt], [null, null])
})

test('a mailbox that is told to wait an hour leaves its mails to the other', async () => {
  await using told = await story()
  const all = everybody(told)
  const { campaignId } = await shareAmongTwo(told, all)
  told.stage.box.tenant.faults.next({ family: 'mail', method: 'POST', status: 429, retryAfterSeconds: 3600 })
  await launch(told, campaignId)
  await told.pass(5)
  const from = all.flatMap(user => told.mails(user).map(mail => mail.from))
  assert.equal(from.length, all.length, 'each once, and nobody waits for the hour to end')
})

test('a sender that is far behind is helped by one that has nothing to do', async () => {
  await using told = await story()
  const all = everybody(told)
  const { campaignId, first, second } = await shareAmongTwo(told, all)
  const { client } = told.stage
  await launch(told, campaignId)
  const from = Map.groupBy(
    all.flatMap(user => told.mails(user).map(mail => mail.from)),
    address => address,
  )
  assert.deepEqual([from.get(first.address)?.length, from.get(second.address)?.length], [3, 3])
  // Its day is over now: whatever it is dealt would wait until tomorrow.
  await client.updateSender({
    params: { tenantId: first.tenantId, senderId: first.senderId },
    body: { perDayMax: 1 },
  })
  const { items } = await client.searchPeople({ params: { campaignId }, body: {} })
  await client.actOnPeople({
    params: { campaignId },
    body: { act: 'inviteAgain', enrolmentIds: items.map(person => person.enrolmentId) },
  })
  await told.pass(10)
  const report = await client.campaignStatus({ params: { campaignId } })
  assert.equal(report.mail.queued, 0)
  const again = all.flatMap(user =>
    told
      .mails(user)
      .slice(1)
      .map(mail => mail.from),
  )
  assert.deepEqual(new Set(again), new Set([second.address]))
})

test('a sender keeps to the budget that it was given', async () => {
  await using told = await story()
  const all = everybody(told)
  const { client, clock } = told.stage
  const params = { tenantId: told.tenant.tenantId, senderId: told.sender.senderId }
  const changed = await client.updateSender({ params, body: { perMinuteMax: 2, atOnceMax: 1 } })
  assert.deepEqual([changed.perMinuteMax, changed.perDayMax, changed.atOnceMax], [2, 10_000, 1])
  await assert.rejects(client.updateSender({ params, body: { perMinuteMax: 31 } }), /30 at most/)
  await told.importPeople(all)
  await told.act('launch')
  await told.pass(10)
  const at = all.flatMap(user => told.mails(user).map(mail => mail.acceptedAt.getTime())).sort()
  assert.equal(at.length, all.length)
  for (const time of at) assert.ok(at.filter(other => other >= time && other < time + 60_000).length <= 2)
  assert.ok(clock.now() > new Date(at.at(-1) ?? 0))
})

test('a mail server that refuses the sign-in is the sender’s problem: nobody fails, and the mails wait', async () => {
  await using told = await story()
  const { wei, marisol } = told.people
  const { client } = told.stage
  const { tenantId } = told.tenant
  const sender = told.smtpSender
  const params = { tenantId, senderId: sender.senderId }
  await client.updateSender({ params, body: { password: 'last year’s password' } })
  const { campaignId } = await client.createCampaign({
    body: { tenantId, name: 'By SMTP', senderIds: [sender.senderId] },
  })
  const list = [wei, marisol].map(user => user.userPrincipalName).join('\n')
  await client.importPeople({ params: { campaignId }, body: new TextEncoder().encode(list) })
  await told.stage.settle()
  await launch(told, campaignId)
  const { counts, mail } = await client.campaignStatus({ params: { campaignId } })
  assert.deepEqual([counts.pending, counts.failed, mail.queued], [2, 0, 2])
  const { problem, retryAt } = await readSender(told, sender)
  assert.equal(mailServerSentences.read(problem ?? '')?.code, 'smtpPassword')
  assert.ok(retryAt)
})

test('a mailbox behind SMTP whose day is used up is set aside, nobody fails, and the mails go out a day later', async () => {
  await using told = await story()
  const { wei, marisol } = told.people
  const { client, box } = told.stage
  const { tenantId } = told.tenant
  const sender = told.smtpSender
  const others = { from: sender.address, subject: 'The menu', html: null, text: 'Soup', headers: {} }
  const to = told.people.priya.mail ?? ''
  const most = Array.from({ length: 10_000 }, () => ({ ...others, to, via: 'smtp' as const }))
  box.tenant.submitMail(sender.address, most)
  const { campaignId } = await client.createCampaign({
    body: { tenantId, name: 'By SMTP', senderIds: [sender.senderId] },
  })
  const list = [wei, marisol].map(user => user.userPrincipalName).join('\n')
  await client.importPeople({ params: { campaignId }, body: new TextEncoder().encode(list) })
  await told.stage.settle()
  await launch(told, campaignId)
  const { counts } = await client.campaignStatus({ params: { campaignId } })
  assert.deepEqual([counts.pending, counts.failed], [2, 0])
  assert.equal(mailServerSentences.read((await readSender(told, sender)).problem ?? '')?.code, 'smtpDayOver')
  await told.day(1, 12)
  const later = await client.campaignStatus({ params: { campaignId } })
  assert.deepEqual([later.counts.sent, later.counts.failed], [2, 0])
})

test('mails that wait two minutes for a sender far behind are taken over by the one that keeps up', async () => {
  await using told = await story({ people: 100 })
  const { world } = told.stage.box.tenant
  const everyone = world.userList.filter(user => user.mail !== null)
  const { campaignId, first, second } = await shareAmongTwo(told, everyone)
  await launch(told, campaignId)
  const { senderId } = first
  const { tenantId } = told.tenant
  // Dealt evenly before; from now on the first one's share alone would take it half an hour.
  await told.stage.client.updateSender({ params: { tenantId, senderId }, body: { perMinuteMax: 1 } })
  const sentBy = (sender: Sender) => world.sentItems.get(sender.address.toLowerCase())?.length ?? 0
  const before = sentBy(first)
  await told.pass(10)
  const { mail } = await told.stage.client.campaignStatus({ params: { campaignId } })
  assert.deepEqual([mail.queued, mail.sending], [0, 0])
  assert.ok(sentBy(first) - before <= 10, 'within its budget')
  assert.ok(sentBy(second) > sentBy(first))
  assert.equal(new Set(everyone.map(user => told.mails(user).length)).has(2), false, 'nobody twice')
})
