/** Shapes of API keys and of the service's own health. */

import * as z from 'zod'
import { at, id, name } from './common.ts'

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
