/** The API's view of what was read of the audit log: page by page for whoever copies it, by filter for a person, as a file. */

import type { Handlers, Input, Output } from '@muster/contract/routes'
import type { AuditParty, Clock } from '@muster/core/ports'
import { makeProblem } from '@muster/core/told-problems'
import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../db/database.ts'
import { inTransaction } from '../db/transaction.ts'
import { pageOf, readCursor, writeCursor } from '../http/cursor.ts'
import { wakeLanes } from '../queue/lanes.ts'
import { type CsvCell, writeCsv } from '../reports/csv.ts'
import { knownActivities } from './activities.ts'
import { feedProgress } from './feed-progress.ts'
import { readSettings, writeSettings } from './settings.ts'

type AuditHandlers = Pick<
  Handlers,
  | 'listAuditEvents'
  | 'searchAuditEvents'
  | 'downloadAuditEvents'
  | 'auditActivities'
  | 'getAutomationSettings'
  | 'updateAutomationSettings'
>
type AuditEvent = Output<'listAuditEvents'>['items'][number]
type Filter = Input<'downloadAuditEvents'>['body']

const pageRows = 1_000
/** The names that a tenant's log really holds are some dozens. */
const seenActivitiesMax = 500

export interface AuditHandlersOptions {
  db: Database
  clock: Clock
  nudge(): void
}

export function createAuditHandlers({ db, clock, nudge }: AuditHandlersOptions): AuditHandlers {
  async function check(tenantId: string): Promise<void> {
    const row = await db.selectFrom('tenant').select('id').where('id', '=', tenantId).executeTakeFirst()
    if (row === undefined) throw makeProblem('noTenant')
  }

  async function shapeOfSettings(tenantId: string): Promise<Output<'getAutomationSettings'>> {
    const settings = await readSettings(db, tenantId)
    const { queries, gap } = await feedProgress.read(db, tenantId)
    const all = Object.values(queries)
    const polled = all.flatMap(one => (one.polledAt === null ? [] : Date.parse(one.polledAt)))
    return {
      tenantId,
      ...settings,
      polledAt: polled.length === 0 ? null : new Date(Math.max(...polled)),
      refusal: all.find(one => one.refusal !== null)?.refusal ?? null,
      gap:
        gap === null
          ? null
          : {
              from: new Date(gap.from),
              until: new Date(gap.until),
              isOnlyWithoutLicence: gap.isOnlyWithoutLicence,
            },
    }
  }

  return {
    async listAuditEvents({ params, query }) {
      await check(params.tenantId)
      const after = readCursor(query.cursor, 2)
      const { rows } = await sql<EventRow>`
        select ${eventColumns} from audit_event as event ${eventJoins}
        where event.tenant_id = ${params.tenantId} and event.seen_at >= ${query.seenSince ?? new Date(0)}
          and (${after?.[0] ?? null}::timestamptz is null
               or (event.seen_at, event.id) > (${after?.[0] ?? null}::timestamptz, ${after?.[1] ?? ''}))
        order by event.seen_at, event.id limit ${query.limit + 1}
      `.execute(db)
      return pageOf(rows, query.limit, { item: shapeOfEvent, key: row => [row.seen_text, row.id] })
    },

    async searchAuditEvents({ params, body }) {
      await check(params.tenantId)
      const { limit, cursor, ...filter } = body
      const rows = await findEvents(db, params.tenantId, { filter, limit: limit + 1, cursor })
      return pageOf(rows, limit, { item: shapeOfEvent, key: row => [row.at_text, row.id] })
    },

    async downloadAuditEvents({ params, body }) {
      await check(params.tenantId)
      return { fileName: 'audit events.csv', chunks: exportEvents(db, params.tenantId, body) }
    },

    async auditActivities({ params }) {
      await check(params.tenantId)
      const { rows } = await sql<Output<'auditActivities'>['seen'][number]>`
        select service, category, activity as name, count(*)::int as events from audit_event
        where tenant_id = ${params.tenantId}
        group by service, category, activity order by events desc, activity limit ${seenActivitiesMax}
      `.execute(db)
      return { activities: [...knownActivities], seen: rows }
    },

    async getAutomationSettings({ params }) {
      await check(params.tenantId)
      return shapeOfSettings(params.tenantId)
    },

    async updateAutomationSettings({ params, body }) {
      await check(params.tenantId)
      await inTransaction(db, async tx => {
        const old = await readSettings(tx, params.tenantId)
        await writeSettings(tx, params.tenantId, {
          pollMinutes: body.pollMinutes ?? old.pollMinutes,
          keepDays: body.keepDays ?? old.keepDays,
        })
        await wakeLanes(tx, [{ kind: 'report', key: params.tenantId, at: clock.now() }])
      })
      nudge()
      return shapeOfSettings(params.tenantId)
    },
  }
}

