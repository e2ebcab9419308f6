/** An event as it is stored, with its times as text, read back into what it was. */

import type { Event } from './enrolment.ts'

/** Stored events are what was written once: a kind of the closed set with its details. */
export function readStoredEvent(stored: { kind: string }): Event {
  return reviveTimes(stored) as Event
}

/** Where a time stands in an event: its own field, or within what somebody has been through elsewhere. */
const timeFields: ReadonlySet<string> = new Set([
  'until',
  'since',
  'at',
  'invitedAt',
  'confirmedAt',
  'joinedAt',
  'escalatedAt',
  'mailHeldUntil',
])

function reviveTimes(fields: object): object {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, revive(name, value)]))
}

function revive(name: string, value: unknown): unknown {
  if (typeof value === 'string') return timeFields.has(name) ? new Date(value) : value
  return typeof value === 'object' && value !== null && !(value instanceof Date) ? reviveTimes(value) : value
}
