/** The plan before a launch: who is mailed and who not, how long the wave takes, and whether the date holds. */

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { defaultPolicy, type Policy } from './campaign.ts'
import { statuses } from './enrolment.ts'
import type { PacedSender } from './pacing.ts'
import { judgeMail, type PlanFacts, type Planned, planCampaign } from './plan.ts'

const ana: Planned = {
  candidate: {
    isProtected: false,
    deleted: false,
    accountEnabled: true,
    userType: 'member',
    mail: 'ana.souza@contoso.example',
  },
  status: 'pending',
  level: 'none',
  isLost: false,
}

const mailbox: PacedSender = { perMinuteMax: 30, perDayMax: 10_000, usedToday: 0 }
const monday = new Date('2026-11-02T08:00:00Z')

const facts: PlanFacts = {
  groups: [{ zone: 'UTC', mails: 13_000 }],
  queuedBefore: 0,
  senders: [mailbox],
  policy: defaultPolicy,
  startAt: monday,
  dueOn: null,
  sendersMax: 50,
}

describe('who would be mailed', () => {
  const told: readonly [string, Partial<Planned>, string][] = [
    ['Ana, seen to have nothing', {}, 'mailed'],
    ['Bela, whom nobody has looked at', { level: 'unknown' }, 'mailed'],
    ['Cem, who has a phone where a phone is enough', { level: 'phone' }, 'registered'],
    ['Dora, active', { status: 'active', level: 'mfa' }, 'registered'],
    ['Emil, excluded', { status: 'excluded' }, 'excluded'],
    ['Femi, invited before', { status: 'sent' }, 'invited'],
    ['Gita, who clicked before', { status: 'clicked' }, 'invited'],
    ['Hugo, failed', { status: 'failed' }, 'failed'],
    ['Ida, whose method is gone', { isLost: true }, 'lost'],
    ['Jan, a guest', { candidate: { ...ana.candidate, userType: 'guest' } }, 'guest'],
    ['Kim, skipped for an account that is enabled again', { status: 'skipped' }, 'mailed'],
    [
      'Brita, the emergency account, active besides',
      { candidate: { ...ana.candidate, isProtected: true }, status: 'active' },
      'protected',
    ],
  ]
  for (const [who, change, expected] of told) {
    test(`${who}: ${expected}`, () => {
      const verdict = judgeMail({ ...ana, ...change }, defaultPolicy)
      assert.equal(verdict.kind === 'mailed' ? 'mailed' : verdict.reason, expected)
    })
  }

  test('whoever nobody has looked at is told apart', () => {
    assert.deepEqual(judgeMail(ana, defaultPolicy), { kind: 'mailed', isLookedAt: true })
    const unseen = judgeMail({ ...ana, level: 'unknown' }, defaultPolicy)
    assert.deepEqual(unseen, { kind: 'mailed', isLookedAt: false })
  })

  test('only the pending, and the skipped who may be mailed again, are mailed; every status has its answer', () => {
    const mailed = statuses.filter(status => judgeMail({ ...ana, status }, defaultPolicy).kind === 'mailed')
    assert.deepEqual(mailed, ['pending', 'skipped'])
  })
})

describe('the plan of a campaign', () => {
  test('reminders fall behind the wave, each as many days after as the policy says', () => {
    const { reminders } = planCampaign(facts)
    assert.deepEqual(
      reminders.map(({ number, fromAt, untilAt }) => [number, fromAt.toISOString(), untilAt.toISOString()]),
      [
        [1, '2026-11-09T08:00:00.000Z', '2026-11-10T10:14:00.000Z'],
        [2, '2026-11-16T08:00:00.000Z', '2026-11-17T10:14:00.000Z'],
        [3, '2026-11-23T08:00:00.000Z', '2026-11-24T10:14:00.000Z'],
      ],
    )
  })

  test('managers are told a reminder’s wait after the last that it takes, on the next morning', () => {
    assert.deepEqual(planCampaign(facts).escalation, {
      afterReminders: 2,
      peopleAtMost: 13_000,
      fromAt: new Date('2026-11-24T07:00:00.000Z'),
      untilAt: new Date('2026-11-25T07:00:00.000Z'),
    })
  })

  test('managers are told never where the policy never comes to it, or nobody is mailed', () => {
    const under = (policy: Partial<Policy>) =>
      planCampaign({ ...facts, policy: { ...facts.policy, ...policy } }).escalation
    assert.equal(under({ escalateAfterReminders: null }), null)
    assert.equal(under({ remindersMax: 1 }), null)
    assert.equal(planCampaign({ ...facts, groups: [] }).escalation, null)
  })

  test('the date is met when every reminder falls before it, tight when only the invitations do', () => {
    assert.equal(planCampaign({ ...facts, dueOn: '2026-11-24' }).due?.verdict, 'met')
    const tight = planCampaign({ ...facts, dueOn: '2026-11-18' }).due
    assert.deepEqual(tight, {
      on: '2026-11-18',
      verdict: 'tight',
      remindersBefore: 2,
      sendersNeeded: null,
    })
  })

  test('a date that one mailbox misses names the number that makes it', () => {
    const missed = planCampaign({
      ...facts,
      groups: [{ zone: 'UTC', mails: 50_000 }],
      dueOn: '2026-11-03',
    }).due
    assert.equal(missed?.verdict, 'missed')
    assert.equal(missed?.sendersNeeded, 3)
  })

  test('a date that has passed, and a campaign without a sender, are missed for good', () => {
    assert.equal(planCampaign({ ...facts, dueOn: '2026-10-30' }).due?.sendersNeeded, null)
    const nobody = planCampaign({ ...facts, senders: [], dueOn: '2026-11-24' })
    assert.equal(nobody.wave.finishAt, null)
    assert.equal(nobody.due?.verdict, 'missed')
    assert.deepEqual(nobody.reminders, [])
  })

  test('with nobody to mail there is nothing to wait for', () => {
    const { wave, reminders } = planCampaign({ ...facts, groups: [], queuedBefore: 500 })
    assert.deepEqual({ wave, reminders }, { wave: { finishAt: monday, days: [] }, reminders: [] })
  })
})
