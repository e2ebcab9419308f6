/** The whole program put together: database, lanes, both faces. Nothing else knows every part. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import tls from 'node:tls'
import { type ServerType, serve } from '@hono/node-server'
import { getConnInfo } from '@hono/node-server/conninfo'
import type { Handlers } from '@muster/contract/routes'
import type { Clock } from '@muster/core/ports'
import { Problem } from '@muster/core/problem'
import { makeProblem } from '@muster/core/told-problems'
import { type Context, Hono } from 'hono'
import { type ActivityLog, createActivityLog } from './access/activity.ts'
import { createAccessHandlers, inviteFirstAdministrator } from './access/handlers.ts'
import { authenticate, createKeyHandlers } from './access/keys.ts'
import { createProvider } from './access/provider.ts'
import { createIdempotencyStore } from './access/remembered-answers.ts'
import { findSessionCaller } from './access/sessions.ts'
import { createSignIn } from './access/sign-in.ts'
import { createAuditHandlers } from './automations/audit-table.ts'
import { createRuleHandlers } from './automations/handlers.ts'
import { createEntryHandlers } from './automations/history.ts'
import { createRuleFeed } from './automations/rule-feed.ts'
import { createRulesLane } from './automations/rules-lane.ts'
import { createWebhooksLane } from './automations/webhooks-lane.ts'
import { createDueLane } from './campaigns/due.ts'
import { createCampaignHandlers } from './campaigns/handlers.ts'
import { type Config, isThisMachine } from './config.ts'
import { type Database, migrate, openDatabase } from './db/database.ts'
import { type EmbeddedDatabase, startEmbedded } from './db/embedded.ts'
import { keepNamesInOrder } from './db/names-order.ts'
import { createJoinsLane, joinAtOnce } from './enrolments/joins.ts'
import { createEscalationsLane } from './escalations/lane.ts'
import { createAdministrationApp } from './http/administration.ts'
import { builtPortal, createPortal } from './http/portal.ts'
import { createInstallationHandlers } from './installation.ts'
import { linkAddress } from './links/address.ts'
import { createPagePreviewHandlers } from './links/page-preview.ts'
import { createPublicFace } from './links/public-face.ts'
import { createResend } from './links/resend.ts'
import type { Log } from './log.ts'
import { createMailHandlers } from './messages/handlers.ts'
import { createMailLane } from './messages/lane.ts'
import { createSummaryRenderer } from './messages/render-summary.ts'
import { createTexts } from './messages/texts.ts'
import { createTextsHandlers } from './messages/texts-api.ts'
import { createMirrorHandlers } from './mirror/handlers.ts'
import { createMirrorLane } from './mirror/lane.ts'
import { createAuditFeed } from './observe/audit-feed.ts'
import { createZonesLane } from './observe/mailbox-zones.ts'
import { createMethodsLane } from './observe/methods.ts'
import { createReportSweep } from './observe/report.ts'
import { createReportsLane } from './observe/reports-lane.ts'
import { createBatchLane } from './people/batch-work.ts'
import { createExclusionHandlers } from './people/exclusions.ts'
import { createImportHandlers } from './people/import-handlers.ts'
import { createProtectionHandlers } from './people/protection.ts'
import { createPeopleLane } from './people/sync.ts'
import { createLanes, type Lanes } from './queue/lanes.ts'
import { createBreakDownHandlers } from './reports/break-down-answers.ts'
import { createReportHandlers } from './reports/handlers.ts'
import { createSummaryHandlers } from './reports/summary-answers.ts'
import { keepTallies } from './reports/tally-repair.ts'
import { createScheduleHandlers } from './summaries/handlers.ts'
import { createSummariesLane } from './summaries/lane.ts'
import { createTakeoverHandlers } from './takeovers/handlers.ts'
import { afterImports, createTakeoverLane } from './takeovers/lane.ts'
import { createBrandingHandlers } from './tenants/branding.ts'
import { createConnections } from './tenants/connections.ts'
import { createGroupHandlers } from './tenants/groups.ts'
import { createTenantHandlers } from './tenants/handlers.ts'
import { isForeignKey } from './tenants/key-check.ts'
import { readStopped } from './tenants/stop.ts'
import { whileSending, whileThere } from './tenants/tenant-row.ts'
import { version } from './version.ts'

export interface AppOptions {
  config: Config
  clock: Clock
  /** Sign-in and sessions, when `clock` runs faster than the provider's and the people in front of it; else `clock`. */
  sessionClock?: Clock
  log: Log
  /** `work`: lanes are worked as they come due. `drain`: only when `settle` is called, by a test or a rehearsal. */
  lanes: 'work' | 'drain'
  /** The embedded database's data is thrown away afterwards. */
  isThrowaway?: boolean
}

