/** People whom reminders do not move: their manager hears of them once, in one digest, and the report tells of the rest. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { User } from '@muster/simulator/world/types'
import type { Story } from '../testing/story.ts'
import { createStoryTeller } from '../testing/story-teller.ts'

const story = createStoryTeller()
/** Invited on day 0, reminded on day 1, escalated on day 2 about eight, in the digest of day 3 at seven. */
const oneReminder = {
  remindAfterDays: 1,
  remindEveryDays: 1,
  remindersMax: 1,
  escalateAfterReminders: 1,
  groupId: null,
}

/** The digests that somebody got. */
function digests(told: Story, manager: User) {
  const inbox = told.stage.box.tenant.world.inboxes.get((manager.mail ?? '').toLowerCase()) ?? []
  return inbox.filter(mail => /second sign-in step at .* yet|noch ohne zweiten/.test(mail.subject))
}

/** Whom a digest names, as its table lists them. */
function namedIn(mail: { html: string | null }): string[] {
  const rows = (mail.html ?? '').matchAll(/<tr[^>]*>\s*<td[^>]*>([^<]+)<\/td>\s*<td/g)
  return [...rows].map(([, name = '']) => name).sort()
}

function report(told: Story) {
  return told.stage.client.campaignStatus({ params: { campaignId: told.campaign.campaignId } })
}

async function tellOf(told: Story, people: readonly User[]): Promise<void> {
  await told.importPeople(people)
  await told.act('launch')
}

/** Registers in the tenant, and time enough passes for the audit log to tell. */
async function register(told: Story, user: User): Promise<void> {
  const { world } = told.stage.box.tenant
  world.registerMethod(user.id, 'microsoftAuthenticator')
  await told.pass(90)
}

test('after two reminders and another wait each manager gets one digest with exactly the right people', async () => {
  await using told = await story({ campaign: { groupId: null, remindAfterDays: 1, remindEveryDays: 1 } })
  const { wei, oluwaseun, marisol, etienne, aroha, siobhan, priya } = told.people
  await tellOf(told, [wei, oluwaseun, marisol, etienne])
  await told.day(3, 10)
  assert.equal((await report(told)).escalations.waiting, 4, 'a day after the second reminder')
  assert.deepEqual([digests(told, aroha), digests(told, siobhan)], [[], []])
  await told.day(4)
  assert.deepEqual(digests(told, aroha).map(namedIn), [[oluwaseun.displayName, wei.displayName].sort()])
  assert.deepEqual(digests(told, siobhan).map(namedIn), [[marisol.displayName]])
  assert.deepEqual(digests(told, priya), [])
  const [mail] = digests(told, siobhan)
  assert.match(mail?.html ?? '', />2 Nov 2026<\/td>\s*<td[^>]*>[23]<\/td>/)
  assert.doesNotMatch(mail?.html ?? '', /href=/)
  assert.deepEqual((await report(told)).escalations, {
    waiting: 0,
    escalated: 3,
    noManager: 1,
    notSent: 0,
    notNeeded: 0,
  })
  await told.day(6)
  assert.equal(digests(told, aroha).length, 1, 'nobody is named twice')
  assert.equal(told.mails(wei).length, 4, 'the third reminder went out all the same')
})

test('what somebody’s timeline, list and export say of it, and whom the digest went to', async () => {
  await using told = await story({ campaign: oneReminder })
  const { marisol, siobhan, etienne } = told.people
  await tellOf(told, [marisol, etienne])
  await told.day(3)
  const { enrolment, timeline, messages } = await told.person(marisol)
  assert.equal(enrolment.escalation, 'escalated')
  assert.equal(enrolment.managerUserPrincipalName, siobhan.userPrincipalName)
  assert.ok(enrolment.escalatedAt)
  const texts = timeline.map(entry => entry.text)
  assert.ok(texts.includes('the manager is to be told, in the next digest'))
  assert.ok(texts.includes(`the manager was told: ${siobhan.userPrincipalName}`))
  const digest = messages.find(message => message.kind === 'escalation')
  assert.deepEqual([digest?.recipient, digest?.state], [siobhan.mail, 'sent'])
  const params = { campaignId: told.campaign.campaignId }
  const found = await told.stage.client.searchPeople({ params, body: { escalation: 'noManager' } })
  assert.deepEqual(
    found.items.map(one => [one.displayName, one.escalationDetail]),
    [[etienne.displayName, 'the directory names no manager']],
  )
  const file = await told.stage.client.exportPeople({ params, query: { shape: 'full' } })
  const text = await new Response(file.bytes).text()
  assert.match(text, /Manager told,Manager told at,Manager,Why the manager was not told/)
  const { items } = await told.stage.client.listMails({ params })
  assert.deepEqual(
    items.filter(mail => mail.enrolmentId === null).map(mail => [mail.kind, mail.recipient]),
    [['escalation', siobhan.mail]],
  )
})

