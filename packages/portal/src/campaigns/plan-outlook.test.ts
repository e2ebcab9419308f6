/** What a plan says before its figures are read. */

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { de } from '../texts/de.ts'
import { en } from '../texts/en.ts'
import { judgeOutlook } from './plan-outlook.ts'

const at = new Date('2026-11-02T08:00:00Z')
const due = { on: '2027-02-01', verdict: 'met' as const, remindersBefore: 3, sendersNeeded: null }
const plan = {
  people: 12,
  mailed: { people: 0, notLookedAt: 0, names: [] },
  notMailed: [{ reason: 'registered' as const, text: '', people: 12, names: [] }],
  wave: { mails: 0, queuedBefore: 0, finishAt: at, days: [] },
  due,
}

describe('a plan for nobody', () => {
  test('of twelve who are registered already says so, and not that a date holds', () => {
    assert.deepEqual(judgeOutlook(plan), { kind: 'nobodyToInvite', why: 'registered' })
    const [excluded] = plan.notMailed.map(one => ({ ...one, reason: 'excluded' as const }))
    assert.deepEqual(judgeOutlook({ ...plan, notMailed: excluded === undefined ? [] : [excluded] }), {
      kind: 'nobodyToInvite',
      why: 'excluded',
    })
  })

  test('whose people are left out for several reasons names none of them', () => {
    const guests = { reason: 'guest' as const, text: '', people: 2, names: [] }
    const outlook = judgeOutlook({ ...plan, notMailed: [...plan.notMailed, guests] })
    assert.deepEqual(outlook, { kind: 'nobodyToInvite', why: null })
  })

  test('is told in each language, with the reason where it is one', () => {
    for (const t of [en, de]) {
      assert.notEqual(t.plan.nobodyBecause(t.noMailReason.excluded), t.plan.nobodySeveral)
      assert.ok(t.plan.nobodyBecause(t.noMailReason.excluded).includes(t.noMailReason.excluded))
    }
  })
})

test('a campaign without people, one without a sender, without a date and with one are told apart', () => {
  const mailed = { people: 3, notLookedAt: 0, names: [] }
  assert.equal(judgeOutlook({ ...plan, people: 0, notMailed: [] }).kind, 'empty')
  assert.equal(judgeOutlook({ ...plan, mailed, wave: { ...plan.wave, finishAt: null } }).kind, 'noSender')
  assert.equal(judgeOutlook({ ...plan, mailed, due: null }).kind, 'noDue')
  assert.deepEqual(judgeOutlook({ ...plan, mailed }), { kind: 'due', due })
})
