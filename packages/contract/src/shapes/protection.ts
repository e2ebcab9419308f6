/** Shapes of protected people: the list per tenant that no import, group or campaign overrides. */

import * as z from 'zod'
import { at, count, id, name, reason } from './common.ts'

/** Break-glass and service accounts are counted in tens; a list of hundreds is a group, and belongs into a policy. */
export const protectPeopleMax = 200

const people = z
  .array(z.string().trim().min(1).max(320))
  .min(1)
  .max(protectPeopleMax)
  .meta({ description: 'UPNs, mail addresses or object ids' })

export const newProtection = z
  .strictObject({
    people,
    reason,
    owner: name.optional().meta({ description: 'who answers for it; the caller when left out' }),
  })
  .meta({ id: 'NewProtection' })

export const endOfProtection = z.strictObject({ people }).meta({ id: 'EndOfProtection' })

export const protectedPerson = z
  .object({
    objectId: z.string(),
    displayName: z.string().nullable(),
    userPrincipalName: z.string().nullable(),
    owner: z.string(),
    reason: z.string(),
    protectedAt: at,
    inGroupOf: z.array(z.string()).meta({
      description: 'campaigns whose group took the person before; Muster takes nobody out of a group',
    }),
  })
  .meta({ id: 'ProtectedPerson' })

export const protectionChanged = z
  .object({
    tenantId: id,
    changed: count,
    unchanged: count,
    notFound: z.array(z.string()).meta({ description: 'names that nobody in the directory has' }),
    inGroup: count.meta({
      description: 'how many of them are in a group already; take them out of it in Entra',
    }),
  })
  .meta({ id: 'ProtectionChanged' })
