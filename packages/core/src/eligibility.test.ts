/** Who may be invited: every combination of what decides it, with the reason that is given. */

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { defaultPolicy } from './campaign.ts'
import { type Candidate, eligibilityChecks, type IneligibleReason, judgeEligibility } from './eligibility.ts'

const amelia: Candidate = {
  isProtected: false,
  accountEnabled: true,
  deleted: false,
  userType: 'member',
  mail: 'amelia.adeyemi@contoso.example',
}

const invitesGuests = { ...defaultPolicy, inviteGuests: true }

describe('eligibility', () => {
  test('Amelia, a member with an enabled account and a mailbox, may be invited', () => {
    assert.deepEqual(judgeEligibility(amelia, defaultPolicy), { eligible: true })
  })

  const refused: readonly [string, Partial<Candidate>, IneligibleReason][] = [
    ['Alba, the emergency account, deleted besides', { isProtected: true, deleted: true }, 'protected'],
    ['Bruno, whose account was deleted', { deleted: true }, 'deleted'],
    ['Chidi, whose account is disabled', { accountEnabled: false }, 'accountDisabled'],
    ['Dana, a guest', { userType: 'guest' }, 'guest'],
    ['Emeka, who has no mailbox', { mail: null }, 'noMailbox'],
    [
      'Farah, deleted and disabled: the first check names the reason',
      { deleted: true, accountEnabled: false },
      'deleted',
    ],
    [
      'Goran, a disabled guest without mailbox',
      { accountEnabled: false, userType: 'guest', mail: null },
      'accountDisabled',
    ],
    ['Hana, a guest without mailbox', { userType: 'guest', mail: null }, 'guest'],
  ]
  for (const [who, change, name] of refused) {
    test(`${who}: ${name}`, () => {
      const judged = judgeEligibility({ ...amelia, ...change }, defaultPolicy)
      assert.deepEqual(judged, { eligible: false, name, reason: reasonOf(name) })
    })
  }

  test('Dana, a guest, may be invited where the campaign invites guests', () => {
    assert.deepEqual(judgeEligibility({ ...amelia, userType: 'guest' }, invitesGuests), { eligible: true })
  })

  test('a guest without mailbox may not, even there', () => {
    const judged = judgeEligibility({ ...amelia, userType: 'guest', mail: null }, invitesGuests)
    assert.equal(judged.eligible ? null : judged.name, 'noMailbox')
  })

  test('in all 64 combinations the first check that fails decides, in the order of the list', () => {
    assert.deepEqual(
      eligibilityChecks.map(check => check.name),
      ['protected', 'deleted', 'accountDisabled', 'guest', 'noMailbox'],
    )
    for (let bits = 0; bits < 64; bits += 1) {
      const policy = bits & 16 ? invitesGuests : defaultPolicy
      const failing = [bits & 32, bits & 1, bits & 2, bits & 4 && !policy.inviteGuests, bits & 8]
      const first = failing.findIndex(Boolean)
      const judged = judgeEligibility(candidateOf(bits), policy)
      assert.equal(
        judged.eligible ? undefined : judged.name,
        eligibilityChecks[first]?.name,
        `combination ${bits}`,
      )
    }
  })

  test('every reason is a sentence for a person, and no two are the same', () => {
    const reasons = eligibilityChecks.map(check => check.reason)
    assert.equal(new Set(reasons).size, reasons.length)
    for (const reason of reasons) assert.match(reason, /^(the|a) .{10,}$/)
  })
})

function candidateOf(bits: number): Candidate {
  return {
    isProtected: (bits & 32) !== 0,
    deleted: (bits & 1) !== 0,
    accountEnabled: (bits & 2) === 0,
    userType: bits & 4 ? 'guest' : 'member',
    mail: bits & 8 ? null : amelia.mail,
  }
}

function reasonOf(name: IneligibleReason): string | undefined {
  return eligibilityChecks.find(check => check.name === name)?.reason
}
