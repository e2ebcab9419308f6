/**
 * A worker of rules that dies at each of its operations in turn, from the poll of the log to the mail, and one that comes
 * after it: the person is on the list once and has the mail once, looked at from the tenant's side.
 */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { User } from '@muster/simulator/world/types'
import { openMortalWorkers } from '../testing/mortal-worker.ts'
import type { Story } from '../testing/story.ts'
import { createStoryTeller } from '../testing/story-teller.ts'

const story = createStoryTeller()

/** More operations than lead from a poll to its mail, several times over. */
const operationsMax = 400
const minuteMs = 60_000
/** The record is in the log after six minutes at the latest, and the next poll is due. */
const recordedMinutes = 8
/** A claim is taken over after three minutes; a mail that is not in Sent Items after a quarter of an hour was not sent. */
const afterwardsMinutes = 35

async function turnOn({ stage }: Story, minutes: number): Promise<void> {
  await stage.box.advanceTo(new Date(stage.clock.now().getTime() + minutes * minuteMs))
}

function hire({ stage }: Story, number: number): User {
  const upn = `newcomer.${number}@contoso.example`
  return stage.box.tenant.world.addUser({
    userPrincipalName: upn,
    mail: upn,
    displayName: `Newcomer ${number}`,
    givenName: 'New',
  })
}

test('whoever registers is thanked once and joined once, wherever the worker dies between the poll and the mail', async context => {
  await using told = await story()
  const { client, box, app } = told.stage
  const { world } = box.tenant
  // With it, a mail of unknown fate is looked up instead of waiting for an operator.
  box.app.roles.push('Mail.Read')
  box.tenant.faults.revokeTokens()
  const group = world.addGroup({ displayName: 'Registered' })
  const { rule } = await client.createRule({
    body: {
      tenantId: told.tenant.tenantId,
      name: 'Thank-you',
      watch: { activities: ['User registered all required security info'] },
      senderIds: [told.sender.senderId],
      actions: [
        {
          key: 'mail',
          kind: 'mail',
          to: 'person',
          mails: [{ language: 'en', subject: 'Thank you', text: 'Thank you, {{ recipient.givenName }}.' }],
        },
        { key: 'group', kind: 'addToGroup', groupId: group.id },
      ],
    },
  })
  await client.switchRuleOn({ params: { ruleId: rule.ruleId }, body: {} })
  await told.pass(10)
  const workers = await openMortalWorkers(told)
  const deaths: string[] = []
  for (let at = 1; at <= operationsMax; at++) {
    const user = hire(told, at)
    world.registerMethod(user.id, 'microsoftAuthenticator')
    await turnOn(told, recordedMinutes)
    await workers.live({ at: Number.POSITIVE_INFINITY, moment: 'after' })
    // The look comes half a minute after the find; a minute on, a worker has it all before it.
    await turnOn(told, 1)
    const life = await workers.live({ at, moment: at % 2 === 0 ? 'before' : 'after' })
    if (!life.isDead) break
    deaths.push(life.operations.at(-1)?.name ?? '')
    await turnOn(told, afterwardsMinutes)
    await told.stage.settle()
    await told.pass(5)
    const where = `${life.operations.at(-1)?.name}, operation ${at}`
    const mails = world.inboxes.get(user.userPrincipalName) ?? []
    assert.equal(mails.length, 1, where)
    assert.ok(group.members.has(user.id), where)
    const entries = await app.db
      .selectFrom('rule_entry')
      .select('state')
      .where('person_id', '=', user.id)
      .execute()
    assert.deepEqual(entries, [{ state: 'listed' }], where)
  }
  context.diagnostic(`${deaths.length} deaths: ${[...new Set(deaths)].join(', ')}`)
  assert.ok(deaths.length > 20 && deaths.length < operationsMax)
  for (const name of ['insert rule_act', 'insert message', 'update rule_act'])
    assert.ok(deaths.includes(name), `nobody died at ${name}`)
})

test('a worker that dies in the poll itself loses nothing, and the page is matched once', async () => {
  await using told = await story()
  const { client, box, app } = told.stage
  const { world } = box.tenant
  const { rule } = await client.createRule({
    body: {
      tenantId: told.tenant.tenantId,
      name: 'The list alone',
      watch: { activities: ['User registered all required security info'] },
    },
  })
  await client.switchRuleOn({ params: { ruleId: rule.ruleId }, body: {} })
  await told.pass(10)
  const workers = await openMortalWorkers(told)
  let deaths = 0
  for (let at = 1; at <= operationsMax; at++) {
    const user = hire(told, at)
    world.registerMethod(user.id, 'fido2')
    await turnOn(told, recordedMinutes)
    const { isDead } = await workers.live({ at, moment: 'after' })
    if (!isDead) break
    deaths++
    await told.stage.settle()
    await told.pass(12)
    const entries = await app.db
      .selectFrom('rule_entry')
      .select('state')
      .where('person_id', '=', user.id)
      .execute()
    assert.deepEqual(entries, [{ state: 'listed' }], `operation ${at}`)
  }
  assert.ok(deaths > 10, `${deaths} deaths`)
})
