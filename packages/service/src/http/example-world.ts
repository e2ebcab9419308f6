/** The handful of named people, and the rows about them, that the example service answers with. */

import type { Input, Output } from '@muster/contract/routes'
import { defaultPolicy } from '@muster/core/campaign'
import { statuses } from '@muster/core/enrolment'
import { Problem } from '@muster/core/problem'
import { type Access, exampleAccess } from './example-accounts.ts'

export type Tenant = Output<'getTenant'>
export type Campaign = Output<'getCampaign'>
type Batch = Output<'getBatch'>['batch']
export type Enrolment = Output<'getPerson'>['enrolment']
type Sender = Output<'addSender'>
type BatchRow = Output<'listBatchRows'>['items'][number]

export const exampleIds = {
  tenant: '00000000-0000-4000-8000-000000000001',
  campaign: '00000000-0000-4000-8000-000000000002',
  batch: '00000000-0000-4000-8000-000000000003',
  anna: '00000000-0000-4000-8000-00000000000a',
  bert: '00000000-0000-4000-8000-00000000000b',
  key: '00000000-0000-4000-8000-00000000000e',
  sender: '00000000-0000-4000-8000-00000000000f',
  account: '00000000-0000-4000-8000-000000000006',
  session: '00000000-0000-4000-8000-000000000007',
  schedule: '00000000-0000-4000-8000-000000000008',
  rule: '00000000-0000-4000-8000-000000000010',
  entry: '00000000-0000-4000-8000-000000000011',
  act: '00000000-0000-4000-8000-000000000012',
  group: '11111111-2222-3333-4444-555555555555',
}

export const startOfDay = new Date('2026-11-02T08:00:00Z')

export interface World extends Access {
  tenants: Tenant[]
  senders: Sender[]
  /** What comes of signing in to a tenant. */
  signIn: Output<'addTenant'>['signIn']
  campaigns: Campaign[]
  batches: Batch[]
  rows: BatchRow[]
  people: Enrolment[]
  protectedPeople: Output<'listProtected'>['items']
  rules: Output<'listRules'>['items']
  keys: Output<'listApiKeys'>['items']
  schedules: Output<'listSummarySchedules'>['items']
  /** Acts that were recorded, in order. */
  recorded: object[]
  /** Text of everything imported, in order. */
  imported: string[]
  /** What was logged. */
  logged: object[]
  /** How often a batch must be looked at before it is done. */
  batchLooks: number
}

export function createWorld(): World {
  return {
    tenants: [exampleTenant('Contoso')],
    senders: [],
    signIn: { isDone: true, message: 'signed in', remedy: null },
    campaigns: [exampleCampaign('Autumn rollout', exampleIds.campaign)],
    batches: [],
    rows: [],
    people: [
      exampleEnrolment(exampleIds.anna, 'Anna Arnold', 'active'),
      exampleEnrolment(exampleIds.bert, 'Bert Brandt', 'failed'),
    ],
    protectedPeople: [],
    rules: [],
    keys: [],
    schedules: [],
    ...exampleAccess(exampleIds, startOfDay),
    recorded: [],
    imported: [],
    logged: [],
    batchLooks: 2,
  }
}

const uncoded = { name: null, message: null, remedy: null }

/** What the doctor says of Contoso. */
export const exampleChecks: Output<'doctor'>['checks'] = [
  {
    name: 'Read people',
    permission: 'User.Read.All',
    outcome: 'ok',
    message: 'read 1 person',
    remedy: null,
    codes: uncoded,
  },
  {
    name: 'Send mail',
    permission: 'Mail.Send',
    outcome: 'missing',
    message: 'Graph answered 403 to sendMail',
    remedy: 'grant Mail.Send to the application and give admin consent',
    codes: uncoded,
  },
]

export function eventOf(person: Enrolment): Output<'recentEvents'>['items'][number] {
  const { enrolmentId, displayName } = person
  return {
    eventId: '1',
    at: startOfDay,
    kind: 'registrationSeen',
    enrolmentId,
    displayName,
    wasInvited: true,
    text: 'registered',
  }
}

