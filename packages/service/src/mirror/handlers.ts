/** The API of the mirror: making one, how it stands, changing what it shows, checking it now, ending it. */

import type { Handlers, Output } from '@muster/contract/routes'
import type { Board } from '@muster/core/board'
import type { Clock } from '@muster/core/ports'
import { makeProblem } from '@muster/core/told-problems'
import { sql } from 'kysely'
import { readCampaign } from '../campaigns/handlers.ts'
import type { Database, Tx } from '../db/database.ts'
import { newId } from '../db/ids.ts'
import type { MirrorProblem } from '../db/mirror-schema.ts'
import { inTransaction } from '../db/transaction.ts'
import { wakeLanes } from '../queue/lanes.ts'
import { type MirrorRow, readMirror } from './mirror-row.ts'
import { provide } from './provision.ts'

type MirrorHandlers = Pick<
  Handlers,
  'getMirror' | 'createMirror' | 'updateMirror' | 'checkMirror' | 'removeMirror'
>

export function createMirrorHandlers(options: {
  db: Database
  clock: Clock
  boardOf(tenantId: string): Promise<Board>
  nudge(): void
}): MirrorHandlers {
  const { db, clock, nudge } = options

  /** Everything is looked at anew, at once: also rows that were put off, and a list that could not be reached. */
  async function change(
    campaignId: string,
    how: (tx: Tx, mirror: MirrorRow) => Promise<void>,
  ): Promise<Output<'getMirror'>['mirror'] & object> {
    await inTransaction(db, async tx => {
      const mirror = await holdMirror(tx, campaignId)
      await how(tx, mirror)
      await tx
        .updateTable('mirror')
        .set({ check_at: clock.now(), tried_again_at: null })
        .where('id', '=', mirror.id)
        .execute()
      await sql`
        update mirror_row set not_before = null where mirror_id = ${mirror.id} and not_before is not null
      `.execute(tx)
      await wakeLanes(tx, [{ kind: 'mirror', key: mirror.tenant_id, at: clock.now() }])
    })
    nudge()
    return shapeOf(db, await mustRead(db, campaignId))
  }

  return {
    async getMirror({ params }) {
      await readCampaign(db, params.campaignId)
      const mirror = await readMirror(db, params.campaignId)
      return { mirror: mirror === null ? null : await shapeOf(db, mirror) }
    },

    async createMirror({ params, body }) {
      const campaign = await readCampaign(db, params.campaignId)
      await refuseSecond(db, campaign.id)
      const { site, list } = await provide(await options.boardOf(campaign.tenant_id), {
        siteUrl: body.siteUrl,
        listName: body.listName,
        description: `Kept in step by Muster with the campaign "${campaign.name}". Changes made here are put back.`,
        refuseKept: list => refuseKept(db, { tenantId: campaign.tenant_id, listId: list.id }),
      })
      const at = clock.now()
      await inTransaction(db, async tx => {
        const made = await tx
          .insertInto('mirror')
          .values({
            id: newId(),
            tenant_id: campaign.tenant_id,
            campaign_id: campaign.id,
            site_id: site.id,
            site_url: site.url,
            list_id: list.id,
            list_name: list.name,
            list_url: list.url,
            leavers: body.leavers,
            with_token: body.withToken,
            is_on: true,
            problem: null,
            tried_again_at: null,
            cursor: null,
            checking: null,
            check_at: at,
            checked_at: null,
            drift: null,
            written_at: null,
            created_at: at,
          })
          .onConflict(conflict => conflict.doNothing())
          .returning('id')
          .executeTakeFirst()
        if (made === undefined) {
          await refuseSecond(tx, campaign.id)
          await refuseKept(tx, { tenantId: campaign.tenant_id, listId: list.id })
        }
        await wakeLanes(tx, [{ kind: 'mirror', key: campaign.tenant_id, at }])
      })
      nudge()
      return shapeOf(db, await mustRead(db, campaign.id))
    },

    updateMirror: ({ params, body }) =>
      change(params.campaignId, async (tx, mirror) => {
        await tx
          .updateTable('mirror')
          .set({
            leavers: body.leavers ?? mirror.leavers,
            with_token: body.withToken ?? mirror.with_token,
            is_on: body.isOn ?? mirror.is_on,
          })
          .where('id', '=', mirror.id)
          .execute()
      }),

    checkMirror: ({ params }) =>
      change(params.campaignId, async (_tx, mirror) => {
        if (mirror.is_on) return
        throw makeProblem('mirrorOff')
      }),

    async removeMirror({ params }) {
      await readCampaign(db, params.campaignId)
      await db.deleteFrom('mirror').where('campaign_id', '=', params.campaignId).execute()
    },
  }
}

