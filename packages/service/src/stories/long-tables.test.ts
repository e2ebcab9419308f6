/** People as a long table reads them, adoption over time, and a tenant seen from above. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ApiProblem } from '@muster/contract/client'
import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../db/database.ts'
import { parseCsv } from '../testing/csv-rows.ts'
import type { Story } from '../testing/story.ts'
import { createStoryTeller } from '../testing/story-teller.ts'

const story = createStoryTeller()

async function underWay(): Promise<Story> {
  const told = await story()
  const { wei, siobhan, bjoern, marisol, tomasz, aroha } = told.people
  await told.importPeople([wei, siobhan, tomasz, bjoern, marisol, aroha])
  await told.act('launch')
  await told.day(1)
  await told.press(siobhan)
  return told
}

type Search = NonNullable<Parameters<Story['stage']['client']['searchPeople']>[0]['body']>

function finder(told: Story) {
  const params = { campaignId: told.campaign.campaignId }
  return async (body: Search) => (await told.stage.client.searchPeople({ params, body })).items
}

test('people stand in the order asked for; whoever has no such time comes last either way', async () => {
  await using told = await underWay()
  const find = finder(told)
  const names = (await find({})).map(person => person.displayName ?? '')
  const backwards = (await find({ descending: true })).map(person => person.displayName)
  assert.equal(names.length, 6)
  assert.deepEqual(backwards, names.toReversed())
  for (const descending of [false, true]) {
    const [first, ...others] = await find({ sort: 'confirmedAt', descending })
    assert.equal(first?.displayName, "Siobhán O'Malley")
    assert.ok(others.every(person => person.confirmedAt === null))
  }
})

test('a name stands where people look for it, and is found whatever its case', async () => {
  await using told = await underWay()
  const { wei, siobhan, bjoern, marisol } = told.people
  const { world } = told.stage.box.tenant
  const rename = (id: string, displayName: string) => world.updateUser(id, { displayName })
  rename(wei.id, 'émile Zola')
  rename(siobhan.id, 'Élodie Garnier')
  rename(bjoern.id, 'Emil Ömer')
  rename(marisol.id, 'Zoë Abbott')
  await told.day(3)
  const names = (await finder(told)({})).map(person => person.displayName)
  const wanted = ['Élodie Garnier', 'Emil Ömer', 'émile Zola', 'Zoë Abbott']
  assert.deepEqual(
    names.filter(name => name !== null && wanted.includes(name)),
    wanted,
  )
  const found = await finder(told)({ text: 'ömer' })
  assert.deepEqual(
    found.map(person => person.objectId),
    [bjoern.id],
  )
})

test('a page in any order goes on where the one before ended', async () => {
  await using told = await underWay()
  const params = { campaignId: told.campaign.campaignId }
  for (const sort of [
    'name',
    'status',
    'department',
    'level',
    'invitedAt',
    'confirmedAt',
    'registeredAt',
  ] as const) {
    for (const descending of [false, true]) {
      const whole = (await finder(told)({ sort, descending })).map(person => person.objectId)
      const seen: string[] = []
      let cursor: string | null = null
      do {
        const body: Search = { sort, descending, limit: 2, ...(cursor === null ? {} : { cursor }) }
        const page: Awaited<ReturnType<typeof told.stage.client.searchPeople>> =
          await told.stage.client.searchPeople({ params, body })
        seen.push(...page.items.map(person => person.objectId))
        cursor = page.nextCursor
      } while (cursor !== null)
      assert.deepEqual(seen, whole, `${sort} ${descending ? 'descending' : 'ascending'}`)
    }
  }
})

test('levels stand from weak to strong, departments by name; whoever has none comes last either way', async () => {
  await using told = await underWay()
  const { wei } = told.people
  told.stage.box.tenant.world.updateUser(wei.id, { department: null })
  await told.day(3)
  const find = finder(told)
  const ranks = ['unknown', 'none', 'phone', 'mfa', 'phishingResistant']
  const rising = (await find({ sort: 'level' })).map(person => ranks.indexOf(person.level))
  assert.deepEqual(rising, rising.toSorted())
  assert.ok(new Set(rising).size > 1)
  const falling = (await find({ sort: 'level', descending: true })).map(person => ranks.indexOf(person.level))
  assert.deepEqual(falling, rising.toReversed())
  for (const descending of [false, true]) {
    const found = await find({ sort: 'department', descending })
    assert.equal(found.at(-1)?.objectId, wei.id)
    const names = found.flatMap(({ department }) => (department === null ? [] : [department]))
    assert.deepEqual(names, descending ? names.toSorted().toReversed() : names.toSorted())
  }
})

test('filters narrow by level, state and list; measuring counts the same people', async () => {
  await using told = await underWay()
  const params = { campaignId: told.campaign.campaignId }
  const { client } = told.stage
  for (const body of [{}, { level: ['mfa' as const] }, { status: ['sent' as const] }, { text: 'o' }]) {
    const found = await finder(told)(body)
    const measured = await client.measurePeople({ params, body })
    assert.deepEqual(measured, { people: found.length, isMore: false, isExact: true, marks: [] })
  }
})

test('a mark leads into the middle of a list that is longer than a page', async () => {
  await using told = await underWay()
  const { app, client } = told.stage
  const { tenantId } = told.tenant
  const { campaignId } = told.campaign
  await addRows(app.db, { tenantId, campaignId, count: 450, mailOf: sql`null` })
  const params = { campaignId }
  const measured = await client.measurePeople({ params, body: { text: 'Zoë' } })
  assert.deepEqual([measured.people, measured.marks.length], [450, 2])
  const page = await client.searchPeople({
    params,
    body: { text: 'Zoë', limit: 3, cursor: measured.marks[1] ?? '' },
  })
  assert.deepEqual(
    page.items.map(person => person.displayName),
    ['Zoë 0401', 'Zoë 0402', 'Zoë 0403'],
  )
})

test('a text is found page by page, whether it stands everywhere or at the end of a long list only', async () => {
  await using told = await underWay()
  const { app, client } = told.stage
  const { tenantId } = told.tenant
  const { campaignId } = told.campaign
  const mailOf = sql`case when n > 8700 then 'seldom' when n % 3 = 0 then 'often' else 'other' end || n || '@contoso.example'`
  await addRows(app.db, { tenantId, campaignId, count: 9_000, mailOf })
  const numbers = Array.from({ length: 9_000 }, (_, index) => index + 1)
  const having = {
    seldom: numbers.filter(n => n > 8700),
    often: numbers.filter(n => n <= 8700 && n % 3 === 0),
  }
  for (const text of ['seldom', 'often'] as const) {
    for (const descending of [false, true]) {
      const names: (string | null)[] = []
      let cursor: string | undefined
      do {
        const body = { text, descending, limit: 200, ...(cursor === undefined ? {} : { cursor }) }
        const page = await client.searchPeople({ params: { campaignId }, body })
        names.push(...page.items.map(person => person.displayName))
        cursor = page.nextCursor ?? undefined
      } while (cursor !== undefined)
      const expected = having[text].map(n => `Zoë ${String(n).padStart(4, '0')}`)
      assert.deepEqual(names, descending ? expected.toReversed() : expected)
    }
    const { people } = await client.measurePeople({ params: { campaignId }, body: { text } })
    assert.equal(people, having[text].length)
  }
})

interface RowsWanted {
  tenantId: string
  campaignId: string
  count: number
  /** SQL over the number `n`. */
  mailOf: RawBuilder<unknown>
}

