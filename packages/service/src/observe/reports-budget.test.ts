/** The budget of a tenant's identity reports: a sliding window that outlives the run that filled it. */

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { useDatabases } from '../testing/story-teller.ts'
import { takePlace } from './reports-budget.ts'

const databases = useDatabases()
const start = new Date('2026-11-02T08:00:00Z')
const after = (seconds: number) => new Date(start.getTime() + seconds * 1_000)

test('four requests in ten seconds, then one for each that leaves the window, whoever asks', async () => {
  await using database = await databases().fresh()
  const tenantId = randomUUID()
  for (const second of [0, 1, 2, 3]) assert.equal(await takePlace(database.db, tenantId, after(second)), null)
  assert.deepEqual(await takePlace(database.db, tenantId, after(4)), after(10))
  assert.equal(await takePlace(database.db, tenantId, after(10)), null)
  assert.deepEqual(await takePlace(database.db, tenantId, after(10.5)), after(11))
  assert.equal(await takePlace(database.db, randomUUID(), after(4)), null, 'another tenant has its own')
})
