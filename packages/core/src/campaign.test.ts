/** A campaign's life cycle, every status with every act, and the policy that the first seed stands for. */

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type CampaignAct, type CampaignStatus, defaultPolicy, moveCampaign } from './campaign.ts'

/** `-` is refused, `=` is already so. */
const table: Readonly<Record<CampaignStatus, Readonly<Record<CampaignAct, CampaignStatus | '-' | '='>>>> = {
  draft: { launch: 'running', pause: '-', resume: '-', finish: '-' },
  running: { launch: '=', pause: 'paused', resume: '=', finish: 'finished' },
  paused: { launch: '-', pause: '=', resume: 'running', finish: 'finished' },
  finished: { launch: '-', pause: '-', resume: '-', finish: '=' },
}

describe('the life cycle of a campaign', () => {
  for (const status of Object.keys(table) as CampaignStatus[]) {
    for (const act of Object.keys(table[status]) as CampaignAct[]) {
      const expected = table[status][act]
      test(`${act} a ${status} campaign: ${tell(expected)}`, () => {
        const move = moveCampaign(status, act)
        if (expected === '=') assert.deepEqual(move, { kind: 'already' })
        else if (expected === '-') assert.equal(move.kind, 'refused')
        else assert.deepEqual(move, { kind: 'moved', to: expected })
      })
    }
  }

  test('a refusal says what stands in the way and what would not', () => {
    assert.deepEqual(moveCampaign('draft', 'pause'), {
      kind: 'refused',
      why: 'cannotPause',
    })
    assert.deepEqual(moveCampaign('draft', 'finish'), {
      kind: 'refused',
      why: 'cannotFinish',
    })
  })

  test('from every status but the last there is a way on', () => {
    for (const [status, acts] of Object.entries(table)) {
      const ways = Object.values(acts).filter(to => to !== '-' && to !== '=')
      assert.equal(ways.length > 0, status !== 'finished', status)
    }
  })
})

describe('the default policy', () => {
  test("is the seed's: any method counts, first reminder after 7 days, only to people still sent", () => {
    assert.deepEqual(defaultPolicy, {
      goal: 'mfa',
      groupId: null,
      remindAfterDays: 7,
      remindEveryDays: 7,
      remindersMax: 3,
      remindAudience: 'sent',
      escalateAfterReminders: 2,
      inviteGuests: false,
      reopenOnLoss: true,
      remindOnLoss: false,
      uncertainAfterHours: 48,
      uncertainThen: 'wait',
      mailHours: null,
      mailDays: null,
    })
  })
})

function tell(expected: CampaignStatus | '-' | '='): string {
  if (expected === '=') return 'already so'
  return expected === '-' ? 'refused' : `becomes ${expected}`
}
