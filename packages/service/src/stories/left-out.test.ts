/** People left out of a campaign from the start: by a list or a group, with a reason and an end; later lists do not bring them in. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ApiProblem } from '@muster/contract/client'
import type { Story } from '../testing/story.ts'
import { createStoryTeller } from '../testing/story-teller.ts'

const story = createStoryTeller()

const day = 86_400_000

function leaveOut(told: Story, given: { reason: string; until?: string }) {
  const params = { campaignId: told.campaign.campaignId }
  return told.stage.client.createExclusion({ params, body: given })
}

test('whoever is on a list of people to be left out is never invited, also when a later list names them', async () => {
  await using told = await story()
  const { marisol, wei } = told.people
  const { exclusionId, owner } = await leaveOut(told, { reason: 'on parental leave' })
  const left = await told.importPeople([wei], { exclusionId })
  assert.deepEqual(left.exclusion, { reason: 'on parental leave', until: null })
  assert.equal(left.counts.added, 1)
  await told.importPeople([marisol, wei])
  await told.act('launch')
  await told.day(1)
  assert.deepEqual([told.mails(marisol).length, told.mails(wei).length], [1, 0])
  assert.equal(await told.status(wei), 'excluded')
  const { items } = await told.stage.client.searchPeople({
    params: { campaignId: told.campaign.campaignId },
    body: { status: ['excluded'] },
  })
  assert.deepEqual([items[0]?.reason, items[0]?.owner], ['on parental leave', owner])
})

test('an exclusion that ends lets the person back into the campaign', async () => {
  await using told = await story()
  const { wei } = told.people
  const until = new Date(told.stage.clock.now().getTime() + 3 * day).toISOString()
  const { exclusionId } = await leaveOut(told, { reason: 'travelling', until })
  await told.importPeople([wei], { exclusionId })
  await told.act('launch')
  await told.day(1)
  assert.equal(told.mails(wei).length, 0)
  await told.day(4)
  assert.equal(told.mails(wei).length, 1)
})

test('a dry run foretells who would be left out, and leaves nobody out', async () => {
  await using told = await story()
  const { marisol, wei } = told.people
  await told.importPeople([wei])
  const { exclusionId } = await leaveOut(told, { reason: 'pilot' })
  const foretold = await told.importPeople([wei, marisol], { exclusionId, dryRun: true })
  assert.deepEqual([foretold.counts.added, foretold.counts.updated], [1, 1])
  assert.equal(await told.status(wei), 'pending')
  const done = await told.importPeople([wei, marisol], { exclusionId })
  assert.deepEqual(done.counts, foretold.counts)
})

test('a protected account stays protected, and a list brought twice changes nothing', async () => {
  await using told = await story()
  const { marisol, aroha } = told.people
  await told.stage.client.protectPeople({
    params: { tenantId: told.tenant.tenantId },
    body: { people: [aroha.userPrincipalName], reason: 'emergency access' },
  })
  const { exclusionId } = await leaveOut(told, { reason: 'pilot' })
  const first = await told.importPeople([marisol, aroha], { exclusionId })
  assert.deepEqual([first.counts.added, first.counts.skipped], [1, 1])
  const again = await told.importPeople([marisol], { exclusionId })
  assert.deepEqual([again.counts.updated, again.counts.unchanged], [0, 1])
})

test('an end that is past, and an exclusion of another campaign, are refused', async () => {
  await using told = await story()
  const past = new Date(told.stage.clock.now().getTime() - day).toISOString()
  await assert.rejects(leaveOut(told, { reason: 'late', until: past }), (error: unknown) => {
    assert.ok(error instanceof ApiProblem)
    return error.body.where === 'until'
  })
  const other = await told.stage.client.createCampaign({
    body: { tenantId: told.tenant.tenantId, name: 'Another' },
  })
  const { exclusionId } = await told.stage.client.createExclusion({
    params: { campaignId: other.campaignId },
    body: { reason: 'elsewhere' },
  })
  await assert.rejects(told.importPeople([told.people.wei], { exclusionId }), /no such exclusion/)
})