test('no manager fails nobody, is asked about again, and a manager who is entered late is told', async () => {
  await using told = await story({ campaign: oneReminder })
  const { etienne, priya } = told.people
  await tellOf(told, [etienne])
  await told.day(3)
  assert.deepEqual(await told.status(etienne), 'sent')
  assert.equal((await report(told)).escalations.noManager, 1)
  const { timeline } = await told.person(etienne)
  assert.ok(timeline.some(({ text }) => text === 'the manager was not told: the directory names no manager'))
  told.stage.box.tenant.world.updateUser(etienne.id, { managerId: priya.id })
  await told.day(4)
  assert.deepEqual(digests(told, priya).map(namedIn), [[etienne.displayName]])
  assert.deepEqual((await report(told)).escalations.escalated, 1)
})

test('whoever never gets a manager is asked about three times, and no more', async () => {
  await using told = await story({ campaign: oneReminder })
  const { etienne } = told.people
  await tellOf(told, [etienne])
  await told.day(2, 20)
  const before = told.stage.box.tenant.traffic.requests.batch
  await told.day(6, 20)
  assert.equal(told.stage.box.tenant.traffic.requests.batch - before, 3)
  await told.day(8)
  assert.equal(told.stage.box.tenant.traffic.requests.batch - before, 3)
})

test('managers who cannot be told count as none, each with its reason', async () => {
  await using told = await story({ campaign: oneReminder })
  const { wei, marisol, bjoern, oluwaseun, nadia, aroha, siobhan, priya, ewa } = told.people
  const { world } = told.stage.box.tenant
  world.updateUser(wei.id, { managerId: wei.id })
  world.updateUser(bjoern.id, { managerId: ewa.id })
  world.updateUser(siobhan.id, { accountEnabled: false })
  world.updateUser(aroha.id, { mail: null })
  await told.stage.client.protectPeople({
    params: { tenantId: told.tenant.tenantId },
    body: { people: [priya.userPrincipalName], reason: 'break-glass' },
  })
  await tellOf(told, [wei, marisol, bjoern, oluwaseun, nadia])
  await told.day(3)
  const reasons = async (user: User) => (await told.person(user)).enrolment.escalationDetail
  assert.match((await reasons(wei)) ?? '', /as their own manager/)
  assert.match((await reasons(marisol)) ?? '', /account is disabled/)
  assert.match((await reasons(bjoern)) ?? '', /a guest/)
  assert.match((await reasons(oluwaseun)) ?? '', /no mail address/)
  assert.match((await reasons(nadia)) ?? '', /protected/)
  assert.equal((await report(told)).escalations.noManager, 5)
})

test('a directory that does not answer, or refuses, postpones and concludes nothing', async () => {
  await using told = await story({ campaign: oneReminder })
  const { marisol, siobhan } = told.people
  await tellOf(told, [marisol])
  await told.day(3, 6)
  told.stage.box.tenant.faults.next({ family: 'batch', status: 503, times: 4 })
  await told.day(3, 7)
  await told.pass(1)
  const { enrolment } = await told.person(marisol)
  assert.equal(enrolment.escalation, 'waiting')
  assert.match(enrolment.escalationDetail ?? '', /503/)
  await told.pass(30)
  assert.equal(digests(told, siobhan).length, 1)
})

test('somebody who registers before the digests are made is left out, and costs no request', async () => {
  await using told = await story({ campaign: oneReminder })
  const { wei, oluwaseun, marisol, aroha, siobhan } = told.people
  await tellOf(told, [wei, oluwaseun, marisol])
  await told.day(2, 20)
  assert.equal((await report(told)).escalations.waiting, 3)
  await register(told, wei)
  await register(told, marisol)
  await told.day(3)
  assert.deepEqual(digests(told, aroha).map(namedIn), [[oluwaseun.displayName]])
  assert.deepEqual(digests(told, siobhan), [])
  assert.deepEqual((await report(told)).escalations, {
    waiting: 0,
    escalated: 1,
    noManager: 0,
    notSent: 0,
    notNeeded: 2,
  })
  const { timeline } = await told.person(wei)
  assert.ok(timeline.some(({ text }) => text === 'the manager was not told: no longer needed'))
})

test('somebody who registers while the digest waits for its mailbox is not in it; one with nobody left is not sent', async () => {
  await using told = await story({ campaign: oneReminder })
  const { wei, oluwaseun, marisol, aroha, siobhan } = told.people
  await tellOf(told, [wei, oluwaseun, marisol])
  await told.day(2, 20)
  const mailbox = told.stage.box.tenant.world.mailboxes.get(told.sender.address)
  assert.ok(mailbox)
  mailbox.enabled = false
  await told.day(3, 7)
  assert.equal((await report(told)).mail.queued, 2, 'both digests wait')
  await register(told, wei)
  await register(told, marisol)
  mailbox.enabled = true
  await told.pass(60)
  assert.deepEqual(digests(told, aroha).map(namedIn), [[oluwaseun.displayName]])
  assert.deepEqual(digests(told, siobhan), [])
  const { items } = await told.stage.client.listMails({
    params: { campaignId: told.campaign.campaignId },
    query: { state: 'withdrawn' },
  })
  assert.deepEqual(
    items.map(mail => [mail.recipient, mail.detail]),
    [[siobhan.mail, 'nobody is left to tell of']],
  )
})

