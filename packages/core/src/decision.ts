/**
 * What follows from a signal, as pure code: the events that are now so of an enrolment and the effects that must be
 * done. No clock, no chance, no I/O: time is an argument.
 */

import type { Policy } from './campaign.ts'
import { dueAt, isEscalationOwed, isReminderOwed } from './due.ts'
import {
  bouncedReason,
  type Effect,
  type Enrolment,
  type Event,
  evolve,
  isJoining,
  isMailing,
  isProtected,
  isRegistered,
  type MailCount,
  type MailKind,
  protectedReason,
  type Signal,
} from './enrolment.ts'
import { meetsGoal } from './methods.ts'

export interface Decision {
  events: readonly Event[]
  effects: readonly Effect[]
}

const nothing: Decision = { events: [], effects: [] }

/** What follows from a signal. Never throws; a signal that says nothing new answers with nothing. */
export function decide(enrolment: Enrolment, signal: Signal, at: Date, policy: Policy): Decision {
  switch (signal.kind) {
    case 'due':
      return decideDue(enrolment, at, policy)
    case 'mailAccepted':
      return decideMailAccepted(enrolment, signal)
    case 'mailRefused':
      return decideMailRefused(enrolment, signal)
    case 'mailBounced':
      return decideBounced(enrolment, signal, policy)
    case 'managerTold':
      return decideManagerTold(enrolment, signal.manager)
    case 'managerNotTold':
      return decideManagerNotTold(enrolment, signal)
    case 'linkConfirmed':
      return decideConfirmed(enrolment, policy)
    case 'groupJoined':
      return enrolment.joinedAt === null ? only({ kind: 'joined' }) : nothing
    case 'groupRefused':
      return isJoining(enrolment)
        ? only({ kind: 'joinRefused', reason: signal.reason, detail: signal.detail })
        : nothing
    case 'methodsSeen':
      return decideMethodsSeen(enrolment, signal, policy)
    case 'foundIneligible':
      return decideIneligible(enrolment, signal, at)
    case 'foundEligible':
      return enrolment.status === 'skipped' ? bringBack(enrolment, { kind: 'readmitted' }, policy) : nothing
    case 'excluded':
      return decideExcluded(enrolment, signal)
    case 'reinstated':
      return enrolment.status === 'excluded'
        ? bringBack(enrolment, { kind: 'reinstated', owner: signal.owner }, policy)
        : nothing
    case 'retried':
      return decideRetried(enrolment, signal.owner, policy)
    case 'inviteAgain':
      return decideInviteAgain(enrolment)
    case 'linkRequested':
      return decideLinkRequested(enrolment, at)
    case 'takenOver':
      return decideTakenOver(enrolment, signal, at, policy)
    default:
      return signal satisfies never
  }
}

function only(event: Event): Decision {
  return { events: [event], effects: [] }
}

function join(...decisions: readonly Decision[]): Decision {
  return { events: decisions.flatMap(d => d.events), effects: decisions.flatMap(d => d.effects) }
}

function decideDue(enrolment: Enrolment, at: Date, policy: Policy): Decision {
  const due = dueAt(enrolment, policy)
  if (due === null || due > at) return nothing
  if (enrolment.status === 'excluded')
    return bringBack(enrolment, { kind: 'reinstated', owner: null }, policy)
  if (enrolment.status === 'pending') return askInvitation(enrolment)
  return join(
    isReminderOwed(enrolment, policy) ? askReminder(enrolment) : nothing,
    isEscalationOwed(enrolment, policy) ? askEscalation : nothing,
  )
}

function askReminder(enrolment: Enrolment): Decision {
  const number = enrolment.reminders.asked + 1
  return {
    events: [{ kind: 'reminderAsked', number }],
    effects: [{ kind: 'sendMail', mail: 'reminder', number }],
  }
}

const askEscalation: Decision = { events: [{ kind: 'escalationAsked' }], effects: [{ kind: 'escalate' }] }

