/** When an enrolment should next be looked at while its campaign runs, as pure code: time is an argument. */

import type { Policy } from './campaign.ts'
import { type Enrolment, isMailing } from './enrolment.ts'

const msPerDay = 24 * 60 * 60 * 1000

/** When `due` next has something to say while the campaign runs; null when only something from outside can move it. */
export function dueAt(enrolment: Enrolment, policy: Policy): Date | null {
  if (enrolment.aside !== null) return enrolment.aside.kind === 'excluded' ? enrolment.aside.until : null
  const mailDue = mailDueAt(enrolment, policy)
  const { mailHeldUntil } = enrolment
  return mailDue === null || mailHeldUntil === null ? mailDue : later(mailDue, mailHeldUntil)
}

function mailDueAt(enrolment: Enrolment, policy: Policy): Date | null {
  if (isMailing(enrolment.invitations) || isMailing(enrolment.reminders)) return null
  if (enrolment.status === 'pending') return isHeardOf(enrolment, policy) ? enrolment.enrolledAt : null
  if (!isReminded(enrolment, policy)) return null
  if (!isReminderOwed(enrolment, policy) && !isEscalationOwed(enrolment, policy)) return null
  return nextMailDueAt(enrolment, policy)
}

/** Whom reminders are for, and the digest that a manager gets: on the road, invited, and still to do something. */
export function isReminded(enrolment: Enrolment, policy: Policy): boolean {
  if (!isHeardOf(enrolment, policy)) return false
  switch (enrolment.status) {
    case 'sent':
      return true
    case 'clicked':
    case 'addedToGroup':
      return isRemindedAfterClick(enrolment, policy)
    case 'pending':
    case 'active':
    case 'skipped':
    case 'failed':
    case 'excluded':
      return false
    default:
      return enrolment.status satisfies never
  }
}

export function isReminderOwed({ reminders }: Enrolment, policy: Policy): boolean {
  return reminders.asked < policy.remindersMax
}

/** Once in a campaign, whatever came of it; a loss and a second round of reminders do not bring a second one. */
export function isEscalationOwed({ reminders, escalationAskedAt }: Enrolment, policy: Policy): boolean {
  const after = policy.escalateAfterReminders
  return after !== null && escalationAskedAt === null && reminders.asked >= after
}

/** Nobody is told of a loss unless the policy says so. */
function isHeardOf(enrolment: Enrolment, policy: Policy): boolean {
  return enrolment.lostAt === null || policy.remindOnLoss
}

/** Whoever lost the registration has clicked long ago, and is reminded of it where the policy says so. */
function isRemindedAfterClick(enrolment: Enrolment, policy: Policy): boolean {
  return policy.remindAudience === 'notActive' || (enrolment.lostAt !== null && policy.remindOnLoss)
}

/** The wait after an invitation or a reminder is the same, whether a reminder follows or the manager is told. */
function nextMailDueAt(enrolment: Enrolment, policy: Policy): Date {
  const invitedAt = enrolment.invitedAt ?? enrolment.confirmedAt ?? enrolment.enrolledAt
  const afterInvitation = addDays(invitedAt, policy.remindAfterDays)
  if (enrolment.reminderAskedAt === null) return afterInvitation
  // A reminder that was refused or withdrawn counts from when it was asked for, else the next would follow at once.
  const remindedAt = later(enrolment.reminderAskedAt, enrolment.remindedAt ?? enrolment.reminderAskedAt)
  return later(afterInvitation, addDays(remindedAt, policy.remindEveryDays))
}

function later(a: Date, b: Date): Date {
  return a > b ? a : b
}

function addDays(at: Date, days: number): Date {
  return new Date(at.getTime() + days * msPerDay)
}
