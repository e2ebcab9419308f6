/** The directory audit log: writes the records Entra writes, late and out of order, and hands out the visible ones. */

import type { AuditRecord, Clock } from './types.ts'

/** What an act says about itself; the rest of the record is filled in here. */
export interface AuditEntry {
  activityDisplayName: string
  category: string
  loggedByService: string
  result?: AuditRecord['result']
  resultReason: string
  operationType: string
  initiatedByUserId?: string | null
  initiatedByAppId?: string | null
  targetUserId?: string | null
  targetGroupId?: string | null
  modifiedProperties?: AuditRecord['modifiedProperties']
  otherTargets?: NonNullable<AuditRecord['otherTargets']>
  additionalDetails?: NonNullable<AuditRecord['additionalDetails']>
  correlationId: string
  /** How long before now the act happened: a registration starts before it ends. */
  agoMs?: number
}

export interface AuditLogOptions {
  clock: Clock
  random: () => number
  newId: () => string
  /** Between these many minutes after the act a record becomes visible (FACTS 9: minutes, out of order). */
  delayMinutes: { min: number; max: number }
}

export interface AuditLog {
  /** Oldest activity first. */
  readonly records: AuditRecord[]
  write(entry: AuditEntry): void
}

export function createAuditLog(options: AuditLogOptions): AuditLog {
  const records: AuditRecord[] = []
  return {
    records,
    write(entry) {
      insertByActivity(records, composeRecord(entry, options))
    },
  }
}

function composeRecord(entry: AuditEntry, options: AuditLogOptions): AuditRecord {
  const { random, delayMinutes } = options
  const nowMs = options.clock.now().getTime()
  const delayMs = (delayMinutes.min + random() * (delayMinutes.max - delayMinutes.min)) * 60_000
  // Shape of ids and prefixes as recorded in FACTS 9: `Authentication Methods_<correlationId>_1ZG16_116958925`.
  const prefix = PREFIXES[entry.loggedByService] ?? entry.loggedByService
  const serial = Math.floor(random() * 1e9)
  return {
    id: `${prefix}_${entry.correlationId}_${options.newId().slice(0, 5).toUpperCase()}_${serial}`,
    activityDisplayName: entry.activityDisplayName,
    category: entry.category,
    loggedByService: entry.loggedByService,
    result: entry.result ?? 'success',
    resultReason: entry.resultReason,
    activityAt: new Date(nowMs - (entry.agoMs ?? 0)),
    visibleAt: new Date(nowMs + delayMs),
    correlationId: entry.correlationId,
    operationType: entry.operationType,
    initiatedByUserId: entry.initiatedByUserId ?? null,
    initiatedByAppId: entry.initiatedByAppId ?? null,
    targetUserId: entry.targetUserId ?? null,
    targetGroupId: entry.targetGroupId ?? null,
    modifiedProperties: entry.modifiedProperties ?? [],
    ...(entry.otherTargets && { otherTargets: entry.otherTargets }),
    ...(entry.additionalDetails && { additionalDetails: entry.additionalDetails }),
  }
}

/** As far as FACTS 9 names them. */
const PREFIXES: Readonly<Record<string, string>> = {
  'Core Directory': 'Directory',
  'Self-service Group Management': 'SSGM',
  'Account Provisioning': 'Sync',
}

/** Records arrive nearly in order, so walking back from the end is cheaper than sorting. */
function insertByActivity(records: AuditRecord[], record: AuditRecord): void {
  let at = records.length
  while (at > 0) {
    const before = records[at - 1]
    if (before === undefined || before.activityAt <= record.activityAt) break
    at--
  }
  records.splice(at, 0, record)
}
