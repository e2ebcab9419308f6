/** The specification of the road: the first seed's status table and reminders, receipts of every kind, inviting again. */

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { dueAt } from './due.ts'
import { type Event, replay } from './enrolment.ts'
import {
  type Dated,
  day,
  given,
  invitationAccepted,
  invitationRefused,
  on,
  reminderAccepted,
  rowAfter,
  seedPolicy,
  seenLive,
  signals,
} from './testing/given.ts'
import {
  active,
  asked,
  clicked,
  inGroup,
  joinGroup,
  sendInvitation,
  sendReminder,
  sent,
  watchMethods,
  withdrawMail,
} from './testing/past.ts'

describe("the seed's status table", () => {
  test('Pending: Amelia is enrolled and no mail has been sent yet', () => {
    const amelia = rowAfter([])
    assert.equal(amelia.status, 'pending')
    assert.equal(amelia.invitedAt, null)
    assert.deepEqual(dueAt(amelia, seedPolicy), day(0))
  })

  test('Pending: when her time comes, her invitation is asked for, and she stays pending until it is sent', () => {
    given()
      .when(on(0, signals.due))
      .thenExpect({
        events: [{ kind: 'invitationAsked', number: 1 }],
        effects: [sendInvitation(1)],
        row: { status: 'pending', invitedAt: null },
      })
  })

  test('Sent: the invitation was accepted, and the row says when', () => {
    given(asked)
      .when(on(0.1, invitationAccepted(1)))
      .thenExpect({
        events: [{ kind: 'invited', number: 1 }],
        effects: [],
        row: { status: 'sent', invitedAt: day(0.1) },
      })
  })

  test('Clicked: Bruno pressed the button; the row says when, the group is asked, his methods are watched', () => {
    given(...sent)
      .when(on(2, signals.linkConfirmed))
      .thenExpect({
        events: [{ kind: 'confirmed' }, { kind: 'joinAsked', number: 1 }],
        effects: [joinGroup(1), watchMethods],
        row: { status: 'clicked', confirmedAt: day(2), joinedAt: null },
      })
  })

  test('AddedToGroup: the group has taken Bruno, and the row says when', () => {
    given(...clicked)
      .when(on(2.1, signals.groupJoined))
      .thenExpect({
        events: [{ kind: 'joined' }],
        effects: [],
        row: { status: 'addedToGroup', joinedAt: day(2.1) },
      })
  })

  test('Active: Chidi has registered a method, and the row says which level, when and how we know', () => {
    given(...inGroup)
      .when(on(3, seenLive('mfa')))
      .thenExpect({
        events: [{ kind: 'registrationSeen', level: 'mfa', source: 'live' }],
        effects: [],
        row: { status: 'active', level: 'mfa', registeredAt: day(3), registrationSource: 'live' },
      })
  })

  for (const level of ['none', 'unknown'] as const) {
    test(`Active: a click is no registration: methods worth "${level}" leave Chidi where he is`, () => {
      given(...inGroup)
        .when(on(3, seenLive(level)))
        .thenNothing({ status: 'addedToGroup', registeredAt: null })
    })
  }

  test('without a group, clicked is the last stop before active', () => {
    given(...sent)
      .under({ groupId: null })
      .when(on(2, signals.linkConfirmed))
      .thenExpect({ events: [{ kind: 'confirmed' }], effects: [watchMethods], row: { status: 'clicked' } })
  })
})

