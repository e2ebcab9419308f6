/** The directory audit log as Graph serves it: newest first, only what has arrived, kept 7 or 30 days (FACTS 9). */

import type { AuditRecord } from '../world/types.ts'
import {
  answerWith,
  type GraphAnswer,
  type GraphGround,
  type GraphRequest,
  refuse,
  refuseMissing,
  refuseUnsupported,
} from './exchange.ts'
import { checkFilter, matches, readPath } from './filter.ts'
import { type Filter, type Operator, parseFilter } from './filter-text.ts'
import { composePage, contextUrl, readToken, readTop } from './query.ts'

/** FACTS 9: a page holds at most 1,000; a bigger `$top` is cut. */
const auditPage = { default: 1_000, max: 1_000, cut: true }

const DAY_MS = 24 * 3_600_000
const KEPT_DAYS = { free: 7, premium: 30 }

const CONTEXT = 'auditLogs/directoryAudits'

const FILTERS: Record<string, readonly Operator[]> = {
  activityDateTime: ['eq', 'ge', 'le', 'gt', 'lt'],
  activityDisplayName: ['eq', 'startswith'],
  loggedByService: ['eq'],
  category: ['eq'],
  correlationId: ['eq'],
  // Graph's page on the list names no filter by result; a published flow and its screenshots use it (see FIDELITY).
  result: ['eq'],
  'initiatedBy/user/id': ['eq'],
  'initiatedBy/user/userPrincipalName': ['eq', 'startswith'],
  'initiatedBy/app/appId': ['eq'],
  targetResources: ['any'],
}

export function listAudits(ground: GraphGround, request: GraphRequest): GraphAnswer {
  const top = readTop(request, auditPage)
  const order = request.query.get('$orderby') ?? 'activityDateTime desc'
  if (!/^activityDateTime desc$/i.test(order.trim()))
    throw refuseUnsupported(`$orderby '${order}' on directoryAudits`)
  const filter = readFilter(ground, request)
  const { records, nextSkip } = findRecords(ground, request, { top, filter })
  return composePage(ground, request, {
    value: records.map(record => showRecord(ground, record)),
    context: CONTEXT,
    nextOffset: nextSkip,
    collection: 'audits',
  })
}

export function getAudit(
  ground: GraphGround,
  _request: GraphRequest,
  params: Record<string, string>,
): GraphAnswer {
  const record = ground.world.audit.find(known => known.id === params.id)
  if (record === undefined || record.visibleAt > ground.world.clock.now())
    throw refuseMissing(params.id ?? '')
  return answerWith(200, {
    '@odata.context': contextUrl(ground, `${CONTEXT}/$entity`),
    ...showRecord(ground, record),
  })
}

function readFilter(ground: GraphGround, request: GraphRequest): Filter | undefined {
  const text = request.query.get('$filter')
  if (text === undefined) return undefined
  if (ground.refusesAuditResult && /\bresult\s+eq\b/i.test(text))
    throw refuse(400, 'BadRequest', 'Invalid filter clause')
  return checkFilter(parseFilter(text), {
    plain: FILTERS,
    advanced: [],
    isAdvancedQuery: false,
    isKnownProperty: name => KNOWN.has(name),
    resource: 'directoryAudit',
  })
}

const KNOWN = new Set(['id', 'result', 'resultReason', 'operationType', 'additionalDetails', 'initiatedBy'])

/**
 * Walks from the newest back. A page token counts the records shown, so a record that arrives between two pages shifts
 * the rest: the next page repeats one. Readers have to drop duplicates by id anyway (FACTS 9).
 */
function findRecords(
  ground: GraphGround,
  request: GraphRequest,
  ask: { top: number; filter: Filter | undefined },
): { records: AuditRecord[]; nextSkip: number | undefined } {
  const now = ground.world.clock.now()
  const keptDays = ground.world.premium ? KEPT_DAYS.premium : KEPT_DAYS.free
  const oldestMs = now.getTime() - keptDays * DAY_MS
  const earliestMs = Math.max(oldestMs, lowerBoundMs(ask.filter))
  const skip = readSkip(request)
  const records: AuditRecord[] = []
  let seen = 0
  for (let at = ground.world.audit.length - 1; at >= 0; at--) {
    const record = ground.world.audit[at]
    if (record === undefined || record.activityAt.getTime() < earliestMs) break
    if (record.visibleAt > now || !passes(ground, record, ask.filter)) continue
    if (seen++ < skip) continue
    if (records.length === ask.top) return { records, nextSkip: skip + ask.top }
    records.push(record)
  }
  return { records, nextSkip: undefined }
}

