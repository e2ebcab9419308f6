/** Where a SharePoint list that cannot be kept in step is told of: the overview, and the doctor. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tellAttention } from '../cli/overview-command.ts'
import { allowLists, takeMirror } from '../stage/mirror.ts'
import type { Story } from '../testing/story.ts'
import { createStoryTeller } from '../testing/story-teller.ts'

const story = createStoryTeller()

async function listed(told: Story) {
  allowLists(told.stage)
  told.stage.box.tenant.faults.revokeTokens()
  await told.importPeople([told.people.wei])
  const list = await takeMirror(told.stage, told.campaign.campaignId)
  await told.pass(6)
  return list
}

async function stuckOf({ stage, campaign }: Story) {
  const { attention } = await stage.client.tenantOverview({ params: { tenantId: campaign.tenantId } })
  return attention.filter(item => item.kind === 'mirrorStuck')
}

async function diagnosed({ stage, campaign }: Story) {
  const { checks } = await stage.client.doctor({ params: { tenantId: campaign.tenantId } })
  return checks.filter(check => check.name.startsWith('the SharePoint list'))
}

async function check({ stage, campaign }: Story) {
  await stage.client.checkMirror({ params: { campaignId: campaign.campaignId } })
  await stage.settle()
}

test('a list whose permission is taken away needs somebody until it is granted again; the doctor says what to grant', async () => {
  await using told = await story()
  assert.deepEqual(
    (await diagnosed(told)).map(({ outcome }) => outcome),
    ['skipped'],
  )
  await listed(told)
  assert.deepEqual(await stuckOf(told), [])
  const [fine] = await diagnosed(told)
  assert.equal(fine?.outcome, 'ok')
  assert.equal(fine?.name, `the SharePoint list of ${told.campaign.name}`)
  const { app, tenant } = told.stage.box
  app.roles.splice(app.roles.indexOf('Sites.Manage.All'), 1)
  tenant.faults.revokeTokens()
  await check(told)
  const [stuck] = await stuckOf(told)
  assert.ok(stuck !== undefined)
  assert.equal(stuck.campaignId, told.campaign.campaignId)
  assert.match(tellAttention(stuck), /cannot be kept in step: .*muster mirror show/)
  const [refused] = await diagnosed(told)
  assert.equal(refused?.outcome, 'missing')
  assert.match(refused?.remedy ?? '', /Sites\.Selected.*"write" on https/)
  allowLists(told.stage)
  tenant.faults.revokeTokens()
  await check(told)
  assert.deepEqual(await stuckOf(told), [])
})

test('with the right to read alone, the doctor tells that the list is not written', async () => {
  await using told = await story()
  await listed(told)
  const { app, tenant, site } = told.stage.box
  app.roles.splice(app.roles.indexOf('Sites.Manage.All'), 1, 'Sites.Selected')
  tenant.world.sites.grant(site, { appId: app.clientId, roles: ['read'] })
  tenant.faults.revokeTokens()
  await told.act('launch')
  await told.pass(10)
  const [unwritten] = await diagnosed(told)
  assert.equal(unwritten?.outcome, 'missing')
  assert.match(unwritten?.message ?? '', /can be read and not written/)
})

test('a list that is deleted needs somebody, and no longer once it is ended', async () => {
  await using told = await story()
  const list = await listed(told)
  const { box, client } = told.stage
  box.tenant.world.sites.deleteList(box.site, list)
  await check(told)
  assert.match((await stuckOf(told))[0]?.reason ?? '', /not there any more/)
  const [gone] = await diagnosed(told)
  assert.deepEqual([gone?.outcome, /recycle bin/.test(gone?.remedy ?? '')], ['failed', true])
  const params = { campaignId: told.campaign.campaignId }
  await client.updateMirror({ params, body: { isOn: false } })
  assert.deepEqual(await stuckOf(told), [])
  await client.removeMirror({ params })
  assert.deepEqual(
    (await diagnosed(told)).map(({ outcome }) => outcome),
    ['skipped'],
  )
})

test('a row that SharePoint goes on refusing needs somebody; one that it refused once does not yet', async () => {
  await using told = await story()
  const list = await listed(told)
  const { sites } = told.stage.box.tenant.world
  const [row] = sites.rowsOf(list)
  told.stage.box.tenant.faults.next({
    family: 'lists',
    method: 'PATCH',
    path: `/items/${row?.id}/`,
    status: 400,
    times: 4,
  })
  await told.act('launch')
  await told.pass(6)
  assert.deepEqual(await stuckOf(told), [])
  await told.pass(9)
  const [stuck] = await stuckOf(told)
  assert.equal(stuck?.refused, 1)
  await check(told)
  assert.deepEqual(await stuckOf(told), [])
})
