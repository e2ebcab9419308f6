/** The doctor's look at the SharePoint lists that campaigns of the tenant are mirrored in. */

import type { Output } from '@muster/contract/routes'
import type { Board } from '@muster/core/board'
import { doctorSentences } from '@muster/core/doctor-sentences'
import { sql } from 'kysely'
import type { Database } from '../db/database.ts'

type Check = Omit<Output<'doctor'>['checks'][number], 'codes'>

const { tell } = doctorSentences

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
  const message = tell('noList')
  return [Promise.resolve({ name: tell('list'), permission, outcome: 'skipped', message, remedy: null })]
}

/** Nothing is written to find out whether we may write: what the mirror has met tells that. */
async function checkList(board: Board, list: MirroredList): Promise<Check> {
  const base = { name: tell('listOf', { campaign: list.campaignName }), permission }
  const grant = tell('grantList', { site: list.siteUrl })
  const found = await board.findList(list.siteId, list.listId)
  switch (found.kind) {
    case 'list':
      if (list.problem?.code !== 'accessDenied')
        return {
          ...base,
          outcome: 'ok',
          message: tell('listReadable', { list: found.list.name }),
          remedy: null,
        }
      return {
        ...base,
        outcome: 'missing',
        message: tell('listNotWritable', { list: found.list.name, reason: list.problem.reason }),
        remedy: grant,
      }
    case 'absent':
      return {
        ...base,
        outcome: 'failed',
        message: tell('listGone', { list: list.listName }),
        remedy: tell('restoreList'),
      }
    case 'refused':
      return { ...base, outcome: 'missing', message: found.reason, remedy: grant }
    case 'noAnswer':
      return { ...base, outcome: 'failed', message: found.reason, remedy: tell('runAgainLater') }
    default:
      return found satisfies never
  }
}
