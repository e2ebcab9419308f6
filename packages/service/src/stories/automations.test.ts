/** The second seed as a story: somebody registers, is on the list once, and has one mail, whatever happens in between. */

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { ApiProblem } from '@muster/contract/client'
import type { RequestOf } from '@muster/contract/route'
import type { Routes } from '@muster/contract/routes'
import { registrationOf } from '@muster/simulator/seeds/methods'
import type { User } from '@muster/simulator/world/types'
import { parseCsv } from '../testing/csv-rows.ts'
import type { Story } from '../testing/story.ts'
import { createStoryTeller } from '../testing/story-teller.ts'

const story = createStoryTeller()

type NewRule = Partial<RequestOf<Routes['createRule']>['body']>

/** The preset as it comes, with the rollout's mailbox, switched on. */
async function takePreset(told: Story, preset: string, changes: NewRule = {}): Promise<string> {
  const { client } = told.stage
  const { items } = await client.listRulePresets()
  const found = items.find(one => one.preset === preset)
  assert.ok(found !== undefined)
  const { preset: _, about: _about, needs: _needs, actions, ...rest } = found
  const { rule } = await client.createRule({
    body: {
      ...rest,
      tenantId: told.tenant.tenantId,
      senderIds: [told.sender.senderId],
      // A preset's actions are shown without addresses, and taken without them.
      actions: actions.map(action => ('host' in action ? { ...action, host: undefined } : action)) as never,
      ...changes,
    },
  })
  await client.switchRuleOn({ params: { ruleId: rule.ruleId }, body: {} })
  // A registration takes two minutes, and only what began afterwards counts.
  await told.pass(3)
  return rule.ruleId
}

async function entriesOf(told: Story, ruleId: string) {
  return (await told.stage.client.listRuleEntries({ params: { ruleId } })).items
}

function inbox(told: Story, user: User) {
  return told.stage.box.tenant.world.inboxes.get((user.mail ?? '').toLowerCase()) ?? []
}

async function listOf(told: Story, ruleId: string): Promise<Record<string, string>[]> {
  const file = await told.stage.client.downloadRuleList({ params: { ruleId }, query: { shape: 'seed' } })
  return parseCsv(await new Response(file.bytes).text())
}

/** The filters that went out to the audit log. */
function watchFilters(told: Story): string[] {
  const filters: string[] = []
  told.stage.box.tenant.traffic.onExchange(({ request }) => {
    if (request.path.endsWith('/directoryAudits')) filters.push(request.query.$filter ?? '')
  })
  return filters
}

test('Wei registers: within two polls he is on the list once and has the mail once, by the seed’s own query', async () => {
  await using told = await story()
  const { wei } = told.people
  const filters = watchFilters(told)
  const ruleId = await takePreset(told, 'thank-you')
  await told.pass(10)
  told.stage.box.tenant.world.registerMethod(wei.id, 'microsoftAuthenticator')
  await told.pass(12)
  const [mail, ...others] = inbox(told, wei)
  assert.deepEqual(others, [])
  assert.match(mail?.subject ?? '', /Thank you|Vielen Dank/)
  assert.ok(mail?.html?.includes(wei.givenName ?? 'Wei'), mail?.html ?? 'no mail')
  assert.deepEqual(await listOf(told, ruleId), [
    { userPrincipalName: wei.userPrincipalName, CommSent: 'Yes' },
  ])
  const seeds =
    /^activityDisplayName eq 'User registered all required security info' and activityDateTime ge \S+Z and result eq 'success'$/
  assert.ok(filters.length > 2 && filters.every(filter => seeds.test(filter)), filters.join('\n'))
})

test('a rule’s mail stands among the person’s mails as it was sent, also when the rule’s words are others since', async () => {
  await using told = await story()
  const { wei } = told.people
  const { client } = told.stage
  await told.importPeople([wei])
  const ruleId = await takePreset(told, 'thank-you')
  told.stage.box.tenant.world.registerMethod(wei.id, 'microsoftAuthenticator')
  await told.pass(15)
  const [arrived] = inbox(told, wei)
  const rule = await client.getRule({ params: { ruleId } })
  const mails = [{ language: 'en', subject: 'Other words', text: 'Other words', mjml: null }]
  await client.updateRule({
    params: { ruleId },
    body: { actions: rule.actions.map(action => ({ ...action, mails }) as never) },
  })
  const { messages } = await told.person(wei)
  const listed = messages.filter(message => message.kind === 'automation')
  assert.deepEqual(
    listed.map(message => [message.rule?.name, message.state, message.recipient, message.isKept]),
    [[rule.name, 'sent', wei.mail, true]],
  )
  const shown = await client.showMail({ params: { messageId: listed[0]?.messageId ?? '' } })
  assert.deepEqual(
    [shown.kind, shown.rule, shown.to, shown.subject, shown.template],
    ['automation', rule.name, wei.mail, arrived?.subject, null],
  )
  assert.equal(shown.html, arrived?.html)
})