export interface App {
  db: Database
  administrationUrl: string
  publicUrl: string
  /** Where the public face listens here, whatever address people's links begin with. */
  publicFaceUrl: string
  databaseUrl: string
  /** The tenants' credentials were stored with another secret key: both faces answer, and no lane is worked. */
  hasForeignKey: boolean
  activity: ActivityLog
  /** A one-time link that makes an admin; null while nobody can sign in, and once somebody is one. */
  inviteFirstAdministrator(): Promise<string | null>
  lanes: Lanes
  /** Leaves administrators without an answer, as a restart does; what comes back listens again at the same place. */
  hangUp(): Promise<() => Promise<void>>
  /** Works everything that is due at this moment of the clock; says whether there was anything. */
  settle(): Promise<boolean>
  close(): Promise<void>
}

/** Requests that are under way when we stop get this long to end. */
const closeTimeoutMs = 10_000

/** Starts the program. Everything that was opened is closed again when a later step fails. */
export async function startApp(options: AppOptions): Promise<App> {
  const closers: (() => Promise<void>)[] = []
  const close = async () => {
    for (const closer of closers.reverse()) await closer()
  }
  try {
    return await assemble(options, closers, close)
  } catch (error) {
    await close()
    throw error
  }
}

async function assemble(
  options: AppOptions,
  closers: (() => Promise<void>)[],
  close: () => Promise<void>,
): Promise<App> {
  const { config, clock, log } = options
  const ca = trust(config.caFile)
  const databaseUrl = await findDatabase(options, closers)
  const { db, repeatingDb, close: closeDatabase } = openDatabase(databaseUrl)
  closers.push(closeDatabase)
  await migrate(db)
  await keepNamesInOrder(db, log)
  closers.push(keepTallies({ db: repeatingDb, clock, log }).stop)
  const connections = createConnections({ db: repeatingDb, secretKey: config.secretKey, clock, log, ca })
  closers.push(async () => connections.close())
  const texts = await createTexts(db)
  const renderSummary = await createSummaryRenderer()
  let publicUrl = ''
  const nudge = () => lanes.nudge()
  const publicAddress = () => ({ url: publicUrl, isGiven: config.publicUrl !== null })
  const shared = { db, clock, log, nudge, secretKey: config.secretKey, connections, publicAddress }
  const repeating = { ...shared, db: repeatingDb }
  const ports = {
    directoryOf: async (id: string) => (await connections.tenant(id)).directory,
    groupOf: async (id: string) => (await connections.tenant(id)).group,
    registrationsOf: async (id: string) => (await connections.tenant(id)).registrations,
    mailboxesOf: async (id: string) => (await connections.tenant(id)).mailboxes,
    auditLogOf: async (id: string) => (await connections.tenant(id)).auditLog,
    boardOf: async (id: string) => (await connections.tenant(id)).board,
  }
  const mail = {
    openSender: (id: string) => connections.sender(id),
    linkOf: (token: string) => linkAddress(publicUrl, token),
    onSettled: nudge,
    texts,
    renderSummary,
  }
  const lanes = createLanes({
    db: repeatingDb,
    clock,
    log,
    work: {
      due: createDueLane(repeating),
      mail: whileSending(repeatingDb, createMailLane({ ...repeating, ...mail })),
      joins: whileThere(repeatingDb, createJoinsLane({ ...repeating, ...ports })),
      methods: whileThere(repeatingDb, createMethodsLane({ ...repeating, ...ports })),
      report: whileThere(
        repeatingDb,
        createReportsLane({
          ...repeating,
          tasks: [
            createAuditFeed({ ...repeating, ...ports }),
            createReportSweep({ ...repeating, ...ports }),
            createRuleFeed({ ...repeating, ...ports }),
          ],
        }),
      ),
      people: whileThere(db, createPeopleLane({ ...shared, ...ports })),
      escalations: whileThere(repeatingDb, createEscalationsLane({ ...repeating, ...ports })),
      summaries: whileThere(db, createSummariesLane(shared)),
      intake: whileThere(
        db,
        afterImports(createBatchLane({ ...shared, ...ports }), createTakeoverLane({ ...shared, ...ports })),
      ),
      zones: whileThere(db, createZonesLane({ ...shared, ...ports })),
      rules: whileThere(repeatingDb, createRulesLane({ ...repeating, ...ports })),
      mirror: whileThere(db, createMirrorLane({ ...shared, ...ports })),
      webhooks: whileThere(db, createWebhooksLane({ ...shared, allowedHosts: config.webhookHosts })),
    },
  })
  const resend = createResend({ db, clock, log, onAsked: nudge })
  closers.push(() => resend.rest())
  const publicFace = createPublicFace({
    db: repeatingDb,
    clock,
    log,
    key: config.secretKey,
    joinAtOnce: id => joinAtOnce({ ...repeating, ...ports }, id),
    onConfirmed: nudge,
    resend,
    addressOf: context => addressOf(context, config.trustsProxy),
  })
  const listeningPublic = await listen(publicFace, config.publicFace)
  closers.push(listeningPublic.close)
  publicUrl = config.publicUrl ?? listeningPublic.url

  let administrationUrl = ''
  const activity = createActivityLog({ db, secretKey: config.secretKey, clock })
  const access = {
    ...shared,
    clock: options.sessionClock ?? clock,
    provider: config.signIn === null ? null : createProvider(config.signIn),
    activity,
    address: () => administrationUrl,
  }
  const opensCredentials = async () => !(await isForeignKey(db, config.secretKey))
  const administration = createAdministrationApp({
    handlers: {
      ...createHealth(db),
      ...createTenantHandlers(shared),
      ...createMailHandlers(shared),
      ...createTextsHandlers({ ...shared, ...mail }),
      ...createBrandingHandlers(shared),
      ...createPagePreviewHandlers(shared),
      ...createCampaignHandlers(shared),
      ...createGroupHandlers(shared),
      ...createImportHandlers(shared),
      ...createTakeoverHandlers(shared),
      ...createExclusionHandlers(shared),
      ...createProtectionHandlers(shared),
      ...createReportHandlers(shared),
      ...createBreakDownHandlers(shared),
      ...createSummaryHandlers(shared),
      ...createScheduleHandlers(shared),
      ...createMirrorHandlers({ ...shared, ...ports }),
      ...createRuleHandlers({ ...shared, ...ports, allowedHosts: config.webhookHosts }),
      ...createEntryHandlers(shared),
      ...createAuditHandlers(shared),
      ...createKeyHandlers(shared),
      ...createAccessHandlers(access),
      ...createInstallationHandlers({ ...access, config, opensCredentials }),
    },
    authenticate: key => authenticate(repeatingDb, key, clock.now()),
    authenticateSession: token => findSessionCaller(repeatingDb, token, access.clock.now()),
    address: access.address,
    record: activity.record,
    pages: new Hono().route('/', createSignIn(access)).route('/', createPortal(builtPortal)),
    idempotency: createIdempotencyStore({ db, clock }),
    log,
  })
  let listeningAdministration = await listen(administration, config.administration)
  closers.push(() => listeningAdministration.close())
  administrationUrl = config.administrationUrl ?? listeningAdministration.url
  judgeSignIn(config, administrationUrl)

  const hasForeignKey = await isForeignKey(db, config.secretKey)
  if (hasForeignKey) log.error({}, 'the secret key opens no stored credential; no work is done with it')
  else if (options.lanes === 'work') {
    // The embedded database is ours alone, so whatever is still in hand was in the hands of a process that is gone.
    if (config.databaseUrl === null) await lanes.reclaim()
    lanes.start()
    closers.push(() => lanes.stop())
  }
  return {
    db,
    administrationUrl: listeningAdministration.url,
    activity,
    publicUrl,
    publicFaceUrl: listeningPublic.url,
    databaseUrl,
    hasForeignKey,
    inviteFirstAdministrator: () => inviteFirstAdministrator(access),
    lanes,
    async hangUp() {
      const { host } = config.administration
      const port = Number(new URL(listeningAdministration.url).port)
      await listeningAdministration.cut()
      return async () => {
        listeningAdministration = await listen(administration, { host, port })
      }
    },
    settle: async () => {
      await resend.rest()
      return lanes.drain()
    },
    close,
  }
}

