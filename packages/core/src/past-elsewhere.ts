/** What somebody has been through in another product, and how a take-over adds it to an enrolment. Pure. */

import type { Enrolment, MailCount, Reached } from './enrolment.ts'

/** As far as the evidence goes; null where there is none. */
export interface PastElsewhere {
  invitedAt: Date | null
  /** At least one, with the time of the newest. */
  reminders: { sent: number; at: Date } | null
  confirmedAt: Date | null
  joinedAt: Date | null
  escalatedAt: Date | null
  /** No mail goes out by itself before this. */
  mailHeldUntil: Date | null
}

/** Where it was written: the list, and the number of the row in it. */
export interface Provenance {
  list: string
  row: number
}

/**
 * Adds what happened elsewhere and puts nothing in the place of what happened here: the first click and the first
 * joining stay, and of mails the newest counts, since the next one keeps its distance from it. Twice is as once.
 */
export function addPast(was: Enrolment, past: PastElsewhere): Partial<Enrolment> {
  const mailed = { ...was, ...addInvitation(was, past), ...addReminders(was, past) }
  const confirmedAt = was.confirmedAt ?? past.confirmedAt
  const joinedAt = was.joinedAt ?? past.joinedAt
  const reached = reachedBy({ ...mailed, confirmedAt, joinedAt })
  const isFurther = reached !== was.reached || was.confirmedAt !== confirmedAt
  return {
    ...mailed,
    ...addEscalation(was, past),
    confirmedAt,
    remindersBeforeConfirming:
      confirmedAt === null ? null : (was.remindersBeforeConfirming ?? mailed.reminders.accepted),
    joinedAt,
    ...(joinedAt !== null && { joinsSettled: was.joinsAsked, joinRefusal: null }),
    mailHeldUntil: newest(was.mailHeldUntil, past.mailHeldUntil),
    reached,
    // As with an invitation or a click of ours: whoever got further has not failed.
    aside: isFurther && was.aside?.kind === 'failed' ? null : was.aside,
  }
}

function addInvitation(was: Enrolment, { invitedAt }: PastElsewhere): Partial<Enrolment> {
  if (invitedAt === null) return {}
  return { invitations: countOf(was.invitations, 1), invitedAt: newest(was.invitedAt, invitedAt) }
}

function addReminders(was: Enrolment, { reminders }: PastElsewhere): Partial<Enrolment> {
  if (reminders === null) return {}
  return {
    reminders: countOf(was.reminders, reminders.sent),
    reminderAskedAt: newest(was.reminderAskedAt, reminders.at),
    remindedAt: newest(was.remindedAt, reminders.at),
  }
}

function addEscalation(was: Enrolment, { escalatedAt }: PastElsewhere): Partial<Enrolment> {
  if (escalatedAt === null || was.escalationAskedAt !== null) return {}
  return { escalationAskedAt: escalatedAt, escalatedAt }
}

/** As if that many had been taken here, when fewer were. */
function countOf(was: MailCount, sent: number): MailCount {
  const asked = Math.max(was.asked, sent)
  const accepted = Math.max(was.accepted, sent)
  return { asked, accepted, settled: Math.max(was.settled, accepted) }
}

function reachedBy({ confirmedAt, joinedAt, invitations }: Enrolment): Reached {
  if (confirmedAt !== null) return joinedAt === null ? 'clicked' : 'addedToGroup'
  return invitations.accepted > 0 ? 'sent' : 'pending'
}

function newest(a: Date | null, b: Date | null): Date | null {
  if (a === null || b === null) return a ?? b
  return a < b ? b : a
}