test('the same records again and again, a second registration, and the day’s wide window change nothing', async () => {
  await using told = await story()
  const { wei } = told.people
  const { world } = told.stage.box.tenant
  const ruleId = await takePreset(told, 'thank-you')
  const method = world.registerMethod(wei.id, 'microsoftAuthenticator')
  await told.pass(30)
  assert.equal(inbox(told, wei).length, 1)
  world.deleteMethod(wei.id, method.id)
  world.registerMethod(wei.id, 'fido2')
  await told.day(2)
  assert.equal(inbox(told, wei).length, 1)
  assert.equal((await entriesOf(told, ruleId)).length, 1)
})

test('giving up, a Temporary Access Pass and an undone registration lead to no mail', async () => {
  await using told = await story()
  const { wei, siobhan, nadia } = told.people
  const { world } = told.stage.box.tenant
  const everyRegistration = {
    watch: {
      activities: [
        'User registered all required security info',
        'User registered security info',
        'Admin registered security info',
      ],
    },
  }
  const ruleId = await takePreset(told, 'thank-you', everyRegistration)
  world.cancelRegistration(wei.id)
  world.issueTemporaryPass(siobhan.id)
  const method = world.registerMethod(nadia.id, 'fido2')
  world.deleteMethod(nadia.id, method.id)
  await told.pass(60)
  for (const user of [wei, siobhan, nadia]) assert.deepEqual(inbox(told, user), [], user.displayName)
  const entries = await entriesOf(told, ruleId)
  assert.ok(entries.every(entry => entry.state === 'passed'))
  const reasonOf = (user: User) => entries.find(entry => entry.personId === user.id)?.reason
  assert.deepEqual([wei, siobhan, nadia].map(reasonOf), [
    ...[undefined, 'temporaryAccessPass', 'notRegistered'],
  ])
  world.registerMethod(siobhan.id, 'microsoftAuthenticator')
  await told.pass(15)
  assert.equal(inbox(told, siobhan).length, 1, 'the pass stands in nobody’s way')
})

test('where Graph takes no filter by result, it is asked without, and giving up still leads to nothing', async () => {
  await using told = await story({ tenant: { refusesAuditResult: true } })
  const { wei, siobhan } = told.people
  const { world } = told.stage.box.tenant
  const filters = watchFilters(told)
  await takePreset(told, 'thank-you')
  world.cancelRegistration(siobhan.id)
  world.registerMethod(wei.id, 'microsoftAuthenticator')
  await told.pass(15)
  assert.deepEqual([inbox(told, wei).length, inbox(told, siobhan).length], [1, 0])
  assert.equal(filters.filter(filter => filter.includes('result')).length, 1)
})

test('switching on acts on nothing that was before, unless somebody asks for it', async () => {
  await using told = await story()
  const { wei, siobhan } = told.people
  const { client, box } = told.stage
  box.tenant.world.registerMethod(wei.id, 'microsoftAuthenticator')
  await told.day(2)
  const ruleId = await takePreset(told, 'thank-you')
  await told.pass(30)
  assert.deepEqual(inbox(told, wei), [])
  await client.switchRuleOn({ params: { ruleId }, body: { pastDays: 3 } })
  await told.pass(5)
  assert.equal(inbox(told, wei).length, 1)
  box.tenant.world.registerMethod(siobhan.id, 'microsoftAuthenticator')
  await told.pass(15)
  assert.deepEqual([inbox(told, wei).length, inbox(told, siobhan).length], [1, 1])
})

test('a rule is tested against the last days: whom it would have acted on, and nothing is sent or kept', async () => {
  await using told = await story()
  const { wei, siobhan } = told.people
  const { client, box, app } = told.stage
  box.tenant.world.registerMethod(wei.id, 'microsoftAuthenticator')
  box.tenant.world.cancelRegistration(siobhan.id)
  await told.pass(10)
  const { items } = await client.listRulePresets()
  const { watch, concern, condition, frequency, peoplePerHourMax, actions } = items[0] ?? assert.fail()
  const mails = actions.filter(action => action.kind === 'mail')
  const tested = await client.testRule({
    params: { tenantId: told.tenant.tenantId },
    body: { days: 7, watch, concern, condition, frequency, peoplePerHourMax, actions: mails },
  })
  assert.deepEqual([tested.matched, tested.wouldAct, tested.isOverLimit], [1, 1, false])
  assert.deepEqual(
    tested.people.map(one => [one.userPrincipalName, one.verdict, one.acts]),
    [[wei.userPrincipalName, 'act', [{ key: 'thank-you', kind: 'mail', to: wei.mail, obstacle: null }]]],
  )
  await told.pass(60)
  assert.deepEqual(inbox(told, wei), [])
  const kept = await app.db.selectFrom('audit_event').select('id').execute()
  assert.deepEqual(kept, [])
})

