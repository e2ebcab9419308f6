/** The one door: rows, events and effects written together, by many callers at once, or not at all. */

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import type { Signal } from '@muster/core/enrolment'
import { sql } from 'kysely'
import type { Database } from '../db/database.ts'
import { inTransaction } from '../db/transaction.ts'
import { addRollout, findDisagreements, toAll } from '../testing/rollout-rows.ts'
import { useDatabases } from '../testing/story-teller.ts'
import { apply, applyNow, enrolPeople } from './apply.ts'

const databases = useDatabases()
const at = new Date('2026-11-02T09:00:00Z')
const minutes = (count: number) => new Date(at.getTime() + count * 60_000)

async function countOf(db: Database, table: 'message' | 'group_join' | 'method_watch' | 'enrolment_event') {
  const row = await db
    .selectFrom(table)
    .select(eb => eb.fn.countAll().as('rows'))
    .executeTakeFirstOrThrow()
  return Number(row.rows)
}

test('row, events, effects and wake-ups of a signal are written together', async () => {
  await using database = await databases().fresh()
  const { db } = database
  const rollout = await addRollout(db, { names: ['Ines Duarte'] })
  await applyNow(db, toAll(rollout, { kind: 'due' }), at)
  const row = await db
    .selectFrom('enrolment')
    .select(['invitations_asked', 'due_at'])
    .executeTakeFirstOrThrow()
  assert.deepEqual(row, { invitations_asked: 1, due_at: null })
  const message = await db.selectFrom('message').selectAll().executeTakeFirstOrThrow()
  assert.equal(message.state, 'queued')
  assert.equal(message.sender_id, rollout.senderId)
  const lanes = await db.selectFrom('lane_wake').select(['kind', 'at']).where('kind', '=', 'mail').execute()
  assert.deepEqual(lanes, [{ kind: 'mail', at }])
})

test('when the transaction fails after apply, nothing of it remains', async () => {
  await using database = await databases().fresh()
  const { db } = database
  const rollout = await addRollout(db, { names: ['Ines Duarte', 'Kofi Mensah'] })
  const failing = inTransaction(db, async tx => {
    await apply(tx, toAll(rollout, { kind: 'due' }), at)
    throw new Error('the power went')
  })
  await assert.rejects(failing, /the power went/)
  assert.equal(await countOf(db, 'message'), 0)
  assert.equal(await countOf(db, 'enrolment_event'), 2, 'only "enrolled"')
  assert.deepEqual(await findDisagreements(db, rollout.campaignId), [])
})

test('each effect is done once, however often its signal comes', async () => {
  await using database = await databases().fresh()
  const { db } = database
  const rollout = await addRollout(db, { names: ['Ines Duarte'] })
  for (let times = 0; times < 3; times++) await applyNow(db, toAll(rollout, { kind: 'due' }), at)
  for (let times = 0; times < 3; times++) {
    await applyNow(db, toAll(rollout, { kind: 'mailAccepted', mail: 'invitation', number: 1 }), at)
    await applyNow(db, toAll(rollout, { kind: 'linkConfirmed' }), at)
    await applyNow(db, toAll(rollout, { kind: 'groupJoined' }), at)
  }
  assert.equal(await countOf(db, 'message'), 1)
  assert.equal(await countOf(db, 'group_join'), 1)
  assert.equal(await countOf(db, 'method_watch'), 1)
  const kinds = await db.selectFrom('enrolment_event').select('kind').orderBy('sequence').execute()
  assert.deepEqual(
    kinds.map(row => row.kind),
    ['enrolled', 'invitationAsked', 'invited', 'confirmed', 'joinAsked', 'joined'],
  )
  assert.deepEqual(await findDisagreements(db, rollout.campaignId), [])
})

test('one enrolment addressed twice in one call meets its own change', async () => {
  await using database = await databases().fresh()
  const { db } = database
  const rollout = await addRollout(db, { names: ['Ines Duarte'] })
  const [ines] = rollout.people
  assert.ok(ines)
  const signals: Signal[] = [
    { kind: 'due' },
    { kind: 'mailAccepted', mail: 'invitation', number: 1 },
    { kind: 'due' },
  ]
  await applyNow(
    db,
    signals.map(signal => ({ enrolmentId: ines.enrolmentId, signal })),
    at,
  )
  const row = await db
    .selectFrom('enrolment')
    .select(['status', 'invitations_asked'])
    .executeTakeFirstOrThrow()
  assert.deepEqual(row, { status: 'sent', invitations_asked: 1 })
  assert.deepEqual(await findDisagreements(db, rollout.campaignId), [])
})

