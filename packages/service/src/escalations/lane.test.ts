/** The lane of escalations on a real database: who comes into which digest, and that nobody comes into two. */

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { defaultPolicy } from '@muster/core/campaign'
import type { Directory, DirectoryPerson, ManagerAnswer } from '@muster/core/ports'
import { createTurnableClock } from '@muster/simulator/world/clock'
import type { Database } from '../db/database.ts'
import { applyNow } from '../enrolments/apply.ts'
import { digestPeopleMax } from '../enrolments/escalations.ts'
import { silentLog } from '../log.ts'
import { claimMail } from '../messages/claim.ts'
import { fillDigests } from '../messages/digests.ts'
import { markArrived } from '../messages/fates.ts'
import { settleMail } from '../messages/settle.ts'
import { addRollout, findDisagreements, type RolloutRows, toAll } from '../testing/rollout-rows.ts'
import { useDatabases } from '../testing/story-teller.ts'
import { createEscalationsLane } from './lane.ts'

const databases = useDatabases()
const day = (count: number, hour = 8) => new Date(Date.UTC(2026, 10, 2 + count, hour))
const policy = {
  ...defaultPolicy,
  remindAfterDays: 1,
  remindEveryDays: 1,
  remindersMax: 1,
  escalateAfterReminders: 1,
}
const never = new AbortController().signal

const priya: DirectoryPerson = {
  id: randomUUID(),
  upn: 'priya@contoso.example',
  mail: 'priya@contoso.example',
  displayName: 'Priya Raghunathan',
  givenName: 'Priya',
  surname: null,
  accountEnabled: true,
  userType: 'member',
  department: null,
  jobTitle: null,
  preferredLanguage: null,
  usageLocation: null,
}
const underPriya: ManagerAnswer = { kind: 'manager', manager: priya }

/** A directory of the test's own: whom it names, and how many it was asked about. */
function openLane(db: Database, answer: (personId: string) => ManagerAnswer) {
  const asked: string[] = []
  const clock = createTurnableClock(day(3, 7))
  const directory: Directory = {
    readPeople: async () => ({ kind: 'startOver' }),
    findPerson: async () => ({ kind: 'absent' }),
    readManagers: async ids => {
      asked.push(...ids)
      return ids.map(answer)
    },
  }
  const work = createEscalationsLane({
    db,
    clock,
    log: silentLog,
    directoryOf: async () => directory,
    nudge: () => undefined,
  })
  return { clock, asked, run: (rollout: RolloutRows) => work(rollout.tenantId, never) }
}

/** People who were invited on day 0, reminded on day 1 and are to be escalated since day 2. */
async function escalated(db: Database, names: readonly string[]): Promise<RolloutRows> {
  const rollout = await addRollout(db, { names, policy })
  const taken = (mail: 'invitation' | 'reminder') => ({ kind: 'mailAccepted', mail, number: 1 }) as const
  await applyNow(db, toAll(rollout, { kind: 'due' }), day(0))
  await applyNow(db, toAll(rollout, taken('invitation')), day(0))
  await applyNow(db, toAll(rollout, { kind: 'due' }), day(1))
  await applyNow(db, toAll(rollout, taken('reminder')), day(1))
  await applyNow(db, toAll(rollout, { kind: 'due' }), day(2))
  await db.updateTable('message').set({ state: 'sent' }).execute()
  return rollout
}

async function takeDigests(db: Database, rollout: RolloutRows, at: Date) {
  const claim = randomUUID()
  const mails = await claimMail(db, { senderId: rollout.senderId, claim, at, max: 4 })
  return { claim, mails, ready: await fillDigests(db, mails, at) }
}

const crowd = (count: number) => Array.from({ length: count }, (_, index) => `Person ${1000 + index}`)

async function statesOf(db: Database): Promise<Record<string, number>> {
  const rows = await db.selectFrom('escalation').select('state').execute()
  const counts: Record<string, number> = {}
  for (const { state } of rows) counts[state] = (counts[state] ?? 0) + 1
  return counts
}

