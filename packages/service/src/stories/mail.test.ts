/** Mails when the mailbox, the network or the mail server misbehaves: nobody is mailed twice, nobody is forgotten. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Story } from '../testing/story.ts'
import { createStoryTeller } from '../testing/story-teller.ts'

const story = createStoryTeller()

async function senderOf(told: Story, senderId = told.sender.senderId) {
  const { items } = await told.stage.client.listSenders({ params: { tenantId: told.tenant.tenantId } })
  return items.find(one => one.senderId === senderId)
}

test('a mailbox that is not enabled holds its mails, says why, and sends them once it is mended', async () => {
  await using told = await story()
  const { wei } = told.people
  const mailbox = told.stage.box.tenant.world.mailboxes.get(told.sender.address)
  assert.ok(mailbox)
  mailbox.enabled = false
  await told.importPeople([wei])
  await told.act('launch')
  await told.pass(90)
  assert.equal(await told.status(wei), 'pending')
  assert.match((await senderOf(told))?.problem ?? '', /MailboxNotEnabledForRESTAPI/)
  assert.match((await told.line(wei)).ErrorDetails ?? '', /MailboxNotEnabledForRESTAPI/)
  const { checks } = await told.stage.client.doctor({ params: { tenantId: told.tenant.tenantId } })
  assert.equal(checks.find(check => check.name.startsWith('sending mail as'))?.outcome, 'failed')
  mailbox.enabled = true
  await told.pass(60)
  assert.equal(await told.status(wei), 'sent')
  assert.equal(told.mails(wei).length, 1)
  assert.equal((await senderOf(told))?.problem, null)
  assert.equal((await told.line(wei)).ErrorDetails, '')
})

test('a sender address that the tenant does not know is the mailbox’s problem, not that of the people', async () => {
  await using told = await story()
  const { wei } = told.people
  const { client } = told.stage
  const sender = await client.addSender({
    params: { tenantId: told.tenant.tenantId },
    body: { kind: 'graph', address: 'mfa-rolout@contoso.example', displayName: 'Contoso IT' },
  })
  const campaign = await client.createCampaign({
    body: { tenantId: told.tenant.tenantId, name: 'Misspelt', senderIds: [sender.senderId] },
  })
  const params = { campaignId: campaign.campaignId }
  await client.importPeople({ params, body: new TextEncoder().encode(wei.userPrincipalName) })
  await told.stage.settle()
  await client.actOnCampaign({ params: { ...params, act: 'launch' } })
  await told.pass(30)
  const status = await client.campaignStatus({ params })
  assert.equal(status.counts.pending, 1)
  assert.equal(status.mail.queued, 1)
  assert.match((await senderOf(told, sender.senderId))?.problem ?? '', /ErrorInvalidUser/)
})

test('a 504 although the mail went out: never sent again, and settled when its link is opened', async () => {
  await using told = await story()
  const { wei } = told.people
  told.stage.box.tenant.faults.next({ family: 'mail', status: 504, afterAct: true })
  await told.importPeople([wei])
  await told.act('launch')
  await told.pass(120)
  assert.equal(told.mails(wei).length, 1)
  const unsure = await told.person(wei)
  assert.equal(unsure.enrolment.status, 'pending')
  assert.equal(unsure.messages[0]?.state, 'uncertain')
  assert.match(unsure.messages[0]?.detail ?? '', /504/)
  assert.match((await told.line(wei)).ErrorDetails ?? '', /504/)
  await told.open(wei)
  await told.pass(30)
  const sure = await told.person(wei)
  assert.equal(sure.enrolment.status, 'sent')
  assert.equal(sure.messages[0]?.state, 'sent')
  await told.day(6)
  assert.equal(told.mails(wei).length, 1)
})

test('with Mail.Read granted a mail of unknown fate is found in Sent Items', async () => {
  await using told = await story()
  const { wei } = told.people
  told.stage.box.app.roles.push('Mail.Read')
  told.stage.box.tenant.faults.revokeTokens()
  told.stage.box.tenant.faults.next({ family: 'mail', method: 'POST', reset: true, afterAct: true })
  await told.importPeople([wei])
  await told.act('launch')
  await told.pass(60)
  const { enrolment, messages } = await told.person(wei)
  assert.equal(enrolment.status, 'sent')
  assert.deepEqual([messages[0]?.state, messages[0]?.detail], ['sent', 'found in Sent Items'])
  assert.equal(told.mails(wei).length, 1)
})

test('with Mail.Read granted a mail that is not in Sent Items was not sent, and goes out then', async () => {
  await using told = await story()
  const { wei } = told.people
  told.stage.box.app.roles.push('Mail.Read')
  told.stage.box.tenant.faults.revokeTokens()
  told.stage.box.tenant.faults.next({ family: 'mail', method: 'POST', status: 502, html: true })
  await told.importPeople([wei])
  await told.act('launch')
  assert.equal(told.mails(wei).length, 0)
  await told.pass(60)
  assert.equal(await told.status(wei), 'sent')
  assert.equal(told.mails(wei).length, 1)
})

test('a mail of unknown fate is not sent to somebody who registered in the meantime', async () => {
  await using told = await story()
  const { wei } = told.people
  told.stage.box.app.roles.push('Mail.Read')
  told.stage.box.tenant.faults.revokeTokens()
  told.stage.box.tenant.faults.next({ family: 'mail', method: 'POST', status: 500 })
  await told.importPeople([wei])
  await told.act('launch')
  const { enrolmentId } = (await told.person(wei)).enrolment
  await told.stage.client.actOnPeople({
    params: { campaignId: told.campaign.campaignId },
    body: { act: 'exclude', enrolmentIds: [enrolmentId], reason: 'has a hardware token' },
  })
  await told.day(2)
  assert.equal(told.mails(wei).length, 0)
  assert.deepEqual(
    (await told.person(wei)).messages.map(mail => mail.state),
    ['withdrawn'],
  )
})

test('a throttled mailbox loses nothing: its mails wait for the time it named', async () => {
  await using told = await story()
  const { wei, siobhan, bjoern, marisol, etienne, oluwaseun } = told.people
  const all = [wei, siobhan, bjoern, marisol, etienne, oluwaseun]
  told.stage.box.tenant.faults.next({
    family: 'mail',
    status: 429,
    retryAfterSeconds: 300,
    retryAfterForm: 'date',
  })
  await told.importPeople(all)
  await told.act('launch')
  await told.pass(4)
  const early = all.filter(user => told.mails(user).length > 0).length
  assert.ok(early < all.length)
  await told.pass(30)
  for (const user of all) {
    assert.equal(told.mails(user).length, 1, user.displayName)
    assert.equal(await told.status(user), 'sent')
  }
})

test('a wave keeps to thirty mails a minute, so that Exchange has nothing to carry over', async () => {
  await using told = await story({ people: 120, named: true })
  const { box } = told.stage
  await told.importPeople([...box.tenant.world.users.values()])
  await told.act('launch')
  await told.pass(20)
  assert.equal(box.tenant.traffic.mailsCarriedOver, 0)
  const at = box.tenant.world.happenings.flatMap(one =>
    one.kind === 'mailDelivered' ? [one.at.getTime()] : [],
  )
  assert.ok(at.length > 60, 'enough people to need minutes')
  for (const start of at) {
    const inMinute = at.filter(time => time >= start && time < start + 60_000).length
    assert.ok(inMinute <= 30, `${inMinute} in the minute from ${new Date(start).toISOString()}`)
  }
  assert.equal(box.tenant.traffic.throttled.mail, 0)
})

test('an address that has left the directory while the mail waited is a final refusal, and nobody guesses another', async () => {
  await using told = await story()
  const { wei } = told.people
  const mailbox = told.stage.box.tenant.world.mailboxes.get(told.sender.address)
  assert.ok(mailbox)
  mailbox.enabled = false
  await told.importPeople([wei])
  await told.act('launch')
  told.stage.box.tenant.world.updateUser(wei.id, { mail: null })
  await told.stage.client.syncPeople({ params: { tenantId: told.tenant.tenantId } })
  await told.pass(1)
  mailbox.enabled = true
  await told.day(1)
  const { enrolment, messages } = await told.person(wei)
  assert.equal(enrolment.status, 'skipped')
  assert.equal(enrolment.reason, 'noMailbox')
  assert.deepEqual(
    messages.map(mail => mail.state),
    ['withdrawn'],
  )
})

test('a campaign over SMTP with STARTTLS and a sign-in mails the same people, each once, faults and all', async () => {
  await using told = await story()
  const { wei, marisol, siobhan, bjoern } = told.people
  const { client, box } = told.stage
  const { smtp } = box
  // Its mailbox is given to a sender of this test's own.
  const { tenantId } = told.tenant
  await client.removeSender({ params: { tenantId, senderId: told.smtpSender.senderId } })
  const sender = await client.addSender({
    params: { tenantId },
    body: {
      kind: 'smtp',
      address: box.senders[1],
      displayName: 'Contoso IT',
      host: smtp.host,
      port: smtp.port,
      tls: 'starttls',
      user: smtp.username,
      password: smtp.password,
    },
  })
  assert.equal(sender.hasPassword, true)
  assert.doesNotMatch(JSON.stringify(sender), new RegExp(smtp.password.slice(0, 6)))
  const { campaignId } = await client.createCampaign({
    body: { tenantId: told.tenant.tenantId, name: 'By SMTP', senderIds: [sender.senderId] },
  })
  const list = [wei, marisol, siobhan, bjoern].map(user => user.userPrincipalName).join('\n')
  await client.importPeople({ params: { campaignId }, body: new TextEncoder().encode(list) })
  await told.stage.settle()
  smtp.faults.next('busy')
  smtp.faults.next('lostAnswer')
  await client.actOnCampaign({ params: { campaignId, act: 'launch' } })
  await told.pass(60)
  for (const user of [wei, marisol, siobhan, bjoern]) {
    const mails = told.mails(user)
    assert.equal(mails.length, 1, user.displayName)
    assert.equal(mails[0]?.via, 'smtp')
    assert.ok(mails[0]?.text && mails[0].html, 'with its plain-text twin')
  }
  const { counts, mail } = await client.campaignStatus({ params: { campaignId } })
  assert.deepEqual([counts.sent, counts.pending, mail.uncertain], [3, 1, 1])
})

test('two senders share a wave', async () => {
  await using told = await story()
  const { client, box } = told.stage
  // The mailbox is one sender at a time: by Graph here, not by SMTP.
  const { tenantId } = told.tenant
  await client.removeSender({ params: { tenantId, senderId: told.smtpSender.senderId } })
  const second = await client.addSender({
    params: { tenantId: told.tenant.tenantId },
    body: { kind: 'graph', address: box.senders[1], displayName: 'Service desk' },
  })
  const { campaignId } = await client.createCampaign({
    body: {
      tenantId: told.tenant.tenantId,
      name: 'Two senders',
      senderIds: [told.sender.senderId, second.senderId],
    },
  })
  const { wei, marisol, siobhan, bjoern } = told.people
  const all = [wei, marisol, siobhan, bjoern]
  const list = all.map(user => user.userPrincipalName).join('\n')
  await client.importPeople({ params: { campaignId }, body: new TextEncoder().encode(list) })
  await told.stage.settle()
  await client.actOnCampaign({ params: { campaignId, act: 'launch' } })
  await told.pass(5)
  const from = all.flatMap(user => told.mails(user).map(mail => mail.from))
  assert.deepEqual(Map.groupBy(from, address => address).get(box.senders[1])?.length, 2)
  assert.equal(from.length, 4)
})
