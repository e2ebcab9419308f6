/** What a person in a campaign waits for, and from when on it happens where that is known. Pure. */

import type { Output } from '@muster/contract/routes'
import type { CampaignStatus, Policy } from '@muster/core/campaign'
import { dueAt, isReminderOwed } from '@muster/core/due'
import { type Enrolment, isMailing } from '@muster/core/enrolment'

type NextStep = Output<'getPerson'>['next']

/** What is around the enrolment: `isStopped` by the tenant's panic stop. */
interface Place {
  campaign: CampaignStatus
  isStopped: boolean
}

/**
 * A campaign that does not run holds back mails alone, a panic stop joins too; what the person does counts all the same.
 */
export function nextStep(enrolment: Enrolment, policy: Policy, place: Place): NextStep {
  if (place.campaign === 'finished') return { kind: 'over', at: null }
  switch (enrolment.status) {
    case 'active':
      return { kind: 'nothing', at: null }
    case 'failed':
      return { kind: 'operator', at: null }
    case 'skipped':
      return { kind: 'eligibility', at: null }
    case 'excluded': {
      const until = enrolment.aside?.until ?? null
      return until === null ? { kind: 'operator', at: null } : { kind: 'endOfExclusion', at: until }
    }
    case 'pending':
    case 'sent':
      return mailStep(enrolment, policy, place)
    case 'clicked':
      return enrolment.joinsAsked > enrolment.joinsSettled
        ? { kind: place.isStopped ? 'release' : 'join', at: null }
        : { kind: 'registration', at: null }
    case 'addedToGroup':
      return { kind: 'registration', at: null }
    default:
      return enrolment.status satisfies never
  }
}

function mailStep(enrolment: Enrolment, policy: Policy, { campaign, isStopped }: Place): NextStep {
  if (campaign === 'draft') return { kind: 'launch', at: null }
  if (campaign === 'paused') return { kind: 'resume', at: null }
  if (isStopped) return { kind: 'release', at: null }
  if (isMailing(enrolment.invitations) || isMailing(enrolment.reminders)) return { kind: 'mail', at: null }
  const at = dueAt(enrolment, policy)
  if (at === null) return { kind: 'click', at: null }
  if (enrolment.status === 'pending') return { kind: 'invitation', at }
  return { kind: isReminderOwed(enrolment, policy) ? 'reminder' : 'escalation', at }
}
