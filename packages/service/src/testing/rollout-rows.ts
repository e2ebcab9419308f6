/** A tenant, a sender, a campaign and its people as rows, for tests of parts that need no Graph behind them. */

import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { type CampaignStatus, defaultPolicy, type Policy } from '@muster/core/campaign'
import { type Event, replay } from '@muster/core/enrolment'
import { sql } from 'kysely'
import type { Database } from '../db/database.ts'
import { type Addressed, enrolPeople } from '../enrolments/apply.ts'
import { columnsOfEnrolment, derivedColumns, enrolmentOfRow } from '../enrolments/row.ts'

export interface RolloutRows {
  tenantId: string
  senderId: string
  campaignId: string
  policy: Policy
  /** In the order of the names given. */
  people: { personId: string; enrolmentId: string; name: string }[]
}

export const rowsMadeAt = new Date('2026-11-02T08:00:00Z')

export interface RowsWanted {
  names: readonly string[]
  policy?: Partial<Policy>
  status?: CampaignStatus
}

/** Everybody is enrolled as pending, with a mailbox, looked at live and found without methods. */
export async function addRollout(db: Database, wanted: RowsWanted): Promise<RolloutRows> {
  const [tenantId, senderId, campaignId] = [randomUUID(), randomUUID(), randomUUID()]
  const policy = { ...defaultPolicy, groupId: randomUUID(), ...wanted.policy }
  await addTenant(db, tenantId)
  await db
    .insertInto('sender')
    .values({
      id: senderId,
      tenant_id: tenantId,
      kind: 'graph',
      address: 'mfa@contoso.example',
      display_name: 'Contoso IT',
      settings: null,
      problem: null,
      created_at: rowsMadeAt,
    })
    .execute()
  await db
    .insertInto('campaign')
    .values({
      id: campaignId,
      tenant_id: tenantId,
      name: 'Everybody by February',
      status: wanted.status ?? 'running',
      policy: JSON.stringify(policy),
      sender_ids: [senderId],
      setup_url: 'https://aka.ms/mfasetup',
      due_on: null,
      created_at: rowsMadeAt,
      launched_at: null,
      finished_at: null,
    })
    .execute()
  const named = wanted.names.map(name => ({ name, personId: randomUUID() }))
  await addPeople(db, tenantId, named)
  const { added } = await db.transaction().execute(tx =>
    enrolPeople(
      tx,
      { id: campaignId, tenantId, policy },
      named.map(({ personId }) => ({ personId, batchId: null, source: 'Manual', sourceBatchId: 'test' })),
      rowsMadeAt,
    ),
  )
  const people = named.map(one => ({ ...one, enrolmentId: added.get(one.personId) ?? '' }))
  return { tenantId, senderId, campaignId, policy, people }
}

async function addTenant(db: Database, tenantId: string): Promise<void> {
  await db
    .insertInto('tenant')
    .values({
      id: tenantId,
      name: `Contoso ${tenantId}`,
      entra_tenant_id: randomUUID(),
      client_id: randomUUID(),
      graph_url: 'https://localhost:1',
      login_url: 'https://localhost:1',
      credential: Buffer.alloc(0),
      organisation_name: 'Contoso',
      support_contact: null,
      default_language: 'en',
      created_at: rowsMadeAt,
    })
    .execute()
}

/** Set-based, since some tests want ten thousand. */
async function addPeople(
  db: Database,
  tenantId: string,
  people: readonly { name: string; personId: string }[],
): Promise<void> {
  const addresses = people.map(({ name }) => `${name.toLowerCase().replaceAll(' ', '.')}@contoso.example`)
  await sql`
    insert into person (tenant_id, id, upn, mail, display_name, account_enabled, user_type, level, level_source,
                        checked_at, synced_at)
    select ${tenantId}, id, address, address, name, true, 'member', 'none', 'live', ${rowsMadeAt}, ${rowsMadeAt}
    from unnest(${people.map(p => p.personId)}::uuid[], ${addresses}::text[], ${people.map(p => p.name)}::text[])
      as fresh (id, address, name)
  `.execute(db)
}

/** The same signal for everybody. */
export function toAll(rollout: RolloutRows, signal: Addressed['signal']): Addressed[] {
  return rollout.people.map(({ enrolmentId }) => ({ enrolmentId, signal }))
}

/** Enrolments whose row is not what a replay of its events gives, or whose events are not numbered 1, 2, 3 …; should be empty. */
export async function findDisagreements(db: Database, campaignId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('enrolment')
    .select(['id', 'events_count', ...derivedColumns])
    .where('campaign_id', '=', campaignId)
    .execute()
  const events = await db
    .selectFrom('enrolment_event')
    .select(['enrolment_id', 'sequence', 'kind', 'details', 'at'])
    .where('campaign_id', '=', campaignId)
    .orderBy('enrolment_id')
    .orderBy('sequence')
    .execute()
  const historyOf = Map.groupBy(events, event => event.enrolment_id)
  return rows.flatMap(row => {
    const history = historyOf.get(row.id) ?? []
    if (history.some((event, index) => event.sequence !== index + 1)) return [`${row.id}: gaps in its events`]
    if (history.length !== row.events_count) return [`${row.id}: counts its events wrongly`]
    // What `apply` wrote: a kind of the closed set with its details.
    const stamped = history.map(({ kind, details, at }) => ({ event: { kind, ...details } as Event, at }))
    const replayed = columnsOfEnrolment(replay(stamped))
    const stands = columnsOfEnrolment(enrolmentOfRow(row))
    // Not as text: PostgreSQL keeps the fields of a JSON value in an order of its own.
    if (isDeepStrictEqual(replayed, stands)) return []
    return [`${row.id}: ${JSON.stringify(stands)} but its events give ${JSON.stringify(replayed)}`]
  })
}
