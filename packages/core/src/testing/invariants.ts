/** For tests only: what must hold of every enrolment and of every step that one takes, as named checks. */

import type { Policy } from '../campaign.ts'
import { type Decision, decide } from '../decision.ts'
import { dueAt } from '../due.ts'
import { type Effect, type Enrolment, evolve, type MailCount, type Signal } from '../enrolment.ts'
import { meetsGoal } from '../methods.ts'
import { nudgeChecks } from './nudges.ts'

/** One signal delivered: the row before it, what was decided, the row after it. */
export interface Step {
  before: Enrolment
  signal: Signal
  at: Date
  policy: Policy
  decision: Decision
  after: Enrolment
}

/** A row at rest, at a moment. */
export interface Rest {
  row: Enrolment
  at: Date
  policy: Policy
}

export interface Check<T> {
  name: string
  holds(subject: T): boolean
}

const road = ['pending', 'sent', 'clicked', 'addedToGroup']

/** Delivers a signal: decides and folds the events in. */
export function take(before: Enrolment, signal: Signal, { at, policy }: { at: Date; policy: Policy }): Step {
  const decision = decide(before, signal, at, policy)
  const after = decision.events.reduce((row, event) => evolve(row, event, at), before)
  return { before, signal, at, policy, decision, after }
}

/** The keys under which a database refuses to do an effect twice; the two effects without one may be repeated. */
export function effectKeys(decision: Decision): string[] {
  return decision.effects.flatMap(effect => {
    if (effect.kind === 'sendMail') return [`sendMail ${effect.mail} ${effect.number}`]
    if (effect.kind === 'escalate') return ['escalate']
    return effect.kind === 'joinGroup' ? [`joinGroup ${effect.number}`] : []
  })
}

/** The name of the first check that fails, or null. */
export function breach<T>(checks: readonly Check<T>[], subject: T): string | null {
  return checks.find(check => !check.holds(subject))?.name ?? null
}

function isMailing(count: MailCount): boolean {
  return count.asked > count.settled
}

function isJoining(row: Enrolment): boolean {
  return row.joinedAt === null && row.joinsAsked > row.joinsSettled
}

function isRegistered(row: Enrolment): boolean {
  return row.registeredAt !== null && row.lostAt === null
}

function statusFrom(row: Enrolment): string {
  if (row.aside !== null) return row.aside.kind
  return row.registeredAt !== null && row.reopenedAt === null ? 'active' : row.reached
}

function reachedFrom(row: Enrolment): string {
  if (row.confirmedAt !== null) return row.joinedAt === null ? 'clicked' : 'addedToGroup'
  return row.invitations.accepted > 0 ? 'sent' : 'pending'
}

function isCountSound({ asked, settled, accepted }: MailCount): boolean {
  return 0 <= accepted && accepted <= settled && settled <= asked
}

function isEffectOfAsideSound(effect: Effect): boolean {
  return effect.kind === 'withdrawMail' || effect.kind === 'withdrawJoin'
}

function isMailFresh(effect: Effect, before: Enrolment): boolean {
  if (effect.kind !== 'sendMail') return true
  const count = effect.mail === 'invitation' ? before.invitations : before.reminders
  return !isMailing(count) && effect.number === count.asked + 1
}

function isJoinWanted(effect: Effect, { before, after, policy }: Step): boolean {
  if (effect.kind !== 'joinGroup') return true
  const isAsked = after.confirmedAt !== null || isRegistered(after)
  const isFresh = before.joinedAt === null && !isJoining(before) && effect.number === before.joinsAsked + 1
  return isAsked && isFresh && effect.groupId === policy.groupId
}

/** Only these signals may bring about these events. */
function isEventCausedBy({ signal, decision }: Step): boolean {
  return decision.events.every(event => {
    switch (event.kind) {
      case 'confirmed':
        return signal.kind === 'linkConfirmed'
      case 'joined':
        return signal.kind === 'groupJoined'
      case 'mailBounced':
        return signal.kind === 'mailBounced'
      case 'registrationSeen':
        return signal.kind === 'methodsSeen' || (signal.kind === 'takenOver' && signal.seen !== null)
      case 'takenOver':
        return signal.kind === 'takenOver'
      case 'registrationLost':
        return signal.kind === 'methodsSeen' && signal.source === 'live'
      case 'reminderAsked':
      case 'escalationAsked':
        return signal.kind === 'due'
      case 'escalated':
        return signal.kind === 'managerTold'
      case 'notEscalated':
        return signal.kind === 'managerNotTold'
      default:
        return true
    }
  })
}