export function addBatch(
  world: World,
  kind: Batch['kind'],
  given: {
    source: string
    sourceBatchId?: string | undefined
    dryRun: boolean
    fileName?: string | null
  },
): Batch {
  const batch: Batch = {
    batchId: crypto.randomUUID(),
    campaignId: exampleIds.campaign,
    source: given.source,
    sourceBatchId: given.sourceBatchId ?? 'batch-1',
    kind,
    fileName: given.fileName ?? null,
    dryRun: given.dryRun,
    state: 'done',
    rowsDone: 3,
    rowsTotal: 3,
    counts: { added: 2, updated: 0, unchanged: 0, skipped: 0, invalid: 1 },
    exclusion: null,
    sheet: null,
    reading: null,
    problem: null,
    createdAt: startOfDay,
    finishedAt: startOfDay,
  }
  const taken = { outcome: 'added' as const, reason: null, reasonCode: null, reasonFacts: {} }
  const refused = { outcome: 'invalid' as const, reason: 'not an address', reasonCode: null, reasonFacts: {} }
  const anna = { displayName: 'Anna Arnold', userPrincipalName: 'anna@contoso.example' }
  const bert = { displayName: 'Bert Brandt', userPrincipalName: 'bert@contoso.example' }
  const nobody = { displayName: null, userPrincipalName: null }
  world.rows = [
    { line: 2, value: 'anna@contoso.example', ...taken, ...anna, enrolmentId: exampleIds.anna },
    { line: 3, value: 'bert@contoso.example', ...taken, ...bert, enrolmentId: exampleIds.bert },
    { line: 4, value: 'carla', ...refused, ...nobody, enrolmentId: null },
  ]
  world.batches.push(batch)
  return batch
}

export function exampleTenant(name: string): Tenant {
  return {
    tenantId: exampleIds.tenant,
    name,
    entraTenantId: exampleIds.group,
    clientId: exampleIds.group,
    graphUrl: 'https://graph.microsoft.com',
    loginUrl: 'https://login.microsoftonline.com',
    credentialKind: 'secret',
    organisationName: name,
    supportContact: null,
    defaultLanguage: 'en',
    timeZone: 'UTC',
    peopleCount: 2,
    peopleSyncedAt: null,
    budgets: {
      directoryUnitsMax: { max: 3_150, isDefault: true },
      directoryWritesMax: { max: 2_700, isDefault: true },
      reportsMax: { max: 4, isDefault: true },
      methodReadsMax: { max: 1_200, isDefault: true },
      listUnitsMax: { max: 1_125, isDefault: true },
    },
    stop: null,
    createdAt: startOfDay,
  }
}

/** The budgets after a change; what is null has its default again. */
export function changeBudgets(
  budgets: Tenant['budgets'],
  change: NonNullable<Input<'updateTenant'>['body']['budgets']>,
): Tenant['budgets'] {
  const { budgets: defaults } = exampleTenant('')
  const merge = (name: keyof Tenant['budgets']) => {
    const wanted = change[name]
    if (wanted === undefined) return budgets[name]
    return wanted === null ? defaults[name] : { max: wanted, isDefault: false }
  }
  return {
    directoryUnitsMax: merge('directoryUnitsMax'),
    directoryWritesMax: merge('directoryWritesMax'),
    reportsMax: merge('reportsMax'),
    methodReadsMax: merge('methodReadsMax'),
    listUnitsMax: merge('listUnitsMax'),
  }
}

export function exampleSender(tenantId: string, body: Input<'addSender'>['body']): Sender {
  const smtp = body.kind === 'smtp' ? body : null
  return {
    senderId: crypto.randomUUID(),
    tenantId,
    kind: body.kind,
    address: body.address,
    displayName: body.displayName,
    host: smtp?.host ?? null,
    port: smtp?.port ?? null,
    tls: smtp?.tls ?? null,
    user: smtp?.user ?? null,
    hasPassword: smtp?.password !== undefined,
    perMinuteMax: 30,
    perDayMax: 10_000,
    atOnceMax: 4,
    problem: null,
    retryAt: null,
    createdAt: startOfDay,
  }
}

export function exampleCampaign(name: string, campaignId: string): Campaign {
  return {
    ...defaultPolicy,
    campaignId,
    tenantId: exampleIds.tenant,
    name,
    status: 'draft',
    senderIds: [],
    textSetId: null,
    setupUrl: 'https://aka.ms/mfasetup',
    dueOn: null,
    createdAt: startOfDay,
    launchedAt: null,
    finishedAt: null,
  }
}

