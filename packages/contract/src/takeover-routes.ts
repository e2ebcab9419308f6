/** The part of the table that is about taking over from a SharePoint list of the reference product. */

import * as z from 'zod'
import { csv, json, type Route } from './route.ts'
import { id, page, paging } from './shapes/common.ts'
import {
  newTakeover,
  takeover,
  takeoverAgain,
  takeoverBytesMax,
  takeoverMediaTypes,
  takeoverRow,
  takeoverRowsQuery,
} from './shapes/takeovers.ts'

const ofCampaign = z.strictObject({ campaignId: id })
const ofTakeover = z.strictObject({ takeoverId: id })

export const takeoverRoutes = {
  startTakeover: {
    method: 'POST',
    path: '/campaigns/{campaignId}/takeovers',
    role: 'operator',
    summary:
      'Take over from a list of the reference product, or rehearse it; from a file, once the file has been sent',
    params: ofCampaign,
    body: newTakeover,
    answer: json(takeover, 202),
  },
  listTakeovers: {
    method: 'GET',
    path: '/campaigns/{campaignId}/takeovers',
    role: 'viewer',
    summary: "A campaign's take-overs and rehearsals, newest first",
    params: ofCampaign,
    query: z.strictObject(paging),
    answer: json(page(takeover)),
  },
  sendTakeoverFile: {
    method: 'POST',
    path: '/takeovers/{takeoverId}/file',
    role: 'operator',
    summary: 'The CSV export that a take-over waits for; it begins then',
    params: ofTakeover,
    body: { kind: 'bytes', mediaTypes: takeoverMediaTypes, bytesMax: takeoverBytesMax },
    answer: json(takeover, 202),
  },
  repeatTakeover: {
    method: 'POST',
    path: '/takeovers/{takeoverId}/again',
    role: 'operator',
    summary: 'The same list or file once more: for real after a rehearsal, or what has come since',
    params: ofTakeover,
    body: takeoverAgain,
    answer: json(takeover, 202),
  },
  getTakeover: {
    method: 'GET',
    path: '/takeovers/{takeoverId}',
    role: 'viewer',
    summary: 'One take-over with its progress, and what it came to',
    params: ofTakeover,
    answer: json(takeover),
  },
  listTakeoverRows: {
    method: 'GET',
    path: '/takeovers/{takeoverId}/rows',
    role: 'viewer',
    summary: 'What was found in each row, and what became of it',
    params: ofTakeover,
    query: takeoverRowsQuery,
    answer: json(page(takeoverRow)),
  },
  downloadTakeoverRows: {
    method: 'GET',
    path: '/takeovers/{takeoverId}/rows.csv',
    role: 'viewer',
    summary: 'The same, every row, as a file',
    params: ofTakeover,
    answer: csv,
  },
} as const satisfies Record<string, Route>
