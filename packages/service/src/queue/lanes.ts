/**
 * Lanes: one worker at a time for each thing that must not be worked twice at once (a mailbox, a tenant's directory
 * writes, a campaign's due people). When a lane is to be worked is a row in `lane_wake`, written in the deciding
 * transaction, so a wake-up is never lost; that only one worker in all copies works it is pg-boss's policy `stately`.
 */

import type { Clock } from '@muster/core/ports'
import { sql } from 'kysely'
import type { Job, PgBoss } from 'pg-boss'
import type { Database, Tx } from '../db/database.ts'
import type { LaneKind } from '../db/schema.ts'
import { describeError, type Log } from '../log.ts'

/** Works what is due now and says when to come back; null when only a new wake-up can bring more. */
export type LaneWork = (key: string, signal: AbortSignal) => Promise<Date | null>

export interface Wake {
  kind: LaneKind
  /** Whose lane: a sender, a tenant, a campaign. */
  key: string
  at: Date
}

/**
 * While a lane is worked its row says "take it over in half a minute". A worker that dies leaves that standing; one
 * that ends in order clears it. Too early does no harm: pg-boss keeps the wake-up waiting while the worker lives.
 */
const takeoverMs = 30_000
/** pg-boss calls a worker dead after this long without a heartbeat; 10 s is its least. */
const heartbeatSeconds = 10
const monitorSeconds = 5
/** How often a copy looks for lanes that have come due. */
const tickMs = 1_000
/** Looked for in one go; more are found a tick later. */
const wakesPerTickMax = 500
/** Lanes of one kind that one copy works side by side. */
const sideBySideMax = 4
/** A failed lane is left alone this long, so that a fault does not become a busy loop. */
const afterFaultMs = 30_000

const kinds: readonly LaneKind[] = [
  'due',
  'mail',
  'joins',
  'methods',
  'report',
  'people',
  'intake',
  'escalations',
]

/** Asks that lanes be worked at a time. Part of the caller's transaction; waits for nobody. */
export async function wakeLanes(tx: Database | Tx, wakes: readonly Wake[]): Promise<void> {
  const earliest = new Map<string, Wake>()
  for (const wake of wakes) {
    const id = `${wake.kind} ${wake.key}`
    const known = earliest.get(id)
    if (known === undefined || wake.at < known.at) earliest.set(id, wake)
  }
  const rows = [...earliest.values()]
  if (rows.length === 0) return
  await sql`
    insert into lane_wake (kind, key, at, is_takeover)
    select kind, key, at, false
    from unnest(${rows.map(r => r.kind)}::text[], ${rows.map(r => r.key)}::uuid[], ${rows.map(r => r.at)}::timestamptz[])
      as fresh (kind, key, at)
  `.execute(tx)
}

export interface LanesOptions {
  db: Database
  boss: PgBoss
  clock: Clock
  log: Log
  work: Readonly<Record<LaneKind, LaneWork>>
}

export interface Lanes {
  /** Makes the queues; once, before anything else. */
  prepare(): Promise<void>
  /** Takes every lane back from workers that are known to be gone, without waiting for their silence to show. */
  reclaim(): Promise<void>
  /** Works lanes as they come due, until `stop`. */
  start(): Promise<void>
  stop(): Promise<void>
  /** Looks for due lanes now instead of at the next tick. */
  nudge(): void
  /** Works everything that is due at this moment to its end; says whether there was anything. */
  drain(): Promise<boolean>
  /** When the next lane comes due, or null. */
  nextWakeAt(): Promise<Date | null>
}

