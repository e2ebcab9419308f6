/** The reference product's list: every defect is there as often as told, and the truth about it is true. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createTurnableClock } from '../world/clock.ts'
import type { Row } from '../world/list-types.ts'
import type { World } from '../world/types.ts'
import { createWorld } from '../world/world.ts'
import { addPeople } from './generated.ts'
import { exportCsv } from './list-export.ts'
import { registrationOf } from './methods.ts'
import { addReferenceList, defects, type ReferenceOptions, type ReferenceTruth } from './reference-list.ts'

function createTown(people: number): World {
  const world = createWorld({ clock: createTurnableClock(new Date('2026-09-07T08:00:00Z')), seed: 3 })
  addPeople(world, people)
  return world
}

function make(world: World, options: Partial<ReferenceOptions> = {}) {
  const group = world.addGroup({ displayName: 'MFA enforced' })
  const made = addReferenceList(world, { site: world.sites.root, rows: 1_000, seed: 1, group, ...options })
  const rowOf = ({ rowId }: { rowId: number }): Row => {
    const row = made.list.rows[rowId]
    assert.ok(row)
    return row
  }
  return { ...made, group, rowOf }
}

test('each defect is there, each row has one at most, and the rows show what the truth says', () => {
  const world = createTown(1_200)
  const { list, truth, counts, group, rowOf } = make(world, { generation: 'later', dates: 'text' })
  assert.equal(list.count, 1_000)
  for (const defect of defects)
    assert.equal(truth.filter(row => row.defect === defect).length, counts[defect], defect)
  const of = (defect: string): ReferenceTruth[] => truth.filter(row => row.defect === defect)
  const bare: [string, string][] = [
    ['activeWithoutDate', 'MFARegistrationDate'],
    ['sentWithoutDate', 'InviteSentDate'],
    ['clickedWithoutDate', 'ClickedLinkDate'],
    ['tokenEmpty', 'TrackingToken'],
  ]
  for (const [defect, field] of bare)
    for (const row of of(defect)) assert.equal(rowOf(row).fields[field], undefined, defect)
  for (const row of of('pendingWithDates')) assert.ok(rowOf(row).fields.ClickedLinkDate)
  for (const row of of('tokenIsAddress')) assert.equal(row.token, row.title)
  for (const row of of('dateUnreadable'))
    assert.doesNotMatch(String(rowOf(row).fields.InviteSentDate), /T.*Z$/)
  for (const row of of('trailingSpace')) assert.notEqual(row.title, row.title.trim())
  for (const row of of('gone')) assert.equal(world.userByUpn(row.title), undefined)
  const byId = new Map(truth.map(row => [row.rowId, row]))
  for (const row of of('tokenDuplicate')) assert.equal(row.token, byId.get(row.twinRowId ?? 0)?.token)
  for (const row of [...of('duplicate'), ...of('duplicateOtherCase')])
    assert.equal(row.userId, byId.get(row.twinRowId ?? 0)?.userId)
  for (const row of truth) {
    const user = world.users.get(row.userId ?? '')
    assert.equal(row.isRegistered, user !== undefined && registrationOf(user) !== 'none')
    if (user !== undefined) assert.equal(group.members.has(user.id) || !row.inGroup, true)
  }
  const inGroup = (row: ReferenceTruth) => row.inGroup && !row.isRegistered
  assert.deepEqual(
    truth
      .filter(inGroup)
      .map(row => row.defect)
      .filter(defect => defect !== 'inGroupUnregistered'),
    [],
  )
  const behind = (row: ReferenceTruth) => row.isRegistered && row.status !== 'Active'
  assert.deepEqual(
    truth
      .filter(behind)
      .map(row => row.defect)
      .filter(defect => defect !== 'registeredNotActive'),
    [],
  )
})

test('the same seed gives the same list; without defects every person is in it once', () => {
  const worlds = [createTown(300), createTown(300)]
  const [one, other] = worlds.map(world => make(world, { rows: 200, defects: 'none' }))
  assert.ok(one && other)
  assert.deepEqual(one.truth, other.truth)
  assert.equal(new Set(one.truth.map(({ userId }) => userId)).size, 200)
  assert.throws(() => make(createTown(10), { rows: 200 }), /needs 19\d people/)
})

test('columns can be missing or have other names', () => {
  const { list } = make(createTown(300), {
    rows: 100,
    missing: ['LastChecked'],
    renamed: { TrackingToken: 'Token' },
  })
  const names = list.columns.map(({ name }) => name)
  assert.deepEqual(
    ['LastChecked', 'TrackingToken', 'Token'].map(name => names.includes(name)),
    [false, false, true],
  )
  assert.ok(list.rows[1]?.fields.Token)
})

test('an export has what people see: names, dates of the region, Yes and No, and a schema when asked', () => {
  const world = createTown(10)
  const { list, truth } = make(world, { rows: 5, defects: 'none', registered: 1 })
  world.sites.editRow(list, 1, { DisplayName_: 'Vance, "Adele"', InviteSentDate: '2026-09-07T20:05:00Z' })
  const [head = '', line = ''] = exportCsv(list).split('\r\n')
  assert.ok(head.startsWith('\ufeff"Title","DisplayName","InviteStatus","InGroup"'))
  assert.ok(line.startsWith(`"${truth[0]?.title}","Vance, ""Adele""","Active","Yes"`), line)
  assert.match(line, /"9\/7\/2026 8:05 PM"/)
  const german = exportCsv(list, { locale: 'de-DE', timeZone: 'Europe/Berlin', withSchema: true }).split(
    '\r\n',
  )
  assert.match(german[0] ?? '', /^\ufeffListSchema=\{"schemaXmlList":\["<Field Name=\\"Title\\"/)
  assert.match(german[2] ?? '', /"Ja".*"07\.09\.2026 22:05"/)
  assert.equal(german.length, 1 + 1 + 5 + 1)
})

test('thirteen thousand rows have every defect as often as it was asked for', () => {
  const { list, counts } = make(createTown(14_000), { rows: 13_000 })
  assert.equal(list.count, 13_000)
  assert.equal(counts.tokenDuplicate, 26)
})
