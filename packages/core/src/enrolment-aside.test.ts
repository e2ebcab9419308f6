/** The specification of what stands beside the road: failed, skipped and excluded people, and their ways back. */

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { dueAt } from './due.ts'
import type { Event } from './enrolment.ts'
import {
  day,
  given,
  invitationRefused,
  on,
  reminderRefused,
  rowAfter,
  seedPolicy,
  seenLive,
  signals,
} from './testing/given.ts'
import {
  active,
  asked,
  clicked,
  confirmed,
  inGroup,
  joinGroup,
  registered,
  sendInvitation,
  sent,
  watchMethods,
  withdrawMail,
} from './testing/past.ts'

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

  test('Farah is put into the group by hand: recorded, but she was never reached and stays failed', () => {
    given(...refused)
      .when(on(3, signals.groupJoined))
      .thenExpect({ events: [{ kind: 'joined' }], effects: [], row: { status: 'failed', joinedAt: day(3) } })
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

  test('Hana registers again after the refusal: the group is not asked again until an operator says so', () => {
    const lost = on<Event>(6, { kind: 'registrationLost', level: 'none', source: 'live', reopens: true })
    given(...clicked, registered, joinRefused, lost)
      .when(on(8, seenLive('mfa')))
      .thenExpect({ events: [{ kind: 'registrationSeen', level: 'mfa', source: 'live' }], effects: [] })
  })

  test('Hana loses her method after the refusal: she clicked, so an operator can still retry', () => {
    const lost = on<Event>(6, { kind: 'registrationLost', level: 'none', source: 'live', reopens: true })
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
