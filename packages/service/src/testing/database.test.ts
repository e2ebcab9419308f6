/** What a test leaves in its database reaches no other test. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { wakeLanes } from '../queue/lanes.ts'
import { useDatabases } from './story-teller.ts'

const databases = useDatabases()
const key = '01890000-0000-7000-8000-000000000001'
const at = new Date('2026-11-02T08:00:00Z')

/** Two in turn: the one just given back may still have somebody leaving it. */
async function useTwo(): Promise<{ urls: string[]; firstIds: string[]; lefts: number[] }> {
  const urls: string[] = []
  const firstIds: string[] = []
  const lefts: number[] = []
  for (let turn = 0; turn < 6; turn++) {
    await using database = await databases().fresh()
    const { db } = database
    urls.push(database.url)
    lefts.push((await db.selectFrom('lane_wake').selectAll().execute()).length)
    await wakeLanes(db, [{ kind: 'mail', key, at }])
    const { rows } = await sql<{ id: string }>`select id from lane_wake`.execute(db)
    firstIds.push(...rows.map(row => row.id))
  }
  return { urls, firstIds, lefts }
}

test('a database that a test has used comes to the next without a row, its ids from the beginning', async () => {
  const { urls, firstIds, lefts } = await useTwo()
  assert.ok(new Set(urls).size < urls.length, 'they are used again')
  assert.deepEqual(new Set(lefts), new Set([0]))
  assert.equal(new Set(firstIds).size, 1)
})

test('a database whose tables a test has changed comes to nobody', async () => {
  const changed = await databases().fresh()
  await sql`alter table lane_wake add column note text`.execute(changed.db)
  await changed[Symbol.asyncDispose]()
  const { urls } = await useTwo()
  assert.ok(!urls.includes(changed.url))
})
