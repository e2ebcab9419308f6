/**
 * One person in one campaign, as pure code: a signal comes in, `decide` says which events are now so and which
 * effects must be done, `evolve` folds an event into the row. No clock, no chance, no I/O: time is an argument.
 */

import type { Policy } from './campaign.ts'
import { type Assessment, type Level, meetsGoal } from './methods.ts'

/** How far along the road somebody has got; it never goes back. */
export type Reached = 'pending' | 'sent' | 'clicked' | 'addedToGroup'
/** Beside the road; an operator or a new fact may bring somebody back. */
export type AsideKind = 'skipped' | 'failed' | 'excluded'
export type Status = Reached | 'active' | AsideKind

export const statuses: readonly Status[] = [
  'pending',
  'sent',
  'clicked',
  'addedToGroup',
  'active',
  'skipped',
  'failed',
  'excluded',
]

export type MailKind = 'invitation' | 'reminder'
/** How we know: a live read of the person's methods, or the registration report. */
export type SightingSource = 'live' | 'report'

export interface Aside {
  kind: AsideKind
  /** A word from a closed set where there is one (an eligibility check, a refusal), in camel case. */
  reason: string
  /** What the other side said, for the person who asks why. */
  detail: string | null
  owner: string | null
  until: Date | null
}

/**
 * Mails of one kind: `asked` is the running number of the newest one asked for, `settled` the newest whose fate is
 * known (accepted, refused or withdrawn), `accepted` the newest that the mail system took.
 */
export interface MailCount {
  asked: number
  settled: number
  accepted: number
}

export interface Enrolment {
  status: Status
  reached: Reached
  aside: Aside | null
  enrolledAt: Date
  invitations: MailCount
  invitedAt: Date | null
  reminders: MailCount
  reminderAskedAt: Date | null
  remindedAt: Date | null
  confirmedAt: Date | null
  joinsAsked: number
  joinsSettled: number
  joinedAt: Date | null
  /** Why the group refused somebody who is active all the same. */
  joinRefusal: string | null
  /** The level at which the registration was last seen or lost. */
  level: Level
  /** When the registration was first detected. */
  registeredAt: Date | null
  registrationSource: SightingSource | null
  /** Set while somebody who had registered no longer meets the goal. */
  lostAt: Date | null
}

export type Signal =
  /** The time has come to look at this enrolment while its campaign runs. */
  | { kind: 'due' }
  | { kind: 'mailAccepted'; mail: MailKind; number: number }
  | { kind: 'mailRefused'; mail: MailKind; number: number; reason: string; detail: string | null }
  /** Somebody pressed the page's button. */
  | { kind: 'linkConfirmed' }
  | { kind: 'groupJoined' }
  | { kind: 'groupRefused'; reason: string; detail: string | null }
  | { kind: 'methodsSeen'; seen: Assessment; source: SightingSource }
  | { kind: 'foundIneligible'; reason: string; detail: string | null }
  | { kind: 'foundEligible' }
  | { kind: 'excluded'; reason: string; owner: string; until: Date | null }
  | { kind: 'reinstated'; owner: string }
  | { kind: 'retried'; owner: string }
  | { kind: 'inviteAgain' }

export type Event =
  | { kind: 'enrolled' }
  | { kind: 'invitationAsked'; number: number }
  | { kind: 'invited'; number: number }
  | { kind: 'invitationRefused'; number: number; reason: string; detail: string | null }
  | { kind: 'reminderAsked'; number: number }
  | { kind: 'reminded'; number: number }
  | { kind: 'reminderRefused'; number: number; reason: string; detail: string | null }
  | { kind: 'mailWithdrawn' }
  | { kind: 'confirmed' }
  | { kind: 'joinAsked'; number: number }
  | { kind: 'joined' }
  | { kind: 'joinRefused'; reason: string; detail: string | null }
  | { kind: 'registrationSeen'; level: Level; source: SightingSource }
  | { kind: 'registrationLost'; level: Level; source: SightingSource }
  | { kind: 'skipped'; reason: string; detail: string | null }
  | { kind: 'readmitted' }
  | { kind: 'excluded'; reason: string; owner: string; until: Date | null }
  | { kind: 'reinstated'; owner: string | null }
  | { kind: 'retried'; owner: string }

export type EventKind = Event['kind']

/** Something we must do. `number` makes its key unique, so that doing it twice is refused by the database. */
export type Effect =
  | { kind: 'sendMail'; mail: MailKind; number: number }
  | { kind: 'joinGroup'; groupId: string; number: number }
  /** Read this person's methods live: soon, then less and less often. */
  | { kind: 'watchMethods' }
  /** Mails still queued are no longer wanted. */
  | { kind: 'withdrawMail' }

export interface Decision {
  events: readonly Event[]
  effects: readonly Effect[]
}

/** A fact with the time from which on it is so. */
export interface Stamped {
  event: Event
  at: Date
}

const nothing: Decision = { events: [], effects: [] }
const msPerDay = 24 * 60 * 60 * 1000
const road: readonly Reached[] = ['pending', 'sent', 'clicked', 'addedToGroup']

