/** Exclusions with owner, reason and expiry: people come back by themselves, and are judged again before any mail. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { User } from '@muster/simulator/world/types'
import { type Story, storyStartsAt } from '../testing/story.ts'
import { createStoryTeller } from '../testing/story-teller.ts'

const story = createStoryTeller()
const dayMs = 24 * 60 * 60 * 1000

async function exclude(told: Story, untilDay: number, ...people: readonly User[]): Promise<void> {
  const found = await Promise.all(people.map(user => told.person(user)))
  await told.stage.client.actOnPeople({
    params: { campaignId: told.campaign.campaignId },
    body: {
      act: 'exclude',
      enrolmentIds: found.map(({ enrolment }) => enrolment.enrolmentId),
      reason: 'at sea',
      until: new Date(storyStartsAt.getTime() + untilDay * dayMs).toISOString(),
    },
  })
}

test('on the day the exclusion ends, whoever may be mailed is invited, and whoever has become ineligible is not', async () => {
  await using told = await story()
  const { wei, siobhan, bjoern, marisol } = told.people
  const { world } = told.stage.box.tenant
  await told.importPeople([wei, siobhan, bjoern, marisol])
  await exclude(told, 5, wei, siobhan, bjoern, marisol)
  await told.act('launch')
  await told.day(4)
  world.updateUser(siobhan.id, { accountEnabled: false })
  world.registerMethod(bjoern.id, 'fido2')
  await told.stage.client.protectPeople({
    params: { tenantId: told.tenant.tenantId },
    body: { people: [marisol.userPrincipalName], reason: 'service account' },
  })
  await told.day(4, 23)
  for (const user of [wei, siobhan, bjoern, marisol]) {
    assert.equal(await told.status(user), 'excluded')
    assert.equal(told.mails(user).length, 0)
  }
  await told.day(6)
  assert.equal(told.mails(wei).length, 1)
  assert.equal(await told.status(wei), 'sent')
  const { timeline } = await told.person(wei)
  assert.deepEqual(
    timeline.filter(({ kind }) => kind === 'excluded' || kind === 'reinstated').map(({ text }) => text),
    ['excluded by stage until 2026-11-07: at sea', 'back in the campaign: the exclusion ended'],
  )
  for (const user of [siobhan, bjoern, marisol]) assert.equal(told.mails(user).length, 0, user.displayName)
  const standing = await Promise.all([siobhan, marisol].map(user => told.person(user)))
  assert.deepEqual(
    standing.map(({ enrolment }) => [enrolment.status, enrolment.reason]),
    [
      ['skipped', 'accountDisabled'],
      ['skipped', 'protected'],
    ],
  )
  assert.equal(await told.status(bjoern), 'active', 'looked at before the mail')
})

test('somebody excluded between invitation and reminder is reminded after coming back, not before', async () => {
  await using told = await story()
  const { wei } = told.people
  await told.importPeople([wei])
  await told.act('launch')
  await told.day(2)
  await exclude(told, 10, wei)
  await told.day(9)
  assert.equal(told.mails(wei).length, 1)
  await told.day(11)
  assert.equal(told.mails(wei).length, 2)
  assert.equal(await told.status(wei), 'sent')
})

test('an exclusion that would have ended already is refused', async () => {
  await using told = await story()
  const { wei } = told.people
  await told.importPeople([wei])
  await told.act('launch')
  await told.day(2)
  await assert.rejects(exclude(told, 1, wei), /the exclusion would have ended already/)
  assert.equal(await told.status(wei), 'sent')
})
