/**
 * For tests only: `given(past…).when(signal).thenExpect({ events, effects, row })`, so that an enrolment's tests read
 * as its specification. Days are counted from the day somebody is enrolled, Monday 2 November 2026, day 0.
 */

import assert from 'node:assert/strict'
import { defaultPolicy, type Policy } from '../campaign.ts'
import { decide } from '../decision.ts'
import { type Effect, type Enrolment, type Event, enrol, evolve, type Signal } from '../enrolment.ts'
import type { Level } from '../methods.ts'

export const groupId = '6f1d2c3b-0000-4000-8000-00000000face'
/** The seed's policy, with a security group to put people into. */
export const seedPolicy: Policy = { ...defaultPolicy, groupId }

const msPerDay = 24 * 60 * 60 * 1000
const dayZero = new Date('2026-11-02T09:00:00.000Z')

/** Nine in the morning (UTC), so many days after enrolment; fractions are parts of a day. */
export function day(count: number): Date {
  return new Date(dayZero.getTime() + count * msPerDay)
}

export interface Dated<T> {
  said: T
  at: Date
}

export function on<T>(count: number, said: T): Dated<T> {
  return { said, at: day(count) }
}

/** The signals that say nothing but their name. */
export const signals = {
  due: { kind: 'due' },
  linkConfirmed: { kind: 'linkConfirmed' },
  groupJoined: { kind: 'groupJoined' },
  foundEligible: { kind: 'foundEligible' },
  inviteAgain: { kind: 'inviteAgain' },
  linkRequested: { kind: 'linkRequested' },
} as const satisfies Record<string, Signal>

export function invitationAccepted(number: number): Signal {
  return { kind: 'mailAccepted', mail: 'invitation', number }
}

export function reminderAccepted(number: number): Signal {
  return { kind: 'mailAccepted', mail: 'reminder', number }
}

export function invitationRefused(number: number): Signal {
  return { kind: 'mailRefused', mail: 'invitation', number, reason: 'noSuchMailbox', detail: '550 5.1.1' }
}

export function reminderRefused(number: number): Signal {
  return { kind: 'mailRefused', mail: 'reminder', number, reason: 'noSuchMailbox', detail: '550 5.1.1' }
}

export function invitationBounced(number: number): Signal {
  return { kind: 'mailBounced', mail: 'invitation', number, detail: '550 5.1.10 Recipient not found' }
}

export function reminderBounced(number: number): Signal {
  return { kind: 'mailBounced', mail: 'reminder', number, detail: '550 5.1.10 Recipient not found' }
}

export const managerTold: Signal = { kind: 'managerTold', manager: 'priya@contoso.example' }

export function managerNotTold(reason: string): Signal {
  return { kind: 'managerNotTold', reason, detail: null }
}

export function seenLive(level: Level, ...unknownTypes: string[]): Signal {
  return { kind: 'methodsSeen', seen: { level, unknownTypes }, source: 'live' }
}

export function seenInReport(level: Level, ...unknownTypes: string[]): Signal {
  return { kind: 'methodsSeen', seen: { level, unknownTypes }, source: 'report' }
}

export interface Expected {
  events: readonly Event[]
  effects: readonly Effect[]
  /** What the row then says, as far as the test cares. */
  row?: Partial<Enrolment>
}

interface Then {
  thenExpect(expected: Expected): void
  thenNothing(row?: Partial<Enrolment>): void
}

interface Given {
  /** Another policy than the seed's. */
  under(change: Partial<Policy>): Given
  when(signal: Dated<Signal>): Then
}

/** Starts on day 0 with `enrolled`, then plays the events in the order given. */
export function given(...past: readonly Dated<Event>[]): Given {
  return givenUnder(seedPolicy, past)
}

function givenUnder(policy: Policy, past: readonly Dated<Event>[]): Given {
  return {
    under: change => givenUnder({ ...policy, ...change }, past),
    when: signal => whenSaid(rowAfter(past), signal, policy),
  }
}

/** The row that a past amounts to. */
export function rowAfter(past: readonly Dated<Event>[]): Enrolment {
  return past.reduce((row, { said, at }) => evolve(row, said, at), enrol(day(0)))
}

function whenSaid(before: Enrolment, { said, at }: Dated<Signal>, policy: Policy): Then {
  const { events, effects } = decide(before, said, at, policy)
  const after = events.reduce((row, event) => evolve(row, event, at), before)
  const thenExpect = (expected: Expected): void => {
    assert.deepEqual({ events, effects }, { events: expected.events, effects: expected.effects })
    assert.deepEqual(after, { ...after, ...expected.row })
  }
  return { thenExpect, thenNothing: row => thenExpect({ events: [], effects: [], ...(row && { row }) }) }
}
