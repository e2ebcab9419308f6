/** The executive summary of the example service, and its scheduled mails. For tests of what speaks HTTP or renders it. */

import type { Handlers, Output } from '@muster/contract/routes'
import { exampleIds, find, paged, startOfDay, type World } from './example-world.ts'

type Summary = Output<'tenantSummary'>
type Schedule = Output<'addSummarySchedule'>

export function exampleSummary(): Summary {
  return {
    tenantId: exampleIds.tenant,
    organisationName: 'Contoso',
    timeZone: 'Europe/Berlin',
    campaign: {
      campaignId: exampleIds.campaign,
      name: 'Autumn rollout',
      status: 'running',
      goal: 'notPhoneOnly',
    },
    campaigns: 1,
    drafts: 0,
    dueOn: '2027-01-31',
    stop: null,
    period: { kind: 'week', since: new Date('2026-11-16T07:00:00Z') },
    hidesSmall: false,
    headline: { asked: 1_420, registered: 876, open: 544, phoneOnly: 311, registeredLastWeek: 97 },
    funnel: { asked: 1_420, invited: 1_402, confirmed: 1_010, joined: 1_002, registered: 876 },
    forecast: {
      kind: 'forecast',
      reachable: 1_400,
      due: { day: '2027-01-31', low: 1_120, likely: 1_218, high: 1_288, verdict: 'likelyMissed' },
      milestones: [
        { share: 0.8, people: 1_120, earliest: '2026-12-10', likely: '2026-12-20', latest: '2027-01-31' },
        { share: 0.95, people: 1_330, earliest: '2027-02-20', likely: null, latest: null },
      ],
    },
    done: { invitations: 12, reminders: 480, digests: 31, returned: 2, confirmed: 140, registered: 97 },
    byDepartment: {
      groups: [
        { name: 'Finance', people: 820, registered: 600 },
        { name: null, people: 580, registered: 270 },
      ],
      smaller: { groups: 3, people: 20, registered: 6 },
    },
    byCountry: { groups: [{ name: 'DE', people: 1_420, registered: 876 }], smaller: null },
    attention: [
      {
        kind: 'uncertainMails',
        campaignId: exampleIds.campaign,
        campaignName: 'Autumn rollout',
        mails: 2,
      },
    ],
    exceptions: [
      { kind: 'skipped', reason: 'guest', people: 12 },
      { kind: 'excluded', reason: null, people: 3 },
    ],
    adoption: { people: 1_420, registeredBefore: 200, days: [] },
    forecastDays: [],
    at: new Date('2026-11-23T07:00:00Z'),
  }
}

export type SummaryNames =
  | 'tenantSummary'
  | 'downloadSummary'
  | 'listSummarySchedules'
  | 'addSummarySchedule'
  | 'removeSummarySchedule'
  | 'trySummarySchedule'

export function summaryHandlers(world: World): Pick<Handlers, SummaryNames> {
  const all = world.schedules
  return {
    tenantSummary: async ({ query }) => ({ ...exampleSummary(), hidesSmall: query.hideSmall }),
    downloadSummary: async () => ({
      fileName: 'Autumn-rollout-summary.csv',
      chunks: chunksOf('breakDown,name\r\n', 'department,Finance\r\n'),
    }),
    listSummarySchedules: async ({ query }) => paged(all, query),
    async addSummarySchedule({ params, body }, caller) {
      const made = exampleSchedule({
        tenantId: params.tenantId,
        weekday: body.weekday,
        hour: body.hour,
        language: body.language,
        recipients: body.recipients.map(address => ({
          address,
          isThere: true,
          lastState: null,
          lastDetail: null,
        })),
        createdBy: caller.name,
      })
      all.push(made)
      return made
    },
    async removeSummarySchedule({ params }) {
      const found = find(all, one => one.scheduleId === params.scheduleId, 'scheduled summary')
      all.splice(all.indexOf(found), 1)
      return undefined
    },
    async trySummarySchedule({ params, body }) {
      find(all, one => one.scheduleId === params.scheduleId, 'scheduled summary')
      return { recipient: body.recipient ?? 'ada@contoso.example' }
    },
  }
}

async function* chunksOf(...chunks: string[]): AsyncGenerator<string> {
  yield* chunks
}

export function exampleSchedule(wanted: Partial<Schedule> = {}): Schedule {
  return {
    scheduleId: crypto.randomUUID(),
    tenantId: exampleIds.tenant,
    campaign: null,
    weekday: 'monday',
    hour: 8,
    timeZone: 'Europe/Berlin',
    language: 'en',
    hideSmall: true,
    recipients: [],
    nextAt: new Date('2026-11-30T07:00:00Z'),
    lastAt: null,
    hasSender: true,
    createdAt: startOfDay,
    createdBy: 'Ada',
    ...wanted,
  }
}
