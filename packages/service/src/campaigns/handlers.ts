/** The API's campaigns: making them, changing their policy, their life cycle. */

import type { Handlers, Output } from '@muster/contract/routes'
import { type CampaignAct, moveCampaign, type Policy } from '@muster/core/campaign'
import type { Clock } from '@muster/core/ports'
import { makeProblem } from '@muster/core/told-problems'
import { type Selectable, sql } from 'kysely'
import type { Database, Tx } from '../db/database.ts'
import { newId } from '../db/ids.ts'
import { findTakenName } from '../db/names-taken.ts'
import type { CampaignTable } from '../db/schema.ts'
import { inTransaction } from '../db/transaction.ts'
import { recomputeDue } from '../enrolments/due-times.ts'
import { judgeCampaign } from '../enrolments/eligibility.ts'
import { moveMails } from '../enrolments/mail-windows.ts'
import { pageOf, readCursor } from '../http/cursor.ts'
import { forgetWakes, type Wake, wakeLanes } from '../queue/lanes.ts'
import type { Connections } from '../tenants/connections.ts'
import { judgeLaunchReach, type PublicAddress } from '../tenants/link-reach.ts'
import { checkDue, checkGroup, checkSenders, checkTenant, checkTextSet } from './named-things.ts'
import { readPlan } from './plan.ts'
import { removeDraft } from './removal.ts'

type CampaignHandlers = Pick<
  Handlers,
  | 'listCampaigns'
  | 'createCampaign'
  | 'getCampaign'
  | 'updateCampaign'
  | 'actOnCampaign'
  | 'removeCampaign'
  | 'planCampaign'
>

export interface CampaignHandlersOptions {
  db: Database
  clock: Clock
  connections: Connections
  /** What people's links begin with. */
  publicAddress(): PublicAddress
  nudge(): void
}

export type CampaignRow = Selectable<CampaignTable>

