/** The API's reports and people: where everybody stands, one person's whole story, what an operator does to people. */

import type { Handlers, Output } from '@muster/contract/routes'
import type { Clock } from '@muster/core/ports'
import { sql } from 'kysely'
import { readCampaign } from '../campaigns/handlers.ts'
import type { Database } from '../db/database.ts'
import { pageOf, readCursor } from '../http/cursor.ts'
import { readAdoption } from './adoption.ts'
import { reportCampaign } from './campaign-report.ts'
import { exportFound, exportPeople } from './export.ts'
import { readOverview } from './overview.ts'
import { actOnPeople } from './people-acts.ts'
import { enrolmentShape } from './people-columns.ts'
import { measurePeople } from './people-measure.ts'
import { findPeople, keyOf } from './people-search.ts'
import { readPerson } from './person-report.ts'
import { eventOf, tellEvent } from './words.ts'

type ReportHandlers = Pick<
  Handlers,
  | 'tenantOverview'
  | 'campaignStatus'
  | 'campaignAdoption'
  | 'recentEvents'
  | 'searchPeople'
  | 'measurePeople'
  | 'downloadPeople'
  | 'actOnPeople'
  | 'getPerson'
  | 'exportPeople'
>

export interface ReportHandlersOptions {
  db: Database
  clock: Clock
  nudge(): void
}

export function createReportHandlers(options: ReportHandlersOptions): ReportHandlers {
  const { db, clock } = options
  return {
    async campaignStatus({ params }) {
      return reportCampaign(db, await readCampaign(db, params.campaignId), clock.now())
    },

    async recentEvents({ params, query }) {
      await readCampaign(db, params.campaignId)
      return readRecent(db, { campaignId: params.campaignId, ...query })
    },

    async tenantOverview({ params }) {
      return readOverview(db, params.tenantId, clock.now())
    },

    async campaignAdoption({ params }) {
      const campaign = await readCampaign(db, params.campaignId)
      return readAdoption(db, campaign.id)
    },

    async searchPeople({ params, body }) {
      const campaign = await readCampaign(db, params.campaignId)
      const { limit, cursor, through, ...filter } = body
      const rows = await findPeople(db, { campaign, filter }, { limit: limit + 1, cursor, through })
      return pageOf(rows, limit, { item: enrolmentShape, key: keyOf })
    },

    async measurePeople({ params, body }) {
      const campaign = await readCampaign(db, params.campaignId)
      return measurePeople(db, { campaign, filter: body })
    },

    async downloadPeople({ params, body }) {
      const campaign = await readCampaign(db, params.campaignId)
      return { fileName: `${fileNameOf(campaign.name)}-people.csv`, chunks: exportFound(db, campaign, body) }
    },

    async actOnPeople({ params, body }, caller) {
      const campaign = await readCampaign(db, params.campaignId)
      const acted = await actOnPeople({ db, campaign, body, caller, at: clock.now() })
      if (!body.dryRun) options.nudge()
      return acted
    },

    async getPerson({ params }) {
      return readPerson(db, params.enrolmentId)
    },

    async exportPeople({ params, query }) {
      const campaign = await readCampaign(db, params.campaignId)
      return {
        fileName: `${fileNameOf(campaign.name)}-${query.shape}.csv`,
        chunks: exportPeople(db, campaign.id, query.shape),
      }
    },
  }
}

function fileNameOf(name: string): string {
  return name.replaceAll(/[^\w-]+/g, '-')
}

interface EventRow {
  id: string
  enrolment_id: string
  kind: string
  details: Record<string, unknown>
  at: Date
  display_name: string | null
  was_invited: boolean
}

async function readRecent(
  db: Database,
  wanted: { campaignId: string; limit: number; after?: string | undefined },
): Promise<Output<'recentEvents'>> {
  const after = readCursor(wanted.after, 1)?.[0] ?? null
  const { rows } = await sql<EventRow>`
    select event.id, event.enrolment_id, event.kind, event.details, event.at, person.display_name,
           coalesce(enrolment.invited_at <= event.at, false) as was_invited
    from (
      select * from enrolment_event
      where campaign_id = ${wanted.campaignId} and (${after}::bigint is null or id > ${after}::bigint)
      order by case when ${after}::bigint is null then id end desc, id limit ${wanted.limit}
    ) as event
    join enrolment on enrolment.id = event.enrolment_id
    join person on person.tenant_id = enrolment.tenant_id and person.id = enrolment.person_id
    order by event.id
  `.execute(db)
  const items = rows.map(row => ({
    eventId: row.id,
    at: row.at,
    kind: row.kind,
    enrolmentId: row.enrolment_id,
    displayName: row.display_name,
    wasInvited: row.was_invited,
    text: tellEvent(eventOf(row)),
  }))
  const last = rows.at(-1)
  const { after: asked = null } = wanted
  return {
    items,
    after: last === undefined ? asked : Buffer.from(JSON.stringify([last.id])).toString('base64url'),
  }
}
