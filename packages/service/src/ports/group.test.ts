/** What the port Group promises: joining twice is joining, one outcome for each person in the order given, yes and no and unknown kept apart. */

import assert from 'node:assert/strict'
import type { Group, JoinOutcome } from '@muster/core/ports'
import type { User } from '@muster/simulator/world/types'
import { type Arranged, type OpenStage, promise, promiseArranged } from './stage.ts'
import { drawId, holdEverywhere } from './stages.ts'
import { holdUnanswered } from './unanswered-suite.ts'

const never = new AbortController().signal
/** More pages than a test group has. */
const pagesMax = 200

async function readAll(group: Group, groupId: string): Promise<string[]> {
  const ids: string[] = []
  let cursor: string | null = null
  for (let pages = 0; pages < pagesMax; pages++) {
    const page = await group.readMembers(groupId, cursor)
    assert.ok(page.kind === 'page', JSON.stringify(page))
    ids.push(...page.ids)
    cursor = page.cursor
    if (cursor === null) return ids
  }
  throw new Error('the pages have no end')
}

function hire({ box }: Arranged, count: number): User[] {
  return Array.from({ length: count }, () =>
    box.tenant.world.addUser({ userPrincipalName: `${drawId()}@contoso.example`, displayName: 'Newcomer' }),
  )
}

const kinds = (outcomes: readonly JoinOutcome[]) => outcomes.map(outcome => outcome.kind)

