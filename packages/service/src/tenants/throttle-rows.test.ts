/** Budgets and gates of a tenant as rows: held across copies and restarts. */

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { createTurnableClock } from '@muster/simulator/world/clock'
import type { Database } from '../db/database.ts'
import { createBudgets, defaultMaxima } from '../graph/budgets.ts'
import type { GraphRequest } from '../graph/client.ts'
import { createGates } from '../graph/gate.ts'
import { addRollout } from '../testing/rollout-rows.ts'
import { useDatabases } from '../testing/story-teller.ts'
import { createThrottleRows } from './throttle-rows.ts'

const databases = useDatabases()
const start = new Date('2026-11-02T08:00:00Z')
const after = (seconds: number) => new Date(start.getTime() + seconds * 1_000)

const audit: GraphRequest = { service: 'reports', method: 'GET', path: '/auditLogs/directoryAudits' }
const join: GraphRequest = { service: 'directory', method: 'PATCH', path: '/groups/x' }

async function addTenant(db: Database): Promise<string> {
  return (await addRollout(db, { names: ['Anna Arnold'] })).tenantId
}

/** Set by an administrator, so that it is soon used up. */
const writesMax = 50

/** One copy of the program with this tenant. */
function startCopy(db: Database, tenantId: string) {
  const clock = createTurnableClock(start)
  const store = createThrottleRows(db, tenantId)
  const maxima = { ...defaultMaxima(600), directoryWrites: writesMax }
  const budgets = createBudgets({
    maxima: () => maxima,
    store,
    clock,
  })
  return { clock, budgets, gates: createGates({ clock, store }) }
}

test('two copies share the places of the identity reports, and a restart finds them used', async () => {
  await using database = await databases().fresh()
  const tenantId = await addTenant(database.db)
  const one = startCopy(database.db, tenantId)
  const two = startCopy(database.db, tenantId)
  const taken = await Promise.all([one, two, one, two, one].map(copy => copy.budgets.take(audit)))
  assert.equal(taken.filter(freeAt => freeAt === null).length, 4)
  assert.deepEqual(
    taken.filter(freeAt => freeAt !== null),
    [after(10)],
  )
  const restarted = startCopy(database.db, tenantId)
  assert.deepEqual(await restarted.budgets.take(audit), after(10))
  const other = startCopy(database.db, await addTenant(database.db))
  assert.equal(await other.budgets.take(audit), null, 'another tenant has its own')
})

test('writes of the last 150 seconds are known after a restart', async () => {
  await using database = await databases().fresh()
  const tenantId = await addTenant(database.db)
  const before = startCopy(database.db, tenantId)
  let taken = 0
  while ((await before.budgets.take(join)) === null) taken++
  assert.equal(taken, 0.8 * writesMax, 'at full speed')
  const restarted = startCopy(database.db, tenantId)
  assert.notEqual(await restarted.budgets.take(join), null)
  restarted.clock.turnTo(after(151))
  assert.equal(await restarted.budgets.take(join), null)
})

test('a gate that one copy closed is closed for the others, the later time counting', async () => {
  await using database = await databases().fresh()
  const tenantId = await addTenant(database.db)
  await startCopy(database.db, tenantId).gates.close('directory', '90')
  await startCopy(database.db, tenantId).gates.close('directory', '30')
  assert.deepEqual(await startCopy(database.db, tenantId).gates.closedUntil('directory'), after(90))
})

test('a tenant that was removed meanwhile leaves nothing behind and breaks nothing', async () => {
  await using database = await databases().fresh()
  const gone = startCopy(database.db, randomUUID())
  assert.equal(await gone.budgets.take(audit), null)
  await gone.gates.close('reports', '30')
  assert.deepEqual(await database.db.selectFrom('graph_gate').selectAll().execute(), [])
})