export function createLanes(options: LanesOptions): Lanes {
  const { db, boss, clock, log } = options
  const stopping = new AbortController()
  let timer: NodeJS.Timeout | null = null
  let ticking: Promise<void> | null = null
  let again = false

  async function enqueueDue(): Promise<ReadonlySet<LaneKind>> {
    const due = await db
      .selectFrom('lane_wake')
      .select(['kind', 'key'])
      .where('at', '<=', clock.now())
      .groupBy(['kind', 'key'])
      .orderBy(eb => eb.fn.min('at'))
      .limit(wakesPerTickMax)
      .execute()
    for (const lane of due) {
      await boss.send(queueOf(lane.kind), { key: lane.key }, { singletonKey: lane.key })
    }
    return new Set(due.map(lane => lane.kind))
  }

  /** One lane, worked once. Faults are logged and the lane comes back later; they never stop other lanes. */
  async function workLane(kind: LaneKind, key: string): Promise<void> {
    await beginRun(kind, key)
    try {
      await endRun(kind, key, await options.work[kind](key, stopping.signal))
    } catch (error) {
      log.error({ lane: kind, key, error: describeError(error) }, 'a lane failed; it will be tried again')
      await endRun(kind, key, new Date(clock.now().getTime() + afterFaultMs))
    }
  }

  /**
   * Takes the wake-ups that are there. One that is committed later belongs to work that this run may not see, and stays
   * for the next. In their place stands when another worker may take this one for dead.
   */
  async function beginRun(kind: LaneKind, key: string): Promise<void> {
    const takeoverAt = new Date(clock.now().getTime() + takeoverMs)
    await sql`
      with taken as (delete from lane_wake where kind = ${kind} and key = ${key})
      insert into lane_wake (kind, key, at, is_takeover) values (${kind}, ${key}, ${takeoverAt}, true)
    `.execute(db)
  }

  async function endRun(kind: LaneKind, key: string, next: Date | null): Promise<void> {
    await sql`
      with ended as (delete from lane_wake where kind = ${kind} and key = ${key} and is_takeover)
      insert into lane_wake (kind, key, at, is_takeover)
      select ${kind}, ${key}::uuid, ${next}::timestamptz, false where ${next}::timestamptz is not null
    `.execute(db)
  }

  async function tick(): Promise<void> {
    try {
      do {
        again = false
        await enqueueDue()
      } while (again && !stopping.signal.aborted)
    } catch (error) {
      log.error({ error: describeError(error) }, 'could not look for due lanes')
    }
  }

  function nudge(): void {
    if (stopping.signal.aborted || timer === null) return
    if (ticking !== null) {
      again = true
      return
    }
    ticking = tick().finally(() => {
      ticking = null
    })
  }

  return {
    async prepare() {
      for (const kind of kinds) {
        await boss.createQueue(queueOf(kind), {
          policy: 'stately',
          retryLimit: 0,
          heartbeatSeconds,
          expireInSeconds: 60 * 60,
          deleteAfterSeconds: 60 * 60,
          notify: true,
        })
      }
    },
    async reclaim() {
      for (const kind of kinds) {
        const jobs = await boss.findJobs(queueOf(kind))
        const inHand = jobs.filter(job => job.state === 'active').map(job => job.id)
        if (inHand.length > 0) await boss.fail(queueOf(kind), inHand)
      }
      await sql`update lane_wake set at = ${clock.now()} where is_takeover`.execute(db)
    },
    async start() {
      for (const kind of kinds) {
        await boss.work<{ key: string }>(
          queueOf(kind),
          { pollingIntervalSeconds: 1, notifyPollingIntervalSeconds: 2, localConcurrency: sideBySideMax },
          async ([job]) => {
            if (job !== undefined) await workLane(kind, job.data.key)
            nudge()
          },
        )
      }
      timer = setInterval(nudge, tickMs)
      nudge()
    },
    async stop() {
      stopping.abort()
      if (timer !== null) clearInterval(timer)
      if (ticking !== null) await ticking
    },
    nudge,
    async drain() {
      let isAnything = false
      for (;;) {
        const due = await enqueueDue()
        if (due.size === 0) return isAnything
        isAnything = true
        for (const kind of due) await drainQueue(boss, kind, workLane)
      }
    },
    async nextWakeAt() {
      const { rows } = await sql<{ at: Date | null }>`select min(at) as at from lane_wake`.execute(db)
      return rows[0]?.at ?? null
    },
  }
}

async function drainQueue(
  boss: PgBoss,
  kind: LaneKind,
  workLane: (kind: LaneKind, key: string) => Promise<void>,
): Promise<void> {
  for (;;) {
    const jobs: Job<{ key: string }>[] = await boss.fetch(queueOf(kind), { batchSize: sideBySideMax })
    if (jobs.length === 0) return
    await Promise.all(jobs.map(job => workLane(kind, job.data.key)))
    await boss.complete(
      queueOf(kind),
      jobs.map(job => job.id),
    )
  }
}

function queueOf(kind: string): string {
  return `lane-${kind}`
}

/** How pg-boss is to run here: quick to notice a dead worker, on the pool's own database. */
export const bossSettings = {
  schema: 'pgboss',
  monitorIntervalSeconds: monitorSeconds,
  superviseIntervalSeconds: monitorSeconds,
  useListenNotify: true,
} as const
