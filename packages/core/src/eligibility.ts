/** Who may be invited: ordered, named checks, each with a reason that a person can read. Pure. */

import type { Policy } from './campaign.ts'
import { protectedReason } from './enrolment.ts'

export interface Candidate {
  /** On the tenant's list of people whom no import, group or campaign may touch. */
  isProtected: boolean
  accountEnabled: boolean
  deleted: boolean
  userType: 'member' | 'guest'
  mail: string | null
}

interface Check {
  name: string
  /** In words for the person who reads the report. */
  reason: string
  fails(candidate: Candidate, policy: Policy): boolean
}

/** In order: the first that fails names the reason. */
export const eligibilityChecks = [
  {
    name: protectedReason,
    reason: 'the account is on the list of protected people, which no campaign overrides',
    fails: candidate => candidate.isProtected,
  },
  {
    name: 'deleted',
    reason: 'the account has been deleted',
    fails: candidate => candidate.deleted,
  },
  {
    name: 'accountDisabled',
    reason: 'the account is disabled, so nobody can sign in with it',
    fails: candidate => !candidate.accountEnabled,
  },
  {
    name: 'guest',
    reason: 'a guest registers in the home tenant; the campaign does not invite guests',
    fails: (candidate, policy) => candidate.userType === 'guest' && !policy.inviteGuests,
  },
  {
    name: 'noMailbox',
    reason: 'the directory has no mail address; mail is never sent to the UPN by guess',
    fails: candidate => candidate.mail === null,
  },
] as const satisfies readonly Check[]

export type IneligibleReason = (typeof eligibilityChecks)[number]['name']

export type Eligibility = { eligible: true } | { eligible: false; name: IneligibleReason; reason: string }

/** Runs the checks in order and stops at the first that fails. */
export function judgeEligibility(candidate: Candidate, policy: Policy): Eligibility {
  for (const check of eligibilityChecks) {
    if (check.fails(candidate, policy)) return { eligible: false, name: check.name, reason: check.reason }
  }
  return { eligible: true }
}
