/** Whether what a campaign names can be used: its tenant, senders, texts and group, and its date. */

import { makeProblem } from '@muster/core/told-problems'
import type { Database, Tx } from '../db/database.ts'
import type { Connections } from '../tenants/connections.ts'

export async function checkTenant(db: Database, tenantId: string): Promise<void> {
  const tenant = await db.selectFrom('tenant').select('id').where('id', '=', tenantId).executeTakeFirst()
  if (tenant === undefined) throw makeProblem('noTenant')
}

export async function checkSenders(
  db: Database | Tx,
  tenantId: string,
  senderIds: readonly string[],
): Promise<void> {
  if (senderIds.length === 0) return
  const known = await db
    .selectFrom('sender')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('id', 'in', [...senderIds])
    .where('removed_at', 'is', null)
    .forShare()
    .execute()
  const missing = senderIds.find(id => !known.some(row => row.id === id))
  if (missing !== undefined) {
    throw makeProblem('noSuchSenders')
  }
}

/** Held until the campaign that needs it is written, so that it is not taken away in between. */
export async function checkTextSet(tx: Tx, tenantId: string, textSetId: string | null): Promise<void> {
  if (textSetId === null) return
  const found = await tx
    .selectFrom('text_set')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', textSetId)
    .where('removed_at', 'is', null)
    .forShare()
    .executeTakeFirst()
  if (found !== undefined) return
  throw makeProblem('noTextsToTake')
}

/** A group that cannot take members is refused now, not when the first person has clicked. */
export async function checkGroup(connections: Connections, tenantId: string, groupId: string): Promise<void> {
  const answer = await (await connections.tenant(tenantId)).group.describe(groupId)
  switch (answer.kind) {
    case 'group':
      if (answer.group.obstacle === null) return
      throw makeProblem('groupUnfit', {
        group: answer.group.displayName,
        obstacle: answer.group.obstacle,
      })
    case 'absent':
      throw makeProblem('noGroup')
    case 'refused':
    case 'noAnswer':
      throw makeProblem('groupUnread', { said: answer.reason })
    default:
      answer satisfies never
  }
}

/** A day that is over by UTC: a mail would ask people to be done by a day in the past. */
export function checkDue(dueOn: string | null, at: Date): void {
  const today = at.toISOString().slice(0, 10)
  if (dueOn === null || dueOn >= today) return
  throw makeProblem('duePassed', { day: dueOn, today })
}