/** Adds authorities of the organisation's own to those that the whole process trusts. */
function trust(caFile: string | null): string | null {
  if (caFile === null) return null
  const pem = readFileSync(caFile, 'utf8')
  tls.setDefaultCACertificates([...tls.getCACertificates('default'), pem])
  return pem
}

/** A cookie that crosses a network in the clear is anybody's. */
function judgeSignIn({ signIn }: Config, address: string): void {
  const { protocol, hostname } = new URL(address)
  if (signIn === null || protocol === 'https:' || isThisMachine(hostname)) return
  throw new Problem('badRequest', `administrators cannot sign in at ${address}: it is not https`, {
    where: 'MUSTER_ADMIN_URL',
    remedy: 'put TLS in front, and set it to the https address that browsers see',
  })
}

async function findDatabase(options: AppOptions, closers: (() => Promise<void>)[]): Promise<string> {
  const { config } = options
  if (config.databaseUrl !== null) return config.databaseUrl
  const folder = join(config.dataFolder, 'postgres')
  const embedded: EmbeddedDatabase = await startEmbedded({
    folder,
    isThrowaway: options.isThrowaway ?? false,
  })
  closers.push(() => embedded.stop())
  if (embedded.isAdopted) options.log.warn({}, 'took over a PostgreSQL that an earlier run had left running')
  return embedded.url
}

