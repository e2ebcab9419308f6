/**
 * One person in one campaign, as pure data: what it is, what can reach it, what can become so of it and what must then
 * be done; `evolve` folds an event into it. `decision.ts` says what follows from a signal, `due.ts` when to look again.
 */

import type { Assessment, Level } from './methods.ts'
import { addPast, type PastElsewhere, type Provenance } from './past-elsewhere.ts'

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

/** The reason of those whom nothing may move but taking them off the tenant's list of protected people. */
export const protectedReason = 'protected'

export type MailKind = 'invitation' | 'reminder'
/** How we know: a live read of the person's methods, or the registration report. */
export type SightingSource = 'live' | 'report'

export interface Sighting {
  seen: Assessment
  source: SightingSource
}

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
  /** When it was decided that the manager is to be told; set once and for ever. */
  escalationAskedAt: Date | null
  /** When the mail system took a manager's digest that names this person. */
  escalatedAt: Date | null
  /** Why no manager was told, so far; a word in camel case. */
  escalationObstacle: string | null
  confirmedAt: Date | null
  /** How many reminders had been taken when the person confirmed; null before that. */
  remindersBeforeConfirming: number | null
  joinsAsked: number
  joinsSettled: number
  joinedAt: Date | null
  /** Why the group refused somebody who is active all the same. */
  joinRefusal: string | null
  /** The level at which the registration was last seen or lost. */
  level: Level
  /** When the registration was first detected. */
  registeredAt: Date | null
  /** How many reminders had been taken by then. */
  remindersBeforeRegistering: number | null
  registrationSource: SightingSource | null
  /** Set while somebody who had registered no longer meets the goal. */
  lostAt: Date | null
  /** Set while such a loss has put somebody back on the road; otherwise they stay active, flagged by `lostAt`. */
  reopenedAt: Date | null
  /** No mail goes out by itself before: somebody else has mailed this person shortly before the take-over. */
  mailHeldUntil: Date | null
}

export type Signal =
  /** The time has come to look at this enrolment while its campaign runs. */
  | { kind: 'due' }
  | { kind: 'mailAccepted'; mail: MailKind; number: number }
  | { kind: 'mailRefused'; mail: MailKind; number: number; reason: string; detail: string | null }
  /** A mail that had been taken came back: nobody could deliver it. */
  | { kind: 'mailBounced'; mail: MailKind; number: number; detail: string | null }
  /** A digest that names this person was taken; `manager` is the UPN of who got it. */
  | { kind: 'managerTold'; manager: string }
  | { kind: 'managerNotTold'; reason: string; detail: string | null }
  /** Somebody pressed the page's button. */
  | { kind: 'linkConfirmed' }
  | { kind: 'groupJoined' }
  | { kind: 'groupRefused'; reason: string; detail: string | null }
  /** `since`: when it was first noticed elsewhere, if it was. */
  | ({ kind: 'methodsSeen'; since?: Date } & Sighting)
  | { kind: 'foundIneligible'; reason: string; detail: string | null }
  | { kind: 'foundEligible' }
  | { kind: 'excluded'; reason: string; owner: string; until: Date | null }
  | { kind: 'reinstated'; owner: string }
  | { kind: 'retried'; owner: string }
  | { kind: 'inviteAgain' }
  /** Somebody with this person's address asked on the public page for the link once more. */
  | { kind: 'linkRequested' }
  /** What a list of another product says, and what Graph says: a list is not believed about registrations. */
  | {
      kind: 'takenOver'
      source: Provenance
      past: PastElsewhere
      seen: Sighting | null
      /** When the registration was first noticed there; it counts for somebody who is seen to be registered. */
      registeredAt: Date | null
    }

export type Event =
  | { kind: 'enrolled' }
  | { kind: 'linkRequested' }
  | { kind: 'invitationAsked'; number: number }
  | { kind: 'invited'; number: number }
  | { kind: 'invitationRefused'; number: number; reason: string; detail: string | null }
  | { kind: 'reminderAsked'; number: number }
  | { kind: 'reminded'; number: number }
  | { kind: 'reminderRefused'; number: number; reason: string; detail: string | null }
  | { kind: 'mailBounced'; mail: MailKind; number: number; detail: string | null }
  | { kind: 'mailWithdrawn' }
  | { kind: 'escalationAsked' }
  | { kind: 'escalated'; manager: string }
  | { kind: 'notEscalated'; reason: string; detail: string | null }
  | { kind: 'confirmed' }
  | { kind: 'joinAsked'; number: number }
  | { kind: 'joined' }
  | { kind: 'joinRefused'; reason: string; detail: string | null }
  | { kind: 'registrationSeen'; level: Level; source: SightingSource; since?: Date }
  | { kind: 'joinWithdrawn' }
  | { kind: 'registrationLost'; level: Level; source: SightingSource; reopens: boolean }
  | { kind: 'skipped'; reason: string; detail: string | null }
  | { kind: 'readmitted' }
  | { kind: 'excluded'; reason: string; owner: string; until: Date | null }
  | { kind: 'reinstated'; owner: string | null }
  | { kind: 'retried'; owner: string }
  | { kind: 'takenOver'; source: Provenance; past: PastElsewhere }

