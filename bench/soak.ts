/**
 * A month of simulated days with a year's worth of audit entries through the whole service: does its memory stay flat,
 * and what does the database keep? `node bench/soak.ts [--people N] [--days N] [--entries N]` prints a line for each
 * day and one that judges them, and ends with code 1 when memory grew.
 */

import { randomUUID } from 'node:crypto'
import { parseArgs } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { openStage, type Stage } from '@muster/service/stage/world'
import type { AuditRecord, User } from '@muster/simulator/world/types'
import { sql } from 'kysely'
import { type Line, medianOf, rounded } from './figure.ts'
import { listOf } from './ground.ts'

interface Soak {
  people: number
  days: number
  /** Over all days. */
  entries: number
}

interface Day {
  day: number
  heapMiB: number
  databaseMiB: number
  auditRows: number
  eventRows: number
  wakeRows: number
}

/** A tenant of 3,000 in which 500 entries a day are written, for a year. */
const yearOf3000: Soak = { people: 3_000, days: 30, entries: 365 * 500 }
/** Memory after a collection moves by some per cent from day to day; growth by the day would be beyond this in ten. */
const growthMax = 1.1
const startAt = new Date('2026-11-02T00:00:00Z')
const hourMs = 60 * 60_000
const dayHours = 24
/** The log of the tenant in a box is forgotten behind this, the widest window of the feed: its memory is not measured. */
const forgottenAfterMs = 27 * hourMs
const activities = [
  'User registered security info',
  'User registered all required security info',
  'User started security info registration',
  'User deleted security info',
  'User changed default security info',
  'User reviewed security info',
]

async function* soak({ people, days, entries }: Soak): AsyncGenerator<Day> {
  const stage = await openStage({
    startAt,
    seed: 7,
    people,
    named: false,
    temperaments: { neverReacts: 1 },
    tenant: { keepBodiesMax: 1 },
  })
  try {
    const { campaign } = await stage.prepare()
    const params = { campaignId: campaign.campaignId }
    await stage.settle()
    await stage.client.importPeople({ params, body: listOf(stage.box.people) })
    await stage.settle()
    await stage.client.actOnCampaign({ params: { ...params, act: 'launch' } })
    for (let day = 1; day <= days; day++) {
      await liveOneDay(stage, Math.round(entries / days))
      yield await measure(stage, day)
    }
  } finally {
    await stage.close()
  }
}

async function liveOneDay(stage: Stage, entries: number): Promise<void> {
  const { world } = stage.box.tenant
  for (let hour = 0; hour < dayHours; hour++) {
    const count = Math.round((entries * (hour + 1)) / dayHours) - Math.round((entries * hour) / dayHours)
    const from = stage.clock.now().getTime()
    for (let index = 0; index < count; index++) {
      world.audit.push(composeRecord(stage, new Date(from + (index * hourMs) / count)))
    }
    const known = world.audit.findIndex(({ activityAt }) => activityAt.getTime() > from - forgottenAfterMs)
    world.audit.splice(0, Math.max(0, known))
    await stage.liveUntil(new Date(from + hourMs))
  }
  forgetMail(stage)
}

/** What people were sent and what happened stays in the tenant in a box for ever, whose memory is not measured either. */
function forgetMail({ box }: Stage): void {
  const { happenings, inboxes, sentItems } = box.tenant.world
  happenings.splice(0)
  inboxes.clear()
  sentItems.clear()
}

function composeRecord({ box }: Stage, activityAt: Date): AuditRecord {
  const { random } = box.tenant.world
  const user = pick<User>(box.people, random)
  const visibleAfterMs = 3 * 60_000
  return {
    id: `Authentication Methods_${randomUUID()}`,
    activityDisplayName: pick(activities, random),
    category: 'UserManagement',
    loggedByService: 'Authentication Methods',
    result: 'success',
    resultReason: 'Made for the soak.',
    activityAt,
    visibleAt: new Date(activityAt.getTime() + visibleAfterMs),
    correlationId: randomUUID(),
    operationType: 'ServiceApi',
    initiatedByUserId: user.id,
    initiatedByAppId: null,
    targetUserId: user.id,
    targetGroupId: null,
    modifiedProperties: [],
  }
}

function pick<T>(from: readonly T[], random: () => number): T {
  const one = from[Math.floor(random() * from.length)]
  if (one === undefined) throw new RangeError('nothing to pick from')
  return one
}

async function measure({ app }: Stage, day: number): Promise<Day> {
  collectGarbage()
  const { rows } = await sql<Record<'bytes' | 'audit' | 'events' | 'wakes', string>>`
    select pg_database_size(current_database()) as bytes, (select count(*) from audit_event) as audit,
           (select count(*) from enrolment_event) as events,
           (select count(*) from lane_wake) as wakes
  `.execute(app.db)
  const [row] = rows
  if (row === undefined) throw new Error('the database counts nothing')
  const mebibyte = 1_048_576
  return {
    day,
    heapMiB: rounded(process.memoryUsage().heapUsed / mebibyte),
    databaseMiB: rounded(Number(row.bytes) / mebibyte),
    auditRows: Number(row.audit),
    eventRows: Number(row.events),
    wakeRows: Number(row.wakes),
  }
}

setFlagsFromString('--expose-gc')
// The flag takes effect in contexts made after it.
const collect: unknown = runInNewContext('gc')

function collectGarbage(): void {
  if (typeof collect !== 'function') throw new Error('there is no garbage collection to be asked for')
  // Twice: what the first finds to be finalised, the second takes away.
  collect()
  collect()
}

/** The last third of the days against the second: in the first, caches fill and code is compiled. */
function judge(days: readonly Day[], { entries }: Soak): Line {
  const third = Math.ceil(days.length / 3)
  const heapOf = (some: readonly Day[]) => medianOf(some.map(({ heapMiB }) => heapMiB))
  const [before, after] = [heapOf(days.slice(third, 2 * third)), heapOf(days.slice(2 * third))]
  const last = days.at(-1)
  if (last === undefined) throw new RangeError('a soak of no days')
  return {
    figure: 'soak',
    size: entries,
    measured: { ...last, heapMiB: after },
    yardstick: { what: 'memory in the second third of the days', heapMiB: before },
    ratio: rounded(after / before),
  }
}

const { values } = parseArgs({
  options: {
    people: { type: 'string', default: String(yearOf3000.people) },
    days: { type: 'string', default: String(yearOf3000.days) },
    entries: { type: 'string', default: String(yearOf3000.entries) },
  },
})
const wanted = { people: Number(values.people), days: Number(values.days), entries: Number(values.entries) }
const days: Day[] = []
for await (const day of soak(wanted)) {
  days.push(day)
  console.log(JSON.stringify(day))
}
const line = judge(days, wanted)
console.log(JSON.stringify(line))
if (line.ratio > growthMax) process.exitCode = 1