test('a rule that would act on more people in an hour than it may stops itself, asks, and goes on when it may', async () => {
  await using told = await story({ people: 30 })
  const { box, client } = told.stage
  const { world } = box.tenant
  const ruleId = await takePreset(told, 'thank-you', { peoplePerHourMax: 5 })
  const fresh = box.people
    .filter(user => user.mail !== null && user.accountEnabled && registrationOf(user) === 'none')
    .slice(0, 9)
  for (const user of fresh) world.registerMethod(user.id, 'fido2')
  await told.pass(20)
  const mailed = () => fresh.filter(user => inbox(told, user).length > 0).length
  const { tenantId } = told.tenant
  const { attention } = await client.tenantOverview({ params: { tenantId } })
  const held = attention.find(item => item.kind === 'ruleHeld')
  assert.ok(held?.kind === 'ruleHeld' && held.waiting > 0)
  assert.equal(mailed(), 5)
  await told.pass(120)
  assert.equal(mailed(), 5, 'it asks, and does not go on by itself')
  await client.releaseRule({ params: { ruleId }, body: { waiting: 'act' } })
  await told.pass(10)
  const { state, counts } = await client.getRule({ params: { ruleId } })
  assert.deepEqual([state, counts.listed, counts.waiting, mailed()], ['on', 9, 0, 9])
})

test('the panic stop holds a rule’s mails, and the release lets them go once', async () => {
  await using told = await story()
  const { wei } = told.people
  const { client, box } = told.stage
  const { tenantId } = told.tenant
  await takePreset(told, 'thank-you')
  await client.stopTenant({ params: { tenantId }, body: { reason: 'the help desk is drowning' } })
  box.tenant.world.registerMethod(wei.id, 'microsoftAuthenticator')
  await told.pass(60)
  assert.deepEqual(inbox(told, wei), [])
  await client.releaseTenant({ params: { tenantId } })
  await told.pass(10)
  assert.equal(inbox(told, wei).length, 1)
})

test('the manager is told once, the person goes into a group and into a campaign, and protected people are left alone', async () => {
  await using told = await story()
  const { wei, siobhan } = told.people
  const { client, box } = told.stage
  const { world } = box.tenant
  const manager = world.users.get(wei.managerId ?? '') ?? assert.fail('Wei has a manager')
  const group = world.addGroup({ displayName: 'Registered' })
  const { campaignId } = told.campaign
  await client.protectPeople({
    params: { tenantId: told.tenant.tenantId },
    body: { people: [siobhan.userPrincipalName], reason: 'break glass' },
  })
  const { items } = await client.listRulePresets()
  const tell = items.find(one => one.preset === 'tell-manager')?.actions[0]
  assert.ok(tell?.kind === 'mail')
  const ruleId = await takePreset(told, 'thank-you', {
    actions: [
      tell,
      { key: 'group', kind: 'addToGroup', groupId: group.id },
      { key: 'enrol', kind: 'enrol', campaignId },
    ],
  })
  world.registerMethod(wei.id, 'microsoftAuthenticator')
  world.registerMethod(siobhan.id, 'microsoftAuthenticator')
  await told.pass(20)
  assert.equal(inbox(told, manager).length, 1)
  assert.ok(inbox(told, manager)[0]?.subject.startsWith(wei.displayName))
  assert.deepEqual([...group.members.keys()], [wei.id])
  assert.equal((await told.person(wei)).enrolment.source, 'Automation')
  const entry = (await entriesOf(told, ruleId)).find(one => one.personId === siobhan.id)
  assert.deepEqual(
    entry?.acts.map(act => [act.key, act.state]),
    [
      ['enrol', 'skipped'],
      ['group', 'skipped'],
      ['tell-manager', entry?.acts.find(act => act.key === 'tell-manager')?.state],
    ],
  )
})

test('a condition that Graph does not take, or a group that is not there, is told when the rule is made or switched on', async () => {
  await using told = await story()
  const { client } = told.stage
  const base = {
    tenantId: told.tenant.tenantId,
    watch: { activities: ['User registered security info'] },
    peoplePerHourMax: 10,
  }
  const addTo = (groupId: string) => [{ key: 'join', kind: 'addToGroup' as const, groupId }]
  const group = told.stage.box.enforcedGroup.id
  const isRefused = (where: string) => (error: unknown) =>
    error instanceof ApiProblem && error.body.status === 422 && error.body.where === where
  const rule = (name: string, odata: string | null, groupId: string) =>
    client.createRule({ body: { ...base, name, watch: { ...base.watch, odata }, actions: addTo(groupId) } })
  await assert.rejects(rule('Open', "x) or (y eq 'z'", group), isRefused('watch.odata'))
  for (const [name, odata, groupId, where] of [
    ['Broken', "colour eq 'red'", group, 'watch.odata'],
    ['Nowhere', null, randomUUID(), 'actions'],
  ] as const) {
    const made = await rule(name, odata, groupId)
    const params = { ruleId: made.rule.ruleId }
    await assert.rejects(client.switchRuleOn({ params, body: {} }), isRefused(where))
    assert.equal((await client.getRule({ params })).state, 'off')
  }
})
