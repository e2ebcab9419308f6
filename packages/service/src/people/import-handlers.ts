/** The API's imports: a list is accepted at once, worked in the background, and its result can be had row by row. */

import type { Handlers, Output } from '@muster/contract/routes'
import type { Clock } from '@muster/core/ports'
import { readRowReason } from '@muster/core/row-reasons'
import { makeProblem } from '@muster/core/told-problems'
import { type Selectable, sql } from 'kysely'
import { readCampaign } from '../campaigns/handlers.ts'
import type { BatchTable } from '../db/batch-schema.ts'
import type { Database } from '../db/database.ts'
import { newId } from '../db/ids.ts'
import { inTransaction } from '../db/transaction.ts'
import { pageOf, readCursor } from '../http/cursor.ts'
import { wakeLanes } from '../queue/lanes.ts'
import { writeCsv } from '../reports/csv.ts'
import { writePieces } from './batch-pieces.ts'
import { type Exclusion, readExclusion, requireExclusion } from './exclusions.ts'
import { toldProblem } from './list-refused.ts'

type ImportHandlers = Pick<
  Handlers,
  'importPeople' | 'importGroup' | 'listBatches' | 'getBatch' | 'listBatchRows' | 'downloadBatchRows'
>

type BatchRow = Selectable<BatchTable>

export interface ImportHandlersOptions {
  db: Database
  clock: Clock
  nudge(): void
}

const downloadPageRows = 2_000

export function createImportHandlers(options: ImportHandlersOptions): ImportHandlers {
  const { db, clock } = options

  async function begin(campaignId: string, wanted: NewBatch): Promise<BatchRow> {
    const campaign = await readCampaign(db, campaignId)
    if (campaign.status === 'finished') {
      throw makeProblem('campaignTakesNobody')
    }
    const at = clock.now()
    const { sourceBatchId, exclusionId, ...rest } = wanted
    return db
      .insertInto('batch')
      .values({
        id: newId(),
        tenant_id: campaign.tenant_id,
        campaign_id: campaign.id,
        ...rest,
        exclusion_id: await requireExclusion(db, campaign.id, exclusionId),
        source_batch_id: sourceBatchId ?? madeBatchId(at),
        rows_total: null,
        problem: null,
        created_at: at,
        finished_at: null,
      })
      .returningAll()
      .executeTakeFirstOrThrow()
  }

  async function start(batch: BatchRow): Promise<BatchRow> {
    const row = await inTransaction(db, async tx => {
      await wakeLanes(tx, [{ kind: 'intake', key: batch.tenant_id, at: clock.now() }])
      return tx
        .updateTable('batch')
        .set({ state: 'queued' })
        .where('id', '=', batch.id)
        .returningAll()
        .executeTakeFirstOrThrow()
    })
    options.nudge()
    return row
  }

  async function read(batchId: string): Promise<BatchRow> {
    const row = await db.selectFrom('batch').selectAll().where('id', '=', batchId).executeTakeFirst()
    if (row === undefined) throw makeProblem('noBatch')
    return row
  }

  async function shape(row: BatchRow): Promise<Output<'getBatch'>['batch']> {
    return shapeOf(row, await readExclusion(db, row.exclusion_id))
  }

  return {
    async importPeople({ params, query, body, fileName }) {
      const batch = await begin(params.campaignId, {
        origin: 'file',
        source: query.source,
        sourceBatchId: query.sourceBatchId,
        exclusionId: query.exclusionId,
        file_name: fileName,
        group_id: null,
        people_column: query.column === undefined ? null : query.column - 1,
        invite_again: query.inviteAgain,
        dry_run: query.dryRun,
        state: 'receiving',
      })
      try {
        await writePieces(db, batch.id, body)
      } catch (error) {
        // What did not arrive whole is not worked at all.
        await db.deleteFrom('batch').where('id', '=', batch.id).execute()
        throw error
      }
      return { batch: await shape(await start(batch)) }
    },

    async importGroup({ params, body }) {
      const batch = await begin(params.campaignId, {
        origin: 'group',
        source: body.source,
        sourceBatchId: body.sourceBatchId,
        exclusionId: body.exclusionId,
        file_name: null,
        group_id: body.groupId.toLowerCase(),
        people_column: null,
        invite_again: body.inviteAgain,
        dry_run: body.dryRun,
        state: 'receiving',
      })
      return { batch: await shape(await start(batch)) }
    },

    async listBatches({ params, query }) {
      await readCampaign(db, params.campaignId)
      const after = readCursor(query.cursor, 2)
      let rows = db
        .selectFrom('batch')
        .selectAll()
        .where('campaign_id', '=', params.campaignId)
        .where('state', '<>', 'receiving')
        .orderBy('created_at', 'desc')
        .orderBy('id', 'desc')
        .limit(query.limit + 1)
      if (after !== null) {
        rows = rows.where(sql<boolean>`(created_at, id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`)
      }
      const key = (row: BatchRow) => [row.created_at.toISOString(), row.id]
      const page = pageOf(await rows.execute(), query.limit, { item: row => row, key })
      return { ...page, items: await Promise.all(page.items.map(shape)) }
    },

    async getBatch({ params }) {
      return { batch: await shape(await read(params.batchId)) }
    },

    async listBatchRows({ params, query }) {
      await read(params.batchId)
      const after = Number(readCursor(query.cursor, 1)?.[0] ?? 0)
      const rows = await readRows(db, {
        batchId: params.batchId,
        after,
        max: query.limit + 1,
        outcome: query.outcome ?? null,
      })
      return pageOf(rows, query.limit, { item: rowShape, key: row => [row.number] })
    },

    async downloadBatchRows({ params }) {
      const batch = await read(params.batchId)
      const rows = rowsOf(db, batch.id)
      const header = ['Line', 'Person', 'Outcome', 'Reason', 'Display name']
      return { fileName: `import-${batch.id}.csv`, chunks: writeCsv(rows, { header, byteOrderMark: true }) }
    },
  }
}