describe('reminders', () => {
  const remindedOnDay7 = [
    ...sent,
    on<Event>(7.1, { kind: 'reminderAsked', number: 1 }),
    on<Event>(7.2, { kind: 'reminded', number: 1 }),
  ]

  test('Dana is not reminded before seven days have passed since her invitation', () => {
    given(...sent)
      .when(on(7.09, signals.due))
      .thenNothing({ status: 'sent' })
  })

  test('Dana is reminded after seven days, and stays sent', () => {
    given(...sent)
      .when(on(7.1, signals.due))
      .thenExpect({
        events: [{ kind: 'reminderAsked', number: 1 }],
        effects: [sendReminder(1)],
        row: { status: 'sent', remindedAt: null },
      })
  })

  test('the row says when the last reminder was sent', () => {
    given(...sent, on(7.1, { kind: 'reminderAsked', number: 1 }))
      .when(on(7.2, reminderAccepted(1)))
      .thenExpect({ events: [{ kind: 'reminded', number: 1 }], effects: [], row: { remindedAt: day(7.2) } })
  })

  test('the next reminder comes a week after the last, not after the invitation', () => {
    assert.deepEqual(dueAt(rowAfter(remindedOnDay7), seedPolicy), day(14.2))
    given(...remindedOnDay7)
      .when(on(14.1, signals.due))
      .thenNothing()
  })

  test('a reminder that was refused counts, so that the next does not follow at once', () => {
    const refused = [
      ...remindedOnDay7,
      on<Event>(14.2, { kind: 'reminderAsked', number: 2 }),
      on<Event>(14.3, { kind: 'reminderRefused', number: 2, reason: 'noSuchMailbox', detail: null }),
    ]
    assert.deepEqual(dueAt(rowAfter(refused), seedPolicy), day(21.2))
    assert.equal(rowAfter(refused).status, 'sent')
  })

  test('after the maximum nobody is reminded any more', () => {
    given(...remindedOnDay7)
      .under({ remindersMax: 1 })
      .when(on(300, signals.due))
      .thenNothing({ status: 'sent' })
    given(...sent)
      .under({ remindersMax: 0 })
      .when(on(300, signals.due))
      .thenNothing({ status: 'sent' })
  })

  test('no reminder while the one before is still in flight', () => {
    given(...sent, on(7.1, { kind: 'reminderAsked', number: 1 }))
      .when(on(60, signals.due))
      .thenNothing()
  })

  for (const [name, past] of [
    ['clicked', clicked],
    ['is in the group', inGroup],
  ] as const) {
    test(`by default nobody is reminded who ${name}`, () => {
      given(...past)
        .when(on(60, signals.due))
        .thenNothing()
    })

    test(`with the audience "notActive", somebody is reminded who ${name} and has not registered`, () => {
      given(...past)
        .under({ remindAudience: 'notActive' })
        .when(on(7.1, signals.due))
        .thenExpect({ events: [{ kind: 'reminderAsked', number: 1 }], effects: [sendReminder(1)] })
    })
  }

  test('nobody is reminded who is active, whatever the audience', () => {
    given(...active)
      .under({ remindAudience: 'notActive' })
      .when(on(60, signals.due))
      .thenNothing()
  })

  test('a second invitation starts the seven days anew', () => {
    const again = [
      ...sent,
      on<Event>(5, { kind: 'invitationAsked', number: 2 }),
      on<Event>(5.1, { kind: 'invited', number: 2 }),
    ]
    assert.deepEqual(dueAt(rowAfter(again), seedPolicy), day(12.1))
  })
})

describe('receipts that are late, repeated, wrong or contradictory', () => {
  test('a receipt that comes twice counts once', () => {
    given(...sent)
      .when(on(1, invitationAccepted(1)))
      .thenNothing({ invitedAt: day(0.1) })
  })

  test('a receipt for a mail never asked for says nothing', () => {
    given(asked)
      .when(on(1, invitationAccepted(2)))
      .thenNothing({ status: 'pending' })
    given(asked)
      .when(on(1, invitationRefused(2)))
      .thenNothing({ status: 'pending' })
    given(...sent)
      .when(on(1, reminderAccepted(1)))
      .thenNothing({ remindedAt: null })
  })

  test('a late receipt does not undo a click: Emeka clicked while the outcome was still uncertain', () => {
    given(asked)
      .when(on(0.1, signals.linkConfirmed))
      .thenExpect({
        events: [{ kind: 'confirmed' }, { kind: 'mailWithdrawn' }, { kind: 'joinAsked', number: 1 }],
        effects: [withdrawMail, joinGroup(1), watchMethods],
        row: { status: 'clicked' },
      })
    given(asked, on(0.1, { kind: 'confirmed' }), on(0.1, { kind: 'mailWithdrawn' }))
      .when(on(0.2, invitationAccepted(1)))
      .thenExpect({
        events: [{ kind: 'invited', number: 1 }],
        effects: [],
        row: { status: 'clicked', invitedAt: day(0.2) },
      })
  })

  test('a late refusal of a withdrawn mail does not fail Emeka', () => {
    given(asked, on(0.1, { kind: 'confirmed' }), on(0.1, { kind: 'mailWithdrawn' }))
      .when(on(0.2, invitationRefused(1)))
      .thenNothing({ status: 'clicked' })
  })

  test('a refusal after the acceptance says nothing', () => {
    given(...sent)
      .when(on(1, invitationRefused(1)))
      .thenNothing({ status: 'sent' })
  })

  test('an acceptance after the refusal takes the failure back: the mail was taken after all', () => {
    given(asked, on(1, { kind: 'invitationRefused', number: 1, reason: 'timedOut', detail: null }))
      .when(on(2, invitationAccepted(1)))
      .thenExpect({
        events: [{ kind: 'invited', number: 1 }],
        effects: [],
        row: { status: 'sent', aside: null, invitedAt: day(2) },
      })
  })

  test('with the audience "notActive", a click withdraws no reminder that is under way', () => {
    given(...sent, on(7.1, { kind: 'reminderAsked', number: 1 }))
      .under({ remindAudience: 'notActive' })
      .when(on(7.2, signals.linkConfirmed))
      .thenExpect({
        events: [{ kind: 'confirmed' }, { kind: 'joinAsked', number: 1 }],
        effects: [joinGroup(1), watchMethods],
      })
  })

  test('a second click and a second joining say nothing', () => {
    given(...clicked)
      .when(on(4, signals.linkConfirmed))
      .thenNothing({ confirmedAt: day(2) })
    given(...inGroup)
      .when(on(4, signals.groupJoined))
      .thenNothing({ joinedAt: day(2.1) })
  })
})

