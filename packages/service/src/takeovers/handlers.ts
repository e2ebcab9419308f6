/** The API's take-overs: accepted at once, worked in the background, and told row by row. */

import { randomUUID } from 'node:crypto'
import type { Handlers, Input, Output } from '@muster/contract/routes'
import type { Clock } from '@muster/core/ports'
import { findingWords } from '@muster/core/take-over-findings'
import { makeProblem } from '@muster/core/told-problems'
import { type Insertable, sql } from 'kysely'
import { readCampaign } from '../campaigns/handlers.ts'
import type { Database } from '../db/database.ts'
import type { TakeoverTable } from '../db/takeover-schema.ts'
import { inTransaction } from '../db/transaction.ts'
import { pageOf, readCursor } from '../http/cursor.ts'
import { wakeLanes } from '../queue/lanes.ts'
import { writeCsv } from '../reports/csv.ts'
import { dropOlderPieces, writePieces } from './pieces.ts'
import { readTakeoverRows, type TakeoverRow } from './row-list.ts'
import type { Takeover } from './source.ts'

type Names =
  | 'startTakeover'
  | 'listTakeovers'
  | 'sendTakeoverFile'
  | 'repeatTakeover'
  | 'getTakeover'
  | 'listTakeoverRows'
  | 'downloadTakeoverRows'

export interface TakeoverHandlersOptions {
  db: Database
  clock: Clock
  nudge(): void
}

const downloadPageRows = 2_000

export function createTakeoverHandlers(options: TakeoverHandlersOptions): Pick<Handlers, Names> {
  const { db, clock } = options

  async function read(takeoverId: string): Promise<Takeover> {
    const row = await db.selectFrom('takeover').selectAll().where('id', '=', takeoverId).executeTakeFirst()
    return row ?? refuse()
  }

  async function begin(wanted: Wanted): Promise<Takeover> {
    const campaign = await readCampaign(db, wanted.campaign_id)
    if (campaign.status === 'finished') {
      throw makeProblem('campaignTakesNobody')
    }
    const { rest_days: restDays = campaign.policy.remindEveryDays, ...rest } = wanted
    const row = await inTransaction(db, async tx => {
      await refuseSecond(campaign.id)
      const { id } = await tx
        .insertInto('takeover')
        .values({
          ...rest,
          id: randomUUID(),
          tenant_id: campaign.tenant_id,
          rest_days: restDays,
          cursor: null,
          rows_total: null,
          people_total: null,
          after_person: null,
          created_at: clock.now(),
          finished_at: null,
        })
        .returning('id')
        .executeTakeFirstOrThrow()
      if (rest.state === 'queued') {
        await wakeLanes(tx, [{ kind: 'intake', key: campaign.tenant_id, at: clock.now() }])
      }
      return tx.selectFrom('takeover').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
    })
    if (row.state === 'queued') options.nudge()
    return row
  }

  async function refuseSecond(campaignId: string): Promise<void> {
    const open = await db
      .selectFrom('takeover')
      .select('id')
      .where('campaign_id', '=', campaignId)
      .where('state', 'in', ['queued', 'reading', 'weighing'])
      .executeTakeFirst()
    if (open === undefined) return
    throw makeProblem('takeoverUnderWay')
  }

  return {
    async startTakeover({ params, body }) {
      const isList = body.from.kind === 'list'
      const row = await begin({
        campaign_id: params.campaignId,
        ...originOf(body.from),
        mapping: JSON.stringify(body.columns),
        is_real: body.real,
        rest_days: body.restDays,
        state: isList ? 'queued' : 'receiving',
      })
      return shapeOf(row)
    },

    async sendTakeoverFile({ params, body }) {
      const row = await read(params.takeoverId)
      const fileId = row.file_id
      if (row.state !== 'receiving' || fileId === null) {
        throw makeProblem('takeoverWaitsNot')
      }
      await db.deleteFrom('takeover_piece').where('file_id', '=', fileId).execute()
      await writePieces(db, { fileId, tenantId: row.tenant_id }, body)
      await inTransaction(db, async tx => {
        await tx.updateTable('takeover').set({ state: 'queued' }).where('id', '=', row.id).execute()
        await wakeLanes(tx, [{ kind: 'intake', key: row.tenant_id, at: clock.now() }])
      })
      await dropOlderPieces(db, row.campaign_id, fileId)
      options.nudge()
      return shapeOf(await read(row.id))
    },

    async repeatTakeover({ params, body }) {
      const old = await read(params.takeoverId)
      if (old.origin === 'file') await refuseWithoutFile(db, old)
      const row = await begin({
        campaign_id: old.campaign_id,
        origin: old.origin,
        site: old.site,
        list: old.list,
        file_id: old.file_id,
        mapping: JSON.stringify(old.mapping),
        is_real: body.real,
        rest_days: body.restDays ?? old.rest_days,
        state: 'queued',
      })
      return shapeOf(row)
    },

    async listTakeovers({ params, query }) {
      await readCampaign(db, params.campaignId)
      const after = readCursor(query.cursor, 2)
      let rows = db
        .selectFrom('takeover')
        .selectAll()
        .where('campaign_id', '=', params.campaignId)
        .orderBy('created_at', 'desc')
        .orderBy('id', 'desc')
        .limit(query.limit + 1)
      if (after !== null) {
        rows = rows.where(sql<boolean>`(created_at, id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`)
      }
      const key = (row: Takeover) => [row.created_at.toISOString(), row.id]
      return pageOf(await rows.execute(), query.limit, { item: shapeOf, key })
    },

    async getTakeover({ params }) {
      return shapeOf(await read(params.takeoverId))
    },

    async listTakeoverRows({ params, query }) {
      await read(params.takeoverId)
      const rows = await readTakeoverRows(db, {
        takeoverId: params.takeoverId,
        after: Number(readCursor(query.cursor, 1)?.[0] ?? 0),
        max: query.limit + 1,
        finding: query.finding ?? null,
        outcome: query.outcome ?? null,
      })
      return pageOf(rows, query.limit, { item: rowShape, key: row => [row.number] })
    },

    async downloadTakeoverRows({ params }) {
      const { id } = await read(params.takeoverId)
      const header = ['Row', 'Person', 'Listed', 'Here', 'Outcome', 'Finding', 'Detail', 'Meaning']
      return {
        fileName: `takeover-${id}.csv`,
        chunks: writeCsv(linesOf(db, id), { header, byteOrderMark: true }),
      }
    },
  }
}

