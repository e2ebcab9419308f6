/** How an enrolment stands in its table: the pure value on one side, columns on the other. */

import type { Enrolment } from '@muster/core/enrolment'
import type { Selectable } from 'kysely'
import type { EnrolmentTable } from '../db/schema.ts'

export type EnrolmentRow = Selectable<EnrolmentTable>

/** The columns that follow from events; a replay gives exactly these. */
export const derivedColumns = [
  'status',
  'reached',
  'aside',
  'enrolled_at',
  'invitations_asked',
  'invitations_settled',
  'invitations_accepted',
  'invited_at',
  'reminders_asked',
  'reminders_settled',
  'reminders_accepted',
  'reminder_asked_at',
  'reminded_at',
  'escalation_asked_at',
  'escalated_at',
  'escalation_obstacle',
  'confirmed_at',
  'reminders_before_confirming',
  'joins_asked',
  'joins_settled',
  'joined_at',
  'join_refusal',
  'level',
  'registered_at',
  'reminders_before_registering',
  'registration_source',
  'lost_at',
  'reopened_at',
  'mail_held_until',
] as const satisfies readonly (keyof EnrolmentTable)[]

export type DerivedColumns = Pick<EnrolmentRow, (typeof derivedColumns)[number]>

export function enrolmentOfRow(row: DerivedColumns): Enrolment {
  const { aside } = row
  return {
    status: row.status,
    reached: row.reached,
    // JSON carries dates as text.
    aside: aside === null ? null : { ...aside, until: aside.until === null ? null : new Date(aside.until) },
    enrolledAt: row.enrolled_at,
    invitations: {
      asked: row.invitations_asked,
      settled: row.invitations_settled,
      accepted: row.invitations_accepted,
    },
    invitedAt: row.invited_at,
    reminders: {
      asked: row.reminders_asked,
      settled: row.reminders_settled,
      accepted: row.reminders_accepted,
    },
    reminderAskedAt: row.reminder_asked_at,
    remindedAt: row.reminded_at,
    escalationAskedAt: row.escalation_asked_at,
    escalatedAt: row.escalated_at,
    escalationObstacle: row.escalation_obstacle,
    confirmedAt: row.confirmed_at,
    remindersBeforeConfirming: row.reminders_before_confirming,
    joinsAsked: row.joins_asked,
    joinsSettled: row.joins_settled,
    joinedAt: row.joined_at,
    joinRefusal: row.join_refusal,
    level: row.level,
    registeredAt: row.registered_at,
    remindersBeforeRegistering: row.reminders_before_registering,
    registrationSource: row.registration_source,
    lostAt: row.lost_at,
    reopenedAt: row.reopened_at,
    mailHeldUntil: row.mail_held_until,
  }
}

export function columnsOfEnrolment(enrolment: Enrolment): DerivedColumns {
  const { invitations, reminders } = enrolment
  return {
    status: enrolment.status,
    reached: enrolment.reached,
    aside: enrolment.aside,
    enrolled_at: enrolment.enrolledAt,
    invitations_asked: invitations.asked,
    invitations_settled: invitations.settled,
    invitations_accepted: invitations.accepted,
    invited_at: enrolment.invitedAt,
    reminders_asked: reminders.asked,
    reminders_settled: reminders.settled,
    reminders_accepted: reminders.accepted,
    reminder_asked_at: enrolment.reminderAskedAt,
    reminded_at: enrolment.remindedAt,
    escalation_asked_at: enrolment.escalationAskedAt,
    escalated_at: enrolment.escalatedAt,
    escalation_obstacle: enrolment.escalationObstacle,
    confirmed_at: enrolment.confirmedAt,
    reminders_before_confirming: enrolment.remindersBeforeConfirming,
    joins_asked: enrolment.joinsAsked,
    joins_settled: enrolment.joinsSettled,
    joined_at: enrolment.joinedAt,
    join_refusal: enrolment.joinRefusal,
    level: enrolment.level,
    registered_at: enrolment.registeredAt,
    reminders_before_registering: enrolment.remindersBeforeRegistering,
    registration_source: enrolment.registrationSource,
    lost_at: enrolment.lostAt,
    reopened_at: enrolment.reopenedAt,
    mail_held_until: enrolment.mailHeldUntil,
  }
}