type NewBatch = Pick<
  BatchRow,
  'origin' | 'source' | 'file_name' | 'group_id' | 'people_column' | 'invite_again' | 'dry_run' | 'state'
> & { sourceBatchId: string | undefined; exclusionId: string | undefined }

/** `batch-20261121T093000Z`: sorts by time and says when. */
function madeBatchId(at: Date): string {
  return `batch-${at.toISOString().replace(/\.\d+/, '').replaceAll(/[-:]/g, '')}`
}

interface Row {
  number: number
  line: number
  value: string
  outcome: 'added' | 'updated' | 'unchanged' | 'skipped' | 'invalid'
  reason: string | null
  enrolment_id: string | null
  display_name: string | null
  upn: string | null
}

async function readRows(
  db: Database,
  page: { batchId: string; after: number; max: number; outcome: string | null },
): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select batch_row.number, batch_row.line, batch_row.value, batch_row.outcome, batch_row.reason,
           enrolment.id as enrolment_id, person.display_name, person.upn
    from batch_row
    join batch on batch.id = batch_row.batch_id
    left join enrolment on enrolment.campaign_id = batch.campaign_id and enrolment.person_id = batch_row.person_id
    left join person on person.tenant_id = batch.tenant_id and person.id = batch_row.person_id
    where batch_row.batch_id = ${page.batchId} and batch_row.number > ${page.after}
      and (${page.outcome}::text is null or batch_row.outcome = ${page.outcome})
    order by batch_row.number limit ${page.max}
  `.execute(db)
  return rows
}

function rowShape(row: Row) {
  return {
    line: row.line,
    value: row.value,
    outcome: row.outcome,
    reason: row.reason,
    ...codeOf(row.reason),
    enrolmentId: row.enrolment_id,
    displayName: row.display_name,
    userPrincipalName: row.upn,
  }
}

/** A row keeps the sentence alone; what it says is read from it. */
function codeOf(
  sentence: string | null,
): Pick<Output<'listBatchRows'>['items'][number], 'reasonCode' | 'reasonFacts'> {
  const read = sentence === null ? null : readRowReason(sentence)
  return { reasonCode: read?.code ?? null, reasonFacts: read?.facts ?? {} }
}

async function* rowsOf(db: Database, batchId: string) {
  for (let after = 0; ; ) {
    const rows = await readRows(db, { batchId, after, max: downloadPageRows, outcome: null })
    const last = rows.at(-1)
    if (last === undefined) return
    for (const row of rows) yield [row.line, row.value, row.outcome, row.reason, row.display_name]
    after = last.number
  }
}

function shapeOf(row: BatchRow, exclusion: Exclusion | null): Output<'getBatch'>['batch'] {
  return {
    batchId: row.id,
    campaignId: row.campaign_id,
    source: row.source,
    sourceBatchId: row.source_batch_id,
    kind: row.origin,
    fileName: row.file_name,
    dryRun: row.dry_run,
    state: row.state === 'receiving' ? 'queued' : row.state,
    rowsDone: row.rows_done,
    rowsTotal: row.rows_total,
    counts: {
      added: row.added,
      updated: row.updated,
      unchanged: row.unchanged,
      skipped: row.skipped,
      invalid: row.invalid,
    },
    exclusion: exclusion === null ? null : { reason: exclusion.reason, until: exclusion.until },
    sheet: row.sheet,
    reading: row.reading,
    problem: row.problem === null ? null : toldProblem(JSON.parse(row.problem)),
    createdAt: row.created_at,
    finishedAt: row.finished_at,
  }
}
