/** Lanes on a real queue: one worker at a time, no wake-up lost, takeover of the dead. */

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { createTurnableClock } from '@muster/simulator/world/clock'
import { PgBoss } from 'pg-boss'
import type { Database } from '../db/database.ts'
import type { LaneKind } from '../db/schema.ts'
import { silentLog } from '../log.ts'
import { until } from '../testing/poll.ts'
import { useDatabases } from '../testing/story-teller.ts'
import { bossSettings, createLanes, type Lanes, type LaneWork, wakeLanes } from './lanes.ts'

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
  /** Fetches the lane's job and never ends it. */
  takeInHand(kind: LaneKind, key: string): Promise<void>
}

/** One copy of the service, as far as lanes go. */
async function openCopy(
  place: { db: Database; url: string },
  given: { work: Partial<Record<LaneKind, LaneWork>>; clock?: { now(): Date }; isWorking?: boolean },
): Promise<Copy> {
  const isWorking = given.isWorking ?? false
  const boss = new PgBoss({
    connectionString: place.url,
    ...bossSettings,
    useListenNotify: isWorking,
    supervise: isWorking,
    schedule: false,
    max: 3,
  })
  boss.on('error', () => undefined)
  await boss.start()
  const tenantWork = {
    joins: idle,
    methods: idle,
    report: idle,
    people: idle,
    intake: idle,
    escalations: idle,
  }
  const work = { due: idle, mail: idle, ...tenantWork }
  const lanes = createLanes({
    db: place.db,
    boss,
    clock: given.clock ?? { now: () => new Date() },
    log: silentLog,
    work: { ...work, ...given.work },
  })
  await lanes.prepare()
  if (isWorking) await lanes.start()
  return {
    lanes,
    async takeInHand(kind, key) {
      await boss.send(`lane-${kind}`, { key }, { singletonKey: key })
      await boss.fetch(`lane-${kind}`)
      await place.db.deleteFrom('lane_wake').where('key', '=', key).execute()
      const takeover = { kind, key, at: minutes(1), is_takeover: true }
      await place.db.insertInto('lane_wake').values(takeover).execute()
    },
    async [Symbol.asyncDispose]() {
      if (isWorking) await lanes.stop()
      await boss.stop({ graceful: isWorking, close: true, timeout: 5_000 })
    },
  }
}

test('a lane is worked when its time has come, not before, and the earliest wish counts', async () => {
  await using database = await databases().fresh()
  const clock = createTurnableClock(start)
  const worked: string[] = []
  const key = randomUUID()
  await using copy = await openCopy(database, {
    clock,
    work: { mail: noteIn(worked) },
  })
  await wakeLanes(database.db, [{ kind: 'mail', key, at: minutes(9) }])
  await wakeLanes(database.db, [
    { kind: 'mail', key, at: minutes(5) },
    { kind: 'mail', key, at: minutes(7) },
  ])
  assert.equal(await copy.lanes.drain(), false)
  assert.deepEqual(await copy.lanes.nextWakeAt(), minutes(5))
  clock.turnTo(minutes(5))
  assert.equal(await copy.lanes.drain(), true)
  assert.deepEqual(worked, [key])
  assert.equal(await copy.lanes.nextWakeAt(), null)
})

test('a wake-up that comes while the lane is being worked is not lost', async () => {
  await using database = await databases().fresh()
  const clock = createTurnableClock(start)
  const key = randomUUID()
  let runs = 0
  await using copy = await openCopy(database, {
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
  await using copy = await openCopy(database, {
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
  assert.deepEqual(await copy.lanes.nextWakeAt(), new Date(start.getTime() + 30_000))
  clock.turnTo(minutes(1))
  await copy.lanes.drain()
  assert.equal(tries, 2)
})

test('a lane whose worker died with it in hand is taken over', async () => {
  await using database = await databases().fresh()
  const clock = createTurnableClock(start)
  const key = randomUUID()
  const worked: string[] = []
  await database.db
    .insertInto('lane_wake')
    .values({ kind: 'intake', key, at: minutes(1), is_takeover: true })
    .execute()
  await using copy = await openCopy(database, {
    clock,
    work: { intake: noteIn(worked) },
  })
  assert.equal(await copy.lanes.drain(), false)
  clock.turnTo(minutes(1))
  await copy.lanes.drain()
  assert.deepEqual(worked, [key])
  assert.deepEqual(await database.db.selectFrom('lane_wake').selectAll().execute(), [])
})

test('a copy that knows it is alone takes back at once what a dead worker had in hand', async () => {
  await using database = await databases().fresh()
  const clock = createTurnableClock(start)
  const key = randomUUID()
  const worked: string[] = []
  await using dead = await openCopy(database, { clock, work: { intake: idle } })
  await wakeLanes(database.db, [{ kind: 'intake', key, at: start }])
  // What its death leaves behind: a job in hand, and the takeover time of the run.
  await dead.takeInHand('intake', key)
  await using copy = await openCopy(database, { clock, work: { intake: noteIn(worked) } })
  await copy.lanes.drain()
  assert.deepEqual(worked, [], 'the job in hand keeps everybody else away')
  await copy.lanes.reclaim()
  await copy.lanes.drain()
  assert.deepEqual(worked, [key])
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
  await using first = await openCopy(database, { isWorking: true, work: { mail: workAs('first') } })
  await using second = await openCopy(database, { isWorking: true, work: { mail: workAs('second') } })
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
