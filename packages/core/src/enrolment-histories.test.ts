/** Replays random histories of signals at increasing times, and checks at every step what must hold. */

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { Policy } from './campaign.ts'
import {
  type Enrolment,
  type EventKind,
  enrol,
  replay,
  type Signal,
  type Stamped,
  statuses,
} from './enrolment.ts'
import type { Level } from './methods.ts'
import { readStoredEvent } from './stored-event.ts'
import { day, groupId } from './testing/given.ts'
import { breach, effectKeys, restChecks, type Step, stepChecks, take } from './testing/invariants.ts'

/** Each property then takes well under a second (21 Nov 2026), and the walk beside this file covers the short histories. */
const runsMax = 2_000
/** Twice as many as the longest orderly history; more only repeats what came before. */
const signalsMax = 60

/** Every kind of event by name; the compiler sees to it that none is left out. */
const eventKinds: Readonly<Record<EventKind, true>> = {
  enrolled: true,
  linkRequested: true,
  invitationAsked: true,
  invited: true,
  invitationRefused: true,
  reminderAsked: true,
  reminded: true,
  reminderRefused: true,
  mailBounced: true,
  mailWithdrawn: true,
  escalationAsked: true,
  escalated: true,
  notEscalated: true,
  confirmed: true,
  joinAsked: true,
  joinWithdrawn: true,
  joined: true,
  joinRefused: true,
  registrationSeen: true,
  registrationLost: true,
  skipped: true,
  readmitted: true,
  excluded: true,
  reinstated: true,
  retried: true,
  takenOver: true,
}

interface Said {
  signal: Signal
  afterDays: number
}

interface Played {
  row: Enrolment
  steps: Step[]
  history: Stamped[]
}

describe('random histories', () => {
  test('come to every status and give rise to every event', () => {
    const sample = fc.sample(fc.tuple(policies(), tales()), { seed: 7, numRuns: 2_000 })
    const played = sample.map(([policy, tale]) => play(policy, tale))
    const statusesMet = new Set(played.flatMap(({ steps }) => steps.map(({ after }) => after.status)))
    assert.deepEqual([...statusesMet].sort(), [...statuses].sort())
    const eventsMet = new Set(played.flatMap(({ history }) => history.map(({ event }) => event.kind)))
    assert.deepEqual([...eventsMet].sort(), Object.keys(eventKinds).sort())
  })

  test('hold every invariant at every step and at rest', () => {
    fc.assert(
      fc.property(policies(), tales(), (policy, tale) => {
        const { steps } = play(policy, tale)
        for (const step of steps) {
          const { after: row, at } = step
          const broken = breach(stepChecks, step) ?? breach(restChecks, { row, at, policy })
          assert.equal(broken, null, JSON.stringify(step, null, 2))
        }
      }),
      { numRuns: runsMax },
    )
  })

  test('never ask for the same thing twice', () => {
    fc.assert(
      fc.property(policies(), tales(), (policy, tale) => {
        const keys = play(policy, tale).steps.flatMap(({ decision }) => effectKeys(decision))
        assert.equal(new Set(keys).size, keys.length, keys.join('\n'))
      }),
      { numRuns: runsMax },
    )
  })

  test('replay to exactly the row, also when the events have been through JSON', () => {
    fc.assert(
      fc.property(policies(), tales(), (policy, tale) => {
        const { row, history } = play(policy, tale)
        assert.deepEqual(replay(history), row)
        assert.deepEqual(replay(readBack(JSON.stringify(history))), row)
      }),
      { numRuns: runsMax },
    )
  })

  test('come out the same when every signal that is not the clock is delivered twice', () => {
    fc.assert(
      fc.property(policies(), tales(), (policy, tale) => {
        const twice = tale.flatMap(said =>
          said.signal.kind === 'due' ? [said] : [said, { ...said, afterDays: 0 }],
        )
        assert.deepEqual(play(policy, twice).history, play(policy, tale).history)
      }),
      { numRuns: runsMax },
    )
  })

  test('end unmoved by receipts and clicks that have counted before, whenever they are delivered again', () => {
    fc.assert(
      fc.property(policies(), tales(), (policy, tale) => {
        const { row, steps } = play(policy, tale)
        const at = day(10_000)
        for (const { signal, decision } of steps) {
          if (!isReceipt(signal) || decision.events.length === 0) continue
          assert.deepEqual(take(row, signal, { at, policy }).decision, { events: [], effects: [] })
        }
      }),
      { numRuns: runsMax },
    )
  })
})

function isReceipt({ kind }: Signal): boolean {
  return ['mailAccepted', 'mailRefused', 'managerTold', 'linkConfirmed', 'groupJoined'].includes(kind)
}

function play(policy: Policy, tale: readonly Said[]): Played {
  const played: Played = {
    row: enrol(day(0)),
    steps: [],
    history: [{ event: { kind: 'enrolled' }, at: day(0) }],
  }
  let days = 0
  for (const { signal, afterDays } of tale) {
    days += afterDays
    const at = day(days)
    const step = take(played.row, signal, { at, policy })
    played.row = step.after
    played.steps.push(step)
    played.history.push(...step.decision.events.map(event => ({ event, at })))
  }
  return played
}

function readBack(json: string): Stamped[] {
  const rows: { event: { kind: string }; at: string }[] = JSON.parse(json)
  return rows.map(({ event, at }) => ({ event: readStoredEvent(event), at: new Date(at) }))
}

