/** Shapes of batches: one intake of people into a campaign, its progress, and what became of each row. */

import { rowReasonCodes } from '@muster/core/row-reasons'
import * as z from 'zod'
import { at, count, entraId, flag, id, listProblem, name, paging } from './common.ts'

/** The largest file that is taken in; larger lists are split. The rows have a limit of their own, 200,000. */
export const importBytesMax = 50 * 1024 * 1024

/** How an import arrives; the content itself says what it is, its delimiter and encoding. */
export const importMediaTypes = [
  'text/csv',
  'application/octet-stream',
  'text/plain',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
] as const

/** Excel's last column, XFD. */
const columnAtMost = 16_384

export const rowOutcome = z.enum(['added', 'updated', 'unchanged', 'skipped', 'invalid'])

const intake = {
  sourceBatchId: name.optional().meta({ description: 'your own name for the batch; made when left out' }),
  inviteAgain: flag.default(false).meta({ description: 'invite again those who are not yet active' }),
  dryRun: flag.default(false).meta({ description: 'say what would become of each row and change nothing' }),
  exclusionId: id
    .optional()
    .meta({ description: 'whoever is in the list comes in left out, for that reason' }),
}

export const importQuery = z.strictObject({
  source: name.default('CSV Upload').meta({ description: '`CSV Upload` or `Manual`, or a word of your own' }),
  column: z.coerce.number<number>().int().min(1).max(columnAtMost).optional().meta({
    description: 'the column that names the people, the first is 1; found by its name when left out',
  }),
  ...intake,
})

export const groupImport = z
  .strictObject({
    groupId: entraId,
    source: name.default('Group'),
    sourceBatchId: name.optional(),
    inviteAgain: z.boolean().default(false),
    dryRun: z.boolean().default(false),
    exclusionId: id.optional(),
  })
  .meta({ id: 'GroupImport' })

const rowCounts = z
  .object({ added: count, updated: count, unchanged: count, skipped: count, invalid: count })
  .meta({ id: 'RowCounts' })

/** How a list was understood when it was tried. */
const reading = z
  .object({
    certainty: z.enum(['named', 'doubtful', 'guessed', 'chosen']).meta({
      description:
        'how the column with the people was found: by its name; by its name, though nobody stands below it; by what stands in it; by `column`',
    }),
    columns: z.array(
      z.object({
        name: z.string().nullable(),
        use: z
          .enum(['person', 'upn', 'mail', 'objectId', 'displayName', 'department', 'source', 'sourceBatchId'])
          .nullable(),
      }),
    ),
    rows: z.array(z.object({ line: z.int().min(1), cells: z.array(z.string()) })),
  })
  .meta({ id: 'ListReading' })

export const batch = z
  .object({
    batchId: id,
    campaignId: id,
    source: z.string(),
    sourceBatchId: z.string(),
    kind: z.enum(['file', 'group']),
    fileName: z.string().nullable(),
    dryRun: z.boolean(),
    state: z.enum(['queued', 'working', 'done', 'refused']),
    rowsDone: count,
    rowsTotal: count.nullable().meta({ description: 'null until the whole list has been read' }),
    counts: rowCounts,
    exclusion: z.object({ reason: z.string(), until: at.nullable() }).nullable().meta({
      description: 'why and until when those in the list are left out; null for a list of people to invite',
    }),
    sheet: z.string().nullable().meta({ description: 'the sheet of a workbook that was read' }),
    reading: reading
      .nullable()
      .meta({ description: 'of a list that was tried: its first rows, and what they were taken for' }),
    problem: listProblem.nullable().meta({ description: 'why the whole batch was refused' }),
    createdAt: at,
    finishedAt: at.nullable(),
  })
  .meta({ id: 'Batch' })

export const batchAnswer = z.object({ batch })

export const batchRow = z
  .object({
    line: z.int().min(1),
    value: z.string().meta({ description: 'the person as the list names them' }),
    outcome: rowOutcome,
    reason: z.string().nullable(),
    reasonCode: z.enum(rowReasonCodes).nullable().meta({
      description:
        'which reason it is, for those that know other languages; null for one that somebody typed',
    }),
    reasonFacts: z.record(z.string(), z.string()).meta({ description: 'of what the reason speaks' }),
    enrolmentId: id.nullable(),
    displayName: z.string().nullable().meta({
      description: 'of the person that the directory knows by it, also in a trial; null where it knows none',
    }),
    userPrincipalName: z.string().nullable(),
  })
  .meta({ id: 'BatchRow' })

export const batchRowsQuery = z.strictObject({ ...paging, outcome: rowOutcome.optional() })
