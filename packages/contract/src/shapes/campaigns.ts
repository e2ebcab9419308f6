/** Shapes of campaigns: the rollout, its policy, where everybody stands, and what has just happened. */

import {
  type CampaignAct,
  type CampaignStatus,
  defaultPolicy,
  type ReminderAudience,
  type UncertainThen,
} from '@muster/core/campaign'
import { type Status, statuses } from '@muster/core/enrolment'
import { minutesOf, weekdays } from '@muster/core/mail-hours'
import { goals, type Level } from '@muster/core/methods'
import * as z from 'zod'
import { at, count, day, entraId, id, name } from './common.ts'
import { stop } from './tenants.ts'

/** A mailbox sends 10,000 a day; more than this many is a mistake. */
export const sendersMax = 50
/** A reminder more than a year after the invitation is a mistake. */
export const remindDaysMax = 365
/** Whoever has not followed so many is not moved by one more. */
export const remindersAtMost = 20
/** Two weeks on, a mail that may not have arrived is settled by the next reminder. */
const uncertainHoursMax = 14 * 24
/** A report by department stays readable and its answer small; the rest comes together under `null`. */
export const departmentsMax = 500

export const status = z.enum(statuses)
export const goal = z.enum(goals)

// `satisfies` below keeps each list whole: a word that core knows and the API does not is a compile error.
const levelFlags = { none: 1, phone: 1, mfa: 1, phishingResistant: 1, unknown: 1 } satisfies Record<Level, 1>
export const level = z.enum(keysOf(levelFlags))

const campaignStatusFlags = { draft: 1, running: 1, paused: 1, finished: 1 } satisfies Record<
  CampaignStatus,
  1
>
export const campaignStatus = z.enum(keysOf(campaignStatusFlags))

const actFlags = { launch: 1, pause: 1, resume: 1, finish: 1 } satisfies Record<CampaignAct, 1>
export const campaignAct = z.enum(keysOf(actFlags))

const audienceFlags = { sent: 1, notActive: 1 } satisfies Record<ReminderAudience, 1>
const remindAudience = z.enum(keysOf(audienceFlags))

const uncertainFlags = { wait: 1, arrived: 1, again: 1 } satisfies Record<UncertainThen, 1>
const uncertainThen = z.enum(keysOf(uncertainFlags))

function keysOf<Key extends string>(flags: Readonly<Record<Key, 1>>): Key[] {
  // Object.keys forgets the key type, which the record's own type states.
  return Object.keys(flags) as Key[]
}

const remindDays = z.int().min(1).max(remindDaysMax)
const uncertainHours = z.int().min(1).max(uncertainHoursMax)
const reminders = z.int().min(0).max(remindersAtMost)
const escalateAfter = z.int().min(1).max(remindersAtMost).nullable().meta({
  description:
    'so many reminders without effect, and the manager is told once, in one digest a day; null for never',
})
const reopenOnLoss = z
  .boolean()
  .meta({ description: 'a registration lost after `active` puts the person back; else they stay, flagged' })
const remindOnLoss = z
  .boolean()
  .meta({ description: 'people who are back after a loss are mailed again; else nobody is told of it' })
const clockTime = z
  .string()
  .regex(
    /^([01]\d|2[0-3]):[0-5]\d$|^24:00$/,
    'expected a time such as 07:30, or 24:00 for the end of the day',
  )
export const mailHours = z
  .strictObject({ from: clockTime, until: clockTime })
  .refine(({ from, until }) => minutesOf(from) < minutesOf(until), {
    message: 'until must come after from on the same day',
    path: ['until'],
  })
  .nullable()
  .meta({ description: 'when mails may go out, by the clock where each person lives; null: at any hour' })
export const mailDays = z
  .array(z.enum(weekdays))
  .min(1)
  .max(weekdays.length)
  .nullable()
  .meta({ description: 'on which days, by the calendar where each person lives; null: on any day' })
const senderIds = z.array(id).max(sendersMax)
const textSetId = id
  .nullable()
  .meta({ description: 'the set of texts; null for the tenant’s own, else the built-in ones' })
const setupUrl = z.url({ protocol: /^https?$/ }).max(500)

export const newCampaign = z
  .strictObject({
    tenantId: id,
    name,
    goal: goal.default(defaultPolicy.goal),
    groupId: entraId.nullable().default(defaultPolicy.groupId),
    senderIds: senderIds.default([]),
    remindAfterDays: remindDays.default(defaultPolicy.remindAfterDays),
    remindEveryDays: remindDays.default(defaultPolicy.remindEveryDays),
    remindersMax: reminders.default(defaultPolicy.remindersMax),
    remindAudience: remindAudience.default(defaultPolicy.remindAudience),
    escalateAfterReminders: escalateAfter.default(defaultPolicy.escalateAfterReminders),
    inviteGuests: z.boolean().default(defaultPolicy.inviteGuests),
    uncertainAfterHours: uncertainHours.default(defaultPolicy.uncertainAfterHours),
    uncertainThen: uncertainThen.default(defaultPolicy.uncertainThen),
    reopenOnLoss: reopenOnLoss.default(defaultPolicy.reopenOnLoss),
    remindOnLoss: remindOnLoss.default(defaultPolicy.remindOnLoss),
    mailHours: mailHours.default(defaultPolicy.mailHours),
    mailDays: mailDays.default(null),
    textSetId: textSetId.default(null),
    setupUrl: setupUrl.default('https://aka.ms/mfasetup'),
    dueOn: day.nullable().default(null),
  })
  .meta({ id: 'NewCampaign' })

