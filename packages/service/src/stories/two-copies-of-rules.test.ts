/** Two copies of the service read the same log and act on the same people side by side: everybody is acted on once. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { User } from '@muster/simulator/world/types'
import { rulePresets } from '../automations/presets.ts'
import { type MortalWorkers, openMortalWorkers } from '../testing/mortal-worker.ts'
import type { Story } from '../testing/story.ts'
import { createStoryTeller } from '../testing/story-teller.ts'

const story = createStoryTeller()

const minuteMs = 60_000
const aliveForever = { at: Number.POSITIVE_INFINITY, moment: 'after' } as const
/** Several at a time, so that both copies find something in hand. */
const newcomersCount = 24

function hire({ stage }: Story, number: number): User {
  const upn = `newcomer.${number}@contoso.example`
  return stage.box.tenant.world.addUser({
    userPrincipalName: upn,
    mail: upn,
    displayName: `Newcomer ${number}`,
    givenName: 'New',
  })
}

/** Each minute both work whatever is due, at the same time. */
async function passWithBoth({ stage }: Story, workers: MortalWorkers, minutes: number): Promise<void> {
  for (let passed = 0; passed < minutes; passed++) {
    await stage.box.advanceTo(new Date(stage.clock.now().getTime() + minuteMs))
    await Promise.all([stage.settle(), workers.live(aliveForever)])
  }
}

test('whoever registers while two copies run is on the list once, has one mail and is in the group', async () => {
  await using told = await story()
  const { client, box, app } = told.stage
  const { world } = box.tenant
  const group = world.addGroup({ displayName: 'Registered' })
  const [mail] = rulePresets.find(one => one.preset === 'thank-you')?.actions ?? []
  assert.ok(mail?.kind === 'mail')
  const { rule } = await client.createRule({
    body: {
      tenantId: told.tenant.tenantId,
      name: 'Thank-you',
      watch: { activities: ['User registered all required security info'] },
      senderIds: [told.sender.senderId],
      actions: [
        { key: mail.key, kind: 'mail', to: 'person', mails: [...mail.mails] },
        { key: 'group', kind: 'addToGroup', groupId: group.id },
      ],
    },
  })
  await client.switchRuleOn({ params: { ruleId: rule.ruleId }, body: {} })
  await told.pass(3)
  const workers = await openMortalWorkers(told)
  const newcomers = Array.from({ length: newcomersCount }, (_, index) => hire(told, index))
  for (const user of newcomers) world.registerMethod(user.id, 'microsoftAuthenticator')
  await passWithBoth(told, workers, 20)
  // A second time, while the first is remembered.
  for (const user of newcomers) world.registerMethod(user.id, 'fido2')
  await passWithBoth(told, workers, 20)
  const mails = newcomers.map(user => world.inboxes.get(user.userPrincipalName)?.length ?? 0)
  assert.deepEqual([...new Set(mails)], [1])
  assert.deepEqual(new Set(group.members.keys()), new Set(newcomers.map(user => user.id)))
  const entries = await app.db.selectFrom('rule_entry').select(['person_id', 'state']).execute()
  assert.equal(entries.length, newcomersCount)
  assert.ok(entries.every(entry => entry.state === 'listed'))
  const acts = await app.db.selectFrom('rule_act').select(['state', 'number']).execute()
  assert.equal(acts.length, 2 * newcomersCount)
  assert.ok(acts.every(act => act.state === 'done' && act.number === 1))
})
