/** The plan before a launch: who is mailed and who not, how long the wave takes, and whether the date holds. */

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { defaultPolicy, type Policy } from './campaign.ts'
import { statuses } from './enrolment.ts'
import { type PacedSender, paceWave, sentAfter, waveMinutes } from './pacing.ts'
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
  mails: 13_000,
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

describe('the pace of mailboxes', () => {
  test('30 a minute, 10,000 a day', () => {
    assert.equal(sentAfter(mailbox, 10), 300)
    assert.equal(sentAfter(mailbox, 24 * 60), 10_000)
    assert.equal(sentAfter(mailbox, 24 * 60 + 10), 10_300)
    assert.equal(waveMinutes([mailbox], 300), 10)
    assert.equal(waveMinutes([mailbox], 13_000), 24 * 60 + 100)
    assert.equal(waveMinutes([mailbox, mailbox], 13_000), 217)
  })

  test('from 80 % of the day on, mails are spaced over what is left of it', () => {
    assert.equal(waveMinutes([mailbox], 8_000), 267)
    assert.equal(waveMinutes([mailbox], 9_000), 854)
    assert.equal(waveMinutes([mailbox], 10_000), 24 * 60)
  })

  test('what was sent today counts against the first day', () => {
    assert.equal(Math.round(sentAfter({ ...mailbox, usedToday: 9_900 }, 24 * 60)), 100)
    assert.equal(waveMinutes([{ ...mailbox, usedToday: 10_000 }], 30), 24 * 60 + 1)
  })

  test('without a sender a wave never ends, and nothing to send is done at once', () => {
    assert.equal(waveMinutes([], 1), null)
    assert.equal(waveMinutes([], 0), 0)
    assert.equal(waveMinutes([{ ...mailbox, perDayMax: 0 }], 1), null)
  })

  test('the days of a wave add up to it, and mails that wait already go first', () => {
    const wave = paceWave({
      senders: [mailbox],
      mails: 13_000,
      queuedBefore: 3_000,
      startAt: monday,
      daysMax: 9,
    })
    assert.deepEqual(wave.days, [
      { day: '2026-11-02', mails: 6_181 },
      { day: '2026-11-03', mails: 6_819 },
    ])
    assert.equal(wave.finishAt?.toISOString(), '2026-11-03T11:20:00.000Z')
  })
})

describe('the plan of a campaign', () => {
  test('reminders fall behind the wave, each as many days after as the policy says', () => {
    const { reminders } = planCampaign(facts)
    assert.deepEqual(
      reminders.map(({ number, fromAt, untilAt }) => [number, fromAt.toISOString(), untilAt.toISOString()]),
      [
        [1, '2026-11-09T08:00:00.000Z', '2026-11-10T09:40:00.000Z'],
        [2, '2026-11-16T08:00:00.000Z', '2026-11-17T09:40:00.000Z'],
        [3, '2026-11-23T08:00:00.000Z', '2026-11-24T09:40:00.000Z'],
      ],
    )
  })

  test('managers are told a reminder’s wait after the last that it takes, on the next morning', () => {
    assert.deepEqual(planCampaign(facts).escalation, {
      afterReminders: 2,
      peopleAtMost: facts.mails,
      fromAt: new Date('2026-11-24T07:00:00.000Z'),
      untilAt: new Date('2026-11-25T07:00:00.000Z'),
    })
  })

  test('managers are told never where the policy never comes to it, or nobody is mailed', () => {
    const under = (policy: Partial<Policy>) =>
      planCampaign({ ...facts, policy: { ...facts.policy, ...policy } }).escalation
    assert.equal(under({ escalateAfterReminders: null }), null)
    assert.equal(under({ remindersMax: 1 }), null)
    assert.equal(planCampaign({ ...facts, mails: 0 }).escalation, null)
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
    const missed = planCampaign({ ...facts, mails: 50_000, dueOn: '2026-11-03' }).due
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
    const { wave, reminders } = planCampaign({ ...facts, mails: 0, queuedBefore: 500 })
    assert.deepEqual({ wave, reminders }, { wave: { finishAt: monday, days: [] }, reminders: [] })
  })
})
