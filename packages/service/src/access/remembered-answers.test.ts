/** Idempotency keys in the database: claimed once, remembered, released, and free again after a crash. */

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import type { Caller } from '@muster/contract/route'
import { createTurnableClock } from '@muster/simulator/world/clock'
import { useDatabases } from '../testing/story-teller.ts'
import { authenticate, makeKey } from './keys.ts'
import { createIdempotencyStore } from './remembered-answers.ts'

const databases = useDatabases()
const start = new Date('2026-11-02T08:00:00Z')
const priya: Caller = { by: 'apiKey', id: randomUUID(), name: 'Priya', role: 'operator', sessionId: null }
const aroha: Caller = { by: 'apiKey', id: randomUUID(), name: 'Aroha', role: 'operator', sessionId: null }
const answer = { fingerprint: 'launch', status: 200, body: '{"status":"running"}' }

test('of many calls with one key at the same moment exactly one works', async () => {
  await using database = await databases().fresh()
  const store = createIdempotencyStore({ db: database.db, clock: createTurnableClock(start) })
  const claims = await Promise.all(Array.from({ length: 8 }, () => store.claim('key', priya, 'launch')))
  assert.equal(claims.filter(claim => claim.kind === 'claimed').length, 1)
  assert.equal(claims.filter(claim => claim.kind === 'working').length, 7)
})

test('a repeat hears what the first call answered, from another copy and after a restart', async () => {
  await using database = await databases().fresh()
  const clock = createTurnableClock(start)
  const first = createIdempotencyStore({ db: database.db, clock })
  assert.deepEqual(await first.claim('key', priya, 'launch'), { kind: 'claimed' })
  await first.remember('key', priya, answer)
  const second = createIdempotencyStore({ db: database.db, clock })
  assert.deepEqual(await second.claim('key', priya, 'launch'), { kind: 'done', answer })
})

test('a key belongs to its caller', async () => {
  await using database = await databases().fresh()
  const store = createIdempotencyStore({ db: database.db, clock: createTurnableClock(start) })
  await store.claim('key', priya, 'launch')
  assert.deepEqual(await store.claim('key', aroha, 'launch'), { kind: 'claimed' })
})

test('a claim given back is free at once, a claim of a dead process after a minute, and never one that was answered', async () => {
  await using database = await databases().fresh()
  const clock = createTurnableClock(start)
  const store = createIdempotencyStore({ db: database.db, clock })
  await store.claim('given back', priya, 'launch')
  await store.release('given back', priya)
  assert.deepEqual(await store.claim('given back', priya, 'launch'), { kind: 'claimed' })

  await store.claim('answered', priya, 'launch')
  await store.remember('answered', priya, answer)
  clock.turnTo(new Date(start.getTime() + 61_000))
  const retries = await Promise.all([1, 2].map(() => store.claim('given back', priya, 'launch')))
  assert.deepEqual(retries.map(claim => claim.kind).sort(), ['claimed', 'working'])
  assert.equal((await store.claim('answered', priya, 'launch')).kind, 'done')
  await store.release('answered', priya)
  assert.equal((await store.claim('answered', priya, 'launch')).kind, 'done')
})

test('an API key is kept as a hash, recognised until it is revoked, and dates its last use', async () => {
  await using database = await databases().fresh()
  const { db } = database
  const { key, row } = await makeKey(db, { name: 'pipeline', role: 'viewer', at: start })
  assert.match(key, /^muster_[\w-]{43}$/)
  const stored = await db.selectFrom('api_key').selectAll().executeTakeFirstOrThrow()
  assert.ok(!JSON.stringify(stored).includes(key) && !stored.hash.toString('latin1').includes(key))
  assert.deepEqual(await authenticate(db, key, start), {
    by: 'apiKey',
    id: row.id,
    name: 'pipeline',
    role: 'viewer',
    sessionId: null,
  })
  assert.equal(await authenticate(db, `${key}x`, start), null)
  assert.equal(await authenticate(db, '', start), null)
  assert.deepEqual(
    (await db.selectFrom('api_key').select('last_used_at').executeTakeFirstOrThrow()).last_used_at,
    start,
  )
  await db.updateTable('api_key').set({ revoked_at: start }).execute()
  assert.equal(await authenticate(db, key, start), null)
})
