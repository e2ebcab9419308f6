/** Shapes of who may use Muster (accounts, sessions, API keys, the log of acts) and of the service's own health. */

import * as z from 'zod'
import { at, count, id, name, paging } from './common.ts'

export const keyRole = z.enum(['viewer', 'operator', 'admin'])

export const newApiKey = z.strictObject({ name, role: keyRole }).meta({ id: 'NewApiKey' })

export const apiKey = z
  .object({
    keyId: id,
    name: z.string(),
    role: keyRole,
    createdAt: at,
    lastUsedAt: at.nullable(),
    revokedAt: at.nullable(),
  })
  .meta({ id: 'ApiKey' })

export const apiKeyMade = z
  .object({ apiKey, key: z.string().meta({ description: 'shown this once; only its hash is kept' }) })
  .meta({ id: 'ApiKeyMade' })

/**
 * A copy whose database does not answer says 503 with a problem instead. Anybody may ask, so it says of a stopped tenant
 * neither who nor why.
 */
export const health = z
  .object({
    status: z.literal('ok'),
    version: z.string(),
    database: z.literal('ok'),
    stopped: z
      .array(z.object({ tenantId: id, at }))
      .meta({ description: 'tenants for which nothing leaves, by the panic stop' }),
  })
  .meta({ id: 'Health' })

/** Times of a session: it ends at `endsAt`, or earlier when nobody used it for `idleMinutesMax`. */
export const ownSession = z
  .object({ sessionId: id, startedAt: at, endsAt: at, idleMinutesMax: z.int() })
  .meta({ id: 'OwnSession' })

export const me = z
  .object({
    by: z.enum(['apiKey', 'account']),
    id: id.meta({ description: 'of the key or the account' }),
    name: z.string(),
    userName: z.string().nullable().meta({ description: 'as the provider shows it; null for a key' }),
    role: keyRole,
    session: ownSession.nullable().meta({ description: 'null for a key, which has none' }),
  })
  .meta({ id: 'Me' })

export const signOut = z
  .strictObject({
    everywhere: z.boolean().default(false).meta({ description: 'end every session of the account' }),
  })
  .meta({ id: 'SignOut' })

export const signedOut = z
  .object({
    ended: count,
    url: z.string().nullable().meta({
      description: 'where the browser goes to sign out of the provider too; null where it has no such page',
    }),
  })
  .meta({ id: 'SignedOut' })

export const account = z
  .object({
    accountId: id,
    name: z.string(),
    userName: z.string().nullable(),
    directory: z.string().meta({ description: "Entra's tenant id; of another provider its issuer" }),
    subject: z.string().meta({ description: 'the object id; of another provider its `sub`' }),
    roleClaimed: keyRole.nullable().meta({ description: 'what the provider said at the last sign-in' }),
    roleGiven: keyRole.nullable().meta({ description: 'what an admin gave here' }),
    role: keyRole.nullable().meta({ description: 'the higher of the two; null: may not come in' }),
    createdAt: at,
    lastSignedInAt: at.nullable(),
    openSessions: count,
  })
  .meta({ id: 'Account' })

export const accountChange = z.strictObject({ roleGiven: keyRole.nullable() }).meta({ id: 'AccountChange' })

export const session = z
  .object({
    sessionId: id,
    accountId: id,
    name: z.string(),
    role: keyRole,
    startedAt: at,
    lastUsedAt: at,
    endsAt: at,
  })
  .meta({ id: 'Session' })

export const sessionsEnded = z.object({ ended: count }).meta({ id: 'SessionsEnded' })

export const invitation = z
  .object({
    url: z.string().meta({ description: 'shown this once; only its hash is kept' }),
    expiresAt: at,
  })
  .meta({ id: 'Invitation' })

export const activityQuery = z.strictObject({
  ...paging,
  byId: id.optional().meta({ description: 'the account or the key that did it' }),
  by: z.enum(['apiKey', 'account', 'machine', 'nobody']).optional(),
  act: z.string().min(1).max(64).optional().meta({ description: 'a route by its name, or `signIn`' }),
  outcome: z.enum(['done', 'refused', 'failed']).optional(),
  aboutId: id.optional().meta({ description: 'what it was about: a tenant, a campaign, an account …' }),
  from: at.optional(),
  until: at.optional().meta({ description: 'before this moment' }),
})

export const activityEntry = z
  .object({
    number: z.int(),
    at,
    by: z.enum(['apiKey', 'account', 'machine', 'nobody']),
    byId: id.nullable(),
    byName: z.string().nullable().meta({ description: 'as it is now; the log itself holds ids only' }),
    act: z.string().meta({ description: 'a route by its name, or `signIn`' }),
    about: z
      .record(z.string(), z.union([z.string(), z.array(z.string())]))
      .meta({ description: 'ids of what it was about, and the word chosen from a closed set' }),
    outcome: z.enum(['done', 'refused', 'failed']),
    reason: z.string().nullable().meta({ description: 'the code of the problem; null when it was done' }),
  })
  .meta({ id: 'ActivityEntry' })

export const activityVerdict = z
  .object({
    isWhole: z.boolean(),
    entries: count,
    brokenAt: z.int().nullable().meta({ description: 'the first entry that is not as it was written' }),
    detail: z.string(),
    mark: z.string().nullable().meta({
      description: 'keep it elsewhere and ask with it later: then cutting off the end is noticed, too',
    }),
  })
  .meta({ id: 'ActivityVerdict' })