async function refuseSecond(db: Database | Tx, campaignId: string): Promise<void> {
  const mirror = await readMirror(db, campaignId)
  if (mirror === null) return
  throw makeProblem('mirrorThere', { list: mirror.list_name })
}

async function refuseKept(db: Database | Tx, of: { tenantId: string; listId: string }): Promise<void> {
  const kept = await db
    .selectFrom('mirror')
    .innerJoin('campaign', 'campaign.id', 'mirror.campaign_id')
    .where('mirror.tenant_id', '=', of.tenantId)
    .where('mirror.list_id', '=', of.listId)
    .select(['mirror.list_name', 'campaign.name'])
    .executeTakeFirst()
  if (kept === undefined) return
  throw makeProblem('listKept', { list: kept.list_name, campaign: kept.name })
}

async function holdMirror(tx: Tx, campaignId: string): Promise<MirrorRow> {
  const row = await tx
    .selectFrom('mirror')
    .selectAll()
    .where('campaign_id', '=', campaignId)
    .forUpdate()
    .executeTakeFirst()
  return row ?? refuse()
}

async function mustRead(db: Database, campaignId: string): Promise<MirrorRow> {
  return (await readMirror(db, campaignId)) ?? refuse()
}

function refuse(): never {
  throw makeProblem('noMirror')
}

async function shapeOf(db: Database, mirror: MirrorRow): Promise<Output<'createMirror'>> {
  const { rows } = await sql<{ waiting: number; refused: number; reason: string | null }>`
    select count(*) filter (where not is_refused)::int as waiting,
           count(*) filter (where is_refused)::int as refused, min(problem) filter (where is_refused) as reason
    from (
      -- whoever's item is looked for has only not been heard of yet
      select problem, problem is not null and adding is null and attempts > 1 as is_refused
      from mirror_row where mirror_id = ${mirror.id} and changed is not null
    ) as row
  `.execute(db)
  const [counts] = rows
  return {
    mirrorId: mirror.id,
    campaignId: mirror.campaign_id,
    siteUrl: mirror.site_url,
    listName: mirror.list_name,
    listUrl: mirror.list_url,
    leavers: mirror.leavers,
    withToken: mirror.with_token,
    isOn: mirror.is_on,
    problem: mirror.problem === null ? null : { ...mirror.problem, remedy: remedyOf(mirror.problem) },
    rows: { waiting: counts?.waiting ?? 0, refused: counts?.refused ?? 0, reason: counts?.reason ?? null },
    isChecking: mirror.checking !== null,
    checkedAt: mirror.checked_at,
    nextCheckAt: mirror.check_at,
    drift: mirror.drift,
    writtenAt: mirror.written_at,
    createdAt: mirror.created_at,
  }
}

function remedyOf({ code }: MirrorProblem): string | null {
  switch (code) {
    case 'accessDenied':
      return 'give the app "write" on the site again (Sites.Selected), then check the list'
    case 'listGone':
      return 'restore the list from the recycle bin of the site, or remove it here and make another'
    default:
      return null
  }
}
