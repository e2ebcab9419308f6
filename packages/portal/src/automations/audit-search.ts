/** Which records of the audit log a page shows, in its address: activities and days, nothing personal. Pure. */

import type { RequestOf } from '@muster/contract/route'
import type { Routes } from '@muster/contract/routes'
import { auditFilter } from '@muster/contract/shapes/audit-events'
import { endOfDay, isDay, startOfDay } from '../ui/days.ts'

export const auditResults = auditFilter.shape.result.unwrap().options
export type AuditResult = (typeof auditResults)[number]

export interface AuditSearch {
  tenant?: string
  activity?: string
  service?: string
  result?: AuditResult
  /** Calendar days of the reader, `2026-11-02`; both inclusive. */
  from?: string
  until?: string
}

export type AuditFilter = NonNullable<RequestOf<Routes['downloadAuditEvents']>['body']>

export function readAuditSearch(search: Record<string, unknown>): AuditSearch {
  const { tenant, activity, service, from, until } = search
  const result = auditResults.find(one => one === search.result)
  return {
    ...(typeof tenant === 'string' ? { tenant } : {}),
    ...(typeof activity === 'string' ? { activity } : {}),
    ...(typeof service === 'string' ? { service } : {}),
    ...(result === undefined ? {} : { result }),
    ...(isDay(from) ? { from } : {}),
    ...(isDay(until) ? { until } : {}),
  }
}

/** As the API asks for it. Whom a record tells of is no part of the address. */
export function filterOf(search: AuditSearch, person: string): AuditFilter {
  const { activity, service, result, from, until } = search
  return {
    ...(activity === undefined ? {} : { activities: [activity] }),
    ...(service === undefined ? {} : { services: [service] }),
    ...(result === undefined ? {} : { result }),
    ...(person === '' ? {} : { person }),
    ...(from === undefined ? {} : { since: startOfDay(from).toISOString() }),
    ...(until === undefined ? {} : { until: endOfDay(until).toISOString() }),
  }
}
