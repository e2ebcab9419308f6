/** The specification of protected people: never mailed, never put into the group, whatever else is known of them. */

import { describe, test } from 'node:test'
import type { Event } from './enrolment.ts'
import { day, given, on, seenLive, signals } from './testing/given.ts'
import {
  active,
  asked,
  clicked,
  joinGroup,
  sent,
  watchMethods,
  withdrawJoin,
  withdrawMail,
} from './testing/past.ts'

describe('protected people', () => {
  const found = { kind: 'foundIneligible', reason: 'protected', detail: 'on the list' } as const
  const skipped = { kind: 'skipped', reason: 'protected', detail: 'on the list' } as const
  const isProtected = on<Event>(3, skipped)

  test('Brita, the emergency account, is skipped at once; her queued mail and joining are withdrawn', () => {
    given(asked)
      .when(on(0.05, found))
      .thenExpect({ events: [skipped, { kind: 'mailWithdrawn' }], effects: [withdrawMail] })
    given(...clicked)
      .when(on(3, found))
      .thenExpect({
        events: [skipped, { kind: 'joinWithdrawn' }],
        effects: [withdrawJoin],
        row: { status: 'skipped', joinsAsked: 1, joinsSettled: 1 },
      })
  })

  test('she is taken out even when she is active or was skipped for another reason', () => {
    given(...active)
      .when(on(9, found))
      .thenExpect({ events: [skipped], effects: [], row: { status: 'skipped' } })
    given(on(1, { kind: 'skipped', reason: 'guest', detail: null }))
      .when(on(9, found))
      .thenExpect({ events: [skipped], effects: [] })
  })

  test('her click is recorded and puts her into no group; her methods move nothing', () => {
    given(...sent, isProtected)
      .when(on(4, signals.linkConfirmed))
      .thenExpect({ events: [{ kind: 'confirmed' }], effects: [], row: { status: 'skipped' } })
    given(...sent, isProtected)
      .when(on(4, seenLive('phishingResistant')))
      .thenNothing({ status: 'skipped' })
  })

  test('no exclusion hides that she is protected', () => {
    given(...sent, isProtected)
      .when(on(4, { kind: 'excluded', reason: 'on leave', owner: 'Noor', until: day(5) }))
      .thenNothing({ status: 'skipped' })
  })

  test('a join that was under way meanwhile is recorded for what it is', () => {
    given(...clicked, isProtected, on(3, { kind: 'joinWithdrawn' }))
      .when(on(3, signals.groupJoined))
      .thenExpect({ events: [{ kind: 'joined' }], effects: [], row: { status: 'skipped', joinedAt: day(3) } })
  })

  test('off the list she is back, and the joining is asked for anew', () => {
    given(...clicked, isProtected, on(3, { kind: 'joinWithdrawn' }))
      .when(on(8, signals.foundEligible))
      .thenExpect({
        events: [{ kind: 'readmitted' }, { kind: 'joinAsked', number: 2 }],
        effects: [joinGroup(2), watchMethods],
        row: { status: 'clicked' },
      })
  })

  test('off the list, but a guest meanwhile: the reason is told anew', () => {
    given(...sent, isProtected)
      .when(on(8, { kind: 'foundIneligible', reason: 'guest', detail: null }))
      .thenExpect({ events: [{ kind: 'skipped', reason: 'guest', detail: null }], effects: [] })
  })

  test('whoever is found ineligible when the exclusion ends is skipped, not before', () => {
    const excluded = on<Event>(1, { kind: 'excluded', reason: 'on leave', owner: 'Noor', until: day(5) })
    given(excluded).when(on(4.9, found)).thenNothing({ status: 'excluded' })
    given(excluded)
      .when(on(5, found))
      .thenExpect({ events: [skipped], effects: [], row: { status: 'skipped' } })
  })
})
