/** What each person in a campaign is told to wait for. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultPolicy } from '@muster/core/campaign'
import { type Enrolment, type Event, enrol, evolve } from '@muster/core/enrolment'
import { nextStep } from './next-step.ts'

const monday = new Date('2026-11-02T08:00:00Z')
const policy = { ...defaultPolicy, groupId: '11111111-2222-3333-4444-555555555555' }

function after(...events: Event[]): Enrolment {
  return events.reduce((enrolment, event) => evolve(enrolment, event, monday), enrol(monday))
}

const invited: Event[] = [
  { kind: 'invitationAsked', number: 1 },
  { kind: 'invited', number: 1 },
]

test('Wei, not yet invited, waits for the launch, then for the invitation, then for the mail to go out', () => {
  assert.deepEqual(nextStep(after(), policy, 'draft'), { kind: 'launch', at: null })
  assert.deepEqual(nextStep(after(), policy, 'running'), { kind: 'invitation', at: monday })
  const asked = after({ kind: 'invitationAsked', number: 1 })
  assert.deepEqual(nextStep(asked, policy, 'running'), { kind: 'mail', at: null })
})

test('Siobhán, invited on Monday, is reminded a week later; a pause holds the reminder back', () => {
  const next = new Date('2026-11-09T08:00:00Z')
  assert.deepEqual(nextStep(after(...invited), policy, 'running'), { kind: 'reminder', at: next })
  assert.deepEqual(nextStep(after(...invited), policy, 'paused'), { kind: 'resume', at: null })
})

test('whoever gets no further reminder is waited for', () => {
  const quiet = { ...policy, remindersMax: 0 }
  assert.deepEqual(nextStep(after(...invited), quiet, 'running'), { kind: 'click', at: null })
})

test('Björn, who clicked, waits for the group and then registers', () => {
  const clicked = after(...invited, { kind: 'confirmed' }, { kind: 'joinAsked', number: 1 })
  assert.deepEqual(nextStep(clicked, policy, 'running'), { kind: 'join', at: null })
  const joined = evolve(clicked, { kind: 'joined' }, monday)
  assert.deepEqual(nextStep(joined, policy, 'running'), { kind: 'registration', at: null })
  const active = evolve(joined, { kind: 'registrationSeen', level: 'mfa', source: 'live' }, monday)
  assert.deepEqual(nextStep(active, policy, 'running'), { kind: 'nothing', at: null })
})

test('an exclusion that ends says when; one that does not waits for an operator', () => {
  const until = new Date('2026-12-01T00:00:00Z')
  const excluded = (end: Date | null) =>
    after({ kind: 'excluded', reason: 'on leave', owner: 'Aroha', until: end })
  assert.deepEqual(nextStep(excluded(until), policy, 'running'), { kind: 'endOfExclusion', at: until })
  assert.deepEqual(nextStep(excluded(null), policy, 'running'), { kind: 'operator', at: null })
  assert.deepEqual(nextStep(after(...invited), policy, 'finished'), { kind: 'over', at: null })
})
