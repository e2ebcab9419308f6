/** Shapes of the executive summary: its figures, and the schedules by which they go out as a mail. */

import type { Forecast } from '@muster/core/forecast'
import { weekdays } from '@muster/core/mail-hours'
import * as z from 'zod'
import { campaignStatus, goal } from './campaigns.ts'
import { at, count, day, flag, id, mailAddress } from './common.ts'
import { adoption, rolloutAttention } from './overview.ts'
import { stop } from './tenants.ts'

/** As many of a break-down as fit on a page beside another; the file has all of them. */
export const summaryGroupsMax = 15
/** A steering group; a larger round has an address of its own in the directory. */
export const summaryRecipientsMax = 20
/** Nobody reads more in one tenant; beyond this somebody made the same one again and again. */
export const summarySchedulesMax = 50
/** The languages that the mail is written in. */
export const summaryLanguages = ['en', 'de'] as const

const summaryPeriod = z.enum(['day', 'week', 'whole'])

export const summaryQuery = z.strictObject({
  campaignId: id.optional().meta({ description: 'one campaign; all of the tenant when left out' }),
  period: summaryPeriod.default('week').meta({
    description: 'what was done is counted for the last 24 hours, the last 7 days, or from the start',
  }),
  hideSmall: flag
    .default(false)
    .meta({ description: 'groups of fewer than five people stand together in one row' }),
})

const group = z.object({
  name: z.string().nullable().meta({ description: 'null: the directory says none' }),
  people: count,
  registered: count,
})

export const breakDown = z
  .object({
    groups: z.array(group),
    smaller: z
      .object({ groups: count, people: count, registered: count })
      .nullable()
      .meta({ description: 'the groups that are not named, together' }),
  })
  .meta({ id: 'BreakDown' })

const forecastDay = { day, low: count, likely: count, high: count }
const verdictFlags = { likelyMet: 1, open: 1, likelyMissed: 1 } satisfies Record<
  NonNullable<Extract<Forecast, { kind: 'forecast' }>['due']>['verdict'],
  1
>
const reasonFlags = { nobodyInvited: 1, fewDays: 1, fewRegistrations: 1 } satisfies Record<
  Extract<Forecast, { kind: 'tooLittle' }>['reason'],
  1
>

function keysOf<Key extends string>(flags: Readonly<Record<Key, 1>>): Key[] {
  // Object.keys forgets the key type, which the record's own type states.
  return Object.keys(flags) as Key[]
}

export const forecast = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('tooLittle'), reason: z.enum(keysOf(reasonFlags)) }),
    z.object({ kind: z.literal('done') }),
    z.object({
      kind: z.literal('forecast'),
      reachable: count.meta({
        description: 'people who are asked and can be reached; the shares are of them',
      }),
      due: z
        .object({ ...forecastDay, verdict: z.enum(keysOf(verdictFlags)) })
        .nullable()
        .meta({ description: 'by the end of the due date; null without one, and once it has passed' }),
      milestones: z.array(
        z.object({
          share: z.number(),
          people: count,
          earliest: day.nullable(),
          likely: day.nullable(),
          latest: day.nullable(),
        }),
      ),
    }),
  ])
  .meta({ id: 'Forecast', description: 'the truth lies between low and high nine times of ten' })

