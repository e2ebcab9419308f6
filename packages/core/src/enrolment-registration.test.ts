/** The specification of registration: seen with and without a click, lost, contradicted by a report, seen again. */

import { describe, test } from 'node:test'
import type { Event } from './enrolment.ts'
import { day, given, on, seenInReport, seenLive, signals } from './testing/given.ts'
import {
  active,
  asked,
  clicked,
  inGroup,
  joinGroup,
  sendInvitation,
  sendReminder,
  withdrawMail,
} from './testing/past.ts'

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
  const loss = { kind: 'registrationLost', level: 'none', source: 'live', reopens: true } as const
  const lost = on<Event>(20, loss)

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

  test('where the campaign does not reopen, Jonas stays active and is flagged', () => {
    const flagged = { ...loss, reopens: false } as const
    given(...active)
      .under({ reopenOnLoss: false })
      .when(on(20, seenLive('none')))
      .thenExpect({ events: [flagged], effects: [], row: { status: 'active', lostAt: day(20) } })
    const past = [...active, on<Event>(20, flagged)]
    given(...past)
      .under({ reopenOnLoss: false })
      .when(on(21, seenLive('none')))
      .thenNothing({ status: 'active', lostAt: day(20) })
    given(...past)
      .under({ reopenOnLoss: false, remindOnLoss: true })
      .when(on(90, signals.due))
      .thenNothing()
    given(...past)
      .under({ reopenOnLoss: false })
      .when(on(22, seenLive('mfa')))
      .thenExpect({
        events: [{ kind: 'registrationSeen', level: 'mfa', source: 'live' }],
        effects: [],
        row: { status: 'active', lostAt: null, reopenedAt: null },
      })
  })

  test('a campaign that reopens from now on reopens Jonas at the next look; the loss keeps its date', () => {
    given(...active, on<Event>(20, { ...loss, reopens: false }))
      .when(on(25, seenLive('none')))
      .thenExpect({
        events: [lost.said],
        effects: [],
        row: { status: 'addedToGroup', lostAt: day(20), reopenedAt: day(25) },
      })
  })

  test('he is mailed about it only where the policy says so', () => {
    given(...active, lost)
      .when(on(90, signals.due))
      .thenNothing()
    given(...active, lost)
      .under({ remindOnLoss: true })
      .when(on(90, signals.due))
      .thenExpect({ events: [{ kind: 'reminderAsked', number: 1 }], effects: [sendReminder(1)] })
  })

  test('somebody who never needed an invitation is not invited for having lost the method', () => {
    const past = [on<Event>(1, { kind: 'registrationSeen', level: 'mfa', source: 'live' }), lost]
    given(...past)
      .when(on(21, signals.due))
      .thenNothing({ status: 'pending' })
    given(...past)
      .under({ remindOnLoss: true })
      .when(on(21, signals.due))
      .thenExpect({ events: [{ kind: 'invitationAsked', number: 1 }], effects: [sendInvitation(1)] })
  })
})
