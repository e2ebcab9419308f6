/**
 * The lane of a tenant's identity reports: the audit log and the registration report share one small budget of
 * requests, so one worker asks for both, one request at a time.
 */

import type { Clock } from '@muster/core/ports'

/** Something to be read from the identity reports. All it knows is in the database, so any copy may go on with it. */
export interface ReportsTask {
  /** When its next request is due; null when only a wake-up can bring one. */
  nextAt(tenantId: string): Promise<Date | null>
  /**
   * Makes one request and keeps what it learned. Afterwards `nextAt` is later, or it has come further; without a place
   * in the budget, which the client keeps, it is when there will be one.
   */
  step(tenantId: string): Promise<void>
}

export interface ReportsLaneOptions {
  clock: Clock
  /** The first that is due goes first: a poll is one request, a sweep may be hundreds. */
  tasks: readonly ReportsTask[]
}

export function createReportsLane({ clock, tasks }: ReportsLaneOptions) {
  return async function workReports(tenantId: string, signal: AbortSignal): Promise<Date | null> {
    const faults = new Map<ReportsTask, unknown>()
    for (;;) {
      const { due, nextAt } = await findDue(tenantId, faults)
      if (due === null) return failOr(nextAt, faults)
      if (signal.aborted) return clock.now()
      try {
        await due.step(tenantId)
      } catch (error) {
        // One of the two that cannot go on must not stop the other; the lane fails when the other is done.
        faults.set(due, error)
      }
    }
  }

  async function findDue(
    tenantId: string,
    faults: ReadonlyMap<ReportsTask, unknown>,
  ): Promise<{ due: ReportsTask | null; nextAt: Date | null }> {
    let nextAt: Date | null = null
    for (const task of tasks.filter(one => !faults.has(one))) {
      const at = await task.nextAt(tenantId)
      if (at !== null && at <= clock.now()) return { due: task, nextAt: at }
      if (at !== null && (nextAt === null || at < nextAt)) nextAt = at
    }
    return { due: null, nextAt }
  }
}

function failOr(nextAt: Date | null, faults: ReadonlyMap<ReportsTask, unknown>): Date | null {
  for (const fault of faults.values()) throw fault
  return nextAt
}
