/** The port AuditLog on Graph: pages of the directory audit log, of one service for the feed, of any question for rules. */

import { filterText } from '@muster/core/audit-query'
import type { AuditLog, AuditParty, AuditRecord } from '@muster/core/ports'
import { asList, asObject, type Json, readUnanswered, textOf } from './answers.ts'
import type { GraphAnswer, GraphClient } from './client.ts'

/** The largest page of directoryAudits (facts, section 9). */
const pageMax = 1_000
const isGuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
/** A record of the directory has a few kilobytes; one that names thousands of changed values is kept without them. */
const detailsCharsMax = 50_000

export function createAuditLog(client: GraphClient): AuditLog {
  async function ask(path: string): Promise<GraphAnswer> {
    return client.request({
      service: 'reports',
      method: 'GET',
      path,
      priority: 'low',
      // A repeat would take the place of another reading; the lane itself comes back.
      isSafe: false,
    })
  }

  return {
    async readSecurityInfo({ since, cursor }) {
      const answer = await ask(cursor ?? pathOf(securityInfoFilter(since)))
      if (answer.kind === 'error' && answer.status === 400 && cursor !== null) return { kind: 'startOver' }
      return answer.kind === 'ok' ? readPage(answer.body) : readUnanswered(answer)
    },
    async read({ query, since, cursor }) {
      const answer = await ask(cursor ?? pathOf(filterText(query, since)))
      if (answer.kind === 'error' && answer.status === 400) {
        if (cursor !== null) return { kind: 'startOver' }
        return { kind: 'notFilterable', reason: `${answer.code}: ${answer.message}` }
      }
      return answer.kind === 'ok' ? readPage(answer.body) : readUnanswered(answer)
    },
  }
}

function securityInfoFilter(since: Date): string {
  return `activityDateTime ge ${since.toISOString()} and loggedByService eq 'Authentication Methods'`
}

function pathOf(filter: string): string {
  return `/auditLogs/directoryAudits?$top=${pageMax}&$filter=${encodeURIComponent(filter)}`
}

function readPage(answer: unknown): { kind: 'page'; entries: AuditRecord[]; cursor: string | null } {
  const body = asObject(answer)
  const entries = asList(body.value).map(asObject).flatMap(readEntry)
  return { kind: 'page', entries, cursor: textOf(body, '@odata.nextLink') }
}

function readEntry(entry: Json): AuditRecord[] {
  const id = textOf(entry, 'id')
  const activity = textOf(entry, 'activityDisplayName')
  const at = new Date(textOf(entry, 'activityDateTime') ?? Number.NaN)
  if (id === null || activity === null || Number.isNaN(at.getTime())) return []
  const resources = asList(entry.targetResources).map(asObject)
  return [
    {
      id,
      activity,
      at,
      result: textOf(entry, 'result') ?? '',
      personId: personOf(entry),
      service: textOf(entry, 'loggedByService') ?? '',
      category: textOf(entry, 'category') ?? '',
      correlationId: textOf(entry, 'correlationId'),
      reason: textOf(entry, 'resultReason'),
      initiator: initiatorOf(asObject(entry.initiatedBy)),
      targets: resources.map(resource => partyOf(resource, (textOf(resource, 'type') ?? '').toLowerCase())),
      changed: resources.flatMap(resource =>
        asList(resource.modifiedProperties).flatMap(one => textOf(asObject(one), 'displayName') ?? []),
      ),
      details: detailsOf(entry),
    },
  ]
}

function initiatorOf(initiatedBy: Json): AuditParty | null {
  const user = asObject(initiatedBy.user)
  if (textOf(user, 'id') !== null || textOf(user, 'userPrincipalName') !== null) return partyOf(user, 'user')
  const app = asObject(initiatedBy.app)
  const id = textOf(app, 'appId') ?? textOf(app, 'servicePrincipalId')
  const name = textOf(app, 'displayName') ?? textOf(app, 'servicePrincipalName')
  return id === null && name === null ? null : { kind: 'app', id, upn: null, name }
}

function partyOf(party: Json, kind: string): AuditParty {
  return {
    kind,
    id: textOf(party, 'id'),
    upn: textOf(party, 'userPrincipalName'),
    name: textOf(party, 'displayName'),
  }
}

function detailsOf({ initiatedBy, targetResources, additionalDetails, operationType }: Json): Json {
  const whole = { initiatedBy, targetResources, additionalDetails, operationType }
  if (JSON.stringify(whole).length <= detailsCharsMax) return whole
  const bare = asList(targetResources)
    .map(asObject)
    .map(({ modifiedProperties: _, ...rest }) => rest)
  return { initiatedBy, targetResources: bare, operationType, isCut: true }
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
