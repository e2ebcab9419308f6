/** A mirror's own row: reading it, and writing down where its work stands. Only its lane and its settings write it. */

import type { Board, ListPlace } from '@muster/core/board'
import type { Clock, NoAnswer, Refusal } from '@muster/core/ports'
import type { Selectable } from 'kysely'
import type { Database, Tx } from '../db/database.ts'
import type { Drift, MirrorProblem, MirrorTable } from '../db/mirror-schema.ts'

export type MirrorRow = Selectable<MirrorTable>

/** What a pass over a list works with. */
export interface Work {
  db: Database
  board: Board
  clock: Clock
  mirror: MirrorRow
}

/** When the other side gave no answer and said no time. */
export const laterMs = 30_000

/** How a pass over a list ended. `broken`: nothing can be written or read until somebody mends it. */
export type PassEnd =
  | { kind: 'done' }
  | { kind: 'wait'; until: Date }
  | { kind: 'broken'; problem: MirrorProblem }

export const listGone: PassEnd = {
  kind: 'broken',
  problem: { code: 'listGone', reason: 'the list is not there any more' },
}

export const noDrift: Drift = { edited: 0, deleted: 0, doubled: 0, foreign: 0 }

export function placeOf(mirror: MirrorRow): ListPlace {
  return { siteId: mirror.site_id, listId: mirror.list_id }
}

/** Nothing came of a request: later, or not before somebody has mended it. */
export function endOf(answer: NoAnswer | Refusal, at: Date): PassEnd {
  if (answer.kind === 'refused') {
    return { kind: 'broken', problem: { code: answer.code, reason: answer.reason } }
  }
  return { kind: 'wait', until: answer.retryAt ?? new Date(at.getTime() + laterMs) }
}

export async function readMirror(db: Database | Tx, campaignId: string): Promise<MirrorRow | null> {
  const row = await db
    .selectFrom('mirror')
    .selectAll()
    .where('campaign_id', '=', campaignId)
    .executeTakeFirst()
  return row ?? null
}

export async function readMirrorsAtWork(db: Database, tenantId: string): Promise<MirrorRow[]> {
  return (
    db
      .selectFrom('mirror')
      .innerJoin('tenant', 'tenant.id', 'mirror.tenant_id')
      .selectAll('mirror')
      .where('mirror.tenant_id', '=', tenantId)
      .where('mirror.is_on', '=', true)
      // The panic stop holds back whatever leaves for the tenant.
      .where('tenant.stopped_at', 'is', null)
      .orderBy('mirror.id')
      .execute()
  )
}

/** Adds to what was found since the last whole check. */
export async function addFound(tx: Tx, mirrorId: string, found: Partial<Drift>): Promise<void> {
  const { found: before } = await tx
    .selectFrom('mirror')
    .select('found')
    .where('id', '=', mirrorId)
    .forUpdate()
    .executeTakeFirstOrThrow()
  const sum = { ...before }
  for (const name of ['edited', 'deleted', 'doubled', 'foreign'] as const) sum[name] += found[name] ?? 0
  await tx
    .updateTable('mirror')
    .set({ found: JSON.stringify(sum) })
    .where('id', '=', mirrorId)
    .execute()
}

/** A broken mirror is tried again once an hour, or when somebody asks for a check. */
const brokenMs = 60 * 60_000

export async function noteEnd(db: Database, mirror: MirrorRow, end: PassEnd, at: Date): Promise<void> {
  if (end.kind === 'broken') {
    await db
      .updateTable('mirror')
      .set({ problem: JSON.stringify(end.problem), tried_again_at: new Date(at.getTime() + brokenMs) })
      .where('id', '=', mirror.id)
      .execute()
  } else if (mirror.problem !== null && end.kind === 'done') {
    await db
      .updateTable('mirror')
      .set({ problem: null, tried_again_at: null })
      .where('id', '=', mirror.id)
      .execute()
  }
}
