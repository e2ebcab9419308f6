/** A tenant in a box, server side: a world, its Graph and its authority over TLS, its faults and its counts. */

import type { Server as PlainServer } from 'node:http'
import { Server as SecureServer } from 'node:https'
import { createFaults, type FaultPlan, type Faults } from './faults/faults.ts'
import { createTraffic, type Traffic } from './faults/traffic.ts'
import type { Dispatch } from './graph/dispatch.ts'
import { createOutbox, type OutgoingMail } from './graph/outbox.ts'
import { createReplication } from './graph/replication.ts'
import { createGraphServer } from './graph/server.ts'
import { createThrottle, type Throttle } from './graph/throttle.ts'
import { createServerIdentity, type ServerIdentity } from './login/certificates.ts'
import { createAuthority, issuerOf } from './login/server.ts'
import { createMint, type Mint } from './login/tokens.ts'
import { isTurnable } from './world/clock.ts'
import { createRandom } from './world/random.ts'
import type { Clock, World } from './world/types.ts'
import { createWorld, type WorldOptions } from './world/world.ts'

export interface TenantOptions {
  /** Ids, chances and the order of answers follow from it. */
  seed: number
  clock: Clock
  tenantId?: string
  /** Entra ID P1/P2; true by default. */
  premium?: boolean
  domain?: string
  auditDelay?: NonNullable<WorldOptions['auditDelay']>
  keepBodiesMax?: number
  /** `off` lifts every published limit; `real` by default. */
  limits?: 'real' | 'off'
  /** How long reads trail membership writes, on the tenant's clock; 5 s by default. */
  replicationDelayMs?: number
  /** The registration report is refreshed that often; every 6 h by default (FACTS 8: hours to a day). */
  reportLagHours?: number
  /** Wall seconds; 3,599 by default, as Entra says. */
  tokenLifetimeSeconds?: number
  faults?: FaultPlan
  /** The audit log takes no filter by result, as Graph's page on it promises none; off by default. */
  refusesAuditResult?: boolean
  /** Pages of a list go on at SharePoint's own host, as recorded once (FACTS 1), instead of Graph's; off by default. */
  foreignNextLinks?: boolean
  /** Wall milliseconds that Exchange takes to accept a mail; 1 by default, so that sends can overlap. */
  mailTakesMs?: number
  /** Port of Graph; any free one by default. */
  port?: number
  loginPort?: number
  /** The authority over plain http too, on this machine, so that a browser needs no certificate of ours; off by default. */
  plainLogin?: boolean
}

export interface Tenant {
  world: World
  clock: Clock
  faults: Faults
  /** `https://localhost:port`, without `/v1.0`. */
  graphUrl: string
  /** `https://localhost:port`: the authority host. */
  loginUrl: string
  /** `http://localhost:port`, an issuer of its own for sign-in of people; null unless asked for. */
  plainLoginUrl: string | null
  /** What clients have to trust. */
  caCertificatePem: string
  /** Certificate and key for localhost, for further faces of the same tenant. */
  identity: ServerIdentity
  traffic: Traffic
  /**
   * One message of a mailbox, by its lower-case address, to all its recipients, within Exchange's limits as through
   * Graph; false when the mailbox has used up its recipients of the day.
   */
  submitMail(mailbox: string, copies: OutgoingMail[]): boolean
  /** Delivers mails that Exchange carried over and that are due; done by itself at each request and turn of the clock. */
  deliverDueMail(): void
  nextMailDueAt(): Date | null
  close(): Promise<void>
}

/** Wall milliseconds between deliveries of carried-over mail when the clock runs by itself. */
const DELIVERY_TICK_MS = 250