/** People called Zoë and a number, as rows that an import leaves; one by one they would say no more. */
async function addRows(db: Database, { tenantId, campaignId, count, mailOf }: RowsWanted): Promise<void> {
  await sql`
    insert into person (tenant_id, id, upn, mail, display_name, account_enabled, user_type, level, synced_at)
    select ${tenantId}, ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, n || '@contoso.example', ${mailOf},
           'Zoë ' || lpad(n::text, 4, '0'), true, 'member', 'none', now() from generate_series(1, ${count}::int) as n
  `.execute(db)
  await sql`
    with made as (
      insert into enrolment (id, tenant_id, campaign_id, person_id, source, source_batch_id, status, reached, enrolled_at,
        invitations_asked, invitations_settled, invitations_accepted, reminders_asked, reminders_settled,
        reminders_accepted, joins_asked, joins_settled, level, events_count)
      select gen_random_uuid(), ${tenantId}, ${campaignId}, id, 'test', 'test', 'pending', 'pending', now(),
             0, 0, 0, 0, 0, 0, 0, 0, 'unknown', 0
      from person where tenant_id = ${tenantId} and display_name like 'Zoë%'
      returning id
    )
    insert into link (token, enrolment_id, tenant_id) select gen_random_uuid(), id, ${tenantId} from made
  `.execute(db)
}

