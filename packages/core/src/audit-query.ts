/**
 * From the rules of a tenant to the fewest queries of the audit log that bring every record they watch. Each query is
 * polled on its own, so fewer queries are fewer requests of a budget of five in ten seconds. Pure.
 */

import type { Watch } from './automation.ts'
import { readActivity } from './security-info.ts'

/** What Graph is asked for besides the time: each part null for no restriction. */
export interface AuditQuery {
  activity: string | null
  service: string | null
  category: string | null
  /** Graph's page names no filter on it; a tenant whose Graph refuses it is asked without, and the client tests it. */
  result: 'success' | 'failure' | null
  odata: string | null
}

const noRestriction: AuditQuery = { activity: null, service: null, category: null, result: null, odata: null }

/**
 * Several activities of one service are asked for by the service, and the client leaves out what it did not want: that
 * costs rows instead of requests. The directory itself logs so much that its names are worth asking for apart.
 */
const activitiesApartMax = 1
/** Ten polls every five minutes are a fifteenth of the budget of reports. */
const activitiesOfDirectoryApartMax = 10
const directoryLog = 'core directory'

/** Names the one service that an activity is known to come from; null when it is not known, or more than one. */
export type ServiceOf = (activity: string) => string | null

/** The queries, each wanted by at least one watch, none of them covered by another. */
export function planQueries(watches: readonly Watch[], serviceOf: ServiceOf): AuditQuery[] {
  const wanted = withoutCovered(
    watches.flatMap(watch => queriesOf(watch)),
    serviceOf,
  )
  return withoutCovered(mergeAlike(wanted, serviceOf), serviceOf)
}

function queriesOf(watch: Watch): AuditQuery[] {
  const result = watch.result === 'any' ? null : watch.result
  const shared: AuditQuery = { ...noRestriction, result, odata: watch.odata }
  // A name says more than service and category do, and the client tests those.
  if (watch.activities.length > 0) return watch.activities.map(activity => ({ ...shared, activity }))
  const services = watch.services.length === 0 ? [null] : watch.services
  const categories = watch.categories.length === 0 ? [null] : watch.categories
  return services.flatMap(service => categories.map(category => ({ ...shared, service, category })))
}

function withoutCovered(queries: readonly AuditQuery[], serviceOf: ServiceOf): AuditQuery[] {
  const kept: AuditQuery[] = []
  for (const query of queries) {
    if (kept.some(other => covers(other, query, serviceOf))) continue
    const left = kept.filter(other => !covers(query, other, serviceOf))
    kept.splice(0, kept.length, ...left, query)
  }
  return kept
}

function mergeAlike(queries: readonly AuditQuery[], serviceOf: ServiceOf): AuditQuery[] {
  const groups = Map.groupBy(queries, query => {
    const service = query.activity === null || query.odata !== null ? null : serviceOf(query.activity)
    return service
  })
  return [...groups].flatMap(([service, some]) => {
    if (service === null || some.length <= apartMax(service)) return some
    const results = new Set(some.map(query => query.result))
    const [result = null] = results
    return [{ ...noRestriction, service, result: results.size === 1 ? result : null }]
  })
}

function apartMax(service: string): number {
  return service.toLowerCase() === directoryLog ? activitiesOfDirectoryApartMax : activitiesApartMax
}

/** Whether every record that `narrow` asks for also comes with `wide`. What only Graph can test is asked for apart. */
export function covers(wide: AuditQuery, narrow: AuditQuery, serviceOf: ServiceOf): boolean {
  if (wide.odata !== narrow.odata) return false
  const isActivity =
    wide.activity === null ||
    (narrow.activity !== null && readActivity(wide.activity) === readActivity(narrow.activity))
  const service = narrow.service ?? (narrow.activity === null ? null : serviceOf(narrow.activity))
  return (
    isActivity &&
    isWithin(wide.service, service) &&
    isWithin(wide.category, narrow.category) &&
    isWithin(wide.result, narrow.result)
  )
}

function isWithin(wide: string | null, narrow: string | null): boolean {
  return wide === null || wide.toLowerCase() === narrow?.toLowerCase()
}

/** The same query has the same name, also after a restart. */
export function nameOfQuery(query: AuditQuery): string {
  const { activity, service, category, result, odata } = query
  return JSON.stringify([activity, service, category, result, odata])
}

/** What `nameOfQuery` named. */
export function queryOfName(name: string): AuditQuery {
  // Only `nameOfQuery` makes names.
  const [activity, service, category, result, odata] = JSON.parse(name) as [
    ...[string | null, string | null, string | null],
    AuditQuery['result'],
    string | null,
  ]
  return { activity, service, category, result, odata }
}

/**
 * The filter that goes out, in the order of the second seed:
 * `activityDisplayName eq '…' and activityDateTime ge … and result eq 'success'`.
 */
export function filterText(query: AuditQuery, since: Date): string {
  const parts = [
    query.activity === null ? null : `activityDisplayName eq ${quoted(query.activity)}`,
    `activityDateTime ge ${since.toISOString()}`,
    query.service === null ? null : `loggedByService eq ${quoted(query.service)}`,
    query.category === null ? null : `category eq ${quoted(query.category)}`,
    query.result === null ? null : `result eq ${quoted(query.result)}`,
    // Always in brackets, so that no condition of its own widens what stands beside it.
    query.odata === null ? null : `(${query.odata})`,
  ]
  return parts.filter(part => part !== null).join(' and ')
}

/** Whether every bracket outside of a quotation is closed, and none that is not its own: such a condition stays inside of ours. */
export function isClosed(odata: string): boolean {
  let depth = 0
  // A quotation mark within a quotation is written twice, which ends one and begins the next.
  for (const part of odata.split("'").filter((_, index) => index % 2 === 0)) {
    for (const [bracket] of part.matchAll(/[()]/g)) {
      depth += bracket === '(' ? 1 : -1
      if (depth < 0) return false
    }
  }
  return depth === 0 && odata.split("'").length % 2 === 1
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
