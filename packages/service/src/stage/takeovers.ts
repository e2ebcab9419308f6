/** Lanes that a copy had in hand when it was killed, and how long it took until another worked them. */

import { sql } from 'kysely'
import type { Database } from '../db/database.ts'
import type { LaneRun } from '../queue/leases.ts'

export interface Takeovers {
  readonly count: number
  readonly slowestSeconds: number
  /** A copy has just been killed. */
  noteKill(): void
  /**
   * Whether a lane is in dead hands still. To be asked while every living copy is at rest: whatever is in hand then
   * was in the hands of one that was killed.
   */
  isAnyLost(): Promise<boolean>
}

export function createTakeovers(db: Database): Takeovers {
  /** The wall's time of the kill, for each run that was lost by it. */
  const lost = new Map<string, number>()
  let killedMs: number | null = null
  let count = 0
  let slowestMs = 0

  return {
    get count() {
      return count
    },
    get slowestSeconds() {
      return Math.round(slowestMs / 100) / 10
    },
    noteKill() {
      killedMs = performance.now()
    },
    async isAnyLost() {
      if (killedMs === null) return false
      const held = await readHeld(db)
      for (const [run, sinceMs] of lost) {
        if (held.has(run)) continue
        lost.delete(run)
        count++
        slowestMs = Math.max(slowestMs, performance.now() - sinceMs)
      }
      for (const run of held) if (!lost.has(run)) lost.set(run, killedMs)
      if (held.size === 0) killedMs = null
      return held.size > 0
    },
  }
}

async function readHeld(db: Database): Promise<ReadonlySet<string>> {
  const { rows } = await sql<LaneRun>`select kind, key, claim from lane_run`.execute(db)
  return new Set(rows.map(run => `${run.kind} ${run.key} ${run.claim}`))
}