/** Everything that the mail says too. */
export const summaryFigures = z
  .object({
    tenantId: id,
    organisationName: z.string(),
    timeZone: z.string().meta({ description: 'the tenant’s, in which the mail writes the moment' }),
    campaign: z
      .object({ campaignId: id, name: z.string(), status: campaignStatus, goal })
      .nullable()
      .meta({ description: 'null: all campaigns of the tenant, each person counted once' }),
    campaigns: count,
    // Figures that wait in a mail may have been written before this was told.
    drafts: count
      .default(0)
      .meta({ description: 'of the campaigns, those not launched yet; their people are counted, too' }),
    dueOn: day
      .nullable()
      .meta({ description: 'the campaign’s date, or the nearest of those still going on' }),
    stop: stop.nullable(),
    period: z.object({ kind: summaryPeriod, since: at.nullable() }),
    hidesSmall: z.boolean(),
    headline: z.object({
      asked: count.meta({ description: 'everybody but the skipped and the excluded' }),
      registered: count,
      open: count,
      phoneOnly: count.meta({ description: 'of the open ones, those who have nothing but a phone' }),
      registeredLastWeek: count,
    }),
    funnel: z.object({
      asked: count,
      invited: count,
      confirmed: count,
      joined: count.nullable().meta({ description: 'null where no campaign has a group' }),
      registered: count,
    }),
    forecast,
    done: z
      .object({
        invitations: count,
        reminders: count,
        digests: count.meta({ description: 'mails to managers' }),
        returned: count.meta({ description: 'mails that came back or were refused' }),
        confirmed: count,
        registered: count,
      })
      .meta({ description: 'in the period' }),
    byDepartment: breakDown,
    byCountry: breakDown.meta({ description: 'by the usage location, as ISO 3166 writes countries' }),
    attention: z.array(rolloutAttention),
    exceptions: z
      .array(
        z.object({
          kind: z.enum(['excluded', 'skipped', 'failed']),
          reason: z
            .string()
            .nullable()
            .meta({ description: 'null for the excluded, whose reasons are free text' }),
          people: count,
        }),
      )
      .meta({ description: 'who is not on the way, and why' }),
    at,
  })
  .meta({ id: 'SummaryFigures' })

export const tenantSummary = summaryFigures
  .extend({
    adoption,
    forecastDays: z
      .array(z.object(forecastDay))
      .meta({ description: 'the forecast day by day, up to the date; empty where there is none' }),
  })
  .meta({ id: 'TenantSummary' })

const hour = z.int().min(0).max(23)
const weekday = z.enum(weekdays)

export const newSummarySchedule = z
  .strictObject({
    campaignId: id.nullable().default(null),
    weekday: weekday
      .nullable()
      .default('monday')
      .meta({ description: 'by the calendar of the tenant’s time zone; null for every day' }),
    hour: hour.default(8).meta({ description: 'by the clock of the tenant’s time zone' }),
    language: z.enum(summaryLanguages).default('en'),
    hideSmall: z.boolean().default(true),
    recipients: z
      .array(mailAddress)
      .min(1)
      .max(summaryRecipientsMax)
      .meta({ description: 'of people of the directory, or of those who have signed in here' }),
  })
  .meta({ id: 'NewSummarySchedule' })

const mailState = z.enum(['queued', 'sending', 'sent', 'refused', 'uncertain', 'withdrawn', 'bounced'])

export const summarySchedule = z
  .object({
    scheduleId: id,
    tenantId: id,
    campaign: z.object({ campaignId: id, name: z.string() }).nullable(),
    weekday: weekday.nullable(),
    hour,
    timeZone: z.string(),
    language: z.enum(summaryLanguages),
    hideSmall: z.boolean(),
    recipients: z.array(
      z.object({
        address: z.string(),
        isThere: z.boolean().meta({ description: 'false: gone from the directory, and not mailed' }),
        lastState: mailState.nullable(),
        lastDetail: z.string().nullable(),
      }),
    ),
    nextAt: at
      .nullable()
      .meta({ description: 'null once the campaign is finished and its last summary was sent' }),
    lastAt: at.nullable(),
    hasSender: z
      .boolean()
      .meta({ description: 'false: the tenant has no sender, and the summary waits for one' }),
    createdAt: at,
    createdBy: z.string(),
  })
  .meta({ id: 'SummarySchedule' })

export const summaryTrial = z.strictObject({
  recipient: mailAddress
    .optional()
    .meta({ description: 'one of those who may be recipients; whoever calls, when left out' }),
})

export const summaryTried = z.object({ recipient: z.string() })
