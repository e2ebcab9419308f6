/** The example service's automations: a rule, its list with one entry, and one record of the log. For tests. */

import type { Handlers, Output } from '@muster/contract/routes'
import { Problem } from '@muster/core/problem'
import { rulePresets } from '../automations/presets.ts'
import { exampleIds, find, paged, startOfDay, type World } from './example-world.ts'

type Rule = Output<'getRule'>
type Entry = Output<'listRuleEntries'>['items'][number]

const exampleEvent: Output<'listAuditEvents'>['items'][number] = {
  eventId: 'Authentication Methods_1_ABCDE_1',
  at: startOfDay,
  seenAt: startOfDay,
  activity: 'User registered all required security info',
  service: 'Authentication Methods',
  category: 'UserManagement',
  result: 'success',
  reason: 'User registered all required security info.',
  correlationId: null,
  personId: exampleIds.anna,
  displayName: 'Anna Arnold',
  userPrincipalName: 'anna@contoso.example',
  initiator: null,
  targets: [],
  details: {},
}

const exampleEntry: Entry = {
  entryId: exampleIds.entry,
  eventId: exampleEvent.eventId,
  at: startOfDay,
  foundAt: startOfDay,
  listedAt: startOfDay,
  activity: exampleEvent.activity,
  personId: exampleIds.anna,
  displayName: 'Anna Arnold',
  userPrincipalName: 'anna@contoso.example',
  state: 'listed',
  reason: null,
  commSentAt: startOfDay,
  acts: [
    {
      actId: exampleIds.act,
      key: 'thank-you',
      kind: 'mail',
      target: null,
      number: 1,
      state: 'done',
      detail: null,
      attempts: 1,
      nextAt: null,
      settledAt: startOfDay,
    },
  ],
}

export function exampleRule(name: string, ruleId: string = crypto.randomUUID()): Rule {
  const [preset] = rulePresets
  if (preset === undefined) throw new Error('there are presets')
  const { watch, concern, condition, frequency, peoplePerHourMax, actions } = preset
  return {
    ...{ ruleId, version: '1', tenantId: exampleIds.tenant, name, state: 'off' as const },
    ...{ watch, concern, condition, frequency, peoplePerHourMax, actions, senderIds: [exampleIds.sender] },
    ...{ since: null, hold: null, lastFoundAt: startOfDay, createdAt: startOfDay, changedAt: startOfDay },
    counts: { waiting: 0, listed: 1, passed: 0, done: 1, failed: 0, uncertain: 0 },
  }
}

export type AutomationNames =
  | 'listRules'
  | 'createRule'
  | 'getRule'
  | 'updateRule'
  | 'removeRule'
  | 'switchRuleOn'
  | 'switchRuleOff'
  | 'releaseRule'
  | 'renewRuleSecret'
  | 'testRule'
  | 'listRulePresets'
  | 'listRuleEntries'
  | 'downloadRuleList'
  | 'decideActs'
  | 'listFailedActs'
  | 'listAuditEvents'
  | 'searchAuditEvents'
  | 'downloadAuditEvents'
  | 'auditActivities'
  | 'getAutomationSettings'
  | 'updateAutomationSettings'

