/** The API's sets of texts: named, so that a campaign can speak to its people in words of its own. */

import type { Handlers, Output } from '@muster/contract/routes'
import type { Clock } from '@muster/core/ports'
import { makeProblem } from '@muster/core/told-problems'
import { sql } from 'kysely'
import type { Database, Tx } from '../db/database.ts'
import { newId } from '../db/ids.ts'
import { inTransaction } from '../db/transaction.ts'
import { pageOf, readCursor } from '../http/cursor.ts'

type TextSetHandlers = Pick<Handlers, 'listTextSets' | 'createTextSet' | 'removeTextSet'>

interface TextSetRow {
  id: string
  tenant_id: string
  name: string
  made_at: Date
  templates: number
  campaigns: number
}

export function createTextSetHandlers({ db, clock }: { db: Database; clock: Clock }): TextSetHandlers {
  return {
    async listTextSets({ params, query }) {
      await requireTenant(db, params.tenantId)
      const after = readCursor(query.cursor, 1)?.[0] ?? null
      const { rows } = await sql<TextSetRow>`
        ${counted} where text_set.tenant_id = ${params.tenantId} and removed_at is null
          and (${after}::text is null or text_set.name collate muster_names > ${after})
        order by text_set.name collate muster_names limit ${query.limit + 1}
      `.execute(db)
      return pageOf(rows, query.limit, { item: shapeOf, key: row => [row.name] })
    },

    async createTextSet({ params, body }) {
      await requireTenant(db, params.tenantId)
      const id = newId()
      const added = await inTransaction(db, tx =>
        tx
          .insertInto('text_set')
          .values({ id, tenant_id: params.tenantId, name: body.name, made_at: clock.now(), removed_at: null })
          .onConflict(conflict => conflict.doNothing())
          .returningAll()
          .executeTakeFirst(),
      )
      if (added === undefined) {
        throw makeProblem('textsNameTaken', { name: body.name })
      }
      return shapeOf({ ...added, templates: 0, campaigns: 0 })
    },

    async removeTextSet({ params }) {
      const { tenantId, textSetId } = params
      await inTransaction(db, async tx => {
        await requireTextSet(tx, tenantId, textSetId, { isLocked: true })
        const users = await tx
          .selectFrom('campaign')
          .select('name')
          .where('text_set_id', '=', textSetId)
          .where('status', '<>', 'finished')
          .execute()
        if (users.length > 0) {
          throw makeProblem('textsUsed', { names: users.map(user => `"${user.name}"`).join(', ') })
        }
        await tx
          .updateTable('text_set')
          .set({ removed_at: clock.now() })
          .where('id', '=', textSetId)
          .execute()
      })
      return undefined
    },
  }
}

const counted = sql`
  select text_set.id, text_set.tenant_id, text_set.name, text_set.made_at,
         (select count(*)::int from mail_template
          where mail_template.text_set_id = text_set.id and replaced_at is null) as templates,
         (select count(*)::int from campaign where campaign.text_set_id = text_set.id) as campaigns
  from text_set
`

function shapeOf(row: TextSetRow): Output<'createTextSet'> {
  return {
    textSetId: row.id,
    tenantId: row.tenant_id,
    name: row.name,
    templates: row.templates,
    campaigns: row.campaigns,
    madeAt: row.made_at,
  }
}

export async function requireTenant(db: Database | Tx, tenantId: string): Promise<void> {
  const row = await db.selectFrom('tenant').select('id').where('id', '=', tenantId).executeTakeFirst()
  if (row === undefined) throw makeProblem('noTenant')
}

/** Throws a Problem when the tenant has no such set. */
export async function requireTextSet(
  db: Database | Tx,
  tenantId: string,
  textSetId: string,
  how: { isLocked?: boolean } = {},
): Promise<void> {
  let query = db
    .selectFrom('text_set')
    .select('id')
    .where('id', '=', textSetId)
    .where('tenant_id', '=', tenantId)
    .where('removed_at', 'is', null)
  if (how.isLocked === true) query = query.forUpdate()
  const row = await query.executeTakeFirst()
  if (row !== undefined) return
  throw makeProblem('noTexts')
}