export async function createTenant(options: TenantOptions): Promise<Tenant> {
  const { clock } = options
  const world = createWorld(options)
  const traffic = createTraffic()
  const identity = await createServerIdentity()
  // Faults draw from a stream of their own, so that a plan does not change who is in the tenant.
  const random = createRandom(options.seed ^ 0x5eed)
  const revoker: { revoke: () => void } = { revoke: () => {} }
  const faults = createFaults({
    clock,
    random,
    plan: options.faults ?? null,
    onRevoke: () => revoker.revoke(),
  })
  const outbox = createOutbox({ clock, world, traffic, limits: options.limits ?? 'real' })

  const address: { login: string; plain: string | null } = { login: '', plain: null }
  const holder: { mint: Mint | undefined } = { mint: undefined }
  const mint: Mint = createLateMint(holder)
  const authority = createAuthority({
    ...{ world, mint, identity, faults, traffic },
    url: () => address.login,
    plainUrl: () => address.plain ?? '',
  })
  address.login = await listen(authority.secure, options.loginPort ?? 0)
  if (options.plainLogin === true) address.plain = await listen(authority.plain, 0)
  holder.mint = await createMint({
    tenantId: world.tenantId,
    issuer: issuerOf(address.login, world.tenantId),
    lifetimeSeconds: options.tokenLifetimeSeconds ?? 3_599,
  })
  revoker.revoke = () => mint.revokeAll()

  const ground: Dispatch = {
    world,
    traffic,
    faults,
    outbox,
    replication: createReplication({ clock, delayMs: options.replicationDelayMs ?? 5_000 }),
    throttle:
      options.limits === 'off'
        ? unlimited
        : createThrottle({ clock, random, countUsers: () => world.countUsers() }),
    baseUrl: '',
    reportLagHours: options.reportLagHours ?? 6,
    startedAt: clock.now(),
    mailTakesMs: options.mailTakesMs ?? 1,
    refusesAuditResult: options.refusesAuditResult ?? false,
    foreignNextLinks: options.foreignNextLinks ?? false,
  }
  const graph = createGraphServer({ ground, mint, identity, authorityUrl: address.login })
  const graphUrl = await listen(graph, options.port ?? 0)
  ground.baseUrl = `${graphUrl}/v1.0`
  const stopDelivering = keepDelivering(clock, () => outbox.deliverDue())

  return {
    world,
    clock,
    faults,
    graphUrl,
    loginUrl: address.login,
    plainLoginUrl: address.plain,
    caCertificatePem: identity.caCertificatePem,
    identity,
    traffic,
    submitMail: (mailbox, copies) => outbox.submit(mailbox, copies),
    deliverDueMail: () => outbox.deliverDue(),
    nextMailDueAt: () => outbox.nextDueAt(),
    async close() {
      stopDelivering()
      await Promise.all([graph, authority.secure, authority.plain].map(close))
    },
  }
}

const unlimited: Throttle = { admit: () => ({ kind: 'passed', headers: {}, release: () => {} }) }

/** The issuer names the authority's port, which is known only once it listens. */
function createLateMint(holder: { mint: Mint | undefined }): Mint {
  const ready = (): Mint => {
    if (holder.mint === undefined) throw new Error('the tenant is not ready yet')
    return holder.mint
  }
  return {
    get keys() {
      return ready().keys
    },
    issue: app => ready().issue(app),
    issueIdToken: (clientId, claims) => ready().issueIdToken(clientId, claims),
    judge: token => ready().judge(token),
    revokeAll: () => ready().revokeAll(),
  }
}

function keepDelivering(clock: Clock, deliver: () => void): () => void {
  if (isTurnable(clock)) return clock.onTurn(deliver)
  const timer = setInterval(deliver, DELIVERY_TICK_MS)
  timer.unref()
  return () => clearInterval(timer)
}

/**
 * Wall milliseconds an idle connection stays open: longer than any client keeps one, since a connection closed under a
 * POST would look like a lost answer that nobody asked for.
 */
const IDLE_CONNECTION_MS = 120_000

type Server = PlainServer | SecureServer

async function listen(server: Server, port: number): Promise<string> {
  server.keepAliveTimeout = IDLE_CONNECTION_MS
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    // Loopback only: a toy tenant with real-looking people is nobody else's to reach.
    server.listen({ port, host: 'localhost' }, resolve)
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return `${server instanceof SecureServer ? 'https' : 'http'}://localhost:${address.port}`
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections()
  await new Promise<void>(resolve => server.close(() => resolve()))
}
