/** The executive summary as a mail: once, at its hour, with the figures of the page; the tenant's own mailboxes are the witness. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Input, Output } from '@muster/contract/routes'
import { createShareFormat } from '@muster/core/shares'
import type { User } from '@muster/simulator/world/types'
import { silentLog } from '../log.ts'
import { createLanes } from '../queue/lanes.ts'
import { createSummariesLane } from '../summaries/lane.ts'
import type { Story } from '../testing/story.ts'
import { createStoryTeller } from '../testing/story-teller.ts'

const story = createStoryTeller()

type NewSchedule = Input<'addSummarySchedule'>['body']

function summaries(told: Story, user: User) {
  const inbox = told.stage.box.tenant.world.inboxes.get((user.mail ?? '').toLowerCase()) ?? []
  return inbox.filter(mail => /registered:|registriert:/.test(mail.subject))
}

/** What somebody reads, whichever body came. */
function wordsOf(mail: { text: string | null; html: string | null } | undefined): string {
  return mail?.text ?? (mail?.html ?? '').replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ')
}

function schedule(told: Story, to: readonly User[], wanted: Partial<NewSchedule> = {}) {
  return told.stage.client.addSummarySchedule({
    params: { tenantId: told.tenant.tenantId },
    body: { recipients: to.map(user => user.mail ?? ''), ...wanted },
  })
}

async function listed(told: Story): Promise<Output<'addSummarySchedule'>[]> {
  const params = { tenantId: told.tenant.tenantId }
  return (await told.stage.client.listSummarySchedules({ params })).items
}

/** Through the service desk, whose mails keep their plain text; Graph takes one body alone. */
async function sendBySmtp(told: Story): Promise<void> {
  const senderIds = [told.smtpSender.senderId]
  await told.stage.app.db.updateTable('campaign').set({ sender_ids: senderIds }).execute()
}

/** Siobhán and three others are invited; Wei registers. */
async function tellOfRollout(told: Story): Promise<void> {
  const { wei, siobhan, marisol, oluwaseun } = told.people
  await told.importPeople([wei, siobhan, marisol, oluwaseun])
  await told.act('launch')
  told.stage.box.tenant.world.registerMethod(wei.id, 'microsoftAuthenticator')
  await told.pass(90)
}

test('weekly on Monday at eight: one mail to each recipient, at the hour of the tenant’s own clocks', async () => {
  await using told = await story()
  const { priya, aroha } = told.people
  await told.stage.client.updateTenant({
    params: { tenantId: told.tenant.tenantId },
    body: { timeZone: 'Europe/Berlin' },
  })
  await tellOfRollout(told)
  const made = await schedule(told, [priya, aroha])
  assert.equal(made.nextAt?.toISOString(), '2026-11-09T07:00:00.000Z')
  await told.day(7, 6)
  assert.deepEqual(summaries(told, priya), [])
  await told.day(7, 8)
  for (const user of [priya, aroha]) assert.equal(summaries(told, user).length, 1)
  assert.match(wordsOf(summaries(told, priya)[0]), /As of 9 November 2026 at 08:00/)
  await told.day(13, 20)
  assert.equal(summaries(told, priya).length, 1)
  await told.day(14, 8)
  assert.equal(summaries(told, priya).length, 2)
  const [shown] = await listed(told)
  assert.deepEqual(
    new Map(shown?.recipients.map(one => [one.address, one.lastState])),
    new Map([
      [priya.mail, 'sent'],
      [aroha.mail, 'sent'],
    ]),
  )
})

test('the hour stays when clocks go back, and when they go forward', async () => {
  for (const { startAt, times } of [
    { startAt: '2026-10-23T06:00:00Z', times: ['2026-10-24T06:00:00Z', '2026-10-25T07:00:00Z'] },
    { startAt: '2027-03-26T07:00:00Z', times: ['2027-03-27T07:00:00Z', '2027-03-28T06:00:00Z'] },
  ]) {
    await using told = await story({ startAt: new Date(startAt) })
    const { priya } = told.people
    const params = { tenantId: told.tenant.tenantId }
    await told.stage.client.updateTenant({ params, body: { timeZone: 'Europe/Berlin' } })
    await schedule(told, [priya], { weekday: null, hour: 8 })
    await told.pass(60 * 60)
    const sentAt = summaries(told, priya).map(mail => mail.acceptedAt.getTime())
    for (const [index, time] of times.entries()) {
      const lateMs = (sentAt[index] ?? 0) - Date.parse(time)
      assert.ok(lateMs >= 0 && lateMs < 120_000, `${time}: ${lateMs} ms`)
    }
  }
})