function readSkip(request: GraphRequest): number {
  const text = request.query.get('$skiptoken')
  if (text === undefined) return 0
  const { o } = readToken(text)
  return typeof o === 'number' ? o : 0
}

/** `activityDateTime ge …` joined by `and` lets the walk end early. */
function lowerBoundMs(filter: Filter | undefined): number {
  if (filter === undefined) return Number.NEGATIVE_INFINITY
  if (filter.kind === 'and') return Math.max(lowerBoundMs(filter.left), lowerBoundMs(filter.right))
  const isBound =
    filter.kind === 'compare' &&
    filter.property === 'activityDateTime' &&
    ['ge', 'gt', 'eq'].includes(filter.operator)
  return isBound ? Date.parse(String(filter.value)) : Number.NEGATIVE_INFINITY
}

function passes(ground: GraphGround, record: AuditRecord, filter: Filter | undefined): boolean {
  if (filter === undefined) return true
  return matches(filter, property => {
    if (property === 'activityDateTime') return record.activityAt
    if (property === 'initiatedBy/user/id') return record.initiatedByUserId
    if (property.startsWith('initiatedBy/')) return readPath(showRecord(ground, record), property)
    if (property === 'targetResources') return showRecord(ground, record).targetResources
    return readPath(record, property)
  })
}

function showRecord(ground: GraphGround, record: AuditRecord): Record<string, unknown> {
  return {
    id: record.id,
    category: record.category,
    correlationId: record.correlationId,
    result: record.result,
    resultReason: record.resultReason,
    activityDisplayName: record.activityDisplayName,
    activityDateTime: record.activityAt.toISOString(),
    loggedByService: record.loggedByService,
    operationType: record.operationType,
    initiatedBy: {
      app: showApp(ground, record.initiatedByAppId),
      user: showInitiator(ground, record.initiatedByUserId),
    },
    targetResources: showTargets(ground, record),
    additionalDetails: record.additionalDetails ?? [],
  }
}

function showApp(ground: GraphGround, appId: string | null): Record<string, unknown> | null {
  if (appId === null) return null
  const app = ground.world.apps.get(appId)
  return {
    appId,
    displayName: app?.displayName ?? null,
    servicePrincipalId: app?.servicePrincipalId ?? null,
    servicePrincipalName: null,
  }
}

function showInitiator(ground: GraphGround, userId: string | null): Record<string, unknown> | null {
  if (userId === null) return null
  const user = ground.world.users.get(userId)
  return {
    id: userId,
    displayName: user?.displayName ?? null,
    userPrincipalName: user?.userPrincipalName ?? null,
    ipAddress: '198.51.100.7',
    userType: null,
    homeTenantId: null,
    homeTenantName: null,
  }
}

function showTargets(ground: GraphGround, record: AuditRecord): Record<string, unknown>[] {
  const targets: Record<string, unknown>[] = []
  if (record.targetUserId !== null) {
    const user = ground.world.users.get(record.targetUserId)
    targets.push({
      id: record.targetUserId,
      displayName: user?.displayName ?? null,
      type: 'User',
      userPrincipalName: user?.userPrincipalName ?? null,
      groupType: null,
      modifiedProperties: record.modifiedProperties,
    })
  }
  if (record.targetGroupId !== null) {
    targets.push({
      id: record.targetGroupId,
      displayName: ground.world.groups.get(record.targetGroupId)?.displayName ?? null,
      type: 'Group',
      userPrincipalName: null,
      groupType: 'azureAD',
      modifiedProperties: [],
    })
  }
  for (const target of record.otherTargets ?? []) {
    // Where nobody and no group is meant, what was changed was changed of this.
    const isOnly = targets.length === 0
    const modifiedProperties = isOnly ? record.modifiedProperties : []
    targets.push({ ...target, userPrincipalName: null, groupType: null, modifiedProperties })
  }
  return targets
}
