/**
 * When managers are told of people whom reminders did not move, and which managers can be told, as pure code. One
 * digest gathers all that fell due since the last.
 */

import { actSentences } from './act-sentences.ts'
import { midnightAfter } from './pacing.ts'

const hourMs = 60 * 60 * 1000
const dayMs = 24 * hourMs
/** Early on a European working day. One moment for everybody keeps it to one digest a day for each manager. */
const digestHour = 7

/** When digests are made next, strictly after a moment: 07:00 UTC. */
export function nextDigestAt(at: Date): Date {
  const today = new Date(midnightAfter(at).getTime() - dayMs + digestHour * hourMs)
  return today > at ? today : new Date(today.getTime() + dayMs)
}

/** What is known of the person whom the directory names as somebody's manager. */
export interface ManagerFacts {
  mail: string | null
  accountEnabled: boolean
  userType: 'member' | 'guest'
  deleted: boolean
  isProtected: boolean
}

/** Why nobody can be told, as a word and in words for the report. */
export interface Obstacle {
  reason: string
  detail: string
}

/** The directory knows the person and no manager. */
export const noneNamed: Obstacle = { reason: 'noManager', detail: actSentences.tell('noManager') }
/** The directory does not know the person, or not yet. */
export const personAbsent: Obstacle = {
  reason: 'personAbsent',
  detail: actSentences.tell('personAbsent'),
}

/** Nobody is told on to themselves; the reminders have done that. */
export const selfNamed: Obstacle = {
  reason: 'ownManager',
  detail: actSentences.tell('ownManager'),
}

/** Why this manager cannot be told; null when nothing is in the way. The first reason in order is the one told. */
export function judgeManager(manager: ManagerFacts): Obstacle | null {
  if (manager.isProtected)
    return {
      reason: 'managerProtected',
      detail: actSentences.tell('managerProtected'),
    }
  if (manager.deleted) return { reason: 'managerDeleted', detail: actSentences.tell('managerDeleted') }
  if (!manager.accountEnabled)
    return { reason: 'managerDisabled', detail: actSentences.tell('managerDisabled') }
  if (manager.userType === 'guest')
    return { reason: 'managerGuest', detail: actSentences.tell('managerGuest') }
  if (manager.mail === null)
    return { reason: 'managerNoMailbox', detail: actSentences.tell('managerNoMailbox') }
  return null
}
