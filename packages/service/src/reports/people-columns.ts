/** One person in one campaign, read for lists, for the help desk and for exports: one join, one shape. */

import type { Output } from '@muster/contract/routes'
import type { Aside, SightingSource, Status } from '@muster/core/enrolment'
import type { Level } from '@muster/core/methods'
import { sql } from 'kysely'
import type { EscalationState } from '../db/schema.ts'

/** What became of an escalation, as reports call it. */
export const escalationWords = {
  queued: 'waiting',
  sent: 'escalated',
  noManager: 'noManager',
  refused: 'notSent',
  withdrawn: 'notNeeded',
} as const satisfies Record<EscalationState, string>

export interface PersonRow {
  id: string
  campaign_id: string
  person_id: string
  batch_id: string | null
  source: string
  source_batch_id: string
  status: Status
  aside: Aside | null
  join_refusal: string | null
  enrolled_at: Date
  invited_at: Date | null
  reminders_accepted: number
  reminded_at: Date | null
  escalated_at: Date | null
  escalation_state: EscalationState | null
  escalation_outcome: string | null
  manager_upn: string | null
  confirmed_at: Date | null
  joined_at: Date | null
  registered_at: Date | null
  registration_source: SightingSource | null
  lost_at: Date | null
  display_name: string
  upn: string
  mail: string | null
  department: string | null
  level: Level
  checked_at: Date | null
  token: string
  mail_problem: string | null
}

/** The columns of `PersonRow`; to be followed by a `where`. */
export const selectPeople = sql`
  select enrolment.id, enrolment.campaign_id, enrolment.person_id, enrolment.batch_id, enrolment.source,
         enrolment.source_batch_id, enrolment.status, enrolment.aside, enrolment.join_refusal, enrolment.enrolled_at,
         enrolment.invited_at, enrolment.reminders_accepted, enrolment.reminded_at, enrolment.escalated_at,
         escalation.state as escalation_state, escalation.outcome as escalation_outcome, manager.upn as manager_upn,
         enrolment.confirmed_at,
         enrolment.joined_at, enrolment.registered_at, enrolment.registration_source, enrolment.lost_at,
         person.display_name, person.upn, person.mail, person.department, person.level,
         greatest(person.checked_at, enrolment.registered_at) as checked_at, link.token,
         (select message.outcome from message
          where message.enrolment_id = enrolment.id and message.state in ('queued', 'uncertain', 'refused', 'bounced')
          order by message.queued_at desc limit 1) as mail_problem
  from enrolment
  join person on person.tenant_id = enrolment.tenant_id and person.id = enrolment.person_id
  join link on link.enrolment_id = enrolment.id
  left join escalation on escalation.enrolment_id = enrolment.id
  left join person as manager on manager.tenant_id = escalation.tenant_id and manager.id = escalation.manager_id
`

export function enrolmentShape(row: PersonRow): Output<'getPerson'>['enrolment'] {
  return {
    enrolmentId: row.id,
    campaignId: row.campaign_id,
    objectId: row.person_id,
    displayName: row.display_name,
    userPrincipalName: row.upn,
    mail: row.mail,
    department: row.department,
    status: row.status,
    reason: row.aside?.reason ?? null,
    detail: row.aside?.detail ?? row.join_refusal,
    owner: row.aside?.owner ?? null,
    excludedUntil: untilOf(row.aside),
    inGroup: row.joined_at !== null,
    level: row.level,
    registeredAt: row.registered_at,
    lostAt: row.lost_at,
    enrolledAt: row.enrolled_at,
    invitedAt: row.invited_at,
    remindersSent: row.reminders_accepted,
    remindedAt: row.reminded_at,
    escalation: row.escalation_state === null ? null : escalationWords[row.escalation_state],
    escalatedAt: row.escalated_at,
    managerUserPrincipalName: row.manager_upn,
    escalationDetail: row.escalation_outcome,
    confirmedAt: row.confirmed_at,
    joinedAt: row.joined_at,
    checkedAt: row.checked_at,
    source: row.source,
    sourceBatchId: row.source_batch_id,
    batchId: row.batch_id,
  }
}

/** What went wrong for somebody, in words; null when nothing did. */
export function errorOf(row: PersonRow): string | null {
  const { aside } = row
  if (aside !== null) return aside.detail ?? aside.reason
  return row.join_refusal ?? (row.invited_at === null ? row.mail_problem : null)
}

/** JSON carries dates as text. */
function untilOf(aside: Aside | null): Date | null {
  return aside === null || aside.until === null ? null : new Date(aside.until)
}
