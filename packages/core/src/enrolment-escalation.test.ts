/** The specification of escalation: after enough reminders, once in a campaign, and what became of it. */

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { dueAt } from './due.ts'
import { type Event, replay } from './enrolment.ts'
import {
  day,
  given,
  managerNotTold,
  managerTold,
  on,
  reminderAccepted,
  rowAfter,
  seedPolicy,
  signals,
} from './testing/given.ts'
import { clicked, escalate, sendReminder, sent } from './testing/past.ts'

const reminder = (number: number, day: number) => [
  on<Event>(day, { kind: 'reminderAsked', number }),
  on<Event>(day + 0.1, { kind: 'reminded', number }),
]
const remindedTwice = [...sent, ...reminder(1, 8), ...reminder(2, 16)]
const escalationAsked = on<Event>(24, { kind: 'escalationAsked' })
const waiting = [...remindedTwice, ...reminder(3, 24), escalationAsked]
const manager = 'priya@contoso.example'

describe('when somebody is escalated', () => {
  test('a week after the second reminder Dana is owed a third one and her manager is told: both happen', () => {
    given(...remindedTwice)
      .when(on(23.1, signals.due))
      .thenExpect({
        events: [{ kind: 'reminderAsked', number: 3 }, { kind: 'escalationAsked' }],
        effects: [sendReminder(3), escalate],
        row: { status: 'sent', escalationAskedAt: day(23.1), escalatedAt: null },
      })
  })

  test('not a moment before the week is over', () => {
    given(...remindedTwice)
      .when(on(23.09, signals.due))
      .thenNothing()
  })

  test('with no further reminder to come it is the escalation alone that is due', () => {
    const policy = { ...seedPolicy, remindersMax: 2 }
    assert.deepEqual(dueAt(rowAfter(remindedTwice), policy), day(23.1))
    given(...remindedTwice)
      .under({ remindersMax: 2 })
      .when(on(23.1, signals.due))
      .thenExpect({ events: [{ kind: 'escalationAsked' }], effects: [escalate] })
  })

  test('after one reminder, where the policy says so', () => {
    given(...sent, ...reminder(1, 8))
      .under({ escalateAfterReminders: 1, remindersMax: 1 })
      .when(on(15.1, signals.due))
      .thenExpect({ events: [{ kind: 'escalationAsked' }], effects: [escalate] })
  })

  test('never, where the policy says never, and then nothing is due any more', () => {
    const policy = { ...seedPolicy, remindersMax: 2, escalateAfterReminders: null }
    assert.equal(dueAt(rowAfter(remindedTwice), policy), null)
  })

  test('never, where fewer reminders are sent than it takes', () => {
    assert.equal(dueAt(rowAfter([...sent, ...reminder(1, 8)]), { ...seedPolicy, remindersMax: 1 }), null)
  })

  test('a policy that escalates sooner reaches Dana too, who has had all her reminders', () => {
    given(...remindedTwice, ...reminder(3, 24))
      .under({ escalateAfterReminders: 1 })
      .when(on(40, signals.due))
      .thenExpect({ events: [{ kind: 'escalationAsked' }], effects: [escalate] })
  })

  test('Bruno, who clicked, is not spoken of, unless reminders go to everybody not registered', () => {
    const bruno = [...clicked, ...reminder(1, 8), ...reminder(2, 16)]
    assert.equal(dueAt(rowAfter(bruno), seedPolicy), null)
    given(...bruno)
      .under({ remindAudience: 'notActive', remindersMax: 2 })
      .when(on(24, signals.due))
      .thenExpect({ events: [{ kind: 'escalationAsked' }], effects: [escalate], row: { status: 'clicked' } })
  })

  for (const aside of [
    { kind: 'excluded', reason: 'parentalLeave', owner: 'Noor', until: null },
    { kind: 'skipped', reason: 'guest', detail: null },
    { kind: 'mailBounced', mail: 'reminder', number: 2, detail: null },
    { kind: 'registrationSeen', level: 'mfa', source: 'live' },
  ] as const satisfies readonly Event[]) {
    test(`nobody is escalated after "${aside.kind}"`, () => {
      assert.equal(dueAt(rowAfter([...remindedTwice, on<Event>(20, aside)]), seedPolicy), null)
      given(...remindedTwice, on<Event>(20, aside))
        .when(on(30, signals.due))
        .thenNothing()
    })
  }

  test('once in a campaign: not again after a loss, whatever reminders follow', () => {
    given(
      ...waiting,
      on<Event>(25, { kind: 'escalated', manager }),
      on<Event>(26, { kind: 'registrationSeen', level: 'mfa', source: 'live' }),
      on<Event>(40, { kind: 'registrationLost', level: 'none', source: 'live', reopens: true }),
    )
      .under({ remindOnLoss: true, remindersMax: 20 })
      .when(on(60, signals.due))
      .thenExpect({
        events: [{ kind: 'reminderAsked', number: 4 }],
        effects: [sendReminder(4)],
        row: { escalationAskedAt: day(24), escalatedAt: day(25) },
      })
  })
})

