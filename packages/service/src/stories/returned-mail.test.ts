/** Mails of unknown fate and an operator's word about them; mails that come back. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { User } from '@muster/simulator/world/types'
import type { Story } from '../testing/story.ts'
import { createStoryTeller } from '../testing/story-teller.ts'

const story = createStoryTeller()

/** Wei's invitation is handed over, or not, and its answer is lost. */
async function loseAnswer(told: Story, how: { afterAct: boolean }): Promise<string> {
  told.stage.box.tenant.faults.next({ family: 'mail', method: 'POST', status: 504, ...how })
  await told.importPeople([told.people.wei])
  await told.act('launch')
  const [mail] = await listUncertain(told)
  assert.ok(mail)
  return mail.messageId
}

async function listUncertain({ stage, campaign }: Story) {
  const { campaignId } = campaign
  return (await stage.client.listMails({ params: { campaignId }, query: { state: 'uncertain' } })).items
}

async function decide(told: Story, decision: 'arrived' | 'again', messageId: string) {
  const { campaignId } = told.campaign
  const body = { decision, messageIds: [messageId] }
  const decided = await told.stage.client.decideMails({ params: { campaignId }, body })
  await told.stage.settle()
  return decided
}

function closeMailbox(told: Story, user: User): void {
  told.stage.box.tenant.world.mailboxes.delete((user.mail ?? '').toLowerCase())
}

function grantMailRead(told: Story): void {
  told.stage.box.app.roles.push('Mail.Read')
  told.stage.box.tenant.faults.revokeTokens()
}

test('a mail of unknown fate is listed with what was seen, and "it arrived" moves the person on', async () => {
  await using told = await story()
  const { wei } = told.people
  const messageId = await loseAnswer(told, { afterAct: true })
  const [mail] = await listUncertain(told)
  assert.equal(mail?.userPrincipalName, wei.userPrincipalName)
  assert.match(mail?.detail ?? '', /504/)
  assert.deepEqual(await decide(told, 'arrived', messageId), { changed: 1, unchanged: 0, notFound: [] })
  assert.equal(await told.status(wei), 'sent')
  const { messages, timeline } = await told.person(wei)
  assert.match(messages[0]?.detail ?? '', /taken as arrived, as stage decided/)
  assert.ok(timeline.some(entry => entry.kind === 'invited'))
  assert.deepEqual(await decide(told, 'arrived', messageId), { changed: 0, unchanged: 1, notFound: [] })
  assert.deepEqual(await decide(told, 'again', messageId), { changed: 0, unchanged: 1, notFound: [] })
  assert.equal(told.mails(wei).length, 1)
})

test('"send it again" sends the same mail: one row, one number, one more delivery', async () => {
  await using told = await story()
  const { wei } = told.people
  const messageId = await loseAnswer(told, { afterAct: false })
  assert.equal(told.mails(wei).length, 0)
  assert.deepEqual(await decide(told, 'again', messageId), { changed: 1, unchanged: 0, notFound: [] })
  assert.equal(told.mails(wei).length, 1)
  assert.equal(told.mails(wei)[0]?.headers['x-muster-message'], messageId)
  const { enrolment, messages } = await told.person(wei)
  assert.equal(enrolment.status, 'sent')
  assert.deepEqual(
    messages.map(mail => [mail.messageId, mail.state, mail.number]),
    [[messageId, 'sent', 1]],
  )
  assert.match(messages[0]?.detail ?? '', /sent again, as stage decided/)
  assert.deepEqual(await decide(told, 'again', messageId), { changed: 0, unchanged: 1, notFound: [] })
  assert.equal(told.mails(wei).length, 1)
})

/** The lines of Wei's timeline about what was not known. */
async function doubtLines(told: Story) {
  const { timeline } = await told.person(told.people.wei)
  const kinds = ['mailUncertain', 'mailArrived', 'mailSentAgain', 'mailNotSentAgain']
  return timeline.filter(entry => kinds.includes(entry.kind))
}

