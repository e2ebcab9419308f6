/** Who may use the small service in memory: keys, sessions and accounts of named people. For tests of what speaks HTTP. */

import type { Caller } from '@muster/contract/route'
import type { Handlers } from '@muster/contract/routes'
import { exampleIds, find, paged, startOfDay, type World } from './example-world.ts'

/** Where browsers believe the service to be. */
export const exampleAddress = 'https://muster.example'

/** The keys that are known, one for each role. */
export const exampleKeys = { viewer: 'key-of-vera', operator: 'key-of-oscar', admin: 'key-of-ada' } as const

/** The tokens of sessions that are known, one for each role. */
export const exampleTokens = {
  viewer: 'session-of-vera',
  operator: 'session-of-oscar',
  admin: 'session-of-ada',
} as const

export const exampleKeyHolders: Readonly<Record<string, Caller>> = {
  [exampleKeys.viewer]: keyHolder('1', 'Vera', 'viewer'),
  [exampleKeys.operator]: keyHolder('2', 'Oscar', 'operator'),
  [exampleKeys.admin]: keyHolder('3', 'Ada', 'admin'),
}

export const exampleSessionHolders: Readonly<Record<string, Caller>> = {
  [exampleTokens.viewer]: sessionHolder('4', 'Vera', 'viewer'),
  [exampleTokens.operator]: sessionHolder('5', 'Oscar', 'operator'),
  [exampleTokens.admin]: sessionHolder('6', 'Ada', 'admin'),
}

function keyHolder(digit: string, name: string, role: Caller['role']): Caller {
  return { by: 'apiKey', id: idWith(digit), name, role, sessionId: null }
}

function sessionHolder(digit: string, name: string, role: Caller['role']): Caller {
  return { by: 'account', id: idWith(digit), name, role, sessionId: exampleIds.session }
}

function idWith(lastDigit: string): string {
  return exampleIds.key.replace(/.$/, lastDigit)
}

export type AccessNames =
  | 'health'
  | 'me'
  | 'signOut'
  | 'listAccounts'
  | 'updateAccount'
  | 'endAccountSessions'
  | 'listSessions'
  | 'endSession'
  | 'createInvitation'
  | 'listApiKeys'
  | 'createApiKey'
  | 'revokeApiKey'
  | 'listActivity'
  | 'verifyActivity'

export function accessHandlers(world: World): Pick<Handlers, AccessNames> {
  return {
    health: async () => ({ status: 'ok', version: '0.1.0', database: 'ok', stopped: [] }),
    listApiKeys: async ({ query }) => paged(world.keys, query),
    createApiKey: async ({ body }) => {
      const apiKey = {
        ...body,
        keyId: crypto.randomUUID(),
        createdAt: startOfDay,
        lastUsedAt: null,
        revokedAt: null,
      }
      world.keys.push(apiKey)
      return { apiKey, key: `muster_${world.keys.length}` }
    },
    revokeApiKey: async ({ params }) => {
      const found = find(world.keys, key => key.keyId === params.keyId, 'API key')
      found.revokedAt = startOfDay
      return undefined
    },
    me: async (_, { by, id, name, role }) => ({ by, id, name, role, userName: null, session: null }),
    signOut: async () => ({ ended: 1, url: null }),
    listAccounts: async ({ query }) => paged(world.accounts, query),
    updateAccount: async ({ params, body }) =>
      Object.assign(
        find(world.accounts, account => account.accountId === params.accountId, 'account'),
        body,
        { role: body.roleGiven },
      ),
    endAccountSessions: async ({ params }) => {
      const found = find(world.accounts, account => account.accountId === params.accountId, 'account')
      const ended = found.openSessions
      found.openSessions = 0
      return { ended }
    },
    listSessions: async ({ query }) => paged(world.sessions, query),
    endSession: async ({ params }) => {
      find(world.sessions, session => session.sessionId === params.sessionId, 'session')
      world.sessions = world.sessions.filter(session => session.sessionId !== params.sessionId)
      return undefined
    },
    createInvitation: async () => ({
      url: `${exampleAddress}/signin?invitation=once`,
      expiresAt: startOfDay,
    }),
    listActivity: async ({ query }) => paged(world.activity, query),
    verifyActivity: async () => world.verdict,
  }
}
