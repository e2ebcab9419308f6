/** A small service in memory: every handler of the table over a handful of named people. For tests of what speaks HTTP. */

import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import type { Caller } from '@muster/contract/route'
import type { Handlers, Input } from '@muster/contract/routes'
import { moveCampaign } from '@muster/core/campaign'
import { makeProblem } from '@muster/core/told-problems'
import { Hono } from 'hono'
import { type AdministrationApp, createAdministrationApp } from './administration.ts'
import {
  type AccessNames,
  accessHandlers,
  exampleAddress,
  exampleKeyHolders,
  exampleSessionHolders,
} from './example-access.ts'
import { type AutomationNames, automationHandlers } from './example-automations.ts'
import { exampleBreakDowns } from './example-break-downs.ts'
import { exampleMirrors, type MirrorNames } from './example-mirror.ts'
import { examplePlan } from './example-plan.ts'
import { type SettingsNames, settingsHandlers } from './example-settings.ts'
import { type SummaryNames, summaryHandlers } from './example-summary.ts'
import { exampleTakeovers, type TakeoverNames } from './example-takeovers.ts'
import { type TextsNames, textsHandlers } from './example-texts.ts'
import {
  addBatch,
  type Campaign,
  changeBudgets,
  countStatuses,
  type Enrolment,
  eventOf,
  exampleCampaign,
  exampleChecks,
  exampleOverview,
  exampleReport,
  exampleSender,
  exampleTenant,
  find,
  paged,
  personReport,
  startOfDay,
  type Tenant,
  type World,
} from './example-world.ts'
import type { Claim, IdempotencyStore, RememberedAnswer } from './idempotency.ts'

/** The app over a world, with keys for a viewer, an operator and an admin. */
export function createExampleApp(world: World, changed: Partial<Handlers> = {}): AdministrationApp {
  const keep = (fields: object) => {
    world.logged.push(fields)
  }
  return createAdministrationApp({
    handlers: { ...createExampleHandlers(world), ...changed },
    authenticate: async key => exampleKeyHolders[key] ?? null,
    authenticateSession: async token => exampleSessionHolders[token] ?? null,
    address: () => exampleAddress,
    record: async (act, work) => {
      world.recorded.push(act)
      return work()
    },
    pages: new Hono(),
    idempotency: createMemoryStore(),
    log: { info: keep, error: keep },
  })
}

