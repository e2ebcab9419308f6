/** What a link does for people, for mail scanners, and for whoever guesses. */

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import type { Story } from '../testing/story.ts'
import { createStoryTeller } from '../testing/story-teller.ts'

const story = createStoryTeller()

async function launchedWith(options: Parameters<typeof story>[0] = {}): Promise<Story> {
  const told = await story(options)
  await told.importPeople([told.people.siobhan, told.people.wei])
  await told.act('launch')
  return told
}

test('a scanner that opens the link within seconds moves nothing, and the help desk sees that it was opened', async () => {
  await using told = await launchedWith()
  const { siobhan } = told.people
  for (let scan = 0; scan < 3; scan++) assert.equal((await told.open(siobhan)).status, 200)
  await told.stage.settle()
  const { enrolment, timeline } = await told.person(siobhan)
  assert.equal(enrolment.status, 'sent')
  assert.equal(enrolment.confirmedAt, null)
  assert.ok(!told.isInGroup(siobhan))
  assert.match(timeline.find(entry => entry.kind === 'linkOpened')?.text ?? '', /3 times/)
})

test('a scanner that presses the button right after delivery is asked once more, and moves nothing', async () => {
  await using told = await launchedWith({ scanners: { opens: 1, posts: 1 } })
  await told.pass(10)
  const { happenings } = told.stage.box.tenant.world
  const scans = happenings.filter(one => one.kind === 'linkPosted' && one.by === 'scanner')
  assert.equal(scans.length, 2, 'the scanner did press')
  for (const user of [told.people.siobhan, told.people.wei]) {
    assert.equal(await told.status(user), 'sent')
    assert.ok(!told.isInGroup(user))
  }
})

test('a person who presses within the same seconds is asked once more and gets through', async () => {
  await using told = await launchedWith()
  const answer = await told.press(told.people.wei)
  assert.equal(answer.location, 'https://aka.ms/mfasetup')
  assert.equal(await told.status(told.people.wei), 'addedToGroup')
})

test('pressing again, and twice at once, changes nothing more and still leads on', async () => {
  await using told = await launchedWith()
  const { siobhan } = told.people
  await told.day(1)
  const presses = await Promise.all([told.press(siobhan), told.press(siobhan), told.press(siobhan)])
  await told.day(2)
  presses.push(await told.press(siobhan))
  for (const press of presses) assert.equal(press.location, 'https://aka.ms/mfasetup')
  const { timeline, enrolment } = await told.person(siobhan)
  assert.equal(timeline.filter(entry => entry.kind === 'confirmed').length, 1)
  assert.equal(timeline.filter(entry => entry.kind === 'joinAsked').length, 1)
  assert.equal(enrolment.confirmedAt?.toISOString(), '2026-11-03T08:00:00.000Z')
  const joins = told.stage.box.tenant.world.happenings.filter(one => one.kind === 'memberAdded')
  assert.equal(joins.length, 1)
})

test('malformed, unknown and foreign tokens get the same calm page, whatever is done with them', async () => {
  await using told = await launchedWith()
  const { publicUrl } = told.stage.app
  const paths = [
    `/e/${randomUUID()}`,
    `/e/${told.tenant.tenantId}`,
    `/e/${told.people.wei.id}`,
    '/e/not-a-token',
    '/e/%27%20or%201=1',
    `/e/${'a'.repeat(3_000)}`,
    `/api/track-mfa-click?token=${randomUUID()}`,
    '/api/track-mfa-click?token=',
    '/api/track-mfa-click',
    '/nothing/here',
  ]
  const pages = new Set<string>()
  for (const path of paths) {
    for (const method of ['GET', 'POST']) {
      const response = await fetch(publicUrl + path, { method, redirect: 'manual' })
      assert.equal(response.status, 404, `${method} ${path}`)
      pages.add(await response.text())
    }
  }
  assert.equal(pages.size, 1)
  assert.doesNotMatch([...pages].join(''), /Wei|Siobh/)
})

test('whoever guesses reads the name of the only tenant there is; of two, neither', async () => {
  await using told = await launchedWith()
  const { app, client, box } = told.stage
  const calm = async () => (await fetch(`${app.publicUrl}/e/${randomUUID()}`)).text()
  assert.match(await calm(), /Contoso/)
  await client.addTenant({
    body: {
      name: 'Fabrikam',
      entraTenantId: box.tenant.world.tenantId,
      clientId: box.app.clientId,
      graphUrl: box.tenant.graphUrl,
      loginUrl: box.tenant.loginUrl,
      credential: { kind: 'secret', secret: box.secret },
      organisationName: 'Fabrikam',
    },
  })
  await told.pass(1)
  assert.doesNotMatch(await calm(), /Contoso|Fabrikam/)
})

test("the first seed's address opens the same page and takes the same press", async () => {
  await using told = await launchedWith()
  const { wei } = told.people
  const token = told.link(wei).split('/').at(-1) ?? ''
  const address = `${told.stage.app.publicUrl}/api/track-mfa-click?token=${token.toUpperCase()}`
  await told.day(1)
  const opened = await fetch(address)
  assert.equal(opened.status, 200)
  assert.match(await opened.text(), /<form method="post"/)
  assert.equal(await told.status(wei), 'sent', 'opening changes nothing')
  const pressed = await fetch(address, { method: 'POST', redirect: 'manual' })
  assert.equal(pressed.status, 303)
  assert.equal(pressed.headers.get('location'), 'https://aka.ms/mfasetup')
  assert.equal(await told.status(wei), 'addedToGroup')
})

