/**
 * Taking over from a whole list of the reference product with every defect that such lists have, read from the site or
 * from its export, and audited from the simulator's side afterwards.
 */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Input, Output } from '@muster/contract/routes'
import { exportCsv } from '@muster/simulator/seeds/list-export'
import {
  addReferenceList,
  type ReferenceList,
  type ReferenceOptions,
} from '@muster/simulator/seeds/reference-list'
import type { Fields } from '@muster/simulator/world/list-types'
import { sql } from 'kysely'
import { auditWorld } from '../stage/audit.ts'
import type { Story } from '../testing/story.ts'
import { createStoryTeller } from '../testing/story-teller.ts'

const story = createStoryTeller()

type Takeover = Output<'getTakeover'>
type Wanted = Pick<Input<'startTakeover'>['body'], 'from'> & Partial<Input<'startTakeover'>['body']>
const dayMs = 24 * 60 * 60 * 1000

/** Every defect is there from 500 rows on; the whole of the reference product's rollout with TAKEOVER_ROWS=13000. */
const rows = Number(process.env.TAKEOVER_ROWS ?? 600)

function seedList(told: Story, wanted: Partial<ReferenceOptions>): ReferenceList {
  const { box } = told.stage
  return addReferenceList(box.tenant.world, {
    site: box.site,
    rows,
    seed: 11,
    generation: 'later',
    group: box.enforcedGroup,
    ...wanted,
  })
}

async function run(told: Story, body: Wanted, csv: string | null = null): Promise<Takeover> {
  const { client } = told.stage
  const { takeoverId } = await client.startTakeover({
    params: { campaignId: told.campaign.campaignId },
    body,
  })
  if (csv !== null) {
    await client.sendTakeoverFile({ params: { takeoverId }, body: new TextEncoder().encode(csv) })
  }
  return settled(told, takeoverId)
}

async function again(told: Story, { takeoverId }: Takeover, real: boolean): Promise<Takeover> {
  const next = await told.stage.client.repeatTakeover({ params: { takeoverId }, body: { real } })
  return settled(told, next.takeoverId)
}

/** The tenant's budget of method reads makes a large list take a while. */
async function settled(told: Story, takeoverId: string): Promise<Takeover> {
  const { client } = told.stage
  await told.stage.settle()
  let takeover = await client.getTakeover({ params: { takeoverId } })
  for (let minutes = 0; takeover.finishedAt === null && minutes < 120; minutes++) {
    await told.pass(1)
    takeover = await client.getTakeover({ params: { takeoverId } })
  }
  assert.equal(takeover.state, 'done', JSON.stringify(takeover.problem))
  return takeover
}

function found(takeover: Takeover, code: string): number {
  return takeover.report?.findings.find(finding => finding.code === code)?.rows ?? 0
}

/** What the generator says is wrong must be said of at least as many rows. */
function assertFound(takeover: Takeover, { counts }: ReferenceList): void {
  const expected: Record<string, number> = {
    duplicate: counts.duplicate + counts.duplicateOtherCase,
    goneFromDirectory: counts.gone,
    tokenIsAddress: counts.tokenIsAddress,
    tokenMissing: counts.tokenEmpty,
    tokenTwice: counts.tokenDuplicate * 2,
    registeredNotMarked: counts.registeredNotActive,
    dateUnreadable: counts.dateUnreadable,
    statusContradictsDates:
      counts.activeWithoutDate + counts.sentWithoutDate + counts.clickedWithoutDate + counts.pendingWithDates,
    inGroupWithoutMethod: counts.inGroupUnregistered,
  }
  for (const [code, least] of Object.entries(expected)) {
    assert.ok(found(takeover, code) >= least, `${code}: ${found(takeover, code)} of ${least}`)
  }
  assert.equal(found(takeover, 'goneFromDirectory'), counts.gone)
  assert.equal(found(takeover, 'methodsUnknown'), 0, 'a budget that is used up is waited for')
  assert.equal(takeover.rowsDone, rows)
}

/** The newest mail that the list tells of, by person. */
function mailedThere({ list, truth }: ReferenceList): Map<string, Date> {
  const fieldsOf = new Map(
    list.rows.flatMap(row => (row === undefined ? [] : [[row.id, row.fields] as const])),
  )
  const mailed = new Map<string, Date>()
  for (const { rowId, userId } of truth) {
    if (userId === null) continue
    for (const at of mailDates(fieldsOf.get(rowId) ?? {})) {
      const known = mailed.get(userId)
      if (known === undefined || known < at) mailed.set(userId, at)
    }
  }
  return mailed
}

function mailDates(fields: Fields): Date[] {
  return ['InviteSentDate', 'LastReminderDate'].flatMap(name => {
    const date = new Date(String(fields[name] ?? ''))
    return Number.isNaN(date.getTime()) ? [] : [date]
  })
}

/** Who was mailed from here although they had been there: an invitation at all, or anything within a week. */
async function mailedTwice(told: Story, seeded: ReferenceList): Promise<string[]> {
  const mailed = mailedThere(seeded)
  const { rows: sent } = await sql<{ person_id: string; kind: string; at: Date }>`
    select enrolment.person_id, message.kind, message.settled_at as at
    from message join enrolment on enrolment.id = message.enrolment_id where message.state = 'sent'
  `.execute(told.stage.app.db)
  assert.ok(sent.length > 0, 'the campaign goes on')
  return sent.flatMap(({ person_id, kind, at }) => {
    const before = mailed.get(person_id)
    if (before === undefined) return []
    return kind === 'invitation' || at.getTime() - before.getTime() < 7 * dayMs
      ? [`${kind} ${person_id}`]
      : []
  })
}

