/** Shapes of the installation, of groups found by name, and of reasons for which people are left out from the start. */

import * as z from 'zod'
import { at, count, id, reason } from './common.ts'

export const installation = z
  .object({
    version: z.string(),
    startedAt: at.meta({ description: 'when the copy that answered was started' }),
    administrationUrl: z.string().meta({ description: 'what administrators open' }),
    publicUrl: z
      .object({
        url: z.string().meta({ description: "what people's links begin with" }),
        isGiven: z.boolean().meta({ description: 'false: the address of this machine, since none was set' }),
        obstacle: z
          .object({ kind: z.enum(['onlyHere', 'plainHttp']), message: z.string(), remedy: z.string() })
          .nullable()
          .meta({ description: 'what keeps people of a real tenant from opening their links' }),
      })
      .meta({ id: 'PublicUrl' }),
    signIn: z
      .object({ issuer: z.string(), clientId: z.string(), credentialKind: z.enum(['secret', 'certificate']) })
      .nullable()
      .meta({ description: 'null: nobody signs in, and only API keys open the API' }),
    database: z.object({
      kind: z.enum(['embedded', 'external']),
      version: z.string(),
      bytes: count,
    }),
    languages: z.object({
      mails: z.array(z.string()),
      pages: z.array(z.string()).meta({ description: 'of the pages that people see' }),
    }),
    opensCredentials: z.boolean().meta({
      description: 'false: they were stored with another secret key, and no work is done',
    }),
    at,
  })
  .meta({ id: 'Installation' })

export const groupSearch = z
  .strictObject({ text: z.string().trim().min(1).max(256) })
  .meta({ id: 'GroupSearch' })

export const groupFound = z
  .object({
    groupId: z.string(),
    displayName: z.string(),
    obstacle: z
      .string()
      .nullable()
      .meta({ description: 'why nobody can be put into it; null when people can' }),
  })
  .meta({ id: 'GroupFound' })

export const groupsFound = z
  .object({ items: z.array(groupFound), isWhole: z.boolean().meta({ description: 'false: there are more' }) })
  .meta({ id: 'GroupsFound' })

export const newExclusion = z
  .strictObject({
    reason,
    until: at.optional().meta({ description: 'when it ends by itself; never when left out' }),
  })
  .meta({ id: 'NewExclusion' })

export const exclusion = z
  .object({
    exclusionId: id,
    campaignId: id,
    reason: z.string(),
    owner: z.string(),
    until: at.nullable(),
    createdAt: at,
  })
  .meta({ id: 'Exclusion' })
