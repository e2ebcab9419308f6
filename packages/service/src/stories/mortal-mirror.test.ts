/**
 * A worker of the mirror that dies at each of its operations in turn, and one that comes after it: everybody has one row
 * that says what it should, looked at from the list's side.
 */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { auditMirror, takeMirror } from '../stage/mirror.ts'
import { openMortalWorkers } from '../testing/mortal-worker.ts'
import { createStoryTeller } from '../testing/story-teller.ts'

const story = createStoryTeller()

/** More operations than a pass over the list has, several times over. */
const operationsMax = 200
const minuteMs = 60_000

test('people come and change, and each has one right row, wherever the worker dies between the look and the list', async context => {
  await using told = await story()
  const { stage, campaign } = told
  const { campaignId } = campaign
  const { wei, bjoern } = told.people
  stage.box.app.roles.push('Sites.Manage.All')
  stage.box.tenant.faults.revokeTokens()
  await told.importPeople([wei, bjoern])
  const list = await takeMirror(stage, campaignId)
  await told.pass(20)
  const workers = await openMortalWorkers(told)
  const deaths: string[] = []
  for (let number = 2; number <= 2 * operationsMax; number++) {
    const at = Math.floor(number / 2)
    const upn = `newcomer.${number}@contoso.example`
    const user = stage.box.tenant.world.addUser({
      userPrincipalName: upn,
      mail: upn,
      displayName: `Newcomer ${number}`,
    })
    // One is added, and another's row is changed.
    await told.importPeople([user])
    const { enrolment } = await told.person(wei)
    const isOut = enrolment.status === 'excluded'
    await stage.client.actOnPeople({
      params: { campaignId },
      body: {
        ...(isOut ? { act: 'reinstate' as const } : { act: 'exclude' as const, reason: 'on leave' }),
        enrolmentIds: [enrolment.enrolmentId],
      },
    })
    await stage.box.advanceTo(new Date(stage.clock.now().getTime() + 6 * minuteMs))
    const life = await workers.live({ at, moment: number % 2 === 0 ? 'before' : 'after' })
    if (!life.isDead) break
    const where = `${life.operations.at(-1)?.name}, operation ${at}`
    deaths.push(life.operations.at(-1)?.name ?? '')
    await told.pass(6)
    const { wrong } = await auditMirror(stage, { campaignId, list })
    assert.equal(wrong, 0, where)
  }
  context.diagnostic(`${deaths.length} deaths: ${[...new Set(deaths)].join(', ')}`)
  assert.ok(deaths.length > 10 && deaths.length < 2 * operationsMax)
  assert.ok(deaths.includes('POST /v1.0/$batch'), 'nobody died while writing')
})
