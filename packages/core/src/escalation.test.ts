/** When digests are made, and which managers can be told. */

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { judgeManager, type ManagerFacts, nextDigestAt } from './escalation.ts'

describe('digests are made once a day', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['2026-11-23T06:59:59.999Z', '2026-11-23T07:00:00.000Z'],
    ['2026-11-23T07:00:00.000Z', '2026-11-24T07:00:00.000Z'],
    ['2026-11-23T23:59:00.000Z', '2026-11-24T07:00:00.000Z'],
    ['2026-11-23T00:00:00.000Z', '2026-11-23T07:00:00.000Z'],
    ['2026-12-31T12:00:00.000Z', '2027-01-01T07:00:00.000Z'],
  ]
  for (const [at, expected] of cases) {
    test(`what falls due at ${at} is gathered until ${expected}`, () => {
      assert.equal(nextDigestAt(new Date(at)).toISOString(), expected)
    })
  }
})

describe('a manager', () => {
  const priya: ManagerFacts = {
    mail: 'priya@contoso.example',
    accountEnabled: true,
    userType: 'member',
    deleted: false,
    isProtected: false,
  }

  test('who can be reached is told', () => {
    assert.equal(judgeManager(priya), null)
  })

  const obstacles: readonly (readonly [Partial<ManagerFacts>, string])[] = [
    [{ isProtected: true }, 'managerProtected'],
    [{ deleted: true, accountEnabled: false }, 'managerDeleted'],
    [{ accountEnabled: false }, 'managerDisabled'],
    [{ userType: 'guest' }, 'managerGuest'],
    [{ mail: null }, 'managerNoMailbox'],
  ]
  for (const [facts, reason] of obstacles) {
    test(`is as good as none when ${reason}`, () => {
      assert.equal(judgeManager({ ...priya, ...facts })?.reason, reason)
    })
  }
})
