/**
 * Walks every state that an enrolment can reach, with every signal, under several policies, and checks at each that
 * what must hold does. Dates are abstracted to what matters of them: whether they are set, and whether a week has passed.
 */

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Policy } from './campaign.ts'
import { type Enrolment, enrol, type MailKind, replay, type Signal, type Stamped } from './enrolment.ts'
import { day, seedPolicy, seenInReport, seenLive, signals } from './testing/given.ts'
import { breach, restChecks, type Step, stepChecks, take } from './testing/invariants.ts'

const msPerDay = 24 * 60 * 60 * 1000
/** Operators may invite and retry for ever; states with more than this many of either are checked, not walked on from. */
const repeatsMax = 2

/** A state as it was first reached; the way back to the start is its history. */
interface Place {
  row: Enrolment
  at: Date
  cameFrom: Place | null
  byStep: Step | null
}

interface Walk {
  states: number
  steps: number
  speaking: number
}

/** `statesMin` is a round figure below what was measured on 22 Nov 2026: from 14,066 to 46,484 states. */
const policies: Readonly<Record<string, { policy: Policy; statesMin: number; isTakenOver?: true }>> = {
  'the seed, with a group': { policy: { ...seedPolicy, remindersMax: 1 }, statesMin: 20_000 },
  'no group, three reminders': {
    policy: { ...seedPolicy, groupId: null, remindersMax: 3, escalateAfterReminders: null },
    statesMin: 20_000,
  },
  'reminders to everybody not active': {
    policy: { ...seedPolicy, remindersMax: 1, remindAudience: 'notActive' },
    statesMin: 30_000,
  },
  'whoever loses it stays active, flagged': {
    policy: { ...seedPolicy, remindersMax: 1, reopenOnLoss: false },
    statesMin: 10_000,
  },
  'whoever loses it is reminded': {
    policy: { ...seedPolicy, remindersMax: 1, remindOnLoss: true },
    statesMin: 10_000,
  },
  'one reminder, then the manager': {
    policy: { ...seedPolicy, groupId: null, remindersMax: 1, escalateAfterReminders: 1 },
    statesMin: 20_000,
  },
  'phishing-resistant goal, no reminders': {
    policy: { ...seedPolicy, goal: 'phishingResistant', remindersMax: 0 },
    statesMin: 10_000,
  },
  'one reminder, taken over from where mail was sent yesterday': {
    policy: { ...seedPolicy, groupId: null, remindersMax: 1, escalateAfterReminders: null },
    statesMin: 5_000,
    isTakenOver: true,
  },
}

describe('walking every state with every signal', () => {
  for (const [name, { policy, statesMin, isTakenOver }] of Object.entries(policies)) {
    test(`under the policy "${name}" everything holds everywhere`, t => {
      const walk = walkEverywhere(policy, isTakenOver === true)
      t.diagnostic(`${walk.states} states, ${walk.steps} steps, ${walk.speaking} of them said something`)
      assert.ok(walk.states >= statesMin, `only ${walk.states} states were reached; ${statesMin} were before`)
    })
  }
})

function walkEverywhere(policy: Policy, isTakenOver: boolean): Walk {
  const start = isTakenOver ? takenOver(policy) : { ...beginning }
  const seen = new Set([keyOf(start)])
  const open: Place[] = [start]
  const walk: Walk = { states: 0, steps: 0, speaking: 0 }
  // Breadth first, so that a story that breaks something is as short as one can be.
  for (const place of open) {
    walk.states += 1
    checkRest(place, policy)
    for (const next of placesAfter(place, policy, walk)) {
      const key = keyOf(next)
      if (seen.has(key)) continue
      seen.add(key)
      open.push(next)
    }
  }
  return walk
}

const beginning: Place = { row: enrol(day(0)), at: day(0), cameFrom: null, byStep: null }

function takenOver(policy: Policy): Place {
  const { row, at } = beginning
  const [lately = signals.due] = takeOvers(at)
  const step = take(row, lately, { at, policy })
  return { row: step.after, at, cameFrom: beginning, byStep: step }
}

function placesAfter(place: Place, policy: Policy, walk: Walk): Place[] {
  const { row, at } = place
  if (row.invitations.asked > repeatsMax || row.joinsAsked > repeatsMax) return []
  const aWeekLater: Place = { row, at: new Date(at.getTime() + 7 * msPerDay), cameFrom: place, byStep: null }
  const places: Place[] = [aWeekLater]
  for (const signal of signalsFor(row, at)) {
    const step = take(row, signal, { at, policy })
    walk.steps += 1
    checkStep(place, step)
    if (step.decision.events.length === 0) continue
    walk.speaking += 1
    // Looked at everywhere, and walked on from in a walk of its own: else each walk is twice as long.
    if (signal.kind === 'takenOver') {
      checkRest({ row: step.after, at, cameFrom: place, byStep: step }, policy)
      continue
    }
    places.push({ row: step.after, at, cameFrom: place, byStep: step })
  }
  return places
}

function checkStep(place: Place, step: Step): void {
  const broken = breach(stepChecks, step)
  if (broken !== null)
    assert.fail(`${broken}\n${story(place)}\nthen ${JSON.stringify(step.signal)}\n${tell(step)}`)
}

function checkRest(place: Place, policy: Policy): void {
  const broken = breach(restChecks, { row: place.row, at: place.at, policy })
  if (broken !== null) assert.fail(`${broken}\n${story(place)}\nis ${JSON.stringify(place.row, null, 2)}`)
  const history = historyOf(place)
  assert.deepEqual(replay(history), place.row)
}

