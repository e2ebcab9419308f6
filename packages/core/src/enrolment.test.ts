/** The specification of an enrolment: the first seed's status table, its reminders, and what stands beside the road. */

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { dueAt, type Event, replay } from './enrolment.ts'
import {
  type Dated,
  day,
  given,
  groupId,
  invitationAccepted,
  invitationRefused,
  on,
  reminderAccepted,
  reminderRefused,
  rowAfter,
  seedPolicy,
  seenInReport,
  seenLive,
  signals,
} from './testing/given.ts'

const asked = on<Event>(0, { kind: 'invitationAsked', number: 1 })
const invited = on<Event>(0.1, { kind: 'invited', number: 1 })
const sent = [asked, invited]
const confirmed = on<Event>(2, { kind: 'confirmed' })
const joinAsked = on<Event>(2, { kind: 'joinAsked', number: 1 })
const joined = on<Event>(2.1, { kind: 'joined' })
const clicked = [...sent, confirmed, joinAsked]
const inGroup = [...clicked, joined]
const registered = on<Event>(3, { kind: 'registrationSeen', level: 'mfa', source: 'live' })
const active = [...inGroup, registered]

const joinGroup = (number: number) => ({ kind: 'joinGroup', groupId, number }) as const
const sendInvitation = (number: number) => ({ kind: 'sendMail', mail: 'invitation', number }) as const
const sendReminder = (number: number) => ({ kind: 'sendMail', mail: 'reminder', number }) as const
const withdrawMail = { kind: 'withdrawMail' } as const
const watchMethods = { kind: 'watchMethods' } as const

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

describe('failed mail, and trying again', () => {
  const refused = [
    asked,
    on<Event>(1, { kind: 'invitationRefused', number: 1, reason: 'noSuchMailbox', detail: '550 5.1.1' }),
  ]

  test('a refused invitation fails Farah, with the reason and what the other side said', () => {
    given(asked)
      .when(on(1, invitationRefused(1)))
      .thenExpect({
        events: [{ kind: 'invitationRefused', number: 1, reason: 'noSuchMailbox', detail: '550 5.1.1' }],
        effects: [],
        row: {
          status: 'failed',
          aside: { kind: 'failed', reason: 'noSuchMailbox', detail: '550 5.1.1', owner: null, until: null },
        },
      })
  })

  test('nothing happens to Farah by itself', () => {
    given(...refused)
      .when(on(60, signals.due))
      .thenNothing({ status: 'failed' })
  })

  test('an operator retries, and the next invitation is due at once under a new number', () => {
    given(...refused)
      .when(on(3, { kind: 'retried', owner: 'Noor' }))
      .thenExpect({
        events: [{ kind: 'retried', owner: 'Noor' }],
        effects: [],
        row: { status: 'pending', aside: null },
      })
    given(...refused, on(3, { kind: 'retried', owner: 'Noor' }))
      .when(on(3, signals.due))
      .thenExpect({ events: [{ kind: 'invitationAsked', number: 2 }], effects: [sendInvitation(2)] })
  })

  test('a click proves the mail arrived, whatever was said of it', () => {
    given(...refused)
      .when(on(3, signals.linkConfirmed))
      .thenExpect({
        events: [{ kind: 'confirmed' }, { kind: 'joinAsked', number: 1 }],
        effects: [joinGroup(1), watchMethods],
        row: { status: 'clicked', aside: null },
      })
  })

  test('a refused reminder does not fail somebody whom the invitation reached', () => {
    given(...sent, on(7.1, { kind: 'reminderAsked', number: 1 }))
      .when(on(7.2, reminderRefused(1)))
      .thenExpect({
        events: [{ kind: 'reminderRefused', number: 1, reason: 'noSuchMailbox', detail: '550 5.1.1' }],
        effects: [],
        row: { status: 'sent', aside: null },
      })
  })

  test('there is nothing to retry for people who have not failed', () => {
    for (const past of [[], sent, clicked, active]) {
      given(...past)
        .when(on(9, { kind: 'retried', owner: 'Noor' }))
        .thenNothing()
    }
  })
})

