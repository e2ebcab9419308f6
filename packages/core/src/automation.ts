/**
 * The words of automations: a rule watches the directory's audit log, an entry is a person or an event that it has put
 * on its list, and each entry leads to acts. Pure types, and the few facts about them that everybody needs.
 */

import type { Level } from './methods.ts'

/** What of the log a rule looks at. An empty list and a null leave everything in. */
export interface Watch {
  /** Names as Entra writes them; compared without case, and with either spelling of "cancelled". */
  activities: readonly string[]
  services: readonly string[]
  categories: readonly string[]
  result: 'success' | 'failure' | 'any'
  /** Who did it: a user by object id or UPN, an application by app id or name. */
  initiator: string | null
  /** To whom or what: an object id, a UPN or a name. */
  target: string | null
  /** A condition of Graph's own, `and`ed to the query as it is; Muster cannot check it again. */
  odata: string | null
}

/** Of whom a record must tell. */
export interface Concern {
  of: { kind: 'everybody' } | { kind: 'campaign'; campaignId: string } | { kind: 'group'; groupId: string }
  /** Departments, compared without case; empty for all. */
  departments: readonly string[]
  userType: 'member' | 'guest' | null
}

/** What must then be so, by a live look at the person's methods. */
export interface Condition {
  /** At least this much; null when it does not matter. */
  levelMin: Exclude<Level, 'none' | 'unknown'> | null
  /** Graph's method types without `#microsoft.graph.` and `AuthenticationMethod`: `fido2`, `phone` … */
  present: readonly string[]
  absent: readonly string[]
}

/** How often one rule acts for one person. */
export type Frequency =
  | { kind: 'oncePerPerson' }
  | { kind: 'oncePerEvent' }
  | { kind: 'oncePerPersonInDays'; days: number }

/** The words of a mail in one language, Liquid in all three; without MJML the mail is made from the text. */
export interface RuleMail {
  language: string
  subject: string
  text: string
  mjml: string | null
}

/** `key` names an action within its rule for good, so that it is done once however the rule is edited. */
export type Action = { key: string } & (
  | { kind: 'mail'; to: 'person' | 'manager'; mails: readonly RuleMail[] }
  | { kind: 'mailAddresses'; addresses: readonly string[]; mails: readonly RuleMail[] }
  | { kind: 'teams'; title: string; text: string }
  | { kind: 'webhook' }
  | { kind: 'addToGroup'; groupId: string }
  /** `evenIfEnforced`: also from a group that a campaign enforces on, which nobody leaves by accident. */
  | { kind: 'removeFromGroup'; groupId: string; evenIfEnforced: boolean }
  | { kind: 'enrol'; campaignId: string }
)
export type ActionKind = Action['kind']

export interface RuleDefinition {
  watch: Watch
  concern: Concern
  condition: Condition
  frequency: Frequency
  actions: readonly Action[]
  /** A rule that would act on more people than this within an hour stops itself and asks. */
  peoplePerHourMax: number
}

/** `held`: it stopped itself and waits for an operator. */
export type RuleState = 'off' | 'on' | 'held'

/**
 * `waiting`: not looked at yet. `listed`: on the list for good, its acts are decided. `passed`: looked at and left
 * alone, with the reason; it stands in nobody's way.
 */
export type EntryState = 'waiting' | 'listed' | 'passed'

/** `skipped`: there was nothing to act on, with the reason. `failed`: given up, an operator may ask again. */
export type ActState = 'queued' | 'working' | 'done' | 'failed' | 'skipped' | 'uncertain'

/** Actions that need somebody: an entry without a known person leads to none of them. */
export function needsPerson(action: Action): boolean {
  switch (action.kind) {
    case 'mail':
    case 'addToGroup':
    case 'removeFromGroup':
    case 'enrol':
      return true
    case 'mailAddresses':
    case 'teams':
    case 'webhook':
      return false
    default:
      return action satisfies never
  }
}

export const anyCondition: Condition = { levelMin: null, present: [], absent: [] }
export const everybody: Concern = { of: { kind: 'everybody' }, departments: [], userType: null }
export const anyWatch: Watch = {
  activities: [],
  services: [],
  categories: [],
  result: 'any',
  initiator: null,
  target: null,
  odata: null,
}

/** Five people a minute for an hour and more: a wave of registrations passes, a rule gone wild does not get far. */
export const peoplePerHourDefault = 500
