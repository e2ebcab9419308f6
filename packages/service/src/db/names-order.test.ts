/** The order of names: as people expect where PostgreSQL has ICU, by bytes where it has not, and found by an index. */

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { sql } from 'kysely'
import pg from 'pg'
import { silentLog } from '../log.ts'
import { useDatabases } from '../testing/story-teller.ts'
import { migrate, openDatabase } from './database.ts'
import { keepNamesInOrder, readNamesOrder } from './names-order.ts'

const databases = useDatabases()

test('names sort as people expect, whatever their case and their accents', async () => {
  await using database = await databases().fresh()
  assert.equal(await readNamesOrder(database.db), 'people')
  const { rows } = await sql<{ name: string }>`
    select name collate muster_names as name
    from unnest(${['Zoë', 'anna', 'Émile', 'Ege', 'Fadi', 'Anna', 'Öykü', 'Pia', 'Łukasz', 'Maria']}::text[]) as name
    order by 1
  `.execute(database.db)
  assert.deepEqual(
    rows.map(row => row.name),
    ['anna', 'Anna', 'Ege', 'Émile', 'Fadi', 'Łukasz', 'Maria', 'Öykü', 'Pia', 'Zoë'],
  )
})

test('a page of names is read by the index', async () => {
  await using database = await databases().fresh()
  const plan = await explain(
    database.db,
    sql`select id from enrolment where campaign_id = ${randomUUID()} and (person_name, person_id) > ('Émile', ${randomUUID()}::uuid)
        order by person_name, person_id limit 100`,
  )
  assert.match(plan, /Index (Only )?Scan using enrolment_name/)
  assert.match(plan, /Index Cond: .*ROW\(person_name, person_id\) >/)
  assert.doesNotMatch(plan, /Sort/)
})

test('a part of a name is looked for in the index of trigrams', async () => {
  await using database = await databases().fresh()
  const plan = await explain(
    database.db,
    sql`select id from person where lower(display_name || e'\\n' || upn || e'\\n' || coalesce(mail, ''))
        like lower('%ZOË ngata%'::text collate muster_names)`,
  )
  assert.match(plan, /person_text/)
})

test('a database that ICU cannot serve keeps the order of bytes, and says so', async () => {
  await using database = await databases().fresh()
  const name = `muster_test_${randomUUID().replaceAll('-', '')}`
  await sql.raw(`create database ${name} encoding 'SQL_ASCII' template template0`).execute(database.db)
  const url = new URL(database.url)
  url.pathname = `/${name}`
  const { db, close } = openDatabase(url.href)
  try {
    await migrate(db)
    assert.equal(await readNamesOrder(db), 'bytes')
  } finally {
    await close()
    await drop(database.url, name)
  }
})

test('when ICU has changed below PostgreSQL, the indexes are built anew at the start', async () => {
  await using database = await databases().fresh()
  await sql`update pg_collation set collversion = 'of last year' where collname = 'muster_names'`.execute(
    database.db,
  )
  assert.equal(await readNamesOrder(database.db), 'outdated')
  await keepNamesInOrder(database.db, silentLog)
  assert.equal(await readNamesOrder(database.db), 'people')
})

async function explain(
  db: Parameters<typeof readNamesOrder>[0],
  query: ReturnType<typeof sql>,
): Promise<string> {
  // An empty table is read whole unless that is forbidden; what is asked is whether the index can serve at all.
  return db.transaction().execute(async tx => {
    await sql`set local enable_seqscan = off`.execute(tx)
    const { rows } = await sql<{ 'QUERY PLAN': string }>`explain ${query}`.execute(tx)
    return rows.map(row => row['QUERY PLAN']).join('\n')
  })
}

async function drop(url: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(`drop database ${name} with (force)`).finally(() => client.end())
}
