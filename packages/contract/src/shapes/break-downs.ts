/** Shapes of what tells groups and mails apart: people by department, country, manager or list, and what mails brought about. */

import * as z from 'zod'
import { statusCounts } from './campaigns.ts'
import { at, count, id } from './common.ts'

/** A list that people read to its end; the others come together. */
export const groupsMax = 500

export const brokenDownBy = z.enum(['department', 'country', 'manager', 'batch'])

export const ofBreakDown = z.strictObject({ campaignId: id, by: brokenDownBy })

const together = z.object({ people: count, counts: statusCounts }).meta({ id: 'PeopleTogether' })

export const breakDown = z
  .object({
    by: brokenDownBy,
    groups: z
      .array(
        together.extend({
          key: z.string().meta({ description: 'what a search for these people is given' }),
          name: z
            .string()
            .nullable()
            .meta({ description: 'the name of the manager or the list; null when it is not known' }),
        }),
      )
      .meta({ description: `the ${groupsMax} largest, the largest first` }),
    none: together.meta({
      description:
        'people who have none, or of whom the directory has not said; a manager is asked for when somebody is escalated',
    }),
    others: together.meta({ description: 'the people of all further groups' }),
    at,
  })
  .meta({ id: 'BreakDown' })

const hours = z.number().min(0)

export const mailEffects = z
  .object({
    timeToRegister: z.object({
      people: count.meta({ description: 'people who registered after they were invited' }),
      medianHours: hours.nullable(),
      p90Hours: hours.nullable().meta({ description: 'nine of ten took no longer' }),
      spans: z
        .array(z.object({ fromHours: hours, toHours: hours.nullable(), people: count }))
        .meta({ description: 'without gaps, from the newest invitation on; the last one has no end' }),
    }),
    mails: z
      .array(
        z.object({
          reminders: count.meta({ description: '0: the invitation alone; 1: after the first reminder; …' }),
          sent: count.meta({ description: 'people whom this mail reached' }),
          confirmed: count.meta({
            description: 'people who followed the link after it, before the next one',
          }),
          registered: count.meta({ description: 'people who registered after it, before the next one' }),
          registeredSoon: count.meta({ description: 'those of them who did so within seven days' }),
        }),
      )
      .meta({ description: 'in the order of the mails; empty before anybody was invited' }),
    at,
  })
  .meta({ id: 'MailEffects' })