export function createCampaignHandlers(options: CampaignHandlersOptions): CampaignHandlers {
  const { db, clock } = options

  return {
    async listCampaigns({ query }) {
      const after = readCursor(query.cursor, 1)
      let rows = db
        .selectFrom('campaign')
        .selectAll()
        .orderBy('id')
        .limit(query.limit + 1)
      if (query.tenantId !== undefined) rows = rows.where('tenant_id', '=', query.tenantId)
      if (after !== null) rows = rows.where('id', '>', after[0] ?? '')
      return pageOf(await rows.execute(), query.limit, { item: shapeOfCampaign, key: row => [row.id] })
    },

    async createCampaign({ body }) {
      const { tenantId, name, senderIds, textSetId, setupUrl, dueOn, ...rest } = body
      checkDue(dueOn, clock.now())
      await checkTenant(db, tenantId)
      await checkSenders(db, tenantId, senderIds)
      const policy: Policy = { ...rest, groupId: rest.groupId?.toLowerCase() ?? null }
      if (policy.groupId !== null) await checkGroup(options.connections, tenantId, policy.groupId)
      const fields = { tenant_id: tenantId, name, setup_url: setupUrl, due_on: dueOn, sender_ids: senderIds }
      const row = await inTransaction(db, async tx => {
        // Again, now held: a sender must not be taken away between the look and the campaign that needs it.
        await checkSenders(tx, tenantId, senderIds)
        await checkTextSet(tx, tenantId, textSetId)
        await refuseName(tx, { tenantId, name, exceptId: null })
        return tx
          .insertInto('campaign')
          .values({
            ...fields,
            id: newId(),
            status: 'draft',
            policy: JSON.stringify(policy),
            text_set_id: textSetId,
            created_at: clock.now(),
            launched_at: null,
            finished_at: null,
          })
          .returningAll()
          .executeTakeFirstOrThrow()
      })
      return shapeOfCampaign(row)
    },

    async getCampaign({ params }) {
      return shapeOfCampaign(await readCampaign(db, params.campaignId))
    },

    async updateCampaign({ params, body }) {
      checkDue(body.dueOn ?? null, clock.now())
      const groupId = body.groupId?.toLowerCase() ?? body.groupId
      if (typeof groupId === 'string') {
        const { tenant_id } = await readCampaign(db, params.campaignId)
        await checkGroup(options.connections, tenant_id, groupId)
      }
      const row = await inTransaction(db, async tx => {
        const before = await readCampaign(tx, params.campaignId, { isLocked: true })
        const { policy: old, tenant_id } = before
        const { name, senderIds, textSetId, setupUrl, dueOn, ...changes } = { ...body, groupId }
        refuseAfterLaunch(before, changes)
        if (name !== undefined && name !== before.name) {
          await refuseName(tx, { tenantId: tenant_id, name, exceptId: before.id })
        }
        await checkSenders(tx, tenant_id, senderIds ?? [])
        await checkTextSet(tx, tenant_id, textSetId ?? null)
        const policy = { ...old, ...withoutUndefined(changes) }
        const changed = await tx
          .updateTable('campaign')
          .set({
            policy: JSON.stringify(policy),
            ...withoutUndefined({ name, text_set_id: textSetId, setup_url: setupUrl, due_on: dueOn }),
            ...withoutUndefined({ sender_ids: senderIds }),
          })
          .where('id', '=', params.campaignId)
          .returningAll()
          .executeTakeFirstOrThrow()
        if (policy.inviteGuests !== old.inviteGuests) await judgeCampaign(tx, changed, clock.now())
        await recomputeDue(tx, { campaignId: changed.id, policy, at: clock.now() })
        if (body.mailHours !== undefined || body.mailDays !== undefined) {
          await moveMails(tx, sql`message.campaign_id = ${changed.id}`, clock.now())
        }
        // What becomes of mails of unknown fate may have changed; their senders' lanes decide it.
        await wakeLanes(tx, sendersOf(changed, clock.now()))
        return changed
      })
      options.nudge()
      return shapeOfCampaign(row)
    },

    async planCampaign({ params, body }) {
      const campaign = await readCampaign(db, params.campaignId)
      if (campaign.status === 'finished') {
        throw makeProblem('campaignMailsNobody')
      }
      return readPlan(db, campaign, { ...body, at: clock.now() })
    },

    async removeCampaign({ params }) {
      await removeDraft(db, params.campaignId)
      return undefined
    },

    async actOnCampaign({ params }) {
      const { campaignId, act } = params
      if (act === 'launch') await checkLaunch(options, campaignId)
      const row = await inTransaction(db, tx => move(tx, { campaignId, act, at: clock.now() }))
      options.nudge()
      return shapeOfCampaign(row)
    },
  }
}

/** Reads a campaign. Throws a Problem when there is none. */
export async function readCampaign(
  db: Database | Tx,
  campaignId: string,
  how: { isLocked?: boolean } = {},
): Promise<CampaignRow> {
  let query = db.selectFrom('campaign').selectAll().where('id', '=', campaignId)
  if (how.isLocked === true) query = query.forUpdate()
  const row = await query.executeTakeFirst()
  if (row === undefined) throw makeProblem('noCampaign')
  return row
}

/** Whoever has been invited was told of the goal, and is in the group that they had asked for. */
function refuseAfterLaunch(
  { status, policy }: CampaignRow,
  { goal, groupId }: { goal?: Policy['goal'] | undefined; groupId?: string | null | undefined },
): void {
  if (status === 'draft') return
  const where =
    goal !== undefined && goal !== policy.goal
      ? 'goal'
      : groupId !== undefined && groupId !== policy.groupId
        ? 'groupId'
        : null
  if (where === null) return
  throw makeProblem(where === 'goal' ? 'goalSettled' : 'groupSettled')
}

async function refuseName(
  tx: Tx,
  wanted: { tenantId: string; name: string; exceptId: string | null },
): Promise<void> {
  const taken = await findTakenName(tx, { table: 'campaign', ...wanted })
  if (taken !== null) throw makeProblem('campaignNameTaken', { name: taken })
}

