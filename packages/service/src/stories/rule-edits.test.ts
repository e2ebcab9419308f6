/** A rule that two people change at a time: the second hears of the first, and nothing is written over in silence. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ApiProblem } from '@muster/contract/client'
import { createStoryTeller } from '../testing/story-teller.ts'

const story = createStoryTeller()

test('Ann and Ben change one rule: Ben hears that it was changed meanwhile, by whom and when', async () => {
  await using told = await story()
  const { client } = told.stage
  const { tenantId } = told.tenant
  const watch = { activities: ['Add member to role'] }
  const { rule } = await client.createRule({ body: { tenantId, name: 'New administrators', watch } })
  const params = { ruleId: rule.ruleId }
  const { version } = rule
  await client.switchRuleOn({ params, body: {} })
  assert.equal((await client.getRule({ params })).version, version, 'switching is no change of what it says')

  const ann = await client.updateRule({ params, body: { version, peoplePerHourMax: 20 } })
  assert.notEqual(ann.rule.version, version)
  await assert.rejects(
    client.updateRule({ params, body: { version, name: 'Roles given' } }),
    (error: unknown) => {
      assert.ok(error instanceof ApiProblem)
      const { status, where, detail } = error.body
      assert.deepEqual([status, where], [409, 'version'])
      assert.match(detail, /^"New administrators" was changed meanwhile by .+ at 2026-11-0\dT/)
      return true
    },
  )
  const ben = await client.updateRule({
    params,
    body: { version: ann.rule.version, name: 'Roles given' },
  })
  assert.deepEqual([ben.rule.name, ben.rule.peoplePerHourMax], ['Roles given', 20])
})

test('a webhook’s other address is another version, and the answer tells nothing of it', async () => {
  await using told = await story()
  const { client } = told.stage
  const { tenantId } = told.tenant
  const hook = (path: string) => ({
    key: 'hook',
    kind: 'webhook' as const,
    url: `https://hooks.contoso.example/${path}`,
  })
  const { rule } = await client.createRule({
    body: {
      tenantId,
      name: 'Tell the other system',
      watch: { activities: ['Add user'] },
      actions: [hook('a')],
    },
  })
  const changed = await client.updateRule({ params: { ruleId: rule.ruleId }, body: { actions: [hook('b')] } })
  assert.notEqual(changed.rule.version, rule.version)
  const same = await client.updateRule({ params: { ruleId: rule.ruleId }, body: { actions: [hook('b')] } })
  assert.equal(same.rule.version, changed.rule.version)
  assert.doesNotMatch(JSON.stringify(same), /hooks\.contoso\.example\/b/)
})

test('a kind of method that there is none of is refused by name, with those that there are', async () => {
  await using told = await story()
  const { client } = told.stage
  const { tenantId } = told.tenant
  const rule = { tenantId, name: 'Passkeys', watch: { activities: ['User registered security info'] } }
  await assert.rejects(
    client.createRule({ body: { ...rule, condition: { present: ['fido3'] } } }),
    (error: unknown) => {
      assert.ok(error instanceof ApiProblem)
      const { status, where, detail, remedy } = error.body
      assert.deepEqual([status, where], [422, 'condition.present'])
      assert.match(detail, /"fido3" is no kind of method/)
      assert.match(remedy ?? '', /\bfido2\b.*\bwindowsHelloForBusiness\b/)
      return true
    },
  )
  await assert.rejects(
    client.createRule({ body: { ...rule, condition: { present: ['fido2'], absent: ['FIDO2'] } } }),
    /to be there and not to be there/,
  )
  const condition = { present: ['#microsoft.graph.fido2AuthenticationMethod'], absent: ['phone'] }
  const { rule: made } = await client.createRule({ body: { ...rule, condition } })
  assert.deepEqual(made.condition.absent, ['phone'])
})

test('two mails in one language, or one address twice, are refused before anybody is mailed twice', async () => {
  await using told = await story()
  const { client } = told.stage
  const { tenantId } = told.tenant
  const watch = { activities: ['User registered security info'] }
  const rule = { tenantId, name: 'Thanks', watch, senderIds: [told.sender.senderId] }
  const mail = { language: 'en', subject: 'Hello', text: 'Hello' }
  const make = (action: object) =>
    client.createRule({ body: { ...rule, actions: [{ key: 'thanks', ...action } as never] } })
  await assert.rejects(
    make({ kind: 'mail', to: 'person', mails: [mail, { ...mail, text: 'Good day' }] }),
    /two mails in "en"/,
  )
  const addresses = ['it@contoso.example', 'IT@contoso.example']
  await assert.rejects(make({ kind: 'mailAddresses', addresses, mails: [mail] }), /named twice/)
  assert.deepEqual((await client.listRules({ params: { tenantId } })).items, [])
})

test('a rule that is made twice with one key is made once; only what held a secret is not told again', async () => {
  await using told = await story()
  const { client } = told.stage
  const { tenantId } = told.tenant
  const watch = { activities: ['Add member to role'] }
  const plain = { body: { tenantId, name: 'Roles', watch } }
  const once = { idempotencyKey: 'made-by-hand' }
  const first = await client.createRule(plain, once)
  assert.deepEqual(await client.createRule(plain, once), first)
  const url = 'https://hooks.contoso.example/muster'
  const signed = {
    body: { ...plain.body, name: 'Signed', actions: [{ key: 'call', kind: 'webhook' as const, url }] },
  }
  const signedOnce = { idempotencyKey: 'signed-by-hand' }
  await client.createRule(signed, signedOnce)
  await assert.rejects(client.createRule(signed, signedOnce), /its secret was shown then/)
  assert.equal((await client.listRules({ params: { tenantId } })).items.length, 2)
})

test('the rules, and the failures, of a tenant that is not there are not found, instead of none', async () => {
  await using told = await story()
  const { client } = told.stage
  const nowhere = { params: { tenantId: crypto.randomUUID() } }
  await assert.rejects(client.listRules(nowhere), /no such tenant/)
  await assert.rejects(client.listFailedActs(nowhere), /no such tenant/)
})
