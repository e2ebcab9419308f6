/** Taking over from the CSV export of the reference product's list: rehearsed, for real, and what has come since. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Input, Output } from '@muster/contract/routes'
import type { User } from '@muster/simulator/world/types'
import { parseCsv } from '../testing/csv-rows.ts'
import { type Story, storyStartsAt } from '../testing/story.ts'
import { createStoryTeller } from '../testing/story-teller.ts'

const story = createStoryTeller()

type Takeover = Output<'getTakeover'>
type Row = Readonly<Record<string, string>>

const dayMs = 24 * 60 * 60 * 1000
/** So many days before the story starts, as Graph writes it. */
const ago = (days: number) => new Date(storyStartsAt.getTime() - days * dayMs).toISOString()
const guid = (number: number) => `a1b2c3d4-0000-4000-8000-${String(number).padStart(12, '0')}`

function csvOf(rows: readonly Row[]): string {
  const names = [...new Set(rows.flatMap(row => Object.keys(row)))]
  return [names, ...rows.map(row => names.map(name => row[name] ?? ''))]
    .map(cells => cells.map(cell => `"${cell}"`).join(','))
    .join('\r\n')
}

async function takeOver(
  told: Story,
  rows: readonly Row[],
  wanted: Partial<Input<'startTakeover'>['body']> = {},
): Promise<Takeover> {
  const { client } = told.stage
  const params = { campaignId: told.campaign.campaignId }
  const body = { from: { kind: 'file' as const, fileName: 'MFA Enrollment.csv' }, ...wanted }
  const { takeoverId } = await client.startTakeover({ params, body })
  await client.sendTakeoverFile({ params: { takeoverId }, body: new TextEncoder().encode(csvOf(rows)) })
  await told.stage.settle()
  return client.getTakeover({ params: { takeoverId } })
}

async function again(told: Story, { takeoverId }: Takeover, real: boolean): Promise<Takeover> {
  const next = await told.stage.client.repeatTakeover({ params: { takeoverId }, body: { real } })
  await told.stage.settle()
  return told.stage.client.getTakeover({ params: { takeoverId: next.takeoverId } })
}

async function rowsOf(told: Story, { takeoverId }: Takeover) {
  const { items } = await told.stage.client.listTakeoverRows({ params: { takeoverId } })
  return items.map(({ row, status, outcome, findings }) => [
    row,
    status,
    outcome,
    findings.map(({ code }) => code).join(),
  ])
}

function sent(user: User, more: Row = {}): Row {
  return { Title: user.userPrincipalName, InviteStatus: 'Sent', InviteSentDate: ago(20), ...more }
}

const clickedDates = { InviteSentDate: ago(20), ClickedLinkDate: ago(12), AddedToGroupDate: ago(12) }

test('a rehearsal says what would be and changes nobody; the real run does just that; the same again changes nothing', async () => {
  await using told = await story()
  const { marisol, wei, aroha, siobhan, tomasz } = told.people
  const rows: Row[] = [
    sent(marisol, { TrackingToken: guid(1) }),
    {
      Title: wei.userPrincipalName,
      InviteStatus: 'AddedToGroup',
      InGroup: 'Yes',
      ...clickedDates,
      TrackingToken: guid(2),
    },
    { Title: aroha.userPrincipalName.toUpperCase(), InviteStatus: 'Active', TrackingToken: guid(3) },
    sent(marisol, { InviteStatus: 'Clicked', ClickedLinkDate: ago(9), TrackingToken: guid(4) }),
    { Title: 'gone@contoso.example', InviteStatus: 'Pending', TrackingToken: guid(5) },
    sent(tomasz, { TrackingToken: guid(6) }),
    { Title: siobhan.userPrincipalName, InviteStatus: 'Pending', TrackingToken: siobhan.userPrincipalName },
  ]
  const rehearsal = await takeOver(told, rows)
  assert.equal(rehearsal.state, 'done', JSON.stringify(rehearsal.problem))
  const expected = await rowsOf(told, rehearsal)
  const params = { campaignId: told.campaign.campaignId }
  assert.equal((await told.stage.client.campaignStatus({ params })).people, 0)
  const real = await again(told, rehearsal, true)
  assert.deepEqual(await rowsOf(told, real), expected)
  assert.deepEqual(real.report?.counts, rehearsal.report?.counts)
  assert.equal(await told.status(marisol), 'addedToGroup')
  const topUp = await again(told, rehearsal, true)
  assert.equal(topUp.report?.counts.moved, 0, JSON.stringify(await rowsOf(told, topUp)))
  assert.equal(topUp.report?.counts.added, 0)
  assert.deepEqual(
    expected.map(([row, status, outcome]) => [row, status, outcome]),
    [
      [2, 'clicked', 'duplicate'],
      [3, 'clicked', 'added'],
      [4, (await told.person(aroha)).enrolment.status, 'added'],
      [5, 'clicked', 'added'],
      [6, null, 'gone'],
      [7, 'skipped', 'skipped'],
      [8, 'pending', 'added'],
    ],
  )
})

