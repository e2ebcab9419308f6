/** Rows of a mirror: what each should say, what it is known to say, and which have to be looked at. */

import type { Cells } from '@muster/core/board'
import { changedCells, mirroredCells } from '@muster/core/mirror'
import { sql } from 'kysely'
import type { Database, Tx } from '../db/database.ts'
import { errorOf, type PersonRow, selectPeople } from '../reports/people-columns.ts'
import type { MirrorRow } from './mirror-row.ts'

/** One row of the list, with what it should say. */
export interface RowState {
  enrolmentId: string
  itemId: string | null
  etag: string | null
  /** As far as we know. */
  actual: Cells
  /** The title of an item that may have been added. */
  adding: string | null
  /** Null: there should be no such row. */
  wanted: Cells | null
  /** Handed back when the row is settled: what has changed since is looked at again. */
  changed: string
  attempts: number
}

interface KnownRow {
  enrolment_id: string
  item_id: string | null
  etag: string | null
  cells: Cells
  adding: string | null
  changed: string
  attempts: number
}

/** Enrolments are compared in pieces of this many, so that a statement holds no more of them. */
const comparedMax = 1_000

/** Rows that have to be looked at, those that changed first before the others. */
export async function readChanged(
  db: Database,
  mirror: MirrorRow,
  asked: { at: Date; limit: number },
): Promise<RowState[]> {
  const { rows: known } = await sql<KnownRow>`
    select enrolment_id, item_id, etag, cells, adding, changed, attempts from mirror_row
    where mirror_id = ${mirror.id} and changed is not null and coalesce(not_before, '-infinity') <= ${asked.at}
    order by changed limit ${asked.limit}
  `.execute(db)
  const ids = known.map(row => row.enrolment_id)
  const { rows: people } = await sql<PersonRow>`
    ${selectPeople} where enrolment.id = any(${ids}::uuid[])
  `.execute(db)
  const wanted = new Map(people.map(person => [person.id, wantedOf(person, mirror)]))
  return known.map(row => ({
    enrolmentId: row.enrolment_id,
    itemId: row.item_id,
    etag: row.etag,
    actual: row.cells,
    adding: row.adding,
    wanted: wanted.get(row.enrolment_id) ?? null,
    changed: row.changed,
    attempts: row.attempts,
  }))
}

function wantedOf(row: PersonRow, mirror: MirrorRow): Cells | null {
  return mirroredCells(
    {
      upn: row.upn,
      displayName: row.display_name,
      status: row.status,
      registeredAt: row.registered_at,
      lostAt: row.lost_at,
      confirmedAt: row.confirmed_at,
      joinedAt: row.joined_at,
      invitedAt: row.invited_at,
      remindedAt: row.reminded_at,
      checkedAt: row.checked_at,
      source: row.source,
      sourceBatchId: row.source_batch_id,
      token: row.token,
      error: errorOf(row),
    },
    { leavers: mirror.leavers, withToken: mirror.with_token },
  )
}

/** When the next row that was put off is to be looked at; null when none was. */
export async function readNextRow(db: Database, mirrorId: string): Promise<Date | null> {
  const { rows } = await sql<{ at: Date | null }>`
    select min(not_before) as at from mirror_row where mirror_id = ${mirrorId} and changed is not null
  `.execute(db)
  return rows[0]?.at ?? null
}

/**
 * Compares everybody in the campaign with what their row is known to say, and marks those that differ: those who were
 * enrolled before there was a mirror, and whatever changes without its row being marked (what became of a mail).
 */
export async function markDiffering(db: Database, mirror: MirrorRow): Promise<void> {
  let after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const { rows: people } = await sql<PersonRow>`
      ${selectPeople} where enrolment.campaign_id = ${mirror.campaign_id} and enrolment.id > ${after}
      order by enrolment.id limit ${comparedMax}
    `.execute(db)
    const last = people.at(-1)
    if (last === undefined) return
    after = last.id
    const { rows: known } = await sql<{ id: string; item_id: string | null; cells: Cells }>`
      select enrolment_id as id, item_id, cells from mirror_row
      where mirror_id = ${mirror.id} and enrolment_id = any(${people.map(person => person.id)}::uuid[])
    `.execute(db)
    const byId = new Map(known.map(row => [row.id, row]))
    const differing = people.filter(person => {
      const wanted = wantedOf(person, mirror)
      const row = byId.get(person.id)
      const isThere = row !== undefined && row.item_id !== null
      if (wanted === null || !isThere) return (wanted !== null) !== isThere
      return changedCells(wanted, row.cells) !== null
    })
    await markRows(
      db,
      mirror.id,
      differing.map(person => person.id),
    )
  }
}

async function markRows(db: Database | Tx, mirrorId: string, enrolmentIds: readonly string[]): Promise<void> {
  await sql`
    insert into mirror_row (mirror_id, enrolment_id, changed)
    select ${mirrorId}, id, nextval('mirror_change') from unnest(${enrolmentIds}::uuid[]) as one (id) order by id
    on conflict (mirror_id, enrolment_id) do update set changed = excluded.changed, not_before = null
  `.execute(db)
}

/** How a row stands after it was worked on. */
export interface Settled {
  enrolmentId: string
  changed: string
  itemId: string | null
  etag: string | null
  cells: Cells
  adding: string | null
  /** Null: done, unless it has changed meanwhile. */
  again: { at: Date; attempts: number; problem: string | null } | null
}

/** Writes down what came of some rows. Locks them in the order in which whatever changes them does. */
export async function settleRows(
  tx: Tx,
  mirrorId: string,
  settled: readonly Settled[],
  at: Date,
): Promise<void> {
  if (settled.length === 0) return
  const rows = settled.map(({ again, itemId, ...row }) => ({
    ...row,
    item: itemId,
    not_before: again?.at ?? null,
    attempts: again?.attempts ?? 0,
    problem: again?.problem ?? null,
    is_done: again === null,
  }))
  await sql`
    select from mirror_row where mirror_id = ${mirrorId} and enrolment_id = any(${settled.map(row => row.enrolmentId)}::uuid[])
    order by enrolment_id for update
  `.execute(tx)
  await sql`
    update mirror_row as row set
      item_id = one.item, etag = one.etag, cells = one.cells, adding = one.adding, seen_at = ${at},
      not_before = one.not_before, attempts = one.attempts, problem = one.problem,
      changed = case when one.is_done and row.changed = one.changed then null else row.changed end
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as one (
      "enrolmentId" uuid, changed bigint, item text, etag text, cells jsonb, adding text,
      not_before timestamptz, attempts integer, problem text, is_done boolean)
    where row.mirror_id = ${mirrorId} and row.enrolment_id = one."enrolmentId"
  `.execute(tx)
}