function suite(open: OpenStage): void {
  promise(
    'a group is described, and one that can be joined has no obstacle',
    open,
    async ({ connection, groupId }) => {
      const found = await connection.group.describe(groupId)
      assert.ok(found.kind === 'group', JSON.stringify(found))
      assert.equal(found.group.id.toLowerCase(), groupId.toLowerCase())
      assert.equal(found.group.obstacle, null)
      assert.notEqual(found.group.displayName, '')
    },
  )

  promise('a group that is not there is absent', open, async ({ connection }) => {
    assert.deepEqual(await connection.group.describe(drawId()), { kind: 'absent' })
    assert.deepEqual(await connection.group.readMembers(drawId(), null), { kind: 'absent' })
  })

  promiseArranged(
    'groups are found by how their names begin, in any case, with what keeps people out; beyond twenty it says so',
    open,
    async ({ connection }, { box }) => {
      const { world } = box.tenant
      const hidden = { securityEnabled: true, mailEnabled: false }
      world.addGroup({ displayName: "O'Neill's pilots", ...hidden })
      for (let number = 0; number < 25; number++)
        world.addGroup({ displayName: `Pilots ${number}`, ...hidden })
      const quoted = await connection.group.search("o'neill")
      assert.ok(quoted.kind === 'found', JSON.stringify(quoted))
      assert.deepEqual(
        [quoted.groups.map(group => group.displayName), quoted.isWhole],
        [["O'Neill's pilots"], true],
      )
      const many = await connection.group.search('PILOTS')
      assert.ok(many.kind === 'found')
      assert.deepEqual([many.groups.length, many.isWhole], [20, false])
      const rule = await connection.group.search(box.cast?.dynamicGroup.displayName ?? '')
      assert.match((rule.kind === 'found' && rule.groups[0]?.obstacle) || '', /rule/)
      const none = await connection.group.search('nothing of the kind')
      assert.deepEqual(none.kind === 'found' && none.groups, [])
    },
  )

  promiseArranged(
    'a group whose members follow a rule, or are mastered elsewhere, says so and takes nobody',
    open,
    async (stage, { box }) => {
      for (const [group, why] of [
        [box.cast?.dynamicGroup, /rule/],
        [box.cast?.onPremisesGroup, /on-premises/],
      ] as const) {
        const found = await stage.connection.group.describe(group?.id ?? '')
        assert.match((found.kind === 'group' && found.group.obstacle) || '', why)
        const outcome = await stage.connection.group.join(group?.id ?? '', stage.known.id, never)
        assert.equal(outcome.kind, 'refused', JSON.stringify(outcome))
        assert.equal(group?.members.has(stage.known.id), false)
      }
    },
  )

  promise('joining is joining, however often', open, async ({ connection, groupId, known }) => {
    for (let times = 0; times < 3; times++) {
      assert.deepEqual(await connection.group.join(groupId, known.id, never), { kind: 'joined' })
    }
    assert.deepEqual(await connection.group.joinMany(groupId, [known.id]), [{ kind: 'joined' }])
  })

  promise(
    'somebody whom the directory does not know (yet) is no answer: to be asked again',
    open,
    async ({ connection, groupId }) => {
      const outcome = await connection.group.join(groupId, drawId(), never)
      assert.equal(outcome.kind, 'noAnswer', JSON.stringify(outcome))
    },
  )

  promise(
    'many at once have an outcome each, in the order given; one unknown does not fail the others',
    open,
    async stage => {
      const { connection, groupId, known } = stage
      assert.deepEqual(await connection.group.joinMany(groupId, []), [])
      const outcomes = await connection.group.joinMany(groupId, [drawId(), known.id, drawId()])
      assert.deepEqual(kinds(outcomes), ['noAnswer', 'joined', 'noAnswer'])
    },
  )

  promiseArranged(
    'forty-five at once, members and strangers among them, and whoever joined is listed',
    open,
    async (stage, arranged) => {
      const { connection, groupId, known } = stage
      const crowd = hire(arranged, 45).map(({ id }) => id)
      await connection.group.join(groupId, known.id, never)
      const asked = [...crowd.slice(0, 10), known.id, ...crowd.slice(10, 30), drawId(), ...crowd.slice(30)]
      const outcomes = await connection.group.joinMany(groupId, asked)
      assert.equal(outcomes.length, asked.length)
      assert.equal(outcomes[31]?.kind, 'noAnswer')
      assert.equal(kinds(outcomes).filter(kind => kind === 'joined').length, 46)
      const members = await readAll(connection.group, groupId)
      assert.equal(new Set(members).size, members.length)
      for (const id of [known.id, ...crowd]) assert.ok(members.includes(id))
    },
  )

  promiseArranged(
    'a group of more than a page is read to its end, people only',
    open,
    async (stage, arranged) => {
      const { world } = arranged.box.tenant
      const group = world.addGroup({ displayName: 'Many', securityEnabled: true, mailEnabled: false })
      const crowd = hire(arranged, 1_100)
      for (const user of crowd) world.addMember(group.id, user.id, null)
      const members = await readAll(stage.connection.group, group.id)
      assert.deepEqual(members.sort(), crowd.map(({ id }) => id).sort())
    },
  )

  promiseArranged(
    'an answer lost after the act: asked again, and joined once',
    open,
    async (stage, arranged) => {
      const { connection, groupId } = stage
      const { faults } = arranged.box.tenant
      const [alone, ...pair] = hire(arranged, 3).map(({ id }) => id)
      faults.next({ family: 'groups', method: 'POST', status: 504, afterAct: true })
      assert.deepEqual(await connection.group.join(groupId, alone ?? '', never), { kind: 'joined' })
      faults.next({ family: 'groups', method: 'PATCH', reset: true, afterAct: true })
      assert.deepEqual(kinds(await connection.group.joinMany(groupId, pair)), ['joined', 'joined'])
      for (const id of [alone ?? '', ...pair]) assert.ok(arranged.box.enforcedGroup.members.has(id))
    },
  )

  promise('called off, a join is no answer', open, async ({ connection, groupId, known }) => {
    const outcome = await connection.group.join(groupId, known.id, AbortSignal.abort())
    assert.equal(outcome.kind, 'noAnswer')
  })

  const needs = { roles: ['GroupMember.ReadWrite.All'], code: 'Authorization_RequestDenied' }
  const common = { family: 'groups', tries: 3, needs } as const
  for (const call of [
    { ...common, name: 'describe', good: 'group', make: s => s.connection.group.describe(s.groupId) },
    { ...common, name: 'search', good: 'found', make: s => s.connection.group.search('MFA') },
    {
      ...common,
      name: 'join',
      good: 'joined',
      make: s => s.connection.group.join(s.groupId, s.known.id, never),
    },
    {
      ...common,
      name: 'joinMany',
      good: 'joined',
      make: async s => (await s.connection.group.joinMany(s.groupId, [s.known.id]))[0],
    },
    {
      ...common,
      name: 'readMembers',
      good: 'page',
      make: s => s.connection.group.readMembers(s.groupId, null),
    },
  ] satisfies Parameters<typeof holdUnanswered>[0][]) {
    holdUnanswered(call, open)
  }
}

holdEverywhere('Group', suite)