test('ids that do not exist are left out', async () => {
  await using database = await databases().fresh()
  const { db } = database
  const rollout = await addRollout(db, { names: ['Ines Duarte'] })
  const stranger = { enrolmentId: randomUUID(), signal: { kind: 'due' } as const }
  const changed = await applyNow(db, [stranger, ...toAll(rollout, { kind: 'due' })], at)
  assert.equal(changed.length, 1)
})

test('ten thousand people are one act', async () => {
  await using database = await databases().fresh()
  const { db } = database
  const names = Array.from({ length: 10_000 }, (_, index) => `Person ${index}`)
  const rollout = await addRollout(db, { names })
  const changed = await applyNow(db, toAll(rollout, { kind: 'due' }), at)
  assert.equal(changed.length, 10_000)
  assert.equal(await countOf(db, 'message'), 10_000)
  assert.deepEqual(await findDisagreements(db, rollout.campaignId), [])
})

test('many callers with the same people in any order lose nothing and never wait in a circle', async () => {
  await using database = await databases().fresh()
  const { db } = database
  const rollout = await addRollout(db, {
    names: Array.from({ length: 300 }, (_, index) => `Person ${index}`),
  })
  await applyNow(db, toAll(rollout, { kind: 'due' }), at)
  const signals: Signal[] = [
    { kind: 'mailAccepted', mail: 'invitation', number: 1 },
    { kind: 'linkConfirmed' },
    { kind: 'groupJoined' },
    { kind: 'methodsSeen', seen: { level: 'mfa', unknownTypes: [] }, source: 'live' },
    { kind: 'inviteAgain' },
    { kind: 'linkRequested' },
  ]
  const calls = signals.flatMap((signal, index) => [
    applyNow(db, toAll(rollout, signal), minutes(index)),
    applyNow(db, toAll(rollout, signal).reverse(), minutes(index)),
  ])
  await Promise.all(calls)
  const rows = await db.selectFrom('enrolment').select(['status', 'joined_at', 'confirmed_at']).execute()
  for (const row of rows) {
    assert.equal(row.status, 'active')
    assert.notEqual(row.joined_at, null)
    assert.notEqual(row.confirmed_at, null)
  }
  assert.deepEqual(await findDisagreements(db, rollout.campaignId), [])
})

test('people taken in twice at the same moment are enrolled once, each with a link', async () => {
  await using database = await databases().fresh()
  const { db } = database
  const rollout = await addRollout(db, { names: ['Ines Duarte'] })
  const campaign = { id: rollout.campaignId, tenantId: rollout.tenantId, policy: rollout.policy }
  const newcomers = Array.from({ length: 50 }, () => ({
    personId: randomUUID(),
    batchId: null,
    source: 'CSV Upload',
    sourceBatchId: 'Wave 1',
  }))
  const results = await Promise.all([
    inTransaction(db, tx => enrolPeople(tx, campaign, newcomers, at)),
    inTransaction(db, tx => enrolPeople(tx, campaign, newcomers.toReversed(), at)),
  ])
  assert.equal(
    results.reduce((total, { added }) => total + added.size, 0),
    50,
  )
  const links = await db.selectFrom('link').select(['token', 'enrolment_id']).execute()
  assert.equal(new Set(links.map(link => link.token)).size, 51)
  assert.deepEqual(await findDisagreements(db, rollout.campaignId), [])
})

test('somebody in two campaigns who presses for both in one call is watched once', async () => {
  await using database = await databases().fresh()
  const { db } = database
  const rollout = await addRollout(db, { names: ['Ines Duarte'] })
  const again = { ...rollout, campaignId: randomUUID() }
  await sql`
    insert into campaign select (jsonb_populate_record(campaign, ${JSON.stringify({ id: again.campaignId, name: 'Once more' })}::jsonb)).*
    from campaign where id = ${rollout.campaignId}
  `.execute(db)
  const [ines] = rollout.people
  assert.ok(ines)
  const newcomer = { personId: ines.personId, batchId: null, source: 'Manual', sourceBatchId: 'test' }
  const { added } = await inTransaction(db, tx =>
    enrolPeople(tx, { id: again.campaignId, tenantId: again.tenantId, policy: again.policy }, [newcomer], at),
  )
  const ids = [ines.enrolmentId, ...added.values()]
  const signal = { kind: 'linkConfirmed' } as const
  const changed = await applyNow(
    db,
    ids.map(enrolmentId => ({ enrolmentId, signal })),
    at,
  )
  assert.equal(changed.length, 2)
  assert.equal(await countOf(db, 'method_watch'), 1)
})
