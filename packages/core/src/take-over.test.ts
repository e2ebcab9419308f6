/** Rows of the reference product's list: which column is which, what a cell says, and what the evidence supports. */

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Cell } from './board.ts'
import type { Level } from './methods.ts'
import { isLookWanted, judgePerson, type SeenInTenant } from './take-over.ts'
import { findColumns, knownColumns } from './take-over-columns.ts'
import { findingCodes, findingWords } from './take-over-findings.ts'
import { orderShownBy, readDate, readListRow } from './take-over-row.ts'

const now = new Date('2026-11-28T08:00:00Z')
const terms = { goal: 'mfa', now, restDays: 7, since: now } as const
const token = 'a1b2c3d4-e5f6-7890-abcd-ef1234567890'

const named = (...names: string[]) => names.map(name => ({ name, label: name }))

describe('columns', () => {
  test('both generations are known by their internal names, whatever the case', () => {
    const listed = named(...knownColumns.map(column => column.name.toUpperCase()))
    const { found, missing, unknown } = findColumns(listed, {})
    assert.equal(found.length, knownColumns.length)
    assert.deepEqual([missing, unknown], [[], []])
    assert.ok(found.every(column => !column.isRenamed))
  })

  test('an export knows labels alone, with blanks in them', () => {
    const { found } = findColumns(
      named('Title', 'Display Name', 'Invite Status', 'In Group', 'Tracking Token'),
      {},
    )
    assert.deepEqual(
      found.map(column => column.field),
      ['upn', 'displayName', 'status', 'inGroup', 'token'],
    )
  })

  test('a German export calls the first column Titel', () => {
    const { found, unknown } = findColumns(named('Titel', 'InviteStatus'), {})
    assert.deepEqual([found.map(column => column.field), unknown], [['status', 'upn'], []])
  })

  test('what is missing is said, with what nobody knows beside it; what an operator maps is found', () => {
    const listed = named('Title', 'Einladung', 'InGroup', 'Modified')
    const blind = findColumns(listed, {})
    assert.ok(blind.missing.includes('InviteStatus'))
    assert.deepEqual(blind.unknown, ['Einladung'])
    const told = findColumns(listed, { einladung: 'InviteStatus', Nowhere: 'Source' })
    assert.deepEqual(
      told.found.find(column => column.field === 'status'),
      { field: 'status', column: 'InviteStatus', listed: 'Einladung', at: 1, isRenamed: true },
    )
    assert.deepEqual([told.unknown, told.unmapped], [[], ['Nowhere']])
  })
})

describe('cells', () => {
  test('dates are read as Graph and exports of several languages write them', () => {
    const nine = '2026-11-02T09:05:00.000Z'
    assert.equal(readDate('2026-11-02T09:05:00Z', 'monthFirst')?.toISOString(), nine)
    assert.equal(readDate('11/2/2026 9:05 AM', 'monthFirst')?.toISOString(), nine)
    assert.equal(readDate('02.11.2026 09:05', 'monthFirst')?.toISOString(), nine)
    assert.equal(readDate('2/11/2026 9:05', 'dayFirst')?.toISOString(), nine)
    assert.equal(readDate('2026-11-02', 'dayFirst')?.toISOString(), '2026-11-02T00:00:00.000Z')
    for (const none of ['soon', '31.02.2026', '13/13/2026', '30.12.1899', '45231'])
      assert.equal(readDate(none, 'monthFirst'), null, none)
  })

  test('a date shows the order of its list only where it can be no other', () => {
    assert.equal(orderShownBy('13/11/2026 09:00'), 'dayFirst')
    assert.equal(orderShownBy('11/13/2026 9:00 AM'), 'monthFirst')
    assert.equal(orderShownBy('11/12/2026'), null)
  })

  test('a row that names nobody, a wrong date and a token that is an address are said of the row; the address is not shown', () => {
    const claim = claimOf({ Title: '', InviteSentDate: 'last week', TrackingToken: 'anna@contoso.example' })
    assert.deepEqual(claim.findings, [
      { code: 'dateUnreadable', detail: 'InviteSentDate: last week' },
      { code: 'personMissing', detail: null },
      { code: 'tokenIsAddress', detail: null },
    ])
  })
})

