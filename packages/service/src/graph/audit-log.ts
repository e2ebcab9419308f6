/** The port AuditLog on Graph: the directory audit log's entries of the service "Authentication Methods", by pages. */

import type { AuditEntry, AuditLog } from '@muster/core/ports'
import { asList, asObject, type Json, readUnanswered, textOf } from './answers.ts'
import type { GraphClient } from './client.ts'

/** The largest page of directoryAudits (facts, section 9). */
const pageMax = 1_000
const isGuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

export function createAuditLog(client: GraphClient): AuditLog {
  return {
    async readSecurityInfo({ since, cursor }) {
      const answer = await client.request({
        service: 'reports',
        method: 'GET',
        path: cursor ?? firstPage(since),
        priority: 'low',
        // A repeat would take the place of another reading; the lane itself comes back.
        isSafe: false,
      })
      if (answer.kind === 'error' && answer.status === 400 && cursor !== null) return { kind: 'startOver' }
      if (answer.kind !== 'ok') return readUnanswered(answer)
      const body = asObject(answer.body)
      const next = textOf(body, '@odata.nextLink')
      return { kind: 'page', entries: asList(body.value).map(asObject).flatMap(readEntry), cursor: next }
    },
  }
}

function firstPage(since: Date): string {
  const filter = `activityDateTime ge ${since.toISOString()} and loggedByService eq 'Authentication Methods'`
  return `/auditLogs/directoryAudits?$top=${pageMax}&$filter=${encodeURIComponent(filter)}`
}

function readEntry(entry: Json): AuditEntry[] {
  const id = textOf(entry, 'id')
  const activity = textOf(entry, 'activityDisplayName')
  const at = new Date(textOf(entry, 'activityDateTime') ?? Number.NaN)
  if (id === null || activity === null || Number.isNaN(at.getTime())) return []
  return [{ id, activity, result: textOf(entry, 'result') ?? '', personId: personOf(entry), at }]
}

/** The user acted upon; where none is named, the one who acted (facts, section 9). */
function personOf(entry: Json): string | null {
  const target = asList(entry.targetResources)
    .map(asObject)
    .find(resource => textOf(resource, 'type')?.toLowerCase() === 'user')
  const initiator = asObject(asObject(entry.initiatedBy).user)
  const id = (target === undefined ? null : textOf(target, 'id')) ?? textOf(initiator, 'id')
  return id !== null && isGuid.test(id) ? id.toLowerCase() : null
}
