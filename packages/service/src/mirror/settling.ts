/** What comes of the rows of a mirror that were worked on: each is done, tried again later, or read anew first. */

import type { ListRow, RowOutcome, RowWrite } from '@muster/core/board'
import { filledCells, ownCells } from '@muster/core/mirror'
import type { NoAnswer, Refusal } from '@muster/core/ports'
import type { Drift } from '../db/mirror-schema.ts'
import { inTransaction } from '../db/transaction.ts'
import { addFound, endOf, laterMs, listGone, type PassEnd, placeOf, type Work } from './mirror-row.ts'
import { type RowState, type Settled, settleRows } from './rows.ts'

/** What was done about one row; null for nothing. */
export interface Planned {
  row: RowState
  write: RowWrite | null
}

const minuteMs = 60_000
/** A conflict is settled at once this often. */
const patientTriesMax = 3
/** A row that is refused is tried again ever more seldom, up to a day. */
const refusedMsMax = 24 * 60 * minuteMs
/** Codes that speak of the whole list (facts, section 2). */
const listCodes: ReadonlySet<string> = new Set(['accessDenied', 'unauthenticated', 'notAllowed'])

/** Writes down each outcome, and says whether there is any use in going on. */
export async function settle(
  work: Work,
  plans: readonly Planned[],
  outcomes: ReadonlyMap<string, RowOutcome>,
): Promise<PassEnd> {
  const { db, clock, mirror } = work
  const settled: Settled[] = []
  const found: Partial<Drift> = {}
  let end: PassEnd = { kind: 'done' }
  for (const { row, write } of plans) {
    const outcome = outcomes.get(row.enrolmentId)
    if (write === null || outcome === undefined) {
      settled.push(stays(row))
      continue
    }
    if (outcome.kind === 'conflict') {
      const read = await readAnew(work, row)
      if ('kind' in read) end = endOf(read, clock.now())
      else {
        settled.push(read.settled)
        found.edited = (found.edited ?? 0) + (read.isByHand ? 1 : 0)
      }
      continue
    }
    if (outcome.kind === 'absent' && write.kind === 'add') end = listGone
    if (outcome.kind === 'absent' && write.kind === 'change') found.deleted = (found.deleted ?? 0) + 1
    if (outcome.kind === 'later') end = laterOf(end, outcome.retryAt, clock.now())
    settled.push(settledBy(row, write, outcome, clock.now()))
  }
  const refusal = refusalOfAll([...outcomes.values()])
  if (refusal !== null) end = endOf(refusal, clock.now())
  await inTransaction(db, async tx => {
    await settleRows(tx, mirror.id, settled, clock.now())
    if (Object.keys(found).length > 0) await addFound(tx, mirror.id, found)
    const hasWritten = [...outcomes.values()].some(outcome => outcome.kind === 'written')
    if (hasWritten)
      await tx.updateTable('mirror').set({ written_at: clock.now() }).where('id', '=', mirror.id).execute()
  })
  return end
}

/** As it was found to be; what has changed since is looked at again. */
function stays({ enrolmentId, changed, itemId, etag, actual, adding }: RowState): Settled {
  return { enrolmentId, changed, itemId, etag, cells: actual, adding, again: null }
}

type Answered = Exclude<RowOutcome, { kind: 'conflict' }>

function settledBy(row: RowState, write: RowWrite, outcome: Answered, at: Date): Settled {
  const after = (waitMs: number, problem: string | null) => ({
    at: new Date(at.getTime() + waitMs),
    attempts: row.attempts + 1,
    problem,
  })
  switch (outcome.kind) {
    case 'written':
      if (write.kind === 'remove') return { ...stays(row), ...noItem }
      return {
        ...stays(row),
        ...{ itemId: outcome.itemId, etag: outcome.etag, adding: null },
        cells: filledCells({ ...row.actual, ...write.cells }),
      }
    case 'absent':
      // Removed by somebody else is removed; changed in vain means that it has to be added.
      return { ...stays(row), ...noItem, again: write.kind === 'remove' ? null : after(0, null) }
    case 'later':
      return {
        ...stays(row),
        again: { ...after(laterMs, null), at: outcome.retryAt ?? after(laterMs, null).at },
      }
    case 'unknown':
      return {
        ...stays(row),
        adding: write.kind === 'add' ? String(write.cells.Title) : null,
        again: after(laterMs, outcome.reason),
      }
    case 'refused': {
      const waitMs = Math.min(2 ** row.attempts * minuteMs, refusedMsMax)
      return { ...stays(row), again: after(waitMs, outcome.reason) }
    }
    default:
      return outcome satisfies never
  }
}

const noItem = { itemId: null, etag: null, cells: {}, adding: null } as const

/** Somebody has changed the row meanwhile: what it says now is what the next write starts from. */
async function readAnew(
  { board, clock, mirror }: Work,
  row: RowState,
): Promise<{ settled: Settled; isByHand: boolean } | NoAnswer | Refusal> {
  // Somebody who goes on changing the row is let finish.
  const waitMs = row.attempts < patientTriesMax ? 0 : laterMs
  const again = { at: new Date(clock.now().getTime() + waitMs), attempts: row.attempts + 1, problem: null }
  const answer =
    row.itemId === null ? ({ kind: 'absent' } as const) : await board.readRow(placeOf(mirror), row.itemId)
  if (answer.kind === 'absent') return { settled: { ...stays(row), ...noItem, again }, isByHand: false }
  if (answer.kind !== 'row') return answer
  return { settled: { ...stays(row), ...itemOf(answer.row), again }, isByHand: answer.row.isByApp === false }
}

function itemOf({ itemId, etag, cells }: ListRow) {
  return { itemId, etag, cells: ownCells(cells) }
}

function laterOf(end: PassEnd, retryAt: Date | null, at: Date): PassEnd {
  if (end.kind === 'broken') return end
  const until = retryAt ?? new Date(at.getTime() + laterMs)
  return end.kind === 'wait' && end.until > until ? end : { kind: 'wait', until }
}

/** Fewer refusals may all be the rows' own fault. */
const speakingForAllMin = 5

/** What is refused to every row, or in words that mean the list, would be refused to the next ones too. */
function refusalOfAll(outcomes: readonly RowOutcome[]): Refusal | null {
  const refusals = outcomes.filter(outcome => outcome.kind === 'refused')
  const [first] = refusals
  if (first === undefined) return null
  if (refusals.length === outcomes.length && outcomes.length >= speakingForAllMin) return first
  return refusals.find(refusal => listCodes.has(refusal.code)) ?? null
}
