/** For tests only: what must hold of everything that happens by itself because somebody has not reacted. */

import type { Check, Step } from './invariants.ts'

const msPerDay = 24 * 60 * 60 * 1000

export const nudgeChecks: readonly Check<Step>[] = [
  {
    name: 'a reminder and an escalation keep their distance from the invitation and from the reminder before',
    holds: isReminderSpaced,
  },
  {
    name: 'by default only people still sent are reminded and escalated',
    holds: ({ before, policy, decision }) =>
      policy.remindAudience === 'notActive' ||
      (policy.remindOnLoss && before.lostAt !== null) ||
      before.status === 'sent' ||
      !decision.events.some(isNudge),
  },
  {
    name: 'the manager is told once, after enough reminders, of people on the road',
    holds: isEscalatedInTurn,
  },
  {
    name: 'that the manager was told is never taken back',
    holds: ({ before, after }) =>
      (before.escalationAskedAt === null || before.escalationAskedAt === after.escalationAskedAt) &&
      (before.escalatedAt === null || before.escalatedAt === after.escalatedAt),
  },
]

function isReminderSpaced({ before, at, policy, decision }: Step): boolean {
  if (!decision.events.some(isNudge)) return true
  const isSince = (last: Date | null, days: number): boolean =>
    last === null || at.getTime() - last.getTime() >= days * msPerDay
  return (
    isSince(before.invitedAt, policy.remindAfterDays) &&
    isSince(before.reminderAskedAt, policy.remindEveryDays) &&
    isSince(before.remindedAt, policy.remindEveryDays)
  )
}

/** What happens by itself because a reminder has been without effect. */
function isNudge({ kind }: { kind: string }): boolean {
  return kind === 'reminderAsked' || kind === 'escalationAsked'
}

function isEscalatedInTurn({ before, after, policy, decision }: Step): boolean {
  if (decision.effects.every(effect => effect.kind !== 'escalate')) return true
  const { escalateAfterReminders: due } = policy
  const isOnRoad = after.aside === null && after.status !== 'active' && after.status !== 'pending'
  return due !== null && before.reminders.asked >= due && before.escalationAskedAt === null && isOnRoad
}