function isWatched({ decision, after }: Step): boolean {
  const isStart = decision.events.some(({ kind }) => ['confirmed', 'readmitted', 'reinstated'].includes(kind))
  const isOnRoad = after.aside === null && after.status !== 'active'
  const isWaitedFor = isOnRoad && after.confirmedAt !== null && !isRegistered(after)
  return !isStart || !isWaitedFor || decision.effects.some(({ kind }) => kind === 'watchMethods')
}

function doesSecondTimeSayNothing(step: Step): boolean {
  // Time passing is no fact that could be repeated: an exclusion that has ended is followed by an invitation.
  if (step.signal.kind === 'due') return true
  const again = decide(step.after, step.signal, step.at, step.policy)
  return again.events.length === 0 && again.effects.length === 0
}

function isProtecting(signal: Signal): boolean {
  return signal.kind === 'foundIneligible' && signal.reason === 'protected'
}

function isProtected(row: Enrolment): boolean {
  return row.aside?.kind === 'skipped' && row.aside.reason === 'protected'
}

function isExclusionOver({ aside }: Enrolment, at: Date): boolean {
  return aside?.kind === 'excluded' && aside.until !== null && aside.until <= at
}

function isGoalSeen({ signal, policy }: Step): boolean {
  return signal.kind === 'methodsSeen' && meetsGoal(signal.seen, policy.goal) === 'yes'
}

