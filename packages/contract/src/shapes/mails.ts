/** Shapes of mails: the list of a campaign's, and what is decided of those whose fate nobody knows. */

import * as z from 'zod'
import { at, count, id, paging } from './common.ts'

/** Settled in one transaction; a longer list is sent in pieces. */
export const decideMailsMax = 500

export const mailStates = [
  'queued',
  'sending',
  'sent',
  'refused',
  'uncertain',
  'withdrawn',
  'bounced',
] as const
export const mailState = z.enum(mailStates)

/** `escalation`: a digest for a manager, about several people. */
export const mailKind = z.enum(['invitation', 'reminder', 'escalation'])

/** Of whatever is shown of one person: also `automation`, a mail that a rule asked for. */
export const toldMailKind = z.enum([...mailKind.options, 'automation'])

export const mailsQuery = z.strictObject({ ...paging, state: mailState.optional() })

export const mail = z
  .object({
    messageId: id,
    enrolmentId: id.nullable().meta({ description: 'null for a digest, which is about several people' }),
    displayName: z.string().nullable(),
    userPrincipalName: z.string(),
    recipient: z.string().nullable(),
    kind: mailKind,
    number: count,
    state: mailState,
    sender: z.string(),
    detail: z
      .string()
      .nullable()
      .meta({ description: 'what the other side said, or how the fate was found out' }),
    decision: z.string().nullable().meta({ description: 'who or what decided about a mail of unknown fate' }),
    queuedAt: at,
    triedAt: at.nullable(),
    settledAt: at.nullable(),
  })
  .meta({ id: 'Mail' })

export const mailDecision = z
  .strictObject({
    decision: z
      .enum(['arrived', 'again'])
      .meta({ description: '`arrived`: take it as sent; `again`: send the same mail once more' }),
    messageIds: z.array(id).min(1).max(decideMailsMax),
  })
  .meta({ id: 'MailDecision' })

export const mailsDecided = z
  .object({
    changed: count,
    unchanged: count.meta({ description: 'mails whose fate is known, or was decided already' }),
    notFound: z.array(id).meta({ description: 'ids that are not in this campaign' }),
  })
  .meta({ id: 'MailsDecided' })
