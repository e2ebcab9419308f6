/** Tallies say what a count of all rows would say: after any history, by many at once, folded or not, and mended. */

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import type { Signal } from '@muster/core/enrolment'
import fc from 'fast-check'
import { type Selectable, sql } from 'kysely'
import type { Database } from '../db/database.ts'
import type { EnrolmentTable } from '../db/schema.ts'
import { inTransaction } from '../db/transaction.ts'
import { type Addressed, apply, applyNow, enrolPeople } from '../enrolments/apply.ts'
import { recordSightings } from '../observe/sightings.ts'
import { writePeople } from '../people/directory-copy.ts'
import { addRollout, type RolloutRows, toAll } from '../testing/rollout-rows.ts'
import { useDatabases } from '../testing/story-teller.ts'
import { readAdoption } from './adoption.ts'
import { readBreakDown } from './break-down.ts'
import { breakDownAsked, countSummary, type SummaryCounts } from './summary-counts.ts'
import { findTallyDisagreements, foldTallies, readFigures, readRecent, sweepRecent } from './tallies.ts'
import { recountTallies } from './tally-repair.ts'

const databases = useDatabases()
const start = new Date('2026-11-02T09:00:00Z')
const hours = (count: number) => new Date(start.getTime() + count * 3_600_000)

const names = ['Ines Duarte', 'Kofi Mensah', 'Aroha Ngata', 'Björn Åkesson', 'Marisol Ibáñez', '陈伟']

async function addSecondCampaign(db: Database, rollout: RolloutRows): Promise<RolloutRows> {
  const campaignId = randomUUID()
  await sql`
    insert into campaign select (jsonb_populate_record(campaign, ${JSON.stringify({ id: campaignId, name: 'Once more' })}::jsonb)).*
    from campaign where id = ${rollout.campaignId}
  `.execute(db)
  return { ...rollout, campaignId, people: [] }
}

/** Takes people of the tenant into a campaign; those who are in it stay as they are. */
async function enrolInto(
  db: Database,
  rollout: RolloutRows,
  personIds: readonly string[],
  at: Date,
): Promise<void> {
  const { campaignId, tenantId, policy } = rollout
  const newcomers = personIds.map(personId => ({
    personId,
    batchId: null,
    source: 'Manual',
    sourceBatchId: 'test',
  }))
  await inTransaction(db, tx => enrolPeople(tx, { id: campaignId, tenantId, policy }, newcomers, at))
}

async function agree(db: Database, tenantId: string, message?: string): Promise<void> {
  assert.deepEqual(await findTallyDisagreements(db, tenantId), [], message)
}

async function moveTo(
  db: Database,
  rollout: RolloutRows,
  who: number,
  department: string | null,
): Promise<void> {
  const person = rollout.people[who]
  assert.ok(person)
  const { personId, name } = person
  const facts = {
    mail: `${who}@contoso.example`,
    givenName: null,
    surname: null,
    jobTitle: null,
    preferredLanguage: null,
  }
  await inTransaction(db, tx =>
    writePeople(tx, {
      tenantId: rollout.tenantId,
      at: start,
      people: [
        {
          ...facts,
          id: personId,
          upn: `${who}@contoso.example`,
          displayName: name,
          accountEnabled: true,
          userType: 'member',
          department,
          usageLocation: department === null ? null : department.slice(0, 2),
        },
      ],
    }),
  )
}

/** What goes on with somebody, often enough in its order that they get far. */
const invited: readonly Signal[] = [{ kind: 'due' }, { kind: 'mailAccepted', mail: 'invitation', number: 1 }]
const steps: readonly (readonly Signal[])[] = [
  invited,
  [...invited, { kind: 'mailBounced', mail: 'invitation', number: 1, detail: null }],
  [...invited, { kind: 'linkConfirmed' }, { kind: 'groupJoined' }],
  [{ kind: 'due' }, { kind: 'mailAccepted', mail: 'reminder', number: 1 }],
  [{ kind: 'inviteAgain' }, { kind: 'due' }, { kind: 'mailAccepted', mail: 'invitation', number: 2 }],
]
const signals: readonly Signal[] = [
  { kind: 'due' },
  { kind: 'linkConfirmed' },
  { kind: 'groupJoined' },
  { kind: 'groupRefused', reason: 'groupFull', detail: null },
  { kind: 'methodsSeen', seen: { level: 'mfa', unknownTypes: [] }, source: 'live' },
  { kind: 'methodsSeen', seen: { level: 'none', unknownTypes: [] }, source: 'live' },
  { kind: 'excluded', reason: 'atSea', owner: 'Noor', until: null },
  { kind: 'reinstated', owner: 'Noor' },
  { kind: 'retried', owner: 'Noor' },
  { kind: 'foundIneligible', reason: 'guest', detail: null },
  { kind: 'foundEligible' },
  { kind: 'inviteAgain' },
]

type Act =
  | { kind: 'signals'; who: number; second: boolean; signals: readonly Signal[] }
  | { kind: 'move'; who: number; department: string | null }
  | { kind: 'see'; who: number; level: 'none' | 'phone' | 'mfa' }
  | { kind: 'enrolAgain'; who: number }
  | { kind: 'fold' }