/** Every signal in every variant that could matter to this row: numbers never asked for, answers, sources, dates. */
function signalsFor(row: Enrolment, at: Date): Signal[] {
  return [
    ...plainSignals,
    ...takeOvers(at),
    ...mailSignals('invitation', row.invitations.asked),
    ...mailSignals('reminder', row.reminders.asked),
    { kind: 'excluded', reason: 'parentalLeave', owner: 'Noor', until: null },
    {
      kind: 'excluded',
      reason: 'parentalLeave',
      owner: 'Noor',
      until: new Date(at.getTime() + 7 * msPerDay),
    },
  ]
}

const plainSignals: readonly Signal[] = [
  { kind: 'due' },
  { kind: 'managerTold', manager: 'priya@contoso.example' },
  { kind: 'managerNotTold', reason: 'noManager', detail: null },
  { kind: 'managerNotTold', reason: 'bounced', detail: null },
  { kind: 'linkConfirmed' },
  { kind: 'groupJoined' },
  { kind: 'groupRefused', reason: 'groupFull', detail: null },
  seenLive('none'),
  seenLive('phone'),
  seenLive('phone', 'palmAuthenticationMethod'),
  seenLive('mfa'),
  seenLive('phishingResistant'),
  seenLive('unknown', 'palmAuthenticationMethod'),
  seenInReport('none'),
  seenInReport('phone'),
  seenInReport('phishingResistant'),
  seenInReport('unknown', 'palm'),
  { kind: 'foundIneligible', reason: 'guest', detail: null },
  { kind: 'foundIneligible', reason: 'protected', detail: null },
  { kind: 'foundEligible' },
  { kind: 'reinstated', owner: 'Noor' },
  { kind: 'retried', owner: 'Noor' },
  { kind: 'inviteAgain' },
  { kind: 'linkRequested' },
]

/** Rows of another product's list: mailed lately, and long ago with all that can follow. */
function takeOvers(at: Date): Signal[] {
  const days = (count: number) => new Date(at.getTime() + count * msPerDay)
  const none = {
    invitedAt: null,
    reminders: null,
    confirmedAt: null,
    joinedAt: null,
    escalatedAt: null,
    mailHeldUntil: null,
  }
  const common = { kind: 'takenOver', source: { list: 'MFA', row: 7 }, registeredAt: null } as const
  return [
    { ...common, past: { ...none, invitedAt: days(-1), mailHeldUntil: days(6) }, seen: null },
    {
      ...common,
      past: { ...none, invitedAt: day(-20), confirmedAt: day(-10), joinedAt: day(-10) },
      seen: { seen: { level: 'mfa', unknownTypes: [] }, source: 'live' },
      registeredAt: day(-9),
    },
  ]
}

/** Receipts for every mail asked for, and for one before the first and one after the last. */
function mailSignals(mail: MailKind, asked: number): Signal[] {
  return Array.from({ length: asked + 2 }, (_, number): Signal[] => [
    { kind: 'mailAccepted', mail, number },
    { kind: 'mailRefused', mail, number, reason: 'noSuchMailbox', detail: null },
    { kind: 'mailBounced', mail, number, detail: null },
  ]).flat()
}

/**
 * Two places with the same key behave alike: every date is told by whether it is set and whether a week has passed.
 * Short, and written out: JSON.stringify with a replacer took two thirds of the walk (Nov 2026).
 */
function keyOf({ row, at }: Place): string {
  return keyOfFields(row, at.getTime())
}

/** Without the fields' names: rows have the same fields in the same order, and whatever stands in them says its kind. */
function keyOfFields(fields: object, atMs: number): string {
  const parts: string[] = []
  for (const [field, value] of Object.entries(fields)) parts.push(keyOfField(field, value, atMs))
  return parts.join()
}

function keyOfField(field: string, value: unknown, atMs: number): string {
  if (value === null) return ''
  if (value instanceof Date) {
    if (ageless.has(field)) return '+'
    // What has been held until lately is held no more.
    if (field === 'mailHeldUntil') return value.getTime() <= atMs ? '' : '>'
    const isLongAgo = value.getTime() <= (field === 'until' ? atMs : atMs - 7 * msPerDay)
    return isLongAgo ? '<' : '>'
  }
  return typeof value === 'object' ? `(${keyOfFields(value, atMs)})` : String(value)
}

/** What nothing is reckoned from. */
const ageless = new Set([
  'remindersBeforeConfirming',
  'remindersBeforeRegistering',
  'joinedAt',
  'registeredAt',
  'lostAt',
  'reopenedAt',
  'enrolledAt',
  'escalationAskedAt',
  'escalatedAt',
])

function historyOf(place: Place): Stamped[] {
  const history: Stamped[] = []
  for (let p: Place | null = place; p !== null; p = p.cameFrom) {
    const { byStep } = p
    if (byStep !== null) history.unshift(...byStep.decision.events.map(event => ({ event, at: byStep.at })))
  }
  return [{ event: { kind: 'enrolled' }, at: day(0) }, ...history]
}

function story(place: Place): string {
  const lines = historyOf(place).map(({ event, at }) => `  ${at.toISOString()} ${JSON.stringify(event)}`)
  return ['after', ...lines].join('\n')
}

function tell({ before, decision, after }: Step): string {
  return JSON.stringify({ decision, before, after }, null, 2)
}