test('the timeline tells since when a mail was of unknown fate, and who sent it again', async () => {
  await using told = await story()
  const messageId = await loseAnswer(told, { afterAct: true })
  const [since] = await doubtLines(told)
  assert.match(since?.text ?? '', /^invitation 1: nobody knows whether it was sent \(.*504/)
  await told.day(2)
  await decide(told, 'again', messageId)
  const [first, settled, ...rest] = await doubtLines(told)
  assert.deepEqual(first, since, 'the beginning stays as it was told')
  assert.equal(settled?.text, 'invitation 1: sent again, as stage decided')
  assert.deepEqual(settled?.facts, {
    ...{ mail: 'invitation', number: 1, rule: null },
    ...{ by: 'operator', owner: 'stage' },
  })
  assert.ok(since && settled && settled.at > since.at)
  assert.deepEqual(rest, [])
  assert.equal(told.mails(told.people.wei).length, 2, 'which explains the second mail')
})

test('the timeline tells that a link or the campaign settled what was not known', async () => {
  await using told = await story({ campaign: { uncertainAfterHours: 24, uncertainThen: 'arrived' } })
  await loseAnswer(told, { afterAct: true })
  await told.open(told.people.wei)
  await told.pass(40)
  assert.equal((await doubtLines(told)).at(-1)?.text, 'invitation 1: taken as sent, its link was opened')
  await using other = await story({ campaign: { uncertainAfterHours: 24, uncertainThen: 'arrived' } })
  await loseAnswer(other, { afterAct: true })
  await other.day(2)
  assert.equal((await doubtLines(other)).at(-1)?.text, 'invitation 1: taken as sent, as the campaign says')
})

test('without a word from anybody it waits, for as long as it takes', async () => {
  await using told = await story()
  const { wei } = told.people
  await loseAnswer(told, { afterAct: false })
  await told.day(9)
  assert.equal((await listUncertain(told)).length, 1)
  assert.equal(told.mails(wei).length, 0)
})

test('a campaign may take such mails as arrived after a while', async () => {
  await using told = await story({ campaign: { uncertainAfterHours: 24, uncertainThen: 'arrived' } })
  const { wei } = told.people
  await loseAnswer(told, { afterAct: true })
  await told.pass(23 * 60)
  assert.equal(await told.status(wei), 'pending')
  await told.pass(2 * 60)
  assert.equal(await told.status(wei), 'sent')
  assert.match((await told.person(wei)).messages[0]?.detail ?? '', /after 24 hours, as the campaign says/)
})

test('a campaign may send such mails again after a while, once, and be told so when they are old already', async () => {
  await using told = await story()
  const { wei } = told.people
  await loseAnswer(told, { afterAct: false })
  await told.day(5)
  told.stage.box.tenant.faults.next({ family: 'mail', method: 'POST', status: 504 })
  await told.stage.client.updateCampaign({
    params: { campaignId: told.campaign.campaignId },
    body: { uncertainAfterHours: 12, uncertainThen: 'again' },
  })
  await told.day(20)
  assert.equal((await listUncertain(told)).length, 1, 'the second time it waits for an operator')
  assert.equal(told.mails(wei).length, 0)
})

test('a mail that comes back fails the person with the reason; nobody is reminded, and a retry invites again', async () => {
  await using told = await story()
  const { wei, siobhan } = told.people
  grantMailRead(told)
  closeMailbox(told, wei)
  await told.importPeople([wei, siobhan])
  await told.act('launch')
  assert.equal(await told.status(wei), 'sent', 'Exchange took it')
  await told.pass(30)
  const { enrolment, timeline, messages } = await told.person(wei)
  assert.deepEqual([enrolment.status, enrolment.reason], ['failed', 'bounced'])
  assert.match(enrolment.detail ?? '', /550 5\.1\.10/)
  assert.ok(timeline.some(entry => entry.kind === 'mailBounced' && /came back/.test(entry.text)))
  assert.equal(messages[0]?.state, 'bounced')
  assert.equal(await told.status(siobhan), 'sent')
  await told.day(9)
  assert.equal((await told.person(wei)).messages.length, 1, 'no reminder')
  const report = await told.stage.client.campaignStatus({ params: { campaignId: told.campaign.campaignId } })
  assert.equal(report.mail.bounced, 1)

  const { world } = told.stage.box.tenant
  world.addMailbox({ address: (wei.mail ?? '').toLowerCase(), userId: wei.id, enabled: true })
  await told.stage.client.actOnPeople({
    params: { campaignId: told.campaign.campaignId },
    body: { act: 'retry', enrolmentIds: [enrolment.enrolmentId] },
  })
  await told.pass(60)
  assert.equal(await told.status(wei), 'sent')
  assert.equal(told.mails(wei).length, 1)
})

test('a report proves that a mail of unknown fate was taken, and that it did not arrive', async () => {
  await using told = await story()
  const { wei } = told.people
  grantMailRead(told)
  closeMailbox(told, wei)
  told.stage.box.tenant.faults.next({ family: 'mail', method: 'POST', status: 504, afterAct: true })
  // Sent Items cannot be read for a while; the inbox can, later.
  told.stage.box.tenant.faults.next({ family: 'mail', method: 'GET', status: 500, times: 3 })
  await told.importPeople([wei])
  await told.act('launch')
  await told.pass(60)
  const { enrolment, messages } = await told.person(wei)
  assert.deepEqual([enrolment.status, enrolment.reason, messages[0]?.state], ['failed', 'bounced', 'bounced'])
})

test('mail from anybody else in the inbox is no reason to call somebody unreachable', async () => {
  await using told = await story()
  const { wei } = told.people
  grantMailRead(told)
  await told.importPeople([wei])
  await told.act('launch')
  told.stage.box.tenant.world.deliver({
    to: told.sender.address,
    from: 'hr@contoso.example',
    subject: 'Undeliverable?',
    html: null,
    text: `Is ${wei.mail} still with us? My mail came back with 550 5.1.1.`,
    headers: {},
    via: 'graph',
  })
  await told.day(1)
  assert.equal(await told.status(wei), 'sent')
})

/** What anybody on the internet can write to the sender's mailbox. */
function forgeReport(
  told: Story,
  user: User,
  { subject, returned = '' }: { subject: string; returned?: string },
) {
  told.stage.box.tenant.world.deliver({
    to: told.sender.address,
    from: 'postmaster@mail.example',
    subject,
    html: null,
    text: `Your message to ${user.mail} couldn't be delivered.\r\n550 5.1.1 No such user\r\n\r\n${returned}`,
    headers: { 'auto-submitted': 'auto-replied' },
    via: 'graph',
  })
}

test('a report that does not know our mail makes nobody unreachable', async () => {
  await using told = await story()
  const { wei, siobhan } = told.people
  grantMailRead(told)
  await told.importPeople([wei, siobhan])
  await told.act('launch')
  await told.pass(1)
  forgeReport(told, wei, { subject: 'Undelivered Mail Returned to Sender' })
  // Siobhan knows the id of her own mail, and no other.
  const [hers] = told.mails(siobhan)
  const returned = `X-Muster-Message: ${hers?.headers['x-muster-message']}`
  forgeReport(told, wei, { subject: `Undeliverable: ${hers?.subject}`, returned })
  await told.day(1)
  assert.deepEqual([await told.status(wei), await told.status(siobhan)], ['sent', 'sent'])
})

test('a report that gives our header back is believed, whatever its subject is', async () => {
  await using told = await story()
  const { wei } = told.people
  grantMailRead(told)
  await told.importPeople([wei])
  await told.act('launch')
  await told.pass(1)
  const returned = `From: mfa@contoso.example\r\nx-muster-message: ${told.mails(wei)[0]?.headers['x-muster-message']}`
  forgeReport(told, wei, { subject: 'Undelivered Mail Returned to Sender', returned })
  await told.day(1)
  assert.equal((await told.person(wei)).enrolment.reason, 'bounced')
})

test('a mail by SMTP that comes back names its envelope, and fails its person like any other', async () => {
  await using told = await story()
  const { wei, siobhan } = told.people
  grantMailRead(told)
  const { client, box } = told.stage
  // Found in the directory with an address elsewhere, which the mail server takes and cannot deliver to.
  closeMailbox(told, box.tenant.world.updateUser(wei.id, { mail: 'wei@partner.example' }))
  await client.syncPeople({ params: { tenantId: told.tenant.tenantId } })
  box.tenant.world.deliver({
    to: told.smtpSender.address,
    from: 'postmaster@mail.example',
    subject: 'Undelivered Mail Returned to Sender',
    html: null,
    text: `Your message to ${siobhan.mail} couldn't be delivered.\r\n550 5.1.1 No such user`,
    headers: {},
    via: 'smtp',
    report: { recipient: siobhan.mail ?? '', status: '5.1.1', envelopeId: 'not-ours', returnedHeaders: {} },
  })
  const { campaignId } = await client.createCampaign({
    body: { tenantId: told.tenant.tenantId, name: 'By SMTP', senderIds: [told.smtpSender.senderId] },
  })
  const list = [wei, siobhan].map(user => user.userPrincipalName).join('\n')
  await client.importPeople({ params: { campaignId }, body: new TextEncoder().encode(list) })
  await told.stage.settle()
  await client.actOnCampaign({ params: { campaignId, act: 'launch' } })
  await told.pass(60)
  const { items } = await client.searchPeople({ params: { campaignId }, body: {} })
  const stateOf = (user: User) => {
    const found = items.find(one => one.userPrincipalName === user.userPrincipalName)
    return [found?.status, found?.reason]
  }
  assert.deepEqual(stateOf(wei), ['failed', 'bounced'])
  assert.deepEqual(stateOf(siobhan), ['sent', null])
  const [, report] = box.tenant.world.inboxes.get(told.smtpSender.address.toLowerCase()) ?? []
  const { items: mails } = await client.listMails({ params: { campaignId }, query: { state: 'bounced' } })
  assert.deepEqual(
    mails.map(mail => mail.messageId),
    [report?.report?.envelopeId],
    'the server gave back what it was told',
  )
})

test('without Mail.Read nobody looks, and everything else goes on', async () => {
  await using told = await story()
  const { wei } = told.people
  closeMailbox(told, wei)
  await told.importPeople([wei])
  await told.act('launch')
  await told.day(2)
  assert.equal(await told.status(wei), 'sent')
  assert.ok(told.stage.box.tenant.traffic.requests.mail < 10, 'it is not asked for every few minutes')
})