function askInvitation(enrolment: Enrolment): Decision {
  const number = enrolment.invitations.asked + 1
  return {
    events: [{ kind: 'invitationAsked', number }],
    effects: [{ kind: 'sendMail', mail: 'invitation', number }],
  }
}

/** A receipt counts once, and only for a mail that was asked for; even when it was withdrawn meanwhile. */
function decideMailAccepted(enrolment: Enrolment, signal: { mail: MailKind; number: number }): Decision {
  const count = countOf(enrolment, signal.mail)
  if (signal.number <= count.accepted || signal.number > count.asked) return nothing
  return only({ kind: signal.mail === 'invitation' ? 'invited' : 'reminded', number: signal.number })
}

function decideMailRefused(enrolment: Enrolment, signal: Extract<Signal, { kind: 'mailRefused' }>): Decision {
  const { number, reason, detail } = signal
  const count = countOf(enrolment, signal.mail)
  if (number <= count.settled || number > count.asked) return nothing
  const kind = signal.mail === 'invitation' ? 'invitationRefused' : 'reminderRefused'
  return only({ kind, number, reason, detail })
}

/**
 * Only the newest mail of its kind counts, and only for people who still hear from us by mail: whoever confirmed is
 * left alone unless reminders go to them too. Mail that is still queued would come back the same way.
 */
function decideBounced(
  enrolment: Enrolment,
  signal: Extract<Signal, { kind: 'mailBounced' }>,
  policy: Policy,
): Decision {
  const { mail, number, detail } = signal
  const count = countOf(enrolment, mail)
  const isNewest = number > 0 && number === count.accepted && number === count.asked
  const isMailed = enrolment.confirmedAt === null || policy.remindAudience === 'notActive'
  if (!isNewest || !isMailed || enrolment.aside !== null || enrolment.status === 'active') return nothing
  return join(only({ kind: 'mailBounced', mail, number, detail }), withdrawMail(enrolment))
}

/** A digest counts once, also for somebody who has registered since: the manager has read the name. */
function decideManagerTold(enrolment: Enrolment, manager: string): Decision {
  if (enrolment.escalationAskedAt === null || enrolment.escalatedAt !== null) return nothing
  return only({ kind: 'escalated', manager })
}

/** After the digest was taken, only its coming back is news. */
function decideManagerNotTold(
  enrolment: Enrolment,
  { reason, detail }: { reason: string; detail: string | null },
): Decision {
  const { escalationAskedAt, escalatedAt, escalationObstacle } = enrolment
  const isNews = escalatedAt === null || reason === bouncedReason
  if (escalationAskedAt === null || !isNews || escalationObstacle === reason) return nothing
  return only({ kind: 'notEscalated', reason, detail })
}

/** Only the first press moves anything. Somebody set aside on purpose is recorded, never put into the group. */
function decideConfirmed(enrolment: Enrolment, policy: Policy): Decision {
  if (enrolment.confirmedAt !== null) return nothing
  const confirmed = only({ kind: 'confirmed' })
  if (enrolment.status === 'skipped' || enrolment.status === 'excluded') return confirmed
  const withdrawn = policy.remindAudience === 'sent' ? withdrawMail(enrolment) : nothing
  const watch: Decision =
    enrolment.status === 'active' ? nothing : { events: [], effects: [{ kind: 'watchMethods' }] }
  return join(confirmed, withdrawn, askJoin(enrolment, policy), watch)
}

function askJoin(enrolment: Enrolment, policy: Policy): Decision {
  if (policy.groupId === null || enrolment.joinedAt !== null || isJoining(enrolment)) return nothing
  const number = enrolment.joinsAsked + 1
  return {
    events: [{ kind: 'joinAsked', number }],
    effects: [{ kind: 'joinGroup', groupId: policy.groupId, number }],
  }
}

/** Whoever confirmed or registered is owed the group, however they came to be outside it. */
function askOwedJoin(enrolment: Enrolment, policy: Policy): Decision {
  return enrolment.confirmedAt !== null || isRegistered(enrolment) ? askJoin(enrolment, policy) : nothing
}

