/** Events in words for a person: the timeline of the help desk and the "what just happened" of the demo. */

import type { Event } from '@muster/core/enrolment'
import type { Level } from '@muster/core/methods'
import type { PastElsewhere } from '@muster/core/past-elsewhere'
import { readStoredEvent } from '@muster/core/stored-event'

const levelWords: Readonly<Record<Level, string>> = {
  none: 'no method',
  phone: 'a phone only',
  mfa: 'a strong method',
  phishingResistant: 'a phishing-resistant method',
  unknown: 'a method we do not know',
}

const sourceWords = { live: 'a live read', report: 'the registration report' } as const

/** Stored events are what `apply` wrote. */
export function eventOf(row: { kind: string; details: Record<string, unknown> }): Event {
  return readStoredEvent({ kind: row.kind, ...row.details })
}

/** One sentence without the person's name. */
export function tellEvent(event: Event): string {
  switch (event.kind) {
    case 'enrolled':
      return 'taken into the campaign'
    case 'linkRequested':
      return 'asked for the link again on the public page'
    case 'invitationAsked':
      return event.number === 1 ? 'invitation queued' : `invitation ${event.number} queued`
    case 'invited':
      return event.number === 1 ? 'invitation sent' : `invitation ${event.number} sent`
    case 'invitationRefused':
      return `invitation refused: ${event.detail ?? event.reason}`
    case 'reminderAsked':
      return `reminder ${event.number} queued`
    case 'reminded':
      return `reminder ${event.number} sent`
    case 'reminderRefused':
      return `reminder ${event.number} refused: ${event.detail ?? event.reason}`
    case 'mailBounced':
      return `${event.mail} ${event.number} came back: ${event.detail ?? 'no reason given'}`
    case 'mailWithdrawn':
      return 'queued mail withdrawn'
    case 'escalationAsked':
      return 'the manager is to be told, in the next digest'
    case 'escalated':
      return `the manager was told: ${event.manager}`
    case 'notEscalated':
      return `the manager was not told: ${event.detail ?? event.reason}`
    case 'confirmed':
      return 'pressed the button in the mail'
    case 'joinAsked':
      return 'group membership asked for'
    case 'joinWithdrawn':
      return 'group membership no longer asked for'
    case 'joined':
      return 'added to the group'
    case 'joinRefused':
      return `the group refused: ${event.detail ?? event.reason}`
    case 'registrationSeen':
      return `registered with ${levelWords[event.level]}, seen by ${sourceWords[event.source]}`
    case 'registrationLost':
      return `no longer registered (${levelWords[event.level]}), seen by ${sourceWords[event.source]}${event.reopens ? '' : '; stays active, flagged'}`
    case 'skipped':
      return `skipped: ${event.detail ?? event.reason}`
    case 'readmitted':
      return 'back in the campaign: the reason for skipping is gone'
    case 'excluded':
      return `excluded by ${event.owner}${event.until === null ? '' : ` until ${day(event.until)}`}: ${event.reason}`
    case 'reinstated':
      return event.owner === null
        ? 'back in the campaign: the exclusion ended'
        : `reinstated by ${event.owner}`
    case 'retried':
      return `tried again by ${event.owner}`
    case 'takenOver':
      return `taken over from ${event.source.list}, row ${event.source.row}: ${tellPast(event.past)}`
    default:
      return event satisfies never
  }
}

function tellPast(past: PastElsewhere): string {
  const said = [
    past.invitedAt === null ? null : `invited ${day(past.invitedAt)}`,
    past.reminders === null ? null : `reminders ${past.reminders.sent}, last ${day(past.reminders.at)}`,
    past.confirmedAt === null ? null : `clicked ${day(past.confirmedAt)}`,
    past.joinedAt === null ? null : `in the group ${day(past.joinedAt)}`,
    past.escalatedAt === null ? null : `manager told ${day(past.escalatedAt)}`,
    past.mailHeldUntil === null ? null : `no mail before ${day(past.mailHeldUntil)}`,
  ].filter(word => word !== null)
  return said.length === 0 ? 'nothing had happened there' : said.join(', ')
}

/** Dates inside stored events are text. */
function day(at: Date | string): string {
  return new Date(at).toISOString().slice(0, 10)
}
