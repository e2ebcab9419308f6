/** The two places where suites are held: the tenant in a box, always, and a live tenant when the environment names one. */

import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { after, before, describe } from 'node:test'
import tls from 'node:tls'
import { type Box, createBox } from '@muster/simulator/box'
import { leastRoles } from '@muster/simulator/seeds/office'
import { createTurnableClock, type TurnableClock } from '@muster/simulator/world/clock'
import { silentLog } from '../log.ts'
import { connect } from '../tenants/connections.ts'
import type { OpenStage } from './stage.ts'

/** How the simulated tenant answers. */
interface Tenant {
  foreignNextLinks?: boolean
}

interface BoxWishes {
  /** Beside the least ones. */
  roles?: readonly string[]
}

/** Holds the suite against the tenant in a box, and against the live tenant or says that there is none. */
export function holdEverywhere(port: string, suite: (open: OpenStage) => void, wishes: BoxWishes = {}): void {
  describe(`${port}, of the tenant in a box`, () => suite(useBox(wishes)))
  const file = process.env.MUSTER_LIVE_TENANT
  const skip = file === undefined ? 'MUSTER_LIVE_TENANT names no file' : false
  describe(`${port}, of a live tenant`, { skip }, () => {
    if (file !== undefined) suite(openLive(readLive(file)))
  })
}

/** One box for all tests of a suite; each begins ten minutes later, with the least roles and no faults left over. */
export function useBox({ roles = [], ...tenant }: BoxWishes & Tenant = {}): OpenStage {
  let arranged: { box: Box; clock: TurnableClock } | null = null
  before(async () => {
    const clock = createTurnableClock(new Date('2026-11-02T08:00:00Z'))
    const box = await createBox({ seed: 7, clock, people: 60, tenant: { replicationDelayMs: 0, ...tenant } })
    tls.setDefaultCACertificates([...tls.getCACertificates('default'), box.tenant.caCertificatePem])
    arranged = { box, clock }
  })
  after(async () => arranged?.box.close())
  return async () => {
    if (arranged === null) throw new Error('the box is there only while tests run')
    const { box, clock } = arranged
    clock.turnTo(new Date(clock.now().getTime() + betweenTestsMs))
    box.app.roles.splice(0, box.app.roles.length, ...leastRoles, ...roles)
    box.tenant.faults.revokeTokens()
    const facts = {
      entraTenantId: box.tenant.world.tenantId,
      clientId: box.app.clientId,
      loginUrl: box.tenant.loginUrl,
      graphUrl: box.tenant.graphUrl,
      credential: { kind: 'secret', secret: box.secret },
    } as const
    const [user] = box.people
    if (user === undefined || user.mail === null) throw new Error('the box has nobody with a mailbox')
    return {
      connection: connect(facts, { clock, log: silentLog }),
      now: () => clock.now(),
      known: { id: user.id, upn: user.userPrincipalName, mail: user.mail },
      groupId: box.enforcedGroup.id,
      sender: box.senders[0],
      siteUrl: `https://${box.tenant.world.sites.hostname}${box.site.path}`,
      arranged,
    }
  }
}

/** Longer than any wait that a test before may have been told. */
const betweenTestsMs = 10 * 60_000

interface LiveTenant {
  tenantId: string
  clientId: string
  /** One of the two. */
  secret?: string
  /** PEM with certificate and key. */
  certificateFile?: string
  groupId: string
  /** UPN or object id. */
  user: string
  sender: string
  /** The address of a site in which lists may be made. */
  siteUrl?: string
  graphUrl?: string
  loginUrl?: string
}

const needed = ['tenantId', 'clientId', 'groupId', 'user', 'sender'] as const

/** Throws, saying what is missing, when the file does not name everything. */
function readLive(file: string): LiveTenant {
  // Checked below, field by field, as far as it is needed.
  const live = JSON.parse(readFileSync(file, 'utf8')) as LiveTenant
  const missing = needed.filter(name => typeof live[name] !== 'string')
  if (live.secret === undefined && live.certificateFile === undefined)
    throw new Error(`${file} names neither "secret" nor "certificateFile"`)
  if (missing.length > 0) throw new Error(`${file} does not name ${missing.join(', ')}`)
  return live
}

function openLive(live: LiveTenant): OpenStage {
  const credential =
    live.certificateFile === undefined
      ? ({ kind: 'secret', secret: live.secret ?? '' } as const)
      : ({ kind: 'certificate', pem: readFileSync(live.certificateFile, 'utf8') } as const)
  const facts = {
    entraTenantId: live.tenantId,
    clientId: live.clientId,
    loginUrl: live.loginUrl ?? 'https://login.microsoftonline.com',
    graphUrl: live.graphUrl ?? 'https://graph.microsoft.com',
    credential,
  }
  return async () => {
    const connection = connect(facts, { clock: { now: () => new Date() }, log: silentLog })
    const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(live.user)
    const found = await connection.directory.findPerson({ kind: isId ? 'objectId' : 'upn', value: live.user })
    if (found.kind !== 'found') throw new Error(`the test user is not found: ${JSON.stringify(found)}`)
    const { id, upn, mail } = found.person
    if (mail === null) throw new Error('the test user has no mail address')
    const known = { id, upn, mail }
    return {
      connection,
      now: () => new Date(),
      known,
      groupId: live.groupId,
      sender: live.sender,
      siteUrl: live.siteUrl ?? null,
      arranged: null,
    }
  }
}

/** An id that nobody has. */
export function drawId(): string {
  return randomUUID()
}
