/**
 * The plan before a launch, as pure code: who would be mailed and who not and why, how long the wave takes with these
 * senders, when reminders fall, and whether the campaign's date can be met.
 */

import type { Policy } from './campaign.ts'
import { type Candidate, type IneligibleReason, judgeEligibility } from './eligibility.ts'
import type { Status } from './enrolment.ts'
import { nextDigestAt } from './escalation.ts'
import { nextWindow } from './mail-hours.ts'
import { type Level, meetsGoal } from './methods.ts'
import {
  dayMs,
  midnightAfter,
  type PacedSender,
  paceWave,
  type Wave,
  type WaveGroup,
  waveMinutes,
} from './pacing.ts'

/** What decides about a person's mail; people who are alike in it are planned together. */
export interface Planned {
  candidate: Candidate
  status: Status
  /** What was last seen of the person's methods. */
  level: Level
  /** A registration was seen once and is gone. */
  isLost: boolean
}

export type NoMailReason = IneligibleReason | 'excluded' | 'registered' | 'invited' | 'failed' | 'lost'

export type MailVerdict =
  /** `isLookedAt`: nobody has seen yet what is registered; a first look comes before the mail. */
  { kind: 'mailed'; isLookedAt: boolean } | { kind: 'notMailed'; reason: NoMailReason; text: string }

/** Whether a launch would send this person an invitation. The first reason in order is the one told. */
export function judgeMail(person: Planned, policy: Policy): MailVerdict {
  const { candidate, status } = person
  const eligibility = judgeEligibility(candidate, policy)
  if (candidate.isProtected && !eligibility.eligible) return refuse(eligibility.name, eligibility.reason)
  if (status === 'excluded') return refuse('excluded', 'left out by an operator')
  if (person.isLost && !policy.remindOnLoss) {
    return refuse('lost', 'lost the registration; the campaign mails nobody about that')
  }
  if (status === 'active' || meetsGoal({ level: person.level, unknownTypes: [] }, policy.goal) === 'yes') {
    return refuse('registered', 'registered already, as far as known')
  }
  if (!eligibility.eligible) return refuse(eligibility.name, eligibility.reason)
  switch (status) {
    case 'pending':
    case 'skipped':
      return { kind: 'mailed', isLookedAt: person.level !== 'unknown' }
    case 'sent':
    case 'clicked':
    case 'addedToGroup':
      return refuse('invited', 'has the invitation already')
    case 'failed':
      return refuse('failed', 'failed before; an operator may retry')
    default:
      return status satisfies never
  }
}

function refuse(reason: NoMailReason, text: string): MailVerdict {
  return { kind: 'notMailed', reason, text }
}

export interface ReminderSpan {
  number: number
  /** If nobody reacts. */
  mailsAtMost: number
  /** When the first and the last of the wave are due. */
  fromAt: Date
  untilAt: Date
}

/** When the managers of those who have not reacted to the reminders would be told. */
export interface EscalationSpan {
  afterReminders: number
  /** If nobody reacts; they come together in one digest for each manager and day. */
  peopleAtMost: number
  fromAt: Date
  untilAt: Date
}

export interface DateVerdict {
  on: string
  /** `tight`: everybody is invited by then, but not every reminder falls before it. */
  verdict: 'met' | 'tight' | 'missed'
  /** Reminders that everybody who needs one has been due by then. */
  remindersBefore: number
  /** How many mailboxes like the campaign's best would make it; null when none would, or none is needed. */
  sendersNeeded: number | null
}

export interface CampaignPlan {
  wave: Wave
  reminders: readonly ReminderSpan[]
  /** Null when the policy never comes to it. */
  escalation: EscalationSpan | null
  due: DateVerdict | null
}

export interface PlanFacts {
  /** People who would be mailed, by the time zone that they live in. */
  groups: readonly WaveGroup[]
  /** Mails of the same senders that wait already. */
  queuedBefore: number
  senders: readonly PacedSender[]
  policy: Policy
  startAt: Date
  /** `2027-02-01`, meant to its end in UTC. */
  dueOn: string | null
  /** More senders than this are not proposed. */
  sendersMax: number
}

