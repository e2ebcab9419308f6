/** The API's scheduled summaries: what goes out when and to whom, made, tried and taken away by operators. */

import type { Handlers, Output } from '@muster/contract/routes'
import { summarySchedulesMax } from '@muster/contract/shapes/summaries'
import type { Clock } from '@muster/core/ports'
import type { Problem } from '@muster/core/problem'
import { nextSummaryAt } from '@muster/core/summary-times'
import { makeProblem } from '@muster/core/told-problems'
import { sql } from 'kysely'
import type { Database, Tx } from '../db/database.ts'
import { newId } from '../db/ids.ts'
import type { MessageState } from '../db/schema.ts'
import { inTransaction } from '../db/transaction.ts'
import { pageOf, readCursor } from '../http/cursor.ts'
import { wakeLanes } from '../queue/lanes.ts'
import { readOwnCampaign, readSummary } from '../reports/summary.ts'
import { lockTenant, readTenant } from '../tenants/tenant-row.ts'
import { figuresOf, type ScheduleRow, wantedOf } from './lane.ts'
import { findSummarySenders, queueSummary } from './mails.ts'
import { findCaller, findRecipients, keepThere } from './recipients.ts'

type SummaryHandlers = Pick<
  Handlers,
  'listSummarySchedules' | 'addSummarySchedule' | 'removeSummarySchedule' | 'trySummarySchedule'
>
type Schedule = Output<'addSummarySchedule'>

export interface SummaryHandlersOptions {
  db: Database
  clock: Clock
  nudge(): void
}

export function createScheduleHandlers({ db, clock, nudge }: SummaryHandlersOptions): SummaryHandlers {
  async function find(params: { tenantId: string; scheduleId: string }): Promise<ScheduleRow> {
    const row = await ofTenant(db, params.tenantId).where('id', '=', params.scheduleId).executeTakeFirst()
    if (row !== undefined) return row
    throw makeProblem('noSchedule')
  }

  return {
    async listSummarySchedules({ params, query }) {
      const { tenantId } = params
      const { time_zone: timeZone } = await readTenant(db, tenantId)
      const after = readCursor(query.cursor, 1)
      let rows = ofTenant(db, tenantId)
        .orderBy('id')
        .limit(query.limit + 1)
      if (after !== null) rows = rows.where('id', '>', after[0] ?? '')
      const page = pageOf(await rows.execute(), query.limit, { item: row => row, key: row => [row.id] })
      return { ...page, items: await shapesOf(db, page.items, { tenantId, timeZone }) }
    },

    async addSummarySchedule({ params, body }, caller) {
      const { tenantId } = params
      await readOwnCampaign(db, { tenantId, campaignId: body.campaignId })
      const recipients = await findRecipients(db, tenantId, body.recipients)
      const at = clock.now()
      const { row, timeZone } = await inTransaction(db, async tx => {
        const tenant = await lockTenant(tx, tenantId)
        await refuseTooMany(tx, tenantId)
        const nextAt = nextSummaryAt(tenant.time_zone, body, at)
        const made = await tx
          .insertInto('summary_schedule')
          .values({
            id: newId(),
            tenant_id: tenantId,
            campaign_id: body.campaignId,
            weekday: body.weekday,
            hour: body.hour,
            language: body.language,
            hide_small: body.hideSmall,
            recipients: JSON.stringify(recipients),
            next_at: nextAt,
            created_at: at,
            created_by: caller.name,
            removed_at: null,
          })
          .returningAll()
          .executeTakeFirstOrThrow()
        await wakeLanes(tx, [{ kind: 'summaries', key: tenantId, at: nextAt }])
        return { row: made, timeZone: tenant.time_zone }
      })
      const [shape] = await shapesOf(db, [row], { tenantId, timeZone })
      if (shape === undefined) throw new Error('a schedule that was just made has no shape')
      return shape
    },

    async removeSummarySchedule({ params }) {
      const { id } = await find(params)
      const at = clock.now()
      await inTransaction(db, async tx => {
        await tx.updateTable('summary_schedule').set({ removed_at: at }).where('id', '=', id).execute()
        await sql`
          update message set state = 'withdrawn', settled_at = ${at}, outcome = 'the scheduled summary was taken away'
          where state = 'queued' and summary_id in (select id from summary where schedule_id = ${id})
        `.execute(tx)
      })
      return undefined
    },

    async trySummarySchedule({ params, body }, caller) {
      const schedule = await find(params)
      const { tenantId } = params
      await refuseStopped(db, tenantId)
      const recipients =
        body.recipient === undefined
          ? [await findCaller(db, tenantId, caller)]
          : await findRecipients(db, tenantId, [body.recipient])
      const at = clock.now()
      const figures = figuresOf(await readSummary(db, wantedOf(schedule), at))
      await inTransaction(db, async tx => {
        const senderIds = await findSummarySenders(tx, { tenantId, campaignId: schedule.campaign_id, at })
        if (senderIds.length === 0) throw noSender()
        const { id: scheduleId, language } = schedule
        const trial = { tenantId, scheduleId, slotAt: null, language, figures, recipients, senderIds }
        await queueSummary(tx, trial, at)
      })
      nudge()
      return { recipient: recipients[0]?.address ?? '' }
    },
  }
}

