/** The doctor's look at the SharePoint lists that campaigns of the tenant are mirrored in. */

import type { Output } from '@muster/contract/routes'
import type { Board } from '@muster/core/board'
import { sql } from 'kysely'
import type { Database } from '../db/database.ts'

type Check = Output<'doctor'>['checks'][number]

export interface MirroredList {
  campaignName: string
  siteId: string
  siteUrl: string
  listId: string
  listName: string
  /** What the mirror's own work has met; null when nothing. */
  problem: { code: string; reason: string } | null
}

export async function readMirroredLists(db: Database, tenantId: string): Promise<MirroredList[]> {
  const { rows } = await sql<MirroredList>`
    select campaign.name as "campaignName", site_id as "siteId", site_url as "siteUrl", list_id as "listId",
           list_name as "listName", problem
    from mirror join campaign on campaign.id = mirror.campaign_id
    where mirror.tenant_id = ${tenantId} order by campaign.name
  `.execute(db)
  return rows
}

const permission = 'Sites.Selected'

export function checkLists(board: Board, lists: readonly MirroredList[]): Promise<Check>[] {
  if (lists.length > 0) return lists.map(list => checkList(board, list))
  const message = 'no campaign has one; it would show a campaign in a list of SharePoint (optional)'
  return [
    Promise.resolve({ name: 'the SharePoint list', permission, outcome: 'skipped', message, remedy: null }),
  ]
}

/** Nothing is written to find out whether we may write: what the mirror has met tells that. */
async function checkList(board: Board, list: MirroredList): Promise<Check> {
  const base = { name: `the SharePoint list of ${list.campaignName}`, permission }
  const grant = `grant ${permission} with admin consent, and the app "write" on ${list.siteUrl}; then check the list ("muster mirror check")`
  const found = await board.findList(list.siteId, list.listId)
  switch (found.kind) {
    case 'list':
      if (list.problem?.code !== 'accessDenied')
        return { ...base, outcome: 'ok', message: `"${found.list.name}" can be read`, remedy: null }
      return {
        ...base,
        outcome: 'missing',
        message: `"${found.list.name}" can be read and not written: ${list.problem.reason}`,
        remedy: grant,
      }
    case 'absent':
      return {
        ...base,
        outcome: 'failed',
        message: `the list "${list.listName}" is not there any more`,
        remedy:
          'restore it from the recycle bin of the site, or end it ("muster mirror remove") and make another',
      }
    case 'refused':
      return { ...base, outcome: 'missing', message: found.reason, remedy: grant }
    case 'noAnswer':
      return { ...base, outcome: 'failed', message: found.reason, remedy: 'run it again in a while' }
    default:
      return found satisfies never
  }
}
