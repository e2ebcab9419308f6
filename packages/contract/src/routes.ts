/** The HTTP API as one table: method, path, role, what goes in and what comes out. Everything else follows from it. */

import * as z from 'zod'
import { accessRoutes } from './access-routes.ts'
import { automationRoutes } from './automation-routes.ts'
import { breakDownRoutes } from './break-down-routes.ts'
import { mirrorRoutes } from './mirror-routes.ts'
import { type CallerOf, csv, type InputOf, json, nothing, type OutputOf, type Route } from './route.ts'
import { settingsRoutes } from './settings-routes.ts'
import { health } from './shapes/access.ts'
import {
  batch,
  batchAnswer,
  batchRow,
  batchRowsQuery,
  groupImport,
  importBytesMax,
  importMediaTypes,
  importQuery,
} from './shapes/batches.ts'
import {
  campaign,
  campaignAct,
  campaignChange,
  campaignReport,
  newCampaign,
  recentEvents,
} from './shapes/campaigns.ts'
import { id, page, paging } from './shapes/common.ts'
import { mail, mailDecision, mailsDecided, mailsQuery } from './shapes/mails.ts'
import { adoption } from './shapes/overview.ts'
import {
  enrolment,
  exportQuery,
  peopleAct,
  peopleActed,
  peopleFilter,
  peopleMeasured,
  personReport,
  personSearch,
} from './shapes/people.ts'
import { campaignPlan, planQuestion } from './shapes/plan.ts'
import { summaryRoutes } from './summary-routes.ts'
import { takeoverRoutes } from './takeover-routes.ts'
import { tenantRoutes } from './tenant-routes.ts'
import { textsRoutes } from './texts-routes.ts'

/** Every path of the table stands below this. */
export const basePath = '/api/v1'

const ofCampaign = z.strictObject({ campaignId: id })
const ofBatch = z.strictObject({ batchId: id })
const paged = z.strictObject(paging)

