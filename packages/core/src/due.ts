/** When an enrolment should next be looked at while its campaign runs, as pure code: time is an argument. */

import type { Policy } from './campaign.ts'
import { type Enrolment, isMailing } from './enrolment.ts'

const msPerDay = 24 * 60 * 60 * 1000

/** When `due` next has something to say while the campaign runs; null when only something from outside can move it. */
export function dueAt(enrolment: Enrolment, policy: Policy): Date | null {
  if (enrolment.aside !== null) return enrolment.aside.kind === 'excluded' ? enrolment.aside.until : null
  if (isMailing(enrolment.invitations) || isMailing(enrolment.reminders)) return null
  if (enrolment.lostAt !== null && !policy.remindOnLoss) return null
  switch (enrolment.status) {
    case 'pending':
      return enrolment.enrolledAt
    case 'sent':
      return reminderDueAt(enrolment, policy)
    case 'clicked':
    case 'addedToGroup':
      return isRemindedAfterClick(enrolment, policy) ? reminderDueAt(enrolment, policy) : null
    case 'active':
    case 'skipped':
    case 'failed':
    case 'excluded':
      return null
    default:
      return enrolment.status satisfies never
  }
}

/** Whoever lost the registration has clicked long ago, and is reminded of it where the policy says so. */
function isRemindedAfterClick(enrolment: Enrolment, policy: Policy): boolean {
  return policy.remindAudience === 'notActive' || (enrolment.lostAt !== null && policy.remindOnLoss)
}

function reminderDueAt(enrolment: Enrolment, policy: Policy): Date | null {
  const { asked } = enrolment.reminders
  if (asked >= policy.remindersMax) return null
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
