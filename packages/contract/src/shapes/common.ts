/** Shapes that every noun of the API uses: ids, times, pages, names, problems. */

import { problemStatus } from '@muster/core/problem'
import * as z from 'zod'

/** More rows in one answer would make a slow page and a large transaction; CSV downloads stream instead. */
export const pageLimitMax = 500
export const pageLimitDefault = 100
/** Long enough for any name that people give, short enough for a table on a terminal. */
export const nameLengthMax = 200
/** What a person types as a reason; the event keeps it for ever. */
export const reasonLengthMax = 1000

/** An id that Muster made. */
export const id = z.uuid()

/** An id that Microsoft made; Graph's GUIDs do not all carry an RFC 9562 version. */
export const entraId = z.guid()

/** A moment: ISO 8601 with a zone on the wire, a `Date` in code. */
export const at = z.codec(z.iso.datetime({ offset: true }), z.date(), {
  decode: text => new Date(text),
  encode: date => date.toISOString(),
})

/** A calendar day, `2027-02-01`. */
export const day = z.iso.date()

/**
 * Controls, line ends, and what turns the direction of writing: a name that holds one reads as another, or breaks a
 * table, a log line or the name of a file. Joiners stay, without which some scripts cannot be written.
 */
const unseen = /[\p{Cc}\u00AD\u061C\u200B\u200E\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/u

export const name = z
  .string()
  .trim()
  .min(1)
  .max(nameLengthMax)
  .refine(text => !unseen.test(text), {
    error: ({ input }) =>
      `holds a character that cannot be seen (${codeOfUnseen(String(input))}); leave it out`,
  })

function codeOfUnseen(text: string): string {
  const point = unseen.exec(text)?.[0].codePointAt(0) ?? 0
  return `U+${point.toString(16).toUpperCase().padStart(4, '0')}`
}

export const reason = z.string().trim().min(1).max(reasonLengthMax)

export const count = z.int().min(0)

/** An address in the loose sense of RFC 5321: one `@`, no blanks, at most 320 characters. */
export const mailAddress = z
  .string()
  .trim()
  .max(320)
  .regex(/^[^\s@]+@[^\s@]+$/, 'expected a mail address such as mfa@contoso.example')

/** A yes or no in a query string, written `true` or `false`. */
export const flag = z.coerce
  .string<boolean>()
  .meta({ type: 'boolean' })
  .pipe(z.stringbool({ truthy: ['true'], falsy: ['false'] }))

/** An https address; http only towards this machine, so that credentials never cross a network in the clear. */
export const serviceUrl = z
  .url()
  .max(500)
  .refine(isSafeForCredentials, 'expected an https address (http is accepted for this machine only)')

function isSafeForCredentials(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname } = new URL(text)
  return (
    protocol === 'https:' ||
    (protocol === 'http:' && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname))
  )
}

/** `limit` and `cursor`, spread into the query of every list. A cursor is opaque and comes from `nextCursor`. */
export const paging = {
  limit: z.coerce.number<number>().int().min(1).max(pageLimitMax).default(pageLimitDefault),
  cursor: z.string().min(1).max(1000).optional(),
}

/** One page of a list; `nextCursor` is null on the last. */
export function page<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() })
}

/** A problem on the wire, as RFC 9457 shapes it; all from `where` on are our extensions. */
export const problem = z
  .object({
    type: z.string().meta({ description: '`urn:muster:problem:` and a code of the closed set' }),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    where: z.string().nullable().meta({ description: 'a field, a line, a setting; null for the whole call' }),
    remedy: z.string().nullable().meta({ description: 'how to mend it' }),
    requestId: z.string().meta({ description: 'to look the call up in the log' }),
    code: z.string().optional().meta({ description: 'what exactly, as a word that stays the same' }),
    facts: z
      .record(z.string(), z.string())
      .optional()
      .meta({ description: 'what the sentence speaks of: names, figures, moments' }),
    errors: z
      .array(
        z.object({
          where: z.string(),
          detail: z.string(),
          code: z.string().optional().meta({ description: 'of a mistake in the words of a mail' }),
          facts: z.record(z.string(), z.string()).optional(),
        }),
      )
      .optional()
      .meta({ description: 'one entry for each field that was refused' }),
  })
  .meta({ id: 'Problem' })

/** Why a whole list is refused: the same without a call around it. */
export const listProblem = problem.pick({ detail: true, where: true, remedy: true, code: true, facts: true })

export type ProblemBody = z.output<typeof problem>

export const problemTypePrefix = 'urn:muster:problem:'
export const problemTypes = Object.keys(problemStatus).map(code => problemTypePrefix + code)
