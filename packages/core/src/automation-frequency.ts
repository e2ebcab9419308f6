/** How often a rule acts for one person, as the key that the database refuses a second time. Pure. */

import type { Frequency } from './automation.ts'

const dayMs = 24 * 60 * 60 * 1000

export interface Occurrence {
  eventId: string
  /** Null for a record that tells of nobody. */
  personId: string | null
  at: Date
}

/**
 * The key of the occurrence within its rule: whatever has the same key is the same. `earlier`: how many entries the
 * person has on the list already, which numbers the ones of a rule that may act again after some days.
 */
export function entryKey(frequency: Frequency, occurrence: Occurrence, earlier: number): string {
  const { eventId, personId } = occurrence
  if (personId === null || frequency.kind === 'oncePerEvent') return eventKey(eventId)
  switch (frequency.kind) {
    case 'oncePerPerson':
      return `person ${personId}`
    case 'oncePerPersonInDays':
      return `person ${personId} ${earlier + 1}`
    default:
      return frequency satisfies never
  }
}

/** What an entry is called that stands in nobody's way: one for each event. */
export function eventKey(eventId: string): string {
  return `event ${eventId}`
}

/**
 * Whether the rule may act for the person again. `others`: when the person's other entries on the list happened.
 * Records come out of order, so an entry of a later event counts like one of an earlier.
 */
export function mayActAgain(frequency: Frequency, at: Date, others: readonly Date[]): boolean {
  switch (frequency.kind) {
    case 'oncePerEvent':
      return true
    case 'oncePerPerson':
      return others.length === 0
    case 'oncePerPersonInDays':
      return others.every(other => Math.abs(other.getTime() - at.getTime()) >= frequency.days * dayMs)
    default:
      return frequency satisfies never
  }
}
