/**
 * The lane that works a tenant's batches, in turns: reads the list, finds each person, enrols them, and notes what
 * became of each row. Every step is one transaction, so a killed import goes on where it stood.
 */

import { refuseList } from '@muster/core/list-problems'
import { walkBegins, walkOn } from '@muster/core/page-walk'
import type { Clock, Directory, Group } from '@muster/core/ports'
import type { RowOutcome } from '@muster/core/roster'
import type { ColumnWish } from '@muster/core/roster-column'
import { describeReading, readingRowsMax } from '@muster/core/roster-reading'
import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import type { BatchTable } from '../db/batch-schema.ts'
import type { Database } from '../db/database.ts'
import { inTransaction } from '../db/transaction.ts'
import type { Log } from '../log.ts'
import { readSyncState } from '../tenants/sync-state.ts'
import { readPieces, replacePieces } from './batch-pieces.ts'
import { workRows } from './batch-rows.ts'
import { readFirstRecords, readRoster } from './intake.ts'
import { ListRefused } from './list-refused.ts'
import { NotNow } from './not-now.ts'
import { isWorkbook, readWorkbook } from './workbook.ts'

export type Batch = Selectable<BatchTable>

/** Rows in one transaction: large enough to be cheap, small enough that progress moves and a kill loses little. */
const stepRowsMax = 500
/** Then another list has its turn, if one waits: nobody's five names stand behind somebody's 200,000 for minutes. */
const turnRowsMax = 2_500
const waitForCopyMs = 2_000
const noAnswerMs = 60_000

export interface BatchLaneOptions {
  db: Database
  clock: Clock
  log: Log
  directoryOf(tenantId: string): Promise<Directory>
  groupOf(tenantId: string): Promise<Group>
}

