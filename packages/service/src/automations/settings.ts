/** What a tenant says of its automations: how often the log is polled for rules, and how long what was read is kept. */

import type { Database, Tx } from '../db/database.ts'
import { keepDaysDefault } from '../observe/audit-intake.ts'

export interface AutomationSettings {
  pollMinutes: number
  keepDays: number
}

/** The log itself is 2 to 6 minutes behind (facts, section 9): asking more often would hardly be sooner. */
const pollMinutesDefault = 5

export async function readSettings(db: Database | Tx, tenantId: string): Promise<AutomationSettings> {
  const row = await db
    .selectFrom('automation_settings')
    .select(['poll_minutes', 'keep_days'])
    .where('tenant_id', '=', tenantId)
    .executeTakeFirst()
  return {
    pollMinutes: row?.poll_minutes ?? pollMinutesDefault,
    keepDays: row?.keep_days ?? keepDaysDefault,
  }
}

export async function writeSettings(tx: Tx, tenantId: string, settings: AutomationSettings): Promise<void> {
  const values = { poll_minutes: settings.pollMinutes, keep_days: settings.keepDays }
  await tx
    .insertInto('automation_settings')
    .values({ tenant_id: tenantId, ...values })
    .onConflict(conflict => conflict.column('tenant_id').doUpdateSet(values))
    .execute()
}