function exampleEnrolment(enrolmentId: string, displayName: string, status: Enrolment['status']): Enrolment {
  const address = `${displayName.split(' ')[0]?.toLowerCase()}@contoso.example`
  return {
    enrolmentId,
    campaignId: exampleIds.campaign,
    objectId: enrolmentId,
    displayName,
    userPrincipalName: address,
    mail: address,
    department: 'Finance',
    status,
    reason: status === 'failed' ? 'mailboxNotFound' : null,
    detail: null,
    owner: null,
    excludedUntil: null,
    inGroup: status === 'active',
    level: status === 'active' ? 'mfa' : 'none',
    registeredAt: status === 'active' ? startOfDay : null,
    lostAt: null,
    enrolledAt: startOfDay,
    invitedAt: startOfDay,
    remindersSent: 0,
    remindedAt: null,
    escalation: null,
    escalatedAt: null,
    managerUserPrincipalName: null,
    escalationDetail: null,
    confirmedAt: null,
    joinedAt: null,
    checkedAt: startOfDay,
    source: 'CSV Upload',
    sourceBatchId: 'batch-1',
    batchId: null,
  }
}

export function exampleReport(campaign: Campaign, people: readonly Enrolment[]): Output<'campaignStatus'> {
  const counts = countStatuses(people)
  const levels = countBy(
    ['none', 'phone', 'mfa', 'phishingResistant', 'unknown'],
    level => people.filter(person => person.level === level).length,
  )
  const funnel = { enrolled: people.length, invited: people.length, confirmed: 0, joined: 1, registered: 1 }
  return {
    campaign,
    stop: null,
    people: people.length,
    counts,
    lost: 0,
    escalations: { waiting: 0, escalated: 0, noManager: 0, notSent: 0, notNeeded: 0 },
    levels,
    funnel,
    mail: { queued: 0, sending: 0, sent: 2, refused: 0, uncertain: 0, bounced: 0 },
    senders: [],
    byBatch: [],
    byDepartment: [{ department: 'Finance', people: people.length, counts }],
    rates: { lastHour: funnel, lastDay: funnel },
    at: startOfDay,
  }
}

/** Two mails of the first campaign want a decision, and a mailbox waits an hour. */
export function exampleOverview(world: World, tenantId: string): Output<'tenantOverview'> {
  const counts = countStatuses(world.people)
  const people = world.people.length
  const [first] = world.campaigns
  const { campaignId = '', name: campaignName = '' } = first ?? {}
  return {
    tenantId,
    stop: null,
    campaigns: world.campaigns.map(campaign => ({ campaign, people, counts, lost: 0 })),
    levels: { none: people, phone: 0, mfa: 0, phishingResistant: 0, unknown: 0 },
    adoption: { people, registeredBefore: 0, days: [] },
    attention: first === undefined ? [] : [{ kind: 'uncertainMails', campaignId, campaignName, mails: 2 }],
    lanes: [
      {
        kind: 'mail',
        about: 'mfa@contoso.example',
        wakesAt: new Date(startOfDay.getTime() + 3_600_000),
        isWorking: false,
      },
    ],
    at: startOfDay,
  }
}

export function countStatuses(people: readonly Enrolment[]): Output<'campaignStatus'>['counts'] {
  return countBy(statuses, status => people.filter(person => person.status === status).length)
}

function countBy<Key extends string>(keys: readonly Key[], count: (key: Key) => number): Record<Key, number> {
  // fromEntries forgets the key type; the entries are made from exactly these keys.
  return Object.fromEntries(keys.map(key => [key, count(key)])) as Record<Key, number>
}

export function personReport(enrolment: Enrolment): Output<'getPerson'> {
  const { objectId, displayName, userPrincipalName, mail, department } = enrolment
  return {
    person: {
      objectId,
      displayName,
      userPrincipalName,
      mail,
      department,
      jobTitle: null,
      userType: 'member',
      accountEnabled: true,
      deleted: false,
      preferredLanguage: 'en',
      levelSource: null,
    },
    campaign: {
      campaignId: enrolment.campaignId,
      name: 'Autumn rollout',
      status: 'running',
      goal: 'mfa',
    },
    enrolment,
    next: { kind: 'nothing', at: null },
    otherCampaigns: [],
    timeline: [{ at: startOfDay, kind: 'enrolled', facts: {}, text: 'came in with batch-1' }],
    messages: [],
  }
}

/** The cursor is the number of rows already given. */
export function paged<Item>(
  items: readonly Item[],
  { limit, cursor }: { limit: number; cursor?: string | undefined },
) {
  const start = Number(cursor ?? 0)
  const end = start + limit
  return { items: items.slice(start, end), nextCursor: end < items.length ? String(end) : null }
}

export function find<Item>(items: readonly Item[], isIt: (item: Item) => boolean, what: string): Item {
  const found = items.find(isIt)
  if (found === undefined) throw new Problem('notFound', `there is no such ${what}`)
  return found
}
