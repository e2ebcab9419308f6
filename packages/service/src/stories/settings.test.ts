/** What the settings pages ask: the installation, groups by name, and the log of acts by who, what and when. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ApiProblem } from '@muster/contract/client'
import { createStoryTeller } from '../testing/story-teller.ts'

const story = createStoryTeller()

test('the installation tells its addresses, sign-in and languages, and no secret', async () => {
  await using told = await story()
  const found = await told.stage.client.getInstallation()
  assert.equal(found.administrationUrl, told.stage.app.administrationUrl)
  assert.equal(found.publicUrl.isGiven, false)
  assert.equal(found.publicUrl.obstacle?.kind, 'onlyHere')
  assert.match(found.publicUrl.obstacle?.remedy ?? '', /MUSTER_PUBLIC_URL/)
  assert.deepEqual(found.languages, { mails: ['de', 'en'], pages: ['en', 'de', 'fr'] })
  assert.equal(found.opensCredentials, true)
  assert.ok(found.database.bytes > 0)
  assert.doesNotMatch(JSON.stringify(found), new RegExp(told.stage.box.secret))
})

test('groups are found by name and by object id; without the permission the answer says what to grant', async () => {
  await using told = await story()
  const { box, client } = told.stage
  const params = { tenantId: told.tenant.tenantId }
  const { displayName, id } = box.enforcedGroup
  const byName = await client.searchGroups({ params, body: { text: displayName.slice(0, 3).toLowerCase() } })
  assert.ok(byName.items.some(group => group.groupId === id && group.obstacle === null))
  const byId = await client.searchGroups({ params, body: { text: id } })
  assert.deepEqual(
    byId.items.map(group => group.displayName),
    [displayName],
  )
  const nobody = '00000000-0000-4000-8000-000000000001'
  assert.deepEqual(await client.searchGroups({ params, body: { text: nobody } }), {
    items: [],
    isWhole: true,
  })
  box.tenant.faults.next({ family: 'groups', status: 403 })
  await assert.rejects(client.searchGroups({ params, body: { text: 'x' } }), (error: unknown) => {
    assert.ok(error instanceof ApiProblem)
    assert.match(error.body.remedy ?? '', /GroupMember/)
    return true
  })
})

test('the log of acts is searched by who did what, how it ended, what it was about, and when', async () => {
  await using told = await story()
  const { client, clock } = told.stage
  const params = { campaignId: told.campaign.campaignId }
  await told.day(1)
  const from = clock.now().toISOString()
  await client.updateCampaign({ params, body: { name: 'Renamed' } })
  await assert.rejects(client.actOnCampaign({ params: { ...params, act: 'resume' } }))
  const asked = async (query: Parameters<typeof client.listActivity>[0]) =>
    (await client.listActivity(query)).items.map(entry => entry.act)
  assert.deepEqual(await asked({ query: { act: 'updateCampaign' } }), ['updateCampaign'])
  assert.deepEqual(await asked({ query: { outcome: 'refused' } }), ['actOnCampaign'])
  assert.deepEqual(await asked({ query: { aboutId: params.campaignId, from } }), [
    'actOnCampaign',
    'updateCampaign',
  ])
  const { items } = await client.listActivity({ query: { until: from } })
  assert.ok(items.length > 0)
  assert.ok(items.every(entry => entry.at < new Date(from)))
  const [mine] = (await client.listActivity({ query: { limit: 1 } })).items
  assert.ok(mine?.byId)
  assert.ok((await asked({ query: { byId: mine.byId, by: 'apiKey' } })).length >= 3)
  assert.deepEqual(await asked({ query: { by: 'account' } }), [])
})
