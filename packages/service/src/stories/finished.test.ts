/** A campaign that is over: nobody is mailed any more, whatever an operator asks, and nothing waits on its behalf. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ApiProblem } from '@muster/contract/client'
import type { Story } from '../testing/story.ts'
import { createStoryTeller } from '../testing/story-teller.ts'

const story = createStoryTeller()

function isOver(error: unknown): boolean {
  return error instanceof ApiProblem && error.body.code === 'campaignMailsNobody'
}

async function actOn(told: Story, body: { act: 'inviteAgain' | 'retry' | 'reinstate'; dryRun?: boolean }) {
  const { enrolment } = await told.person(told.people.wei)
  return told.stage.client.actOnPeople({
    params: { campaignId: told.campaign.campaignId },
    body: { ...body, enrolmentIds: [enrolment.enrolmentId] },
  })
}

test('in a finished campaign nobody is invited again or retried, nor would be', async () => {
  await using told = await story()
  const { wei } = told.people
  await told.importPeople([wei])
  await told.act('launch')
  await told.act('finish')
  for (const act of ['inviteAgain', 'retry'] as const) {
    await assert.rejects(actOn(told, { act }), isOver)
    await assert.rejects(actOn(told, { act, dryRun: true }), isOver)
  }
  assert.equal((await actOn(told, { act: 'reinstate' })).unchanged, 1)
  await told.day(1)
  assert.deepEqual(
    (await told.person(wei)).messages.map(mail => [mail.number, mail.state]),
    [[1, 'sent']],
  )
})

test('a mail of unknown fate in a finished campaign may be taken as arrived, but is not sent again', async () => {
  await using told = await story()
  const { wei } = told.people
  told.stage.box.tenant.faults.next({ family: 'mail', method: 'POST', status: 504, afterAct: true })
  await told.importPeople([wei])
  await told.act('launch')
  await told.act('finish')
  const params = { campaignId: told.campaign.campaignId }
  const [mail] = (await told.person(wei)).messages
  assert.equal(mail?.state, 'uncertain')
  const decide = (decision: 'again' | 'arrived') =>
    told.stage.client.decideMails({ params, body: { decision, messageIds: [mail.messageId] } })
  await assert.rejects(decide('again'), isOver)
  assert.equal((await decide('arrived')).changed, 1)
  assert.equal(told.mails(wei).length, 1)
})

test('no work of a finished campaign is foretold', async () => {
  await using told = await story()
  const { wei } = told.people
  const { tenantId } = told.tenant
  await told.importPeople([wei])
  await told.act('launch')
  const foretold = async () =>
    (await told.stage.client.tenantOverview({ params: { tenantId } })).lanes.filter(
      lane => lane.kind === 'due',
    )
  assert.equal((await foretold()).length, 1, 'the reminder while it runs')
  await told.act('finish')
  assert.deepEqual(await foretold(), [])
  await told.press(wei)
  await told.pass(5)
  assert.deepEqual(await foretold(), [])
})
