/** Every event in words. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Event } from '@muster/core/enrolment'
import { tellEvent } from './words.ts'

const said: readonly (readonly [Event, string])[] = [
  [{ kind: 'enrolled' }, 'taken into the campaign'],
  [{ kind: 'invitationAsked', number: 1 }, 'invitation queued'],
  [{ kind: 'invitationAsked', number: 2 }, 'invitation 2 queued'],
  [{ kind: 'invited', number: 1 }, 'invitation sent'],
  [{ kind: 'invited', number: 2 }, 'invitation 2 sent'],
  [
    { kind: 'invitationRefused', number: 1, reason: 'ErrorInvalidRecipients', detail: 'no such recipient' },
    'invitation refused: no such recipient',
  ],
  [
    { kind: 'invitationRefused', number: 1, reason: 'noMailbox', detail: null },
    'invitation refused: noMailbox',
  ],
  [{ kind: 'reminderAsked', number: 1 }, 'reminder 1 queued'],
  [{ kind: 'reminded', number: 3 }, 'reminder 3 sent'],
  [{ kind: 'reminderRefused', number: 1, reason: 'x', detail: 'gone' }, 'reminder 1 refused: gone'],
  [
    { kind: 'mailBounced', mail: 'invitation', number: 1, detail: '550 5.1.10 no such recipient' },
    'invitation 1 came back: 550 5.1.10 no such recipient',
  ],
  [{ kind: 'mailWithdrawn' }, 'queued mail withdrawn'],
  [{ kind: 'escalationAsked' }, 'the manager is to be told, in the next digest'],
  [{ kind: 'escalated', manager: 'priya@contoso.example' }, 'the manager was told: priya@contoso.example'],
  [
    { kind: 'notEscalated', reason: 'noManager', detail: 'the directory names no manager' },
    'the manager was not told: the directory names no manager',
  ],
  [{ kind: 'confirmed' }, 'pressed the button in the mail'],
  [{ kind: 'joinAsked', number: 1 }, 'group membership asked for'],
  [{ kind: 'joined' }, 'added to the group'],
  [{ kind: 'joinRefused', reason: 'x', detail: 'dynamic' }, 'the group refused: dynamic'],
  [
    { kind: 'registrationSeen', level: 'phishingResistant', source: 'live' },
    'registered with a phishing-resistant method, seen by a live read',
  ],
  [
    { kind: 'registrationLost', level: 'none', source: 'report', reopens: true },
    'no longer registered (no method), seen by the registration report',
  ],
  [
    { kind: 'registrationLost', level: 'phone', source: 'live', reopens: false },
    'no longer registered (a phone only), seen by a live read; stays active, flagged',
  ],
  [{ kind: 'joinWithdrawn' }, 'group membership no longer asked for'],
  [{ kind: 'skipped', reason: 'guest', detail: 'a guest' }, 'skipped: a guest'],
  [{ kind: 'readmitted' }, 'back in the campaign: the reason for skipping is gone'],
  [{ kind: 'excluded', reason: 'at sea', owner: 'Priya', until: null }, 'excluded by Priya: at sea'],
  [
    { kind: 'excluded', reason: 'at sea', owner: 'Priya', until: new Date('2026-11-20T08:00:00Z') },
    'excluded by Priya until 2026-11-20: at sea',
  ],
  [{ kind: 'reinstated', owner: null }, 'back in the campaign: the exclusion ended'],
  [{ kind: 'reinstated', owner: 'Priya' }, 'reinstated by Priya'],
  [{ kind: 'retried', owner: 'Priya' }, 'tried again by Priya'],
  [
    {
      kind: 'takenOver',
      source: { list: 'MFA Enrollment', row: 12 },
      past: {
        invitedAt: new Date('2026-10-01T08:00:00Z'),
        reminders: { sent: 2, at: new Date('2026-10-15T08:00:00Z') },
        confirmedAt: null,
        joinedAt: null,
        escalatedAt: null,
        mailHeldUntil: null,
      },
    },
    'taken over from MFA Enrollment, row 12: invited 2026-10-01, reminders 2, last 2026-10-15',
  ],
]

test('every kind of event is told in a sentence', () => {
  for (const [event, sentence] of said) assert.equal(tellEvent(event), sentence)
})

test('an event read back from its row, where dates are text, is told the same', () => {
  for (const [event, sentence] of said) assert.equal(tellEvent(JSON.parse(JSON.stringify(event))), sentence)
})