const minuteMs = 60_000
/** A calendar longer than two years says nothing that its last day does not. */
const daysMax = 731

/** The times that follow from the numbers. */
export function planCampaign(facts: PlanFacts): CampaignPlan {
  const wave = paceWave({ ...facts, times: facts.policy }, daysMax)
  const reminders = planReminders(facts, wave)
  const { dueOn } = facts
  return {
    wave,
    reminders,
    escalation: planEscalation(facts, reminders),
    due: dueOn === null ? null : judgeDate(facts, dueOn, { wave, reminders }),
  }
}

function planEscalation({ policy }: PlanFacts, reminders: readonly ReminderSpan[]): EscalationSpan | null {
  const { escalateAfterReminders: afterReminders, remindEveryDays } = policy
  const last = reminders.find(({ number }) => number === afterReminders)
  if (afterReminders === null || last === undefined) return null
  const toldAt = (remindedAt: Date) => nextDigestAt(new Date(remindedAt.getTime() + remindEveryDays * dayMs))
  return {
    afterReminders,
    peopleAtMost: last.mailsAtMost,
    fromAt: toldAt(last.fromAt),
    untilAt: toldAt(last.untilAt),
  }
}

/** From the first to the last of the wave, each moved into the hours of those concerned. */
function planReminders({ groups, policy, startAt }: PlanFacts, { finishAt }: Wave): ReminderSpan[] {
  const mails = groups.reduce((sum, group) => sum + group.mails, 0)
  if (finishAt === null || mails === 0) return []
  const openedAt = (at: Date) =>
    groups.map(({ zone }) => Math.max(at.getTime(), nextWindow(zone, policy, at)?.openAt.getTime() ?? 0))
  return Array.from({ length: policy.remindersMax }, (_, index) => {
    const afterMs = (policy.remindAfterDays + index * policy.remindEveryDays) * dayMs
    return {
      number: index + 1,
      mailsAtMost: mails,
      fromAt: new Date(Math.min(...openedAt(new Date(startAt.getTime() + afterMs)))),
      untilAt: new Date(Math.max(...openedAt(new Date(finishAt.getTime() + afterMs)))),
    }
  })
}

function judgeDate(
  facts: PlanFacts,
  on: string,
  { wave, reminders }: { wave: Wave; reminders: readonly ReminderSpan[] },
): DateVerdict {
  const endAt = midnightAfter(new Date(on))
  const remindersBefore = reminders.filter(({ untilAt }) => untilAt <= endAt).length
  if (wave.finishAt === null || wave.finishAt > endAt) {
    return { on, verdict: 'missed', remindersBefore, sendersNeeded: countSendersNeeded(facts, endAt) }
  }
  const verdict = remindersBefore < reminders.length ? 'tight' : 'met'
  return { on, verdict, remindersBefore, sendersNeeded: null }
}

function countSendersNeeded(facts: PlanFacts, endAt: Date): number | null {
  const { senders, sendersMax, policy, startAt } = facts
  const best = senders.toSorted((a, b) => b.perDayMax - a.perDayMax)[0]
  if (best === undefined) return null
  const minutes = (endAt.getTime() - startAt.getTime()) / minuteMs
  const fresh = { ...best, usedToday: 0 }
  const isEnough = (count: number) => {
    const together = [...senders, ...Array.from({ length: count - senders.length }, () => fresh)]
    return waveMinutes({ ...facts, senders: together, times: policy }, minutes) !== null
  }
  if (minutes <= 0 || !isEnough(sendersMax)) return null
  let tooFew = senders.length
  let enough = sendersMax
  while (enough - tooFew > 1) {
    const middle = Math.floor((tooFew + enough) / 2)
    if (isEnough(middle)) enough = middle
    else tooFew = middle
  }
  return enough
}
