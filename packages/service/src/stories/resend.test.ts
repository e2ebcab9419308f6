/** Somebody lost the mail and types their address: they get their link, and nobody learns who is on the list. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Story } from '../testing/story.ts'
import { createStoryTeller } from '../testing/story-teller.ts'

const story = createStoryTeller()

async function ask(told: Story, address: string): Promise<{ status: number; text: string }> {
  const answer = await fetch(`${told.stage.app.publicUrl}/resend`, {
    method: 'POST',
    body: new URLSearchParams({ address }),
  })
  const text = await answer.text()
  await told.stage.settle()
  return { status: answer.status, text }
}

test('Wei gets her link once more, by mail address or UPN, within working hours or not, and the timeline says why', async () => {
  await using told = await story({ campaign: { mailHours: { from: '07:00', until: '19:00' } } })
  const { wei } = told.people
  await told.importPeople([wei])
  await told.act('launch')
  await told.day(0, 12)
  const first = told.link(wei)
  await told.day(1, 22)
  await ask(told, ` ${wei.userPrincipalName.toUpperCase()} `)
  const mails = told.mails(wei)
  assert.equal(mails.length, 2)
  assert.equal(told.link(wei), first, 'the same link')
  const { timeline } = await told.person(wei)
  assert.ok(timeline.some(entry => entry.kind === 'linkRequested'))
})

test('the answer is the same for those on the list, those not, those done and those who just asked', async () => {
  await using told = await story()
  const { wei, marisol, siobhan } = told.people
  await told.importPeople([wei, marisol])
  await told.act('launch')
  await told.press(marisol)
  const { enrolmentId } = (await told.person(marisol)).enrolment
  await told.stage.client.actOnPeople({
    params: { campaignId: told.campaign.campaignId },
    body: { act: 'exclude', enrolmentIds: [enrolmentId], reason: 'on leave' },
  })
  await told.day(2)
  const before = [wei, marisol, siobhan].map(user => told.mails(user).length)
  const answers = [
    await ask(told, wei.mail ?? ''),
    await ask(told, wei.mail ?? ''),
    await ask(told, marisol.mail ?? ''),
    await ask(told, siobhan.mail ?? ''),
    await ask(told, 'nobody@contoso.example'),
  ]
  assert.equal(new Set(answers.map(answer => `${answer.status} ${answer.text}`)).size, 1)
  const after = [wei, marisol, siobhan].map(user => told.mails(user).length)
  assert.deepEqual(after, [(before[0] ?? 0) + 1, before[1], before[2]], 'one mail, to Wei alone')
})

test('a paused campaign and a stopped tenant send nothing to whoever asks', async () => {
  await using told = await story()
  const { wei } = told.people
  await told.importPeople([wei])
  await told.act('launch')
  await told.day(1)
  await told.act('pause')
  await ask(told, wei.mail ?? '')
  assert.equal(told.mails(wei).length, 1)
  await told.act('resume')
  assert.equal(told.mails(wei).length, 1)
})
