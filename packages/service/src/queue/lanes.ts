/**
 * Lanes: one worker at a time for each thing that must not be worked twice at once (a mailbox, a tenant's directory
 * writes, a campaign's due people). When a lane is to be worked is a row in `lane_wake`, written in the deciding
 * transaction, so a wake-up is never lost; that only one worker in all copies works it is a lease (`leases.ts`).
 */

import type { Clock } from '@muster/core/ports'
import { sql } from 'kysely'
import type { Database, Tx } from '../db/database.ts'
import type { LaneKind } from '../db/schema.ts'
import { describeError, type Log } from '../log.ts'
import {
  beat,
  beatMs,
  giveBack,
  type LaneRun,
  readDueLanes,
  readNextWakes,
  reclaimAll,
  takeLanes,
} from './leases.ts'

/** Works what is due now and says when to come back; null when only a new wake-up can bring more. */
export type LaneWork = (key: string, signal: AbortSignal) => Promise<Date | null>

export interface Wake {
  kind: LaneKind
  /** Whose lane: a sender, a tenant, a campaign. */
  key: string
  at: Date
}

/** How often a copy looks for lanes that have come due or whose worker fell silent. */
const tickMs = 1_000
/** Lanes of one kind that one copy works side by side. */
const sideBySideMax = 4
/** A failed lane is left alone this long, so that a fault does not become a busy loop. */
const afterFaultMs = 30_000
/** Work that is under way when we stop gets this long to end; after that another copy takes it over. */
const stopTimeoutMs = 10_000

const kinds: readonly LaneKind[] = [
  'due',
  'mail',
  'joins',
  'methods',
  'report',
  'people',
  'intake',
  'zones',
  'escalations',
  'summaries',
  'rules',
  'webhooks',
  'mirror',
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
    insert into lane_wake (kind, key, at)
    select kind, key, at
    from unnest(${rows.map(r => r.kind)}::text[], ${rows.map(r => r.key)}::uuid[], ${rows.map(r => r.at)}::timestamptz[])
      as fresh (kind, key, at)
  `.execute(tx)
}

/** Takes back what was asked of a lane that has nothing to do any more. Part of the caller's transaction. */
export async function forgetWakes(tx: Tx, { kind, key }: Omit<Wake, 'at'>): Promise<void> {
  await tx.deleteFrom('lane_wake').where('kind', '=', kind).where('key', '=', key).execute()
}

export interface LanesOptions {
  db: Database
  clock: Clock
  log: Log
  work: Readonly<Record<LaneKind, LaneWork>>
}

export interface Lanes {
  /** Takes every lane back from workers that are known to be gone, without waiting for their silence to show. */
  reclaim(): Promise<void>
  /** Works lanes as they come due, until `stop`. */
  start(): void
  stop(): Promise<void>
  /** Looks for due lanes now instead of at the next tick. */
  nudge(): void
  /**
   * Works everything that is due at this moment to its end and says whether there was anything. What another copy has
   * in hand is left to it.
   */
  drain(): Promise<boolean>
  /** When the next lane of each kind comes due; a kind that nobody asked for is missing. */
  nextWakes(): Promise<ReadonlyMap<LaneKind, Date>>
}

export function createLanes(options: LanesOptions): Lanes {
  const { db, clock, log } = options
  const stopping = new AbortController()
  const inHand = new Map<LaneRun, Promise<void>>()
  let beating: NodeJS.Timeout | null = null
  let ticking: NodeJS.Timeout | null = null
  let filling: Promise<unknown> | null = null
  let again = false

  /** Takes as many due lanes as there are places free, and begins to work them; says how many. */
  async function fill(wanted: readonly LaneKind[]): Promise<number> {
    const free = new Map(wanted.map(kind => [kind, sideBySideMax - countInHand(kind)]))
    const runs = await takeLanes(db, { at: clock.now(), free })
    for (const run of runs)
      inHand.set(
        run,
        work(run).finally(() => letGo(run)),
      )
    if (runs.length > 0) beating ??= setInterval(keepBeating, beatMs).unref()
    return runs.length
  }

  function letGo(run: LaneRun): void {
    inHand.delete(run)
    nudge()
  }

  /** How many lanes of each kind are due. */
  async function countDue(): Promise<ReadonlyMap<LaneKind, number>> {
    const lanes = Map.groupBy(await readDueLanes(db, clock.now()), lane => lane.kind)
    return new Map([...lanes].map(([kind, due]) => [kind, due.length]))
  }

  function countInHand(kind: LaneKind): number {
    return [...inHand.keys()].filter(run => run.kind === kind).length
  }

  function keepBeating(): void {
    if (inHand.size > 0) {
      beat(db, [...inHand.keys()]).catch(report('could not say that the lanes in hand are worked'))
    } else if (beating !== null) {
      clearInterval(beating)
      beating = null
    }
  }

  /** One lane, worked once. Faults are logged and the lane comes back later; they never stop other lanes. */
  async function work(run: LaneRun): Promise<void> {
    const next = await options.work[run.kind](run.key, stopping.signal).catch(error => {
      report('a lane failed; it will be tried again', run)(error)
      return new Date(clock.now().getTime() + afterFaultMs)
    })
    // When even this fails the lane falls silent, and is taken over like a dead worker's.
    await giveBack(db, run, next).catch(report('a lane could not be given back', run))
  }

  function report(what: string, run?: LaneRun) {
    const about = run === undefined ? {} : { lane: run.kind, key: run.key }
    return (error: unknown) => log.error({ ...about, error: describeError(error) }, what)
  }

  /** Another copy may have taken what was seen as due a moment ago, so it looks again until nothing is. */
  async function fillWhileNudged(): Promise<void> {
    while (!stopping.signal.aborted) {
      again = false
      const due = await countDue()
      const wanted = kinds.filter(kind => due.has(kind) && countInHand(kind) < sideBySideMax)
      if (wanted.length > 0) await fill(wanted)
      else if (!again) return
    }
  }

  function nudge(): void {
    if (stopping.signal.aborted || ticking === null) return
    if (filling !== null) {
      again = true
      return
    }
    filling = fillWhileNudged()
      .catch(report('could not look for due lanes'))
      .finally(() => {
        filling = null
      })
  }

  return {
    reclaim: () => reclaimAll(db, clock.now()),
    start() {
      ticking = setInterval(nudge, tickMs)
      nudge()
    },
    async stop() {
      stopping.abort()
      if (ticking !== null) clearInterval(ticking)
      await filling
      const patience = Promise.withResolvers<void>()
      const timer = setTimeout(patience.resolve, stopTimeoutMs)
      await Promise.race([Promise.all(inHand.values()), patience.promise])
      clearTimeout(timer)
      if (beating !== null) clearInterval(beating)
    },
    nudge,
    async drain() {
      let isAnything = false
      for (;;) {
        const due = await countDue()
        if (due.size === 0) return isAnything
        // Kind by kind, in one order: a rehearsal with one copy then tells the same story each time.
        for (const kind of kinds) {
          let waiting = due.get(kind) ?? 0
          while (waiting > 0 || inHand.size > 0) {
            // What is woken meanwhile is found when all kinds are looked at again.
            const taken = waiting > 0 ? await fill([kind]) : 0
            waiting = taken === 0 ? 0 : waiting - taken
            isAnything ||= taken > 0
            if (inHand.size > 0) await Promise.race(inHand.values())
          }
        }
      }
    },
    nextWakes: () => readNextWakes(db),
  }
}