type Wanted = Pick<
  Insertable<TakeoverTable>,
  'campaign_id' | 'origin' | 'site' | 'list' | 'file_id' | 'mapping' | 'is_real' | 'state'
> & { rest_days: number | undefined }

function originOf(from: Input<'startTakeover'>['body']['from']) {
  return from.kind === 'list'
    ? { origin: from.kind, site: from.site, list: from.list, file_id: null }
    : { origin: from.kind, site: null, list: from.fileName ?? 'CSV export', file_id: randomUUID() }
}

async function refuseWithoutFile(db: Database, { file_id }: Takeover): Promise<void> {
  const piece = await db
    .selectFrom('takeover_piece')
    .select('number')
    .where('file_id', '=', file_id)
    .limit(1)
    .executeTakeFirst()
  if (piece !== undefined) return
  throw makeProblem('takeoverFileGone')
}

function refuse(): never {
  throw makeProblem('noTakeover')
}

/** One line for each finding, so that a spreadsheet can filter by it; a row without any has one line too. */
async function* linesOf(db: Database, takeoverId: string) {
  for (let after = 0; ; ) {
    const asked = { takeoverId, after, max: downloadPageRows, finding: null, outcome: null }
    const rows = await readTakeoverRows(db, asked)
    const last = rows.at(-1)
    if (last === undefined) return
    for (const row of rows) {
      const start = [row.line, row.value, row.listed_status, row.status, row.outcome] as const
      if (row.details.length === 0) yield [...start, null, null, null]
      for (const { code, detail } of row.details) yield [...start, code, detail, findingWords[code]]
    }
    after = last.number
  }
}

function rowShape(row: TakeoverRow): Output<'listTakeoverRows'>['items'][number] {
  return {
    row: row.line,
    person: row.value,
    listed: row.listed_status,
    status: row.status,
    outcome: row.outcome,
    findings: row.details,
    enrolmentId: row.enrolment_id,
  }
}

function shapeOf(row: Takeover): Output<'getTakeover'> {
  const { reading } = row
  return {
    takeoverId: row.id,
    campaignId: row.campaign_id,
    from: { kind: row.origin, site: row.site, list: row.list },
    real: row.is_real,
    restDays: row.rest_days,
    state: row.state === 'receiving' ? 'awaitingFile' : row.state,
    rowsDone: row.rows_done,
    rowsTotal: row.rows_total,
    peopleDone: row.people_done,
    peopleTotal: row.people_total,
    columns:
      reading === null
        ? null
        : {
            found: reading.columns.map(({ column, listed, isRenamed }) => ({ column, listed, isRenamed })),
            missing: reading.missing,
            unknown: reading.unknown,
            unmapped: reading.unmapped,
          },
    report: row.report,
    problem: row.problem,
    createdAt: row.created_at,
    finishedAt: row.finished_at,
  }
}
