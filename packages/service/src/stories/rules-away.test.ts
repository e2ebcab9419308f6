/** The service is away for a while: what the log has kept is acted on once it is back, and a longer time away is told of. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { User } from '@muster/simulator/world/types'
import { rulePresets } from '../automations/presets.ts'
import type { Story } from '../testing/story.ts'
import { createStoryTeller } from '../testing/story-teller.ts'

const story = createStoryTeller()

const hourMs = 3_600_000
const dayMs = 24 * hourMs

async function thankEverybody(told: Story): Promise<void> {
  const { client } = told.stage
  const preset = rulePresets.find(one => one.preset === 'thank-you')
  const mails = preset?.actions.flatMap(action => (action.kind === 'mail' ? [action] : [])) ?? []
  assert.ok(preset !== undefined && mails.length === 1)
  const { rule } = await client.createRule({
    body: {
      tenantId: told.tenant.tenantId,
      name: preset.name,
      watch: preset.watch,
      senderIds: [told.sender.senderId],
      actions: mails.map(mail => ({ ...mail, mails: [...mail.mails] })),
    },
  })
  await client.switchRuleOn({ params: { ruleId: rule.ruleId }, body: {} })
  await told.pass(3)
}

/** Nobody works meanwhile; the world goes on. */
async function away({ stage }: Story, ms: number): Promise<void> {
  await stage.box.advanceTo(new Date(stage.clock.now().getTime() + ms))
}

function inbox({ stage }: Story, user: User) {
  return stage.box.tenant.world.inboxes.get((user.mail ?? '').toLowerCase()) ?? []
}

async function gapsOf(told: Story) {
  const { tenantId } = told.tenant
  const { gap } = await told.stage.client.getAutomationSettings({ params: { tenantId } })
  const { attention } = await told.stage.client.tenantOverview({ params: { tenantId } })
  return { gap, told: attention.filter(item => item.kind === 'auditGap').length }
}

test('Wei registers while Muster is away for five days, and is thanked once when it is back', async () => {
  await using told = await story()
  const { wei } = told.people
  await thankEverybody(told)
  await away(told, 2 * hourMs)
  told.stage.box.tenant.world.registerMethod(wei.id, 'microsoftAuthenticator')
  await away(told, 5 * dayMs)
  assert.deepEqual(inbox(told, wei), [])
  await told.pass(15)
  assert.equal(inbox(told, wei).length, 1)
  assert.deepEqual(await gapsOf(told), { gap: null, told: 0 })
})

test('after forty days away the gap is told of, from where it was last read to where the log begins', async () => {
  await using told = await story()
  const { siobhan } = told.people
  await thankEverybody(told)
  const leftAt = told.stage.clock.now()
  await away(told, 38 * dayMs)
  told.stage.box.tenant.world.registerMethod(siobhan.id, 'fido2')
  await away(told, 2 * dayMs)
  await told.pass(15)
  assert.equal(inbox(told, siobhan).length, 1, 'what the log still holds is not lost')
  const { gap, told: times } = await gapsOf(told)
  assert.equal(times, 1)
  assert.ok(gap !== null && !gap.isOnlyWithoutLicence)
  assert.ok(Math.abs(gap.from.getTime() - leftAt.getTime()) < hourMs)
  const logBegins = told.stage.clock.now().getTime() - 30 * dayMs
  assert.ok(Math.abs(gap.until.getTime() - logBegins) < hourMs)
})