test('one manager of many gets one digest a day, as long as can be read, and nobody is in two', async () => {
  await using database = await databases().fresh()
  const { db } = database
  const rollout = await escalated(db, crowd(digestPeopleMax + 30))
  const lane = openLane(db, () => underPriya)
  const named: string[] = []
  for (const [at, expected] of [
    [day(3, 7), digestPeopleMax],
    [day(4, 7), 30],
  ] as const) {
    lane.clock.turnTo(at)
    await lane.run(rollout)
    assert.deepEqual(await lane.run(rollout), expected === 30 ? null : day(4, 7), 'a second run adds nothing')
    const { claim, mails, ready } = await takeDigests(db, rollout, at)
    assert.deepEqual([mails.length, ready[0]?.people?.length], [1, expected])
    named.push(...(ready[0]?.people ?? []).map(one => one.displayName))
    const settled = mails.map(mail => ({ mail, outcome: { kind: 'sent' as const, providerId: null } }))
    await settleMail(db, { claim, senderId: rollout.senderId, settled, at })
  }
  assert.equal(new Set(named).size, digestPeopleMax + 30)
  assert.equal(named.length, digestPeopleMax + 30)
  assert.deepEqual(await statesOf(db), { sent: digestPeopleMax + 30 })
  assert.deepEqual(await findDisagreements(db, rollout.campaignId), [])
})

test('a worker that died with a digest in hand: nobody is named again, and the word that it arrived counts for all', async () => {
  await using database = await databases().fresh()
  const { db } = database
  const rollout = await escalated(db, ['Ines Duarte', 'Joao Matos'])
  const lane = openLane(db, () => underPriya)
  await lane.run(rollout)
  const { mails } = await takeDigests(db, rollout, day(3, 7))
  lane.clock.turnTo(day(5, 7))
  assert.equal(await lane.run(rollout), null, 'a new worker finds nothing to do')
  assert.deepEqual((await takeDigests(db, rollout, day(5, 7))).mails, [])
  assert.deepEqual(await statesOf(db), { queued: 2 })
  const ids = mails.map(mail => mail.id)
  await db.updateTable('message').set({ state: 'uncertain' }).where('id', 'in', ids).execute()
  const fate = { at: day(5), outcome: 'taken as arrived', decision: null, by: { kind: 'link' as const } }
  assert.equal(await markArrived(db, ids, fate), 1)
  assert.equal(await markArrived(db, ids, fate), 0)
  assert.deepEqual(await statesOf(db), { sent: 2 })
  const rows = await db.selectFrom('enrolment').select('escalated_at').execute()
  assert.deepEqual(
    rows.map(row => row.escalated_at),
    [day(5), day(5)],
  )
  assert.deepEqual(await findDisagreements(db, rollout.campaignId), [])
})

test('somebody whom the directory does not know yet is asked about again, and fails no further than "no manager"', async () => {
  await using database = await databases().fresh()
  const { db } = database
  const rollout = await escalated(db, ['Ines Duarte'])
  let answer: ManagerAnswer = { kind: 'absent' }
  const lane = openLane(db, () => answer)
  assert.deepEqual(await lane.run(rollout), day(4, 7))
  assert.deepEqual(await statesOf(db), { noManager: 1 })
  answer = underPriya
  lane.clock.turnTo(day(4, 7))
  await lane.run(rollout)
  const { ready } = await takeDigests(db, rollout, day(4, 7))
  assert.deepEqual(
    ready[0]?.people?.map(one => one.displayName),
    ['Ines Duarte'],
  )
  const person = await db
    .selectFrom('person')
    .select('manager_id')
    .where('display_name', '=', 'Ines Duarte')
    .executeTakeFirst()
  assert.equal(person?.manager_id, priya.id)
})

test('a refused permission keeps everybody waiting for an hour, with the reason', async () => {
  await using database = await databases().fresh()
  const { db } = database
  const rollout = await escalated(db, ['Ines Duarte'])
  const lane = openLane(db, () => ({
    kind: 'refused',
    code: 'Authorization_RequestDenied',
    reason: '403 denied',
  }))
  assert.deepEqual(await lane.run(rollout), day(3, 8))
  const row = await db.selectFrom('escalation').select(['state', 'outcome']).executeTakeFirst()
  assert.deepEqual(row, { state: 'queued', outcome: '403 denied' })
})

test('a manager whose account was disabled after the digest was made is not written to', async () => {
  await using database = await databases().fresh()
  const { db } = database
  const rollout = await escalated(db, ['Ines Duarte'])
  const lane = openLane(db, () => underPriya)
  await lane.run(rollout)
  await db.updateTable('person').set({ account_enabled: false }).where('id', '=', priya.id).execute()
  const { mails, ready } = await takeDigests(db, rollout, day(3, 9))
  assert.deepEqual([mails.length, ready.length], [1, 0])
  assert.deepEqual(await statesOf(db), { noManager: 1 })
  const digest = await db
    .selectFrom('message')
    .select(['state', 'outcome'])
    .where('enrolment_id', 'is', null)
    .executeTakeFirst()
  assert.deepEqual(digest, { state: 'withdrawn', outcome: "the manager's account is disabled" })
})