function createHealth(db: Database): Pick<Handlers, 'health'> {
  return {
    async health() {
      try {
        return { status: 'ok', version, database: 'ok', stopped: await readStopped(db) }
      } catch {
        // Whoever asks looks at the status first: 503 takes this copy out of a load balancer.
        throw makeProblem('databaseSilent', { version })
      }
    },
  }
}

function addressOf(context: Context, trustsProxy: boolean): string {
  const forwarded = trustsProxy ? context.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined
  return forwarded ?? getConnInfo(context).remote.address ?? 'unknown'
}

interface Listening {
  url: string
  close(): Promise<void>
  /** The same without waiting for anybody. */
  cut(): Promise<void>
}

// biome-ignore lint/suspicious/noExplicitAny: the two faces are Hono apps of different environments; only `fetch` is used.
function listen(app: Hono<any>, at: { host: string; port: number }): Promise<Listening> {
  return new Promise((done, fail) => {
    const server: ServerType = serve({ fetch: app.fetch, hostname: at.host, port: at.port }, info => {
      const host = at.host.includes(':') ? `[${at.host}]` : at.host
      done({
        url: `http://${host}:${info.port}`,
        close: () => closeServer(server),
        cut: () => {
          const closed = closeServer(server)
          if ('closeAllConnections' in server) server.closeAllConnections()
          return closed
        },
      })
    })
    server.once('error', error => fail(explainListen(error, at)))
  })
}

function explainListen(error: Error & { code?: string }, at: { host: string; port: number }): Error {
  if (error.code !== 'EADDRINUSE') return error
  return new Error(
    `port ${at.port} on ${at.host} is taken: stop what listens there, or set MUSTER_ADMIN_PORT and MUSTER_PUBLIC_PORT`,
  )
}

function closeServer(server: ServerType): Promise<void> {
  return new Promise(done => {
    server.close(() => done())
    if ('closeIdleConnections' in server) server.closeIdleConnections()
    const timer = setTimeout(() => {
      if ('closeAllConnections' in server) server.closeAllConnections()
    }, closeTimeoutMs)
    timer.unref()
  })
}
