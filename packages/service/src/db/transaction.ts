/** Transactions that are tried again when PostgreSQL had to end one of two that waited for each other. */

import type { Database, Tx } from './database.ts'

/** Deadlock detected, and serialization failure (PostgreSQL manual, appendix A): nothing was written, all may be tried again. */
const repeatableCodes: ReadonlySet<unknown> = new Set(['40P01', '40001'])
/** Two that have met once rarely meet again; five times is a fault of ours that must be seen. */
const triesMax = 5

/**
 * Runs `work` in one transaction. It must do nothing but talk to the database through `tx`, since it may run more
 * than once: lanes of one tenant (directory, report, imports) write rows of the same people in orders of their own.
 */
export async function inTransaction<T>(db: Database, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.transaction().execute(work)
    } catch (error) {
      if (attempt >= triesMax || !isRepeatable(error)) throw error
    }
  }
}

function isRepeatable(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && repeatableCodes.has(error.code)
}