describe('what becomes of an escalation', () => {
  test('the digest was taken: the row says when, the event says who got it', () => {
    given(...waiting)
      .when(on(25, managerTold))
      .thenExpect({
        events: [{ kind: 'escalated', manager }],
        effects: [],
        row: { status: 'sent', escalatedAt: day(25), escalationObstacle: null },
      })
  })

  test('the digest was taken while Chidi registered: it has named him all the same', () => {
    given(...waiting, on<Event>(25, { kind: 'registrationSeen', level: 'mfa', source: 'live' }))
      .when(on(25.1, managerTold))
      .thenExpect({
        events: [{ kind: 'escalated', manager }],
        effects: [],
        row: { status: 'active', escalatedAt: day(25.1) },
      })
  })

  test('nobody to tell is kept with its reason, moves nobody, and is said once', () => {
    const told = on<Event>(25, { kind: 'notEscalated', reason: 'noManager', detail: null })
    given(...waiting)
      .when(on(25, managerNotTold('noManager')))
      .thenExpect({
        events: [told.said],
        effects: [],
        row: { status: 'sent', escalationObstacle: 'noManager', escalatedAt: null },
      })
    given(...waiting, told)
      .when(on(26, managerNotTold('noManager')))
      .thenNothing()
  })

  test('a manager who turns up later is told, and the reason is gone', () => {
    given(...waiting, on<Event>(25, { kind: 'notEscalated', reason: 'noManager', detail: null }))
      .when(on(26, managerTold))
      .thenExpect({
        events: [{ kind: 'escalated', manager }],
        effects: [],
        row: { escalatedAt: day(26), escalationObstacle: null },
      })
  })

  test('a digest that comes back is said; any other word after it was taken is stale', () => {
    const told = [...waiting, on<Event>(25, { kind: 'escalated', manager })]
    given(...told)
      .when(on(26, managerNotTold('bounced')))
      .thenExpect({
        events: [{ kind: 'notEscalated', reason: 'bounced', detail: null }],
        effects: [],
        row: { escalatedAt: day(25), escalationObstacle: 'bounced' },
      })
    given(...told)
      .when(on(26, managerNotTold('noManager')))
      .thenNothing()
  })

  test('nothing is believed of somebody for whom it was never asked', () => {
    given(...sent)
      .when(on(25, managerTold))
      .thenNothing()
    given(...sent)
      .when(on(25, managerNotTold('noManager')))
      .thenNothing()
  })

  test('reminders go on beside it', () => {
    given(...remindedTwice, on<Event>(24, { kind: 'reminderAsked', number: 3 }), escalationAsked)
      .when(on(24.1, reminderAccepted(3)))
      .thenExpect({ events: [{ kind: 'reminded', number: 3 }], effects: [] })
  })

  test('a replay gives the row', () => {
    const past = [...waiting, on<Event>(25, { kind: 'escalated', manager })]
    const history = [on<Event>(0, { kind: 'enrolled' }), ...past].map(({ said, at }) => ({ event: said, at }))
    assert.deepEqual(replay(history), rowAfter(past))
  })
})