// Few people, so that much happens to each of them.
const who = fc.nat({ max: 2 })
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('signals' as const),
      who,
      second: fc.boolean(),
      signals: fc.constantFrom(...steps, ...signals.map(signal => [signal])),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('move' as const),
      who,
      department: fc.constantFrom('Sales', 'Finance', null),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('see' as const),
      who,
      level: fc.constantFrom('none' as const, 'phone' as const, 'mfa' as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('enrolAgain' as const), who }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'fold' as const }) },
)

test('after any history the tallies say what the rows say, folded or not', async () => {
  await using database = await databases().fresh()
  const { db } = database
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 20, maxLength: 40, size: 'max' }), async acts => {
      const rollout = await addRollout(db, { names, policy: { remindersMax: 2, remindOnLoss: true } })
      const second = await addSecondCampaign(db, rollout)
      for (const [index, one] of acts.entries())
        await perform(db, { one, rollout, second, at: hours(13 * index) })
      await agree(db, rollout.tenantId)
      await agreeOnSummaries(db, rollout)
      assert.equal(await recountTallies(db, rollout.tenantId, start), 0, 'a recount finds nothing')
    }),
    { numRuns: 25 },
  )
})

/** The summaries of the campaign and of its tenant beside a count of the rows, one by one. */
async function agreeOnSummaries(db: Database, { tenantId, campaignId }: RolloutRows): Promise<void> {
  const rows = await db.selectFrom('enrolment').selectAll().where('tenant_id', '=', tenantId).execute()
  for (const scope of [
    { tenantId, campaignId },
    { tenantId, campaignId: null },
  ]) {
    const ours = rows.filter(row => scope.campaignId === null || row.campaign_id === campaignId)
    const people = Map.groupBy(ours, row => row.person_id)
    const { exceptions, ...counts } = await countSummary(db, scope)
    assert.deepEqual(counts, countOneByOne([...people.values()]))
    const reasons = [...people.values()].flatMap(person => [...new Set(person.flatMap(asideOf))])
    assert.deepEqual(
      Object.fromEntries(exceptions.map(({ kind, reason, people }) => [`${kind} ${reason ?? ''}`, people])),
      Object.fromEntries(
        [...Map.groupBy(reasons, reason => reason)].map(([word, all]) => [word, all.length]),
      ),
    )
    const { byDepartment } = await breakDownAsked(db, scope)
    const sales = [...people.values()].filter(
      person => person.some(isAsked) && person[0]?.person_department === 'Sales',
    )
    assert.deepEqual(
      byDepartment.find(({ name }) => name === 'Sales'),
      sales.length === 0
        ? undefined
        : { name: 'Sales', people: sales.length, registered: sales.filter(isRegistered).length },
    )
  }
}

type Row = Selectable<EnrolmentTable>

function isAsked({ status }: Row): boolean {
  return status !== 'skipped' && status !== 'excluded'
}

function isRegistered(person: readonly Row[]): boolean {
  return person.some(row => row.registered_at !== null && row.lost_at === null)
}

function asideOf({ status, aside }: Row): string[] {
  if (status === 'excluded') return ['excluded ']
  return status === 'skipped' || status === 'failed' ? [`${status} ${aside?.reason}`] : []
}

function countOneByOne(everybody: readonly (readonly Row[])[]): Omit<SummaryCounts, 'exceptions'> {
  const people = everybody.filter(person => person.some(isAsked))
  const count = (is: (person: readonly Row[]) => boolean) => people.filter(is).length
  const isOpen = (person: readonly Row[]) => !isRegistered(person)
  return {
    asked: people.length,
    invited: count(person => person.some(row => row.invited_at !== null)),
    confirmed: count(person => person.some(row => row.confirmed_at !== null)),
    joined: count(person => person.some(row => row.joined_at !== null)),
    registered: count(isRegistered),
    phoneOnly: count(person => isOpen(person) && person[0]?.person_level === 'phone'),
    unreachable: count(
      person => isOpen(person) && person.filter(isAsked).every(row => row.status === 'failed'),
    ),
  }
}

async function perform(
  db: Database,
  { one, rollout, second, at }: { one: Act; rollout: RolloutRows; second: RolloutRows; at: Date },
): Promise<void> {
  const { tenantId } = rollout
  if (one.kind === 'fold') await foldTallies(db)
  if (one.kind === 'move') await moveTo(db, rollout, one.who, one.department)
  const personId = 'who' in one ? (rollout.people[one.who]?.personId ?? '') : ''
  if (one.kind === 'enrolAgain') await enrolInto(db, second, [personId], at)
  if (one.kind === 'see') {
    const sightings = [{ personId, seen: { level: one.level, unknownTypes: [] } }]
    await inTransaction(db, tx => recordSightings(tx, { tenantId, source: 'live', at, sightings }))
  }
  if (one.kind === 'signals') {
    const { campaignId } = one.second ? second : rollout
    const enrolled = await db
      .selectFrom('enrolment')
      .select('id')
      .where('campaign_id', '=', campaignId)
      .where('person_id', '=', personId)
      .execute()
    for (const signal of one.signals) {
      const addressed = enrolled.map(({ id }): Addressed => ({ enrolmentId: id, signal }))
      await applyNow(db, addressed, at)
    }
  }
}

