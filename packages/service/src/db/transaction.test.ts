/** Transactions that wait for each other, and those that fail. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addRollout } from '../testing/rollout-rows.ts'
import { useDatabases } from '../testing/story-teller.ts'
import type { Tx } from './database.ts'
import { inTransaction } from './transaction.ts'

const databases = useDatabases()

const rename = (tx: Tx, id: string) =>
  tx
    .updateTable('tenant')
    .set(eb => ({ organisation_name: eb(eb.ref('organisation_name'), '||', '!') }))
    .where('id', '=', id)
    .execute()

test('of two transactions that wait for each other both take effect, each once', async () => {
  await using database = await databases().fresh()
  const { db } = database
  const contoso = (await addRollout(db, { names: [] })).tenantId
  const fabrikam = (await addRollout(db, { names: [] })).tenantId
  const met = Promise.withResolvers<void>()
  let attempts = 0
  const crossing = (first: string, second: string) =>
    inTransaction(db, async tx => {
      await rename(tx, first)
      if (++attempts === 2) met.resolve()
      await met.promise
      await rename(tx, second)
    })
  await Promise.all([crossing(contoso, fabrikam), crossing(fabrikam, contoso)])
  assert.equal(attempts, 3, 'PostgreSQL ended one of them, which was tried again')
  const rows = await db.selectFrom('tenant').select('organisation_name').execute()
  assert.deepEqual(
    rows.map(row => row.organisation_name),
    ['Contoso!!', 'Contoso!!'],
  )
})

test('any other error is thrown at once and undoes everything', async () => {
  await using database = await databases().fresh()
  const { db } = database
  const contoso = (await addRollout(db, { names: [] })).tenantId
  let attempts = 0
  const failing = inTransaction(db, async tx => {
    attempts++
    await rename(tx, contoso)
    await tx
      .insertInto('tenant')
      .values({ ...(await tx.selectFrom('tenant').selectAll().executeTakeFirstOrThrow()) })
      .execute()
  })
  await assert.rejects(failing, /duplicate key/)
  assert.equal(attempts, 1)
  assert.equal(
    (await db.selectFrom('tenant').select('organisation_name').executeTakeFirstOrThrow()).organisation_name,
    'Contoso',
  )
})
