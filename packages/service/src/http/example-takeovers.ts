/** The take-overs of the example service. For tests of what speaks HTTP or renders it. */

import type { Handlers, Output } from '@muster/contract/routes'
import { exampleIds, startOfDay } from './example-world.ts'

type Takeover = Output<'getTakeover'>
export type TakeoverNames =
  | 'startTakeover'
  | 'listTakeovers'
  | 'sendTakeoverFile'
  | 'repeatTakeover'
  | 'getTakeover'
  | 'listTakeoverRows'
  | 'downloadTakeoverRows'

export const exampleTakeover: Takeover = {
  takeoverId: exampleIds.rule,
  campaignId: exampleIds.campaign,
  from: { kind: 'list', site: 'https://contoso.sharepoint.com/sites/it-security', list: 'MFA Enrollment' },
  real: false,
  restDays: 7,
  state: 'done',
  rowsDone: 3,
  rowsTotal: 3,
  peopleDone: 2,
  peopleTotal: 2,
  columns: {
    found: [{ column: 'Title', listed: 'Title', isRenamed: false }],
    missing: ['ErrorDetails'],
    unknown: ['Einladung'],
    unmapped: [],
  },
  report: {
    counts: { added: 2, moved: 0, unchanged: 0, skipped: 0, duplicate: 0, gone: 1, invalid: 0 },
    findings: [
      { code: 'goneFromDirectory', rows: 1 },
      { code: 'claimedWithoutMethod', rows: 1 },
    ],
    statuses: [
      { listed: 'active', status: 'clicked', rows: 1 },
      { listed: 'sent', status: 'sent', rows: 1 },
    ],
  },
  problem: null,
  createdAt: startOfDay,
  finishedAt: startOfDay,
}

/** Of a list that has columns and no rows. */
export const emptyTakeoverId = exampleIds.bert
const nothing = {
  rowsDone: 0,
  rowsTotal: 0,
  peopleDone: 0,
  peopleTotal: 0,
  report: {
    counts: { added: 0, moved: 0, unchanged: 0, skipped: 0, duplicate: 0, gone: 0, invalid: 0 },
    findings: [],
    statuses: [],
  },
}

export const exampleTakeoverRow: Output<'listTakeoverRows'>['items'][number] = {
  row: 3,
  person: 'bert@contoso.example',
  listed: 'active',
  status: 'clicked',
  outcome: 'added',
  findings: [{ code: 'claimedWithoutMethod', detail: null }],
  enrolmentId: exampleIds.bert,
}

export const takeoverBodies = {
  startTakeover: {
    from: { kind: 'list', site: 'https://contoso.sharepoint.com/sites/it-security', list: 'MFA Enrollment' },
  },
  repeatTakeover: { real: true },
}

export const exampleTakeovers: Pick<Handlers, TakeoverNames> = {
  startTakeover: async ({ body }) => ({
    ...exampleTakeover,
    real: body.real,
    restDays: body.restDays ?? exampleTakeover.restDays,
    from:
      body.from.kind === 'list'
        ? body.from
        : { kind: 'file', site: null, list: body.from.fileName ?? 'CSV export' },
    state: body.from.kind === 'list' ? 'queued' : 'awaitingFile',
  }),
  listTakeovers: async () => ({ items: [exampleTakeover], nextCursor: null }),
  sendTakeoverFile: async ({ body }) => {
    for await (const _ of body);
    return { ...exampleTakeover, state: 'queued' }
  },
  repeatTakeover: async ({ body }) => ({ ...exampleTakeover, real: body.real, state: 'queued' }),
  getTakeover: async ({ params }) =>
    params.takeoverId === emptyTakeoverId ? { ...exampleTakeover, ...nothing } : exampleTakeover,
  listTakeoverRows: async () => ({ items: [exampleTakeoverRow], nextCursor: null }),
  downloadTakeoverRows: async () => ({ fileName: 'takeover.csv', chunks: lines() }),
}

async function* lines(): AsyncGenerator<string> {
  yield 'Row,Person\r\n'
}
