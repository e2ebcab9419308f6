/**
 * What stood in links that another product mailed, beside the tokens that links have here: further GUIDs, and words
 * that were never fit for an address, such as a mail address. Only a keyed hash of them is kept.
 */

import { createHmac } from 'node:crypto'
import { sql } from 'kysely'
import type { Database, Tx } from '../db/database.ts'

/** The longest mail address has 320 characters; what is longer never stood in a link. */
const oldTokenLengthMax = 400

/** The same for every way of writing it; null for what cannot have been in a link. */
export function hashOldToken(key: Buffer, text: string): Buffer | null {
  const plain = text.trim().toLowerCase()
  if (plain === '' || plain.length > oldTokenLengthMax) return null
  return createHmac('sha256', key).update(`old token ${plain}`).digest()
}

/** The token of the link that an old one stands for. */
export async function findTokenOf(db: Database, hash: Buffer): Promise<string | null> {
  const { rows } = await sql<{ token: string }>`
    select link.token from link_alias join link on link.enrolment_id = link_alias.enrolment_id
    where link_alias.hash = ${hash}
  `.execute(db)
  return rows[0]?.token ?? null
}

export interface Alias {
  hash: Buffer
  enrolmentId: string
}

/** One that is there already stays whose it is. */
export async function addAliases(tx: Tx, tenantId: string, aliases: readonly Alias[]): Promise<void> {
  if (aliases.length === 0) return
  await sql`
    insert into link_alias (hash, enrolment_id, tenant_id)
    select hash, enrolment_id, ${tenantId}
    from unnest(${aliases.map(a => a.hash)}::bytea[], ${aliases.map(a => a.enrolmentId)}::uuid[]) as fresh (hash, enrolment_id)
    on conflict (hash) do nothing
  `.execute(tx)
}
