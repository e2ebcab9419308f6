/** Statements that a connection keeps: which ones, and what becomes of them when a migration changes their answer. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { useDatabases } from '../testing/story-teller.ts'
import { type Database, openDatabase } from './database.ts'

const databases = useDatabases()

async function keptBy(db: Database): Promise<string[]> {
  const { rows } = await sql<{ statement: string }>`select statement from pg_prepared_statements`.execute(db)
  return rows.map(row => row.statement)
}

test('what is asked by a few keys is planned once for each connection, and never for a list of thousands', async () => {
  await using database = await databases().fresh()
  const { repeatingDb, close } = openDatabase(database.url)
  const count = async (numbers: readonly number[]) => {
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from unnest(${numbers}::int[])
    `.execute(repeatingDb)
    return rows[0]?.n
  }
  const thousands = Array.from({ length: 5_000 }, (_, index) => index)
  assert.equal(await count(thousands), 5_000)
  assert.equal((await keptBy(repeatingDb)).length, 0)
  assert.equal(await count([1, 2, 3]), 3)
  assert.equal(await count([4]), 1)
  assert.equal((await keptBy(repeatingDb)).length, 1)
  assert.equal(await count(thousands), 5_000)
  await close()
})

test('what is asked while another copy brings the schema further fails once and is answered the next time', async () => {
  await using database = await databases().fresh()
  await sql`create table shelf (id int)`.execute(database.db)
  await sql`insert into shelf values (1)`.execute(database.db)
  const { repeatingDb, close } = openDatabase(database.url)
  const look = async () => (await sql`select * from shelf where id = ${1}`.execute(repeatingDb)).rows
  assert.deepEqual(await look(), [{ id: 1 }])
  await sql`alter table shelf add column label text`.execute(database.db)
  await assert.rejects(look(), /cached plan must not change result type/)
  assert.deepEqual(await look(), [{ id: 1, label: null }])
  await close()
})
