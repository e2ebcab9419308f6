/** Transactions that are tried again when PostgreSQL had to end one of two that waited for each other. */

import { AsyncLocalStorage } from 'node:async_hooks'
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
      return await runWithCompanion(db, work)
    } catch (error) {
      if (attempt >= triesMax || !isRepeatable(error)) throw error
    }
  }
}

interface Companion {
  write(tx: Tx): Promise<void>
  state: 'waiting' | 'written' | 'over'
}

const companions = new AsyncLocalStorage<Companion>()

/**
 * Runs `work`, whose first transaction carries `write` as its last statement, so that both are there or neither. Says
 * whether a transaction did: when none did, the caller writes by itself. What `work` leaves running carries nothing.
 */
export async function accompany<T>(
  write: (tx: Tx) => Promise<void>,
  work: () => Promise<T>,
): Promise<{ result: T; isWritten: boolean } | { error: unknown; isWritten: boolean }> {
  const companion: Companion = { write, state: 'waiting' }
  try {
    const result = await companions.run(companion, work)
    return { result, isWritten: companion.state === 'written' }
  } catch (error) {
    return { error, isWritten: companion.state === 'written' }
  } finally {
    companion.state = 'over'
  }
}

async function runWithCompanion<T>(db: Database, work: (tx: Tx) => Promise<T>): Promise<T> {
  const companion = companions.getStore()
  if (companion?.state !== 'waiting') return db.transaction().execute(work)
  const result = await db.transaction().execute(async tx => {
    const done = await work(tx)
    await companion.write(tx)
    return done
  })
  companion.state = 'written'
  return result
}

function isRepeatable(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && repeatableCodes.has(error.code)
}
