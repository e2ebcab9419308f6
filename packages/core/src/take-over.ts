/**
 * What the rows of one person in a list of the reference product amount to, held against what Graph says: the state
 * that the evidence supports, and everything that is not as it should be. Pure.
 */

import { type Answer, type Assessment, type Goal, meetsGoal } from './methods.ts'
import type { PastElsewhere } from './past-elsewhere.ts'
import type { Finding, FindingCode } from './take-over-findings.ts'
import type { ListClaim, ListedStatus } from './take-over-row.ts'

export interface SeenInTenant {
  /** Null when the methods could not be read. */
  methods: Assessment | null
  /** Null when there is no group to ask, or it did not answer. */
  isMember: boolean | null
}

export interface TakeOverTerms {
  goal: Goal
  now: Date
  /** Nobody who was mailed there in these days is mailed from here. */
  restDays: number
  /** When the list was first taken over: what has no date of its own is reckoned from then. */
  since: Date
}

export interface Judgement {
  past: PastElsewhere
  registeredAt: Date | null
  /** The row that shows most; the others are its duplicates. */
  row: number
  /** What was found, by row; what is about the person stands with the row that shows most. */
  findings: ReadonlyMap<number, readonly Finding[]>
}

const msPerDay = 24 * 60 * 60 * 1000
/** As the public page has it: scanners follow a link as soon as the mail is delivered. */
const scannerMs = 120_000
/** Two writes of one flow. */
const sameMomentMs = 60_000

/** Judges all rows of one person. There is at least one. */
export function judgePerson(
  claims: readonly ListClaim[],
  seen: SeenInTenant,
  terms: TakeOverTerms,
): Judgement {
  const best = claims.reduce((a, b) => (rankOf(b) > rankOf(a) ? b : a))
  const mail = mailOf(claims)
  const past = pastOf(claims, { mail, seen, terms })
  const aboutPerson = [
    ...findOfMail(claims, { mail, past, terms }),
    ...findOfPerson(claims, { past, seen, terms }),
  ]
  const findings = claims.map((claim): [number, Finding[]] => [
    claim.row,
    [
      ...claim.findings,
      ...findOfDates(claim),
      ...(claim === best ? aboutPerson : [found('duplicate', String(best.row))]),
    ],
  ])
  return {
    past,
    registeredAt: earliest(claims.map(claim => claim.registeredAt)),
    row: best.row,
    findings: new Map(findings),
  }
}

/** Whether a live look at the methods can tell something that what is known does not. */
export function isLookWanted(
  claims: readonly ListClaim[],
  known: { level: Assessment['level']; source: 'live' | 'report' | null },
  goal: Goal,
): boolean {
  if (known.level === 'unknown') return true
  const isEnough = meetsGoal({ level: known.level, unknownTypes: [] }, goal) === 'yes'
  return isEnough ? known.source !== 'live' : claims.some(isCalledRegistered)
}

interface MailThere {
  invitedAt: Date | null
  remindedAt: Date | null
  reminders: number
}

/** Of mails the newest counts, whichever row knows of it. A reminder goes to nobody who was not invited. */
function mailOf(claims: readonly ListClaim[]): MailThere {
  const remindedAt = latest(claims.map(claim => claim.remindedAt))
  const invitedAt = latest(claims.map(claim => claim.invitedAt)) ?? remindedAt
  const counted = Math.max(0, ...claims.map(claim => claim.reminders ?? 0))
  return { invitedAt, remindedAt: remindedAt ?? (counted > 0 ? invitedAt : null), reminders: counted }
}

function pastOf(
  claims: readonly ListClaim[],
  { mail, seen, terms }: { mail: MailThere; seen: SeenInTenant; terms: TakeOverTerms },
): PastElsewhere {
  const { isMember } = seen
  const addedAt = earliest(claims.map(claim => claim.joinedAt))
  const clickedAt = earliest(claims.map(claim => (isScan(claim) ? null : claim.clickedAt)))
  // Only a click puts anybody into the group there, so being in it since then tells of one that was not noted.
  const isAddedByClick = isMember !== false && claims.every(claim => claim.clickedAt === null)
  const { invitedAt, remindedAt, reminders } = mail
  return {
    invitedAt,
    reminders: remindedAt === null ? null : { sent: Math.max(1, reminders), at: remindedAt },
    confirmedAt: clickedAt ?? (isAddedByClick ? addedAt : null),
    joinedAt: isMember === false ? null : (addedAt ?? (isMember === true ? terms.now : null)),
    escalatedAt: earliest(
      claims.map(claim => claim.escalatedAt ?? (claim.isEscalated ? (remindedAt ?? invitedAt) : null)),
    ),
    mailHeldUntil: heldUntil(claims, mail, terms),
  }
}

