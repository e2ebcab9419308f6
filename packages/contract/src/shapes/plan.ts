/** Shapes of the plan before a launch: who will be mailed and who not, how long it takes, and whether the date holds. */

import type { NoMailReason } from '@muster/core/plan'
import type { ZoneSource } from '@muster/core/time-zones'
import * as z from 'zod'
import { mailDays, mailHours } from './campaigns.ts'
import { at, count, day, id } from './common.ts'

/** Names listed for each reason; a longer list is `people` with a filter after the launch. */
export const planNamesMax = 1000

// `satisfies` keeps the list whole: a word that core knows and the API does not is a compile error.
const noMailFlags = {
  protected: 1,
  deleted: 1,
  accountDisabled: 1,
  guest: 1,
  noMailbox: 1,
  excluded: 1,
  registered: 1,
  invited: 1,
  failed: 1,
  lost: 1,
} satisfies Record<NoMailReason, 1>
// Object.keys forgets the key type, which the record's own type states.
const noMailReason = z.enum(Object.keys(noMailFlags) as NoMailReason[])

const zoneSourceFlags = { mailbox: 1, country: 1, tenant: 1 } satisfies Record<ZoneSource, 1>
// Object.keys forgets the key type, as above.
const zoneSource = z.enum(Object.keys(zoneSourceFlags) as ZoneSource[])

export const planQuestion = z
  .strictObject({
    startAt: at.optional().meta({ description: 'when the launch would be; now when left out' }),
    list: z
      .boolean()
      .default(false)
      .meta({ description: `name up to ${planNamesMax} people for each reason` }),
  })
  .meta({ id: 'PlanQuestion' })

const named = z.object({ enrolmentId: id, displayName: z.string(), userPrincipalName: z.string() })

export const campaignPlan = z
  .object({
    campaignId: id,
    startAt: at,
    people: count,
    mailed: z.object({
      people: count,
      notLookedAt: count.meta({
        description: 'of these, people whose methods nobody has seen yet; some may be registered',
      }),
      names: z.array(named),
    }),
    notMailed: z.array(
      z.object({ reason: noMailReason, text: z.string(), people: count, names: z.array(named) }),
    ),
    senders: z.array(
      z.object({
        senderId: id,
        address: z.string(),
        perMinuteMax: count,
        perDayMax: count,
        usedToday: count.meta({ description: 'attempts in the last 24 hours' }),
        problem: z.string().nullable(),
      }),
    ),
    mailHours,
    mailDays,
    zones: z
      .array(z.object({ zone: z.string(), source: zoneSource, people: count }))
      .meta({ description: 'whose clock those mailed live by; empty where mails may go out at any time' }),
    wave: z.object({
      mails: count,
      queuedBefore: count.meta({ description: 'mails of these senders that wait already' }),
      finishAt: at.nullable().meta({ description: 'null when no sender can send' }),
      days: z.array(z.object({ day, mails: count })),
    }),
    reminders: z.array(
      z.object({
        number: count,
        mailsAtMost: count.meta({ description: 'if nobody reacts' }),
        fromAt: at,
        untilAt: at,
      }),
    ),
    escalation: z
      .object({
        afterReminders: count,
        peopleAtMost: count.meta({ description: 'if nobody reacts; one digest for each manager and day' }),
        fromAt: at,
        untilAt: at,
      })
      .nullable()
      .meta({ description: 'null when the policy never comes to it' }),
    due: z
      .object({
        on: day,
        verdict: z.enum(['met', 'tight', 'missed']).meta({
          description: 'tight: everybody is invited by then, but not every reminder falls before it',
        }),
        remindersBefore: count,
        sendersNeeded: count.nullable().meta({ description: 'mailboxes like these that would make it' }),
      })
      .nullable(),
  })
  .meta({ id: 'CampaignPlan' })