async function assertClean(told: Story, seeded: ReferenceList, membersBefore: ReadonlySet<string>) {
  const { box, app } = told.stage
  const looked = { campaignId: told.campaign.campaignId, groupId: box.enforcedGroup.id }
  const { audit, mail } = await auditWorld(app.db, box, looked)
  const {
    activeWithoutMethod,
    brokenLinks,
    personalDataInUrls,
    rowsDisagreeWithEvents,
    talliesDisagreeWithRows,
  } = audit
  assert.deepEqual(
    { activeWithoutMethod, brokenLinks, personalDataInUrls, rowsDisagreeWithEvents, talliesDisagreeWithRows },
    {
      activeWithoutMethod: 0,
      brokenLinks: 0,
      personalDataInUrls: 0,
      rowsDisagreeWithEvents: 0,
      talliesDisagreeWithRows: 0,
    },
  )
  assert.deepEqual([mail.duplicates, mail.toWrongPerson], [0, 0])
  assert.deepEqual(await mailedTwice(told, seeded), [])
  const asked = new Set(
    seeded.truth.flatMap(({ userId, status, isRegistered, defect }) =>
      isRegistered || defect === 'pendingWithDates' || ['Clicked', 'AddedToGroup', 'Active'].includes(status)
        ? [userId]
        : [],
    ),
  )
  const strangers = [...box.enforcedGroup.members.keys()].filter(
    id => !membersBefore.has(id) && !asked.has(id),
  )
  assert.deepEqual(strangers, [], 'nobody is in the group who neither was, nor clicked, nor registered')
}

/** Each token that the list gave to one person alone leads to a page, in the shape of the mails sent from there. */
async function assertOldLinks(told: Story, { truth }: ReferenceList): Promise<void> {
  const shown = { guid: 0, address: 0 }
  const owners = Map.groupBy(truth, ({ token }) => token ?? '')
  for (const { token, userId } of truth.slice(0, 400)) {
    if (token === null || userId === null) continue
    if (new Set(owners.get(token)?.map(row => row.userId)).size > 1) continue
    const isAddress = token.includes('@')
    if (isAddress && shown.address === 5) continue
    const url = `${told.stage.app.publicUrl}/api/track-mfa-click?token=${encodeURIComponent(token)}`
    const answer = await fetch(url)
    assert.equal(answer.status, 200, token)
    assert.match(await answer.text(), /<form/, token)
    assert.ok(!answer.url.includes('@'), answer.url)
    shown[isAddress ? 'address' : 'guid']++
  }
  assert.ok(shown.guid > 100 && shown.address > 0, JSON.stringify(shown))
}

test('a list with every defect, rehearsed, taken over from its site, and topped up: the audit is clean', async t => {
  await using told = await story({ people: rows + 200 })
  told.stage.box.app.roles.push('Sites.Read.All')
  told.stage.box.tenant.faults.revokeTokens()
  const seeded = seedList(told, {})
  const members = new Set(told.stage.box.enforcedGroup.members.keys())
  const from = {
    kind: 'list' as const,
    site: 'https://contoso.sharepoint.com/sites/it-security',
    list: 'MFA Rollout',
  }
  const startedMs = performance.now()
  const rehearsal = await run(told, { from })
  const rehearsedMs = performance.now()
  assertFound(rehearsal, seeded)
  const real = await again(told, rehearsal, true)
  t.diagnostic(
    `${rows} rows: rehearsed in ${Math.round(rehearsedMs - startedMs)} ms, taken over in ${Math.round(performance.now() - rehearsedMs)} ms`,
  )
  assert.deepEqual(real.report?.counts, rehearsal.report?.counts)
  await assertOldLinks(told, seeded)
  const topUp = await again(told, real, true)
  assert.equal(topUp.report?.counts.added, 0)
  await told.act('launch')
  await told.day(9)
  await assertClean(told, seeded, members)
})

test('the export of a list whose dates are text, with renamed columns and in German, comes to the same', async () => {
  await using told = await story({ people: rows + 200 })
  const renamed = { InviteStatus: 'Einladung', TrackingToken: 'Kennung' }
  const seeded = seedList(told, { generation: 'first', dates: 'text', missing: ['ErrorDetails'], renamed })
  const members = new Set(told.stage.box.enforcedGroup.members.keys())
  const csv = exportCsv(seeded.list, { locale: 'de-DE', withSchema: true })
  const columns = { Einladung: 'InviteStatus', Kennung: 'TrackingToken' }
  const rehearsal = await run(told, { from: { kind: 'file' }, columns }, csv)
  assertFound(rehearsal, seeded)
  assert.deepEqual(rehearsal.columns?.missing, ['ErrorDetails'])
  await again(told, rehearsal, true)
  await again(told, rehearsal, true)
  await told.act('launch')
  await told.day(1)
  await assertClean(told, seeded, members)
})
