/** A campaign as it is being thought out, the beginnings that fit most, and what is still missing. Pure. */

import type { Input, Output } from '@muster/contract/routes'
import { remindDaysMax, remindersAtMost } from '@muster/contract/shapes/campaigns'
import { defaultPolicy } from '@muster/core/campaign'
import { minutesOf, type Weekday, weekdays } from '@muster/core/mail-hours'
import { isEndOver } from '../people/exclusion-end.ts'
import { type Bounds, figureOf } from '../ui/figures.ts'

type NewCampaign = Input<'createCampaign'>['body']
type Campaign = Output<'getCampaign'>
type CampaignChange = Input<'updateCampaign'>['body']

export const presetNames = ['noPhoneOnly', 'classic'] as const
export type PresetName = (typeof presetNames)[number]

export interface CampaignDraft {
  preset: PresetName | null
  tenantId: string | null
  name: string
  goal: NewCampaign['goal']
  group: DraftGroup | null
  /** Typed in search of a group, while none is chosen. */
  groupText: string
  leftOut: readonly LeftOut[]
  /** What is being typed of people to be left out, while its fields are open. */
  leftOutBegun: LeftOutBegun | null
  /** Null until somebody has chosen: then the tenant's first. */
  senderIds: string[] | null
  /** Null: the usual texts. */
  textSetId: string | null
  dueOn: string
  remindAfterDays: string
  remindEveryDays: string
  remindersMax: string
  remindAudience: NewCampaign['remindAudience']
  inviteGuests: boolean
  /** 0 for never. */
  escalateAfterReminders: string
  /** Null: at any hour of any day. */
  workingHours: WorkingHours | null
}

export interface DraftGroup {
  groupId: string
  displayName: string
  /** Why nobody can be put into it; null when people can. */
  obstacle: string | null
}

/** People who are not to be invited, whatever list names them. */
export interface LeftOut {
  who: { kind: 'paste'; text: string } | { kind: 'group'; group: DraftGroup }
  reason: string
  /** The day on which it ends by itself; empty for never. */
  until: string
}

export interface LeftOutBegun {
  kind: LeftOut['who']['kind']
  text: string
  group: DraftGroup | null
  /** Typed in search of a group, while none is chosen. */
  groupText: string
  reason: string
  until: string
}

export const emptyLeftOut: LeftOutBegun = {
  kind: 'paste',
  text: '',
  group: null,
  groupText: '',
  reason: '',
  until: '',
}

/** What was begun as an entry; null while something of it is missing. */
export function leftOutOf(begun: LeftOutBegun, now: Date): LeftOut | null {
  const who = whoOf(begun)
  const reason = begun.reason.trim()
  return who === null || reason === '' || isEndOver(begun.until, now)
    ? null
    : { who, reason, until: begun.until }
}

export function whoOf({ kind, text, group }: LeftOutBegun): LeftOut['who'] | null {
  if (kind === 'paste') return linesOf(text).length === 0 ? null : { kind, text }
  return group === null ? null : { kind, group }
}

export function linesOf(text: string): string[] {
  return text.split(/[\n;]/).filter(line => line.trim() !== '')
}

/** All who are to be left out: whoever is typed whole counts, whether or not somebody has pressed “Add”. */
export function allLeftOut({ leftOut, leftOutBegun }: CampaignDraft, now: Date): LeftOut[] {
  const begun = leftOutBegun === null ? null : leftOutOf(leftOutBegun, now)
  return begun === null ? [...leftOut] : [...leftOut, begun]
}

/** People are named, and what else it takes is not there: they would be invited without a word. */
function isLeftOutHalf(begun: LeftOutBegun | null, now: Date): boolean {
  if (begun === null) return false
  const { text, group, groupText, reason } = begun
  const isBegun = group !== null || [text, groupText, reason].some(typed => typed.trim() !== '')
  return isBegun && leftOutOf(begun, now) === null
}

interface WorkingHours {
  from: string
  until: string
  days: Weekday[]
}

/** What most offices would say; the five days begin the week. */
export const usualHours: WorkingHours = { from: '08:00', until: '18:00', days: weekdays.slice(0, 5) }

export const emptyDraft: CampaignDraft = {
  preset: null,
  tenantId: null,
  name: '',
  goal: defaultPolicy.goal,
  group: null,
  groupText: '',
  leftOut: [],
  leftOutBegun: null,
  senderIds: null,
  textSetId: null,
  dueOn: '',
  remindAfterDays: String(defaultPolicy.remindAfterDays),
  remindEveryDays: String(defaultPolicy.remindEveryDays),
  remindersMax: String(defaultPolicy.remindersMax),
  remindAudience: defaultPolicy.remindAudience,
  inviteGuests: defaultPolicy.inviteGuests,
  escalateAfterReminders: String(defaultPolicy.escalateAfterReminders ?? 0),
  workingHours: null,
}

/** Microsoft's own SMS and voice delivery ends that day (Microsoft's page on SMS and voice retirement, June 2026). */
const smsEndsOn = '2027-02-01'