function ofTenant(db: Database, tenantId: string) {
  return db
    .selectFrom('summary_schedule')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('removed_at', 'is', null)
}

async function refuseStopped(db: Database, tenantId: string): Promise<void> {
  const { stopped_at } = await readTenant(db, tenantId)
  if (stopped_at === null) return
  throw makeProblem('stoppedNoMail')
}

function noSender(): Problem {
  return makeProblem('tenantWithoutSender')
}

async function refuseTooMany(tx: Tx, tenantId: string): Promise<void> {
  const { rows } = await sql<{ schedules: number }>`
    select count(*)::int as schedules from summary_schedule where tenant_id = ${tenantId} and removed_at is null
  `.execute(tx)
  if ((rows[0]?.schedules ?? 0) < summarySchedulesMax) return
  throw makeProblem('tooManySchedules', { most: String(summarySchedulesMax) })
}

interface LastMail {
  schedule_id: string
  slot_at: Date
  address: string | null
  state: MessageState | null
  outcome: string | null
}

/** What became of the newest mails of each schedule, trials left out. */
async function readLast(db: Database, ids: readonly string[]): Promise<LastMail[]> {
  const { rows } = await sql<LastMail>`
    select last.schedule_id, last.slot_at, message.recipient_address as address, message.state, message.outcome
    from (
      select distinct on (schedule_id) id, schedule_id, slot_at from summary
      where schedule_id = any(${ids}::uuid[]) and slot_at is not null
      order by schedule_id, slot_at desc
    ) as last
    left join message on message.summary_id = last.id
  `.execute(db)
  return rows
}

async function shapesOf(
  db: Database,
  rows: readonly ScheduleRow[],
  { tenantId, timeZone }: { tenantId: string; timeZone: string },
): Promise<Schedule[]> {
  const last = Map.groupBy(
    await readLast(
      db,
      rows.map(row => row.id),
    ),
    mail => mail.schedule_id,
  )
  const there = await keepThere(
    db,
    tenantId,
    rows.flatMap(row => row.recipients),
  )
  const idsThere = new Map(there.map(one => [one.personId ?? one.accountId, one.address]))
  const names = await readNames(
    db,
    rows.flatMap(row => row.campaign_id ?? []),
  )
  const hasSender = await hasSenders(db, tenantId)
  return rows.map(row => ({
    scheduleId: row.id,
    tenantId,
    campaign:
      row.campaign_id === null
        ? null
        : { campaignId: row.campaign_id, name: names.get(row.campaign_id) ?? '' },
    weekday: row.weekday,
    hour: row.hour,
    timeZone,
    language: row.language,
    hideSmall: row.hide_small,
    recipients: row.recipients.map(one => {
      const address = idsThere.get(one.personId ?? one.accountId)
      const mail = last.get(row.id)?.find(sent => sent.address === (address ?? one.address))
      return {
        address: address ?? one.address,
        isThere: address !== undefined,
        lastState: mail?.state ?? null,
        lastDetail: mail?.outcome ?? null,
      }
    }),
    nextAt: row.next_at,
    lastAt: last.get(row.id)?.[0]?.slot_at ?? null,
    hasSender,
    createdAt: row.created_at,
    createdBy: row.created_by,
  }))
}

async function hasSenders(db: Database, tenantId: string): Promise<boolean> {
  const sender = await db
    .selectFrom('sender')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('removed_at', 'is', null)
    .limit(1)
    .executeTakeFirst()
  return sender !== undefined
}

async function readNames(db: Database, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await db.selectFrom('campaign').select(['id', 'name']).where('id', 'in', ids).execute()
  return new Map(rows.map(row => [row.id, row.name]))
}