export function automationHandlers(world: World): Pick<Handlers, AutomationNames> {
  const ruleOf = ({ ruleId }: { ruleId: string }) => find(world.rules, rule => rule.ruleId === ruleId, 'rule')
  const settings = { pollMinutes: 5, keepDays: 365, polledAt: startOfDay, refusal: null, gap: null }
  return {
    listRules: async ({ query }) => paged(world.rules, query),
    createRule: async ({ body }) => {
      const rule = { ...exampleRule(body.name), watch: body.watch, frequency: body.frequency }
      world.rules.push(rule)
      const hooks = body.actions.filter(action => action.kind === 'webhook')
      return { rule, secrets: hooks.map(({ key }) => ({ key, secret: 'whsec_c2VjcmV0' })) }
    },
    getRule: async ({ params }) => ruleOf(params),
    updateRule: async ({ params, body }) => {
      const rule = ruleOf(params)
      if (body.version !== undefined && body.version !== rule.version)
        throw new Problem('conflict', 'the rule was changed meanwhile', { where: 'version' })
      rule.name = body.name ?? rule.name
      rule.version = String(Number(rule.version) + 1)
      return { rule, secrets: [] }
    },
    removeRule: async ({ params }) => {
      const found = ruleOf(params)
      if (found.state !== 'off') throw new Problem('conflict', 'the rule is on')
      world.rules = world.rules.filter(rule => rule !== found)
      return undefined
    },
    switchRuleOn: async ({ params }) => Object.assign(ruleOf(params), { state: 'on', since: startOfDay }),
    switchRuleOff: async ({ params }) => Object.assign(ruleOf(params), { state: 'off', hold: null }),
    releaseRule: async ({ params }) => Object.assign(ruleOf(params), { state: 'on', hold: null }),
    renewRuleSecret: async ({ params }) => ({ key: params.key, secret: 'whsec_bmV3' }),
    testRule: async ({ body }) => ({
      filters: [`activityDisplayName eq '${body.watch.activities[0] ?? ''}'`],
      since: startOfDay,
      ...{ events: 2, isCut: false, matched: 1, wouldAct: 1, perHourMost: 1, isOverLimit: false },
      people: [
        {
          personId: exampleIds.anna,
          displayName: 'Anna Arnold',
          userPrincipalName: 'anna@contoso.example',
          at: startOfDay,
          activity: exampleEvent.activity,
          verdict: 'act',
          reason: null,
          acts: [{ key: 'thank-you', kind: 'mail', to: 'anna@contoso.example', obstacle: null }],
        },
      ],
    }),
    listRulePresets: async () => ({ items: [...rulePresets], nextCursor: null }),
    listRuleEntries: async ({ params, query }) => paged(ruleOf(params) ? [exampleEntry] : [], query),
    downloadRuleList: async ({ params }) => ({
      fileName: `${ruleOf(params).name} list.csv`,
      chunks: piecesOf('userPrincipalName,CommSent\r\n', 'anna@contoso.example,Yes\r\n'),
    }),
    decideActs: async ({ body }) => ({ changed: body.actIds.length, unchanged: 0, notFound: [] }),
    listFailedActs: async ({ query }) => paged<Output<'listFailedActs'>['items'][number]>([], query),
    listAuditEvents: async ({ query }) => paged([exampleEvent], query),
    searchAuditEvents: async ({ body }) => paged([exampleEvent], body),
    downloadAuditEvents: async () => ({
      fileName: 'audit events.csv',
      chunks: piecesOf('id,activityDisplayName\r\n'),
    }),
    auditActivities: async () => ({
      activities: [
        { service: 'Core Directory', category: 'UserManagement', name: 'Add user' },
        { service: exampleEvent.service, category: exampleEvent.category, name: exampleEvent.activity },
      ],
      seen: [],
    }),
    getAutomationSettings: async ({ params }) => ({ tenantId: params.tenantId, ...settings }),
    updateAutomationSettings: async ({ params, body }) => ({
      tenantId: params.tenantId,
      ...settings,
      pollMinutes: body.pollMinutes ?? settings.pollMinutes,
      keepDays: body.keepDays ?? settings.keepDays,
    }),
  }
}

async function* piecesOf(...pieces: string[]): AsyncGenerator<string> {
  yield* pieces
}

/** A body for each of the routes that want one. */
export const automationBodies = {
  createRule: {
    tenantId: exampleIds.tenant,
    name: 'Tell Teams',
    watch: { activities: ['Add user'] },
    actions: [{ key: 'hook', kind: 'webhook', url: 'https://hooks.contoso.example/' }],
  },
  updateRule: { name: 'Thank-you, again' },
  switchRuleOn: { pastDays: 2 },
  releaseRule: { waiting: 'act' },
  testRule: { days: 7, watch: { activities: ['Add user'] } },
  decideActs: { decision: 'again', actIds: [exampleIds.act] },
  searchAuditEvents: { person: 'anna@contoso.example' },
  downloadAuditEvents: { activities: ['Add user'] },
  updateAutomationSettings: { pollMinutes: 15 },
}
