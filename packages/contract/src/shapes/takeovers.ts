/** Shapes of take-overs: a list of the reference product brought into a campaign, rehearsed first, and what it came to. */

import { statuses } from '@muster/core/enrolment'
import { findingCodes } from '@muster/core/take-over-findings'
import * as z from 'zod'
import { at, count, id, listProblem, name, paging } from './common.ts'
import { siteUrl } from './site-url.ts'

/** 100,000 rows of a list with notes in them have some 60 MB. */
export const takeoverBytesMax = 100 * 1024 * 1024
export const takeoverMediaTypes = ['text/csv', 'application/octet-stream', 'text/plain'] as const

/** More columns than any list of the reference product has. */
const mappingMax = 60
/** A mail every year is no cadence. */
const restDaysAtMost = 365

const restDays = z.int().min(0).max(restDaysAtMost).optional().meta({
  description:
    'whoever was mailed there in so many days is not mailed by itself before they are over; the campaign’s own interval of reminders when left out',
})

const from = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('list'),
    site: siteUrl.meta({
      description: 'as a browser shows it, `https://contoso.sharepoint.com/sites/it-security`',
    }),
    list: name,
  }),
  z.strictObject({ kind: z.literal('file'), fileName: name.optional() }),
])

export const newTakeover = z
  .strictObject({
    from,
    real: z
      .boolean()
      .default(false)
      .meta({ description: 'false rehearses: everything is read and judged, nobody is changed' }),
    restDays,
    columns: z
      .record(name, name)
      .refine(mapping => Object.keys(mapping).length <= mappingMax, `at most ${mappingMax} columns`)
      .default({})
      .meta({ description: 'of renamed columns: the list’s name → the reference product’s' }),
  })
  .meta({ id: 'NewTakeover' })

export const takeoverAgain = z
  .strictObject({ real: z.boolean().default(false), restDays })
  .meta({ id: 'TakeoverAgain' })

export const takeoverOutcome = z.enum([
  'added',
  'moved',
  'unchanged',
  'skipped',
  'duplicate',
  'gone',
  'invalid',
])

const listedStatus = z.enum(['pending', 'sent', 'clicked', 'addedToGroup', 'active'])
const findingCode = z.enum(findingCodes)

const counts = z
  .object({
    added: count,
    moved: count,
    unchanged: count,
    skipped: count,
    duplicate: count,
    gone: count,
    invalid: count,
  })
  .meta({ id: 'TakeoverCounts' })

const columns = z
  .object({
    found: z.array(z.object({ column: z.string(), listed: z.string(), isRenamed: z.boolean() })),
    missing: z
      .array(z.string())
      .meta({ description: 'of the reference product’s first generation, not in the list' }),
    unknown: z
      .array(z.string())
      .meta({ description: 'of the list, known to nobody: one may be a renamed one' }),
    unmapped: z.array(z.string()).meta({ description: 'named in `columns`, and not there' }),
  })
  .meta({ id: 'TakeoverColumns' })

export const takeover = z
  .object({
    takeoverId: id,
    campaignId: id,
    from: z.object({ kind: z.enum(['list', 'file']), site: z.string().nullable(), list: z.string() }),
    real: z.boolean(),
    restDays: count,
    state: z.enum(['awaitingFile', 'queued', 'reading', 'weighing', 'done', 'refused']).meta({
      description: '`reading`: row by row. `weighing`: person by person, held against what Graph says',
    }),
    rowsDone: count,
    rowsTotal: count.nullable(),
    peopleDone: count,
    peopleTotal: count.nullable(),
    columns: columns.nullable(),
    report: z
      .object({
        counts,
        findings: z.array(z.object({ code: findingCode, rows: count })),
        statuses: z.array(
          z.object({ listed: listedStatus.nullable(), status: z.enum(statuses).nullable(), rows: count }),
        ),
      })
      .nullable()
      .meta({ description: 'once it is done; of a rehearsal what would be so' }),
    problem: listProblem.nullable(),
    createdAt: at,
    finishedAt: at.nullable(),
  })
  .meta({ id: 'Takeover' })

export const takeoverRow = z
  .object({
    row: z.int().min(1).meta({ description: 'the line of the file, or the item’s id' }),
    person: z.string().meta({ description: 'as the list names them' }),
    listed: listedStatus.nullable(),
    status: z.enum(statuses).nullable().meta({ description: 'what the evidence supports' }),
    outcome: takeoverOutcome.nullable(),
    findings: z.array(z.object({ code: findingCode, detail: z.string().nullable() })),
    enrolmentId: id.nullable(),
  })
  .meta({ id: 'TakeoverRow' })

export const takeoverRowsQuery = z.strictObject({
  ...paging,
  finding: findingCode.optional(),
  outcome: takeoverOutcome.optional(),
})