describe('the group refuses', () => {
  const groupFull = { kind: 'groupRefused', reason: 'groupFull', detail: 'quota' } as const
  const joinRefused = on<Event>(2.1, { kind: 'joinRefused', reason: 'groupFull', detail: 'quota' })

  test('Goran clicked and the group refused him: he has failed, and the row says why', () => {
    given(...clicked)
      .when(on(2.1, groupFull))
      .thenExpect({
        events: [joinRefused.said],
        effects: [],
        row: {
          status: 'failed',
          reached: 'clicked',
          aside: { kind: 'failed', reason: 'groupFull', detail: 'quota', owner: null, until: null },
        },
      })
  })

  test('an operator retries, and the group is asked again at once', () => {
    given(...clicked, joinRefused)
      .when(on(4, { kind: 'retried', owner: 'Noor' }))
      .thenExpect({
        events: [
          { kind: 'retried', owner: 'Noor' },
          { kind: 'joinAsked', number: 2 },
        ],
        effects: [joinGroup(2)],
        row: { status: 'clicked' },
      })
  })

  test('Goran is in the group after all, put there by hand', () => {
    given(...clicked, joinRefused)
      .when(on(4, signals.groupJoined))
      .thenExpect({ events: [{ kind: 'joined' }], effects: [], row: { status: 'addedToGroup', aside: null } })
  })

  test('a refusal that nobody waits for says nothing', () => {
    given(...sent)
      .when(on(3, groupFull))
      .thenNothing({ status: 'sent' })
    given(...inGroup)
      .when(on(3, groupFull))
      .thenNothing({ status: 'addedToGroup' })
  })

  test('Hana is active all the same; the refusal is noted, and is retried by an operator', () => {
    const hana = [...clicked, registered]
    given(...hana)
      .when(on(4, groupFull))
      .thenExpect({
        events: [joinRefused.said],
        effects: [],
        row: { status: 'active', joinRefusal: 'quota' },
      })
    given(...hana, joinRefused)
      .when(on(5, { kind: 'retried', owner: 'Noor' }))
      .thenExpect({
        events: [
          { kind: 'retried', owner: 'Noor' },
          { kind: 'joinAsked', number: 2 },
        ],
        effects: [joinGroup(2)],
        row: { status: 'active', joinRefusal: null },
      })
  })

  test('Hana loses her method after the refusal: she clicked, so an operator can still retry', () => {
    const lost = on<Event>(6, { kind: 'registrationLost', level: 'none', source: 'live' })
    given(...clicked, registered, joinRefused, lost)
      .when(on(7, { kind: 'retried', owner: 'Noor' }))
      .thenExpect({
        events: [
          { kind: 'retried', owner: 'Noor' },
          { kind: 'joinAsked', number: 2 },
        ],
        effects: [joinGroup(2)],
        row: { status: 'clicked', joinRefusal: null },
      })
  })
})

describe('registration', () => {
  test('Ines registered without clicking: she is active, her mails are withdrawn, the group is asked', () => {
    given(asked)
      .when(on(0.1, seenInReport('phone')))
      .thenExpect({
        events: [
          { kind: 'registrationSeen', level: 'phone', source: 'report' },
          { kind: 'mailWithdrawn' },
          { kind: 'joinAsked', number: 1 },
        ],
        effects: [withdrawMail, joinGroup(1)],
        row: { status: 'active', reached: 'pending', confirmedAt: null, registrationSource: 'report' },
      })
  })

  test('Ines is put into the group without ever having clicked, and stays active', () => {
    given(
      on(1, { kind: 'registrationSeen', level: 'mfa', source: 'live' }),
      on(1, { kind: 'joinAsked', number: 1 }),
    )
      .when(on(1.1, signals.groupJoined))
      .thenExpect({
        events: [{ kind: 'joined' }],
        effects: [],
        row: { status: 'active', reached: 'pending', joinedAt: day(1.1) },
      })
  })

  test('an active person who clicks after all is recorded as having clicked', () => {
    given(
      on(1, { kind: 'registrationSeen', level: 'mfa', source: 'live' }),
      on(1, { kind: 'joinAsked', number: 1 }),
    )
      .when(on(2, signals.linkConfirmed))
      .thenExpect({
        events: [{ kind: 'confirmed' }],
        effects: [],
        row: { status: 'active', reached: 'clicked', confirmedAt: day(2) },
      })
  })

  test('a phone is not enough where the goal is more than a phone', () => {
    given(...inGroup)
      .under({ goal: 'notPhoneOnly' })
      .when(on(3, seenLive('phone')))
      .thenNothing({ status: 'addedToGroup' })
    given(...inGroup)
      .under({ goal: 'phishingResistant' })
      .when(on(3, seenLive('mfa')))
      .thenNothing({ status: 'addedToGroup' })
  })

  test('seeing the same registration again says nothing', () => {
    given(...active)
      .when(on(9, seenLive('phishingResistant')))
      .thenNothing({ registeredAt: day(3) })
    given(...active)
      .when(on(9, seenInReport('mfa')))
      .thenNothing()
  })

  test('registration ends a failure', () => {
    given(...clicked, on(2.1, { kind: 'joinRefused', reason: 'groupFull', detail: null }))
      .when(on(3, seenLive('mfa')))
      .thenExpect({
        events: [
          { kind: 'registrationSeen', level: 'mfa', source: 'live' },
          { kind: 'joinAsked', number: 2 },
        ],
        effects: [joinGroup(2)],
        row: { status: 'active', aside: null },
      })
  })
})

