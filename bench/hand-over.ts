/** From a wake-up written to the lane being worked, against a bare LISTEN/NOTIFY round trip on the same server. */

import { randomUUID } from 'node:crypto'
import type { LaneKind } from '@muster/service/db/schema'
import { silentLog } from '@muster/service/log'
import { createLanes, type LaneWork, wakeLanes } from '@muster/service/queue/lanes'
import { openDatabases } from '@muster/service/testing/database'
import pg from 'pg'
import { type Line, medianOf, rounded, timeSeconds } from './figure.ts'

/** Enough for a median that stands; each takes some milliseconds. */
const runsMax = 40

export async function* measureHandOver(): AsyncGenerator<Line> {
  const databases = await openDatabases()
  try {
    await using database = await databases.fresh()
    const lanes = await measureLanes(database)
    const bare = await measureNotify(database.url)
    yield {
      figure: 'handOver',
      size: runsMax,
      measured: { medianMs: rounded(medianOf(lanes) * 1_000) },
      yardstick: { what: 'a bare LISTEN/NOTIFY round trip', medianMs: rounded(medianOf(bare) * 1_000) },
      ratio: rounded(medianOf(lanes) / medianOf(bare)),
    }
  } finally {
    await databases.close()
  }
}

type Place = Awaited<ReturnType<Awaited<ReturnType<typeof openDatabases>>['fresh']>>

async function measureLanes({ db }: Place): Promise<number[]> {
  let worked = Promise.withResolvers<void>()
  const idle: LaneWork = async () => null
  const work: Record<LaneKind, LaneWork> = {
    due: idle,
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
    async mail() {
      worked.resolve()
      return null
    },
  }
  const lanes = createLanes({ db, clock: { now: () => new Date() }, log: silentLog, work })
  lanes.start()
  try {
    return await repeat(async () => {
      worked = Promise.withResolvers<void>()
      await wakeLanes(db, [{ kind: 'mail', key: randomUUID(), at: new Date() }])
      lanes.nudge()
      await worked.promise
    })
  } finally {
    await lanes.stop()
  }
}

async function measureNotify(url: string): Promise<number[]> {
  const listener = new pg.Client({ connectionString: url })
  const speaker = new pg.Client({ connectionString: url })
  await Promise.all([listener.connect(), speaker.connect()])
  await listener.query('listen bench')
  let heard = Promise.withResolvers<void>()
  listener.on('notification', () => heard.resolve())
  try {
    return await repeat(async () => {
      heard = Promise.withResolvers<void>()
      await speaker.query('notify bench')
      await heard.promise
    })
  } finally {
    await Promise.all([listener.end(), speaker.end()])
  }
}

async function repeat(act: () => Promise<void>): Promise<number[]> {
  const seconds: number[] = []
  for (let run = 0; run < runsMax; run++) seconds.push(await timeSeconds(act))
  return seconds
}