test('a cursor of another order is refused, not misread', async () => {
  await using told = await underWay()
  const params = { campaignId: told.campaign.campaignId }
  const call = told.stage.client.searchPeople({
    params,
    body: { sort: 'invitedAt', cursor: 'WyJBbm5hIiwieCJd' },
  })
  await assert.rejects(call, (error: unknown) => error instanceof ApiProblem && error.body.status === 400)
})

test('the file holds exactly the people found, in their order', async () => {
  await using told = await underWay()
  const params = { campaignId: told.campaign.campaignId }
  const body = { status: ['sent' as const], descending: true }
  const found = await finder(told)(body)
  const { bytes } = await told.stage.client.downloadPeople({ params, body })
  const rows = parseCsv(await new Response(bytes).text())
  assert.deepEqual(
    rows.map(row => row['User principal name']),
    found.map(person => person.userPrincipalName),
  )
})

test('a dry run says what excluding would change, and changes nothing', async () => {
  await using told = await underWay()
  const { wei } = told.people
  const { enrolment } = await told.person(wei)
  const params = { campaignId: told.campaign.campaignId }
  const act = { act: 'exclude' as const, enrolmentIds: [enrolment.enrolmentId], reason: 'at sea' }
  const tried = await told.stage.client.actOnPeople({ params, body: { ...act, dryRun: true } })
  assert.deepEqual([tried.changed, tried.become.excluded], [1, 1])
  assert.equal(await told.status(wei), 'sent')
  const done = await told.stage.client.actOnPeople({ params, body: act })
  assert.deepEqual(done, tried)
  assert.equal(await told.status(wei), 'excluded')
})

test('adoption counts each person on the day of the first time', async () => {
  await using told = await underWay()
  const { client } = told.stage
  const { campaignId, tenantId } = told.campaign
  const adoption = await client.campaignAdoption({ params: { campaignId } })
  // Tomasz is skipped; Aroha had registered before anybody was invited.
  assert.equal(adoption.people, 5)
  assert.equal(adoption.registeredBefore, 1)
  const sum = (step: 'invited' | 'confirmed' | 'registered') =>
    adoption.days.reduce((total, day) => total + day[step], 0)
  assert.deepEqual([sum('invited'), sum('confirmed'), sum('registered')], [4, 1, 0])
  // A second campaign with the same people makes nobody count twice.
  await client.createCampaign({ body: { tenantId, name: 'Once more' } })
  const overview = await client.tenantOverview({ params: { tenantId } })
  assert.deepEqual(overview.adoption, adoption)
})

test('the overview names what needs somebody: a mail of unknown fate; and what waits until when', async () => {
  await using told = await story()
  const { wei } = told.people
  told.stage.box.tenant.faults.next({ family: 'mail', status: 504, afterAct: true })
  await told.importPeople([wei])
  await told.act('launch')
  await told.pass(120)
  const { tenantId } = told.tenant
  const { attention, campaigns, lanes } = await told.stage.client.tenantOverview({ params: { tenantId } })
  assert.deepEqual(
    attention.map(item => item.kind),
    ['uncertainMails'],
  )
  assert.deepEqual(
    campaigns.map(({ campaign, people }) => [campaign.name, people]),
    [[told.campaign.name, 1]],
  )
  const report = lanes.find(lane => lane.kind === 'report')
  assert.ok(
    report?.wakesAt !== undefined && report.wakesAt !== null && report.wakesAt > told.stage.clock.now(),
  )
})
