/** A campaign's policy and its life cycle: draft → running ⇄ paused → finished. Pure. */

import type { MailTimes } from './mail-hours.ts'
import type { Goal } from './methods.ts'

export type CampaignStatus = 'draft' | 'running' | 'paused' | 'finished'
export type CampaignAct = 'launch' | 'pause' | 'resume' | 'finish'

/** Whom reminders go to: people who have not clicked (the seed), or everybody not yet registered. */
export type ReminderAudience = 'sent' | 'notActive'

/** What becomes of a mail of unknown fate when nothing has settled it after a while. */
export type UncertainThen = 'wait' | 'arrived' | 'again'

/** `mailHours` and `mailDays`: when mails may go out, by the clock where the person lives. */
export interface Policy extends MailTimes {
  goal: Goal
  /** Object id of the group that people who confirm are put into; null when the campaign has none. */
  groupId: string | null
  remindAfterDays: number
  remindEveryDays: number
  remindersMax: number
  remindAudience: ReminderAudience
  /** So many reminders without effect, and the person's manager is told, once; null for never. */
  escalateAfterReminders: number | null
  inviteGuests: boolean
  /** Hours from the try to `uncertainThen`; with `wait` they mean nothing. */
  uncertainAfterHours: number
  uncertainThen: UncertainThen
  /** A registration lost after `active` puts the person back on the road; otherwise they stay active, flagged. */
  reopenOnLoss: boolean
  /** People who are back on the road after a loss are mailed again; otherwise nobody is told of it. */
  remindOnLoss: boolean
}

/** The seed's reminder (first after 7 days, only people still `sent`), repeated weekly up to three times. */
export const defaultPolicy: Policy = {
  goal: 'mfa',
  groupId: null,
  remindAfterDays: 7,
  remindEveryDays: 7,
  remindersMax: 3,
  remindAudience: 'sent',
  escalateAfterReminders: 2,
  inviteGuests: false,
  uncertainAfterHours: 48,
  uncertainThen: 'wait',
  reopenOnLoss: true,
  remindOnLoss: false,
  mailHours: null,
  mailDays: null,
}

const moves: Readonly<Record<CampaignAct, { from: readonly CampaignStatus[]; to: CampaignStatus }>> = {
  launch: { from: ['draft'], to: 'running' },
  pause: { from: ['running'], to: 'paused' },
  resume: { from: ['paused'], to: 'running' },
  finish: { from: ['running', 'paused'], to: 'finished' },
}

const refusals = {
  launch: 'cannotLaunch',
  pause: 'cannotPause',
  resume: 'cannotResume',
  finish: 'cannotFinish',
} as const satisfies Readonly<Record<CampaignAct, string>>

export type Move =
  | { kind: 'moved'; to: CampaignStatus }
  | { kind: 'already' }
  /** By its code among the problems that are told; each says what the campaign must be instead. */
  | { kind: 'refused'; why: (typeof refusals)[CampaignAct] }

/** What an act does to a campaign. Repeating an act that is already done is harmless and answers `already`. */
export function moveCampaign(status: CampaignStatus, act: CampaignAct): Move {
  const move = moves[act]
  if (move.to === status) return { kind: 'already' }
  if (move.from.includes(status)) return { kind: 'moved', to: move.to }
  return { kind: 'refused', why: refusals[act] }
}

/** The earliest date of the campaigns that go on: a draft may never be launched, and what is finished asks for nothing. */
export function nearestDue(
  campaigns: readonly { status: CampaignStatus; dueOn: string | null }[],
): string | null {
  const days = campaigns.flatMap(({ status, dueOn }) =>
    (status === 'running' || status === 'paused') && dueOn !== null ? [dueOn] : [],
  )
  return days.sort()[0] ?? null
}