export const routes = {
  health: {
    method: 'GET',
    path: '/health',
    role: 'public',
    summary: 'Whether the service and its database are up',
    answer: json(health),
  },

  ...tenantRoutes,
  ...mirrorRoutes,

  listCampaigns: {
    method: 'GET',
    path: '/campaigns',
    role: 'viewer',
    summary: 'Campaigns of all tenants, or of one',
    query: z.strictObject({ ...paging, tenantId: id.optional() }),
    answer: json(page(campaign)),
  },
  createCampaign: {
    method: 'POST',
    path: '/campaigns',
    role: 'operator',
    summary: 'Make a campaign; it stays a draft until it is launched',
    body: newCampaign,
    answer: json(campaign, 201),
  },
  getCampaign: {
    method: 'GET',
    path: '/campaigns/{campaignId}',
    role: 'viewer',
    summary: 'One campaign',
    params: ofCampaign,
    answer: json(campaign),
  },
  updateCampaign: {
    method: 'PATCH',
    path: '/campaigns/{campaignId}',
    role: 'operator',
    summary:
      'Change the name, the senders, the policy of reminders or the date of a campaign; of a draft its goal and group too',
    params: ofCampaign,
    body: campaignChange,
    answer: json(campaign),
  },
  actOnCampaign: {
    method: 'POST',
    path: '/campaigns/{campaignId}/{act}',
    role: 'operator',
    summary: 'Launch, pause, resume or finish; repeating an act that is done is harmless',
    params: ofCampaign.extend({ act: campaignAct }),
    answer: json(campaign),
  },
  removeCampaign: {
    method: 'DELETE',
    path: '/campaigns/{campaignId}',
    role: 'operator',
    summary: 'Delete a draft with its lists and everybody in it; one that was launched is refused',
    params: ofCampaign,
    answer: nothing,
  },
  planCampaign: {
    method: 'POST',
    path: '/campaigns/{campaignId}/plan',
    role: 'viewer',
    summary: 'What a launch would do: who is mailed and who not, how long it takes; changes nothing',
    params: ofCampaign,
    body: planQuestion,
    answer: json(campaignPlan),
    reads: true,
  },
  campaignStatus: {
    method: 'GET',
    path: '/campaigns/{campaignId}/status',
    role: 'viewer',
    summary: 'Where everybody stands: by status, level, batch and department',
    params: ofCampaign,
    answer: json(campaignReport),
  },
  campaignAdoption: {
    method: 'GET',
    path: '/campaigns/{campaignId}/adoption',
    role: 'viewer',
    summary: 'How many people were invited, followed the link and registered, day by day',
    params: ofCampaign,
    answer: json(adoption),
  },
  ...breakDownRoutes,
  recentEvents: {
    method: 'GET',
    path: '/campaigns/{campaignId}/events',
    role: 'viewer',
    summary: 'What has just happened',
    params: ofCampaign,
    query: z.strictObject({ limit: paging.limit, after: paging.cursor }),
    answer: json(recentEvents),
  },

  importPeople: {
    method: 'POST',
    path: '/campaigns/{campaignId}/imports',
    role: 'operator',
    summary: 'Take in a file or a pasted list of people; accepted at once, worked in the background',
    params: ofCampaign,
    query: importQuery,
    body: { kind: 'bytes', mediaTypes: importMediaTypes, bytesMax: importBytesMax },
    answer: json(batchAnswer, 202),
  },
  importGroup: {
    method: 'POST',
    path: '/campaigns/{campaignId}/imports/group',
    role: 'operator',
    summary: "Take in a group's members",
    params: ofCampaign,
    body: groupImport,
    answer: json(batchAnswer, 202),
  },
  listBatches: {
    method: 'GET',
    path: '/campaigns/{campaignId}/batches',
    role: 'viewer',
    summary: "A campaign's batches, newest first",
    params: ofCampaign,
    query: paged,
    answer: json(page(batch)),
  },
  getBatch: {
    method: 'GET',
    path: '/batches/{batchId}',
    role: 'viewer',
    summary: 'One batch with its progress',
    params: ofBatch,
    answer: json(batchAnswer),
  },
  listBatchRows: {
    method: 'GET',
    path: '/batches/{batchId}/rows',
    role: 'viewer',
    summary: 'What became of each row',
    params: ofBatch,
    query: batchRowsQuery,
    answer: json(page(batchRow)),
  },
  downloadBatchRows: {
    method: 'GET',
    path: '/batches/{batchId}/rows.csv',
    role: 'viewer',
    summary: 'What became of each row, as a file',
    params: ofBatch,
    answer: csv,
  },

  searchPeople: {
    method: 'POST',
    path: '/campaigns/{campaignId}/people/search',
    role: 'viewer',
    summary: 'The people of a campaign, with filters; a POST, so that no name stands in a URL',
    params: ofCampaign,
    body: personSearch,
    answer: json(page(enrolment)),
    reads: true,
  },
  measurePeople: {
    method: 'POST',
    path: '/campaigns/{campaignId}/people/measure',
    role: 'viewer',
    summary: 'How many people a filter finds, with cursors to enter the list anywhere',
    params: ofCampaign,
    body: peopleFilter,
    answer: json(peopleMeasured),
    reads: true,
  },
  downloadPeople: {
    method: 'POST',
    path: '/campaigns/{campaignId}/people/search.csv',
    role: 'viewer',
    summary: 'Exactly the people that a filter finds, in its order, as a file',
    params: ofCampaign,
    body: peopleFilter,
    answer: csv,
    reads: true,
  },
  actOnPeople: {
    method: 'POST',
    path: '/campaigns/{campaignId}/people/act',
    role: 'operator',
    summary: 'Exclude, reinstate, retry or invite again',
    params: ofCampaign,
    body: peopleAct,
    answer: json(peopleActed),
  },
  getPerson: {
    method: 'GET',
    path: '/enrolments/{enrolmentId}',
    role: 'viewer',
    summary: 'Why somebody is in the state they are in: facts, timeline and mails',
    params: z.strictObject({ enrolmentId: id }),
    answer: json(personReport),
  },
  exportPeople: {
    method: 'GET',
    path: '/campaigns/{campaignId}/export.csv',
    role: 'viewer',
    summary: 'Everybody in a campaign, as a file',
    params: ofCampaign,
    query: exportQuery,
    answer: csv,
  },

  listMails: {
    method: 'GET',
    path: '/campaigns/{campaignId}/mails',
    role: 'viewer',
    summary: "A campaign's mails, newest first, all or those in one state",
    params: ofCampaign,
    query: mailsQuery,
    answer: json(page(mail)),
  },
  decideMails: {
    method: 'POST',
    path: '/campaigns/{campaignId}/mails/decide',
    role: 'operator',
    summary: 'Decide about mails of unknown fate: they arrived, or they are sent again',
    params: ofCampaign,
    body: mailDecision,
    answer: json(mailsDecided),
  },

  ...settingsRoutes,
  ...textsRoutes,
  ...automationRoutes,
  ...accessRoutes,
  ...summaryRoutes,
  ...takeoverRoutes,
} as const satisfies Record<string, Route>

export type Routes = typeof routes
export type RouteName = keyof Routes

/** The names in the order of the table. */
// Object.keys forgets the key type, which the table's own type states.
export const routeNames = Object.keys(routes) as RouteName[]

/** What a handler of the route is given. */
export type Input<Name extends RouteName> = InputOf<Routes[Name]>

/** What a handler of the route answers; dates are `Date`s. */
export type Output<Name extends RouteName> = OutputOf<Routes[Name]>

/** The service's side of the table: one function a route. It throws a `Problem` for what the caller can mend. */
export type Handlers = {
  [Name in RouteName]: (input: Input<Name>, caller: CallerOf<Routes[Name]>) => Promise<Output<Name>>
}