describe('inviting again', () => {
  for (const [name, past] of [
    ['sent', sent],
    ['clicked', clicked],
    ['addedToGroup', inGroup],
  ] as const) {
    test(`Mei, who is ${name}, is invited again and stays where she is`, () => {
      given(...past)
        .when(on(9, signals.inviteAgain))
        .thenExpect({
          events: [{ kind: 'invitationAsked', number: 2 }],
          effects: [sendInvitation(2)],
          row: { status: name },
        })
    })
  }

  test('a second invitation that is refused does not fail Mei, whom the first one reached', () => {
    given(...sent, on(9, { kind: 'invitationAsked', number: 2 }))
      .when(on(9.1, invitationRefused(2)))
      .thenExpect({
        events: [{ kind: 'invitationRefused', number: 2, reason: 'noSuchMailbox', detail: '550 5.1.1' }],
        effects: [],
        row: { status: 'sent', aside: null },
      })
  })

  test('not while an invitation is on its way, not before the first, not after the last', () => {
    given().when(on(9, signals.inviteAgain)).thenNothing({ status: 'pending' })
    given(asked).when(on(9, signals.inviteAgain)).thenNothing({ status: 'pending' })
    given(...active)
      .when(on(9, signals.inviteAgain))
      .thenNothing({ status: 'active' })
  })
})

describe('asking for the link once more', () => {
  test('Mei gets it again, outside of working hours too, and the timeline says why', () => {
    given(...sent)
      .when(on(9, signals.linkRequested))
      .thenExpect({
        events: [{ kind: 'linkRequested' }, { kind: 'invitationAsked', number: 2 }],
        effects: [{ ...sendInvitation(2), isAwaited: true }],
        row: { status: 'sent' },
      })
  })

  test('not within three hours of any mail, however often somebody asks', () => {
    given(...sent)
      .when(on(0.2, signals.linkRequested))
      .thenNothing({ status: 'sent' })
    given(...sent, on(9, { kind: 'linkRequested' }), on(9, { kind: 'invitationAsked', number: 2 }))
      .when(on(9, signals.linkRequested))
      .thenNothing({ status: 'sent' })
  })

  test('not before the first invitation, not after the last', () => {
    given().when(on(9, signals.linkRequested)).thenNothing({ status: 'pending' })
    given(...active)
      .when(on(9, signals.linkRequested))
      .thenNothing({ status: 'active' })
  })
})

describe('replaying a history', () => {
  test('gives the row that the events amount to', () => {
    const history: Dated<Event>[] = [on(0, { kind: 'enrolled' }), ...active]
    const stamped = history.map(({ said, at }) => ({ event: said, at }))
    assert.deepEqual(replay(stamped), rowAfter(active))
  })

  test('refuses a history that does not begin with "enrolled"', () => {
    assert.throws(() => replay([]), /begins with the event "enrolled"/)
    assert.throws(() => replay([{ event: { kind: 'confirmed' }, at: day(1) }]), TypeError)
  })
})