/** What follows from a signal. Never throws; a signal that says nothing new answers with nothing. */
export function decide(enrolment: Enrolment, signal: Signal, at: Date, policy: Policy): Decision {
  switch (signal.kind) {
    case 'due':
      return decideDue(enrolment, at, policy)
    case 'mailAccepted':
      return decideMailAccepted(enrolment, signal)
    case 'mailRefused':
      return decideMailRefused(enrolment, signal)
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
      return decideIneligible(enrolment, signal)
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
  const number = enrolment.reminders.asked + 1
  return {
    events: [{ kind: 'reminderAsked', number }],
    effects: [{ kind: 'sendMail', mail: 'reminder', number }],
  }
}

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
 * Meeting the goal makes anybody but the excluded `active`, clicked or not. Only a live read may take it away again:
 * the report lags up to a day and never undoes what was seen live. After a loss seen live, a report may still show the
 * old registration, so only a live read brings it back.
 */
function decideMethodsSeen(
  enrolment: Enrolment,
  signal: Extract<Signal, { kind: 'methodsSeen' }>,
  policy: Policy,
): Decision {
  if (enrolment.status === 'excluded') return nothing
  const { seen, source } = signal
  const answer = meetsGoal(seen, policy.goal)
  if (answer === 'yes') {
    if (enrolment.status === 'active') return nothing
    if (source === 'report' && enrolment.lostAt !== null) return nothing
    const registered = only({ kind: 'registrationSeen', level: seen.level, source })
    const joining = enrolment.joinRefusal === null ? askJoin(enrolment, policy) : nothing
    return join(registered, withdrawMail(enrolment), joining)
  }
  const isLoss = answer === 'no' && source === 'live' && enrolment.status === 'active'
  return isLoss ? only({ kind: 'registrationLost', level: seen.level, source }) : nothing
}

function decideIneligible(enrolment: Enrolment, signal: { reason: string; detail: string | null }): Decision {
  const isOpen = enrolment.aside === null || enrolment.aside.kind === 'failed'
  if (!isOpen || enrolment.status === 'active') return nothing
  return join(
    only({ kind: 'skipped', reason: signal.reason, detail: signal.detail }),
    withdrawMail(enrolment),
  )
}

function decideExcluded(enrolment: Enrolment, signal: Extract<Signal, { kind: 'excluded' }>): Decision {
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

/** Back onto the road; a join that failed is asked again at once, a mail that failed becomes due. */
function decideRetried(enrolment: Enrolment, owner: string, policy: Policy): Decision {
  const isRefused = enrolment.aside === null && enrolment.joinRefusal !== null
  if (enrolment.status !== 'failed' && !isRefused) return nothing
  return join(only({ kind: 'retried', owner }), askOwedJoin(enrolment, policy))
}

/** For people on the road who are not active yet; an older link keeps working. */
function decideInviteAgain(enrolment: Enrolment): Decision {
  const isOnRoad = enrolment.aside === null && enrolment.status !== 'active'
  const isFirst = enrolment.invitations.asked === 0
  return !isOnRoad || isFirst || isMailing(enrolment.invitations) ? nothing : askInvitation(enrolment)
}

function countOf(enrolment: Enrolment, mail: MailKind): MailCount {
  return mail === 'invitation' ? enrolment.invitations : enrolment.reminders
}

function isMailing(count: MailCount): boolean {
  return count.asked > count.settled
}

function isRegistered(enrolment: Enrolment): boolean {
  return enrolment.registeredAt !== null && enrolment.lostAt === null
}

function isJoining(enrolment: Enrolment): boolean {
  return enrolment.joinedAt === null && enrolment.joinsAsked > enrolment.joinsSettled
}

/** An enrolment as it is made; the event that makes it so is `enrolled`. */
export function enrol(at: Date): Enrolment {
  return {
    status: 'pending',
    reached: 'pending',
    aside: null,
    enrolledAt: at,
    invitations: { asked: 0, settled: 0, accepted: 0 },
    invitedAt: null,
    reminders: { asked: 0, settled: 0, accepted: 0 },
    reminderAskedAt: null,
    remindedAt: null,
    confirmedAt: null,
    joinsAsked: 0,
    joinsSettled: 0,
    joinedAt: null,
    joinRefusal: null,
    level: 'unknown',
    registeredAt: null,
    registrationSource: null,
    lostAt: null,
  }
}

/** The enrolment after an event. Total: any event may follow any other. */
export function evolve(enrolment: Enrolment, event: Event, at: Date): Enrolment {
  const next = { ...enrolment, ...change(enrolment, event, at) }
  return { ...next, status: statusOf(next) }
}

function statusOf(enrolment: Enrolment): Status {
  if (enrolment.aside !== null) return enrolment.aside.kind
  return isRegistered(enrolment) ? 'active' : enrolment.reached
}

function change(was: Enrolment, event: Event, at: Date): Partial<Enrolment> {
  switch (event.kind) {
    case 'enrolled':
      return {}
    case 'invitationAsked':
      return { invitations: { ...was.invitations, asked: event.number } }
    case 'invited':
      return {
        reached: furthest(was.reached, 'sent'),
        invitations: accepted(was.invitations, event.number),
        invitedAt: at,
        // An invitation given up as refused may turn out to have been taken after all.
        aside: was.reached === 'pending' ? withoutFailure(was.aside) : was.aside,
      }
    case 'invitationRefused':
      return { invitations: settled(was.invitations, event.number), ...failedUnlessFurther(was, event) }
    case 'reminderAsked':
      return { reminders: { ...was.reminders, asked: event.number }, reminderAskedAt: at }
    case 'reminded':
      return { reminders: accepted(was.reminders, event.number), remindedAt: at }
    case 'reminderRefused':
      return { reminders: settled(was.reminders, event.number) }
    case 'mailWithdrawn':
      return {
        invitations: settled(was.invitations, was.invitations.asked),
        reminders: settled(was.reminders, was.reminders.asked),
      }
    case 'confirmed':
      return { confirmedAt: at, reached: reachedByConfirming(was), aside: withoutFailure(was.aside) }
    case 'joinAsked':
      return { joinsAsked: event.number, joinRefusal: null }
    case 'joined':
      return joined(was, at)
    case 'joinRefused':
      return joinRefused(was, event)
    case 'registrationSeen':
      return {
        level: event.level,
        registeredAt: was.registeredAt ?? at,
        registrationSource: event.source,
        lostAt: null,
        aside: null,
      }
    case 'registrationLost':
      return { level: event.level, lostAt: at }
    case 'skipped':
      return {
        aside: { kind: 'skipped', reason: event.reason, detail: event.detail, owner: null, until: null },
      }
    case 'excluded':
      return {
        aside: {
          kind: 'excluded',
          reason: event.reason,
          detail: null,
          owner: event.owner,
          until: event.until,
        },
      }
    case 'readmitted':
    case 'reinstated':
    case 'retried':
      return { aside: null, joinRefusal: null }
    default:
      return event satisfies never
  }
}

function furthest(a: Reached, b: Reached): Reached {
  return road.indexOf(a) >= road.indexOf(b) ? a : b
}

function accepted(count: MailCount, number: number): MailCount {
  return { ...settled(count, number), accepted: Math.max(count.accepted, number) }
}

function settled(count: MailCount, number: number): MailCount {
  return { ...count, settled: Math.max(count.settled, number) }
}

/** A refused second invitation does not fail somebody whom the first one reached. */
function failedUnlessFurther(
  was: Enrolment,
  event: { reason: string; detail: string | null },
): Partial<Enrolment> {
  return was.reached === 'pending' && was.aside === null ? { aside: failure(event) } : {}
}

function failure(event: { reason: string; detail: string | null }): Aside {
  return { kind: 'failed', reason: event.reason, detail: event.detail, owner: null, until: null }
}

function withoutFailure(aside: Aside | null): Aside | null {
  return aside?.kind === 'failed' ? null : aside
}

function reachedByConfirming(was: Enrolment): Reached {
  return was.joinedAt === null ? furthest(was.reached, 'clicked') : 'addedToGroup'
}

function joined(was: Enrolment, at: Date): Partial<Enrolment> {
  return {
    joinedAt: at,
    joinsSettled: was.joinsAsked,
    joinRefusal: null,
    reached: was.confirmedAt === null ? was.reached : 'addedToGroup',
    aside: was.confirmedAt === null ? was.aside : withoutFailure(was.aside),
  }
}

function joinRefused(was: Enrolment, event: { reason: string; detail: string | null }): Partial<Enrolment> {
  const settledJoin = { joinsSettled: was.joinsAsked }
  if (isRegistered(was)) return { ...settledJoin, joinRefusal: event.detail ?? event.reason }
  return was.aside === null ? { ...settledJoin, aside: failure(event) } : settledJoin
}

/** The enrolment that a history amounts to. The first event must be `enrolled`. */
export function replay(history: readonly Stamped[]): Enrolment {
  const first = history[0]
  if (first === undefined || first.event.kind !== 'enrolled') {
    throw new TypeError('a history begins with the event "enrolled"')
  }
  return history.slice(1).reduce((soFar, { event, at }) => evolve(soFar, event, at), enrol(first.at))
}

/** When `due` next has something to say while the campaign runs; null when only something from outside can move it. */
export function dueAt(enrolment: Enrolment, policy: Policy): Date | null {
  if (enrolment.aside !== null) return enrolment.aside.kind === 'excluded' ? enrolment.aside.until : null
  if (isMailing(enrolment.invitations) || isMailing(enrolment.reminders)) return null
  switch (enrolment.status) {
    case 'pending':
      return enrolment.enrolledAt
    case 'sent':
      return reminderDueAt(enrolment, policy)
    case 'clicked':
    case 'addedToGroup':
      return policy.remindAudience === 'notActive' ? reminderDueAt(enrolment, policy) : null
    case 'active':
    case 'skipped':
    case 'failed':
    case 'excluded':
      return null
    default:
      return enrolment.status satisfies never
  }
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
