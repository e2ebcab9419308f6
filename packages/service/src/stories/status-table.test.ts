/** The first seed's page "Tracking & Status", line by line, as stories of named people in a simulated tenant. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createStoryTeller } from '../testing/story-teller.ts'

const story = createStoryTeller()
const iso = (text: string) => new Date(text).toISOString()

test('Marisol goes from Pending to Active, and every column is filled by the step that the seed names', async () => {
  await using told = await story()
  const { marisol } = told.people
  await told.importPeople([marisol], { sourceBatchId: 'Wave 1' })
  const pending = await told.line(marisol)
  assert.deepEqual(Object.keys(pending), [
    'Title',
    'DisplayName_',
    'InviteStatus',
    'InGroup',
    'MFARegistrationState',
    'MFARegistrationDate',
    'ClickedLinkDate',
    'AddedToGroupDate',
    'InviteSentDate',
    'LastReminderDate',
    'LastChecked',
    'Source',
    'SourceBatchId',
    'TrackingToken',
    'ErrorDetails',
  ])
  const { TrackingToken: token, ...rest } = pending
  assert.match(token ?? '', /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
  assert.deepEqual(rest, {
    Title: 'marisol.vega@contoso.example',
    DisplayName_: 'Marisol Ibáñez Núñez',
    InviteStatus: 'Pending',
    InGroup: 'No',
    MFARegistrationState: 'Not Registered',
    MFARegistrationDate: '',
    ClickedLinkDate: '',
    AddedToGroupDate: '',
    InviteSentDate: '',
    LastReminderDate: '',
    LastChecked: '',
    Source: 'CSV Upload',
    SourceBatchId: 'Wave 1',
    ErrorDetails: '',
  })
  assert.equal(told.mails(marisol).length, 0, 'nobody is mailed before the launch')

  await told.act('launch')
  const sent = await told.line(marisol)
  assert.equal(sent.InviteStatus, 'Sent')
  assert.equal(sent.InviteSentDate, iso('2026-11-02T08:00:00Z'))
  assert.equal(sent.TrackingToken, token)
  assert.deepEqual(
    told.mails(marisol).map(mail => mail.to),
    ['marisol.ibanez@contoso.example'],
    'the mail goes to the mail address, not to the UPN',
  )
  assert.ok(told.link(marisol).endsWith(`/e/${token}`))
  assert.doesNotMatch(told.link(marisol), /marisol|vega|ibanez|@|%40/i)

  await told.day(1, 10)
  const answer = await told.press(marisol)
  assert.equal(answer.location, 'https://aka.ms/mfasetup')
  const added = await told.line(marisol)
  assert.equal(added.InviteStatus, 'AddedToGroup')
  assert.equal(added.ClickedLinkDate, iso('2026-11-03T10:00:00Z'))
  assert.equal(added.AddedToGroupDate, iso('2026-11-03T10:00:00Z'))
  assert.equal(added.InGroup, 'Yes')
  assert.equal(added.MFARegistrationState, 'Not Registered')
  assert.ok(told.isInGroup(marisol), 'the directory itself says so')

  told.stage.box.tenant.world.registerMethod(marisol.id, 'microsoftAuthenticator')
  await told.pass(3)
  const active = await told.line(marisol)
  assert.equal(active.InviteStatus, 'Active')
  assert.equal(active.MFARegistrationState, 'Registered')
  assert.equal(active.MFARegistrationDate, active.LastChecked)
  const detectedAt = new Date(active.MFARegistrationDate ?? '').getTime()
  const minutes = (detectedAt - Date.parse('2026-11-03T10:00:00Z')) / 60_000
  assert.ok(minutes > 0 && minutes <= 3, `detected ${minutes} minutes after the click`)
})

test('the first reminder goes out after seven days, only to those still Sent, and sets LastReminderDate', async () => {
  await using told = await story()
  const { siobhan, bjoern, wei, oluwaseun } = told.people
  await told.importPeople([siobhan, bjoern, wei, oluwaseun])
  await told.act('launch')
  await told.day(3)
  await told.press(siobhan)
  await told.press(bjoern)
  told.stage.box.tenant.world.registerMethod(bjoern.id, 'fido2')
  await told.day(6, 23)
  for (const user of [siobhan, bjoern, wei, oluwaseun]) assert.equal(told.mails(user).length, 1)
  await told.day(7, 9)
  assert.equal(told.mails(siobhan).length, 1, 'has clicked')
  assert.equal(told.mails(bjoern).length, 1, 'has registered')
  for (const user of [wei, oluwaseun]) {
    assert.equal(told.mails(user).length, 2)
    const line = await told.line(user)
    assert.equal(line.InviteStatus, 'Sent')
    assert.equal(line.InviteSentDate, iso('2026-11-02T08:00:00Z'))
    assert.equal(line.LastReminderDate?.slice(0, 10), '2026-11-09')
  }
  assert.equal((await told.line(siobhan)).LastReminderDate, '')
  const [invitation, reminder] = told.mails(wei)
  assert.notEqual(invitation?.subject, reminder?.subject)
  assert.deepEqual(reminder?.links, invitation?.links, 'the older link stays good')
})

test('reminders come weekly, three at the most, and then no more', async () => {
  await using told = await story()
  const { wei } = told.people
  await told.importPeople([wei])
  await told.act('launch')
  await told.day(40)
  assert.deepEqual(
    told.mails(wei).map(mail => mail.acceptedAt.toISOString().slice(0, 10)),
    ['2026-11-02', '2026-11-09', '2026-11-16', '2026-11-23'],
  )
  assert.equal((await told.person(wei)).enrolment.remindersSent, 3)
})

test('cadence, maximum and audience of reminders are policy, and a change takes hold for those already invited', async () => {
  await using told = await story({
    campaign: { remindAfterDays: 2, remindEveryDays: 3, remindersMax: 2, remindAudience: 'notActive' },
  })
  const { wei, siobhan } = told.people
  await told.importPeople([wei, siobhan])
  await told.act('launch')
  await told.day(1)
  await told.press(siobhan)
  await told.day(3)
  assert.equal(told.mails(siobhan).length, 2, 'has clicked but not registered')
  const params = { campaignId: told.campaign.campaignId }
  await told.stage.client.updateCampaign({ params, body: { remindEveryDays: 1, remindersMax: 4 } })
  await told.day(30)
  assert.equal(told.mails(wei).length, 5)
})

test('only the five kinds of method that the seed lists make somebody Active; a password, a mail address or a pass never', async () => {
  await using told = await story()
  const { world } = told.stage.box.tenant
  const { siobhan, bjoern, marisol, wei, oluwaseun, etienne, nadia } = told.people
  const kinds = [
    [siobhan, 'phone'],
    [bjoern, 'microsoftAuthenticator'],
    [marisol, 'softwareOath'],
    [wei, 'fido2'],
    [oluwaseun, 'windowsHelloForBusiness'],
  ] as const
  await told.importPeople([...kinds.map(([user]) => user), etienne, nadia])
  await told.act('launch')
  await told.day(1)
  for (const [user] of kinds) await told.press(user)
  await told.press(nadia)
  await told.press(etienne)
  for (const [user, kind] of kinds) world.registerMethod(user.id, kind)
  world.registerMethod(etienne.id, 'email')
  world.registerMethod(etienne.id, 'temporaryAccessPass')
  await told.day(3)
  for (const [user, kind] of kinds) assert.equal(await told.status(user), 'active', kind)
  assert.equal(await told.status(etienne), 'addedToGroup')
  assert.equal(await told.status(nadia), 'addedToGroup', 'an address and a pass from before count as little')
})

test('Source and SourceBatchId say where somebody came from', async () => {
  await using told = await story()
  const { siobhan, wei, bjoern, marisol } = told.people
  const uploaded = await told.importPeople([siobhan])
  assert.match(uploaded.sourceBatchId, /^batch-\d{8}T\d{6}Z$/)
  await told.importPeople([wei], { source: 'Manual', sourceBatchId: 'by hand' })
  await told.importPeople(`UPN,Source,SourceBatchId\n${bjoern.userPrincipalName},Old list,B-17`)
  const { batch } = await told.stage.client.importGroup({
    params: { campaignId: told.campaign.campaignId },
    body: { groupId: told.stage.box.cast?.pilotGroup.id ?? '' },
  })
  await told.stage.settle()
  const done = (await told.stage.client.getBatch({ params: { batchId: batch.batchId } })).batch
  assert.deepEqual(done.counts, { added: 0, updated: 0, unchanged: 3, skipped: 0, invalid: 0 })
  const columns = async (user: typeof wei) => {
    const { Source, SourceBatchId } = await told.line(user)
    return [Source, SourceBatchId]
  }
  assert.deepEqual(await columns(siobhan), ['CSV Upload', uploaded.sourceBatchId])
  assert.deepEqual(await columns(wei), ['Manual', 'by hand'])
  assert.deepEqual(await columns(bjoern), ['Old list', 'B-17'])
  await assert.rejects(told.line(marisol), /not in the export/)
})

test('what went wrong stands in ErrorDetails, and a formula in a name is made harmless', async () => {
  await using told = await story()
  const { tomasz, wei } = told.people
  told.stage.box.tenant.world.updateUser(wei.id, { displayName: '=HYPERLINK("http://evil.example","Wei")' })
  await told.stage.client.syncPeople({ params: { tenantId: told.tenant.tenantId } })
  await told.stage.settle()
  await told.importPeople([tomasz, wei])
  const skipped = await told.line(tomasz)
  assert.equal(skipped.InviteStatus, 'Skipped')
  assert.match(skipped.ErrorDetails ?? '', /disabled/)
  assert.equal((await told.line(wei)).DisplayName_, `'=HYPERLINK("http://evil.example","Wei")`)
})
