/** Shapes of the mirror: the SharePoint list that is kept in step with a campaign. */

import * as z from 'zod'
import { at, count, id } from './common.ts'
import { siteUrl } from './site-url.ts'

/** SharePoint's limit of a list's name. */
const listNameMax = 255

const listName = z
  .string()
  .trim()
  .min(1, { error: 'the list needs a name', abort: true })
  .max(listNameMax)
  .regex(/^[^"*:<>?/\\|#%]+$/, 'a list\'s name must not have any of " * : < > ? / \\ | # %')

const leavers = z.enum(['remove', 'mark']).meta({
  description: 'What becomes of the row of somebody who was excluded: taken away, or kept and marked',
})

const withToken = z.boolean().meta({
  description: "Whether the list has people's tokens: whoever may read it could then follow their links",
})

export const newMirror = z
  .strictObject({
    siteUrl,
    listName,
    leavers: leavers.default('remove'),
    withToken: withToken.default(true),
  })
  .meta({ id: 'NewMirror' })

export const mirrorChange = z
  .strictObject({ leavers, withToken, isOn: z.boolean() })
  .partial()
  .meta({ id: 'MirrorChange' })

/** What others had done to the list. */
const drift = z
  .object({
    edited: count.meta({ description: 'rows edited by hand, put right' }),
    deleted: count.meta({ description: 'rows deleted by hand, added again' }),
    doubled: count.meta({ description: 'second rows of the same person, removed' }),
    foreign: count.meta({ description: 'rows of nobody in the campaign, left alone' }),
  })
  .meta({ id: 'MirrorDrift' })

export const mirror = z
  .object({
    mirrorId: id,
    campaignId: id,
    siteUrl: z.string(),
    listName: z.string(),
    listUrl: z.string(),
    leavers,
    withToken,
    isOn: z.boolean(),
    /** Why nothing can be written for now. */
    problem: z.object({ code: z.string(), reason: z.string(), remedy: z.string().nullable() }).nullable(),
    rows: z.object({
      /** Rows that still have to be written. */
      waiting: count,
      /** Rows that SharePoint has refused, with the first one's reason. */
      refused: count,
      reason: z.string().nullable(),
    }),
    isChecking: z.boolean(),
    checkedAt: at.nullable(),
    nextCheckAt: at,
    /** What the last whole check has found. */
    drift: drift.nullable(),
    writtenAt: at.nullable(),
    createdAt: at,
  })
  .meta({ id: 'Mirror' })

export const mirrorOfCampaign = z.object({ mirror: mirror.nullable() }).meta({ id: 'MirrorOfCampaign' })
