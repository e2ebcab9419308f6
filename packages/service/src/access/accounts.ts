/** Accounts of administrators: who signed in, keyed as the provider keys them, and which role that amounts to. */

import { createHash, randomBytes } from 'node:crypto'
import { type Caller, roles } from '@muster/contract/route'
import type { Selectable } from 'kysely'
import type { AccountTable } from '../db/access-schema.ts'
import type { Database, Tx } from '../db/database.ts'
import { newId } from '../db/ids.ts'

export type AccountRole = Caller['role']
export type AccountRow = Selectable<AccountTable>

/** Somebody as a provider vouches for them. */
export interface Person {
  /** Entra's tenant id (`tid`); of a provider without one its issuer. */
  directory: string
  /** Entra's object id (`oid`), the same in every application; of a provider without one `sub`. */
  subject: string
  name: string
  userName: string | null
  /** The highest of the app roles; null for none. */
  role: AccountRole | null
}

/** The higher of what the provider says and what an admin gave here. */
export function roleOf(row: Pick<AccountRow, 'role_claimed' | 'role_given'>): AccountRole | null {
  return highestRole([row.role_claimed, row.role_given])
}

/** Words that are none of our roles count for nothing. */
export function highestRole(claimed: readonly unknown[]): AccountRole | null {
  const known: AccountRole[] = ['viewer', 'operator', 'admin']
  const held = known.filter(role => claimed.includes(role))
  return held.sort((a, b) => roles.indexOf(b) - roles.indexOf(a))[0] ?? null
}

/** Finds or makes the account and notes what the provider says now. */
export async function keepAccount(tx: Tx, person: Person, at: Date): Promise<AccountRow> {
  const told = { name: person.name, user_name: person.userName, role_claimed: person.role }
  return tx
    .insertInto('account')
    .values({
      id: newId(),
      directory: person.directory,
      subject: person.subject,
      ...told,
      role_given: null,
      created_at: at,
      last_signed_in_at: null,
    })
    .onConflict(conflict => conflict.columns(['directory', 'subject']).doUpdateSet(told))
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** Long enough to walk to the right person, short enough that a forgotten one is worthless. */
const invitationHours = 24
const tokenBytes = 32

/** A link's token, good once: whoever signs in with it becomes admin here. */
export async function makeInvitation(tx: Tx, at: Date): Promise<{ token: string; expiresAt: Date }> {
  const token = randomBytes(tokenBytes).toString('base64url')
  const expiresAt = new Date(at.getTime() + invitationHours * 60 * 60 * 1000)
  const row = { id: newId(), hash: hashOf(token), created_at: at, expires_at: expiresAt }
  await tx
    .insertInto('invitation')
    .values({ ...row, used_at: null, used_by: null })
    .execute()
  return { token, expiresAt }
}

/** Takes the invitation for this account; false when it was used, is over, or never was. */
export async function useInvitation(tx: Tx, token: string, account: AccountRow, at: Date): Promise<boolean> {
  const taken = await tx
    .updateTable('invitation')
    .set({ used_at: at, used_by: account.id })
    .where('hash', '=', hashOf(token))
    .where('used_at', 'is', null)
    .where('expires_at', '>', at)
    .executeTakeFirst()
  if (taken.numUpdatedRows === 0n) return false
  await tx.updateTable('account').set({ role_given: 'admin' }).where('id', '=', account.id).execute()
  return true
}

/** Whether anybody could sign in as admin, as far as is known here. */
export async function hasAdmin(db: Database): Promise<boolean> {
  const row = await db
    .selectFrom('account')
    .select('id')
    .where(eb => eb.or([eb('role_claimed', '=', 'admin'), eb('role_given', '=', 'admin')]))
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** 256 bits of chance, so a plain SHA-256 is enough: there is nothing to guess. */
export function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