describe('losing the method, and coming back', () => {
  const lost = on<Event>(20, { kind: 'registrationLost', level: 'none', source: 'live' })

  test('Jonas deleted his method: he is back where he had got to, flagged, and nothing is sent', () => {
    given(...active)
      .when(on(20, seenLive('none')))
      .thenExpect({
        events: [lost.said],
        effects: [],
        row: { status: 'addedToGroup', lostAt: day(20), registeredAt: day(3), level: 'none' },
      })
    given(...active, lost)
      .when(on(90, signals.due))
      .thenNothing()
  })

  test('a stale report never undoes what was seen live', () => {
    given(...active)
      .when(on(20, seenInReport('none')))
      .thenNothing({ status: 'active' })
    given(...active, lost)
      .when(on(20.5, seenInReport('mfa')))
      .thenNothing({ status: 'addedToGroup', lostAt: day(20) })
  })

  test('methods that we do not know do not take a registration away', () => {
    given(...active)
      .when(on(20, seenLive('unknown', 'palmAuthenticationMethod')))
      .thenNothing({ status: 'active' })
    given(...active)
      .under({ goal: 'notPhoneOnly' })
      .when(on(20, seenLive('phone', 'palmAuthenticationMethod')))
      .thenNothing({ status: 'active' })
  })

  test('a new phone: a live read makes Jonas active again; the first registration keeps its date', () => {
    given(...active, lost)
      .when(on(22, seenLive('mfa')))
      .thenExpect({
        events: [{ kind: 'registrationSeen', level: 'mfa', source: 'live' }],
        effects: [],
        row: { status: 'active', lostAt: null, registeredAt: day(3) },
      })
  })
})

describe('people who are not eligible', () => {
  const guest = { kind: 'foundIneligible', reason: 'guest', detail: null } as const
  const skipped = on<Event>(0.5, { kind: 'skipped', reason: 'guest', detail: null })

  test('Kofi is a guest: he is skipped with the reason, and a mail on its way is withdrawn', () => {
    given(asked)
      .when(on(0.5, guest))
      .thenExpect({
        events: [skipped.said, { kind: 'mailWithdrawn' }],
        effects: [withdrawMail],
        row: {
          status: 'skipped',
          aside: { kind: 'skipped', reason: 'guest', detail: null, owner: null, until: null },
        },
      })
  })

  test('Kofi is never mailed', () => {
    given(skipped).when(on(60, signals.due)).thenNothing({ status: 'skipped' })
    given(skipped).when(on(60, signals.inviteAgain)).thenNothing({ status: 'skipped' })
  })

  test('Kofi clicks an older link: recorded, but he is not put into the group', () => {
    given(...sent, skipped)
      .when(on(2, signals.linkConfirmed))
      .thenExpect({
        events: [{ kind: 'confirmed' }],
        effects: [],
        row: { status: 'skipped', reached: 'clicked', confirmedAt: day(2) },
      })
  })

  test('Kofi becomes eligible: he is back on the road and is invited', () => {
    given(skipped)
      .when(on(8, signals.foundEligible))
      .thenExpect({ events: [{ kind: 'readmitted' }], effects: [], row: { status: 'pending', aside: null } })
    assert.deepEqual(dueAt(rowAfter([skipped, on(8, { kind: 'readmitted' })]), seedPolicy), day(0))
  })

  test('Kofi clicked while he was skipped: what he asked for happens when he becomes eligible', () => {
    given(...sent, skipped, confirmed)
      .when(on(8, signals.foundEligible))
      .thenExpect({
        events: [{ kind: 'readmitted' }, { kind: 'joinAsked', number: 1 }],
        effects: [joinGroup(1), watchMethods],
        row: { status: 'clicked' },
      })
  })

  test('Kofi registers at the goal: active, whether we would have invited him or not', () => {
    given(skipped)
      .when(on(8, seenLive('phishingResistant')))
      .thenExpect({
        events: [
          { kind: 'registrationSeen', level: 'phishingResistant', source: 'live' },
          { kind: 'joinAsked', number: 1 },
        ],
        effects: [joinGroup(1)],
        row: { status: 'active', aside: null },
      })
  })

  test('the finished and the excluded are not skipped', () => {
    given(...active)
      .when(on(9, guest))
      .thenNothing({ status: 'active' })
    given(on(1, { kind: 'excluded', reason: 'parentalLeave', owner: 'Noor', until: null }))
      .when(on(9, guest))
      .thenNothing({ status: 'excluded' })
  })

  test('people who are eligible anyway are not told twice', () => {
    for (const past of [[], sent, clicked, active])
      given(...past)
        .when(on(9, signals.foundEligible))
        .thenNothing()
  })
})

