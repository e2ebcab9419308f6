/** What the port Directory promises: whoever is there is found, whoever is not is absent, and pages lead to an end. */

import assert from 'node:assert/strict'
import type { Directory, DirectoryPerson } from '@muster/core/ports'
import { type OpenStage, promise, promiseArranged, turnOn } from './stage.ts'
import { drawId, holdEverywhere } from './stages.ts'
import { holdUnanswered } from './unanswered-suite.ts'

const dayMs = 24 * 60 * 60_000
/** More pages than a test tenant has. */
const pagesMax = 1_000

interface Walk {
  people: DirectoryPerson[]
  removedIds: string[]
  cursor: string
}

/** From the cursor to the last page. */
async function walk(directory: Directory, from: string | null): Promise<Walk> {
  const people: DirectoryPerson[] = []
  const removedIds: string[] = []
  let cursor = from
  for (let pages = 0; pages < pagesMax; pages++) {
    const page = await directory.readPeople(cursor)
    assert.ok(page.kind === 'page', JSON.stringify(page))
    people.push(...page.people)
    removedIds.push(...page.removedIds)
    cursor = page.cursor
    if (page.isLast) return { people, removedIds, cursor }
  }
  throw new Error('the pages have no end')
}

function suite(open: OpenStage): void {
  promise(
    'somebody is found by object id, UPN and mail address, however they are spelled',
    open,
    async stage => {
      const { id, upn, mail } = stage.known
      for (const reference of [
        { kind: 'objectId', value: id.toUpperCase() },
        { kind: 'upn', value: upn.toUpperCase() },
        { kind: 'mail', value: mail },
      ] as const) {
        const found = await stage.connection.directory.findPerson(reference)
        assert.ok(found.kind === 'found', `${reference.kind}: ${JSON.stringify(found)}`)
        assert.equal(found.person.id, id.toLowerCase())
        assert.equal(found.person.upn, upn)
      }
    },
  )

  promise('whoever is not there is absent, which is not the same as no answer', open, async stage => {
    const { directory } = stage.connection
    for (const reference of [
      { kind: 'objectId', value: drawId() },
      { kind: 'upn', value: `nobody-${drawId()}@${stage.known.upn.split('@')[1]}` },
      { kind: 'mail', value: `nobody-${drawId()}@contoso.example` },
    ] as const) {
      assert.deepEqual(await directory.findPerson(reference), { kind: 'absent' }, reference.kind)
    }
  })

  promiseArranged(
    'an apostrophe, a guest’s # and a $ in front stand in nobody’s way',
    open,
    async (stage, { box }) => {
      const { world } = box.tenant
      const dollar = world.addUser({
        userPrincipalName: `$cash-${drawId()}@contoso.example`,
        displayName: 'Cash',
      })
      const awkward = [box.cast?.people.siobhan, box.cast?.people.ewa, dollar]
      for (const user of awkward) {
        assert.ok(user)
        const found = await stage.connection.directory.findPerson({
          kind: 'upn',
          value: user.userPrincipalName,
        })
        assert.ok(found.kind === 'found', `${user.userPrincipalName}: ${JSON.stringify(found)}`)
        assert.equal(found.person.id, user.id)
      }
    },
  )

  promiseArranged('two people with one address: nobody is guessed', open, async (stage, { box }) => {
    const mail = `shared-${drawId()}@contoso.example`
    for (const name of ['Ana', 'Bo']) {
      box.tenant.world.addUser({ userPrincipalName: `${name}.${mail}`, displayName: name, mail })
    }
    const found = await stage.connection.directory.findPerson({ kind: 'mail', value: mail })
    assert.deepEqual(found, { kind: 'absent' })
  })

  promise(
    'the pages name each person once and come to an end, and a cursor outlives its connection',
    open,
    async stage => {
      const { people, cursor } = await walk(stage.connection.directory, null)
      assert.ok(people.some(person => person.id === stage.known.id.toLowerCase()))
      assert.equal(new Set(people.map(person => person.id)).size, people.length)
      const later = await open()
      assert.ok((await later.connection.directory.readPeople(cursor)).kind === 'page')
    },
  )

  promiseArranged(
    'afterwards only what changed comes: hired, renamed, gone',
    open,
    async (stage, { box }) => {
      const { world } = box.tenant
      const { directory } = stage.connection
      const leaver = world.addUser({
        userPrincipalName: `leaver-${drawId()}@contoso.example`,
        displayName: 'Lee',
      })
      const { people, cursor } = await walk(directory, null)
      assert.equal(people.length, [...world.users.values()].filter(user => user.deletedAt === null).length)
      const still = await walk(directory, cursor)
      assert.deepEqual([still.people, still.removedIds], [[], []])
      const hired = world.addUser({
        userPrincipalName: `new-${drawId()}@contoso.example`,
        displayName: 'Noa',
      })
      world.updateUser(stage.known.id, { department: 'Moved' })
      world.deleteUser(leaver.id)
      const changed = await walk(directory, still.cursor)
      assert.deepEqual(changed.people.map(({ id }) => id).sort(), [hired.id, stage.known.id].sort())
      assert.equal(changed.people.find(({ id }) => id === stage.known.id)?.department, 'Moved')
      assert.deepEqual(changed.removedIds, [leaver.id])
    },
  )

  promiseArranged('a cursor that has grown too old says to start over', open, async (stage, arranged) => {
    const { cursor } = await walk(stage.connection.directory, null)
    turnOn(arranged, 8 * dayMs)
    assert.deepEqual(await stage.connection.directory.readPeople(cursor), { kind: 'startOver' })
  })

  const needs = { roles: ['User.Read.All'], code: 'Authorization_RequestDenied' }
  holdUnanswered(
    {
      name: 'readPeople',
      family: 'users',
      make: stage => stage.connection.directory.readPeople(null),
      good: 'page',
      tries: 3,
      needs,
    },
    open,
  )
  for (const kind of ['objectId', 'mail'] as const) {
    holdUnanswered(
      {
        name: `findPerson by ${kind}`,
        family: 'users',
        make: ({ connection, known }) =>
          connection.directory.findPerson({ kind, value: kind === 'mail' ? known.mail : known.id }),
        good: 'found',
        tries: 3,
        needs,
      },
      open,
    )
  }
}

holdEverywhere('Directory', suite)