/** Serves the app on loopback for the length of `use`. */
export async function serving(
  app: Pick<AdministrationApp, 'fetch'>,
  use: (baseUrl: string) => Promise<void>,
): Promise<void> {
  const server = createServer(getRequestListener(app.fetch)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  // A TCP server's address is an AddressInfo.
  const { port } = server.address() as AddressInfo
  try {
    await use(`http://127.0.0.1:${port}`)
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

export function createMemoryStore(): IdempotencyStore {
  const kept = new Map<string, Claim>()
  const slot = (key: string, caller: Caller) => `${caller.id} ${key}`
  return {
    async claim(key: string, caller: Caller, fingerprint: string): Promise<Claim> {
      const found = kept.get(slot(key, caller))
      if (found !== undefined) return found
      kept.set(slot(key, caller), { kind: 'working', fingerprint })
      return { kind: 'claimed' }
    },
    async remember(key: string, caller: Caller, answer: RememberedAnswer): Promise<void> {
      kept.set(slot(key, caller), { kind: 'done', answer })
    },
    async release(key: string, caller: Caller): Promise<void> {
      kept.delete(slot(key, caller))
    },
  }
}

export function createExampleHandlers(world: World): Handlers {
  return {
    ...accessHandlers(world),
    ...settingsHandlers(),
    ...summaryHandlers(world),
    ...tenantHandlers(world),
    ...campaignHandlers(world),
    ...batchHandlers(world),
    ...peopleHandlers(world),
    ...textsHandlers(world),
    ...automationHandlers(world),
    ...exampleMirrors,
    ...exampleTakeovers,
  }
}

type TenantNames =
  | 'listTenants'
  | 'addTenant'
  | 'getTenant'
  | 'updateTenant'
  | 'removeTenant'
  | 'stopTenant'
  | 'releaseTenant'
  | 'doctor'
  | 'syncPeople'
  | 'listSenders'
  | 'listProtected'
  | 'protectPeople'
  | 'endProtection'
  | 'addSender'
  | 'updateSender'
  | 'resumeSender'
  | 'removeSender'
type BatchNames =
  | 'importPeople'
  | 'importGroup'
  | 'listBatches'
  | 'getBatch'
  | 'listBatchRows'
  | 'downloadBatchRows'
type PeopleNames =
  | 'listMails'
  | 'decideMails'
  | 'searchPeople'
  | 'measurePeople'
  | 'downloadPeople'
  | 'actOnPeople'
  | 'getPerson'
  | 'exportPeople'
type CampaignNames = Exclude<
  keyof Handlers,
  | SettingsNames
  | AccessNames
  | AutomationNames
  | TenantNames
  | BatchNames
  | PeopleNames
  | TextsNames
  | SummaryNames
  | MirrorNames
  | TakeoverNames
>

function tenantHandlers(world: World): Pick<Handlers, TenantNames> {
  return {
    listTenants: async ({ query }) => paged(world.tenants, query),
    getTenant: async ({ params }) => findTenant(world, params),
    addTenant: async ({ body }) => {
      const { credential, ...rest } = body
      const tenant = {
        ...exampleTenant(body.name),
        ...rest,
        tenantId: crypto.randomUUID(),
        credentialKind: credential.kind,
      }
      world.tenants.push(tenant)
      return { ...tenant, signIn: world.signIn }
    },
    updateTenant: async ({ params, body }) => {
      const { credential, budgets = {}, ...rest } = body
      const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined))
      const tenant = Object.assign(findTenant(world, params), given)
      tenant.budgets = changeBudgets(tenant.budgets, budgets)
      if (credential !== undefined) tenant.credentialKind = credential.kind
      return { ...tenant, signIn: credential === undefined ? null : world.signIn }
    },
    removeTenant: async ({ params }) => {
      const found = findTenant(world, params)
      world.tenants = world.tenants.filter(tenant => tenant !== found)
      return undefined
    },
    stopTenant: async ({ params, body }, caller) => {
      const tenant = findTenant(world, params)
      tenant.stop ??= { at: startOfDay, by: caller.name, reason: body.reason }
      return tenant
    },
    releaseTenant: async ({ params }) => Object.assign(findTenant(world, params), { stop: null }),
    doctor: async ({ params }) => {
      findTenant(world, params)
      return { checks: exampleChecks }
    },
    syncPeople: async ({ params }) => ({ tenantId: findTenant(world, params).tenantId, state: 'started' }),
    listSenders: async ({ params, query }) =>
      paged(
        world.senders.filter(s => s.tenantId === params.tenantId),
        query,
      ),
    listProtected: async ({ query }) => paged(world.protectedPeople, query),
    protectPeople: async ({ params, body }, caller) => {
      const protectedAt = startOfDay
      const { owner = caller.name, reason } = body
      for (const userPrincipalName of body.people) {
        const ids = { objectId: crypto.randomUUID(), userPrincipalName }
        world.protectedPeople.push({ ...ids, displayName: null, owner, reason, protectedAt, inGroupOf: [] })
      }
      return {
        tenantId: params.tenantId,
        changed: body.people.length,
        unchanged: 0,
        notFound: [],
        inGroup: 1,
      }
    },
    endProtection: async ({ params, body }) => {
      const { tenantId } = params
      const isListed = (name: string) => world.protectedPeople.some(one => one.userPrincipalName === name)
      const notFound = body.people.filter(name => !isListed(name))
      const changed = body.people.length - notFound.length
      world.protectedPeople = world.protectedPeople.filter(
        one => !body.people.includes(one.userPrincipalName ?? ''),
      )
      return { tenantId, changed, unchanged: 0, notFound, inGroup: 0 }
    },
    addSender: async ({ params, body }) => {
      const sender = exampleSender(findTenant(world, params).tenantId, body)
      world.senders.push(sender)
      return sender
    },
    updateSender: async ({ params, body }) => {
      const { password, ...rest } = body
      const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined))
      const sender = Object.assign(findSender(world, params), given)
      if (password !== undefined) sender.hasPassword = password !== null
      return sender
    },
    resumeSender: async ({ params }) =>
      Object.assign(findSender(world, params), { problem: null, retryAt: null }),
    removeSender: async ({ params }) => {
      const found = findSender(world, params)
      world.senders = world.senders.filter(sender => sender !== found)
      return undefined
    },
  }
}

function campaignHandlers(world: World): Pick<Handlers, CampaignNames> {
  return {
    listCampaigns: async ({ query }) => paged(world.campaigns, query),
    getCampaign: async ({ params }) => findCampaign(world, params),
    createCampaign: async ({ body }) => {
      const campaign = { ...exampleCampaign(body.name, crypto.randomUUID()), ...body }
      world.campaigns.push(campaign)
      return campaign
    },
    updateCampaign: async ({ params, body }) => {
      const given = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined))
      return Object.assign(findCampaign(world, params), given)
    },
    removeCampaign: async ({ params }) => {
      const found = findCampaign(world, params)
      world.campaigns = world.campaigns.filter(campaign => campaign !== found)
      return undefined
    },
    actOnCampaign: async ({ params }) => {
      const campaign = findCampaign(world, params)
      const move = moveCampaign(campaign.status, params.act)
      if (move.kind === 'refused') throw makeProblem(move.why, { status: campaign.status })
      if (move.kind === 'moved') campaign.status = move.to
      return campaign
    },
    planCampaign: async ({ params, body }) => examplePlan(findCampaign(world, params), body.list),
    campaignStatus: async ({ params }) => exampleReport(findCampaign(world, params), world.people),
    campaignAdoption: async () => ({ people: world.people.length, registeredBefore: 0, days: [] }),
    ...exampleBreakDowns,
    tenantOverview: async ({ params }) => exampleOverview(world, params.tenantId),
    recentEvents: async ({ params }) => {
      findCampaign(world, params)
      const [anna] = world.people
      const items = anna === undefined ? [] : [eventOf(anna)]
      return { items, after: '1' }
    },
  }
}