/** Back onto the road. What a confirmation set in motion for others was only recorded for them; it happens now. */
function bringBack(enrolment: Enrolment, event: Event, policy: Policy): Decision {
  const isWatched = enrolment.confirmedAt !== null && !isRegistered(enrolment)
  const watch: Decision = isWatched ? { events: [], effects: [{ kind: 'watchMethods' }] } : nothing
  return join(only(event), askOwedJoin(enrolment, policy), watch)
}

function withdrawMail(enrolment: Enrolment): Decision {
  if (!isMailing(enrolment.invitations) && !isMailing(enrolment.reminders)) return nothing
  return { events: [{ kind: 'mailWithdrawn' }], effects: [{ kind: 'withdrawMail' }] }
}

/**
 * Meeting the goal makes anybody but the excluded and the protected `active`, clicked or not. Only a live read may take it away again:
 * the report lags up to a day and never undoes what was seen live. After a loss seen live, a report may still show the
 * old registration, so only a live read brings it back.
 */
function decideMethodsSeen(
  enrolment: Enrolment,
  signal: Extract<Signal, { kind: 'methodsSeen' }>,
  policy: Policy,
): Decision {
  if (enrolment.status === 'excluded' || isProtected(enrolment)) return nothing
  const { seen, source } = signal
  const answer = meetsGoal(seen, policy.goal)
  if (answer === 'yes') {
    if (enrolment.status === 'active' && isRegistered(enrolment)) return nothing
    if (source === 'report' && enrolment.lostAt !== null) return nothing
    const since = signal.since === undefined ? {} : { since: signal.since }
    const registered = only({ kind: 'registrationSeen', level: seen.level, source, ...since })
    const joining = enrolment.joinRefusal === null ? askJoin(enrolment, policy) : nothing
    return join(registered, withdrawMail(enrolment), joining)
  }
  const isNews = isRegistered(enrolment) || policy.reopenOnLoss
  const isLoss = answer === 'no' && source === 'live' && enrolment.status === 'active' && isNews
  const reopens = policy.reopenOnLoss
  return isLoss ? only({ kind: 'registrationLost', level: seen.level, source, reopens }) : nothing
}

function decideIneligible(
  enrolment: Enrolment,
  signal: { reason: string; detail: string | null },
  at: Date,
): Decision {
  const { reason, detail } = signal
  if (!maySkip(enrolment, reason, at)) return nothing
  const joining = reason === protectedReason ? withdrawJoin(enrolment) : nothing
  return join(only({ kind: 'skipped', reason, detail }), withdrawMail(enrolment), joining)
}

/** The active are left alone unless they are to be protected; the excluded until their exclusion has ended. */
function maySkip(enrolment: Enrolment, reason: string, at: Date): boolean {
  const { aside } = enrolment
  const isProtecting = reason === protectedReason
  if (aside?.kind === 'excluded') return aside.until !== null && aside.until <= at
  if (aside?.kind === 'skipped') {
    return aside.reason !== reason && (isProtecting || isProtected(enrolment))
  }
  return isProtecting || enrolment.status !== 'active'
}

/** A joining that was asked for and is still queued; whoever comes back is asked for anew. */
function withdrawJoin(enrolment: Enrolment): Decision {
  if (!isJoining(enrolment)) return nothing
  return { events: [{ kind: 'joinWithdrawn' }], effects: [{ kind: 'withdrawJoin' }] }
}

function decideExcluded(enrolment: Enrolment, signal: Extract<Signal, { kind: 'excluded' }>): Decision {
  if (isProtected(enrolment)) return nothing
  const { reason, owner, until } = signal
  const now = enrolment.aside
  const isSame =
    now?.kind === 'excluded' &&
    now.reason === reason &&
    now.owner === owner &&
    now.until?.getTime() === until?.getTime()
  if (isSame) return nothing
  return join(only({ kind: 'excluded', reason, owner, until }), withdrawMail(enrolment))
}