export type EventKind = Event['kind']

/** Something we must do. `number` makes its key unique, so that doing it twice is refused by the database. */
export type Effect =
  /** `isAwaited`: somebody sits in front of their mailbox, so working hours do not hold it back. */
  | { kind: 'sendMail'; mail: MailKind; number: number; isAwaited?: true }
  | { kind: 'joinGroup'; groupId: string; number: number }
  /** Put this person into the manager's digest. */
  | { kind: 'escalate' }
  /** Read this person's methods live: soon, then less and less often. */
  | { kind: 'watchMethods' }
  /** Mails still queued are no longer wanted. */
  | { kind: 'withdrawMail' }
  /** A joining still queued is no longer wanted. */
  | { kind: 'withdrawJoin' }

/** A fact with the time from which on it is so. */
export interface Stamped {
  event: Event
  at: Date
}

/** The reason of whatever a non-delivery report undoes. */
export const bouncedReason = 'bounced'

const road: readonly Reached[] = ['pending', 'sent', 'clicked', 'addedToGroup']

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
    escalationAskedAt: null,
    escalatedAt: null,
    escalationObstacle: null,
    confirmedAt: null,
    remindersBeforeConfirming: null,
    joinsAsked: 0,
    joinsSettled: 0,
    joinedAt: null,
    joinRefusal: null,
    level: 'unknown',
    registeredAt: null,
    remindersBeforeRegistering: null,
    registrationSource: null,
    lostAt: null,
    reopenedAt: null,
    mailHeldUntil: null,
  }
}

/** The enrolment after an event. Total: any event may follow any other. */
export function evolve(enrolment: Enrolment, event: Event, at: Date): Enrolment {
  const next = { ...enrolment, ...change(enrolment, event, at) }
  return { ...next, status: statusOf(next) }
}

function statusOf(enrolment: Enrolment): Status {
  if (enrolment.aside !== null) return enrolment.aside.kind
  const isDone = enrolment.registeredAt !== null && enrolment.reopenedAt === null
  return isDone ? 'active' : enrolment.reached
}

function change(was: Enrolment, event: Event, at: Date): Partial<Enrolment> {
  switch (event.kind) {
    case 'enrolled':
    case 'linkRequested':
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
    case 'mailBounced':
      return { aside: failure({ reason: bouncedReason, detail: event.detail }) }
    case 'mailWithdrawn':
      return {
        invitations: settled(was.invitations, was.invitations.asked),
        reminders: settled(was.reminders, was.reminders.asked),
      }
    case 'escalationAsked':
      return { escalationAskedAt: at }
    case 'escalated':
      return { escalatedAt: at, escalationObstacle: null }
    case 'notEscalated':
      return { escalationObstacle: event.reason }
    case 'confirmed':
      return {
        confirmedAt: at,
        remindersBeforeConfirming: was.reminders.accepted,
        reached: reachedByConfirming(was),
        aside: withoutFailure(was.aside),
      }
    case 'joinAsked':
      return { joinsAsked: event.number, joinRefusal: null }
    case 'joined':
      return joined(was, at)
    case 'joinWithdrawn':
      return { joinsSettled: was.joinsAsked }
    case 'joinRefused':
      return joinRefused(was, event)
    case 'registrationSeen':
      return {
        level: event.level,
        registeredAt: was.registeredAt ?? event.since ?? at,
        remindersBeforeRegistering: was.remindersBeforeRegistering ?? was.reminders.accepted,
        registrationSource: event.source,
        lostAt: null,
        reopenedAt: null,
        aside: null,
      }
    case 'registrationLost':
      return { level: event.level, lostAt: was.lostAt ?? at, reopenedAt: event.reopens ? at : null }
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
    case 'takenOver':
      return addPast(was, event.past)
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

/** A mail of this kind is asked for and its fate is not known yet. */
export function isMailing(count: MailCount): boolean {
  return count.asked > count.settled
}

/** A registration was seen and has not been lost since. */
export function isRegistered(enrolment: Enrolment): boolean {
  return enrolment.registeredAt !== null && enrolment.lostAt === null
}

/** On the tenant's list of protected people: never mailed, never put into the group, whatever is seen of them. */
export function isProtected(enrolment: Enrolment): boolean {
  return enrolment.aside?.kind === 'skipped' && enrolment.aside.reason === protectedReason
}

/** The group was asked to take this person and has not answered yet. */
export function isJoining(enrolment: Enrolment): boolean {
  return enrolment.joinedAt === null && enrolment.joinsAsked > enrolment.joinsSettled
}
