/** The sweep of the registration report, page by page, against a Graph that the test scripts. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createTurnableClock } from '@muster/simulator/world/clock'
import type { Database } from '../db/database.ts'
import { createGraphClient } from '../graph/client.ts'
import { createRegistrations } from '../graph/registrations.ts'
import { silentLog } from '../log.ts'
import { addRollout, type RolloutRows } from '../testing/rollout-rows.ts'
import { openScriptedGraph, type Scripted, type ScriptedGraph } from '../testing/scripted-graph.ts'
import { useDatabases } from '../testing/story-teller.ts'
import { createReportSweep } from './report.ts'
import { readReportProgress } from './report-progress.ts'

const databases = useDatabases()
const start = new Date('2026-11-02T08:00:00Z')
const hours = (count: number) => new Date(start.getTime() + count * 3_600_000)
const report = '/v1.0/reports/authenticationMethods/userRegistrationDetails'

/** A sweep as a freshly started copy has it; all that it knows is in the database. */
function startSweep(db: Database, graph: ScriptedGraph) {
  const clock = createTurnableClock(start)
  const tokens = { token: async () => 'token', forget: () => undefined }
  const client = createGraphClient({ graphUrl: graph.url, tokens, clock, log: silentLog })
  const registrations = createRegistrations(client, clock)
  const options = { db, clock, log: silentLog, registrationsOf: async () => registrations }
  return { clock, sweep: createReportSweep(options) }
}

async function addLaunched(db: Database, names: readonly string[]): Promise<RolloutRows> {
  const rollout = await addRollout(db, { names })
  await db.updateTable('campaign').set({ launched_at: start }).execute()
  return rollout
}

function entry(rollout: RolloutRows, name: string, refreshedAt: Date, methods: readonly string[]): object {
  const person = rollout.people.find(one => one.name === name)
  return { id: person?.personId, methodsRegistered: methods, lastUpdatedDateTime: refreshedAt.toISOString() }
}

function page(graph: ScriptedGraph, entries: readonly object[], next: string | null = null): Scripted {
  const nextLink = next === null ? {} : { '@odata.nextLink': new URL(next, graph.url).href }
  return { status: 200, body: JSON.stringify({ value: entries, ...nextLink }) }
}

async function levelsOf(db: Database): Promise<Record<string, string>> {
  const rows = await db.selectFrom('person').select(['display_name', 'level']).execute()
  return Object.fromEntries(rows.map(row => [row.display_name, row.level]))
}

test('killed between two pages, another copy goes on with the second and reads none twice', async () => {
  await using database = await databases().fresh()
  const { db } = database
  await using graph = await openScriptedGraph()
  const rollout = await addLaunched(db, ['Anna Arnold', 'Bert Brandt'])
  graph.answers.push(
    page(graph, [entry(rollout, 'Anna Arnold', hours(1), ['fido2SecurityKey'])], `${report}?$skiptoken=two`),
    page(graph, [entry(rollout, 'Bert Brandt', hours(1), ['mobilePhone'])]),
  )
  await startSweep(db, graph).sweep.step(rollout.tenantId)
  const { clock, sweep } = startSweep(db, graph)
  assert.deepEqual(await sweep.nextAt(rollout.tenantId), start, 'it is under way')
  clock.turnTo(hours(2))
  await sweep.step(rollout.tenantId)
  assert.deepEqual(
    graph.asked.map(asked => new URL(asked.path, graph.url).searchParams.get('$skiptoken')),
    [null, 'two'],
  )
  assert.deepEqual(await levelsOf(db), { 'Anna Arnold': 'phishingResistant', 'Bert Brandt': 'phone' })
  assert.deepEqual(await sweep.nextAt(rollout.tenantId), hours(24), 'a day after this one began')
})

