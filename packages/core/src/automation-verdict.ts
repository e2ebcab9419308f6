/**
 * What follows from a record that a rule watches, once it is known of whom it tells: whether it claims a registration
 * that has to be seen, whether the person is one the rule concerns, and whether what is then true is what it asks for. Pure.
 */

import type { Concern, Condition, RuleDefinition } from './automation.ts'
import { type Assessment, type Level, levelAtLeast } from './methods.ts'
import type { AuditRecord } from './ports.ts'
import { securityActOf } from './security-info.ts'

/** Whether the record says that somebody has registered, which the log also says of what is none. */
export function claimsRegistration(record: Pick<AuditRecord, 'activity' | 'result'>): boolean {
  return securityActOf(record) === 'registered'
}

/**
 * A Temporary Access Pass is logged as security info registered (facts, section 9): the reason says it in words, and
 * the changed properties by their names. It lets somebody in to register, and is no registration.
 */
export function isTemporaryPass(record: Pick<AuditRecord, 'reason' | 'changed'>): boolean {
  const names = [record.reason ?? '', ...record.changed]
  return names.some(name => /temporary ?access ?pass/i.test(name))
}

/** Whether a live look must come before the acts. */
export function needsLook(rule: RuleDefinition, record: Pick<AuditRecord, 'activity' | 'result'>): boolean {
  const { levelMin, present, absent } = rule.condition
  return claimsRegistration(record) || levelMin !== null || present.length > 0 || absent.length > 0
}

export type Verdict = { kind: 'act' } | { kind: 'pass'; reason: PassReason } | { kind: 'lookAgain' }

export type PassReason = 'temporaryAccessPass' | 'notRegistered' | 'conditionNotMet' | 'notKnown'

/** What a live look showed: what the methods amount to, and Graph's type names without the prefix. */
export interface Seen {
  assessment: Assessment
  types: readonly string[]
}

/**
 * Judges what was seen. "No" may only mean that a copy of the directory is behind, so it is asked again as long as
 * `isLastLook` is false; "unknown" is never taken for yes.
 */
export function judgeSeen(
  rule: RuleDefinition,
  about: { record: Pick<AuditRecord, 'activity' | 'result'>; seen: Seen; isLastLook: boolean },
): Verdict {
  const { record, seen, isLastLook } = about
  const answer = answerOf(rule.condition, { seen, isClaim: claimsRegistration(record) })
  if (answer === 'yes') return { kind: 'act' }
  return isLastLook ? { kind: 'pass', reason: answer } : { kind: 'lookAgain' }
}

function answerOf(
  condition: Condition,
  { seen, isClaim }: { seen: Seen; isClaim: boolean },
): 'yes' | Exclude<PassReason, 'temporaryAccessPass'> {
  const { level, unknownTypes } = seen.assessment
  const isUnsure = level === 'unknown' || unknownTypes.length > 0
  if (isClaim && !isAtLeast(level, 'phone')) return isUnsure ? 'notKnown' : 'notRegistered'
  if (condition.levelMin !== null && !isAtLeast(level, condition.levelMin))
    return isUnsure ? 'notKnown' : 'conditionNotMet'
  const types = new Set(seen.types.map(methodWord))
  if (!condition.present.every(type => types.has(methodWord(type)))) return 'conditionNotMet'
  return condition.absent.some(type => types.has(methodWord(type))) ? 'conditionNotMet' : 'yes'
}

function isAtLeast(level: Level, least: Exclude<Level, 'none' | 'unknown'>): boolean {
  return level !== 'unknown' && levelAtLeast(level, least)
}

/** `#microsoft.graph.fido2AuthenticationMethod` and `fido2` are one. */
export function methodWord(type: string): string {
  return type
    .replace(/^#?microsoft\.graph\./, '')
    .replace(/AuthenticationMethod$/, '')
    .toLowerCase()
}

/** What the copy of the directory knows of the person. */
export interface ConcernedPerson {
  department: string | null
  userType: 'member' | 'guest'
}

/** The part of a concern that the person alone answers; campaign and group are asked of whoever keeps them. */
export function isConcerned(concern: Concern, person: ConcernedPerson): boolean {
  if (concern.userType !== null && person.userType !== concern.userType) return false
  if (concern.departments.length === 0) return true
  const department = person.department?.trim().toLowerCase()
  return concern.departments.some(one => one.trim().toLowerCase() === department)
}
