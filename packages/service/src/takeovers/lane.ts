/**
 * Works a tenant's take-overs, one after the other, in the lane of its imports. Every step is one transaction, so a
 * killed one goes on where it stood; a rehearsal takes the same steps and changes nobody.
 */

import { type ListProblem, refuseList } from '@muster/core/list-problems'
import type { Assessment } from '@muster/core/methods'
import { sql } from 'kysely'
import { inTransaction } from '../db/transaction.ts'
import type { Log } from '../log.ts'
import { ListRefused, toldProblem } from '../people/list-refused.ts'
import { NotNow } from '../people/not-now.ts'
import type { LaneWork } from '../queue/lanes.ts'
import { readSyncState } from '../tenants/sync-state.ts'
import { readMembersOf } from './looking.ts'
import { type ReadingWorld, readRows } from './reading.ts'
import { reportOn } from './report.ts'
import { openSource, type Takeover } from './source.ts'
import { type WeighedCampaign, type WeighingWorld, weighPage } from './weighing.ts'

const waitForCopyMs = 2_000
const noAnswerMs = 60_000

export interface TakeoverLaneOptions extends ReadingWorld, WeighingWorld {
  log: Log
}

/** Imports first: a lane has one worker, and somebody waits in front of either. */
export function afterImports(imports: LaneWork, takeovers: LaneWork): LaneWork {
  return async (tenantId, signal) => {
    const again = await imports(tenantId, signal)
    const later = signal.aborted ? null : await takeovers(tenantId, signal)
    if (again === null || later === null) return again ?? later
    return again < later ? again : later
  }
}

export function createTakeoverLane(options: TakeoverLaneOptions): LaneWork {
  const { db, clock } = options
  /** What was seen of the people in hand, by take-over: a tenant that asks for a pause is not asked all of it again. */
  const lookedOf = new Map<string, Map<string, Assessment>>()

  return async function workTakeovers(tenantId, signal) {
    while (!signal.aborted) {
      const takeover = await nextTakeover(tenantId)
      if (takeover === undefined) return null
      try {
        const copiedAt = await waitForCopy(takeover)
        if (copiedAt !== null) return copiedAt
        if (await work(takeover, signal)) await end(takeover)
      } catch (error) {
        if (error instanceof NotNow) return error.retryAt ?? new Date(clock.now().getTime() + noAnswerMs)
        if (!(error instanceof ListRefused)) throw error
        await refuse(takeover, error.problem)
      }
    }
    return clock.now()
  }

  async function nextTakeover(tenantId: string): Promise<Takeover | undefined> {
    return db
      .selectFrom('takeover')
      .selectAll()
      .where('tenant_id', '=', tenantId)
      .where('state', 'in', ['queued', 'reading', 'weighing'])
      .orderBy('created_at')
      .limit(1)
      .executeTakeFirst()
  }

  /** As with imports: without the copy, each row would cost a request. */
  async function waitForCopy(takeover: Takeover): Promise<Date | null> {
    const copy = await readSyncState(db, takeover.tenant_id)
    if (copy.completedAt !== null) return null
    if (copy.problem !== null) throw new ListRefused(refuseList('directory', { said: copy.problem }))
    return new Date(clock.now().getTime() + waitForCopyMs)
  }

  async function work(takeover: Takeover, signal: AbortSignal): Promise<boolean> {
    if (takeover.state !== 'weighing') {
      const begun = await begin(takeover)
      if (!(await readRows(options, begun, begun.reading, signal))) return false
      await beginWeighing(takeover)
    }
    const campaign = await readCampaign(takeover)
    let after = takeover.after_person
    const looked = lookedOf.get(takeover.id) ?? new Map<string, Assessment>()
    lookedOf.set(takeover.id, looked)
    while (!signal.aborted) {
      after = await weighPage(options, { takeover, campaign, after, looked })
      if (after === null) return true
    }
    return false
  }

  async function begin(takeover: Takeover) {
    if (takeover.reading !== null) return { ...takeover, reading: takeover.reading }
    const { reading, rowsTotal } = await openSource(options, takeover)
    await db
      .updateTable('takeover')
      .set({ state: 'reading', reading: JSON.stringify(reading), rows_total: rowsTotal })
      .where('id', '=', takeover.id)
      .execute()
    return { ...takeover, reading }
  }

  async function beginWeighing(takeover: Takeover): Promise<void> {
    await sql`
      update takeover set state = 'weighing', rows_total = rows_done, people_total = (
        select count(distinct person_id) from takeover_row where takeover_id = takeover.id
      ) where id = ${takeover.id}
    `.execute(db)
  }

  async function readCampaign(takeover: Takeover): Promise<WeighedCampaign> {
    const campaign = await db
      .selectFrom('campaign')
      .select(['id', 'tenant_id', 'policy'])
      .where('id', '=', takeover.campaign_id)
      .executeTakeFirstOrThrow()
    const first = await db
      .selectFrom('takeover')
      .select(eb => eb.fn.min('created_at').as('at'))
      .where('campaign_id', '=', takeover.campaign_id)
      .where('is_real', '=', true)
      .executeTakeFirst()
    const group = await options.groupOf(takeover.tenant_id)
    return {
      id: campaign.id,
      tenantId: campaign.tenant_id,
      policy: campaign.policy,
      members: await readMembersOf(group, campaign.policy.groupId),
      since: first?.at ?? takeover.created_at,
    }
  }

  async function end(takeover: Takeover): Promise<void> {
    lookedOf.delete(takeover.id)
    await inTransaction(db, async tx => {
      const report = JSON.stringify(await reportOn(tx, takeover.id))
      await tx
        .updateTable('takeover')
        .set({ state: 'done', report, finished_at: clock.now() })
        .where('id', '=', takeover.id)
        .execute()
    })
  }

  async function refuse(takeover: Takeover, problem: ListProblem): Promise<void> {
    options.log.warn({ takeoverId: takeover.id }, 'a take-over was refused')
    await db
      .updateTable('takeover')
      .set({ state: 'refused', problem: JSON.stringify(toldProblem(problem)), finished_at: clock.now() })
      .where('id', '=', takeover.id)
      .execute()
  }
}
