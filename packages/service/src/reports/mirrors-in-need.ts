/** SharePoint lists that cannot be kept in step with their campaign until somebody mends something. */

import type { Output } from '@muster/contract/routes'
import { attentionMax } from '@muster/contract/shapes/overview'
import { sql } from 'kysely'
import type { Database } from '../db/database.ts'

type Attention = Output<'tenantOverview'>['attention'][number]

/** A row that failed once or twice is most often written a minute later, and asks nobody for anything. */
const triesMin = 3

interface StuckRow {
  campaign_id: string
  campaign_name: string
  list_name: string
  reason: string
  refused: number
}

/** One that somebody has stopped is as it should be. */
export async function findMirrorsInNeed(db: Database, tenantId: string): Promise<Attention[]> {
  const { rows } = await sql<StuckRow>`
    select campaign.id as campaign_id, campaign.name as campaign_name, mirror.list_name,
           coalesce(mirror.problem->>'reason', refused.reason) as reason, refused.rows as refused
    from mirror join campaign on campaign.id = mirror.campaign_id
    cross join lateral (
      select count(*)::int as rows, min(problem) as reason from mirror_row
      where mirror_id = mirror.id and changed is not null and problem is not null and attempts >= ${triesMin}
    ) as refused
    where mirror.tenant_id = ${tenantId} and mirror.is_on and (mirror.problem is not null or refused.rows > 0)
    order by campaign.name limit ${attentionMax}
  `.execute(db)
  return rows.map(row => ({
    kind: 'mirrorStuck',
    campaignId: row.campaign_id,
    campaignName: row.campaign_name,
    listName: row.list_name,
    reason: row.reason,
    refused: row.refused,
  }))
}
