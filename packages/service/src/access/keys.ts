/** API keys: made once, shown once, kept as a hash, recognised by it. */

import { createHash, randomBytes } from 'node:crypto'
import type { Caller } from '@muster/contract/route'
import type { Handlers } from '@muster/contract/routes'
import type { Clock } from '@muster/core/ports'
import { makeProblem } from '@muster/core/told-problems'
import type { Database } from '../db/database.ts'
import { newId } from '../db/ids.ts'
import { inTransaction } from '../db/transaction.ts'
import { pageOf, readCursor } from '../http/cursor.ts'

type KeyHandlers = Pick<Handlers, 'listApiKeys' | 'createApiKey' | 'revokeApiKey'>

/** 256 bits of chance, so a plain SHA-256 is enough: there is nothing to guess. */
const keyBytes = 32
const prefix = 'muster_'

export async function makeKey(
  db: Database,
  wanted: { name: string; role: 'viewer' | 'operator' | 'admin'; at: Date },
) {
  const key = prefix + randomBytes(keyBytes).toString('base64url')
  const row = {
    id: newId(),
    name: wanted.name,
    role: wanted.role,
    created_at: wanted.at,
    last_used_at: null,
    revoked_at: null,
  }
  await db
    .insertInto('api_key')
    .values({ ...row, hash: hashOf(key) })
    .execute()
  return { key, row }
}

function hashOf(key: string): Buffer {
  return createHash('sha256').update(key).digest()
}

/** When a key was last used is kept to the minute: a write for each request would tell nobody more. */
const usedEveryMs = 60_000

export async function authenticate(db: Database, key: string, at: Date): Promise<Caller | null> {
  const row = await db
    .selectFrom('api_key')
    .select(['id', 'name', 'role', 'last_used_at'])
    .where('hash', '=', hashOf(key))
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  if (row === undefined) return null
  if (row.last_used_at === null || at.getTime() - row.last_used_at.getTime() > usedEveryMs) {
    await db.updateTable('api_key').set({ last_used_at: at }).where('id', '=', row.id).execute()
  }
  return { by: 'apiKey', id: row.id, name: row.name, role: row.role, sessionId: null }
}

export function createKeyHandlers({ db, clock }: { db: Database; clock: Clock }): KeyHandlers {
  return {
    async listApiKeys({ query }) {
      const after = readCursor(query.cursor, 1)
      let rows = db
        .selectFrom('api_key')
        .selectAll()
        .orderBy('id')
        .limit(query.limit + 1)
      if (after !== null) rows = rows.where('id', '>', after[0] ?? '')
      return pageOf(await rows.execute(), query.limit, { item: shapeOf, key: row => [row.id] })
    },
    async createApiKey({ body }) {
      const { key, row } = await inTransaction(db, tx => makeKey(tx, { ...body, at: clock.now() }))
      return { apiKey: shapeOf(row), key }
    },
    async revokeApiKey({ params }) {
      const result = await inTransaction(db, tx =>
        tx
          .updateTable('api_key')
          .set(eb => ({ revoked_at: eb.fn.coalesce('revoked_at', eb.val(clock.now())) }))
          .where('id', '=', params.keyId)
          .executeTakeFirst(),
      )
      if (result.numUpdatedRows === 0n) throw makeProblem('noKey')
      return undefined
    },
  }
}

interface KeyRow {
  id: string
  name: string
  role: 'viewer' | 'operator' | 'admin'
  created_at: Date
  last_used_at: Date | null
  revoked_at: Date | null
}

function shapeOf(row: KeyRow) {
  return {
    keyId: row.id,
    name: row.name,
    role: row.role,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
    revokedAt: row.revoked_at,
  }
}
