/** What becomes of each row of a list, and of lists that are stopped, repeated, or wrong. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ApiProblem } from '@muster/contract/client'
import { parseCsv } from '../testing/csv-rows.ts'
import type { Story } from '../testing/story.ts'
import { createStoryTeller } from '../testing/story-teller.ts'

const story = createStoryTeller()

async function rowsOf(told: Story, batchId: string) {
  const { items } = await told.stage.client.listBatchRows({ params: { batchId } })
  return items.map(({ line, outcome, reason }) => [line, outcome, reason] as const)
}

test('each row ends in one outcome with its line and a reason for a person, and the result can be downloaded', async () => {
  await using told = await story()
  const { marisol, wei, tomasz, lieke, ewa, siobhan } = told.people
  const list = [
    'User principal name,Display name',
    marisol.userPrincipalName,
    wei.userPrincipalName.toUpperCase(),
    marisol.userPrincipalName,
    marisol.mail,
    siobhan.mail,
    tomasz.userPrincipalName,
    lieke.userPrincipalName,
    `"${ewa.userPrincipalName}"`,
    'nobody@contoso.example',
    'not an address',
  ].join('\r\n')
  const batch = await told.importPeople(list, { fileName: 'wave 1.csv' })
  assert.equal(batch.state, 'done')
  assert.deepEqual(await rowsOf(told, batch.batchId), [
    [2, 'added', null],
    [3, 'added', null],
    [4, 'skipped', 'the same as line 2'],
    [5, 'skipped', 'the same person as line 2'],
    [6, 'added', null],
    [7, 'skipped', 'the account is disabled, so nobody can sign in with it'],
    [8, 'skipped', 'the directory has no mail address; mail is never sent to the UPN by guess'],
    [9, 'skipped', 'a guest registers in the home tenant; the campaign does not invite guests'],
    [10, 'invalid', 'nobody in the directory has this UPN, mail address or object id'],
    [11, 'invalid', (await rowsOf(told, batch.batchId))[9]?.[2] ?? ''],
  ])
  assert.deepEqual(batch.counts, { added: 3, updated: 0, unchanged: 0, skipped: 5, invalid: 2 })
  assert.deepEqual([batch.rowsDone, batch.rowsTotal], [10, 10])
  const file = await told.stage.client.downloadBatchRows({ params: { batchId: batch.batchId } })
  const lines = parseCsv(await new Response(file.bytes).text())
  assert.deepEqual(lines[1], {
    Line: '3',
    Person: wei.userPrincipalName.toUpperCase(),
    Outcome: 'added',
    Reason: '',
    'Display name': wei.displayName,
  })
  assert.equal(lines.length, 10)
})

test('a row that is not taken says so by a code, with what it speaks of', async () => {
  await using told = await story()
  const { wei, tomasz } = told.people
  const upn = wei.userPrincipalName
  const { batchId } = await told.importPeople(
    ['UPN', upn, upn, 'nobody@contoso.example', 'wei', tomasz.userPrincipalName].join('\n'),
  )
  const { items } = await told.stage.client.listBatchRows({ params: { batchId }, query: {} })
  assert.deepEqual(
    items.map(row => [row.line, row.reasonCode, row.reasonFacts]),
    [
      [2, null, {}],
      [3, 'sameLine', { line: '2' }],
      [4, 'unknownPerson', {}],
      [5, 'noSign', {}],
      [6, 'accountDisabled', {}],
    ],
  )
})

test('a second list says who is already there and from which batch, and resets nobody', async () => {
  await using told = await story()
  const { marisol, wei, siobhan } = told.people
  await told.importPeople([marisol, wei], { sourceBatchId: 'Wave 1' })
  await told.act('launch')
  await told.day(1)
  await told.press(marisol)
  const token = (await told.line(marisol)).TrackingToken
  const again = await told.importPeople([marisol, wei, siobhan], { sourceBatchId: 'Wave 2' })
  assert.deepEqual(await rowsOf(told, again.batchId), [
    [2, 'unchanged', 'already here, from batch Wave 1'],
    [3, 'unchanged', 'already here, from batch Wave 1'],
    [4, 'added', null],
  ])
  await told.pass(5)
  const line = await told.line(marisol)
  assert.deepEqual(
    [line.InviteStatus, line.SourceBatchId, line.TrackingToken],
    ['AddedToGroup', 'Wave 1', token],
  )
  assert.equal(told.mails(marisol).length, 1)
  assert.equal(told.mails(wei).length, 1)
  assert.equal(told.mails(siobhan).length, 1)
})

test('told to invite again, a list mails those not yet active once more, and their older link keeps working', async () => {
  await using told = await story()
  const { marisol, wei, aroha } = told.people
  await told.importPeople([marisol, wei, aroha])
  await told.act('launch')
  await told.day(1)
  const oldLink = told.link(wei)
  const batch = await told.importPeople([wei, aroha], { inviteAgain: true })
  assert.deepEqual(
    (await rowsOf(told, batch.batchId)).map(([, outcome]) => outcome),
    ['updated', 'unchanged'],
  )
  await told.pass(5)
  assert.equal(told.mails(wei).length, 2)
  assert.equal(told.mails(aroha).length, 0)
  assert.equal(told.mails(marisol).length, 1)
  assert.equal(told.link(wei), oldLink)
  await told.press(wei)
  assert.equal(await told.status(wei), 'addedToGroup')
})

test('a dry run says what would become of each row, by the same checks, and changes nothing', async () => {
  await using told = await story()
  const { marisol, tomasz, wei } = told.people
  await told.importPeople([wei])
  const list = [marisol, tomasz, wei].map(user => user.userPrincipalName).join('\n')
  const dry = await told.importPeople(`${list}\nnobody@contoso.example`, { dryRun: true })
  const expected = ['added', 'skipped', 'unchanged', 'invalid']
  assert.deepEqual(
    (await rowsOf(told, dry.batchId)).map(([, outcome]) => outcome),
    expected,
  )
  const params = { campaignId: told.campaign.campaignId }
  assert.equal((await told.stage.client.campaignStatus({ params })).people, 1)
  const real = await told.importPeople(`${list}\nnobody@contoso.example`)
  assert.deepEqual(
    (await rowsOf(told, real.batchId)).map(([, outcome]) => outcome),
    expected,
  )
})

test('a dry run foretells an invitation again, which goes only to whoever waits for nothing else', async () => {
  await using told = await story()
  const { wei, aroha } = told.people
  await told.importPeople([wei])
  await told.act('launch')
  await told.day(1)
  const outcomes = async (dryRun: boolean) => {
    const { batchId } = await told.importPeople([wei, aroha], { inviteAgain: true, dryRun })
    return (await rowsOf(told, batchId)).map(([, outcome]) => outcome)
  }
  const foretold = await outcomes(true)
  assert.equal(await told.status(wei), 'sent')
  await told.pass(5)
  assert.equal(told.mails(wei).length, 1)
  assert.deepEqual(foretold, ['updated', 'added'])
  assert.deepEqual(await outcomes(false), foretold)
})

test('somebody not in the copy yet is looked up live by UPN and by mail, and called unknown only when Graph says so', async () => {
  await using told = await story()
  const { world, faults } = told.stage.box.tenant
  const [mara, jonas] = ['Mara Okafor', 'Jonas Lindqvist'].map(displayName =>
    world.addUser({
      userPrincipalName: `${displayName.split(' ')[0]?.toLowerCase()}@contoso.example`,
      mail: `${displayName.toLowerCase().replace(' ', '.')}@contoso.example`,
      displayName,
    }),
  )
  assert.ok(mara && jonas)
  faults.next({ family: 'users', status: 429, retryAfterSeconds: 30 })
  const batch = await told.importPeople(
    `Email\n${mara.userPrincipalName}\n${jonas.mail}\nghost@contoso.example`,
  )
  assert.equal(
    batch.state,
    'working',
    'throttled in the middle: it waits rather than calling anybody unknown',
  )
  await told.pass(3)
  const done = (await told.stage.client.getBatch({ params: { batchId: batch.batchId } })).batch
  assert.equal(done.state, 'done')
  assert.deepEqual(done.counts, { added: 2, updated: 0, unchanged: 0, skipped: 0, invalid: 1 })
})

test('an import that was stopped in the middle goes on where it stood: no row twice, none lost', async () => {
  await using told = await story({ people: 1_300 })
  const { db } = told.stage.app
  const users = [...told.stage.box.tenant.world.users.values()]
  // A stranger in row 1,000 is looked up live, and Graph does not answer: two steps of 500 are done by then.
  const names = users.map(user => user.userPrincipalName)
  const list = [...names.slice(0, 1_100), 'ghost@contoso.example', ...names.slice(1_100)]
  told.stage.box.tenant.faults.use({ serverError: { chance: 1, htmlChance: 0 } })
  const batch = await told.importPeople(`UPN\n${list.join('\n')}`)
  assert.deepEqual([batch.state, batch.rowsDone], ['working', 1_000])
  const before = await db.selectFrom('enrolment').select('id').execute()
  assert.equal(before.length, 1_000)
  told.stage.box.tenant.faults.use(null)
  await told.pass(5)
  const done = (await told.stage.client.getBatch({ params: { batchId: batch.batchId } })).batch
  assert.deepEqual([done.state, done.rowsDone, done.rowsTotal], ['done', list.length, list.length])
  const { rows } = await told.stage.app.db
    .selectFrom('batch_row')
    .select(eb => [
      eb.fn.countAll<string>().as('all'),
      eb.fn.count<string>('person_id').distinct().as('people'),
    ])
    .execute()
    .then(rows => ({ rows }))
  assert.deepEqual(rows, [{ all: String(list.length), people: String(users.length) }])
  const pieces = await db.selectFrom('batch_piece').select('number').execute()
  assert.equal(pieces.length, 0, 'the file itself is not kept')
})

test('a list that is no list is refused as a whole, with where and how to mend it', async () => {
  await using told = await story()
  const refused = await told.importPeople('Colour,Size\nred,small\nblue,large\n')
  assert.equal(refused.state, 'refused')
  assert.ok(refused.problem?.detail && refused.problem.remedy)
  const params = { campaignId: told.campaign.campaignId }
  assert.equal((await told.stage.client.campaignStatus({ params })).people, 0)
})

test('only a refused list that was meant asks for attention, until one that is meant goes through', async () => {
  await using told = await story()
  const { client } = told.stage
  const refusedLists = async () => {
    const { attention } = await client.tenantOverview({ params: { tenantId: told.campaign.tenantId } })
    return attention.filter(({ kind }) => kind === 'listRefused').length
  }
  const noList = 'Colour,Size\nred,small\n'
  await told.importPeople(noList, { dryRun: true })
  assert.equal(await refusedLists(), 0)
  await told.importPeople(noList)
  assert.equal(await refusedLists(), 1)
  await told.importPeople([told.people.wei], { dryRun: true })
  assert.equal(await refusedLists(), 1)
  await told.pass(1)
  await told.importPeople([told.people.wei])
  assert.equal(await refusedLists(), 0)
})

test('without the right to read people an import is refused with the reason instead of calling everybody unknown', async () => {
  await using told = await story()
  const { client, box } = told.stage
  box.app.roles = ['Mail.Send']
  box.tenant.faults.revokeTokens()
  const tenant = await client.addTenant({
    body: {
      name: 'Contoso, not granted',
      entraTenantId: box.tenant.world.tenantId,
      clientId: box.app.clientId,
      graphUrl: box.tenant.graphUrl,
      loginUrl: box.tenant.loginUrl,
      credential: { kind: 'secret', secret: box.secret },
      organisationName: 'Contoso',
    },
  })
  const { campaignId } = await client.createCampaign({
    body: { tenantId: tenant.tenantId, name: 'Not granted' },
  })
  const body = new TextEncoder().encode(told.people.wei.userPrincipalName)
  const { batch } = await client.importPeople({ params: { campaignId }, body })
  await told.pass(2)
  const done = (await client.getBatch({ params: { batchId: batch.batchId } })).batch
  assert.equal(done.state, 'refused')
  assert.match(done.problem?.detail ?? '', /403/)
  assert.match(done.problem?.remedy ?? '', /muster doctor/)
})

test('the members of a group are taken in, and a group that is not there is a clear refusal', async () => {
  await using told = await story()
  const { client, box } = told.stage
  const params = { campaignId: told.campaign.campaignId }
  const take = async (groupId: string) => {
    const { batch } = await client.importGroup({ params, body: { groupId } })
    await told.stage.settle()
    return (await client.getBatch({ params: { batchId: batch.batchId } })).batch
  }
  const pilot = await take(box.cast?.pilotGroup.id ?? '')
  assert.deepEqual([pilot.state, pilot.counts.added, pilot.rowsTotal, pilot.source], ['done', 3, 3, 'Group'])
  const none = await take('11111111-2222-3333-4444-555555555555')
  assert.equal(none.state, 'refused')
  assert.match(none.problem?.detail ?? '', /no such group/)
})

test('a trial of a group names its people before anybody is taken in', async () => {
  await using told = await story()
  const { client, box } = told.stage
  const params = { campaignId: told.campaign.campaignId }
  const pilot = box.cast?.pilotGroup
  const { batch } = await client.importGroup({ params, body: { groupId: pilot?.id ?? '', dryRun: true } })
  await told.stage.settle()
  const { items } = await client.listBatchRows({ params: { batchId: batch.batchId } })
  const { users } = box.tenant.world
  assert.deepEqual(
    items.map(row => [row.value, row.displayName, row.userPrincipalName, row.enrolmentId]),
    items.map(row => {
      const user = users.get(row.value)
      return [user?.id, user?.displayName, user?.userPrincipalName, null]
    }),
  )
  assert.equal(items.length, 3)
})

test('the same import sent twice with one idempotency key is one batch', async () => {
  await using told = await story()
  const { client } = told.stage
  const params = { campaignId: told.campaign.campaignId }
  const send = () =>
    client.importPeople(
      { params, body: new TextEncoder().encode(told.people.wei.userPrincipalName) },
      { idempotencyKey: 'wave-1' },
    )
  const first = await send()
  const second = await send()
  assert.equal(second.batch.batchId, first.batch.batchId)
  await told.stage.settle()
  assert.equal((await client.listBatches({ params })).items.length, 1)
  const other = client.actOnCampaign({ params: { ...params, act: 'launch' } }, { idempotencyKey: 'wave-1' })
  await assert.rejects(other, (error: unknown) => error instanceof ApiProblem && error.body.status === 422)
})

test('five names do not stand behind a list of thousands; within a campaign, lists are taken in as they came', async () => {
  await using told = await story()
  const { client } = told.stage
  const { marisol, wei } = told.people
  const hand = async (text: string, to: { campaignId?: string; dryRun?: boolean } = {}) => {
    const { batch } = await client.importPeople({
      params: { campaignId: to.campaignId ?? told.campaign.campaignId },
      query: { dryRun: to.dryRun ?? false },
      body: new TextEncoder().encode(text),
    })
    return async () => (await client.getBatch({ params: { batchId: batch.batchId } })).batch
  }
  const thousands = Array.from({ length: 12_000 }, () => told.people.tomasz.userPrincipalName).join('\n')
  const trial = await hand(thousands, { dryRun: true })
  const long = await hand(thousands)
  const behind = await hand(marisol.userPrincipalName)
  const { campaignId } = await client.createCampaign({
    body: { tenantId: told.tenant.tenantId, name: 'Service desk' },
  })
  const other = await hand(wei.userPrincipalName, { campaignId })

  const settled = told.stage.settle()
  while ((await other()).state !== 'done');
  assert.deepEqual([(await trial()).state, (await behind()).state], ['working', 'queued'])
  while ((await behind()).state === 'queued');
  assert.equal((await long()).state, 'done')
  await settled
  const ended = await Promise.all([trial(), long(), behind(), other()])
  assert.deepEqual(
    ended.map(({ state, rowsDone }) => [state, rowsDone]),
    [
      ['done', 12_000],
      ['done', 12_000],
      ['done', 1],
      ['done', 1],
    ],
  )
})
