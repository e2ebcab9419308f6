/** Whether what a campaign names can be used: its tenant, senders, texts and group, and its date. */

import { Problem } from '@muster/core/problem'
import type { Database, Tx } from '../db/database.ts'
import type { Connections } from '../tenants/connections.ts'

export async function checkTenant(db: Database, tenantId: string): Promise<void> {
  const tenant = await db.selectFrom('tenant').select('id').where('id', '=', tenantId).executeTakeFirst()
  if (tenant === undefined) throw new Problem('notFound', 'there is no such tenant', { where: 'tenantId' })
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
    throw new Problem('notFound', 'the tenant has no such sender', {
      where: 'senderIds',
      remedy: 'list the senders of the tenant with "muster sender list"',
    })
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
  throw new Problem('notFound', 'the tenant has no such set of texts', {
    where: 'textSetId',
    remedy: 'choose one on the page Templates, or none',
  })
}

/** A group that cannot take members is refused now, not when the first person has clicked. */
export async function checkGroup(connections: Connections, tenantId: string, groupId: string): Promise<void> {
  const answer = await (await connections.tenant(tenantId)).group.describe(groupId)
  switch (answer.kind) {
    case 'group':
      if (answer.group.obstacle === null) return
      throw new Problem(
        'unprocessable',
        `"${answer.group.displayName}" cannot be used: ${answer.group.obstacle}`,
        {
          where: 'groupId',
          remedy: 'make an assigned security group in Entra and give its object id',
        },
      )
    case 'absent':
      throw new Problem('unprocessable', 'there is no group with this object id in the tenant', {
        where: 'groupId',
        remedy: "copy the object id from the group's overview in the Entra admin center",
      })
    case 'refused':
    case 'noAnswer':
      throw new Problem('upstream', `the group could not be read: ${answer.reason}`, {
        where: 'groupId',
        remedy: 'run "muster doctor" and try again',
      })
    default:
      answer satisfies never
  }
}

/** A day that is over by UTC: a mail would ask people to be done by a day in the past. */
export function checkDue(dueOn: string | null, at: Date): void {
  const today = at.toISOString().slice(0, 10)
  if (dueOn === null || dueOn >= today) return
  throw new Problem('unprocessable', `the due date ${dueOn} has passed: today is ${today} (UTC)`, {
    where: 'dueOn',
    remedy: 'give a day to come, or none ("muster campaign update --due DAY", or "--no-due")',
  })
}
