/** Entries that wait to be looked at: reading them with all they are about, and writing what the look came to. */

import type { RuleDefinition } from '@muster/core/automation'
import { eventKey } from '@muster/core/automation-frequency'
import type { AuditParty } from '@muster/core/ports'
import { sql } from 'kysely'
import type { Database, Tx } from '../db/database.ts'
import { isNotStopped } from '../enrolments/stopped.ts'

export interface WaitingEntry {
  id: string
  tenantId: string
  ruleId: string
  ruleName: string
  definition: RuleDefinition
  looks: number
  eventId: string
  eventAt: Date
  activity: string
  /** Of the record, as far as it is still kept. */
  result: string
  reason: string | null
  targets: readonly AuditParty[]
  changed: readonly string[]
  personId: string | null
  person: KnownPerson | null
}

/** What the copy of the directory knows of somebody. */
export interface KnownPerson {
  department: string | null
  userType: 'member' | 'guest'
  level: string
  levelSource: string | null
  checkedAt: Date | null
}

/** Entries of rules that are on, in a tenant that is not stopped. */
export async function readWaiting(
  db: Database,
  asked: { tenantId: string; at: Date; max: number },
): Promise<WaitingEntry[]> {
  const { rows } = await sql<WaitingEntry>`
    select entry.id, entry.tenant_id as "tenantId", entry.rule_id as "ruleId", rule.name as "ruleName", rule.definition,
           entry.looks, entry.event_id as "eventId", entry.event_at as "eventAt", entry.activity,
           coalesce(event.result, 'success') as result, event.reason, coalesce(event.targets, '[]') as targets,
           coalesce(array(
             select changed->>'displayName'
             from jsonb_array_elements(case when jsonb_typeof(event.details->'targetResources') = 'array'
                                            then event.details->'targetResources' else '[]' end) as resource,
                  jsonb_array_elements(case when jsonb_typeof(resource->'modifiedProperties') = 'array'
                                            then resource->'modifiedProperties' else '[]' end) as changed
             where changed->>'displayName' is not null
           ), '{}') as changed,
           entry.person_id as "personId",
           case when person.id is null then null else jsonb_build_object(
             'department', person.department, 'userType', person.user_type, 'level', person.level,
             'levelSource', person.level_source, 'checkedAt', person.checked_at) end as person
    from rule_entry as entry
    join rule on rule.id = entry.rule_id
    left join audit_event as event on event.tenant_id = entry.tenant_id and event.id = entry.event_id
    left join person on person.tenant_id = entry.tenant_id and person.id = entry.person_id
    where entry.tenant_id = ${asked.tenantId} and entry.next_at <= ${asked.at} and entry.state = 'waiting'
      and rule.state = 'on' and ${isNotStopped('rule')}
    order by entry.next_at, entry.id limit ${asked.max}
  `.execute(db)
  return rows.map(row => ({ ...row, person: readDates(row.person) }))
}

/** Dates inside JSON are text. */
function readDates(person: KnownPerson | null): KnownPerson | null {
  if (person === null) return null
  return { ...person, checkedAt: person.checkedAt === null ? null : new Date(person.checkedAt) }
}

/** When the next entry of a rule that is on is to be looked at. */
export async function nextWaitingAt(db: Database, tenantId: string): Promise<Date | null> {
  const { rows } = await sql<{ at: Date | null }>`
    select min(entry.next_at) as at from rule_entry as entry join rule on rule.id = entry.rule_id
    where entry.tenant_id = ${tenantId} and entry.next_at is not null and entry.state = 'waiting'
      and rule.state = 'on' and ${isNotStopped('rule')}
  `.execute(db)
  return rows[0]?.at ?? null
}

/** An entry that was renewed meanwhile is about something else now, and is left to the next look. */
function asLookedAt(entry: WaitingEntry) {
  return sql<boolean>`id = ${entry.id} and state = 'waiting' and event_id = ${entry.eventId}`
}

export async function postpone(
  tx: Tx,
  entry: WaitingEntry,
  to: { nextAt: Date; looks: number; reason: string | null },
): Promise<void> {
  await tx
    .updateTable('rule_entry')
    .set({ next_at: to.nextAt, looks: to.looks, reason: to.reason })
    .where(asLookedAt(entry))
    .execute()
}

/** Left alone, with the reason; from now on it stands in nobody's way. */
export async function pass(tx: Tx, entry: WaitingEntry, reason: string): Promise<void> {
  await tx
    .updateTable('rule_entry')
    .set({ state: 'passed', reason, next_at: null, key: eventKey(entry.eventId) })
    .where(asLookedAt(entry))
    .execute()
}

/** True when this call was the one to put it onto the list. */
export async function markListed(
  tx: Tx,
  entry: WaitingEntry,
  { at, reason }: { at: Date; reason: string | null },
): Promise<boolean> {
  const result = await tx
    .updateTable('rule_entry')
    .set({ state: 'listed', reason, next_at: null, listed_at: at })
    .where(asLookedAt(entry))
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}