/** What a first launch needs; one that was done stays done whatever has changed since. */
async function checkLaunch(options: CampaignHandlersOptions, campaignId: string): Promise<void> {
  const { db, clock } = options
  const campaign = await readCampaign(db, campaignId)
  if (campaign.status !== 'draft') return
  checkDue(campaign.due_on, clock.now())
  const tenant = await db
    .selectFrom('tenant')
    .select('graph_url')
    .where('id', '=', campaign.tenant_id)
    .executeTakeFirstOrThrow()
  const obstacle = judgeLaunchReach(options.publicAddress(), tenant.graph_url)
  if (obstacle !== null) {
    throw makeProblem(obstacle.kind === 'onlyHere' ? 'linksOnlyHere' : 'linksPlainHttp', {
      address: options.publicAddress().url,
    })
  }
  if (campaign.sender_ids.length === 0) {
    throw makeProblem('campaignWithoutSender')
  }
}

async function move(
  tx: Tx,
  wanted: { campaignId: string; act: CampaignAct; at: Date },
): Promise<CampaignRow> {
  const campaign = await readCampaign(tx, wanted.campaignId, { isLocked: true })
  const verdict = moveCampaign(campaign.status, wanted.act)
  if (verdict.kind === 'already') return campaign
  if (verdict.kind === 'refused') throw makeProblem(verdict.why, { status: campaign.status })
  const row = await tx
    .updateTable('campaign')
    .set({
      status: verdict.to,
      ...(wanted.act === 'launch' ? { launched_at: wanted.at } : {}),
      ...(wanted.act === 'finish' ? { finished_at: wanted.at } : {}),
    })
    .where('id', '=', campaign.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  if (row.status === 'running') await wakeAll(tx, row, wanted.at)
  if (row.status === 'finished') {
    await withdrawQueued(tx, row.id, wanted.at)
    await forgetWakes(tx, { kind: 'due', key: row.id })
  }
  return row
}

/**
 * Everything of a campaign that may have waited. A launch looks at the registration report first, so that those who
 * have long registered are found, and lets the invitations begin right after.
 */
async function wakeAll(tx: Tx, campaign: CampaignRow, at: Date): Promise<void> {
  await wakeLanes(tx, [
    { kind: 'report', key: campaign.tenant_id, at },
    { kind: 'people', key: campaign.tenant_id, at },
    { kind: 'joins', key: campaign.tenant_id, at },
    { kind: 'methods', key: campaign.tenant_id, at },
    { kind: 'escalations', key: campaign.tenant_id, at },
    { kind: 'due', key: campaign.id, at },
    ...sendersOf(campaign, at),
  ])
}

function sendersOf(campaign: CampaignRow, at: Date): Wake[] {
  return campaign.sender_ids.map(key => ({ kind: 'mail', key, at }))
}

async function withdrawQueued(tx: Tx, campaignId: string, at: Date): Promise<void> {
  await sql`
    update message set state = 'withdrawn', settled_at = ${at}, outcome = 'the campaign was finished'
    where campaign_id = ${campaignId} and state = 'queued'
  `.execute(tx)
  // Those whose digest is in the mail system's hands keep waiting for what became of it.
  await sql`
    update escalation set state = 'withdrawn', next_at = null, settled_at = ${at}, outcome = 'the campaign was finished'
    where campaign_id = ${campaignId} and state = 'queued' and not exists (
      select from message where message.id = escalation.message_id and message.state in ('sending', 'uncertain')
    )
  `.execute(tx)
}

function withoutUndefined<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  // What is left has no undefined values, which the type of fromEntries cannot say.
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }
}

export function shapeOfCampaign(row: CampaignRow): Output<'getCampaign'> {
  return {
    campaignId: row.id,
    tenantId: row.tenant_id,
    name: row.name,
    status: row.status,
    ...row.policy,
    senderIds: row.sender_ids,
    textSetId: row.text_set_id,
    setupUrl: row.setup_url,
    dueOn: row.due_on,
    createdAt: row.created_at,
    launchedAt: row.launched_at,
    finishedAt: row.finished_at,
  }
}
