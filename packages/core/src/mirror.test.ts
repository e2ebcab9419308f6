/** What a row of the mirror says, and what of it is written. */

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import {
  changedCells,
  filledCells,
  judgeColumns,
  type MirroredPerson,
  mirrorColumns,
  mirroredCells,
  ownCells,
} from './mirror.ts'

const policy = { leavers: 'remove', withToken: true } as const
const anna: MirroredPerson = {
  upn: 'anna.berg@contoso.example',
  displayName: 'Anna Berg',
  status: 'clicked',
  registeredAt: null,
  lostAt: null,
  confirmedAt: new Date('2026-11-03T09:15:30.999Z'),
  joinedAt: null,
  invitedAt: new Date('2026-11-02T08:00:00Z'),
  remindedAt: null,
  checkedAt: new Date('2026-11-03T09:00:00Z'),
  source: 'CSV Upload',
  sourceBatchId: 'b-1',
  token: '0b1f1c4e-6a43-4f7b-9a44-1f4a4e0c7d10',
  error: null,
}

function rowOf(person: MirroredPerson, how = policy as Parameters<typeof mirroredCells>[1]) {
  const cells = mirroredCells(person, how)
  assert.ok(cells !== null)
  return cells
}

describe('a row of the mirror', () => {
  test('has the columns of the reference list and nothing else', () => {
    assert.deepEqual(
      Object.keys(rowOf(anna)),
      mirrorColumns.map(column => column.name),
    )
  })

  test('tells Anna, who has clicked, in whole seconds', () => {
    assert.deepEqual(filledCells(rowOf(anna)), {
      Title: 'anna.berg@contoso.example',
      DisplayName_: 'Anna Berg',
      InviteStatus: 'Clicked',
      InGroup: false,
      MFARegistrationState: 'Not Registered',
      ClickedLinkDate: '2026-11-03T09:15:30Z',
      InviteSentDate: '2026-11-02T08:00:00Z',
      LastChecked: '2026-11-03T09:00:00Z',
      Source: 'CSV Upload',
      SourceBatchId: 'b-1',
      TrackingToken: anna.token,
    })
  })

  test('calls Anna registered only while her registration stands', () => {
    const registeredAt = new Date('2026-11-04T10:00:00Z')
    const found = rowOf({ ...anna, registeredAt, status: 'active' })
    assert.equal(found.MFARegistrationState, 'Registered')
    const lost = rowOf({ ...anna, registeredAt, lostAt: new Date('2026-11-09T10:00:00Z') })
    assert.equal(lost.MFARegistrationState, 'Not Registered')
  })

  test('leaves the token out where it is not wanted, and cuts what is too long for a cell', () => {
    const row = rowOf({ ...anna, error: 'x'.repeat(300) }, { ...policy, withToken: false })
    assert.equal(row.TrackingToken, null)
    assert.equal(String(row.ErrorDetails).length, 255)
  })

  test('is none for somebody excluded, unless leavers are marked', () => {
    const excluded = { ...anna, status: 'excluded' } as const
    assert.equal(mirroredCells(excluded, policy), null)
    assert.equal(rowOf(excluded, { ...policy, leavers: 'mark' }).InviteStatus, 'Excluded')
  })
})

describe('what is written', () => {
  test('is only what differs, and empties what is no more', () => {
    const before = filledCells(rowOf({ ...anna, error: 'the mailbox is full' }))
    const after = rowOf({ ...anna, status: 'addedToGroup', joinedAt: new Date('2026-11-03T09:16:00Z') })
    assert.deepEqual(changedCells(after, before), {
      InviteStatus: 'AddedToGroup',
      InGroup: true,
      AddedToGroupDate: '2026-11-03T09:16:00Z',
      ErrorDetails: null,
    })
  })

  test('is nothing when a look has found nothing new; the time of the look goes along with the next change', () => {
    const before = filledCells(rowOf(anna))
    const looked = { ...anna, checkedAt: new Date('2026-11-05T09:00:00Z') }
    assert.equal(changedCells(rowOf(looked), before), null)
    const active = changedCells(rowOf({ ...looked, status: 'active' }), before)
    assert.deepEqual(active, { InviteStatus: 'Active', LastChecked: '2026-11-05T09:00:00Z' })
  })

  test('once written, whatever stood there, leaves nothing to write', () => {
    const cell = fc.oneof(fc.constant(null), fc.string({ maxLength: 8 }), fc.boolean())
    const cells = fc.dictionary(fc.constantFrom(...mirrorColumns.map(column => column.name)), cell)
    fc.assert(
      fc.property(cells, actual => {
        const wanted = rowOf(anna)
        const changed = changedCells(wanted, actual)
        assert.equal(changedCells(wanted, { ...actual, ...changed }), null)
      }),
    )
  })

  test('is compared with our own columns alone, empty ones left out', () => {
    assert.deepEqual(ownCells({ Title: 'a', ContentType: 'Item', ErrorDetails: '' }), { Title: 'a' })
  })
})

describe('a list that is there already', () => {
  test('can be the mirror when it has the columns, also as text where we would choose', () => {
    assert.deepEqual(judgeColumns(mirrorColumns), [])
    const asText = mirrorColumns.map(column =>
      column.kind === 'choice' ? { ...column, kind: 'text' as const, choices: [] } : column,
    )
    assert.deepEqual(judgeColumns(asText), [])
  })

  test('is judged column by column', () => {
    const found = mirrorColumns.flatMap(column => {
      if (column.name === 'LastChecked') return []
      if (column.name === 'InGroup') return [{ ...column, kind: 'text' as const }]
      if (column.name === 'InviteStatus') return [{ ...column, choices: ['Pending', 'Sent'] }]
      return [column]
    })
    assert.deepEqual(judgeColumns(found), [
      {
        kind: 'missingChoices',
        column: 'InviteStatus',
        choices: ['Clicked', 'AddedToGroup', 'Active', 'Skipped', 'Failed', 'Excluded'],
      },
      { kind: 'otherKind', column: 'InGroup', wanted: 'boolean', found: 'text' },
      { kind: 'missing', column: 'LastChecked' },
    ])
  })
})
