/** A rule calls another service: once for each person by the scheme, again while it is down, and by hand after that. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { User } from '@muster/simulator/world/types'
import { Webhook } from 'standardwebhooks'
import { openReceiver, type WebhookReceiver } from '../stage/webhook-receiver.ts'
import type { Story } from '../testing/story.ts'
import { createStoryTeller } from '../testing/story-teller.ts'

const tellStory = createStoryTeller()
const story = () => tellStory({ webhookHosts: ['127.0.0.1'] })

const registered = {
  activities: ['User registered all required security info'],
  result: 'success',
} as const

async function hook(told: Story, receiver: WebhookReceiver, kind: 'webhook' | 'teams' = 'webhook') {
  const { client } = told.stage
  const words = { title: '{{ person.displayName }}', text: '{{ event.activity }}' }
  const url = receiver.url
  const { rule, secrets } = await client.createRule({
    body: {
      tenantId: told.tenant.tenantId,
      name: 'Tell the other service',
      watch: { ...registered, activities: [...registered.activities] },
      actions: [kind === 'teams' ? { key: 'hook', kind, url, ...words } : { key: 'hook', kind, url }],
    },
  })
  await client.switchRuleOn({ params: { ruleId: rule.ruleId }, body: {} })
  await told.pass(3)
  return { ruleId: rule.ruleId, secret: secrets[0]?.secret ?? '', rule }
}

async function actOf(told: Story, ruleId: string, user: User) {
  const { items } = await told.stage.client.listRuleEntries({ params: { ruleId } })
  return items.find(entry => entry.personId === user.id)?.acts.at(-1)
}

test('Wei’s registration is told once, whole, and the scheme’s own library believes it', async () => {
  await using told = await story()
  await using receiver = await openReceiver()
  const { wei } = told.people
  const { secret, rule } = await hook(told, receiver)
  assert.deepEqual(rule.actions, [{ key: 'hook', kind: 'webhook', host: new URL(receiver.url).host }])
  told.stage.box.tenant.world.registerMethod(wei.id, 'fido2')
  await told.day(1)
  const [delivery, ...others] = receiver.deliveries
  assert.ok(delivery !== undefined && others.length === 0)
  // The tenant's clock is turned; a receiver with a clock of its own would call the call old.
  const at = Number(delivery.headers['webhook-timestamp'])
  assert.ok(Number.isInteger(at))
  const signed = new Webhook(secret).sign(
    delivery.headers['webhook-id'] ?? '',
    new Date(at * 1000),
    delivery.body,
  )
  assert.equal(delivery.headers['webhook-signature'], signed)
  const { type, data } = JSON.parse(delivery.body)
  assert.equal(type, 'muster.rule.matched')
  assert.equal(data.person.userPrincipalName, wei.userPrincipalName)
  assert.equal(data.event.details.targetResources[0].id, wei.id)
})

test('a receiver that is down is tried again under the same id, given up after a day, and can be asked for once more', async () => {
  await using told = await story()
  await using receiver = await openReceiver()
  const { client, box } = told.stage
  const { wei } = told.people
  const { tenantId } = told.tenant
  const { ruleId } = await hook(told, receiver)
  receiver.answer(503)
  box.tenant.world.registerMethod(wei.id, 'fido2')
  await told.day(2)
  const given = await actOf(told, ruleId, wei)
  assert.deepEqual([given?.state, given?.attempts], ['failed', 8])
  assert.match(given?.detail ?? '', /given up after 8 tries: answered 503/)
  const { items } = await client.listFailedActs({ params: { tenantId } })
  assert.deepEqual(
    items.map(act => act.userPrincipalName),
    [wei.userPrincipalName],
  )
  const { attention } = await client.tenantOverview({ params: { tenantId } })
  assert.ok(attention.some(item => item.kind === 'failedActs' && item.acts === 1))
  receiver.answer(200)
  const decided = await client.decideActs({
    params: { ruleId },
    body: { decision: 'again', actIds: [given?.actId ?? ''] },
  })
  assert.equal(decided.changed, 1)
  await told.pass(1)
  assert.equal((await actOf(told, ruleId, wei))?.state, 'done')
  assert.equal(new Set(receiver.deliveries.map(one => one.headers['webhook-id'])).size, 1)
  assert.deepEqual((await client.listFailedActs({ params: { tenantId } })).items, [])
})

test('410 ends it at once, and a new secret is the one that signs from then on', async () => {
  await using told = await story()
  await using receiver = await openReceiver()
  const { client, box } = told.stage
  const { wei, siobhan } = told.people
  const { ruleId, secret } = await hook(told, receiver)
  receiver.answer(410)
  box.tenant.world.registerMethod(wei.id, 'fido2')
  await told.pass(20)
  assert.deepEqual([(await actOf(told, ruleId, wei))?.state, receiver.deliveries.length], ['failed', 1])
  receiver.answer(204)
  const renewed = await client.renewRuleSecret({ params: { ruleId, key: 'hook' } })
  assert.notEqual(renewed.secret, secret)
  box.tenant.world.registerMethod(siobhan.id, 'fido2')
  await told.pass(20)
  const last = receiver.deliveries.at(-1)
  const at = new Date(Number(last?.headers['webhook-timestamp']) * 1000)
  const id = last?.headers['webhook-id'] ?? ''
  assert.equal(last?.headers['webhook-signature'], new Webhook(renewed.secret).sign(id, at, last?.body ?? ''))
})

test('a card for Teams carries the words of the rule in the envelope of a workflow', async () => {
  await using told = await story()
  await using receiver = await openReceiver()
  const { wei } = told.people
  const { secret } = await hook(told, receiver, 'teams')
  assert.equal(secret, '', 'its address is its secret')
  told.stage.box.tenant.world.registerMethod(wei.id, 'fido2')
  await told.pass(20)
  const { attachments } = JSON.parse(receiver.deliveries[0]?.body ?? '{}')
  assert.equal(attachments[0].contentType, 'application/vnd.microsoft.card.adaptive')
  assert.equal(attachments[0].content.body[0].text, wei.displayName)
  assert.equal(receiver.deliveries[0]?.headers['webhook-signature'], undefined)
})

test('an address inside is refused when the rule is made, unless the installation names it', async () => {
  await using told = await tellStory()
  await using receiver = await openReceiver()
  await assert.rejects(hook(told, receiver), /the address cannot be called: it is not https/)
  const inside = { url: 'https://169.254.169.254/metadata' } as WebhookReceiver
  await assert.rejects(hook(told, inside), /it leads into a private network/)
})