function batchHandlers(world: World): Pick<Handlers, BatchNames> {
  return {
    importPeople: async ({ params, query, body, fileName }) => {
      findCampaign(world, params)
      const text = await new Response(body).text()
      world.imported.push(text)
      return { batch: addBatch(world, 'file', { ...query, fileName }) }
    },
    importGroup: async ({ params, body }) => {
      findCampaign(world, params)
      return { batch: addBatch(world, 'group', body) }
    },
    listBatches: async ({ query }) => paged(world.batches, query),
    getBatch: async ({ params }) => {
      const batch = find(world.batches, b => b.batchId === params.batchId, 'batch')
      if (world.batchLooks-- > 0) return { batch: { ...batch, state: 'working', rowsDone: 1 } }
      return { batch }
    },
    listBatchRows: async ({ query }) =>
      paged(
        world.rows.filter(row => query.outcome === undefined || row.outcome === query.outcome),
        query,
      ),
    downloadBatchRows: async () => ({
      fileName: 'rows.csv',
      chunks: csvOf([
        'line,value,outcome\r\n',
        ...world.rows.map(row => `${row.line},${row.value},${row.outcome}\r\n`),
      ]),
    }),
  }
}

function peopleHandlers(world: World): Pick<Handlers, PeopleNames> {
  return {
    searchPeople: async ({ body }) =>
      paged(
        world.people.filter(person => matches(person, body)),
        body,
      ),
    actOnPeople: async ({ body }) => {
      const found = world.people.filter(person => body.enrolmentIds.includes(person.enrolmentId))
      const known = found.map(person => person.enrolmentId)
      if (body.act === 'exclude' && !body.dryRun) for (const person of found) exclude(person, body)
      return {
        changed: found.length,
        unchanged: 0,
        notFound: body.enrolmentIds.filter(id => !known.includes(id)),
        become: countStatuses(found),
      }
    },
    listMails: async ({ query }) => paged([], query),
    decideMails: async ({ body }) => ({ changed: 0, unchanged: 0, notFound: body.messageIds }),
    getPerson: async ({ params }) =>
      personReport(find(world.people, p => p.enrolmentId === params.enrolmentId, 'person')),
    measurePeople: async ({ body }) => ({
      people: world.people.filter(person => matches(person, body)).length,
      isMore: false,
      isExact: true,
      marks: [],
    }),
    downloadPeople: async () => ({ fileName: 'people.csv', chunks: csvOf(['userPrincipalName\r\n']) }),
    exportPeople: async ({ query }) => ({
      fileName: `Autumn rollout ${query.shape}.csv`,
      chunks: csvOf(['Title\r\n', ...world.people.map(person => `${person.userPrincipalName}\r\n`)]),
    }),
  }
}

function exclude(person: Enrolment, body: Extract<Input<'actOnPeople'>['body'], { act: 'exclude' }>): void {
  person.status = 'excluded'
  person.reason = body.reason
  person.excludedUntil = body.until ?? null
}

function matches(person: Enrolment, search: Input<'measurePeople'>['body']): boolean {
  const text = search.text?.toLowerCase() ?? ''
  const isStatus = search.status === undefined || search.status.includes(person.status)
  const named = [person.displayName, person.userPrincipalName, person.mail, person.objectId]
  return isStatus && named.some(name => name?.toLowerCase().includes(text) ?? false)
}

async function* csvOf(pieces: readonly string[]): AsyncGenerator<string> {
  yield* pieces
}

function findTenant(world: World, { tenantId }: { tenantId: string }): Tenant {
  return find(world.tenants, tenant => tenant.tenantId === tenantId, 'tenant')
}

function findSender(world: World, { senderId }: { senderId: string }): World['senders'][number] {
  return find(world.senders, sender => sender.senderId === senderId, 'sender')
}

function findCampaign(world: World, { campaignId }: { campaignId: string }): Campaign {
  return find(world.campaigns, campaign => campaign.campaignId === campaignId, 'campaign')
}