export const presets: Readonly<Record<PresetName, Partial<CampaignDraft>>> = {
  // A click registers nobody: whoever is phone-only is reminded until a stronger method is there.
  noPhoneOnly: {
    goal: 'notPhoneOnly',
    dueOn: smsEndsOn,
    remindAudience: 'notActive',
    remindEveryDays: '7',
    remindersMax: '6',
  },
  classic: {
    goal: 'mfa',
    dueOn: '',
    remindAudience: defaultPolicy.remindAudience,
    remindEveryDays: String(defaultPolicy.remindEveryDays),
    remindersMax: String(defaultPolicy.remindersMax),
  },
}

/** What each figure may be; as the API has it, where none is null and not 0. */
export const draftBounds = {
  remindAfterDays: { min: 1, max: remindDaysMax },
  remindEveryDays: { min: 1, max: remindDaysMax },
  remindersMax: { min: 0, max: remindersAtMost },
  escalateAfterReminders: { min: 0, max: remindersAtMost },
} as const satisfies Partial<Record<keyof CampaignDraft, Bounds>>
type DraftFigure = keyof typeof draftBounds
const draftFigures = Object.keys(draftBounds) as DraftFigure[]

export type DraftProblem =
  | DraftFigure
  | 'name'
  | 'group'
  | 'groupUnchosen'
  | 'senderIds'
  | 'tenantId'
  | 'workingHours'
  | 'leftOut'
export type DraftProblems = Partial<Record<DraftProblem, true>>

/** What would be refused, by field. */
export function problemsOf(draft: CampaignDraft, now: Date): DraftProblems {
  return {
    ...(draft.name.trim() === '' ? { name: true as const } : {}),
    ...(draft.group !== null && draft.group.obstacle !== null ? { group: true as const } : {}),
    ...(draft.group === null && draft.groupText.trim() !== '' ? { groupUnchosen: true as const } : {}),
    ...(draft.senderIds?.length === 0 ? { senderIds: true as const } : {}),
    ...(draft.tenantId === null ? { tenantId: true as const } : {}),
    ...(areHoursWrong(draft.workingHours) ? { workingHours: true as const } : {}),
    ...(isLeftOutHalf(draft.leftOutBegun, now) ? { leftOut: true as const } : {}),
    ...Object.fromEntries(
      draftFigures.filter(name => readFigure(draft, name) === null).map(name => [name, true as const]),
    ),
  }
}

function readFigure(draft: CampaignDraft, name: DraftFigure): number | null {
  return figureOf(draft[name], draftBounds[name])
}

function areHoursWrong(hours: WorkingHours | null): boolean {
  if (hours === null) return false
  const { from, until, days } = hours
  return days.length === 0 || from === '' || until === '' || minutesOf(from) >= minutesOf(until)
}

/** A draft without problems as the API takes it. */
export function newCampaignOf(
  draft: CampaignDraft,
): Pick<NewCampaign, 'tenantId' | 'name'> & Partial<NewCampaign> {
  const { workingHours: hours } = draft
  const figure = (name: DraftFigure) => readFigure(draft, name) ?? draftBounds[name].min
  return {
    tenantId: draft.tenantId ?? '',
    name: draft.name.trim(),
    goal: draft.goal,
    groupId: draft.group?.groupId ?? null,
    senderIds: draft.senderIds ?? [],
    textSetId: draft.textSetId,
    dueOn: draft.dueOn === '' ? null : draft.dueOn,
    remindAfterDays: figure('remindAfterDays'),
    remindEveryDays: figure('remindEveryDays'),
    remindersMax: figure('remindersMax'),
    remindAudience: draft.remindAudience,
    inviteGuests: draft.inviteGuests,
    escalateAfterReminders: figure('escalateAfterReminders') || null,
    mailHours: hours === null ? null : { from: hours.from, until: hours.until },
    mailDays: hours === null ? null : hours.days,
  }
}

/** A campaign that is there already, as the form shows it; of its group only the object id is known. */
export function draftOf(campaign: Campaign): CampaignDraft {
  const { groupId, mailHours, mailDays } = campaign
  return {
    ...emptyDraft,
    tenantId: campaign.tenantId,
    name: campaign.name,
    goal: campaign.goal,
    group: groupId === null ? null : { groupId, displayName: groupId, obstacle: null },
    senderIds: campaign.senderIds,
    textSetId: campaign.textSetId,
    dueOn: campaign.dueOn ?? '',
    remindAfterDays: String(campaign.remindAfterDays),
    remindEveryDays: String(campaign.remindEveryDays),
    remindersMax: String(campaign.remindersMax),
    remindAudience: campaign.remindAudience,
    inviteGuests: campaign.inviteGuests,
    escalateAfterReminders: String(campaign.escalateAfterReminders ?? 0),
    workingHours: mailHours === null ? null : { ...mailHours, days: mailDays ?? [...weekdays] },
  }
}

/** Only what the draft changes, so that what somebody else changed meanwhile stays. */
export function changeOf(draft: CampaignDraft, campaign: Campaign): CampaignChange {
  const { tenantId: _, ...after } = newCampaignOf(draft)
  const { tenantId: __, ...before } = newCampaignOf(draftOf(campaign))
  const changed = Object.entries(after).filter(
    ([field, value]) => JSON.stringify(value) !== JSON.stringify(before[field as keyof typeof before]),
  )
  return Object.fromEntries(changed)
}
