/**
 * What the rules of a tenant find on a page of the log goes onto their lists, in the transaction that keeps the page.
 * Reading a page again changes nothing: each rule has one entry for an event, and one for whatever it counts once.
 */

import { entryKey, mayActAgain } from '@muster/core/automation-frequency'
import { indexRules } from '@muster/core/automation-match'
import type { AuditRecord } from '@muster/core/ports'
import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import { newId } from '../db/ids.ts'
import { wakeLanes } from '../queue/lanes.ts'
import type { ActiveRule } from './rule-rows.ts'

/** The evidence feed asks for a live look of its own, and what it sees need not be read again. */
const firstLookMs = 30_000

interface Found {
  rule: ActiveRule
  record: AuditRecord
}

interface Known {
  id: string
  rule_id: string
  event_id: string
  person_id: string | null
  event_at: Date
  state: 'waiting' | 'listed' | 'passed'
}

/** Answers how many entries are new, or are about something newer now. */
export async function listFound(
  tx: Tx,
  page: { tenantId: string; rules: readonly ActiveRule[]; entries: readonly AuditRecord[]; at: Date },
): Promise<number> {
  const { tenantId, at } = page
  const found = findMatches(page.rules, page.entries)
  if (found.length === 0) return 0
  const places = await place(tx, tenantId, found)
  const nextAt = new Date(at.getTime() + firstLookMs)
  await insertEntries(tx, places.fresh, { tenantId, at, nextAt })
  for (const one of places.renewed) await renew(tx, one, nextAt)
  const count = places.fresh.length + places.renewed.length
  if (count > 0) await wakeLanes(tx, [{ kind: 'rules', key: tenantId, at: nextAt }])
  return count
}

/** Oldest first, and nothing that happened before the rule was to act. */
function findMatches(rules: readonly ActiveRule[], entries: readonly AuditRecord[]): Found[] {
  const index = indexRules(rules)
  return entries
    .toSorted((a, b) => a.at.getTime() - b.at.getTime())
    .flatMap(record =>
      index
        .find(record)
        .filter(rule => record.at >= rule.since)
        .map(rule => ({ rule, record })),
    )
}

interface Placed extends Found {
  key: string
}

interface Renewed {
  entryId: string
  record: AuditRecord
}

/** Decides for each find whether it makes an entry, renews one that nobody has looked at yet, or is no news. */
async function place(
  tx: Tx,
  tenantId: string,
  found: readonly Found[],
): Promise<{ fresh: Placed[]; renewed: Renewed[] }> {
  const known = await readKnown(tx, tenantId, found)
  const events = new Set(known.map(one => `${one.rule_id} ${one.event_id}`))
  const ofPerson = Map.groupBy(
    known.filter(one => one.person_id !== null && one.state !== 'passed'),
    one => `${one.rule_id} ${one.person_id}`,
  )
  const fresh: Placed[] = []
  const renewed = new Map<string, Renewed>()
  for (const { rule, record } of found) {
    const event = `${rule.id} ${record.id}`
    if (events.has(event)) continue
    const person = `${rule.id} ${record.personId}`
    const others = record.personId === null ? [] : (ofPerson.get(person) ?? [])
    if (
      mayActAgain(
        rule.frequency,
        record.at,
        others.map(other => other.event_at),
      )
    ) {
      fresh.push({ rule, record, key: entryKey(rule.frequency, occurrenceOf(record), others.length) })
      ofPerson.set(person, [...others, knownOf(rule, record)])
    } else {
      // Whoever was not looked at yet is looked at for the newest thing that they did: the first may prove nothing.
      const waiting = others.find(other => other.state === 'waiting' && other.event_at < record.at)
      if (waiting === undefined) continue
      waiting.event_at = record.at
      const own = fresh.find(one => one.rule === rule && one.record.personId === record.personId)
      if (own !== undefined && waiting.id === '') own.record = record
      else if (waiting.id !== '') renewed.set(waiting.id, { entryId: waiting.id, record })
    }
    events.add(event)
  }
  return { fresh, renewed: [...renewed.values()] }
}

function occurrenceOf(record: AuditRecord): { eventId: string; personId: string | null; at: Date } {
  return { eventId: record.id, personId: record.personId, at: record.at }
}

/** An entry of this very page has no id yet. */
function knownOf(rule: ActiveRule, record: AuditRecord): Known {
  return {
    id: '',
    rule_id: rule.id,
    event_id: record.id,
    person_id: record.personId,
    event_at: record.at,
    state: 'waiting',
  }
}

async function readKnown(tx: Tx, tenantId: string, found: readonly Found[]): Promise<Known[]> {
  const ruleIds = [...new Set(found.map(one => one.rule.id))]
  const eventIds = [...new Set(found.map(one => one.record.id))]
  const personIds = [...new Set(found.flatMap(one => one.record.personId ?? []))]
  const { rows } = await sql<Known>`
    select id, rule_id, event_id, person_id, event_at, state from rule_entry
    where rule_id = any(${ruleIds}::uuid[]) and event_id = any(${eventIds}::text[])
    union
    select id, rule_id, event_id, person_id, event_at, state from rule_entry
    where tenant_id = ${tenantId} and person_id = any(${personIds}::uuid[]) and rule_id = any(${ruleIds}::uuid[])
  `.execute(tx)
  return rows
}

async function insertEntries(
  tx: Tx,
  fresh: readonly Placed[],
  { tenantId, at, nextAt }: { tenantId: string; at: Date; nextAt: Date },
): Promise<void> {
  if (fresh.length === 0) return
  const rows = fresh.map(({ rule, record, key }) => ({
    id: newId(),
    tenant_id: tenantId,
    rule_id: rule.id,
    key,
    event_id: record.id,
    event_at: record.at,
    activity: record.activity,
    person_id: record.personId,
    state: 'waiting',
    looks: 0,
    next_at: nextAt,
    is_released: false,
    found_at: at,
  }))
  // A copy of the service that was only asleep may have been here before: what it made stands.
  await sql`
    insert into rule_entry select * from jsonb_populate_recordset(null::rule_entry, ${JSON.stringify(rows)}::jsonb)
    on conflict do nothing
  `.execute(tx)
}

async function renew(tx: Tx, { entryId, record }: Renewed, nextAt: Date): Promise<void> {
  await tx
    .updateTable('rule_entry')
    .set({
      event_id: record.id,
      event_at: record.at,
      activity: record.activity,
      looks: 0,
      reason: null,
      next_at: nextAt,
    })
    .where('id', '=', entryId)
    .where('state', '=', 'waiting')
    .execute()
}