/** Back onto the road; a join that failed is asked again at once, a mail that failed becomes due, one that bounced is asked again. */
function decideRetried(enrolment: Enrolment, owner: string, policy: Policy): Decision {
  const isRefused = enrolment.aside === null && enrolment.joinRefusal !== null
  if (enrolment.status !== 'failed' && !isRefused) return nothing
  const isBounced = enrolment.aside?.reason === bouncedReason
  const isUnreached = isBounced && enrolment.confirmedAt === null && enrolment.lostAt === null
  const invitation = isUnreached ? askInvitation(enrolment) : nothing
  return join(only({ kind: 'retried', owner }), askOwedJoin(enrolment, policy), invitation)
}

/** For people on the road who are not active yet; an older link keeps working. */
function decideInviteAgain(enrolment: Enrolment): Decision {
  const isOnRoad = enrolment.aside === null && enrolment.status !== 'active'
  const isFirst = enrolment.invitations.asked === 0
  return !isOnRoad || isFirst || isMailing(enrolment.invitations) ? nothing : askInvitation(enrolment)
}

/** Anybody may type anybody's address, so it brings at most one mail in this time, whatever else was sent. */
const requestEveryMs = 3 * 60 * 60 * 1000

/** The same link once more, for people on the road who were mailed before; the others are told nothing. */
function decideLinkRequested(enrolment: Enrolment, at: Date): Decision {
  const { invitedAt, remindedAt, reminders } = enrolment
  const wasMailed = [invitedAt, remindedAt].some(
    mailedAt => mailedAt !== null && at.getTime() - mailedAt.getTime() < requestEveryMs,
  )
  if (wasMailed || isMailing(reminders)) return nothing
  const { events, effects } = decideInviteAgain(enrolment)
  if (events.length === 0) return nothing
  return {
    events: [{ kind: 'linkRequested' }, ...events],
    effects: effects.map(effect => (effect.kind === 'sendMail' ? { ...effect, isAwaited: true } : effect)),
  }
}

/**
 * What a list of another product says and the evidence supports. Whoever was left out or protected here stays so, with
 * the dates kept for a return; whether somebody is registered follows from what was seen, never from the list.
 */
function decideTakenOver(
  enrolment: Enrolment,
  { source, past, seen, registeredAt }: Extract<Signal, { kind: 'takenOver' }>,
  at: Date,
  policy: Policy,
): Decision {
  const event: Event = { kind: 'takenOver', source, past }
  const after = evolve(enrolment, event, at)
  const added = isSame(enrolment, after) ? nothing : followPast(enrolment, { event, after, policy })
  if (seen === null || meetsGoal(seen.seen, policy.goal) !== 'yes') return added
  const told = added.events.reduce((row, one) => evolve(row, one, at), enrolment)
  const sighting: Signal = {
    kind: 'methodsSeen',
    ...seen,
    ...(registeredAt !== null && { since: registeredAt }),
  }
  return join(added, decideMethodsSeen(told, sighting, policy))
}

function followPast(
  before: Enrolment,
  { event, after, policy }: { event: Event; after: Enrolment; policy: Policy },
): Decision {
  const isOnRoad = after.aside === null && after.joinRefusal === null
  return join(withdrawMail(before), only(event), isOnRoad ? askOwedJoin(after, policy) : nothing)
}

/** Dates are compared by their moment: each reading of a list makes new ones. */
function isSame(a: unknown, b: unknown): boolean {
  if (a instanceof Date && b instanceof Date) return a.getTime() === b.getTime()
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b
  const others = new Map<string, unknown>(Object.entries(b))
  return Object.entries(a).every(([field, value]) => isSame(value, others.get(field)))
}

function countOf(enrolment: Enrolment, mail: MailKind): MailCount {
  return mail === 'invitation' ? enrolment.invitations : enrolment.reminders
}
