/**
 * When managers are told of people whom reminders did not move, and which managers can be told, as pure code. One
 * digest gathers all that fell due since the last.
 */

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
export const noneNamed: Obstacle = { reason: 'noManager', detail: 'the directory names no manager' }
/** The directory does not know the person, or not yet. */
export const personAbsent: Obstacle = {
  reason: 'personAbsent',
  detail: 'the directory does not know the person (yet)',
}

/** Nobody is told on to themselves; the reminders have done that. */
export const selfNamed: Obstacle = {
  reason: 'ownManager',
  detail: 'the directory names the person as their own manager',
}

/** Why this manager cannot be told; null when nothing is in the way. The first reason in order is the one told. */
export function judgeManager(manager: ManagerFacts): Obstacle | null {
  if (manager.isProtected)
    return {
      reason: 'managerProtected',
      detail: 'the manager is on the list of protected people, who are not mailed',
    }
  if (manager.deleted) return { reason: 'managerDeleted', detail: "the manager's account has been deleted" }
  if (!manager.accountEnabled)
    return { reason: 'managerDisabled', detail: "the manager's account is disabled" }
  if (manager.userType === 'guest') return { reason: 'managerGuest', detail: 'the manager is a guest' }
  if (manager.mail === null)
    return { reason: 'managerNoMailbox', detail: 'the directory has no mail address of the manager' }
  return null
}