for (const [what, links] of [
  ['names itself as the next', ['b', 'b', 'b']],
  ['leads round in a circle', ['b', 'c', 'd', 'b', 'c', 'd', 'b', 'c', 'd']],
] as const) {
  test(`a report that ${what} ends the sweep instead of being read for ever`, async () => {
    await using database = await databases().fresh()
    const { db } = database
    await using graph = await openScriptedGraph()
    const rollout = await addLaunched(db, ['Anna Arnold'])
    for (const link of links) graph.answers.push(page(graph, [], `${report}?$skiptoken=${link}`))
    const { sweep, clock } = startSweep(db, graph)
    for (let pages = 0; (await readReportProgress(db, rollout.tenantId)).finishedAt === null; pages++) {
      assert.ok(pages < links.length, 'it goes on and on')
      clock.turnTo(new Date(clock.now().getTime() + 10_000))
      await sweep.step(rollout.tenantId)
    }
    assert.ok(graph.asked.length < links.length)
  })
}

test('a next page on another host is refused loudly, and nothing is asked there', async () => {
  await using database = await databases().fresh()
  const { db } = database
  await using graph = await openScriptedGraph()
  await using elsewhere = await openScriptedGraph()
  const rollout = await addLaunched(db, ['Anna Arnold'])
  graph.answers.push(page(graph, [], `${elsewhere.url}${report}?$skiptoken=two`))
  const { sweep } = startSweep(db, graph)
  await sweep.step(rollout.tenantId)
  await assert.rejects(sweep.step(rollout.tenantId), /another host/)
  assert.deepEqual(elsewhere.asked, [])
})

test('a report older than a live look changes nothing; a newer one is kept, and asks for a look', async () => {
  await using database = await databases().fresh()
  const { db } = database
  await using graph = await openScriptedGraph()
  const rollout = await addLaunched(db, ['Anna Arnold', 'Bert Brandt'])
  graph.answers.push(
    page(graph, [
      entry(rollout, 'Anna Arnold', hours(-3), ['mobilePhone']),
      entry(rollout, 'Bert Brandt', hours(1), ['microsoftAuthenticatorPush']),
    ]),
  )
  const { sweep } = startSweep(db, graph)
  await sweep.step(rollout.tenantId)
  assert.deepEqual(await levelsOf(db), { 'Anna Arnold': 'none', 'Bert Brandt': 'mfa' })
  const bert = rollout.people.find(person => person.name === 'Bert Brandt')
  const watched = await db.selectFrom('method_watch').select('person_id').execute()
  assert.ok(
    watched.some(one => one.person_id === bert?.personId),
    'news are looked at live',
  )
  const statuses = await db.selectFrom('enrolment').select('status').execute()
  assert.deepEqual(
    statuses.map(row => row.status),
    ['pending', 'pending'],
    'a report alone makes nobody active',
  )
})

test('whoever is missing from the report stays unknown', async () => {
  await using database = await databases().fresh()
  const { db } = database
  await using graph = await openScriptedGraph()
  const rollout = await addLaunched(db, ['Anna Arnold', 'Bert Brandt'])
  await db.updateTable('person').set({ level: 'unknown', level_source: null, checked_at: null }).execute()
  graph.answers.push(page(graph, [entry(rollout, 'Anna Arnold', hours(-3), [])]))
  await startSweep(db, graph).sweep.step(rollout.tenantId)
  assert.deepEqual(await levelsOf(db), { 'Anna Arnold': 'none', 'Bert Brandt': 'unknown' })
})

test('a tenant without a licence: whoever matters is to be looked at once in the day, spread over it', async () => {
  await using database = await databases().fresh()
  const { db } = database
  const message = "Tenant is not a B2C tenant and doesn't have premium license"
  const error = { code: 'Authentication_RequestFromNonPremiumTenantOrB2CTenant', message }
  await using graph = await openScriptedGraph({ status: 403, body: JSON.stringify({ error }) })
  const rollout = await addLaunched(
    db,
    Array.from({ length: 240 }, (_, index) => `Person ${index}`),
  )
  await startSweep(db, graph).sweep.step(rollout.tenantId)
  const rows = await db.selectFrom('method_watch').select('next_at').orderBy('next_at').execute()
  assert.equal(rows.length, 240)
  const times = Map.groupBy(rows, row => row.next_at.toISOString())
  assert.deepEqual(
    [...times.values()].map(some => some.length),
    Array.from({ length: 12 }, () => 20),
    'twelve batches of twenty',
  )
  assert.deepEqual([...times.keys()].slice(0, 2), [start.toISOString(), hours(2).toISOString()])
})