describe('what the evidence supports', () => {
  test('Anna was invited and reminded lately: she is sent, and no mail goes to her for a week', () => {
    const { past, findings } = judge([
      {
        InviteStatus: 'Sent',
        InviteSentDate: '2026-11-10T09:00:00Z',
        LastReminderDate: '2026-11-25T09:00:00Z',
      },
    ])
    assert.deepEqual(past, {
      invitedAt: new Date('2026-11-10T09:00:00Z'),
      reminders: { sent: 1, at: new Date('2026-11-25T09:00:00Z') },
      confirmedAt: null,
      joinedAt: null,
      escalatedAt: null,
      mailHeldUntil: new Date('2026-12-02T09:00:00Z'),
    })
    assert.deepEqual(codes(findings), ['mailHeld'])
  })

  test('Bert is called active and has no method: he is where his dates say', () => {
    const row = {
      InviteStatus: 'Active',
      MFARegistrationState: 'Registered',
      MFARegistrationDate: '2026-11-04T09:00:00Z',
      InviteSentDate: '2026-11-01T09:00:00Z',
    }
    const { past, findings } = judge([row])
    assert.equal(past.confirmedAt, null)
    assert.deepEqual(codes(findings), ['claimedWithoutMethod'])
    assert.deepEqual(codes(judge([{ ...row, MFARegistrationDate: '' }]).findings), [
      'statusContradictsDates',
      'claimedWithoutMethod',
    ])
  })

  test('Carla registered and the list does not know', () => {
    assert.deepEqual(codes(judge([{ InviteStatus: 'Pending' }], { level: 'mfa' }).findings), [
      'registeredNotMarked',
    ])
  })

  test('Dario is in the group without a method; Elif is called a member and is none', () => {
    const row = {
      InviteStatus: 'AddedToGroup',
      InGroup: 'Yes',
      InviteSentDate: '2026-11-01T09:00:00Z',
      ClickedLinkDate: '2026-11-03T09:00:00Z',
      AddedToGroupDate: '2026-11-03T09:00:05Z',
    }
    const dario = judge([row], { isMember: true })
    assert.deepEqual(codes(dario.findings), ['inGroupWithoutMethod'])
    assert.deepEqual(dario.past.joinedAt, new Date('2026-11-03T09:00:05Z'))
    const elif = judge([row], { isMember: false })
    assert.deepEqual(codes(elif.findings), ['notInGroup'])
    assert.deepEqual([elif.past.joinedAt, elif.past.confirmedAt], [null, new Date('2026-11-03T09:00:00Z')])
  })

  test('a click seconds after the mail is a scanner’s, and moves nobody', () => {
    const { past, findings } = judge([
      {
        InviteStatus: 'Clicked',
        InviteSentDate: '2026-11-01T09:00:00Z',
        ClickedLinkDate: '2026-11-01T09:00:20Z',
      },
    ])
    assert.equal(past.confirmedAt, null)
    assert.deepEqual(codes(findings), ['clickedAtOnce'])
  })

  test('a status without its date is not believed, and yet no mail goes out at once', () => {
    const { past, findings } = judge([{ InviteStatus: 'Sent' }])
    assert.equal(past.invitedAt, null)
    assert.deepEqual(past.mailHeldUntil, new Date('2026-12-05T08:00:00Z'))
    assert.deepEqual(codes(findings), ['statusContradictsDates', 'mailedWithoutDate', 'mailHeld'])
  })

  test('of two rows the furthest is kept, the newest mail and the first click', () => {
    const { past, findings, row } = judge([
      { InviteStatus: 'Sent', InviteSentDate: '2026-11-20T09:00:00Z' },
      {
        InviteStatus: 'Clicked',
        InviteSentDate: '2026-11-01T09:00:00Z',
        ClickedLinkDate: '2026-11-03T09:00:00Z',
      },
    ])
    assert.equal(row, 3)
    assert.deepEqual(past.invitedAt, new Date('2026-11-20T09:00:00Z'))
    assert.deepEqual(past.confirmedAt, new Date('2026-11-03T09:00:00Z'))
    assert.deepEqual(findings.get(2), [{ code: 'duplicate', detail: '3' }])
  })

  test('a reminder without an invitation tells of one: nobody gets a first mail again', () => {
    const { past } = judge([{ InviteStatus: 'Pending', LastReminderDate: '2026-10-01T09:00:00Z' }])
    assert.deepEqual(past.invitedAt, new Date('2026-10-01T09:00:00Z'))
  })

  test('a live look is worth its request where the list or the report claims more than was seen live', () => {
    const called = [claimOf({ InviteStatus: 'Active' })]
    const plain = [claimOf({ InviteStatus: 'Sent' })]
    assert.equal(isLookWanted(plain, { level: 'unknown', source: null }, 'mfa'), true)
    assert.equal(isLookWanted(plain, { level: 'none', source: 'report' }, 'mfa'), false)
    assert.equal(isLookWanted(called, { level: 'none', source: 'report' }, 'mfa'), true)
    assert.equal(isLookWanted(plain, { level: 'mfa', source: 'report' }, 'mfa'), true)
    assert.equal(isLookWanted(called, { level: 'mfa', source: 'live' }, 'mfa'), false)
  })
})

test('every finding has its words', () => {
  assert.deepEqual(Object.keys(findingWords), [...findingCodes])
})

type Row = Readonly<Record<string, Cell>>

function claimOf(cells: Row, row = 2) {
  const all: Row = { Title: 'anna@contoso.example', TrackingToken: token, ...cells }
  const { found } = findColumns(named(...Object.keys(all)), {})
  return readListRow(row, Object.values(all), { columns: found, dateOrder: 'monthFirst', now })
}

function judge(rows: readonly Row[], seen: { level?: Level; isMember?: SeenInTenant['isMember'] } = {}) {
  const methods = { level: seen.level ?? ('none' as const), unknownTypes: [] }
  return judgePerson(
    rows.map((row, index) => claimOf(row, index + 2)),
    { methods, isMember: seen.isMember ?? null },
    terms,
  )
}

function codes(findings: ReadonlyMap<number, readonly { code: string }[]>): string[] {
  return [...findings.values()].flat().map(finding => finding.code)
}