export const stepChecks: readonly Check<Step>[] = [
  ...nudgeChecks,
  {
    name: 'the road is never walked backwards',
    holds: ({ before, after }) => road.indexOf(after.reached) >= road.indexOf(before.reached),
  },
  {
    name: 'nothing is done that no event tells of',
    holds: ({ decision }) => decision.effects.length === 0 || decision.events.length > 0,
  },
  { name: 'events come only from the signals that can know them', holds: isEventCausedBy },
  {
    name: 'people who are aside are asked nothing; mail to them is withdrawn at most',
    holds: ({ decision, after }) => after.aside === null || decision.effects.every(isEffectOfAsideSound),
  },
  {
    name: 'no mail is asked while another of its kind is in flight, and none twice',
    holds: ({ decision, before }) => decision.effects.every(effect => isMailFresh(effect, before)),
  },
  {
    name: 'nobody who is registered is sent a mail',
    holds: ({ decision, after }) =>
      !isRegistered(after) || decision.effects.every(e => e.kind !== 'sendMail'),
  },
  {
    name: 'nobody is put into the group who neither confirmed nor registered, and nobody twice',
    holds: step => step.decision.effects.every(effect => isJoinWanted(effect, step)),
  },
  {
    name: 'only people who confirmed and are not registered are watched',
    holds: ({ decision, after }) =>
      decision.effects.every(e => e.kind !== 'watchMethods') ||
      (after.confirmedAt !== null && !isRegistered(after)),
  },
  { name: 'the same signal again says nothing', holds: doesSecondTimeSayNothing },
  {
    name: 'the excluded stay so until an operator or the end of the exclusion brings them back',
    holds: ({ before, signal, after, at }) =>
      before.status !== 'excluded' ||
      after.status === 'excluded' ||
      signal.kind === 'reinstated' ||
      isExclusionOver(before, at),
  },
  {
    name: 'a sighting at the goal makes anybody but the excluded and protected active, unless a report contradicts a live loss',
    holds: step =>
      !isGoalSeen(step) ||
      step.after.status === 'active' ||
      step.before.status === 'excluded' ||
      isProtected(step.before) ||
      (step.signal.kind === 'methodsSeen' && step.signal.source === 'report' && step.before.lostAt !== null),
  },
  {
    name: 'only a live read that does not meet the goal takes a registration away',
    holds: ({ before, signal, policy, after }) =>
      !isRegistered(before) ||
      isRegistered(after) ||
      (signal.kind === 'methodsSeen' &&
        signal.source === 'live' &&
        meetsGoal(signal.seen, policy.goal) === 'no'),
  },
  {
    name: 'after a live loss only a live read sees the registration again',
    holds: ({ before, signal, after }) =>
      before.lostAt === null ||
      after.lostAt !== null ||
      (signal.kind === 'methodsSeen' && signal.source === 'live') ||
      (signal.kind === 'takenOver' && signal.seen?.source === 'live'),
  },
  {
    name: 'a refused mail fails only people whom none has reached',
    holds: ({ before, signal, after }) =>
      signal.kind !== 'mailRefused' || after.status === before.status || before.status === 'pending',
  },
  {
    name: 'a bounce fails only people on the road, and never one who has confirmed and is mailed no more',
    holds: ({ before, signal, after, policy }) =>
      signal.kind !== 'mailBounced' ||
      after.status === before.status ||
      (before.aside === null &&
        before.status !== 'active' &&
        (before.confirmedAt === null || policy.remindAudience === 'notActive')),
  },
  {
    name: 'nobody who is active is skipped, unless to be protected',
    holds: ({ before, signal, after }) =>
      before.status !== 'active' || after.status !== 'skipped' || isProtecting(signal),
  },
  {
    name: 'whoever is protected stays so until found off the list',
    holds: ({ before, signal, after }) =>
      !isProtected(before) ||
      isProtected(after) ||
      signal.kind === 'foundEligible' ||
      signal.kind === 'foundIneligible',
  },
  {
    name: 'nobody is mailed by themselves about a loss unless the policy says so',
    holds: ({ before, signal, policy, decision }) =>
      before.lostAt === null ||
      policy.remindOnLoss ||
      signal.kind === 'inviteAgain' ||
      signal.kind === 'linkRequested' ||
      decision.effects.every(effect => effect.kind !== 'sendMail' && effect.kind !== 'escalate'),
  },
  {
    name: 'a loss reopens people only where the policy says so',
    holds: ({ before, after, policy }) =>
      before.reopenedAt !== null || after.reopenedAt === null || policy.reopenOnLoss,
  },
  {
    name: 'reminders keep to their maximum, those sent elsewhere counted in',
    holds: ({ before, decision, policy }) =>
      decision.events.every(({ kind }) => kind !== 'reminderAsked') ||
      before.reminders.asked < policy.remindersMax,
  },
  {
    name: 'a take-over mails nobody, and nobody is mailed by themselves while mail is held',
    holds: ({ before, signal, at, decision }) =>
      (signal.kind !== 'takenOver' &&
        (signal.kind !== 'due' || before.mailHeldUntil === null || before.mailHeldUntil <= at)) ||
      decision.effects.every(({ kind }) => kind !== 'sendMail' && kind !== 'escalate'),
  },
  { name: 'whoever confirms, or comes back having confirmed, is watched', holds: isWatched },
  {
    name: 'the first registration, click and joining keep their dates',
    holds: ({ before, after }) =>
      (['registeredAt', 'confirmedAt', 'joinedAt'] as const).every(
        field => before[field] === null || before[field] === after[field],
      ),
  },
]

/** The moment at which `due` is worth delivering, if there is one. */
export function nextDue({ row, at, policy }: Rest): Date | null {
  const due = dueAt(row, policy)
  return due === null ? null : new Date(Math.max(due.getTime(), at.getTime()))
}

function doesDueKeepItsWord(rest: Rest): boolean {
  const { row, policy } = rest
  const due = dueAt(row, policy)
  const at = nextDue(rest)
  if (due === null || at === null) return decide(row, { kind: 'due' }, rest.at, policy).events.length === 0
  const early = decide(row, { kind: 'due' }, new Date(due.getTime() - 1), policy)
  return early.events.length === 0 && decide(row, { kind: 'due' }, at, policy).events.length > 0
}

