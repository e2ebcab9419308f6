/**
 * What is read of the audit log is taken in here, whichever feed has read it: each entry is kept once, and whoever it may
 * have moved is read live.
 */

import type { Status } from '@muster/core/enrolment'
import type { AuditRecord } from '@muster/core/ports'
import { isWorthReading, type SecurityAct, securityActOf } from '@muster/core/security-info'
import { sql } from 'kysely'
import type { Database, Tx } from '../db/database.ts'
import { auditProgress } from './audit-progress.ts'
import { watchOnce } from './watch.ts'

/** A directory may answer from a copy that is a little behind: a look this soon after the act may have missed it. */
export const replicationMs = 60_000
const dayMs = 24 * 60 * 60 * 1000
/** With rules, a year of what has happened, for whoever asks about it later; a tenant may say otherwise. */
export const keepDaysDefault = 365
/** Without rules the entries are evidence and nothing else, and evidence is as old as the log keeps it. */
const evidenceDays = 30
/** The service whose entries are evidence of registrations. */
const evidenceFrom = 'Authentication Methods'

export interface ReadEntries {
  tenantId: string
  entries: readonly AuditRecord[]
  at: Date
}

/** Keeps the entries; answers with those that had not been read before. */
export async function takeInEntries(tx: Tx, read: ReadEntries): Promise<readonly AuditRecord[]> {
  const fresh = await keepEntries(tx, read)
  const evidence = fresh.filter(entry => entry.service === evidenceFrom)
  await lookLive(tx, { ...read, entries: evidence })
  return fresh
}

/** Whoever polls for rules may bring evidence before the evidence feed does: the log is known to tell, then. */
export async function noteThatLogTells(tx: Tx, { tenantId, entries, at }: ReadEntries): Promise<void> {
  if (!entries.some(entry => entry.service === evidenceFrom)) return
  const progress = await auditProgress.read(tx, tenantId)
  await auditProgress.write(tx, { tenantId, value: { ...progress, toldAt: at.toISOString() }, at })
}

async function keepEntries(tx: Tx, { tenantId, entries, at }: ReadEntries): Promise<AuditRecord[]> {
  if (entries.length === 0) return []
  const rows = entries.map(entry => ({
    tenant_id: tenantId,
    id: entry.id,
    activity: entry.activity,
    result: entry.result,
    person_id: entry.personId,
    at: entry.at,
    seen_at: at,
    service: entry.service,
    category: entry.category,
    reason: entry.reason,
    correlation_id: entry.correlationId,
    initiator: entry.initiator,
    targets: entry.targets,
    details: entry.details,
  }))
  // A log may hold a character that PostgreSQL's JSON cannot: without it the entry is still the entry.
  const text = JSON.stringify(rows).replaceAll('\\u0000', '')
  const { rows: kept } = await sql<{ id: string }>`
    insert into audit_event select * from jsonb_populate_recordset(null::audit_event, ${text}::jsonb)
    on conflict do nothing returning id
  `.execute(tx)
  const ids = new Set(kept.map(row => row.id))
  return entries.filter(entry => ids.has(entry.id))
}

/** Asks for one live look at each person whom an entry may have moved and who was not looked at since. */
async function lookLive(tx: Tx, { tenantId, entries, at }: ReadEntries): Promise<void> {
  const acts = entries
    .map(entry => ({ ...entry, act: securityActOf(entry) }))
    .filter(({ act, personId }) => act !== 'other' && personId !== null)
  if (acts.length === 0) return
  const actsOf = Map.groupBy(acts, ({ personId }) => personId)
  const people = await readConcerned(tx, { tenantId, personIds: [...actsOf.keys()] })
  const personIds = people
    .filter(person => (actsOf.get(person.person_id) ?? []).some(entry => isNews(person, entry)))
    .map(person => person.person_id)
  await watchOnce(tx, { tenantId, personIds: [...new Set(personIds)], at })
}

interface ConcernedPerson {
  person_id: string
  status: Status
  is_lost: boolean
  looked_at: Date | null
}

function isNews(person: ConcernedPerson, entry: { act: SecurityAct; at: Date }): boolean {
  const isSeenSince =
    person.looked_at !== null && person.looked_at.getTime() > entry.at.getTime() + replicationMs
  return !isSeenSince && isWorthReading(entry.act, { status: person.status, isLost: person.is_lost })
}

async function readConcerned(
  tx: Tx,
  asked: { tenantId: string; personIds: readonly (string | null)[] },
): Promise<ConcernedPerson[]> {
  const { rows } = await sql<ConcernedPerson>`
    select enrolment.person_id, enrolment.status, enrolment.lost_at is not null as is_lost,
           case when person.level_source = 'live' then person.checked_at end as looked_at
    from enrolment
    join campaign on campaign.id = enrolment.campaign_id
    join person on person.tenant_id = enrolment.tenant_id and person.id = enrolment.person_id
    where enrolment.tenant_id = ${asked.tenantId} and enrolment.person_id = any(${asked.personIds}::uuid[])
      and campaign.status in ('running', 'paused')
  `.execute(tx)
  return rows
}

/** Forgets what is older than the tenant keeps. What an entry of a rule tells stays with the entry. */
export async function pruneEvents(tx: Database | Tx, tenantId: string, at: Date): Promise<void> {
  const { rows } = await sql<{ keep_days: number | null; has_rules: boolean }>`
    select (select keep_days from automation_settings where tenant_id = ${tenantId}),
           exists (select from rule where tenant_id = ${tenantId}) as has_rules
  `.execute(tx)
  const keepDays = rows[0]?.keep_days ?? (rows[0]?.has_rules === true ? keepDaysDefault : evidenceDays)
  await tx
    .deleteFrom('audit_event')
    .where('tenant_id', '=', tenantId)
    .where('at', '<', new Date(at.getTime() - keepDays * dayMs))
    .execute()
}
