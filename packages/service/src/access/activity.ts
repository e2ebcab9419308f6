/**
 * The log of who did what: only ever added to (a trigger refuses the rest), and chained, so that a change from outside
 * is noticed. Each entry's code is an HMAC over the entry and the code before it, with a key that is not in the
 * database: whoever can write the table still cannot write a chain that holds.
 */

import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Clock } from '@muster/core/ports'
import { Problem } from '@muster/core/problem'
import { makeProblem } from '@muster/core/told-problems'
import { sql } from 'kysely'
import type { Database, Tx } from '../db/database.ts'
import { accompany, inTransaction } from '../db/transaction.ts'

/** `machine` is the program itself on its own machine; `nobody` somebody who was not let in. */
export type Doer = { by: 'apiKey' | 'account'; id: string } | { by: 'machine' | 'nobody'; id: null }

export interface Act {
  doer: Doer
  /** A route by its name, or `signIn`. */
  act: string
  /** Ids and words of closed sets; never a name, an address or a secret. */
  about: Record<string, string | string[]>
}

export interface Outcome {
  outcome: 'done' | 'refused' | 'failed'
  /** The code of the problem. */
  reason: string | null
}

export interface ActivityLog {
  /** Adds an entry in this transaction; call it last, since it holds back every other entry until the commit. */
  append(tx: Tx, act: Act, outcome: Outcome): Promise<void>
  /** Does `work` with an entry in its first transaction; what fails has an entry too, and throws what it threw. */
  record<T>(act: Act, work: () => Promise<T>): Promise<T>
}

/** Any number that no other advisory lock of ours uses. */
const chainLock = 7_301_001

const done: Outcome = { outcome: 'done', reason: null }

export function createActivityLog(options: { db: Database; secretKey: Buffer; clock: Clock }): ActivityLog {
  const { db, secretKey, clock } = options
  const key = chainKey(secretKey)

  async function append(tx: Tx, act: Act, outcome: Outcome): Promise<void> {
    await sql`select pg_advisory_xact_lock(${chainLock})`.execute(tx)
    const last = await tx
      .selectFrom('activity')
      .select(['number', 'mac'])
      .orderBy('number', 'desc')
      .limit(1)
      .executeTakeFirst()
    const entry = {
      number: String(BigInt(last?.number ?? 0) + 1n),
      at: clock.now(),
      by: act.doer.by,
      by_id: act.doer.id,
      act: act.act,
      about: act.about,
      ...outcome,
    }
    const mac = codeOf(key, entry, last?.mac ?? null)
    await tx
      .insertInto('activity')
      .values({ ...entry, about: JSON.stringify(entry.about), mac })
      .execute()
  }

  return {
    append,
    async record(act, work) {
      const ran = await accompany(tx => append(tx, act, done), work)
      if ('error' in ran) {
        await inTransaction(db, tx => append(tx, act, outcomeOf(ran.error)))
        throw ran.error
      }
      if (!ran.isWritten) await inTransaction(db, tx => append(tx, act, done))
      return ran.result
    },
  }
}

function outcomeOf(error: unknown): Outcome {
  if (!(error instanceof Problem)) return { outcome: 'failed', reason: 'internal' }
  const isOurs = error.code === 'internal' || error.code === 'upstream' || error.code === 'unavailable'
  return { outcome: isOurs ? 'failed' : 'refused', reason: error.code }
}

/** Apart from the key that credentials are sealed with, though it follows from it. */
function chainKey(secretKey: Buffer): Buffer {
  return createHmac('sha256', secretKey).update('muster activity chain').digest()
}

interface Entry extends Outcome {
  number: string
  at: Date
  by: string
  by_id: string | null
  act: string
  about: Record<string, string | string[]>
}

function codeOf(key: Buffer, entry: Entry, before: Buffer | null): Buffer {
  // PostgreSQL keeps the keys of a jsonb in an order of its own.
  const about = Object.entries(entry.about).sort(([a], [b]) => (a < b ? -1 : 1))
  const { number, at, by, by_id, act, outcome, reason } = entry
  const text = JSON.stringify([number, at.toISOString(), by, by_id, act, about, outcome, reason])
  return createHmac('sha256', key)
    .update(before ?? 'the first entry')
    .update(text)
    .digest()
}

/** Rows read at a time: some megabytes. */
const verifyRowsMax = 5_000

export interface Verdict {
  isWhole: boolean
  entries: number
  brokenAt: number | null
  detail: string
  mark: string | null
}

/** Walks the whole chain. `mark` is what an earlier walk gave: its entry must still be there, as it was. */
export async function verifyActivity(
  { db, secretKey }: { db: Database; secretKey: Buffer },
  mark: string | undefined,
): Promise<Verdict> {
  const key = chainKey(secretKey)
  const marked = mark === undefined ? null : readMark(mark)
  let before: Buffer | null = null
  let number = 0
  for (;;) {
    const rows: (Entry & { mac: Buffer })[] = await db
      .selectFrom('activity')
      .selectAll()
      .where('number', '>', String(number))
      .orderBy('number')
      .limit(verifyRowsMax)
      .execute()
    if (rows.length === 0) break
    for (const row of rows) {
      const expected = number + 1
      if (Number(row.number) !== expected) return broken(expected, number, 'it is missing')
      if (!timingSafeEqual(codeOf(key, row, before), row.mac))
        return broken(expected, number, 'it was changed')
      before = row.mac
      number = expected
      if (marked?.number === number && marked.code !== shorten(row.mac))
        return broken(number, number, 'it is not the entry of the mark')
    }
  }
  if (marked !== null && marked.number > number)
    return broken(number + 1, number, `the mark says that there were ${marked.number}`)
  const last = before === null ? null : `${number}-${shorten(before)}`
  return {
    isWhole: true,
    entries: number,
    brokenAt: null,
    detail: 'every entry is as it was written',
    mark: last,
  }
}

function broken(at: number, entries: number, why: string): Verdict {
  return { isWhole: false, entries, brokenAt: at, detail: `entry ${at}: ${why}`, mark: null }
}

/** 80 bits, enough that nobody finds another entry with them, and short enough to write down. */
const markBytes = 10

function shorten(mac: Buffer): string {
  return mac.subarray(0, markBytes).toString('hex')
}

function readMark(text: string): { number: number; code: string } {
  const [, number, code] = new RegExp(`^(\\d{1,15})-([0-9a-f]{${markBytes * 2}})$`).exec(text) ?? []
  if (number !== undefined && code !== undefined) return { number: Number(number), code }
  throw makeProblem('noMark', { text })
}
