/** A rule that is tested foresees what it would really do for each person, and says why not. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Output } from '@muster/contract/routes'
import type { User } from '@muster/simulator/world/types'
import type { Story } from '../testing/story.ts'
import { createStoryTeller } from '../testing/story-teller.ts'

const story = createStoryTeller()

async function thankYou(told: Story) {
  const { items } = await told.stage.client.listRulePresets()
  const { watch, concern, condition, frequency, peoplePerHourMax, actions } = items[0] ?? assert.fail()
  const mails = actions.filter(action => action.kind === 'mail')
  return { watch, concern, condition, frequency, peoplePerHourMax, actions: mails }
}

function of(tested: Output<'testRule'>, user: User) {
  return tested.people.filter(one => one.personId === user.id)
}

test('the disabled, those without an address and the protected are foreseen, and whoever undid it is left alone', async () => {
  await using told = await story()
  const { wei, siobhan, nadia, tomasz: disabled, lieke: mailless } = told.people
  const { client, box } = told.stage
  const { world } = box.tenant
  const { tenantId } = told.tenant
  await client.protectPeople({
    params: { tenantId },
    body: { people: [siobhan.userPrincipalName], reason: 'break glass' },
  })
  for (const user of [wei, siobhan, disabled, mailless])
    world.registerMethod(user.id, 'microsoftAuthenticator')
  const method = world.registerMethod(nadia.id, 'fido2')
  world.deleteMethod(nadia.id, method.id)
  await told.pass(30)
  const tested = await client.testRule({
    params: { tenantId },
    body: { days: 7, ...(await thankYou(told)) },
  })
  assert.deepEqual(
    of(tested, wei).map(one => [one.verdict, one.acts[0]?.to, one.acts[0]?.obstacle]),
    [['act', wei.mail, null]],
  )
  const verdictOf = (user: User) => of(tested, user).map(one => one.verdict)
  const whyOf = (user: User) => of(tested, user)[0]?.acts[0]?.obstacle ?? ''
  assert.deepEqual([siobhan, disabled, mailless].map(verdictOf), [['nothing'], ['nothing'], ['nothing']])
  assert.match(whyOf(siobhan), /protected/)
  assert.match(whyOf(disabled), /disabled/)
  assert.match(whyOf(mailless), /no mail address/)
  assert.deepEqual(
    of(tested, nadia).map(one => [one.verdict, one.reason]),
    [['pass', 'notRegistered']],
  )
  assert.equal(tested.wouldAct, 1)
})

test('whoever has been thanked is not counted again when the rule is tested, and another tenant’s rule is none', async () => {
  await using told = await story()
  const { wei, siobhan } = told.people
  const { client, box } = told.stage
  const { tenantId } = told.tenant
  const rule = await thankYou(told)
  const made = await client.createRule({
    body: { tenantId, name: 'Thanks', senderIds: [told.sender.senderId], ...rule },
  })
  const { ruleId } = made.rule
  await client.switchRuleOn({ params: { ruleId }, body: {} })
  await told.pass(3)
  box.tenant.world.registerMethod(wei.id, 'microsoftAuthenticator')
  await told.pass(20)
  await client.switchRuleOff({ params: { ruleId } })
  box.tenant.world.registerMethod(siobhan.id, 'fido2')
  await told.pass(20)
  const body = { days: 7, ...rule }
  const anew = await client.testRule({ params: { tenantId }, body })
  assert.equal(anew.wouldAct, 2, 'a new rule has thanked nobody')
  await told.pass(5)
  const tested = await client.testRule({ params: { tenantId }, body: { ...body, ruleId } })
  assert.deepEqual(
    [wei, siobhan].map(user => of(tested, user).map(one => [one.verdict, one.reason])),
    [[['again', 'actedBefore']], [['act', null]]],
  )
  assert.equal(tested.wouldAct, 1)
  await assert.rejects(
    client.testRule({ params: { tenantId }, body: { ...body, ruleId: tenantId } }),
    /there is no such rule/,
  )
})

test('an act on the manager, a group and a campaign says to whom, and why not', async () => {
  await using told = await story()
  const { wei } = told.people
  const { client, box } = told.stage
  const { world } = box.tenant
  const { tenantId } = told.tenant
  const { campaignId } = told.campaign
  const manager = world.users.get(wei.managerId ?? '') ?? assert.fail('Wei has a manager')
  const group = world.addGroup({ displayName: 'Registered' })
  const rule = await thankYou(told)
  const [mail] = rule.actions
  assert.ok(mail !== undefined)
  await told.importPeople([wei])
  world.registerMethod(wei.id, 'microsoftAuthenticator')
  await told.pass(20)
  const tested = await client.testRule({
    params: { tenantId },
    body: {
      days: 7,
      ...rule,
      actions: [
        { ...mail, key: 'boss', to: 'manager' },
        { key: 'group', kind: 'addToGroup', groupId: group.id },
        { key: 'gone', kind: 'addToGroup', groupId: '11111111-1111-4111-8111-111111111111' },
        { key: 'enrol', kind: 'enrol', campaignId },
      ],
    },
  })
  const acts = of(tested, wei)[0]?.acts ?? []
  assert.deepEqual(
    acts.map(act => [act.key, act.to, act.obstacle]),
    [
      ['boss', manager.mail, null],
      ['group', 'Registered', null],
      ['gone', '11111111-1111-4111-8111-111111111111', 'there is no such group'],
      ['enrol', told.campaign.name, 'is in the campaign already'],
    ],
  )
})
