/** Shapes of what was read of the directory's audit log: the table that is kept, and the activities that there are. */

import * as z from 'zod'
import { at, count, id, paging } from './common.ts'

export const auditParty = z
  .object({
    kind: z.string().meta({ description: "`user`, `app`, or the log's word for a resource" }),
    id: z.string().nullable(),
    upn: z.string().nullable(),
    name: z.string().nullable(),
  })
  .meta({ id: 'AuditParty' })

export const auditEvent = z
  .object({
    eventId: z.string().meta({ description: "the log's own id" }),
    at: at.meta({ description: 'when it was done' }),
    seenAt: at.meta({ description: 'when Muster read it' }),
    activity: z.string(),
    service: z.string(),
    category: z.string(),
    result: z.string(),
    reason: z.string().nullable(),
    correlationId: z.string().nullable(),
    personId: z.string().nullable().meta({ description: 'the user acted upon, else the one who acted' }),
    displayName: z.string().nullable(),
    userPrincipalName: z.string().nullable(),
    initiator: auditParty.nullable(),
    targets: z.array(auditParty),
    details: z.record(z.string(), z.unknown()).meta({
      description:
        '`initiatedBy`, `targetResources`, `additionalDetails`, `operationType` as Graph gave them',
    }),
  })
  .meta({ id: 'AuditEvent' })

/** A filter for each part of the log; more of one are alternatives. */
export const auditFilter = z
  .strictObject({
    activities: z.array(z.string().trim().min(1).max(200)).max(50).optional(),
    services: z.array(z.string().trim().min(1).max(200)).max(20).optional(),
    categories: z.array(z.string().trim().min(1).max(200)).max(20).optional(),
    result: z.enum(['success', 'failure', 'timeout']).optional(),
    person: z.string().trim().min(1).max(320).optional().meta({
      description: 'of whom it tells: a UPN, a mail address or an object id',
    }),
    since: at.optional(),
    until: at.optional(),
  })
  .meta({ id: 'AuditFilter' })

export const auditSearch = auditFilter
  .extend({ limit: z.int().min(1).max(500).default(100), cursor: z.string().max(1000).optional() })
  .meta({ id: 'AuditSearch' })

/** In the order in which it was read, so that whoever copies it goes on where they stood. */
export const auditEventsQuery = z.strictObject({ ...paging, seenSince: at.optional() })

export const auditActivities = z
  .object({
    activities: z.array(z.object({ service: z.string(), category: z.string(), name: z.string() })),
    seen: z
      .array(z.object({ service: z.string(), category: z.string(), name: z.string(), events: count }))
      .meta({ description: 'those that were really read in this tenant, most frequent first' }),
  })
  .meta({ id: 'AuditActivities' })

export const automationSettings = z
  .object({
    tenantId: id,
    pollMinutes: z.int().meta({ description: 'from one poll of the log to the next, while a rule is on' }),
    keepDays: z.int().meta({ description: 'how long what was read is kept' }),
    polledAt: at.nullable().meta({ description: 'the newest poll for rules' }),
    refusal: z.string().nullable().meta({ description: 'why the log is refused; null while it answers' }),
    gap: z
      .object({ from: at, until: at, isOnlyWithoutLicence: z.boolean() })
      .nullable()
      .meta({ description: 'a time of which the log may have kept nothing for Muster' }),
  })
  .meta({ id: 'AutomationSettings' })

export const automationSettingsChange = z
  .strictObject({
    pollMinutes: z.int().min(1).max(120).optional(),
    keepDays: z.int().min(1).max(3650).optional(),
  })
  .meta({ id: 'AutomationSettingsChange' })
