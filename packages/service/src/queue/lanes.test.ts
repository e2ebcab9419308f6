/** Lanes on a real queue: one worker at a time, no wake-up lost, takeover of the dead. */

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { createTurnableClock } from '@muster/simulator/world/clock'
import { sql } from 'kysely'
import type { Database } from '../db/database.ts'
import type { LaneKind } from '../db/schema.ts'
import { silentLog } from '../log.ts'
import { until } from '../testing/poll.ts'
import { useDatabases } from '../testing/story-teller.ts'
import { createLanes, type Lanes, type LaneWork, wakeLanes } from './lanes.ts'

const databases = useDatabases()
const start = new Date('2026-11-02T08:00:00Z')
const minutes = (count: number) => new Date(start.getTime() + count * 60_000)
const idle: LaneWork = async () => null
const noteIn =
  (worked: string[]): LaneWork =>
  async key => {
    worked.push(key)
    return null
  }

interface Copy extends AsyncDisposable {
  lanes: Lanes
}

/** One copy of the service, as far as lanes go. */
function openCopy(
  place: { db: Database },
  given: { work: Partial<Record<LaneKind, LaneWork>>; clock?: { now(): Date }; isWorking?: boolean },
): Copy {
  const tenantWork = {
    joins: idle,
    methods: idle,
    report: idle,
    people: idle,
    intake: idle,
    zones: idle,
    escalations: idle,
    summaries: idle,
    rules: idle,
    webhooks: idle,
    mirror: idle,
  }
  const work = { due: idle, mail: idle, ...tenantWork }
  const lanes = createLanes({
    db: place.db,
    clock: given.clock ?? { now: () => new Date() },
    log: silentLog,
    work: { ...work, ...given.work },
  })
  if (given.isWorking === true) lanes.start()
  return { lanes, [Symbol.asyncDispose]: () => lanes.stop() }
}

/** When the next lane of any kind comes due, or null. */
async function nextWakeAt(lanes: Lanes): Promise<Date | null> {
  const [first = null] = [...(await lanes.nextWakes()).values()].sort((a, b) => a.getTime() - b.getTime())
  return first
}

/** What a worker leaves behind that said so long ago that it lives. */
async function leaveInHand(db: Database, run: { kind: LaneKind; key: string; secondsAgo: number }) {
  await sql`
    insert into lane_run (kind, key, claim, beat_at) values
      (${run.kind}, ${run.key}, ${randomUUID()}, clock_timestamp() - make_interval(secs => ${run.secondsAgo}))
  `.execute(db)
}

test('a lane is worked when its time has come, not before, and the earliest wish counts', async () => {
  await using database = await databases().fresh()
  const clock = createTurnableClock(start)
  const worked: string[] = []
  const key = randomUUID()
  await using copy = openCopy(database, {
    clock,
    work: { mail: noteIn(worked) },
  })
  await wakeLanes(database.db, [{ kind: 'mail', key, at: minutes(9) }])
  await wakeLanes(database.db, [
    { kind: 'mail', key, at: minutes(5) },
    { kind: 'mail', key, at: minutes(7) },
  ])
  assert.equal(await copy.lanes.drain(), false)
  assert.deepEqual(await nextWakeAt(copy.lanes), minutes(5))
  clock.turnTo(minutes(5))
  assert.equal(await copy.lanes.drain(), true)
  assert.deepEqual(worked, [key])
  assert.equal(await nextWakeAt(copy.lanes), null)
})

test('a wake-up that comes while the lane is being worked is not lost', async () => {
  await using database = await databases().fresh()
  const clock = createTurnableClock(start)
  const key = randomUUID()
  let runs = 0
  await using copy = openCopy(database, {
    clock,
    work: {
      joins: async id => {
        runs++
        if (runs === 1) await wakeLanes(database.db, [{ kind: 'joins', key: id, at: clock.now() }])
        // What this run says of its next time must not push the wake-up away.
        return runs === 1 ? minutes(60) : null
      },
    },
  })
  await wakeLanes(database.db, [{ kind: 'joins', key, at: start }])
  await copy.lanes.drain()
  assert.equal(runs, 2)
})

test('a lane that fails comes back half a minute later, and does not hold up the others', async () => {
  await using database = await databases().fresh()
  const clock = createTurnableClock(start)
  let tries = 0
  const others: string[] = []
  await using copy = openCopy(database, {
    clock,
    work: {
      report: async () => {
        tries++
        if (tries === 1) throw new Error('out of order')
        return null
      },
      people: noteIn(others),
    },
  })
  const key = randomUUID()
  await wakeLanes(database.db, [
    { kind: 'report', key, at: start },
    { kind: 'people', key, at: start },
  ])
  await copy.lanes.drain()
  assert.deepEqual(others, [key])
  assert.equal(tries, 1)
  assert.deepEqual(await nextWakeAt(copy.lanes), new Date(start.getTime() + 30_000))
  clock.turnTo(minutes(1))
  await copy.lanes.drain()
  assert.equal(tries, 2)
})

test('a lane in hand of a silent worker is taken over, also without a wake-up; one that said it lives is not', async () => {
  await using database = await databases().fresh()
  const [silent, alive] = [randomUUID(), randomUUID()]
  const worked: string[] = []
  await leaveInHand(database.db, { kind: 'intake', key: silent, secondsAgo: 20 })
  await leaveInHand(database.db, { kind: 'intake', key: alive, secondsAgo: 5 })
  await wakeLanes(database.db, [{ kind: 'intake', key: alive, at: start }])
  await using copy = openCopy(database, {
    clock: createTurnableClock(start),
    work: { intake: noteIn(worked) },
  })
  assert.equal(await copy.lanes.drain(), true)
  assert.deepEqual(worked, [silent])
  assert.equal(await copy.lanes.drain(), false)
  assert.deepEqual(await nextWakeAt(copy.lanes), start, 'the wake-up waits for the worker that lives')
})

