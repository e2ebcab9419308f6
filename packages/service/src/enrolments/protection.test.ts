/** The list of protected people against the rows: who is taken out, what is withdrawn, and the last door before the group. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Group } from '@muster/core/ports'
import type { Database } from '../db/database.ts'
import { inTransaction } from '../db/transaction.ts'
import {
  addRollout,
  findDisagreements,
  type RolloutRows,
  rowsMadeAt,
  toAll,
} from '../testing/rollout-rows.ts'
import { useDatabases } from '../testing/story-teller.ts'
import { applyNow } from './apply.ts'
import { judgePeople } from './eligibility.ts'
import { createJoinsLane, joinAtOnce } from './joins.ts'

const databases = useDatabases()
const later = new Date(rowsMadeAt.getTime() + 60 * 60_000)

async function list(
  db: Database,
  { tenantId, people }: RolloutRows,
  names: readonly string[],
): Promise<void> {
  const rows = people
    .filter(({ name }) => names.includes(name))
    .map(({ personId }) => ({
      tenant_id: tenantId,
      person_id: personId,
      owner: 'Noor',
      reason: 'emergency access',
      protected_at: rowsMadeAt,
    }))
  await db.insertInto('protected_person').values(rows).execute()
}

async function judge(db: Database, { tenantId, people }: RolloutRows): Promise<void> {
  const personIds = people.map(({ personId }) => personId)
  await inTransaction(db, tx => judgePeople(tx, { tenantId, personIds, at: later }))
}

/** A group that takes everybody and remembers whom it was asked to take. */
function createRecordingGroup(): { group: Group; asked: string[] } {
  const asked: string[] = []
  const group: Group = {
    describe: async () => ({ kind: 'absent' }),
    search: async () => ({ kind: 'found', groups: [], isWhole: true }),
    readMembers: async () => ({ kind: 'absent' }),
    leave: async () => ({ kind: 'left' }),
    isMember: async () => ({ kind: 'read', isIn: false }),
    join: async (_, personId) => {
      asked.push(personId)
      return { kind: 'joined' }
    },
    joinMany: async (_, personIds) => {
      asked.push(...personIds)
      return personIds.map(() => ({ kind: 'joined' }) as const)
    },
  }
  return { group, asked }
}

test('of three who clicked, the protected one is skipped, her joining and mail withdrawn; rows agree with events', async () => {
  await using database = await databases().fresh()
  const { db } = database
  const rollout = await addRollout(db, { names: ['Brita Berg', 'Wei Zhang', 'Ana Souza'] })
  await applyNow(db, toAll(rollout, { kind: 'linkConfirmed' }), rowsMadeAt)
  await list(db, rollout, ['Brita Berg'])
  await judge(db, rollout)
  const rows = await db
    .selectFrom('group_join')
    .innerJoin('person', 'person.id', 'group_join.person_id')
    .select(['person.display_name', 'group_join.state'])
    .orderBy('person.display_name')
    .execute()
  assert.deepEqual(
    rows.map(row => [row.display_name, row.state]),
    [
      ['Ana Souza', 'queued'],
      ['Brita Berg', 'withdrawn'],
      ['Wei Zhang', 'queued'],
    ],
  )
  assert.deepEqual(await findDisagreements(db, rollout.campaignId), [])
})

test('an active guest stays active; an active protected person does not', async () => {
  await using database = await databases().fresh()
  const { db } = database
  const rollout = await addRollout(db, { names: ['Brita Berg', 'Gita Rao'] })
  const seen = { level: 'mfa', unknownTypes: [] } as const
  await applyNow(db, toAll(rollout, { kind: 'methodsSeen', seen, source: 'live' }), rowsMadeAt)
  await db.updateTable('person').set({ user_type: 'guest' }).execute()
  await list(db, rollout, ['Brita Berg'])
  await judge(db, rollout)
  const statuses = new Map(
    (await db.selectFrom('enrolment').select(['person_id', 'status']).execute()).map(row => [
      row.person_id,
      row.status,
    ]),
  )
  assert.deepEqual(
    rollout.people.map(({ personId }) => statuses.get(personId)),
    ['skipped', 'active'],
  )
})

test('a joining that is queued all the same stops at the last door, in the lane and at the page', async () => {
  await using database = await databases().fresh()
  const { db } = database
  const rollout = await addRollout(db, { names: ['Brita Berg', 'Wei Zhang'] })
  await applyNow(db, toAll(rollout, { kind: 'linkConfirmed' }), rowsMadeAt)
  // On the list, but not judged yet: as if both had happened in the same moment.
  await list(db, rollout, ['Brita Berg'])
  const { group, asked } = createRecordingGroup()
  const log = { debug() {}, info() {}, warn() {}, error() {} }
  const options = { db, clock: { now: () => later }, log, groupOf: async () => group }
  const [brita, wei] = rollout.people
  assert.ok(brita !== undefined && wei !== undefined)
  await joinAtOnce(options, brita.enrolmentId)
  assert.deepEqual(asked, [])
  await createJoinsLane(options)(rollout.tenantId, new AbortController().signal)
  assert.deepEqual(asked, [wei.personId])
})
