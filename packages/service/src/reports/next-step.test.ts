/** What each person in a campaign is told to wait for. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type CampaignStatus, defaultPolicy } from '@muster/core/campaign'
import { type Enrolment, type Event, enrol, evolve } from '@muster/core/enrolment'
import { nextStep } from './next-step.ts'

const monday = new Date('2026-11-02T08:00:00Z')
const policy = { ...defaultPolicy, groupId: '11111111-2222-3333-4444-555555555555' }

function after(...events: Event[]): Enrolment {
  return events.reduce((enrolment, event) => evolve(enrolment, event, monday), enrol(monday))
}

const going = (campaign: CampaignStatus) => ({ campaign, isStopped: false })
const stopped = { campaign: 'running', isStopped: true } as const

const invited: Event[] = [
  { kind: 'invitationAsked', number: 1 },
  { kind: 'invited', number: 1 },
]

test('Wei, not yet invited, waits for the launch, then for the invitation, then for the mail to go out', () => {
  assert.deepEqual(nextStep(after(), policy, going('draft')), { kind: 'launch', at: null })
  assert.deepEqual(nextStep(after(), policy, going('running')), { kind: 'invitation', at: monday })
  const asked = after({ kind: 'invitationAsked', number: 1 })
  assert.deepEqual(nextStep(asked, policy, going('running')), { kind: 'mail', at: null })
})

test('Siobhán, invited on Monday, is reminded a week later; a pause holds the reminder back', () => {
  const next = new Date('2026-11-09T08:00:00Z')
  assert.deepEqual(nextStep(after(...invited), policy, going('running')), { kind: 'reminder', at: next })
  assert.deepEqual(nextStep(after(...invited), policy, going('paused')), { kind: 'resume', at: null })
})

test('whoever gets no further reminder is waited for', () => {
  const quiet = { ...policy, remindersMax: 0, escalateAfterReminders: null }
  assert.deepEqual(nextStep(after(...invited), quiet, going('running')), { kind: 'click', at: null })
})

test('whoever was reminded in vain waits for the digest of the manager', () => {
  const once = { ...policy, remindersMax: 1, escalateAfterReminders: 1 }
  const reminded = after(...invited, { kind: 'reminderAsked', number: 1 }, { kind: 'reminded', number: 1 })
  const at = new Date('2026-11-09T08:00:00Z')
  assert.deepEqual(nextStep(reminded, once, going('running')), { kind: 'escalation', at })
})

test('under the panic stop mails and joins wait for the release; a registration counts all the same', () => {
  const clicked = after(...invited, { kind: 'confirmed' }, { kind: 'joinAsked', number: 1 })
  assert.deepEqual(nextStep(after(...invited), policy, stopped), { kind: 'release', at: null })
  assert.deepEqual(nextStep(clicked, policy, stopped), { kind: 'release', at: null })
  const joined = evolve(clicked, { kind: 'joined' }, monday)
  assert.deepEqual(nextStep(joined, policy, stopped), { kind: 'registration', at: null })
})

test('Björn, who clicked, waits for the group and then registers', () => {
  const clicked = after(...invited, { kind: 'confirmed' }, { kind: 'joinAsked', number: 1 })
  assert.deepEqual(nextStep(clicked, policy, going('running')), { kind: 'join', at: null })
  const joined = evolve(clicked, { kind: 'joined' }, monday)
  assert.deepEqual(nextStep(joined, policy, going('running')), { kind: 'registration', at: null })
  const active = evolve(joined, { kind: 'registrationSeen', level: 'mfa', source: 'live' }, monday)
  assert.deepEqual(nextStep(active, policy, going('running')), { kind: 'nothing', at: null })
})

test('an exclusion that ends says when; one that does not waits for an operator', () => {
  const until = new Date('2026-12-01T00:00:00Z')
  const excluded = (end: Date | null) =>
    after({ kind: 'excluded', reason: 'on leave', owner: 'Aroha', until: end })
  assert.deepEqual(nextStep(excluded(until), policy, going('running')), { kind: 'endOfExclusion', at: until })
  assert.deepEqual(nextStep(excluded(null), policy, going('running')), { kind: 'operator', at: null })
  assert.deepEqual(nextStep(after(...invited), policy, going('finished')), { kind: 'over', at: null })
})