test('old links go on working in both shapes, and one with an address in it is left for one without', async () => {
  await using told = await story()
  const { marisol, wei, siobhan } = told.people
  const rows: Row[] = [
    sent(marisol, { TrackingToken: guid(1) }),
    sent(marisol, { TrackingToken: guid(2) }),
    sent(wei, { TrackingToken: wei.userPrincipalName }),
    sent(siobhan),
  ]
  const real = await takeOver(told, rows, { real: true })
  assert.equal(real.state, 'done', JSON.stringify(real.problem))
  const { publicUrl } = told.stage.app
  const get = (path: string) => fetch(`${publicUrl}${path}`, { redirect: 'manual' })
  for (const path of [`/e/${guid(1)}`, `/api/track-mfa-click?token=${guid(1).toUpperCase()}`]) {
    assert.equal((await get(path)).status, 200, path)
  }
  const second = await get(`/api/track-mfa-click?token=${guid(2)}`)
  assert.deepEqual([second.status, second.headers.get('location')], [302, `/e/${guid(1)}`])
  const old = await get(
    `/api/track-mfa-click?token=${encodeURIComponent(wei.userPrincipalName.toUpperCase())}`,
  )
  assert.equal(old.status, 302)
  const location = old.headers.get('location') ?? ''
  assert.match(location, /^\/e\/[0-9a-f-]{36}$/)
  assert.equal((await get(location)).status, 200)
  const strangers = ['nobody@contoso.example', siobhan.userPrincipalName, guid(99), '', 'x'.repeat(999)]
  const pages = await Promise.all(
    strangers.map(async token => {
      const answer = await get(`/api/track-mfa-click?token=${encodeURIComponent(token)}`)
      return [answer.status, await answer.text()]
    }),
  )
  assert.equal(new Set(pages.map(String)).size, 1, 'strangers get one and the same page')
  for (let tries = 0; tries < 40; tries++)
    await get(`/api/track-mfa-click?token=guess${tries}@contoso.example`)
  const late = await get(`/api/track-mfa-click?token=${encodeURIComponent(wei.userPrincipalName)}`)
  assert.notEqual(late.status, 302, 'whoever guesses much learns nothing more')
})

test('nobody who was mailed there is invited again, and the cadence goes on from there', async () => {
  await using told = await story()
  const { marisol, wei, siobhan } = told.people
  await takeOver(
    told,
    [
      sent(marisol, { InviteSentDate: ago(2), TrackingToken: guid(1) }),
      sent(wei, { InviteSentDate: ago(30), LastReminderDate: ago(9), TrackingToken: guid(2) }),
      { Title: siobhan.userPrincipalName, InviteStatus: 'Sent', TrackingToken: guid(3) },
    ],
    { real: true },
  )
  await told.act('launch')
  await told.day(1)
  const kinds = async (user: User) => (await told.person(user)).messages.map(message => message.kind)
  assert.deepEqual([await kinds(marisol), await kinds(wei), await kinds(siobhan)], [[], ['reminder'], []])
  await told.day(6)
  assert.deepEqual([await kinds(marisol), await kinds(siobhan)], [['reminder'], []])
  await told.day(8)
  assert.deepEqual(await kinds(siobhan), ['invitation'], 'mailed there, nobody knows when: after a week')
  assert.match(told.link(marisol), new RegExp(guid(1)))
})

test('whoever is called active is active only when Graph says so; whoever was left out here stays so', async () => {
  await using told = await story()
  const { marisol, wei } = told.people
  await told.importPeople([wei])
  const { enrolmentId } = (await told.person(wei)).enrolment
  const params = { campaignId: told.campaign.campaignId }
  await told.stage.client.actOnPeople({
    params,
    body: { act: 'exclude', enrolmentIds: [enrolmentId], reason: 'on leave' },
  })
  const active = { InviteStatus: 'Active', MFARegistrationState: 'Registered', MFARegistrationDate: ago(5) }
  const rows: Row[] = [
    { Title: marisol.userPrincipalName, ...active, TrackingToken: guid(1) },
    sent(wei, { TrackingToken: guid(2) }),
  ]
  const first = await takeOver(told, rows, { real: true })
  assert.notEqual(await told.status(marisol), 'active')
  assert.deepEqual((await rowsOf(told, first))[1], [3, 'excluded', 'skipped', 'excludedHere'])
  const { world } = told.stage.box.tenant
  world.registerMethod(marisol.id, 'microsoftAuthenticator')
  await again(told, first, true)
  assert.equal(await told.status(marisol), 'active')
  assert.equal((await told.line(marisol)).MFARegistrationDate?.slice(0, 10), ago(5).slice(0, 10))
})

test('renamed columns are found by what an operator says; without any name for the people the list is refused', async () => {
  await using told = await story()
  const { marisol } = told.people
  const rows: Row[] = [
    { Konto: marisol.userPrincipalName, Zustand: 'Sent', InviteSentDate: '15.10.2026 09:30' },
  ]
  const refused = await takeOver(told, rows)
  assert.equal(refused.state, 'refused')
  assert.match(refused.problem?.where ?? '', /Konto, Zustand/)
  const mapped = await takeOver(told, rows, {
    real: true,
    columns: { Konto: 'Title', Zustand: 'InviteStatus' },
  })
  assert.equal(mapped.state, 'done')
  assert.ok(mapped.columns?.missing.includes('TrackingToken'))
  assert.equal((await told.line(marisol)).InviteSentDate?.slice(0, 16), '2026-10-15T09:30')
  const file = await told.stage.client.downloadTakeoverRows({ params: { takeoverId: mapped.takeoverId } })
  const [line] = parseCsv(await new Response(file.bytes).text())
  assert.deepEqual([line?.Row, line?.Here, line?.Finding], ['2', 'sent', 'tokenMissing'])
})
