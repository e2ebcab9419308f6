/** Routes about who may use Muster: oneself, accounts, sessions, one-time links, and the log of acts. */

import type { Handlers } from '@muster/contract/routes'
import type { Clock } from '@muster/core/ports'
import type { Problem } from '@muster/core/problem'
import { makeProblem } from '@muster/core/told-problems'
import { sql } from 'kysely'
import type { Database } from '../db/database.ts'
import { inTransaction } from '../db/transaction.ts'
import { pageOf, readCursor } from '../http/cursor.ts'
import { type AccountRow, hasAdmin, makeInvitation, roleOf } from './accounts.ts'
import { type ActivityLog, verifyActivity } from './activity.ts'
import type { Provider } from './provider.ts'
import { endSessions, liveSessions, sessionIdleMinutesMax } from './sessions.ts'
import { signedOutPath } from './sign-in.ts'

type AccessHandlers = Pick<
  Handlers,
  | 'me'
  | 'signOut'
  | 'listAccounts'
  | 'updateAccount'
  | 'endAccountSessions'
  | 'listSessions'
  | 'endSession'
  | 'createInvitation'
  | 'listActivity'
  | 'verifyActivity'
>

export interface AccessOptions {
  db: Database
  /** Of sessions. */
  clock: Clock
  provider: Provider | null
  secretKey: Buffer
  address(): string
}

export function createAccessHandlers(options: AccessOptions): AccessHandlers {
  return {
    ...createOwnHandlers(options),
    ...createAccountHandlers(options),
    ...createSessionHandlers(options),
    ...createActivityHandlers(options),
  }
}

function createOwnHandlers(options: AccessOptions): Pick<AccessHandlers, 'me' | 'signOut'> {
  const { db, clock, provider, address } = options
  return {
    async me(_, caller) {
      const { by, id, name, role, sessionId } = caller
      const own = { by, id, name, role }
      if (sessionId === null) return { ...own, userName: null, session: null }
      const row = await liveSessions(db, clock.now())
        .select(['session.started_at', 'session.ends_at', 'account.user_name'])
        .where('session.id', '=', sessionId)
        .executeTakeFirst()
      if (row === undefined) throw makeProblem('sessionJustEnded')
      const { started_at: startedAt, ends_at: endsAt } = row
      const session = { sessionId, startedAt, endsAt, idleMinutesMax: sessionIdleMinutesMax }
      return { ...own, userName: row.user_name, session }
    },
    async signOut({ body }, caller) {
      const { sessionId } = caller
      if (sessionId === null) {
        throw makeProblem('keyNotSignedIn')
      }
      const which = body.everywhere ? { accountId: caller.id } : { id: sessionId }
      const ended = await inTransaction(db, tx => endSessions(tx, which, clock.now()))
      return { ended, url: (await provider?.signOutUrl(address() + signedOutPath)) ?? null }
    },
  }
}

function createAccountHandlers(
  options: AccessOptions,
): Pick<AccessHandlers, 'listAccounts' | 'updateAccount' | 'createInvitation'> {
  const { db, clock, provider, address } = options
  return {
    async listAccounts({ query }) {
      const after = readCursor(query.cursor, 1)
      let rows = db
        .selectFrom('account')
        .selectAll()
        .orderBy('id')
        .limit(query.limit + 1)
      if (after !== null) rows = rows.where('id', '>', after[0] ?? '')
      const found = await rows.execute()
      const open = await countSessions(options, found)
      return pageOf(found, query.limit, { item: row => shapeOf(row, open), key: row => [row.id] })
    },
    async updateAccount({ params, body }) {
      const row = await inTransaction(db, tx =>
        tx
          .updateTable('account')
          .set({ role_given: body.roleGiven })
          .where('id', '=', params.accountId)
          .returningAll()
          .executeTakeFirst(),
      )
      if (row === undefined) throw noAccount()
      return shapeOf(row, await countSessions(options, [row]))
    },
    async createInvitation() {
      if (provider === null) {
        throw makeProblem('noProvider')
      }
      const { token, expiresAt } = await inTransaction(db, tx => makeInvitation(tx, clock.now()))
      return { url: invitationUrl(address(), token), expiresAt }
    },
  }
}

/** Where somebody begins who was handed a one-time link. */
function invitationUrl(address: string, token: string): string {
  return `${address}/signin?invitation=${token}`
}

/** For the start of the program: as long as nobody is admin, whoever runs it hands a link to who is to be the first. */
export async function inviteFirstAdministrator(
  options: AccessOptions & { activity: ActivityLog },
): Promise<string | null> {
  const { db, clock, provider, address, activity } = options
  if (provider === null || (await hasAdmin(db))) return null
  const act = { doer: { by: 'machine', id: null }, act: 'createInvitation', about: {} } as const
  const { token } = await activity.record(act, () => inTransaction(db, tx => makeInvitation(tx, clock.now())))
  return invitationUrl(address(), token)
}

