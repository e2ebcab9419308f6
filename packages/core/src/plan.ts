/**
 * The plan before a launch, as pure code: who would be mailed and who not and why, how long the wave takes with these
 * senders, when reminders fall, and whether the campaign's date can be met.
 */

import type { Policy } from './campaign.ts'
import { type Candidate, type IneligibleReason, judgeEligibility } from './eligibility.ts'
import type { Status } from './enrolment.ts'
import { nextDigestAt } from './escalation.ts'
import { type Level, meetsGoal } from './methods.ts'
import { midnightAfter, type PacedSender, paceWave, type Wave, waveMinutes } from './pacing.ts'

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
  /** People who would be mailed. */
  mails: number
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

const msPerDay = 24 * 60 * 60 * 1000
const minuteMs = 60_000
/** A calendar longer than two years says nothing that its last day does not. */
const daysMax = 731

/** The times that follow from the numbers. */
export function planCampaign(facts: PlanFacts): CampaignPlan {
  const { mails, queuedBefore, senders, startAt } = facts
  const wave = paceWave({ senders, mails, queuedBefore, startAt, daysMax })
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
  const toldAt = (remindedAt: Date) =>
    nextDigestAt(new Date(remindedAt.getTime() + remindEveryDays * msPerDay))
  return {
    afterReminders,
    peopleAtMost: last.mailsAtMost,
    fromAt: toldAt(last.fromAt),
    untilAt: toldAt(last.untilAt),
  }
}

function planReminders({ mails, policy, startAt }: PlanFacts, { finishAt }: Wave): ReminderSpan[] {
  if (finishAt === null || mails === 0) return []
  return Array.from({ length: policy.remindersMax }, (_, index) => {
    const afterMs = (policy.remindAfterDays + index * policy.remindEveryDays) * msPerDay
    return {
      number: index + 1,
      mailsAtMost: mails,
      fromAt: new Date(startAt.getTime() + afterMs),
      untilAt: new Date(finishAt.getTime() + afterMs),
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
  const { senders, sendersMax, mails, queuedBefore, startAt } = facts
  const best = senders.toSorted((a, b) => b.perDayMax - a.perDayMax)[0]
  if (best === undefined) return null
  const minutes = (endAt.getTime() - startAt.getTime()) / minuteMs
  const fresh = { ...best, usedToday: 0 }
  for (let more = 1; senders.length + more <= sendersMax; more++) {
    const together = [...senders, ...Array.from({ length: more }, () => fresh)]
    const needed = waveMinutes(together, queuedBefore + mails)
    if (needed !== null && needed <= minutes) return together.length
  }
  return null
}