function heldUntil(
  claims: readonly ListClaim[],
  mail: MailThere,
  { restDays, now, since }: TakeOverTerms,
): Date | null {
  const mailedAt = latest([mail.invitedAt, mail.remindedAt]) ?? (isMailedUndated(claims, mail) ? since : null)
  if (mailedAt === null) return null
  const until = new Date(mailedAt.getTime() + restDays * msPerDay)
  return until > now ? until : null
}

function isMailedUndated(claims: readonly ListClaim[], { invitedAt }: MailThere): boolean {
  return invitedAt === null && claims.some(({ status }) => status !== null && mailedStatuses.has(status))
}

const mailedStatuses: ReadonlySet<ListedStatus> = new Set(['sent', 'clicked', 'addedToGroup'])

function findOfMail(
  claims: readonly ListClaim[],
  { mail, past, terms }: { mail: MailThere; past: PastElsewhere; terms: TakeOverTerms },
): Finding[] {
  const { mailHeldUntil } = past
  return [
    ...(isMailedUndated(claims, mail) ? [found('mailedWithoutDate')] : []),
    ...(mailHeldUntil !== null && mailHeldUntil > terms.now
      ? [found('mailHeld', mailHeldUntil.toISOString().slice(0, 10))]
      : []),
  ]
}

function findOfPerson(
  claims: readonly ListClaim[],
  { past, seen, terms }: { past: PastElsewhere; seen: SeenInTenant; terms: TakeOverTerms },
): Finding[] {
  const answer = seen.methods === null ? 'unknown' : meetsGoal(seen.methods, terms.goal)
  const isCalledMember = claims.some(claim => claim.inGroup || claim.joinedAt !== null)
  const isInGroup = seen.isMember ?? isCalledMember
  return [
    ...findOfMethods(claims, answer, seen.methods),
    ...(isInGroup && seen.methods?.level === 'none' ? [found('inGroupWithoutMethod')] : []),
    ...(isCalledMember && seen.isMember === false && past.joinedAt === null ? [found('notInGroup')] : []),
  ]
}

function findOfMethods(claims: readonly ListClaim[], answer: Answer, methods: Assessment | null): Finding[] {
  const isCalled = claims.some(isCalledRegistered)
  if (answer === 'yes') return isCalled ? [] : [found('registeredNotMarked')]
  if (answer === 'unknown') return [found('methodsUnknown')]
  if (!isCalled) return []
  return [found(methods?.level === 'none' ? 'claimedWithoutMethod' : 'methodBelowGoal')]
}

function isCalledRegistered(claim: ListClaim): boolean {
  return claim.status === 'active' || claim.isRegistered === true
}

/** What a row contradicts itself in. */
function findOfDates(claim: ListClaim): Finding[] {
  const { invitedAt, clickedAt, joinedAt } = claim
  const inOrder = [invitedAt, clickedAt, joinedAt].filter(at => at !== null)
  const isOutOfOrder = inOrder.some((at, index) => {
    const next = inOrder[index + 1]
    return next !== undefined && at.getTime() - next.getTime() > sameMomentMs
  })
  const { status } = claim
  return [
    ...(isContradicted(claim) && status !== null ? [found('statusContradictsDates', status)] : []),
    ...(isOutOfOrder ? [found('datesOutOfOrder')] : []),
    ...(isScan(claim) ? [found('clickedAtOnce')] : []),
  ]
}

function isContradicted(claim: ListClaim): boolean {
  const { status } = claim
  if (status === null) return false
  if (status === 'active') return claim.registeredAt === null
  if (claim.isRegistered === true || claim.registeredAt !== null) return true
  return ranks[status] !== rankOf(claim) || (status === 'sent' && claim.invitedAt === null)
}

const ranks = { pending: 0, sent: 1, clicked: 2, addedToGroup: 3 } as const

/** How far the dates of a row go. */
function rankOf({ invitedAt, remindedAt, clickedAt, joinedAt }: ListClaim): number {
  if (joinedAt !== null) return ranks.addedToGroup
  if (clickedAt !== null) return ranks.clicked
  return (invitedAt ?? remindedAt) === null ? ranks.pending : ranks.sent
}

function isScan({ invitedAt, remindedAt, clickedAt }: ListClaim): boolean {
  if (clickedAt === null) return false
  return [invitedAt, remindedAt].some(mailedAt => {
    const afterMs = mailedAt === null ? -1 : clickedAt.getTime() - mailedAt.getTime()
    return afterMs >= 0 && afterMs < scannerMs
  })
}

function found(code: FindingCode, detail: string | null = null): Finding {
  return { code, detail }
}

function earliest(times: readonly (Date | null)[]): Date | null {
  return times.reduce((a, b) => (a === null || (b !== null && b < a) ? b : a), null)
}

function latest(times: readonly (Date | null)[]): Date | null {
  return times.reduce((a, b) => (a === null || (b !== null && b > a) ? b : a), null)
}