test('with Graph down during the press the person is sent on all the same, and the join is done later', async () => {
  await using told = await launchedWith()
  const { wei } = told.people
  const { faults } = told.stage.box.tenant
  await told.day(1)
  faults.use({ serverError: { chance: 1, htmlChance: 0.5 } })
  assert.equal((await told.press(wei)).location, 'https://aka.ms/mfasetup')
  await told.pass(10)
  assert.equal(await told.status(wei), 'clicked')
  assert.ok(!told.isInGroup(wei))
  faults.use(null)
  await told.pass(120)
  assert.equal(await told.status(wei), 'addedToGroup')
  assert.ok(told.isInGroup(wei))
  assert.equal((await told.line(wei)).ClickedLinkDate, '2026-11-03T08:00:00.000Z')
})

test('an answer lost after the join was done counts as joined when it is asked again', async () => {
  await using told = await launchedWith()
  const { wei } = told.people
  await told.day(1)
  told.stage.box.tenant.faults.next({ family: 'groups', status: 504, afterAct: true })
  await told.press(wei)
  await told.pass(5)
  assert.equal(await told.status(wei), 'addedToGroup')
  assert.ok(told.isInGroup(wei))
})

test('a group that refuses fails the person with the reason, and a retry by an operator joins', async () => {
  await using told = await launchedWith()
  const { wei } = told.people
  const group = told.stage.box.enforcedGroup
  await told.day(1)
  group.groupTypes = ['DynamicMembership']
  group.membershipRule = '(user.department -eq "IT")'
  assert.equal((await told.press(wei)).location, 'https://aka.ms/mfasetup', 'the person need not know')
  await told.pass(5)
  const failed = await told.person(wei)
  assert.equal(failed.enrolment.status, 'failed')
  assert.match(failed.timeline.map(entry => entry.text).join('\n'), /the group refused/)
  assert.notEqual((await told.line(wei)).ErrorDetails, '')

  group.groupTypes = []
  group.membershipRule = null
  const acted = await told.stage.client.actOnPeople({
    params: { campaignId: told.campaign.campaignId },
    body: { act: 'retry', enrolmentIds: [failed.enrolment.enrolmentId] },
  })
  assert.equal(acted.changed, 1)
  await told.pass(5)
  assert.equal(await told.status(wei), 'addedToGroup')
  assert.ok(told.isInGroup(wei))
})

test('the set-up address is the campaign’s, and the page speaks the reader’s language', async () => {
  await using told = await story({ campaign: { setupUrl: 'https://mysignins.example/security-info' } })
  const { bjoern } = told.people
  await told.importPeople([bjoern])
  await told.act('launch')
  await told.day(1)
  const page = await fetch(told.link(bjoern), { headers: { 'accept-language': 'de-DE' } })
  assert.match(await page.text(), /<html lang="de">/)
  assert.equal((await told.press(bjoern)).location, 'https://mysignins.example/security-info')
})

test('somebody excluded after the mail may press: it is kept, and the join follows once they are reinstated', async () => {
  await using told = await launchedWith()
  const { wei } = told.people
  const { enrolmentId } = (await told.person(wei)).enrolment
  const act = async (body: Parameters<typeof told.stage.client.actOnPeople>[0]['body']) => {
    await told.stage.client.actOnPeople({ params: { campaignId: told.campaign.campaignId }, body })
    await told.pass(2)
  }
  await act({ act: 'exclude', enrolmentIds: [enrolmentId], reason: 'on parental leave' })
  await told.day(1)
  assert.equal((await told.press(wei)).location, 'https://aka.ms/mfasetup')
  await told.pass(5)
  assert.equal(await told.status(wei), 'excluded')
  assert.ok(!told.isInGroup(wei))
  await act({ act: 'reinstate', enrolmentIds: [enrolmentId] })
  assert.equal(await told.status(wei), 'addedToGroup')
  assert.ok(told.isInGroup(wei))
})

test('a press with an endless body is cut off, and counts as a press', async () => {
  await using told = await launchedWith()
  const { wei } = told.people
  await told.day(1)
  let sentBytes = 0
  const chunk = new Uint8Array(64 * 1024).fill(97)
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      sentBytes += chunk.byteLength
      // An end all the same, so that a service that reads everything fails this test instead of hanging it.
      if (sentBytes > 200 * 1024 * 1024) controller.close()
      else controller.enqueue(chunk)
    },
  })
  const answer = await fetch(told.link(wei), {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: endless,
    duplex: 'half',
    redirect: 'manual',
  }).catch(() => null)
  // The connection may be closed before the answer is read; what counts is that it was not all taken in.
  assert.ok(answer === null || answer.status === 303)
  assert.ok(sentBytes < 20 * 1024 * 1024, `${sentBytes} bytes were taken in`)
  assert.equal(await told.status(wei), 'addedToGroup')
})

test("the button of a finished campaign's link leads on, records nothing and puts nobody into the group", async () => {
  await using told = await launchedWith()
  const { wei } = told.people
  await told.day(1)
  await told.act('finish')
  const before = await told.person(wei)
  for (let press = 0; press < 2; press++) {
    assert.equal((await told.press(wei)).location, 'https://aka.ms/mfasetup')
  }
  await told.day(2)
  const after = await told.person(wei)
  assert.equal(after.enrolment.confirmedAt, null)
  assert.equal(after.enrolment.status, before.enrolment.status)
  assert.ok(!told.isInGroup(wei))
  assert.deepEqual(
    after.timeline.filter(entry => entry.kind !== 'linkOpened'),
    before.timeline,
  )
})
