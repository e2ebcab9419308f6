/** A draft that is deleted: everything of it goes, nobody is counted who was only in it, and what was launched stays. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ApiProblem } from '@muster/contract/client'
import { findTallyDisagreements } from '../reports/tallies.ts'
import type { Story } from '../testing/story.ts'
import { createStoryTeller } from '../testing/story-teller.ts'

const story = createStoryTeller()

async function importInto(told: Story, campaignId: string, upns: readonly string[]): Promise<void> {
  const body = new TextEncoder().encode(['UPN', ...upns].join('\n'))
  await told.stage.client.importPeople({ params: { campaignId }, body, query: {} })
  await told.stage.settle()
}

const isConflict = (words: RegExp) => (error: unknown) =>
  error instanceof ApiProblem && error.body.status === 409 && words.test(error.body.detail ?? error.message)

test('a draft goes with its lists and its people, and the tenant counts those who are left', async () => {
  await using told = await story()
  const { wei, siobhan, marisol } = told.people
  const { app, client } = told.stage
  const { tenantId } = told.tenant
  await told.importPeople([wei, siobhan])
  await told.act('launch')
  await told.day(1)
  const overview = () => client.tenantOverview({ params: { tenantId } })
  const before = await overview()
  const draft = await client.createCampaign({ body: { tenantId, name: 'A try' } })
  const params = { campaignId: draft.campaignId }
  await importInto(told, draft.campaignId, [wei.userPrincipalName, marisol.userPrincipalName])
  await client.createExclusion({ params, body: { reason: 'at sea' } })
  await client.addSummarySchedule({
    params: { tenantId },
    body: { ...params, recipients: [marisol.mail ?? ''] },
  })
  assert.equal((await overview()).adoption.people, 3)
  await client.removeCampaign({ params })
  const after = await overview()
  assert.deepEqual(after.adoption, before.adoption)
  assert.deepEqual(
    after.campaigns.map(({ campaign }) => campaign.name),
    [told.campaign.name],
  )
  assert.deepEqual(await findTallyDisagreements(app.db, tenantId), [])
  await assert.rejects(client.getCampaign({ params }), /no such campaign/)
  assert.equal(await told.status(wei), 'sent')
  // Its name is free again.
  await client.createCampaign({ body: { tenantId, name: 'A try' } })
})

test('what was launched is not deleted', async () => {
  await using told = await story()
  const params = { campaignId: told.campaign.campaignId }
  await told.importPeople([told.people.wei])
  await told.act('launch')
  await assert.rejects(told.stage.client.removeCampaign({ params }), isConflict(/launched/))
  await told.day(1)
  assert.equal(await told.status(told.people.wei), 'sent')
})
