/** The tables of automations as Kysely sees them. */

import type { EntryState, RuleDefinition, RuleState } from '@muster/core/automation'
import type { AuditParty } from '@muster/core/ports'
import type { ColumnType, Generated } from 'kysely'

/** Written as JSON text, read as what it says. */
type Json<T> = ColumnType<T, string, string>

export interface AuditEventTable {
  tenant_id: string
  id: string
  activity: string
  result: string
  person_id: string | null
  at: Date
  seen_at: Date
  service: string
  category: string
  reason: string | null
  correlation_id: string | null
  initiator: Json<AuditParty | null>
  targets: Json<readonly AuditParty[]>
  details: Json<Record<string, unknown>>
}

export interface RuleTable {
  id: string
  tenant_id: string
  name: string
  state: RuleState
  definition: Json<RuleDefinition>
  sender_ids: string[]
  endpoints: Buffer | null
  since: Date | null
  switched_at: Date | null
  held_at: Date | null
  hold_reason: string | null
  released_at: Date | null
  created_at: Date
  changed_at: Date
}

export interface RuleEntryTable {
  id: string
  tenant_id: string
  rule_id: string
  key: string
  event_id: string
  event_at: Date
  activity: string
  person_id: string | null
  state: EntryState
  reason: string | null
  looks: Generated<number>
  next_at: Date | null
  is_released: Generated<boolean>
  found_at: Date
  listed_at: Date | null
}

export interface RuleActTable {
  id: string
  tenant_id: string
  rule_id: string
  entry_id: string
  action_key: string
  target: string
  number: number
  kind: string
  state: string
  next_at: Date | null
  claim: string | null
  claimed_at: Date | null
  attempts: Generated<number>
  outcome: string | null
  settled_at: Date | null
  asked_by: string | null
}

export interface AutomationSettingsTable {
  tenant_id: string
  poll_minutes: number
  keep_days: number
}
