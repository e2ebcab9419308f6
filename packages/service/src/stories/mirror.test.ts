/** The SharePoint list of a campaign: made, filled, kept in step, and put right when somebody has changed it by hand. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ApiProblem } from '@muster/contract/client'
import type { List } from '@muster/simulator/world/list-types'
import { auditMirror, takeMirror } from '../stage/mirror.ts'
import type { Story } from '../testing/story.ts'
import { createStoryTeller } from '../testing/story-teller.ts'

const story = createStoryTeller()
const siteUrl = 'https://contoso.sharepoint.com/sites/it-security'
const problem = (words: RegExp) => (error: unknown) =>
  error instanceof ApiProblem && words.test(`${error.body.detail} ${error.body.remedy}`)

function grant(told: Story, ...roles: string[]): void {
  told.stage.box.app.roles.push(...roles)
  told.stage.box.tenant.faults.revokeTokens()
}

async function takeList(told: Story): Promise<List> {
  grant(told, 'Sites.Manage.All')
  const list = await takeMirror(told.stage, told.campaign.campaignId)
  await told.pass(6)
  return list
}

const rowsOf = (told: Story, list: List) => told.stage.box.tenant.world.sites.rowsOf(list)

function rowOf(told: Story, list: List, upn: string) {
  const row = rowsOf(told, list).find(one => one.fields.Title === upn)
  assert.ok(row !== undefined, `${upn} has no row`)
  return row
}

async function audit(told: Story, list: List) {
  return auditMirror(told.stage, { campaignId: told.campaign.campaignId, list })
}

async function mirrorOf(told: Story) {
  const { mirror } = await told.stage.client.getMirror({ params: { campaignId: told.campaign.campaignId } })
  assert.ok(mirror !== null)
  return mirror
}

test('a list is made with the columns of the reference product, and follows Wei from invitation to registration', async () => {
  await using told = await story()
  const { wei, giuseppe } = told.people
  await told.importPeople([wei, giuseppe])
  const list = await takeList(told)
  const columns = new Map(list.columns.map(column => [column.name, column]))
  for (const name of ['Title', 'InviteStatus', 'InGroup', 'MFARegistrationState', 'InviteSentDate']) {
    assert.equal(columns.get(name)?.indexed, true, name)
  }
  assert.deepEqual(columns.get('MFARegistrationState')?.facet, {
    kind: 'choice',
    ...{ choices: ['Registered', 'Not Registered'], allowTextEntry: false, displayAs: 'dropDownMenu' },
  })
  assert.equal(rowOf(told, list, wei.userPrincipalName).fields.InviteStatus, 'Pending')
  await told.act('launch')
  await told.pass(10)
  assert.equal(rowOf(told, list, wei.userPrincipalName).fields.InviteStatus, 'Sent')
  await told.day(1)
  await told.press(wei)
  await told.pass(6)
  const clicked = rowOf(told, list, wei.userPrincipalName)
  assert.deepEqual([clicked.fields.InviteStatus, clicked.fields.InGroup], ['AddedToGroup', true])
  told.stage.box.tenant.world.registerMethod(wei.id, 'microsoftAuthenticator')
  await told.day(3)
  const active = rowOf(told, list, wei.userPrincipalName)
  assert.equal(active.fields.InviteStatus, 'Active')
  assert.equal(active.fields.MFARegistrationState, 'Registered')
  const figures = await audit(told, list)
  assert.deepEqual({ rows: figures.rows, wrong: figures.wrong }, { rows: 2, wrong: 0 })
  assert.equal(figures.writesPerChange, 1)
})

test('nothing is written when nothing has changed, whatever was looked at', async () => {
  await using told = await story()
  await told.importPeople([told.people.wei])
  const list = await takeList(told)
  await told.act('launch')
  await told.day(1)
  const before = (await audit(told, list)).writes
  await told.day(4)
  assert.equal((await audit(told, list)).writes, before)
})

test('rows edited or deleted by hand are put right by the next check, which says so; a row of nobody is left alone', async () => {
  await using told = await story()
  const { wei, giuseppe, bjoern } = told.people
  await told.importPeople([wei, giuseppe, bjoern])
  const list = await takeList(told)
  await told.pass(15)
  const { sites } = told.stage.box.tenant.world
  sites.editRow(list, rowOf(told, list, wei.userPrincipalName).id, { InviteStatus: 'Active' })
  sites.deleteRow(list, rowOf(told, list, giuseppe.userPrincipalName).id)
  sites.addRow(list, { Title: 'somebody.else@contoso.example' })
  await told.stage.client.checkMirror({ params: { campaignId: told.campaign.campaignId } })
  await told.stage.settle()
  assert.equal(rowOf(told, list, wei.userPrincipalName).fields.InviteStatus, 'Pending')
  assert.equal(rowOf(told, list, giuseppe.userPrincipalName).fields.InviteStatus, 'Pending')
  assert.equal(await told.status(wei), 'pending', 'what somebody types into the list decides nothing')
  assert.deepEqual((await mirrorOf(told)).drift, { edited: 1, deleted: 1, doubled: 0, foreign: 1 })
  assert.equal(rowsOf(told, list).length, 4)
  await told.day(2)
  assert.deepEqual((await mirrorOf(told)).drift, { edited: 0, deleted: 0, doubled: 0, foreign: 0 })
})

test('a row changed by hand while ours was about to be written is read again and settled, also when SharePoint only says that it conflicts', async () => {
  await using told = await story()
  const { wei, bjoern } = told.people
  await told.importPeople([wei, bjoern])
  const list = await takeList(told)
  const { sites } = told.stage.box.tenant.world
  sites.editRow(list, rowOf(told, list, wei.userPrincipalName).id, { Source: 'typed over', InGroup: true })
  const id = rowOf(told, list, bjoern.userPrincipalName).id
  told.stage.box.tenant.faults.next({
    family: 'lists',
    method: 'PATCH',
    path: `/items/${id}/`,
    status: 409,
    times: 2,
  })
  await told.act('launch')
  await told.pass(10)
  const { fields } = rowOf(told, list, wei.userPrincipalName)
  assert.deepEqual([fields.InviteStatus, fields.InGroup, fields.Source], ['Sent', false, 'CSV Upload'])
  assert.equal(rowOf(told, list, bjoern.userPrincipalName).fields.InviteStatus, 'Sent')
  assert.equal((await audit(told, list)).wrong, 0)
})

test('an item whose answer was lost is found again and not added twice', async () => {
  await using told = await story()
  const { wei, bjoern } = told.people
  await told.importPeople([wei, bjoern])
  grant(told, 'Sites.Manage.All')
  const { sites } = told.stage.box.tenant.world
  told.stage.box.tenant.faults.next({
    family: 'lists',
    method: 'POST',
    path: '/items',
    status: 504,
    afterAct: true,
  })
  const list = await takeMirror(told.stage, told.campaign.campaignId)
  await told.pass(30)
  assert.equal(rowsOf(told, list).length, 2)
  assert.equal((await audit(told, list)).wrong, 0)
  assert.equal(sites.countWrites(list).created, 2)
})

test('without the right to make lists it says what to grant; an empty list with the columns will do, with Sites.Selected alone', async () => {
  await using told = await story()
  const { box, client } = told.stage
  await told.importPeople([told.people.wei])
  const params = { campaignId: told.campaign.campaignId }
  const body = { siteUrl, listName: 'MFA rollout' }
  await assert.rejects(client.createMirror({ params, body }), problem(/may not read this site|no such site/))
  grant(told, 'Sites.Selected')
  const { sites } = box.tenant.world
  sites.grant(box.site, { appId: box.app.clientId, roles: ['write'] })
  await assert.rejects(
    client.createMirror({ params, body }),
    problem(/may not make a list.*Sites\.Manage\.All/s),
  )
  grant(told, 'Sites.Manage.All')
  await client.createMirror({ params, body })
  await client.removeMirror({ params })
  box.app.roles.splice(box.app.roles.indexOf('Sites.Manage.All'), 1)
  box.tenant.faults.revokeTokens()
  await client.createMirror({ params, body })
  await told.stage.settle()
  const list = sites.listOf(box.site, 'MFA rollout')
  assert.ok(list !== undefined)
  assert.equal((await audit(told, list)).wrong, 0)
})

test('a list that is not ours is refused: with rows, with columns of another kind, or under a name that is not there', async () => {
  await using told = await story()
  grant(told, 'Sites.Manage.All')
  const { box, client } = told.stage
  const { sites } = box.tenant.world
  const params = { campaignId: told.campaign.campaignId }
  const other = sites.addList(box.site, { displayName: 'Tasks' })
  sites.addRow(other, { Title: 'Buy milk' })
  await assert.rejects(
    client.createMirror({ params, body: { siteUrl, listName: 'Tasks' } }),
    problem(/has rows already/),
  )
  sites.addList(box.site, {
    displayName: 'Texts',
    columns: [{ name: 'InGroup', facet: { kind: 'dateTime', format: 'dateOnly', displayAs: 'default' } }],
  })
  await assert.rejects(
    client.createMirror({ params, body: { siteUrl, listName: 'Texts' } }),
    problem(/InGroup of kind dateTime instead of boolean/),
  )
  // The second host is none of the tenant's: nothing that could be granted would help.
  for (const host of ['contoso.sharepoint.com', 'fabrikam.sharepoint.com']) {
    await assert.rejects(
      client.createMirror({ params, body: { siteUrl: `https://${host}/sites/nowhere`, listName: 'X' } }),
      problem(/no such site/),
    )
  }
})

test('the list of one campaign is not given to a second, and it is said whose it is, with rows or without', async () => {
  await using told = await story()
  const { client } = told.stage
  await takeList(told)
  const { tenantId, name } = told.campaign
  const { campaignId } = await client.createCampaign({ body: { tenantId, name: 'The second wave' } })
  const params = { campaignId }
  const refused = problem(new RegExp(`kept for the campaign "${name}"`))
  await assert.rejects(client.createMirror({ params, body: { siteUrl, listName: 'MFA rollout' } }), refused)
  await told.importPeople([told.people.wei])
  await told.stage.settle()
  await assert.rejects(client.createMirror({ params, body: { siteUrl, listName: 'MFA rollout' } }), refused)
})

test('somebody excluded leaves the list, or is marked in it', async () => {
  await using told = await story()
  const { wei, bjoern } = told.people
  await told.importPeople([wei, bjoern])
  const list = await takeList(told)
  const { enrolment } = await told.person(wei)
  const enrolmentIds = [enrolment.enrolmentId]
  await told.stage.client.actOnPeople({
    params: { campaignId: told.campaign.campaignId },
    body: { act: 'exclude', enrolmentIds, reason: 'on leave' },
  })
  await told.pass(6)
  assert.deepEqual(
    rowsOf(told, list).map(row => row.fields.Title),
    [bjoern.userPrincipalName],
  )
  const params = { campaignId: told.campaign.campaignId }
  await told.stage.client.updateMirror({ params, body: { leavers: 'mark', withToken: false } })
  await told.stage.settle()
  const marked = rowOf(told, list, wei.userPrincipalName).fields
  assert.equal(marked.InviteStatus, 'Excluded')
  assert.equal(marked.TrackingToken, undefined)
  assert.equal(rowOf(told, list, bjoern.userPrincipalName).fields.TrackingToken, undefined)
})

test('a right that is taken away, or a list that is deleted, is said, and mended by granting and checking', async () => {
  await using told = await story()
  const { wei } = told.people
  await told.importPeople([wei])
  const list = await takeList(told)
  const { box, client } = told.stage
  box.app.roles.splice(box.app.roles.indexOf('Sites.Manage.All'), 1)
  box.tenant.faults.revokeTokens()
  await told.act('launch')
  await told.pass(10)
  assert.equal((await mirrorOf(told)).problem?.code, 'accessDenied')
  grant(told, 'Sites.Manage.All')
  const params = { campaignId: told.campaign.campaignId }
  await client.checkMirror({ params })
  await told.stage.settle()
  assert.equal((await mirrorOf(told)).problem, null)
  assert.equal((await audit(told, list)).wrong, 0)
  box.tenant.world.sites.deleteList(box.site, list)
  await client.checkMirror({ params })
  await told.stage.settle()
  assert.equal((await mirrorOf(told)).problem?.code, 'listGone')
})

test('a list of more than 5,000 rows, and one without its index, are kept in step all the same', async () => {
  await using told = await story({ people: 5_200 })
  const people = [...told.stage.box.tenant.world.users.values()]
  await told.importPeople(people)
  const list = await takeList(told)
  await told.pass(30)
  assert.equal((await audit(told, list)).wrong, 0)
  const { sites } = told.stage.box.tenant.world
  const title = list.columns.find(column => column.name === 'Title')
  assert.ok(title !== undefined)
  sites.changeColumn(list, title, { indexed: false })
  const [first] = rowsOf(told, list)
  assert.ok(first !== undefined)
  sites.deleteRow(list, first.id)
  told.stage.box.tenant.faults.next({
    family: 'lists',
    method: 'POST',
    path: '/items',
    status: 504,
    afterAct: true,
  })
  await told.stage.client.checkMirror({ params: { campaignId: told.campaign.campaignId } })
  await told.stage.settle()
  await told.pass(10)
  assert.equal((await audit(told, list)).wrong, 0)
  assert.equal(rowsOf(told, list).length, people.length)
})
