/** The log of who did what: with the act or not at all, never changed from inside, and not unnoticed from outside. */

import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { Problem } from '@muster/core/problem'
import { sql } from 'kysely'
import type { Database } from '../db/database.ts'
import { inTransaction } from '../db/transaction.ts'
import { useDatabases } from '../testing/story-teller.ts'
import { createActivityLog, verifyActivity } from './activity.ts'
import { makeKey } from './keys.ts'

const databases = useDatabases()
const secretKey = randomBytes(32)
const at = new Date('2026-11-02T08:00:00.123Z')
const clock = { now: () => at }
const priya = { by: 'account', id: randomUUID() } as const

const logOf = (db: Database) => createActivityLog({ db, secretKey, clock })
const acted = (act: string, about: Record<string, string | string[]> = {}) => ({ doer: priya, act, about })

async function entries(db: Database): Promise<string[]> {
  const rows = await db
    .selectFrom('activity')
    .select(['act', 'outcome', 'reason'])
    .orderBy('number')
    .execute()
  return rows.map(row => `${row.act} ${row.outcome}${row.reason === null ? '' : ` ${row.reason}`}`)
}

const makeKeyOfAroha = (db: Database) =>
  inTransaction(db, tx => makeKey(tx, { name: 'Aroha', role: 'viewer', at }))

async function fill(db: Database, count: number): Promise<void> {
  for (let n = 0; n < count; n++) {
    await logOf(db).record(acted('updateCampaign', { b: 'x', a: [randomUUID()] }), async () => undefined)
  }
}

/** What somebody does who holds the database itself: triggers off, a hand on the rows. */
async function meddle(db: Database, statement: string): Promise<void> {
  await db.transaction().execute(async tx => {
    await sql`set local session_replication_role = replica`.execute(tx)
    await sql.raw(statement).execute(tx)
  })
}

test('the entry stands in the transaction of the act: both or neither', async () => {
  await using database = await databases().fresh()
  const { db } = database
  await logOf(db).record(acted('createApiKey'), () => makeKeyOfAroha(db))
  const { rows } = await sql<{ same: boolean }>`
    select (select xmin::text from api_key) = (select xmin::text from activity) as same`.execute(db)
  assert.equal(rows[0]?.same, true)

  const broken = createActivityLog({
    db,
    secretKey,
    clock: {
      now: () => {
        throw new Error('the log is broken')
      },
    },
  })
  await assert.rejects(broken.record(acted('createApiKey'), () => makeKeyOfAroha(db)))
  assert.equal((await db.selectFrom('api_key').select('id').execute()).length, 1, 'no act without its entry')
})

test('an act without a transaction, one that is refused and one that breaks have an entry each', async () => {
  await using database = await databases().fresh()
  const { db } = database
  const log = logOf(db)
  assert.equal(await log.record(acted('resumeSender'), async () => 7), 7)
  await assert.rejects(
    log.record(acted('actOnCampaign'), async () => {
      throw new Problem('conflict', 'a draft cannot pause')
    }),
    /a draft cannot pause/,
  )
  await assert.rejects(
    log.record(acted('addTenant'), async () => {
      throw new Error('password=hush')
    }),
  )
  assert.deepEqual(await entries(db), [
    'resumeSender done',
    'actOnCampaign refused conflict',
    'addTenant failed internal',
  ])
})

test('what an act leaves running carries no entry of it', async () => {
  await using database = await databases().fresh()
  const { db } = database
  const { promise: gate, resolve: open } = Promise.withResolvers<void>()
  let late = Promise.resolve()
  await logOf(db).record(acted('syncPeople'), async () => {
    late = gate.then(async () => void (await makeKeyOfAroha(db)))
  })
  open()
  await late
  assert.deepEqual(await entries(db), ['syncPeople done'])
})

test('many at once make one chain without a gap', async () => {
  await using database = await databases().fresh()
  const { db } = database
  const log = logOf(db)
  const many = Array.from({ length: 30 }, (_, n) => log.record(acted(`act${n}`), () => makeKeyOfAroha(db)))
  await Promise.all(many)
  const verdict = await verifyActivity({ db, secretKey }, undefined)
  assert.deepEqual([verdict.isWhole, verdict.entries], [true, 30])
})

test('nobody changes, deletes or empties it from inside', async () => {
  await using database = await databases().fresh()
  const { db } = database
  await fill(db, 2)
  for (const statement of [
    "update activity set act = 'other'",
    'delete from activity where number = 1',
    'truncate activity',
  ]) {
    await assert.rejects(sql.raw(statement).execute(db), /only ever added to/, statement)
  }
  assert.equal((await entries(db)).length, 2)
})

test('a change, a gap, a forged entry and another key are noticed from outside', async () => {
  const spoil: [string, RegExp][] = [
    ["update activity set by_id = null, by = 'nobody' where number = 2", /entry 2: it was changed/],
    [`update activity set about = '{"a": "else"}' where number = 3`, /entry 3: it was changed/],
    ["update activity set at = at - interval '1 hour' where number = 1", /entry 1: it was changed/],
    ['delete from activity where number = 2', /entry 2: it is missing/],
    [
      `insert into activity select 5, at, by, by_id, act, about, outcome, reason, mac from activity where number = 4`,
      /entry 5: it was changed/,
    ],
  ]
  for (const [statement, said] of spoil) {
    await using database = await databases().fresh()
    const { db } = database
    await fill(db, 4)
    assert.equal((await verifyActivity({ db, secretKey }, undefined)).isWhole, true)
    await meddle(db, statement)
    const verdict = await verifyActivity({ db, secretKey }, undefined)
    assert.equal(verdict.isWhole, false, statement)
    assert.match(verdict.detail, said)
  }
  await using database = await databases().fresh()
  await fill(database.db, 1)
  const other = await verifyActivity({ db: database.db, secretKey: randomBytes(32) }, undefined)
  assert.equal(other.isWhole, false)
})

test('a cut at the end is noticed by the mark of an earlier check', async () => {
  await using database = await databases().fresh()
  const { db } = database
  await fill(db, 3)
  const { mark } = await verifyActivity({ db, secretKey }, undefined)
  assert.match(mark ?? '', /^3-[0-9a-f]{20}$/)
  await fill(db, 1)
  assert.equal((await verifyActivity({ db, secretKey }, mark ?? undefined)).isWhole, true)
  await meddle(db, 'delete from activity where number > 2')
  assert.equal((await verifyActivity({ db, secretKey }, undefined)).isWhole, true, 'by itself it looks whole')
  const cut = await verifyActivity({ db, secretKey }, mark ?? undefined)
  assert.match(cut.detail, /entry 3: the mark says that there were 3/)
  await fill(db, 1)
  assert.match(
    (await verifyActivity({ db, secretKey }, mark ?? undefined)).detail,
    /not the entry of the mark/,
  )
  await assert.rejects(verifyActivity({ db, secretKey }, 'nonsense'), /is no mark/)
})