describe('exclusion', () => {
  const leave = { kind: 'excluded', reason: 'parentalLeave', owner: 'Noor', until: day(30) } as const
  const excluded = on<Event>(1, leave)

  test('Lena is excluded with reason, owner and an end; a mail on its way is withdrawn', () => {
    given(asked)
      .when(on(1, leave))
      .thenExpect({
        events: [leave, { kind: 'mailWithdrawn' }],
        effects: [withdrawMail],
        row: {
          status: 'excluded',
          aside: { kind: 'excluded', reason: 'parentalLeave', detail: null, owner: 'Noor', until: day(30) },
        },
      })
  })

  test('the same exclusion again says nothing, another end does', () => {
    given(excluded).when(on(2, leave)).thenNothing()
    const longer = { ...leave, until: day(60) } as const
    given(excluded)
      .when(on(2, longer))
      .thenExpect({ events: [longer], effects: [] })
  })

  test('nothing that Lena does or registers moves her', () => {
    given(excluded).when(on(29, signals.due)).thenNothing({ status: 'excluded' })
    given(excluded)
      .when(on(5, seenLive('mfa')))
      .thenNothing({ status: 'excluded', registeredAt: null })
    given(excluded)
      .when(on(5, signals.linkConfirmed))
      .thenExpect({ events: [{ kind: 'confirmed' }], effects: [], row: { status: 'excluded' } })
  })

  test('the exclusion ends by itself on its day, and Lena is then invited', () => {
    given(excluded)
      .when(on(30, signals.due))
      .thenExpect({
        events: [{ kind: 'reinstated', owner: null }],
        effects: [],
        row: { status: 'pending', aside: null },
      })
    given(excluded, on(30, { kind: 'reinstated', owner: null }))
      .when(on(30, signals.due))
      .thenExpect({ events: [{ kind: 'invitationAsked', number: 1 }], effects: [sendInvitation(1)] })
  })

  test('without an end only an operator brings her back', () => {
    const forGood = on<Event>(1, { ...leave, until: null })
    assert.equal(dueAt(rowAfter([forGood]), seedPolicy), null)
    given(...sent, forGood)
      .when(on(40, { kind: 'reinstated', owner: 'Noor' }))
      .thenExpect({ events: [{ kind: 'reinstated', owner: 'Noor' }], effects: [], row: { status: 'sent' } })
  })

  test('Lena clicked while excluded: she is put into the group when the exclusion ends', () => {
    given(...sent, excluded, confirmed)
      .when(on(30, signals.due))
      .thenExpect({
        events: [
          { kind: 'reinstated', owner: null },
          { kind: 'joinAsked', number: 1 },
        ],
        effects: [joinGroup(1), watchMethods],
        row: { status: 'clicked' },
      })
  })

  test('an active person may be excluded, and is active again when reinstated', () => {
    given(...active)
      .when(on(5, leave))
      .thenExpect({ events: [leave], effects: [], row: { status: 'excluded' } })
    given(...active, on(5, leave))
      .when(on(6, { kind: 'reinstated', owner: 'Noor' }))
      .thenExpect({ events: [{ kind: 'reinstated', owner: 'Noor' }], effects: [], row: { status: 'active' } })
  })

  test('nobody can be reinstated who is not excluded', () => {
    given(...sent)
      .when(on(5, { kind: 'reinstated', owner: 'Noor' }))
      .thenNothing({ status: 'sent' })
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
