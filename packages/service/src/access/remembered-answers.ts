/** Idempotency keys in the database, so that a repeat is recognised by every copy and after a restart. */

import type { Caller } from '@muster/contract/route'
import type { Clock } from '@muster/core/ports'
import { sql } from 'kysely'
import type { Database } from '../db/database.ts'
import type { IdempotencyStore, RememberedAnswer } from '../http/idempotency.ts'

/** A claim whose process died is free again after this long; no write takes a minute. */
const claimMs = 60_000

/** A repeat comes within minutes; the draft leaves the time to the server. */
const keptMs = 24 * 60 * 60 * 1000

interface Row {
  fingerprint: string
  answer: RememberedAnswer | null
}

export function createIdempotencyStore({ db, clock }: { db: Database; clock: Clock }): IdempotencyStore {
  /** One statement, so that of callers at the same moment exactly one gets the row. */
  async function take(key: string, caller: Caller, fingerprint: string): Promise<boolean> {
    const at = clock.now()
    const staleAt = new Date(at.getTime() - claimMs)
    const { rows } = await sql`
      insert into remembered_answer as known (caller_id, key, fingerprint, answer, remembered_at)
      values (${caller.id}, ${key}, ${fingerprint}, null, ${at})
      on conflict (caller_id, key) do update
        set fingerprint = excluded.fingerprint, remembered_at = excluded.remembered_at
        where known.answer is null and known.remembered_at < ${staleAt}
      returning key
    `.execute(db)
    return rows.length > 0
  }

  async function read(key: string, caller: Caller): Promise<Row | null> {
    const { rows } = await sql<Row>`
      select fingerprint, answer from remembered_answer where caller_id = ${caller.id} and key = ${key}
    `.execute(db)
    return rows[0] ?? null
  }

  return {
    async claim(key, caller, fingerprint) {
      for (;;) {
        if (await take(key, caller, fingerprint)) return { kind: 'claimed' }
        const row = await read(key, caller)
        // Given back between the two statements: then it is free again.
        if (row === null) continue
        return row.answer === null
          ? { kind: 'working', fingerprint: row.fingerprint }
          : { kind: 'done', answer: row.answer }
      }
    },
    async remember(key, caller, answer) {
      const oldAt = new Date(clock.now().getTime() - keptMs)
      await db
        .deleteFrom('remembered_answer')
        .where('caller_id', '=', caller.id)
        .where('remembered_at', '<', oldAt)
        .execute()
      await sql`
        update remembered_answer set answer = ${JSON.stringify(answer)}::jsonb
        where caller_id = ${caller.id} and key = ${key}
      `.execute(db)
    },
    async release(key, caller) {
      await db
        .deleteFrom('remembered_answer')
        .where('caller_id', '=', caller.id)
        .where('key', '=', key)
        .where('answer', 'is', null)
        .execute()
    },
  }
}
