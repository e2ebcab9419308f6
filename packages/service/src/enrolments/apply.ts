/**
 * The one door through which enrolments change. A signal goes in; the row, its events and the rows of whatever has to
 * be done come out in one transaction. Set-based: 20,000 people are the same act as one click.
 */

import { randomUUID } from 'node:crypto'
import type { CampaignStatus, Policy } from '@muster/core/campaign'
import { decide } from '@muster/core/decision'
import { dueAt } from '@muster/core/due'
import { type Effect, type Enrolment, type Event, enrol, evolve, type Signal } from '@muster/core/enrolment'
import { sql } from 'kysely'
import type { Database, Tx } from '../db/database.ts'
import { newId } from '../db/ids.ts'
import { inTransaction } from '../db/transaction.ts'
import { type Wake, wakeLanes } from '../queue/lanes.ts'
import { recordEffects } from './effects.ts'
import { mirrorWakes } from './mirrored.ts'
import { columnsOfEnrolment, type DerivedColumns, derivedColumns, enrolmentOfRow } from './row.ts'

export interface Addressed {
  enrolmentId: string
  signal: Signal
}

export interface Newcomer {
  personId: string
  batchId: string | null
  source: string
  sourceBatchId: string
  /** The token of a link that was mailed before, by another product; a new one is made when left out. */
  token?: string
}

export interface Changed {
  id: string
  tenantId: string
  campaignId: string
  personId: string
  before: Enrolment
  after: Enrolment
  events: readonly Event[]
  effects: readonly Effect[]
  eventsBefore: number
  policy: Policy
  senderIds: readonly string[]
  /** Nothing is due in it any more. */
  isFinished: boolean
}

/** Rows locked and written in one statement; larger calls are worked in pieces of this size within the transaction. */
const pieceMax = 1_000

/**
 * Applies one signal to each enrolment and answers with those that changed. Rows are locked in the order of their ids,
 * so that two callers never wait for each other in a circle. Ids that do not exist are left out.
 */
export async function apply(tx: Tx, addressed: readonly Addressed[], at: Date): Promise<readonly Changed[]> {
  const sorted = [...addressed].sort((a, b) => (a.enrolmentId < b.enrolmentId ? -1 : 1))
  const changed: Changed[] = []
  const wakes: Wake[] = []
  for (let start = 0; start < sorted.length; start += pieceMax) {
    const piece = await applyPiece(tx, sorted.slice(start, start + pieceMax), at)
    changed.push(...piece.changed)
    wakes.push(...piece.wakes)
  }
  // Last of all: rows of lanes are shared by everybody, and whoever holds one must wait for nothing any more.
  await wakeLanes(tx, wakes)
  return changed
}

/** `apply` in a transaction of its own. */
export async function applyNow(
  db: Database,
  addressed: readonly Addressed[],
  at: Date,
): Promise<readonly Changed[]> {
  return inTransaction(db, tx => apply(tx, addressed, at))
}

interface Piece {
  changed: readonly Changed[]
  wakes: readonly Wake[]
}

async function applyPiece(tx: Tx, addressed: readonly Addressed[], at: Date): Promise<Piece> {
  const locked = await lock(
    tx,
    addressed.map(a => a.enrolmentId),
  )
  const changed = addressed.flatMap(({ enrolmentId, signal }) => {
    const row = locked.get(enrolmentId)
    if (row === undefined) return []
    const change = changeOf(row, signal, at)
    if (change.events.length === 0) return []
    // The same enrolment may be addressed twice in one piece: the second signal meets the changed row.
    locked.set(enrolmentId, {
      ...row,
      enrolment: change.after,
      events_count: row.events_count + change.events.length,
    })
    return [change]
  })
  if (changed.length === 0) return { changed: [], wakes: [] }
  await writeRows(tx, changed)
  await writeEvents(tx, changed, at)
  const wakes = await recordEffects(tx, changed, at)
  return { changed, wakes: [...wakes, ...dueWakes(changed)] }
}