function policies(): fc.Arbitrary<Policy> {
  return fc.record({
    goal: fc.constantFrom('mfa', 'notPhoneOnly', 'phishingResistant'),
    groupId: fc.constantFrom(groupId, null),
    remindAfterDays: fc.integer({ min: 1, max: 10 }),
    remindEveryDays: fc.integer({ min: 1, max: 10 }),
    remindersMax: fc.integer({ min: 0, max: 4 }),
    remindAudience: fc.constantFrom('sent', 'notActive'),
    escalateAfterReminders: fc.constantFrom(1, 1, 2, null),
    inviteGuests: fc.boolean(),
    uncertainAfterHours: fc.constant(48),
    uncertainThen: fc.constant('wait'),
    reopenOnLoss: fc.boolean(),
    remindOnLoss: fc.boolean(),
    // They decide when a mail goes out, not whether.
    mailHours: fc.constant(null),
    mailDays: fc.constant(null),
  })
}

function tales(): fc.Arbitrary<Said[]> {
  const afterDays = fc.constantFrom(0, 0, 0, 0.25, 1, 3, 7, 8)
  return fc.array(fc.record({ signal: signals(), afterDays }), { maxLength: signalsMax, size: 'max' })
}

function signals(): fc.Arbitrary<Signal> {
  return fc.oneof(
    { weight: 4, arbitrary: fc.constant<Signal>({ kind: 'due' }) },
    { weight: 6, arbitrary: receipts() },
    { weight: 2, arbitrary: sightings() },
    { weight: 4, arbitrary: fc.constantFrom<Signal>(...plain) },
    { weight: 1, arbitrary: exclusions() },
    { weight: 1, arbitrary: takeOvers() },
  )
}

function takeOvers(): fc.Arbitrary<Signal> {
  const time = fc.option(
    fc.integer({ min: -60, max: 60 }).map(count => day(count)),
    { nil: null },
  )
  const past = fc.record({
    invitedAt: time,
    reminders: fc.option(
      fc.record({ sent: fc.integer({ min: 1, max: 6 }), at: time.map(at => at ?? day(-3)) }),
      {
        nil: null,
      },
    ),
    confirmedAt: time,
    joinedAt: time,
    escalatedAt: time,
    mailHeldUntil: time,
  })
  const seen = fc.option(
    fc.record({
      seen: fc
        .constantFrom<Level>('none', 'phone', 'mfa')
        .map(level => ({ level, unknownTypes: [] as string[] })),
      source: fc.constantFrom('live' as const, 'report' as const),
    }),
    { nil: null },
  )
  const row = fc.integer({ min: 2, max: 9 })
  return fc.record({
    kind: fc.constant('takenOver'),
    source: row.map(row => ({ list: 'MFA Enrollment', row })),
    past,
    seen,
    registeredAt: time,
  })
}

const plain: readonly Signal[] = [
  { kind: 'managerTold', manager: 'priya@contoso.example' },
  { kind: 'managerNotTold', reason: 'noManager', detail: null },
  { kind: 'managerNotTold', reason: 'bounced', detail: '550 5.1.10' },
  { kind: 'linkConfirmed' },
  { kind: 'groupJoined' },
  { kind: 'groupRefused', reason: 'groupFull', detail: null },
  { kind: 'groupRefused', reason: 'groupGone', detail: 'Request_ResourceNotFound' },
  { kind: 'foundIneligible', reason: 'guest', detail: null },
  { kind: 'foundIneligible', reason: 'protected', detail: 'on the list' },
  { kind: 'foundEligible' },
  { kind: 'reinstated', owner: 'Noor' },
  { kind: 'retried', owner: 'Noor' },
  { kind: 'inviteAgain' },
  { kind: 'linkRequested' },
]

function receipts(): fc.Arbitrary<Signal> {
  const mail = fc.constantFrom('invitation', 'reminder')
  const number = fc.integer({ min: 0, max: 4 })
  return fc.oneof(
    { weight: 5, arbitrary: fc.record({ kind: fc.constant('mailAccepted'), mail, number }) },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('mailRefused'),
        mail,
        number,
        reason: fc.constant('noSuchMailbox'),
        detail: fc.constantFrom(null, '550 5.1.1'),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('mailBounced'),
        mail,
        number,
        detail: fc.constantFrom(null, '550 5.1.10'),
      }),
    },
  )
}

function sightings(): fc.Arbitrary<Signal> {
  const known = fc.constantFrom<Level>('none', 'phone', 'mfa', 'phishingResistant')
  const seen = fc.oneof(
    known.map(level => ({ level, unknownTypes: [] as string[] })),
    known.map(level => ({ level: level === 'none' ? 'unknown' : level, unknownTypes: ['palm'] })),
  )
  return fc.record({ kind: fc.constant('methodsSeen'), seen, source: fc.constantFrom('live', 'report') })
}

function exclusions(): fc.Arbitrary<Signal> {
  return fc.record({
    kind: fc.constant('excluded'),
    reason: fc.constantFrom('parentalLeave', 'sharedAccount'),
    owner: fc.constantFrom('Noor', 'Pavel'),
    until: fc.option(
      fc.integer({ min: 0, max: 90 }).map(count => day(count)),
      { nil: null },
    ),
  })
}