test('a lane in hand keeps no other lane of its kind waiting', async () => {
  await using database = await databases().fresh()
  const [busy, free] = [randomUUID(), randomUUID()]
  const worked: string[] = []
  await leaveInHand(database.db, { kind: 'intake', key: busy, secondsAgo: 1 })
  await wakeLanes(database.db, [
    { kind: 'intake', key: busy, at: start },
    { kind: 'intake', key: free, at: minutes(1) },
  ])
  await using copy = openCopy(database, { work: { intake: noteIn(worked) } })
  await copy.lanes.drain()
  assert.deepEqual(worked, [free])
})

test('a worker that was only asleep gives nothing back once its lane is in other hands', async () => {
  await using database = await databases().fresh()
  const { db } = database
  const clock = createTurnableClock(start)
  const key = randomUUID()
  const awake = Promise.withResolvers<Date | null>()
  const worked: string[] = []
  await using sleeper = openCopy(database, { clock, work: { mail: () => awake.promise } })
  await using other = openCopy(database, { clock, work: { mail: noteIn(worked) } })
  await wakeLanes(db, [{ kind: 'mail', key, at: start }])
  const sleeping = sleeper.lanes.drain()
  await until(
    'the lane to be in hand',
    async () => (await db.selectFrom('lane_run').selectAll().execute())[0] ?? null,
  )
  await sql`update lane_run set beat_at = beat_at - interval '1 minute'`.execute(db)
  await other.lanes.drain()
  assert.deepEqual(worked, [key])
  awake.resolve(minutes(5))
  await sleeping
  assert.equal(await nextWakeAt(other.lanes), null)
})

test('a worker says that it lives for as long as it works', async () => {
  await using database = await databases().fresh()
  const { db } = database
  const key = randomUUID()
  const done = Promise.withResolvers<null>()
  await using copy = openCopy(database, { work: { report: () => done.promise } })
  await wakeLanes(db, [{ kind: 'report', key, at: start }])
  const working = copy.lanes.drain()
  const readBeat = async () =>
    (await db.selectFrom('lane_run').select('beat_at').execute())[0]?.beat_at ?? null
  const first = await until('the lane to be in hand', readBeat)
  await until('a beat', async () => {
    const beatAt = await readBeat()
    return beatAt !== null && beatAt > first ? true : null
  })
  done.resolve(null)
  await working
  assert.equal(await readBeat(), null)
})

test('a copy that knows it is alone takes back at once what a dead worker had in hand', async () => {
  await using database = await databases().fresh()
  const key = randomUUID()
  const worked: string[] = []
  await leaveInHand(database.db, { kind: 'intake', key, secondsAgo: 1 })
  await using copy = openCopy(database, {
    clock: createTurnableClock(start),
    work: { intake: noteIn(worked) },
  })
  await copy.lanes.drain()
  assert.deepEqual(worked, [], 'the worker may live, so everybody else keeps away')
  await copy.lanes.reclaim()
  await copy.lanes.drain()
  assert.deepEqual(worked, [key])
})

test('two copies that are asked to work everything share the lanes, and neither waits for what the other has', async () => {
  await using database = await databases().fresh()
  const clock = createTurnableClock(start)
  const keys: string[] = Array.from({ length: 12 }, () => randomUUID())
  const worked: string[] = []
  const helpers = new Set<string>()
  // Whoever is first keeps its hands full until the other has come too; a copy that worked alone would never end.
  const bothHelp = Promise.withResolvers<void>()
  const workAs =
    (name: string): LaneWork =>
    async key => {
      worked.push(key)
      if (helpers.add(name).size === 2) bothHelp.resolve()
      await bothHelp.promise
      return null
    }
  await using first = openCopy(database, { clock, work: { joins: workAs('first') } })
  await using second = openCopy(database, { clock, work: { joins: workAs('second') } })
  await wakeLanes(
    database.db,
    keys.map(key => ({ kind: 'joins', key, at: start })),
  )
  await Promise.all([first.lanes.drain(), second.lanes.drain()])
  assert.deepEqual(worked.sort(), keys.sort())
  assert.deepEqual([...helpers].sort(), ['first', 'second'])
})

test('two copies on one database: each lane has one worker at a time, both copies help, nothing is lost', async () => {
  await using database = await databases().fresh()
  const keys: string[] = Array.from({ length: 6 }, () => randomUUID())
  const done = new Map(keys.map(key => [key, 0]))
  const inHand = new Set<string>()
  const helpers = new Set<string>()
  let collisions = 0
  const workAs =
    (name: string): LaneWork =>
    async key => {
      if (inHand.has(key)) collisions++
      inHand.add(key)
      helpers.add(name)
      await database.db.selectFrom('lane_wake').selectAll().where('key', '=', key).execute()
      done.set(key, (done.get(key) ?? 0) + 1)
      inHand.delete(key)
      // Ten rounds each, the next one at once.
      return (done.get(key) ?? 0) < 10 ? new Date() : null
    }
  await using first = openCopy(database, { isWorking: true, work: { mail: workAs('first') } })
  await using second = openCopy(database, { isWorking: true, work: { mail: workAs('second') } })
  await wakeLanes(
    database.db,
    keys.map(key => ({ kind: 'mail', key, at: new Date() })),
  )
  first.lanes.nudge()
  second.lanes.nudge()
  await until('ten rounds of each lane', () =>
    [...done.values()].every(rounds => rounds >= 10) ? true : null,
  )
  assert.equal(collisions, 0)
  assert.deepEqual([...helpers].sort(), ['first', 'second'])
})