interface Locked {
  id: string
  tenant_id: string
  campaign_id: string
  person_id: string
  events_count: number
  policy: Policy
  sender_ids: string[]
  campaign_status: CampaignStatus
  enrolment: Enrolment
}

async function lock(tx: Tx, ids: readonly string[]): Promise<Map<string, Locked>> {
  const rows = await tx
    .selectFrom('enrolment')
    .innerJoin('campaign', 'campaign.id', 'enrolment.campaign_id')
    .select(derivedColumns.map(column => `enrolment.${column}` as const))
    .select([
      'enrolment.id',
      'enrolment.tenant_id',
      'enrolment.campaign_id',
      'enrolment.person_id',
      'enrolment.events_count',
      'campaign.policy',
      'campaign.sender_ids',
      'campaign.status as campaign_status',
    ])
    .where('enrolment.id', '=', sql<string>`any(${ids}::uuid[])`)
    .orderBy('enrolment.id')
    .forUpdate('enrolment')
    .execute()
  return new Map(rows.map(row => [row.id, { ...row, enrolment: enrolmentOfRow(row) }]))
}

function changeOf(row: Locked, signal: Signal, at: Date): Changed {
  const { events, effects } = decide(row.enrolment, signal, at, row.policy)
  return {
    id: row.id,
    tenantId: row.tenant_id,
    campaignId: row.campaign_id,
    personId: row.person_id,
    before: row.enrolment,
    after: events.reduce((enrolment, event) => evolve(enrolment, event, at), row.enrolment),
    events,
    effects,
    eventsBefore: row.events_count,
    policy: row.policy,
    senderIds: row.sender_ids,
    isFinished: row.campaign_status === 'finished',
  }
}

/** Every derived column is written: cheaper to reason about than a list of what may have changed. */
async function writeRows(tx: Tx, changed: readonly Changed[]): Promise<void> {
  const rows = changed.map(change => ({
    id: change.id,
    ...columnsOfEnrolment(change.after),
    due_at: dueAt(change.after, change.policy),
    events_count: change.eventsBefore + change.events.length,
  }))
  // When one enrolment changed twice in this piece, the last state is the one to keep.
  const newest = [...new Map(rows.map(row => [row.id, row])).values()]
  const columns = [...derivedColumns, 'due_at', 'events_count'] as const
  // The ids once more as an array, which PostgreSQL can count: it takes JSON for 100 rows, and for one click read the
  // whole table, 3 ms instead of 0.1 among 13,000 people (November 2026).
  await sql`
    update enrolment set ${sql.join(columns.map(c => sql`${sql.ref(c)} = fresh.${sql.ref(c)}`))}
    from jsonb_populate_recordset(null::enrolment, ${JSON.stringify(newest)}::jsonb) as fresh
    where enrolment.id = fresh.id and enrolment.id = any(${newest.map(row => row.id)}::uuid[])
  `.execute(tx)
}

async function writeEvents(tx: Tx, changed: readonly Changed[], at: Date): Promise<void> {
  const rows = changed.flatMap(change =>
    change.events.map((event, index) => {
      const { kind, ...details } = event
      return {
        ...placeOf(change),
        sequence: change.eventsBefore + index + 1,
        kind,
        details: JSON.stringify(details),
      }
    }),
  )
  await sql`
    insert into enrolment_event (enrolment_id, sequence, tenant_id, campaign_id, kind, details, at)
    select id, sequence, tenant_id, campaign_id, kind, details, ${at}
    from unnest(${rows.map(r => r.id)}::uuid[], ${rows.map(r => r.sequence)}::int[], ${rows.map(r => r.tenantId)}::uuid[],
                ${rows.map(r => r.campaignId)}::uuid[], ${rows.map(r => r.kind)}::text[], ${rows.map(r => r.details)}::jsonb[])
      as fresh (id, sequence, tenant_id, campaign_id, kind, details)
  `.execute(tx)
}