test('the mail has the figures of the page, in its own language', async () => {
  await using told = await story({ campaign: { dueOn: '2027-01-31' } })
  const { priya } = told.people
  await tellOfRollout(told)
  await sendBySmtp(told)
  const { campaignId } = told.campaign
  await schedule(told, [priya], { campaignId, weekday: null, hour: 12, language: 'de', hideSmall: false })
  await told.stage.liveUntil(new Date('2026-11-02T12:00:00Z'))
  const page = await told.stage.client.tenantSummary({
    params: { tenantId: told.tenant.tenantId },
    query: { campaignId, period: 'day' },
  })
  const [mail] = summaries(told, priya)
  const { headline, funnel, done, byDepartment, exceptions } = page
  const share = createShareFormat('de')
  const ofAsked = (count: number) => `${count} (${share(count, funnel.asked)})`
  const lines = [
    `${share(headline.registered, headline.asked)} registriert, ${headline.registered} von ${headline.asked} Personen.`,
    `Angesprochene Personen: ${headline.asked}`,
    `Registriert: ${headline.registered}`,
    `Noch offen: ${headline.open}`,
    `Davon mit nichts als einem Telefon: ${headline.phoneOnly}`,
    `Neu registriert in den letzten 7 Tagen: ${headline.registeredLastWeek}`,
    `Eingeladen: ${ofAsked(funnel.invited)}`,
    `Dem Link gefolgt: ${ofAsked(funnel.confirmed)}`,
    `In der Gruppe: ${ofAsked(funnel.joined ?? 0)}`,
    `Registriert: ${ofAsked(funnel.registered)}`,
    `Einladungen gesendet: ${done.invitations}`,
    `Erinnerungen gesendet: ${done.reminders}`,
    `Personen, die sich registrierten: ${done.registered}`,
    ...byDepartment.groups.map(
      one =>
        `* ${one.name ?? 'Ohne Angabe'}: ${one.registered} / ${one.people} (${share(one.registered, one.people)})`,
    ),
    'In den ersten drei Tagen gibt es keine Prognose.',
  ]
  const said = (mail?.text ?? '').split(/\r?\n/)
  for (const line of lines) assert.ok(said.includes(line), `${line}\n${said.join('\n')}`)
  assert.deepEqual([headline.registered, headline.asked, done.invitations], [1, 4, 4])
  assert.deepEqual(exceptions, [])
  assert.equal(
    (mail?.text ?? '').match(/^\* .+ \/ \d+ \(/gm)?.length,
    byDepartment.groups.length + page.byCountry.groups.length,
  )
})

test('while everything is stopped nothing leaves; after the release it comes once, late', async () => {
  await using told = await story()
  const { priya } = told.people
  const { client } = told.stage
  const params = { tenantId: told.tenant.tenantId }
  const made = await schedule(told, [priya], { weekday: null, hour: 9 })
  await told.pass(30)
  await client.stopTenant({ params, body: { reason: 'the help desk is drowning' } })
  await told.day(3, 12)
  assert.deepEqual(summaries(told, priya), [])
  await assert.rejects(
    client.trySummarySchedule({ params: { ...params, scheduleId: made.scheduleId }, body: {} }),
    /stopped/,
  )
  await client.releaseTenant({ params })
  await told.stage.settle()
  assert.equal(summaries(told, priya).length, 1, 'three were missed, one is sent')
  await told.day(4, 9)
  assert.equal(summaries(told, priya).length, 2, 'and the next at its hour')
})

test('a summary that is queued when the stop comes stays where it is', async () => {
  await using told = await story()
  const { priya } = told.people
  const { client, app } = told.stage
  const params = { tenantId: told.tenant.tenantId }
  const { scheduleId } = await schedule(told, [priya])
  await client.trySummarySchedule({
    params: { ...params, scheduleId },
    body: { recipient: priya.mail ?? '' },
  })
  await client.stopTenant({ params, body: { reason: 'wait' } })
  await told.pass(60)
  assert.deepEqual(summaries(told, priya), [])
  const { state } = await app.db.selectFrom('message').select('state').executeTakeFirstOrThrow()
  assert.equal(state, 'queued')
  await client.releaseTenant({ params })
  await told.pass(5)
  assert.equal(summaries(told, priya).length, 1)
})

test('two copies at the same moment, and one that comes back late, make one mail', async () => {
  await using told = await story()
  const { priya } = told.people
  const { app, clock } = told.stage
  await schedule(told, [priya], { weekday: null, hour: 9 })
  await told.stage.box.advanceTo(new Date('2026-11-02T09:00:00Z'))
  // Not through the lease that keeps copies apart: as if it had been lost.
  const copies = [1, 2, 3].map(() =>
    createSummariesLane({ db: app.db, clock, log: silentLog, nudge: () => undefined }),
  )
  const never = new AbortController().signal
  await Promise.all(copies.map(work => work(told.tenant.tenantId, never)))
  await Promise.all(copies.map(work => work(told.tenant.tenantId, never)))
  await told.pass(10)
  assert.equal(summaries(told, priya).length, 1)
  const slots = await app.db.selectFrom('summary').select('slot_at').execute()
  assert.deepEqual(
    slots.map(one => one.slot_at?.toISOString()),
    ['2026-11-02T09:00:00.000Z'],
  )
})

test('a service that was down for a fortnight sends one summary, not fourteen', async () => {
  await using told = await story()
  const { priya } = told.people
  await schedule(told, [priya], { weekday: null, hour: 9 })
  // The clock runs on while nobody works.
  await told.stage.box.advanceTo(new Date('2026-11-16T15:00:00Z'))
  await told.pass(10)
  assert.equal(summaries(told, priya).length, 1)
  const [shown] = await listed(told)
  assert.equal(shown?.lastAt?.toISOString(), '2026-11-16T09:00:00.000Z')
  assert.equal(shown?.nextAt?.toISOString(), '2026-11-17T09:00:00.000Z')
})

test('taken away, it is sent no more; strangers, keys without a mailbox and foreign campaigns are refused', async () => {
  await using told = await story()
  const { priya, bjoern } = told.people
  const { client } = told.stage
  const params = { tenantId: told.tenant.tenantId }
  const made = await schedule(told, [priya], { weekday: null, hour: 9 })
  await assert.rejects(
    client.addSummarySchedule({ params, body: { recipients: ['press@elsewhere.example'] } }),
    /press@elsewhere\.example/,
  )
  const ofMade = { ...params, scheduleId: made.scheduleId }
  await assert.rejects(client.trySummarySchedule({ params: ofMade, body: {} }), /an API key has no mailbox/)
  const answer = await client.trySummarySchedule({
    params: ofMade,
    body: { recipient: bjoern.userPrincipalName },
  })
  assert.equal(answer.recipient, bjoern.mail)
  await told.stage.settle()
  assert.equal(summaries(told, bjoern).length, 1)
  assert.deepEqual(summaries(told, priya), [], 'a trial goes to whom it was asked for')
  await client.removeSummarySchedule({ params: ofMade })
  await told.day(3)
  assert.deepEqual(summaries(told, priya), [])
  assert.deepEqual(await listed(told), [])
})

test('whoever has left gets none, the others do; a finished campaign is told of once more', async () => {
  await using told = await story()
  const { priya, siobhan } = told.people
  await tellOfRollout(told)
  await schedule(told, [priya, siobhan], {
    campaignId: told.campaign.campaignId,
    weekday: null,
    hour: 12,
  })
  await told.day(0, 12)
  assert.equal(summaries(told, siobhan).length, 1)
  told.stage.box.tenant.world.updateUser(siobhan.id, { accountEnabled: false })
  await told.act('finish')
  await told.day(4)
  assert.equal(summaries(told, siobhan).length, 1)
  assert.equal(summaries(told, priya).length, 2)
  assert.match(wordsOf(summaries(told, priya)[1]), /The campaign is finished/)
  const [shown] = await listed(told)
  assert.equal(shown?.nextAt, null)
  assert.deepEqual(shown?.recipients.map(one => one.isThere).sort(), [false, true])
})

test('a mailbox that cannot send leaves the summary to the tenant’s other one', async () => {
  await using told = await story()
  const { priya } = told.people
  const { client, app, clock } = told.stage
  await app.db
    .updateTable('sender')
    .set({ problem: 'the mailbox is full', blocked_until: new Date(clock.now().getTime() + 86_400_000) })
    .where('id', '=', told.sender.senderId)
    .execute()
  const { scheduleId } = await schedule(told, [priya], { campaignId: told.campaign.campaignId })
  const params = { tenantId: told.tenant.tenantId, scheduleId }
  await client.trySummarySchedule({ params, body: { recipient: priya.mail ?? '' } })
  await told.pass(5)
  assert.equal(summaries(told, priya).length, 1)
  assert.equal(summaries(told, priya)[0]?.from, told.smtpSender.address)
})

test('the lanes of a service that starts again find what is due', async () => {
  await using told = await story()
  const { priya } = told.people
  const { app, clock } = told.stage
  await schedule(told, [priya], { weekday: null, hour: 9 })
  await told.stage.box.advanceTo(new Date('2026-11-02T09:00:00Z'))
  const work = createSummariesLane({ db: app.db, clock, log: silentLog, nudge: () => undefined })
  const idle = async () => null
  const second = createLanes({
    db: app.db,
    clock,
    log: silentLog,
    work: {
      ...{ due: idle, mail: idle, joins: idle, methods: idle, report: idle, people: idle },
      ...{
        intake: idle,
        zones: idle,
        escalations: idle,
        summaries: work,
        rules: idle,
        webhooks: idle,
        mirror: idle,
      },
    },
  })
  await Promise.all([second.drain(), told.stage.settle()])
  await told.pass(5)
  assert.equal(summaries(told, priya).length, 1)
  await second.stop()
})