/** After `due`, nothing is due until later; after the end of an exclusion one more mail may be due at once. */
function doesDueComeToRest(rest: Rest): boolean {
  const at = nextDue(rest)
  if (at === null) return true
  const first = take(rest.row, { kind: 'due' }, { at, policy: rest.policy }).after
  const isAfterExclusion = rest.row.status === 'excluded' && first.status !== 'excluded'
  const last = isAfterExclusion ? take(first, { kind: 'due' }, { at, policy: rest.policy }).after : first
  const next = dueAt(last, rest.policy)
  return next === null || next > at
}

function isOnTheWayIntoTheGroup({ row, policy }: Rest): boolean {
  const isOwed = row.aside === null && (row.confirmedAt !== null || isRegistered(row))
  if (!isOwed || policy.groupId === null) return true
  return row.joinedAt !== null || isJoining(row) || row.joinRefusal !== null
}

function isMovedByTimeOrMail({ row, policy }: Rest): boolean {
  if (row.status !== 'pending' && row.status !== 'sent') return true
  if (row.lostAt !== null && !policy.remindOnLoss) return true
  const isMailed = isMailing(row.invitations) || isMailing(row.reminders)
  const isReminded = row.status === 'sent' && row.reminders.asked >= policy.remindersMax
  return isMailed || isReminded || dueAt(row, policy) !== null
}

function canBeRetried({ row, at, policy }: Rest): boolean {
  if (row.status !== 'failed' && (row.aside !== null || row.joinRefusal === null)) return true
  const { after } = take(row, { kind: 'retried', owner: 'Noor' }, { at, policy })
  return after.status !== 'failed' && after.joinRefusal === null
}

export const restChecks: readonly Check<Rest>[] = [
  {
    name: 'the status says what aside, registration and road say',
    holds: ({ row }) => row.status === statusFrom(row),
  },
  { name: 'the road says what happened', holds: ({ row }) => row.reached === reachedFrom(row) },
  {
    name: 'mails are settled at most as often as asked, accepted at most as often as settled',
    holds: ({ row }) => isCountSound(row.invitations) && isCountSound(row.reminders),
  },
  {
    name: 'an accepted invitation has its date, and only that',
    holds: ({ row }) => (row.invitedAt !== null) === row.invitations.accepted > 0,
  },
  {
    name: 'an accepted reminder has its date, and only that',
    holds: ({ row }) => (row.remindedAt !== null) === row.reminders.accepted > 0,
  },
  {
    name: 'nobody is escalated, in vain or not, for whom it was not asked',
    holds: ({ row }) =>
      row.escalationAskedAt !== null || (row.escalatedAt === null && row.escalationObstacle === null),
  },
  {
    name: 'nothing is lost that was never seen',
    holds: ({ row }) => row.lostAt === null || row.registeredAt !== null,
  },
  {
    name: 'the active meet the goal, or are flagged',
    holds: ({ row, policy }) =>
      row.status !== 'active' ||
      row.lostAt !== null ||
      meetsGoal({ level: row.level, unknownTypes: [] }, policy.goal) === 'yes',
  },
  {
    name: 'no mail is in flight to the active, the skipped and the excluded',
    holds: ({ row }) =>
      !['active', 'skipped', 'excluded'].includes(row.status) ||
      (!isMailing(row.invitations) && !isMailing(row.reminders)),
  },
  {
    name: 'whoever is in the group waits for no joining and is refused none',
    holds: ({ row }) =>
      row.joinedAt === null || (row.joinsSettled === row.joinsAsked && row.joinRefusal === null),
  },
  {
    name: 'no joining of the protected is under way',
    holds: ({ row }) => !isProtected(row) || !isJoining(row),
  },
  {
    name: 'an exclusion ends on its day',
    holds: ({ row, policy }) => row.aside?.kind !== 'excluded' || dueAt(row, policy) === row.aside.until,
  },
  { name: 'due says nothing early and something on time', holds: doesDueKeepItsWord },
  { name: 'due comes to rest', holds: doesDueComeToRest },
  {
    name: 'whoever confirmed or registered is in the group, on the way, or was refused',
    holds: isOnTheWayIntoTheGroup,
  },
  {
    name: 'the pending and the sent are moved by time or by a mail, until reminders are used up',
    holds: isMovedByTimeOrMail,
  },
  { name: 'every failure and refusal can be retried', holds: canBeRetried },
]
