/** The part of the table that is about the executive summary: as an answer, as a file, and as a mail by schedule. */

import * as z from 'zod'
import { csv, json, nothing, type Route } from './route.ts'
import { id, page, paging } from './shapes/common.ts'
import {
  newSummarySchedule,
  summaryQuery,
  summarySchedule,
  summaryTrial,
  summaryTried,
  tenantSummary,
} from './shapes/summaries.ts'

const ofTenant = z.strictObject({ tenantId: id })
const ofSchedule = ofTenant.extend({ scheduleId: id })

export const summaryRoutes = {
  tenantSummary: {
    method: 'GET',
    path: '/tenants/{tenantId}/summary',
    role: 'viewer',
    summary: 'The executive summary of a campaign, or of all campaigns of a tenant',
    params: ofTenant,
    query: summaryQuery,
    answer: json(tenantSummary),
  },
  downloadSummary: {
    method: 'GET',
    path: '/tenants/{tenantId}/summary.csv',
    role: 'viewer',
    summary: 'The break-downs of the summary, every group of them, as a file',
    params: ofTenant,
    query: summaryQuery,
    answer: csv,
  },
  listSummarySchedules: {
    method: 'GET',
    path: '/tenants/{tenantId}/summary-schedules',
    role: 'viewer',
    summary: 'The summaries that go out as mails: when, to whom, and what became of the last one',
    params: ofTenant,
    query: z.strictObject(paging),
    answer: json(page(summarySchedule)),
  },
  addSummarySchedule: {
    method: 'POST',
    path: '/tenants/{tenantId}/summary-schedules',
    role: 'operator',
    summary: 'Send the summary as a mail, every day or every week',
    params: ofTenant,
    body: newSummarySchedule,
    answer: json(summarySchedule, 201),
  },
  removeSummarySchedule: {
    method: 'DELETE',
    path: '/tenants/{tenantId}/summary-schedules/{scheduleId}',
    role: 'operator',
    summary: 'Send that summary no more; what is queued of it is withdrawn',
    params: ofSchedule,
    answer: nothing,
  },
  trySummarySchedule: {
    method: 'POST',
    path: '/tenants/{tenantId}/summary-schedules/{scheduleId}/try',
    role: 'operator',
    summary: 'Send that summary now, to the caller or to one other; the schedule stays as it is',
    params: ofSchedule,
    body: summaryTrial,
    answer: json(summaryTried, 202),
  },
} as const satisfies Record<string, Route>