function createSessionHandlers(
  options: AccessOptions,
): Pick<AccessHandlers, 'listSessions' | 'endSession' | 'endAccountSessions'> {
  const { db, clock } = options
  return {
    async listSessions({ query }) {
      const after = readCursor(query.cursor, 1)
      let rows = liveSessions(db, clock.now())
        .select(['session.id', 'account_id', 'account.name', 'role', 'started_at', 'last_used_at', 'ends_at'])
        .orderBy('session.id')
        .limit(query.limit + 1)
      if (after !== null) rows = rows.where('session.id', '>', after[0] ?? '')
      return pageOf(await rows.execute(), query.limit, {
        item: row => ({
          sessionId: row.id,
          accountId: row.account_id,
          name: row.name,
          role: row.role,
          startedAt: row.started_at,
          lastUsedAt: row.last_used_at,
          endsAt: row.ends_at,
        }),
        key: row => [row.id],
      })
    },
    async endSession({ params }) {
      const known = await db
        .selectFrom('session')
        .select('id')
        .where('id', '=', params.sessionId)
        .executeTakeFirst()
      if (known === undefined) throw makeProblem('noSession')
      await inTransaction(db, tx => endSessions(tx, { id: params.sessionId }, clock.now()))
      return undefined
    },
    async endAccountSessions({ params }) {
      const { accountId } = params
      const known = await db.selectFrom('account').select('id').where('id', '=', accountId).executeTakeFirst()
      if (known === undefined) throw noAccount()
      return { ended: await inTransaction(db, tx => endSessions(tx, { accountId }, clock.now())) }
    },
  }
}

function createActivityHandlers(
  options: AccessOptions,
): Pick<AccessHandlers, 'listActivity' | 'verifyActivity'> {
  const { db } = options
  return {
    async listActivity({ query }) {
      const before = readCursor(query.cursor, 1)
      let rows = db
        .selectFrom('activity')
        .leftJoin('account', 'account.id', 'by_id')
        .leftJoin('api_key', 'api_key.id', 'by_id')
        .select(['number', 'at', 'by', 'by_id', 'act', 'about', 'outcome', 'reason'])
        .select(sql<string | null>`coalesce(account.name, api_key.name)`.as('by_name'))
        .orderBy('number', 'desc')
        .limit(query.limit + 1)
      if (before !== null) rows = rows.where('number', '<', before[0] ?? '0')
      if (query.byId !== undefined) rows = rows.where('by_id', '=', query.byId)
      if (query.by !== undefined) rows = rows.where('by', '=', query.by)
      if (query.act !== undefined) rows = rows.where('act', '=', query.act)
      if (query.outcome !== undefined) rows = rows.where('outcome', '=', query.outcome)
      if (query.from !== undefined) rows = rows.where('at', '>=', query.from)
      if (query.until !== undefined) rows = rows.where('at', '<', query.until)
      // An id stands there by itself, or among those of one act.
      if (query.aboutId !== undefined)
        rows = rows.where(
          sql<boolean>`jsonb_path_exists(about, '$.** ? (@ == $id)', jsonb_build_object('id', ${query.aboutId}::text))`,
        )
      return pageOf(await rows.execute(), query.limit, {
        item: ({ by_id: byId, by_name: byName, number, ...row }) => ({
          ...row,
          number: Number(number),
          byId,
          byName,
        }),
        key: row => [row.number],
      })
    },
    async verifyActivity({ query }) {
      return verifyActivity(options, query.mark)
    },
  }
}

function noAccount(): Problem {
  return makeProblem('noAccount')
}

async function countSessions(
  { db, clock }: AccessOptions,
  accounts: readonly AccountRow[],
): Promise<ReadonlyMap<string, number>> {
  if (accounts.length === 0) return new Map()
  const ids = accounts.map(account => account.id)
  const rows = await liveSessions(db, clock.now())
    .select(({ fn }) => ['account_id', fn.countAll<string>().as('open')])
    .where('account_id', 'in', ids)
    .groupBy('account_id')
    .execute()
  return new Map(rows.map(row => [row.account_id, Number(row.open)]))
}

function shapeOf(row: AccountRow, open: ReadonlyMap<string, number>) {
  return {
    accountId: row.id,
    name: row.name,
    userName: row.user_name,
    directory: row.directory,
    subject: row.subject,
    roleClaimed: row.role_claimed,
    roleGiven: row.role_given,
    role: roleOf(row),
    createdAt: row.created_at,
    lastSignedInAt: row.last_signed_in_at,
    openSessions: open.get(row.id) ?? 0,
  }
}