function placeOf(change: Changed): { id: string; tenantId: string; campaignId: string } {
  return { id: change.id, tenantId: change.tenantId, campaignId: change.campaignId }
}

function dueWakes(changed: readonly Changed[]): Wake[] {
  return changed.flatMap(change => {
    const at = dueAt(change.after, change.policy)
    return at === null || change.isFinished ? [] : [{ kind: 'due' as const, key: change.campaignId, at }]
  })
}

export interface Enrolled {
  /** Person id → enrolment id, of those who were not in the campaign before. */
  added: ReadonlyMap<string, string>
}

/**
 * Takes people into a campaign: row, first event and link together, so that nobody can be mailed without a link.
 * People already in the campaign are left as they are.
 */
export async function enrolPeople(
  tx: Tx,
  campaign: { id: string; tenantId: string; policy: Policy },
  newcomers: readonly Newcomer[],
  at: Date,
): Promise<Enrolled> {
  const fresh = enrol(at)
  const links = newcomers.map(newcomer => ({ id: newId(), token: newcomer.token ?? randomUUID(), newcomer }))
  const added = await insertEnrolments(tx, links, {
    tenant_id: campaign.tenantId,
    campaign_id: campaign.id,
    ...columnsOfEnrolment(fresh),
    due_at: dueAt(fresh, campaign.policy),
    events_count: 1,
  })
  const tokens = new Map(links.map(link => [link.id, link.token]))
  await insertFirstEvents(tx, { campaign, ids: [...added.values()], tokens }, at)
  if (added.size > 0) {
    const mirrored = await mirrorWakes(tx, [campaign.id], at)
    await wakeLanes(tx, [{ kind: 'due', key: campaign.id, at }, ...mirrored])
  }
  return { added }
}

/** What newcomers have in common is sent once: as a JSON row for each of them it was a quarter of an import's time. */
async function insertEnrolments(
  tx: Tx,
  rows: readonly { id: string; newcomer: Newcomer }[],
  common: DerivedColumns & {
    tenant_id: string
    campaign_id: string
    due_at: Date | null
    events_count: number
  },
): Promise<Map<string, string>> {
  const columns = Object.keys(common)
  const people = rows.map(row => row.newcomer)
  const { rows: inserted } = await sql<{ id: string; person_id: string }>`
    insert into enrolment (id, person_id, batch_id, source, source_batch_id, ${sql.join(columns.map(c => sql.ref(c)))})
    select fresh.*, ${sql.join(columns.map(c => sql.ref(`common.${c}`)))}
    from unnest(${rows.map(r => r.id)}::uuid[], ${people.map(p => p.personId)}::uuid[], ${people.map(p => p.batchId)}::uuid[],
                ${people.map(p => p.source)}::text[], ${people.map(p => p.sourceBatchId)}::text[]) as fresh,
         jsonb_populate_record(null::enrolment, ${JSON.stringify(common)}::jsonb) as common
    on conflict (campaign_id, person_id) do nothing
    returning id, person_id
  `.execute(tx)
  return new Map(inserted.map(row => [row.person_id, row.id]))
}

async function insertFirstEvents(
  tx: Tx,
  fresh: {
    campaign: { id: string; tenantId: string }
    ids: readonly string[]
    tokens: ReadonlyMap<string, string>
  },
  at: Date,
): Promise<void> {
  const { campaign, ids, tokens } = fresh
  if (ids.length === 0) return
  await sql`
    insert into enrolment_event (enrolment_id, sequence, tenant_id, campaign_id, kind, details, at)
    select id, 1, ${campaign.tenantId}, ${campaign.id}, 'enrolled', '{}', ${at} from unnest(${ids}::uuid[]) as fresh (id)
  `.execute(tx)
  await sql`
    insert into link (token, enrolment_id, tenant_id)
    select token, id, ${campaign.tenantId}
    from unnest(${ids.map(id => tokens.get(id))}::uuid[], ${ids}::uuid[]) as fresh (token, id)
  `.execute(tx)
}