/** Fields that are left out stay as they are. Goal and group belong to the draft and do not change. */
export const campaignChange = z
  .strictObject({
    name: name.optional(),
    goal: goal.optional().meta({ description: 'of a draft only' }),
    groupId: entraId.nullable().optional().meta({ description: 'of a draft only' }),
    senderIds: senderIds.optional().meta({ description: 'for mails from now on' }),
    remindAfterDays: remindDays.optional(),
    remindEveryDays: remindDays.optional(),
    remindersMax: reminders.optional(),
    remindAudience: remindAudience.optional(),
    escalateAfterReminders: escalateAfter.optional(),
    inviteGuests: z.boolean().optional(),
    uncertainAfterHours: uncertainHours.optional(),
    uncertainThen: uncertainThen.optional(),
    reopenOnLoss: reopenOnLoss.optional(),
    remindOnLoss: remindOnLoss.optional(),
    mailHours: mailHours.optional(),
    mailDays: mailDays.optional(),
    textSetId: textSetId.optional(),
    setupUrl: setupUrl.optional(),
    dueOn: day.nullable().optional(),
  })
  .meta({ id: 'CampaignChange' })

export const campaign = z
  .object({
    campaignId: id,
    tenantId: id,
    name: z.string(),
    status: campaignStatus,
    goal,
    groupId: z.string().nullable(),
    senderIds: z.array(id),
    remindAfterDays: z.int(),
    remindEveryDays: z.int(),
    remindersMax: z.int(),
    remindAudience,
    escalateAfterReminders: escalateAfter,
    inviteGuests: z.boolean(),
    uncertainAfterHours: z.int().meta({
      description: 'when `uncertainThen` happens to a mail of unknown fate, in hours after it was tried',
    }),
    uncertainThen,
    reopenOnLoss: z.boolean(),
    remindOnLoss: z.boolean(),
    mailHours,
    mailDays,
    textSetId: id.nullable(),
    setupUrl: z.string(),
    dueOn: day.nullable(),
    createdAt: at,
    launchedAt: at.nullable(),
    finishedAt: at.nullable(),
  })
  .meta({ id: 'Campaign' })

/** People by status; every status is there, also at zero. */
export const statusCounts = z.object(zeroable<Status>(statuses)).meta({ id: 'StatusCounts' })

export const levelCounts = z.object(zeroable<Level>(level.options)).meta({ id: 'LevelCounts' })

function zeroable<Key extends string>(keys: readonly Key[]): Record<Key, typeof count> {
  // fromEntries forgets the key type; the entries are made from exactly these keys.
  return Object.fromEntries(keys.map(key => [key, count])) as Record<Key, typeof count>
}

const mailCounts = z
  .object({
    queued: count,
    sending: count,
    sent: count,
    refused: count,
    uncertain: count,
    bounced: count,
  })
  .meta({ id: 'MailCounts' })

/** What became of telling somebody's manager. */
export const escalationState = z.enum(['waiting', 'escalated', 'noManager', 'notSent', 'notNeeded'])

const escalationCounts = z
  .object({
    waiting: count.meta({ description: 'people who are to be in the next digest of their manager' }),
    escalated: count.meta({ description: 'people whom a digest has named that the mail system took' }),
    noManager: count.meta({ description: 'people with nobody to tell; each says why' }),
    notSent: count.meta({ description: 'people whose manager’s digest was refused or came back' }),
    notNeeded: count.meta({ description: 'people who were done, or set aside, before the digest went out' }),
  })
  .meta({ id: 'EscalationCounts' })

const senderState = z
  .object({
    senderId: id,
    address: z.string(),
    queued: count.meta({ description: 'mails of this campaign that wait for it' }),
    sentLastDay: count.meta({ description: 'tries in the last 24 hours, for any campaign' }),
    perDayMax: z.int(),
    problem: z.string().nullable(),
    retryAt: at.nullable(),
  })
  .meta({ id: 'SenderState' })

/** How many people have ever got as far; each person counts at every step, whatever the status is now. */
const funnel = z
  .object({ enrolled: count, invited: count, confirmed: count, joined: count, registered: count })
  .meta({ id: 'Funnel' })

export const campaignReport = z
  .object({
    campaign,
    stop: stop.nullable().meta({ description: "the tenant's panic stop; null while work goes on" }),
    people: count,
    counts: statusCounts,
    lost: count.meta({ description: 'people whose registration was seen and is gone' }),
    escalations: escalationCounts,
    levels: levelCounts,
    funnel,
    mail: mailCounts,
    senders: z.array(senderState),
    byBatch: z.array(
      z.object({
        batchId: id,
        sourceBatchId: z.string(),
        source: z.string(),
        people: count,
        counts: statusCounts,
      }),
    ),
    byDepartment: z.array(
      z.object({ department: z.string().nullable(), people: count, counts: statusCounts }),
    ),
    rates: z.object({
      lastHour: funnel.meta({
        description:
          'how many people took each step in the last hour; whoever had registered before any invitation is none of them',
      }),
      lastDay: funnel.meta({ description: 'the same in the last 24 hours' }),
    }),
    at,
  })
  .meta({ id: 'CampaignReport' })

export const recentEvent = z
  .object({
    eventId: z.string(),
    at,
    kind: z.string(),
    enrolmentId: id,
    displayName: z.string().nullable(),
    wasInvited: z.boolean().meta({ description: 'whether the person had been invited by then' }),
    text: z.string().meta({ description: 'the event in words' }),
  })
  .meta({ id: 'RecentEvent' })

/** In time order. Without `after` the newest; `after` in the answer is what the next call passes on. */
export const recentEvents = z.object({ items: z.array(recentEvent), after: z.string().nullable() })