interface EventRow {
  id: string
  at: Date
  seen_at: Date
  /** Times with all the digits that a cursor needs. */
  at_text: string
  seen_text: string
  activity: string
  service: string
  category: string
  result: string
  reason: string | null
  correlation_id: string | null
  person_id: string | null
  display_name: string | null
  upn: string | null
  initiator: AuditParty | null
  targets: AuditParty[]
  details: Record<string, unknown>
}

const eventColumns = sql`
  event.id, event.at, event.seen_at, event.at::text as at_text, event.seen_at::text as seen_text, event.activity,
  event.service, event.category, event.result, event.reason, event.correlation_id, event.person_id,
  person.display_name, person.upn, event.initiator, event.targets, event.details`

const eventJoins = sql`
  left join person on person.tenant_id = event.tenant_id and person.id = event.person_id`

/** Newest first. */
async function findEvents(
  db: Database,
  tenantId: string,
  asked: { filter: Filter; limit: number; cursor: string | undefined },
): Promise<EventRow[]> {
  const after = readCursor(asked.cursor, 2)
  const { rows } = await sql<EventRow>`
    select ${eventColumns} from audit_event as event ${eventJoins}
    where event.tenant_id = ${tenantId} and ${conditionOf(tenantId, asked.filter)}
      and (${after?.[0] ?? null}::timestamptz is null
           or (event.at, event.id) < (${after?.[0] ?? null}::timestamptz, ${after?.[1] ?? ''}))
    order by event.at desc, event.id desc limit ${asked.limit}
  `.execute(db)
  return rows
}

function conditionOf(tenantId: string, filter: Filter): RawBuilder<unknown> {
  const { activities, services, categories, result, person, since, until } = filter
  const named = person?.toLowerCase()
  const parts: RawBuilder<unknown>[] = [sql`true`]
  if (activities !== undefined) parts.push(isOneOf(sql`event.activity`, activities))
  if (services !== undefined) parts.push(isOneOf(sql`event.service`, services))
  if (categories !== undefined) parts.push(isOneOf(sql`event.category`, categories))
  if (result !== undefined) parts.push(sql`event.result = ${result}`)
  if (since !== undefined) parts.push(sql`event.at >= ${since}`)
  if (until !== undefined) parts.push(sql`event.at < ${until}`)
  if (named !== undefined) {
    parts.push(sql`event.person_id in (
      select id from person where tenant_id = ${tenantId}
        and (id::text = ${named} or lower(upn) = ${named} or lower(mail) = ${named}))`)
  }
  return sql.join(parts, sql` and `)
}

function isOneOf(column: RawBuilder<unknown>, words: readonly string[]): RawBuilder<unknown> {
  return sql`lower(${column}) = any(${words.map(word => word.toLowerCase())}::text[])`
}

function shapeOfEvent(row: EventRow): AuditEvent {
  return {
    eventId: row.id,
    at: row.at,
    seenAt: row.seen_at,
    activity: row.activity,
    service: row.service,
    category: row.category,
    result: row.result,
    reason: row.reason,
    correlationId: row.correlation_id,
    personId: row.person_id,
    displayName: row.display_name,
    userPrincipalName: row.upn,
    initiator: row.initiator,
    targets: row.targets,
    details: row.details,
  }
}

type Column = readonly [name: string, cell: (row: EventRow) => CsvCell]

const columns: readonly Column[] = [
  ['id', row => row.id],
  ['activityDateTime', row => row.at],
  ['activityDisplayName', row => row.activity],
  ['loggedByService', row => row.service],
  ['category', row => row.category],
  ['result', row => row.result],
  ['resultReason', row => row.reason],
  ['objectId', row => row.person_id],
  ['userPrincipalName', row => row.upn],
  ['displayName', row => row.display_name],
  ['initiatedBy', row => row.initiator?.upn ?? row.initiator?.name ?? row.initiator?.id ?? null],
  ['targets', row => row.targets.map(one => one.upn ?? one.name ?? one.id ?? '').join('; ')],
  ['correlationId', row => row.correlation_id],
  ['readAt', row => row.seen_at],
  ['details', row => JSON.stringify(row.details)],
]

function exportEvents(db: Database, tenantId: string, filter: Filter): AsyncIterable<string> {
  return writeCsv(cellsOf(db, tenantId, filter), {
    header: columns.map(([name]) => name),
    byteOrderMark: true,
  })
}

async function* cellsOf(db: Database, tenantId: string, filter: Filter): AsyncGenerator<readonly CsvCell[]> {
  let cursor: string | undefined
  for (;;) {
    const rows = await findEvents(db, tenantId, { filter, limit: pageRows, cursor })
    const last = rows.at(-1)
    if (last === undefined) return
    for (const row of rows) yield columns.map(([, cell]) => cell(row))
    cursor = writeCursor([last.at_text, last.id])
  }
}
