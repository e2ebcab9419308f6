/** Sessions of signed-in administrators: rows in the database, so that any copy knows them and an admin can end them. */

import { randomBytes } from 'node:crypto'
import type { Caller } from '@muster/contract/route'
import type { Database, Tx } from '../db/database.ts'
import { newId } from '../db/ids.ts'
import { type AccountRole, hashOf } from './accounts.ts'

/** A working day: whoever begins at eight is not signed out before the evening, and nobody stays in overnight. */
export const sessionHoursMax = 10
/** Lunch; a screen that was left open shows nothing to whoever sits down in the evening. */
export const sessionIdleMinutesMax = 60
/** When it was last used is kept to the minute: a write for each request would tell nobody more. */
const usedEveryMs = 60_000
const tokenBytes = 32

export interface NewSession {
  accountId: string
  role: AccountRole
  /** Hash of the sign-in that it comes from. */
  attempt: Buffer
  at: Date
}

/** Opens a session and gives its token, which is kept nowhere else. Null when the sign-in has opened one before. */
export async function openSession(tx: Tx, wanted: NewSession): Promise<string | null> {
  const token = randomBytes(tokenBytes).toString('base64url')
  const opened = await tx
    .insertInto('session')
    .values({
      id: newId(),
      account_id: wanted.accountId,
      hash: hashOf(token),
      attempt: wanted.attempt,
      role: wanted.role,
      started_at: wanted.at,
      last_used_at: wanted.at,
      ends_at: new Date(wanted.at.getTime() + sessionHoursMax * 60 * 60 * 1000),
      ended_at: null,
    })
    .onConflict(conflict => conflict.column('attempt').doNothing())
    .returning('id')
    .executeTakeFirst()
  return opened === undefined ? null : token
}

/** Whose session it is; null when it is nobody's, was ended, is over, or lay idle too long. */
export async function findSessionCaller(db: Database, token: string, at: Date): Promise<Caller | null> {
  const row = await liveSessions(db, at)
    .select(['session.id', 'session.account_id', 'session.role', 'session.last_used_at', 'account.name'])
    .where('session.hash', '=', hashOf(token))
    .executeTakeFirst()
  if (row === undefined) return null
  if (at.getTime() - row.last_used_at.getTime() > usedEveryMs) {
    await db.updateTable('session').set({ last_used_at: at }).where('id', '=', row.id).execute()
  }
  return { by: 'account', id: row.account_id, name: row.name, role: row.role, sessionId: row.id }
}

/** Sessions that open a door at this moment, with their accounts. */
export function liveSessions(db: Database, at: Date) {
  const idleSince = new Date(at.getTime() - sessionIdleMinutesMax * 60_000)
  return db
    .selectFrom('session')
    .innerJoin('account', 'account.id', 'session.account_id')
    .where('session.ended_at', 'is', null)
    .where('session.ends_at', '>', at)
    .where('session.last_used_at', '>', idleSince)
}

/** Ends one session, the one with a token, or all of an account; says how many were open. */
export async function endSessions(
  tx: Tx,
  which: { id: string } | { token: string } | { accountId: string },
  at: Date,
): Promise<number> {
  const ending = tx.updateTable('session').set({ ended_at: at }).where('ended_at', 'is', null)
  const result = await ('id' in which
    ? ending.where('id', '=', which.id)
    : 'token' in which
      ? ending.where('hash', '=', hashOf(which.token))
      : ending.where('account_id', '=', which.accountId)
  ).executeTakeFirst()
  return Number(result.numUpdatedRows)
}

/** Rows of ended sessions are kept this long, so that a sign-in cannot be replayed; the log of acts keeps the rest. */
const keptDays = 30

export async function forgetOldSessions(tx: Tx, at: Date): Promise<void> {
  const before = new Date(at.getTime() - keptDays * 24 * 60 * 60 * 1000)
  await tx.deleteFrom('session').where('ends_at', '<', before).execute()
}