test('many who move the same people at once, in two campaigns, count each of them once', async () => {
  await using database = await databases().fresh()
  const { db } = database
  const people = Array.from({ length: 60 }, (_, index) => `Person ${index}`)
  const rollout = await addRollout(db, { names: people })
  const second = await addSecondCampaign(db, rollout)
  const ids = rollout.people.map(person => person.personId)
  await enrolInto(db, second, ids, start)
  const enrolled = await db.selectFrom('enrolment').select('id').execute()
  const all = (signal: Signal) => enrolled.map(({ id }): Addressed => ({ enrolmentId: id, signal }))
  await applyNow(db, all({ kind: 'due' }), start)
  const sightings = ids.map(personId => ({ personId, seen: { level: 'mfa' as const, unknownTypes: [] } }))
  const folding = (async () => {
    for (let times = 0; times < 10; times++) await foldTallies(db)
  })()
  await Promise.all([
    folding,
    applyNow(db, all({ kind: 'mailAccepted', mail: 'invitation', number: 1 }), hours(1)),
    applyNow(db, all({ kind: 'linkConfirmed' }).reverse(), hours(2)),
    ...rollout.people.map((_, index) => moveTo(db, rollout, index, index % 2 === 0 ? 'Sales' : 'Finance')),
    inTransaction(db, tx =>
      recordSightings(tx, { tenantId: rollout.tenantId, source: 'live', at: hours(3), sightings }),
    ),
    enrolInto(db, second, ids.toReversed(), start),
  ])
  await agree(db, rollout.tenantId)
  const adoption = await readAdoption(db, rollout.tenantId)
  assert.equal(adoption.people, 60)
})

test('an act that is taken back leaves no trace in the figures', async () => {
  await using database = await databases().fresh()
  const { db } = database
  const rollout = await addRollout(db, { names })
  const before = await readFigures(db, rollout.campaignId, ['status', 'asked'])
  const failing = inTransaction(db, async tx => {
    await apply(tx, toAll(rollout, { kind: 'excluded', reason: 'atSea', owner: 'Noor', until: null }), start)
    throw new Error('the power went')
  })
  await assert.rejects(failing, /the power went/)
  assert.deepEqual(await readFigures(db, rollout.campaignId, ['status', 'asked']), before)
})

test('reading costs no folding: a figure is the same before and after', async () => {
  await using database = await databases().fresh()
  const { db } = database
  const rollout = await addRollout(db, { names })
  await moveTo(db, rollout, 0, 'Sales')
  await moveTo(db, rollout, 1, 'Sales')
  await moveTo(db, rollout, 2, 'Finance')
  const read = async () => [
    await readBreakDown(db, rollout.campaignId, { by: 'department', max: 2 }),
    await readAdoption(db, rollout.campaignId),
  ]
  const before = await read()
  assert.ok((await foldTallies(db)) > 0)
  assert.equal(await foldTallies(db), 0)
  assert.deepEqual(await read(), before)
  const [first] = before
  assert.ok(first !== undefined && 'groups' in first)
  assert.deepEqual(
    first.groups.map(group => [group.key, group.people]),
    [
      [null, 3],
      ['Sales', 2],
    ],
  )
  assert.equal(first.rest.people, 1, 'Finance, which is one too many')
})

test('what a recount finds wrong it mends, and says so; the second one finds nothing', async () => {
  await using database = await databases().fresh()
  const { db } = database
  const rollout = await addRollout(db, { names })
  await foldTallies(db)
  await sql`update tally set people = people + 3 where figure = 'status'`.execute(db)
  await sql`delete from tally where figure = 'level'`.execute(db)
  await sql`update person_progress set is_asked = false where person_id = ${rollout.people[0]?.personId}`.execute(
    db,
  )
  assert.ok((await recountTallies(db, rollout.tenantId, start)) > 0)
  await agree(db, rollout.tenantId)
  assert.equal(await recountTallies(db, rollout.tenantId, hours(24)), 0)
})

test('the last day is counted in slots of five minutes, and older ones are forgotten', async () => {
  await using database = await databases().fresh()
  const { db } = database
  const rollout = await addRollout(db, { names })
  await applyNow(db, toAll(rollout, { kind: 'linkConfirmed' }), hours(0))
  assert.equal((await readRecent(db, [rollout.campaignId], hours(-1))).get('confirmed'), 6)
  assert.equal((await readRecent(db, [rollout.campaignId], hours(0.1))).get('confirmed'), undefined)
  await foldTallies(db)
  await sweepRecent(db, hours(24 * 9))
  assert.equal((await readRecent(db, [rollout.campaignId], hours(-1))).get('confirmed'), undefined)
})