export function createBatchLane(options: BatchLaneOptions) {
  const { db, clock } = options

  return async function workBatches(tenantId: string, signal: AbortSignal): Promise<Date | null> {
    let last: Batch | undefined
    while (!signal.aborted) {
      const batch = await nextBatch(tenantId, last)
      if (batch === undefined) return null
      last = batch
      const wait = await waitForCopy(batch)
      if (wait !== null) return wait
      try {
        const isWhole = await work(batch, signal)
        if (isWhole) await end(batch, { state: 'done', problem: null })
      } catch (error) {
        if (error instanceof NotNow) return error.retryAt ?? new Date(clock.now().getTime() + noAnswerMs)
        if (!(error instanceof ListRefused)) throw error
        await end(batch, { state: 'refused', problem: JSON.stringify(error.problem) })
      }
    }
    return clock.now()
  }

  /**
   * The oldest after the one that had the last turn, and round again. Within a campaign lists are taken in as they came,
   * so that whoever is to be left out is so before the next list names them; a trial holds up no list.
   */
  async function nextBatch(tenantId: string, last?: Batch): Promise<Batch | undefined> {
    const unfinished = ['queued', 'working'] as const
    let batches = db
      .selectFrom('batch')
      .selectAll('batch')
      .where('tenant_id', '=', tenantId)
      .where('state', 'in', unfinished)
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('batch as earlier')
              .select('earlier.id')
              .whereRef('earlier.campaign_id', '=', 'batch.campaign_id')
              .where('earlier.state', 'in', unfinished)
              .where('earlier.dry_run', '=', false)
              .where(sql<boolean>`(earlier.created_at, earlier.id) < (batch.created_at, batch.id)`),
          ),
        ),
      )
    if (last !== undefined) {
      batches = batches.orderBy(
        sql`(created_at, id) > (${last.created_at}::timestamptz, ${last.id}::uuid)`,
        'desc',
      )
    }
    return batches.orderBy('created_at').orderBy('id').limit(1).executeTakeFirst()
  }

  /** Names are looked up in the local copy; without one, a list of 200,000 would cost 200,000 requests. */
  async function waitForCopy(batch: Batch): Promise<Date | null> {
    const copy = await readSyncState(db, batch.tenant_id)
    if (copy.completedAt !== null) return null
    if (copy.problem === null) return new Date(clock.now().getTime() + waitForCopyMs)
    const problem = refuseList('directory', { said: copy.problem })
    await end(batch, { state: 'refused', problem: JSON.stringify(problem) })
    return clock.now()
  }

  /** Whether it is through; otherwise its turn is over, or the service is told to stop. */
  async function work(batch: Batch, signal: AbortSignal): Promise<boolean> {
    if (batch.origin === 'file' && batch.rows_total === null) await prepare(batch)
    await db.updateTable('batch').set({ state: 'working' }).where('id', '=', batch.id).execute()
    let rowNumber = 0
    let step: { number: number; outcome: RowOutcome }[] = []
    for await (const outcome of outcomesOf(batch)) {
      rowNumber++
      if (rowNumber <= batch.rows_done) continue
      step.push({ number: rowNumber, outcome })
      if (step.length < stepRowsMax) continue
      await workStep(batch, step)
      step = []
      if (signal.aborted) return false
      // A group would be walked from its first page again for each turn.
      const isTurnOver = batch.origin === 'file' && rowNumber - batch.rows_done >= turnRowsMax
      if (isTurnOver && (await nextBatch(batch.tenant_id, batch))?.id !== batch.id) return false
    }
    if (step.length > 0) await workStep(batch, step)
    if (batch.origin === 'group') {
      await db.updateTable('batch').set({ rows_total: rowNumber }).where('id', '=', batch.id).execute()
    }
    return true
  }

  async function workStep(
    batch: Batch,
    step: readonly { number: number; outcome: RowOutcome }[],
  ): Promise<void> {
    const directory = await options.directoryOf(batch.tenant_id)
    await workRows({ db, clock, directory }, batch, step)
  }

  async function prepare(batch: Batch): Promise<void> {
    await unpack(batch)
    if (batch.dry_run) await noteReading(batch)
    await count(batch)
  }

  /** Whoever is killed in between finds the workbook, or the text that it became. */
  async function unpack(batch: Batch): Promise<void> {
    const first = await readPieces(db, batch.id).next()
    if (first.done === true || !isWorkbook(first.value)) return
    const { name, pieces } = await readWorkbook(readPieces(db, batch.id))
    await inTransaction(db, async tx => {
      await replacePieces(tx, batch.id, pieces)
      await tx.updateTable('batch').set({ sheet: name }).where('id', '=', batch.id).execute()
    })
  }

  /** What a trial is for: to see how the list is understood. */
  async function noteReading(batch: Batch): Promise<void> {
    const wanted = { wish: wishOf(batch), recordsMax: readingRowsMax }
    const first = await readFirstRecords(readPieces(db, batch.id), wanted)
    if (first === null) return
    const reading = JSON.stringify(describeReading(first.shape, first.records))
    await db.updateTable('batch').set({ reading }).where('id', '=', batch.id).execute()
  }

  /** Read once without looking anybody up: the whole list is judged before anybody is enrolled, and progress has an end. */
  async function count(batch: Batch): Promise<void> {
    let rows = 0
    for await (const _ of readRoster(readPieces(db, batch.id), { wish: wishOf(batch) })) rows++
    await db.updateTable('batch').set({ rows_total: rows }).where('id', '=', batch.id).execute()
  }

  async function* outcomesOf(batch: Batch): AsyncGenerator<RowOutcome> {
    if (batch.origin === 'file') yield* readRoster(readPieces(db, batch.id), { wish: wishOf(batch) })
    else yield* membersOf(batch)
  }

  async function* membersOf(batch: Batch): AsyncGenerator<RowOutcome> {
    const group = await options.groupOf(batch.tenant_id)
    const groupId = batch.group_id ?? ''
    let cursor: string | null = null
    let walk = walkBegins
    let line = 0
    do {
      const page = await group.readMembers(groupId, cursor)
      if (page.kind === 'noAnswer') throw new NotNow(page.reason, page.retryAt)
      if (page.kind !== 'page') throw refuseGroup(page.kind === 'absent' ? null : page.reason)
      for (const id of page.ids) {
        line++
        yield { kind: 'row', row: memberRow(id, line) }
      }
      const step = walkOn(walk, page.cursor)
      if (step.isCircle) throw refuseGroup('its pages lead round in a circle')
      walk = step.walk
      cursor = page.cursor
    } while (cursor !== null)
  }

  async function end(
    batch: Batch,
    verdict: { state: 'done' | 'refused'; problem: string | null },
  ): Promise<void> {
    await inTransaction(db, async tx => {
      await tx
        .updateTable('batch')
        .set({ ...verdict, finished_at: clock.now() })
        .where('id', '=', batch.id)
        .execute()
      // The file has served its purpose; what became of each row is kept.
      await sql`delete from batch_piece where batch_id = ${batch.id}`.execute(tx)
    })
  }
}

/** A trial may guess, since somebody looks at what came of it before anybody is taken in. */
function wishOf({ people_column: column, dry_run }: Batch): ColumnWish {
  if (column !== null) return { kind: 'chosen', column }
  return { kind: dry_run ? 'guess' : 'named' }
}

function memberRow(id: string, line: number) {
  return {
    line,
    reference: { kind: 'objectId' as const, value: id },
    fallback: null,
    objectId: id,
    displayName: null,
    department: null,
    source: null,
    sourceBatchId: null,
  }
}

function refuseGroup(said: string | null): ListRefused {
  return new ListRefused(said === null ? refuseList('noGroup') : refuseList('groupUnread', { said }))
}
