/** People left out of a campaign from the start: the reason is given first, and lists that name it come in left out. */

import type { Handlers } from '@muster/contract/routes'
import type { Clock } from '@muster/core/ports'
import { makeProblem } from '@muster/core/told-problems'
import type { Selectable } from 'kysely'
import { readCampaign } from '../campaigns/handlers.ts'
import type { ExclusionTable } from '../db/batch-schema.ts'
import type { Database, Tx } from '../db/database.ts'
import { newId } from '../db/ids.ts'
import { inTransaction } from '../db/transaction.ts'
import { apply } from '../enrolments/apply.ts'
import { refusePastEnd } from '../reports/people-acts.ts'

export type Exclusion = Selectable<ExclusionTable>

export function createExclusionHandlers(options: {
  db: Database
  clock: Clock
}): Pick<Handlers, 'createExclusion'> {
  const { db, clock } = options
  return {
    async createExclusion({ params, body }, caller) {
      const campaign = await readCampaign(db, params.campaignId)
      const at = clock.now()
      refusePastEnd(body.until, at)
      const row = await inTransaction(db, tx =>
        tx
          .insertInto('exclusion')
          .values({
            id: newId(),
            tenant_id: campaign.tenant_id,
            campaign_id: campaign.id,
            reason: body.reason,
            owner: caller.name,
            until: body.until ?? null,
            created_at: at,
          })
          .returningAll()
          .executeTakeFirstOrThrow(),
      )
      const { id: exclusionId, campaign_id: campaignId, reason, owner, until, created_at: createdAt } = row
      return { exclusionId, campaignId, reason, owner, until, createdAt }
    },
  }
}

/** Throws a Problem when the campaign has no such exclusion. */
export async function requireExclusion(
  db: Database,
  campaignId: string,
  id: string | undefined,
): Promise<string | null> {
  if (id === undefined) return null
  const row = await readExclusion(db, id)
  if (row?.campaign_id === campaignId) return row.id
  throw makeProblem('noExclusion')
}

export async function readExclusion(db: Database | Tx, id: string | null): Promise<Exclusion | null> {
  if (id === null) return null
  return (await db.selectFrom('exclusion').selectAll().where('id', '=', id).executeTakeFirst()) ?? null
}

/** Sets people of the campaign aside; answers with the persons for whom that is news. */
export async function excludePeople(
  tx: Tx,
  exclusion: Exclusion,
  personIds: readonly string[],
  at: Date,
): Promise<ReadonlySet<string>> {
  if (personIds.length === 0) return new Set()
  const rows = await tx
    .selectFrom('enrolment')
    .select('id')
    .where('campaign_id', '=', exclusion.campaign_id)
    .where('person_id', 'in', personIds)
    .execute()
  const { reason, owner, until } = exclusion
  const signal = { kind: 'excluded', reason, owner, until } as const
  const changed = await apply(
    tx,
    rows.map(row => ({ enrolmentId: row.id, signal })),
    at,
  )
  return new Set(changed.map(change => change.personId))
}
