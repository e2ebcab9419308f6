/** A rule that was whole when it was switched on and lost what it leans on: the overview names it and says why. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Story } from '../testing/story.ts'
import { createStoryTeller } from '../testing/story-teller.ts'

const story = createStoryTeller()

async function broken(told: Story) {
  const { client } = told.stage
  const { attention } = await client.tenantOverview({ params: { tenantId: told.tenant.tenantId } })
  return attention.flatMap(item => (item.kind === 'ruleBroken' ? [[item.ruleName, item.reason]] : []))
}

async function readDefinition(told: Story, ruleId: string) {
  const row = await told.stage.app.db
    .selectFrom('rule')
    .select('definition')
    .where('id', '=', ruleId)
    .executeTakeFirstOrThrow()
  return row.definition
}

test('a group that is gone, a campaign that is finished: the overview names the rules that lean on them', async () => {
  await using told = await story()
  const { client, box } = told.stage
  const { world } = box.tenant
  const { tenantId } = told.tenant
  const { campaignId, name } = told.campaign
  const group = world.addGroup({ displayName: 'Registered' })
  const watch = { activities: ['User registered all required security info'] }
  const rules = [
    { name: 'Into the group', actions: [{ key: 'group', kind: 'addToGroup' as const, groupId: group.id }] },
    { name: 'Into the rollout', actions: [{ key: 'enrol', kind: 'enrol' as const, campaignId }] },
    { name: 'Of the group', concern: { of: { kind: 'group' as const, groupId: group.id } } },
  ]
  for (const rule of rules) {
    const made = await client.createRule({ body: { tenantId, watch, ...rule } })
    await client.switchRuleOn({ params: { ruleId: made.rule.ruleId }, body: {} })
  }
  await told.pass(30)
  assert.deepEqual(await broken(told), [])
  world.groups.delete(group.id)
  await told.act('launch')
  await told.act('finish')
  await told.day(1)
  assert.deepEqual(await broken(told), [
    ['Into the group', `there is no group ${group.id} any more`],
    ['Into the rollout', `"${name}" is finished and takes nobody in`],
    ['Of the group', `there is no group ${group.id} any more`],
  ])
  const { attention } = await client.tenantOverview({ params: { tenantId } })
  assert.ok(!attention.some(item => item.kind === 'auditRefused'))
  const again = await client.createRule({
    body: { tenantId, name: 'Of no group', watch, concern: { of: { kind: 'group', groupId: group.id } } },
  })
  await assert.rejects(
    client.switchRuleOn({ params: { ruleId: again.rule.ruleId }, body: {} }),
    /there is no group/,
  )
})

test('a condition that Graph refuses later marks its rule, and not the whole log', async () => {
  await using told = await story()
  const { client } = told.stage
  const { tenantId } = told.tenant
  const { rule } = await client.createRule({
    body: {
      tenantId,
      name: 'With a condition',
      watch: { activities: ['Add user'], odata: "loggedByService eq 'Core Directory'" },
    },
  })
  const params = { ruleId: rule.ruleId }
  await client.switchRuleOn({ params, body: {} })
  const watch = { ...rule.watch, odata: "colour eq 'red'" }
  await assert.rejects(client.updateRule({ params, body: { watch } }), /Graph does not take the condition/)
  // What Graph takes may change behind our back.
  const changed = JSON.stringify({ ...(await readDefinition(told, rule.ruleId)), watch })
  await told.stage.app.db
    .updateTable('rule')
    .set({ definition: changed })
    .where('id', '=', rule.ruleId)
    .execute()
  await told.pass(30)
  const [[name, reason] = []] = await broken(told)
  assert.equal(name, 'With a condition')
  assert.match(reason ?? '', /^Graph does not take its condition: /)
  const { attention } = await client.tenantOverview({ params: { tenantId } })
  assert.ok(!attention.some(item => item.kind === 'auditRefused'))
})
