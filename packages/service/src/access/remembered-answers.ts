/** Idempotency keys in the database, so that a repeat is recognised by every copy and after a restart. */

import type { Clock } from '@muster/core/ports'
import { sql } from 'kysely'
import type { Database } from '../db/database.ts'
import type { IdempotencyStore, RememberedAnswer } from '../http/idempotency.ts'

/** A claim whose process died is free again after this long; no write takes a minute. */
const claimMs = 60_000

interface Row {
  fingerprint: string
  answer: RememberedAnswer | null
  is_mine: boolean
}

export function createIdempotencyStore({ db, clock }: { db: Database; clock: Clock }): IdempotencyStore {
  return {
    async claim(key, caller, fingerprint) {
      const at = clock.now()
      const staleAt = new Date(at.getTime() - claimMs)
      const { rows } = await sql<Row>`
        insert into remembered_answer as known (api_key_id, key, fingerprint, answer, remembered_at)
        values (${caller.keyId}, ${key}, ${fingerprint}, null, ${at})
        on conflict (api_key_id, key) do update set
          remembered_at = case when known.answer is null and known.remembered_at < ${staleAt} then ${at} else known.remembered_at end
        returning fingerprint, answer, (answer is null and remembered_at = ${at}) as is_mine
      `.execute(db)
      const [row] = rows
      if (row === undefined || row.is_mine) return { kind: 'claimed' }
      return row.answer === null
        ? { kind: 'working', fingerprint: row.fingerprint }
        : { kind: 'done', answer: row.answer }
    },
    async remember(key, caller, answer) {
      await sql`
        update remembered_answer set answer = ${JSON.stringify(answer)}::jsonb
        where api_key_id = ${caller.keyId} and key = ${key}
      `.execute(db)
    },
    async release(key, caller) {
      await db
        .deleteFrom('remembered_answer')
        .where('api_key_id', '=', caller.keyId)
        .where('key', '=', key)
        .where('answer', 'is', null)
        .execute()
    },
  }
}
