/**
 * The lane of a tenant's scheduled summaries: makes those whose time has come. What was missed while the service was down,
 * the tenant stopped or no sender there is made up for once, late, with the figures of that moment.
 */

import type { Clock } from '@muster/core/ports'
import { lastSummaryAt, nextSummaryAt } from '@muster/core/summary-times'
import type { Selectable } from 'kysely'
import type { Database } from '../db/database.ts'
import type { SummaryScheduleTable } from '../db/summary-schema.ts'
import { inTransaction } from '../db/transaction.ts'
import type { Log } from '../log.ts'
import { readSummary, type Summary, type SummaryFigures } from '../reports/summary.ts'
import { findSummarySenders, queueSummary } from './mails.ts'
import { keepThere } from './recipients.ts'

export type ScheduleRow = Selectable<SummaryScheduleTable>

/** A tenant without a sender gets one by hand, and nobody wakes this lane for it. */
const senderMs = 15 * 60_000

export interface SummariesLaneOptions {
  db: Database
  clock: Clock
  log: Log
  /** Called when mails may have been queued. */
  nudge(): void
}

export function createSummariesLane(options: SummariesLaneOptions) {
  const { db, clock } = options

  return async function workSummaries(tenantId: string, signal: AbortSignal): Promise<Date | null> {
    const tenant = await db
      .selectFrom('tenant')
      .select(['time_zone', 'stopped_at'])
      .where('id', '=', tenantId)
      .executeTakeFirst()
    // The release wakes this lane, and then what was missed is due.
    if (tenant === undefined || tenant.stopped_at !== null) return null
    await followClocks(tenantId, tenant.time_zone)
    let isWaiting = false
    for (const schedule of await readDue(tenantId)) {
      if (signal.aborted) return clock.now()
      if (!(await make(schedule, tenant.time_zone))) isWaiting = true
    }
    options.nudge()
    if (isWaiting) options.log.warn({ tenantId }, 'a summary waits for a sender')
    return sooner(
      isWaiting ? new Date(clock.now().getTime() + senderMs) : null,
      await readNextAt(tenantId, clock.now()),
    )
  }

  /** The tenant's zone may have been changed since a time was set. */
  async function followClocks(tenantId: string, zone: string): Promise<void> {
    const at = clock.now()
    const ahead = await ofTenant(tenantId).where('next_at', '>', at).execute()
    for (const { id, weekday, hour, next_at } of ahead) {
      const nextAt = nextSummaryAt(zone, { weekday, hour }, at)
      if (next_at?.getTime() === nextAt.getTime()) continue
      await db
        .updateTable('summary_schedule')
        .set({ next_at: nextAt })
        .where('id', '=', id)
        .where('next_at', '=', next_at)
        .execute()
    }
  }

  /** False when there is no sender to send it through: the schedule stays due. */
  async function make(schedule: ScheduleRow, zone: string): Promise<boolean> {
    const at = clock.now()
    const { tenant_id: tenantId, campaign_id: campaignId, next_at: first } = schedule
    if (first === null) return true
    const slotAt = lastSummaryAt(zone, schedule, { first, at })
    if (await isTold(schedule)) return advance(schedule, null)
    const recipients = await keepThere(db, tenantId, schedule.recipients)
    // Read outside the transaction: it may take a second at half a million people.
    const figures = recipients.length === 0 ? null : figuresOf(await readSummary(db, wantedOf(schedule), at))
    return inTransaction(db, async tx => {
      const senderIds = await findSummarySenders(tx, { tenantId, campaignId, at })
      if (senderIds.length === 0) return false
      // Whoever moves the time on makes the mails; a copy that was only slow finds it moved.
      const moved = await tx
        .updateTable('summary_schedule')
        .set({ next_at: nextSummaryAt(zone, schedule, at) })
        .where('id', '=', schedule.id)
        .where('next_at', '=', first)
        .where('removed_at', 'is', null)
        .executeTakeFirst()
      if (moved.numUpdatedRows === 0n || figures === null) return true
      const { id: scheduleId, language } = schedule
      await queueSummary(tx, { tenantId, scheduleId, slotAt, language, figures, recipients, senderIds }, at)
      return true
    })
  }

  async function advance(schedule: ScheduleRow, nextAt: Date | null): Promise<true> {
    await db.updateTable('summary_schedule').set({ next_at: nextAt }).where('id', '=', schedule.id).execute()
    return true
  }

  /** A finished campaign is told of once more, with its last figures. */
  async function isTold({ id, campaign_id }: ScheduleRow): Promise<boolean> {
    if (campaign_id === null) return false
    const told = await db
      .selectFrom('summary')
      .innerJoin('campaign', join => join.on('campaign.id', '=', campaign_id))
      .select('summary.id')
      .where('summary.schedule_id', '=', id)
      .where('summary.slot_at', 'is not', null)
      .whereRef('summary.made_at', '>', 'campaign.finished_at')
      .limit(1)
      .executeTakeFirst()
    return told !== undefined
  }

  function ofTenant(tenantId: string) {
    return db
      .selectFrom('summary_schedule')
      .selectAll()
      .where('tenant_id', '=', tenantId)
      .where('removed_at', 'is', null)
  }

  function readDue(tenantId: string): Promise<ScheduleRow[]> {
    return ofTenant(tenantId).where('next_at', '<=', clock.now()).orderBy('next_at').orderBy('id').execute()
  }

  async function readNextAt(tenantId: string, after: Date): Promise<Date | null> {
    const row = await ofTenant(tenantId)
      .where('next_at', '>', after)
      .orderBy('next_at')
      .limit(1)
      .executeTakeFirst()
    return row?.next_at ?? null
  }
}

/** What was done is counted for as long as the mail comes apart. */
export function wantedOf(schedule: ScheduleRow) {
  return {
    tenantId: schedule.tenant_id,
    campaignId: schedule.campaign_id,
    period: schedule.weekday === null ? ('day' as const) : ('week' as const),
    hideSmall: schedule.hide_small,
  }
}

export function figuresOf({ adoption, forecastDays, ...figures }: Summary): SummaryFigures {
  return figures
}

function sooner(a: Date | null, b: Date | null): Date | null {
  if (a === null || b === null) return a ?? b
  return a < b ? a : b
}
