/** Protected people: no import, group, click or registration reaches them, from the API down to the tenant itself. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { User } from '@muster/simulator/world/types'
import type { Story } from '../testing/story.ts'
import { createStoryTeller } from '../testing/story-teller.ts'

const story = createStoryTeller()
const reason = 'emergency access'

async function protect(told: Story, ...people: readonly User[]) {
  const names = people.map(user => user.userPrincipalName)
  const params = { tenantId: told.tenant.tenantId }
  const answer = await told.stage.client.protectPeople({
    params,
    body: { people: names, reason, owner: 'Noor' },
  })
  await told.stage.settle()
  return answer
}

async function unprotect(told: Story, ...people: readonly User[]) {
  const names = people.map(user => user.userPrincipalName)
  const params = { tenantId: told.tenant.tenantId }
  const answer = await told.stage.client.endProtection({ params, body: { people: names } })
  await told.stage.settle()
  return answer
}

test('somebody on the list is imported by file and by group in vain: never mailed, never in the group', async () => {
  await using told = await story()
  const { wei, siobhan } = told.people
  assert.equal((await protect(told, wei)).changed, 1)
  const dryRun = await told.importPeople([wei, siobhan], { dryRun: true })
  assert.deepEqual([dryRun.counts.added, dryRun.counts.skipped], [1, 1])
  const batch = await told.importPeople([wei, siobhan])
  assert.deepEqual([batch.counts.added, batch.counts.skipped], [1, 1])
  const { cast } = told.stage.box
  assert.ok(cast !== null)
  const params = { campaignId: told.campaign.campaignId }
  await told.stage.client.importGroup({ params, body: { groupId: cast.pilotGroup.id } })
  await told.act('launch')
  await told.importPeople([wei], { inviteAgain: true })
  told.stage.box.tenant.world.registerMethod(wei.id, 'fido2')
  await told.day(20)
  const { enrolment } = await told.person(wei)
  assert.deepEqual([enrolment.status, enrolment.reason], ['skipped', 'protected'])
  assert.match(enrolment.detail ?? '', /list of protected people/)
  assert.equal(told.mails(wei).length, 0)
  assert.ok(!told.isInGroup(wei), 'registered, and still left alone')
  assert.ok(told.mails(siobhan).length > 0)
})

test('putting somebody on the list withdraws the queued mail and the queued joining at once', async () => {
  await using told = await story()
  const { wei, siobhan } = told.people
  const { faults } = told.stage.box.tenant
  await told.importPeople([wei])
  await told.act('launch')
  await told.day(1)
  for (let times = 0; times < 20; times++) faults.next({ family: 'groups', status: 503 })
  await told.press(wei)
  assert.ok(!told.isInGroup(wei), 'the directory does not answer')
  faults.next({ family: 'mail', status: 429, retryAfterSeconds: 600 })
  await told.importPeople([siobhan])
  await told.pass(1)
  assert.equal((await protect(told, wei, siobhan)).inGroup, 0)
  await told.day(3)
  assert.ok(!told.isInGroup(wei))
  assert.equal(told.mails(siobhan).length, 0)
  const [mail] = (await told.person(siobhan)).messages
  assert.equal(mail?.state, 'withdrawn')
  const { timeline } = await told.person(wei)
  assert.ok(timeline.some(entry => entry.kind === 'joinWithdrawn'))
})

test('a click after that is kept and joins nobody; off the list, the joining follows', async () => {
  await using told = await story()
  const { wei } = told.people
  await told.importPeople([wei])
  await told.act('launch')
  await told.day(1)
  await protect(told, wei)
  assert.equal((await told.press(wei)).location !== null, true, 'the page answers as for everybody')
  await told.day(2)
  assert.ok(!told.isInGroup(wei))
  assert.notEqual((await told.person(wei)).enrolment.confirmedAt, null)
  assert.equal((await unprotect(told, wei)).changed, 1)
  await told.pass(5)
  assert.equal(await told.status(wei), 'addedToGroup')
  assert.ok(told.isInGroup(wei))
})

test('an active person who is protected is set aside, and the operator hears who is in the group already', async () => {
  await using told = await story()
  const { aroha } = told.people
  await told.importPeople([aroha])
  await told.act('launch')
  await told.day(1)
  assert.equal(await told.status(aroha), 'active')
  const answer = await protect(told, aroha)
  assert.deepEqual([answer.changed, answer.inGroup], [1, 1])
  assert.equal(await told.status(aroha), 'skipped')
  const params = { tenantId: told.tenant.tenantId }
  const [listed] = (await told.stage.client.listProtected({ params })).items
  assert.deepEqual([listed?.owner, listed?.reason, listed?.inGroupOf], ['Noor', reason, [told.campaign.name]])
  assert.deepEqual([(await protect(told, aroha)).changed, (await protect(told, aroha)).unchanged], [0, 1])
  await unprotect(told, aroha)
  assert.equal(await told.status(aroha), 'active')
})

test('somebody excluded and then protected stays out when the exclusion is taken back', async () => {
  await using told = await story()
  const { wei } = told.people
  await told.importPeople([wei])
  await told.act('launch')
  await told.day(1)
  await told.press(wei)
  await told.pass(5)
  const { enrolmentId } = (await told.person(wei)).enrolment
  const params = { campaignId: told.campaign.campaignId }
  const act = 'exclude' as const
  await told.stage.client.actOnPeople({
    params,
    body: { act, enrolmentIds: [enrolmentId], reason: 'at sea' },
  })
  await protect(told, wei)
  assert.equal(await told.status(wei), 'excluded')
  await told.stage.client.actOnPeople({ params, body: { act: 'reinstate', enrolmentIds: [enrolmentId] } })
  assert.deepEqual(
    [(await told.person(wei)).enrolment.status, (await told.person(wei)).enrolment.reason],
    ['skipped', 'protected'],
  )
})

test('a name that nobody has is said, somebody hired a minute ago is found live, and ids are names too', async () => {
  await using told = await story()
  const { client, box } = told.stage
  const mara = box.tenant.world.addUser({
    userPrincipalName: 'mara.okafor@contoso.example',
    mail: 'mara.okafor@contoso.example',
    displayName: 'Mara Okafor',
  })
  const params = { tenantId: told.tenant.tenantId }
  const people = [mara.userPrincipalName, told.people.wei.id, 'nobody@contoso.example', 'break-glass']
  const answer = await client.protectPeople({ params, body: { people, reason } })
  assert.equal(answer.changed, 2)
  assert.deepEqual(answer.notFound, ['nobody@contoso.example', 'break-glass'])
  const listed = (await client.listProtected({ params })).items.map(one => one.displayName)
  assert.deepEqual(new Set(listed), new Set(['Mara Okafor', told.people.wei.displayName]))
  const ended = await client.endProtection({ params, body: { people: [mara.id, 'nobody@contoso.example'] } })
  assert.deepEqual([ended.changed, ended.notFound], [1, ['nobody@contoso.example']])
})