test('a digest of unknown fate is sent once more only when an operator says so, and names whoever is left then', async () => {
  await using told = await story({ campaign: oneReminder })
  const { wei, oluwaseun, aroha } = told.people
  await tellOf(told, [wei, oluwaseun])
  await told.day(2, 20)
  told.stage.box.tenant.faults.next({ family: 'mail', method: 'POST', status: 504 })
  await told.day(4)
  assert.deepEqual(digests(told, aroha), [])
  const params = { campaignId: told.campaign.campaignId }
  const { items } = await told.stage.client.listMails({ params, query: { state: 'uncertain' } })
  assert.deepEqual(
    items.map(mail => mail.kind),
    ['escalation'],
  )
  assert.equal((await report(told)).escalations.waiting, 2)
  await register(told, wei)
  const messageIds = items.map(mail => mail.messageId)
  await told.stage.client.decideMails({ params, body: { decision: 'again', messageIds } })
  await told.pass(10)
  assert.deepEqual(digests(told, aroha).map(namedIn), [[oluwaseun.displayName]])
  assert.equal((await report(told)).escalations.escalated, 1)
})

test('a digest whose answer was lost is found in Sent Items, and everybody whom it names counts as escalated', async () => {
  await using told = await story({ campaign: oneReminder })
  const { wei, oluwaseun, aroha } = told.people
  told.stage.box.app.roles.push('Mail.Read')
  told.stage.box.tenant.faults.revokeTokens()
  await tellOf(told, [wei, oluwaseun])
  await told.day(2, 20)
  told.stage.box.tenant.faults.next({ family: 'mail', method: 'POST', status: 504, afterAct: true })
  await told.day(3, 12)
  assert.equal(digests(told, aroha).length, 1)
  assert.equal((await report(told)).escalations.escalated, 2)
})

test('a digest that comes back is said of each person in it; nobody fails for it', async () => {
  await using told = await story({ campaign: oneReminder })
  const { wei, oluwaseun, aroha } = told.people
  told.stage.box.app.roles.push('Mail.Read')
  told.stage.box.tenant.faults.revokeTokens()
  told.stage.box.tenant.world.mailboxes.delete((aroha.mail ?? '').toLowerCase())
  await tellOf(told, [wei, oluwaseun])
  await told.day(4)
  assert.deepEqual([await told.status(wei), await told.status(oluwaseun)], ['sent', 'sent'])
  assert.equal((await report(told)).escalations.notSent, 2)
  const { timeline } = await told.person(wei)
  assert.ok(timeline.some(({ text }) => /^the manager was not told: the mail to .* 550 5\.1\.10/.test(text)))
})

test('a pause holds digests back, the resume sends them', async () => {
  await using told = await story({ campaign: oneReminder })
  const { marisol, siobhan } = told.people
  await tellOf(told, [marisol])
  await told.day(2, 20)
  await told.act('pause')
  await told.day(5)
  assert.deepEqual(digests(told, siobhan), [])
  await told.act('resume')
  await told.pass(5)
  assert.deepEqual(digests(told, siobhan).map(namedIn), [[marisol.displayName]])
})

test('finishing the campaign withdraws digests that wait, and those that would have been made', async () => {
  await using told = await story({ campaign: oneReminder })
  const { marisol, wei, siobhan, aroha } = told.people
  await tellOf(told, [marisol])
  await told.day(1)
  await told.importPeople([wei])
  await told.day(2, 20)
  const mailbox = told.stage.box.tenant.world.mailboxes.get(told.sender.address)
  assert.ok(mailbox)
  mailbox.enabled = false
  await told.day(3, 20)
  const before = await report(told)
  assert.deepEqual([before.mail.queued, before.escalations.waiting], [1, 2], 'one is queued, one is to come')
  await told.act('finish')
  mailbox.enabled = true
  await told.day(5)
  assert.deepEqual([digests(told, siobhan), digests(told, aroha)], [[], []])
  const { escalations, mail } = await report(told)
  assert.deepEqual([mail.queued, escalations.waiting, escalations.notNeeded], [0, 0, 2])
})

test('a campaign that never escalates asks for no manager', async () => {
  await using told = await story({ campaign: { ...oneReminder, escalateAfterReminders: null } })
  const { marisol, siobhan } = told.people
  await tellOf(told, [marisol])
  await told.day(5)
  assert.deepEqual(digests(told, siobhan), [])
  assert.equal((await report(told)).escalations.waiting, 0)
})
