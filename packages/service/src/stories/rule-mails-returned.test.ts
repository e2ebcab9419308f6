/** Mails of a rule that do not simply arrive: one that comes back, and one whose answer is lost. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { User } from '@muster/simulator/world/types'
import { rulePresets } from '../automations/presets.ts'
import type { Story } from '../testing/story.ts'
import { createStoryTeller } from '../testing/story-teller.ts'

const story = createStoryTeller()

async function thankEverybody(told: Story): Promise<string> {
  const { client, box } = told.stage
  const preset = rulePresets.find(one => one.preset === 'thank-you')
  const mails = preset?.actions.flatMap(action => (action.kind === 'mail' ? [action] : [])) ?? []
  assert.ok(preset !== undefined)
  box.app.roles.push('Mail.Read')
  box.tenant.faults.revokeTokens()
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
  return rule.ruleId
}

async function actOf(told: Story, ruleId: string) {
  const { items } = await told.stage.client.listRuleEntries({ params: { ruleId } })
  return items[0]?.acts.at(-1)
}

function inbox({ stage }: Story, user: User) {
  return stage.box.tenant.world.inboxes.get((user.mail ?? '').toLowerCase()) ?? []
}

test('Wei’s thank-you comes back: its act has failed with the reason, and can be asked for once more', async () => {
  await using told = await story()
  const { wei } = told.people
  const { client, box } = told.stage
  const ruleId = await thankEverybody(told)
  const mailbox = box.tenant.world.mailboxOf(wei.mail ?? '')
  assert.ok(mailbox !== undefined)
  const address = (wei.mail ?? '').toLowerCase()
  box.tenant.world.mailboxes.delete(address)
  box.tenant.world.registerMethod(wei.id, 'microsoftAuthenticator')
  await told.pass(90)
  const act = await actOf(told, ruleId)
  assert.equal(act?.state, 'failed')
  assert.match(act?.detail ?? '', /came back/)
  box.tenant.world.mailboxes.set(address, mailbox)
  await client.decideActs({
    params: { ruleId },
    body: { decision: 'again', actIds: [act?.actId ?? ''] },
  })
  await told.pass(5)
  assert.equal(inbox(told, wei).length, 1)
})

test('the answer to Wei’s thank-you is lost: it is looked up and not sent a second time', async () => {
  await using told = await story()
  const { wei } = told.people
  const { box } = told.stage
  const ruleId = await thankEverybody(told)
  box.tenant.faults.next({ family: 'mail', method: 'POST', status: 504, afterAct: true })
  box.tenant.world.registerMethod(wei.id, 'microsoftAuthenticator')
  await told.pass(60)
  assert.equal((await actOf(told, ruleId))?.state, 'done')
  assert.equal(inbox(told, wei).length, 1)
})
