/** Where everybody stands, who somebody is, and what has just happened. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseCsv } from '../testing/csv-rows.ts'
import type { Story } from '../testing/story.ts'
import { createStoryTeller } from '../testing/story-teller.ts'

const story = createStoryTeller()

async function underWay(): Promise<Story> {
  const told = await story()
  const { wei, siobhan, bjoern, marisol, tomasz, aroha } = told.people
  await told.importPeople([wei, siobhan, tomasz], { sourceBatchId: 'Wave 1' })
  await told.importPeople([bjoern, marisol, aroha], { sourceBatchId: 'Wave 2' })
  await told.act('launch')
  await told.day(1)
  await told.press(siobhan)
  return told
}

test('counts by status, batch and department add up to the same people', async () => {
  await using told = await underWay()
  const report = await told.stage.client.campaignStatus({ params: { campaignId: told.campaign.campaignId } })
  assert.equal(report.people, 6)
  const counts = {
    pending: 0,
    sent: 3,
    clicked: 0,
    addedToGroup: 1,
    active: 1,
    skipped: 1,
    failed: 0,
    excluded: 0,
  }
  assert.deepEqual(report.counts, counts)
  assert.deepEqual(report.funnel, { enrolled: 6, invited: 4, confirmed: 1, joined: 2, registered: 1 })
  assert.deepEqual(report.byBatch.map(batch => [batch.sourceBatchId, batch.people]).sort(), [
    ['Wave 1', 3],
    ['Wave 2', 3],
  ])
  const sales = report.byDepartment.find(one => one.department === 'Sales')
  assert.deepEqual([sales?.people, sales?.counts.sent, sales?.counts.addedToGroup], [2, 1, 1])
  for (const parts of [report.byBatch, report.byDepartment]) {
    assert.equal(
      parts.reduce((sum, part) => sum + part.people, 0),
      6,
    )
  }
  assert.deepEqual(report.mail, { queued: 0, sending: 0, sent: 4, refused: 0, uncertain: 0, bounced: 0 })
  assert.equal(report.rates.lastHour.confirmed, 1)
  assert.equal(report.rates.lastHour.invited, 0)
  assert.equal(report.levels.mfa, 1)
})

test('whoever had registered before the launch is not counted among the newly registered', async () => {
  await using told = await story()
  const { wei, aroha } = told.people
  await told.importPeople([wei, aroha])
  await told.act('launch')
  await told.pass(120)
  const { client } = told.stage
  const params = { campaignId: told.campaign.campaignId }
  assert.equal(await told.status(aroha), 'active')
  const before = await client.campaignStatus({ params })
  assert.deepEqual([before.funnel.registered, before.rates.lastDay.registered], [1, 0])
  const { items } = await client.recentEvents({ params, query: {} })
  const seen = items.filter(event => event.kind === 'registrationSeen')
  assert.deepEqual(
    seen.map(event => [event.displayName, event.wasInvited]),
    [[aroha.displayName, false]],
  )
  const query = { campaignId: params.campaignId, period: 'day' as const }
  const summary = await client.tenantSummary({ params: { tenantId: told.tenant.tenantId }, query })
  assert.deepEqual([summary.headline.registeredLastWeek, summary.done.registered], [0, 0])
  // Wei registers after the invitation, and is news.
  told.stage.box.tenant.world.registerMethod(wei.id, 'microsoftAuthenticator')
  await told.pass(60)
  assert.equal((await client.campaignStatus({ params })).rates.lastDay.registered, 1)
})

test('a draft that nobody may ever launch does not move the date by which all are to be done', async () => {
  await using told = await story({ campaign: { dueOn: '2027-01-31' } })
  const { client } = told.stage
  const { tenantId } = told.tenant
  await told.act('launch')
  await client.createCampaign({ body: { tenantId, name: 'Only a thought', dueOn: '2027-01-20' } })
  const due = async () =>
    (await client.tenantSummary({ params: { tenantId }, query: { period: 'week' } })).dueOn
  assert.equal(await due(), '2027-01-31')
  await told.act('pause')
  assert.equal(await due(), '2027-01-31', 'a pause moves no date')
  await told.act('finish')
  assert.equal(await due(), null)
})

test('the summary of all campaigns tells of drafts, whose people stand in its figures', async () => {
  await using told = await underWay()
  const { client } = told.stage
  const { tenantId } = told.tenant
  const read = async () => client.tenantSummary({ params: { tenantId }, query: {} })
  const before = await read()
  assert.deepEqual([before.campaigns, before.drafts], [1, 0])
  const { campaignId } = await client.createCampaign({ body: { tenantId, name: 'Only a thought' } })
  const body = new TextEncoder().encode(`UPN\n${told.people.oluwaseun.userPrincipalName}\n`)
  await client.importPeople({ params: { campaignId }, body })
  await told.stage.settle()
  const after = await read()
  assert.deepEqual([after.campaigns, after.drafts], [2, 1])
  assert.equal(after.headline.asked, before.headline.asked + 1)
  const one = await client.tenantSummary({
    params: { tenantId },
    query: { campaignId: told.campaign.campaignId },
  })
  assert.deepEqual([one.campaigns, one.drafts], [1, 0])
})

test('people are found by part of a name, by address, by status, by department; a wildcard is a letter', async () => {
  await using told = await underWay()
  const params = { campaignId: told.campaign.campaignId }
  const find = async (body: NonNullable<Parameters<typeof told.stage.client.searchPeople>[0]['body']>) =>
    (await told.stage.client.searchPeople({ params, body })).items.map(item => item.displayName)
  assert.deepEqual(await find({ text: "o'mall" }), ["Siobhán O'Malley"])
  assert.deepEqual(await find({ text: 'MARISOL.IBANEZ@' }), ['Marisol Ibáñez Núñez'])
  assert.deepEqual(await find({ text: '陈伟' }), ['陈伟 (Chen Wei)'])
  assert.deepEqual(await find({ text: '%' }), [])
  assert.deepEqual(await find({ text: '_' }), [])
  assert.deepEqual(await find({ status: ['skipped'] }), ['Tomasz Wiśniewski'])
  assert.deepEqual((await find({ department: 'Sales' })).length, 2)
})

test('a list of people goes on by cursor without repeating or missing anybody', async () => {
  await using told = await underWay()
  const params = { campaignId: told.campaign.campaignId }
  const seen: string[] = []
  let cursor: string | null = null
  do {
    const body = { limit: 2, ...(cursor === null ? {} : { cursor }) }
    const page: Awaited<ReturnType<typeof told.stage.client.searchPeople>> =
      await told.stage.client.searchPeople({ params, body })
    seen.push(...page.items.map(item => item.objectId))
    cursor = page.nextCursor
  } while (cursor !== null)
  assert.equal(seen.length, 6)
  assert.equal(new Set(seen).size, 6)
})

test('the timeline of a person answers why they are where they are', async () => {
  await using told = await underWay()
  const { timeline, messages, enrolment } = await told.person(told.people.siobhan)
  assert.deepEqual(
    timeline.map(entry => entry.text),
    [
      'taken into the campaign',
      'invitation queued',
      'invitation sent',
      'link opened, once so far (perhaps by a mail scanner)',
      'pressed the button in the mail',
      'group membership asked for',
      'added to the group',
    ],
  )
  assert.deepEqual(
    messages.map(mail => [mail.kind, mail.number, mail.state, mail.sender]),
    [['invitation', 1, 'sent', 'mfa-rollout@contoso.example']],
  )
  assert.equal(enrolment.inGroup, true)
})

test('what has just happened can be followed: each event once, in order, and nothing when there is nothing new', async () => {
  await using told = await underWay()
  const params = { campaignId: told.campaign.campaignId }
  const first = await told.stage.client.recentEvents({ params, query: { limit: 5 } })
  assert.equal(first.items.length, 5)
  const after = first.after ?? ''
  assert.deepEqual((await told.stage.client.recentEvents({ params, query: { after } })).items, [])
  await told.press(told.people.wei)
  const news = await told.stage.client.recentEvents({ params, query: { after } })
  assert.deepEqual(
    news.items.map(item => [item.displayName, item.kind]),
    [
      ['陈伟 (Chen Wei)', 'confirmed'],
      ['陈伟 (Chen Wei)', 'joinAsked'],
      ['陈伟 (Chen Wei)', 'joined'],
    ],
  )
})

test('our own export has every person once, under names that a person reads, in the words of every file', async () => {
  await using told = await underWay()
  const params = { campaignId: told.campaign.campaignId }
  const file = await told.stage.client.exportPeople({ params, query: { shape: 'full' } })
  const rows = parseCsv(await new Response(file.bytes).text())
  assert.equal(rows.length, 6)
  const tomasz = rows.find(row => row['Object id'] === told.people.tomasz.id)
  assert.deepEqual([tomasz?.State, tomasz?.Reason], ['Skipped', 'accountDisabled'])
  const siobhan = rows.find(row => row['User principal name'] === told.people.siobhan.userPrincipalName)
  assert.equal(siobhan?.State, 'AddedToGroup')
})

test('excluding needs no mail, names its owner, ends by itself, and says who was not found', async () => {
  await using told = await underWay()
  const { wei, marisol } = told.people
  const [one, two] = [(await told.person(wei)).enrolment, (await told.person(marisol)).enrolment]
  const stranger = '11111111-2222-4333-8444-555555555555'
  const acted = await told.stage.client.actOnPeople({
    params: { campaignId: told.campaign.campaignId },
    body: {
      act: 'exclude',
      enrolmentIds: [one.enrolmentId, two.enrolmentId, stranger],
      reason: 'at sea',
      until: '2026-11-20T08:00:00Z',
    },
  })
  const { become, ...counted } = acted
  assert.deepEqual(counted, { changed: 2, unchanged: 0, notFound: [stranger] })
  assert.equal(become.excluded, 2)
  const { enrolment } = await told.person(wei)
  assert.deepEqual([enrolment.status, enrolment.reason, enrolment.owner], ['excluded', 'at sea', 'stage'])
  await told.day(17)
  assert.equal(told.mails(wei).length, 1)
  await told.day(19)
  assert.equal(await told.status(wei), 'sent')
  assert.equal(told.mails(wei).length, 2, 'the reminder that had been due')
})
