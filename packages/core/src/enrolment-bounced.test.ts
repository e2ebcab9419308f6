/** What a non-delivery report means for somebody: a failure that can be retried, and no reminder in between. */

import { describe, test } from 'node:test'
import type { Event } from './enrolment.ts'
import { given, invitationBounced, on, reminderBounced, signals } from './testing/given.ts'
import { active, asked, clicked, invited, sendInvitation, sent, withdrawMail } from './testing/past.ts'

const detail = '550 5.1.10 Recipient not found'
const bounced: Event = { kind: 'mailBounced', mail: 'invitation', number: 1, detail }
const aside = { kind: 'failed', reason: 'bounced', detail, owner: null, until: null } as const
const reminderAsked: Event = { kind: 'reminderAsked', number: 1 }
const reminded: Event = { kind: 'reminded', number: 1 }

describe('a mail that comes back', () => {
  test('fails the person with what the mail system wrote', () => {
    given(...sent)
      .when(on(0.2, invitationBounced(1)))
      .thenExpect({ events: [bounced], effects: [], row: { status: 'failed', aside, reached: 'sent' } })
  })

  test('is told once', () => {
    given(...sent, on(0.2, bounced))
      .when(on(0.3, invitationBounced(1)))
      .thenNothing({ status: 'failed' })
  })

  test('is believed only of a mail that was taken', () => {
    given(asked)
      .when(on(0.1, invitationBounced(1)))
      .thenNothing({ status: 'pending' })
    given(...sent)
      .when(on(0.1, invitationBounced(2)))
      .thenNothing({ status: 'sent' })
  })

  test('stops the reminders', () => {
    given(...sent, on(0.2, bounced))
      .when(on(8, signals.due))
      .thenNothing({ status: 'failed' })
  })

  test('withdraws a reminder that is queued', () => {
    given(...sent, on(7.1, reminderAsked))
      .when(on(7.2, invitationBounced(1)))
      .thenExpect({
        events: [bounced, { kind: 'mailWithdrawn' }],
        effects: [withdrawMail],
        row: { status: 'failed' },
      })
  })

  test('may be a reminder', () => {
    given(...sent, on(7.1, reminderAsked), on(7.2, reminded))
      .when(on(7.3, reminderBounced(1)))
      .thenExpect({
        events: [{ kind: 'mailBounced', mail: 'reminder', number: 1, detail }],
        effects: [],
        row: { status: 'failed', aside },
      })
  })

  test('says nothing once a newer invitation is under way', () => {
    given(...sent, on(3, { kind: 'invitationAsked', number: 2 }))
      .when(on(3.1, invitationBounced(1)))
      .thenNothing({ status: 'sent' })
  })

  test('says nothing of somebody who has confirmed, unless reminders go to them as well', () => {
    given(...clicked)
      .when(on(3, invitationBounced(1)))
      .thenNothing({ status: 'clicked' })
    given(...clicked)
      .under({ remindAudience: 'notActive' })
      .when(on(3, invitationBounced(1)))
      .thenExpect({ events: [bounced], effects: [], row: { status: 'failed' } })
  })

  test('says nothing of somebody who is active', () => {
    given(...active)
      .when(on(4, invitationBounced(1)))
      .thenNothing({ status: 'active' })
  })
})

describe('after a mail came back', () => {
  test('a retry asks for another invitation at once', () => {
    given(...sent, on(0.2, bounced))
      .when(on(1, { kind: 'retried', owner: 'Noor' }))
      .thenExpect({
        events: [
          { kind: 'retried', owner: 'Noor' },
          { kind: 'invitationAsked', number: 2 },
        ],
        effects: [sendInvitation(2)],
        row: { status: 'sent', aside: null },
      })
  })

  test('the old report says nothing about the new invitation, and a new one does', () => {
    const retried = [
      on<Event>(1, { kind: 'retried', owner: 'Noor' }),
      on<Event>(1, { kind: 'invitationAsked', number: 2 }),
      on<Event>(1, { kind: 'invited', number: 2 }),
    ]
    given(asked, invited, on(0.2, bounced), ...retried)
      .when(on(1.1, invitationBounced(1)))
      .thenNothing({ status: 'sent' })
    given(asked, invited, on(0.2, bounced), ...retried)
      .when(on(1.1, invitationBounced(2)))
      .thenExpect({ events: [{ ...bounced, number: 2 }], effects: [], row: { status: 'failed' } })
  })
})
