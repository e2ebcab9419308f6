/**
 * The whole world: a tenant in a box, its people, and the service on an embedded database, in this process or in
 * several (`copies.ts`), all on one clock that is turned. The same for tests and for the rehearsal; nothing in it waits
 * for time to pass, save where a killed copy must be noticed.
 */

import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Client, createClient } from '@muster/contract/client'
import type { Input, Output } from '@muster/contract/routes'
import type { Clock } from '@muster/core/ports'
import { type Box, type BoxOptions, createBox } from '@muster/simulator/box'
import { createTurnableClock, type TurnableClock } from '@muster/simulator/world/clock'
import { makeKey } from '../access/keys.ts'
import { type App, startApp } from '../app.ts'
import type { SignInConfig } from '../config.ts'
import { atExit } from '../db/at-exit.ts'
import type { Database } from '../db/database.ts'
import type { LaneKind } from '../db/schema.ts'
import { type Log, silentLog } from '../log.ts'
import { registerAddresses, signInAt } from './sign-in.ts'

export interface WorldOptions extends Omit<BoxOptions, 'clock'> {
  startAt: Date
  log?: Log
  /** Another provider of sign-in than the box. */
  signIn?: SignInConfig
}

export interface StageOptions extends WorldOptions {
  /** Null: an embedded database of its own, thrown away at the end. */
  databaseUrl?: string | null
  /** Hosts inside that webhooks may go to, as MUSTER_WEBHOOK_HOSTS names them. */
  webhookHosts?: readonly string[]
  /** What sessions live by; the world's own clock when left out. */
  sessionClock?: Clock
}

/** A tenant in a box with the service beside it, whatever processes that runs in. */
export interface World<S extends Service = Service> {
  clock: TurnableClock
  box: Box
  service: S
  client: Client
  apiKey: string
  /** Connects the service to the box: tenant, senders, campaign with the box's group, not launched yet. */
  prepare(campaign?: Wanted): Promise<Prepared>
  /** Brings the whole world to rest at this moment of the clock. */
  settle(): Promise<void>
  /** Lives until `at`: people act, lanes work, the clock jumps from one thing that is due to the next. */
  liveUntil(at: Date, pace?: Pace): Promise<void>
  close(): Promise<void>
}

/** The world with the service in this very process. */
export interface Stage extends World {
  app: App
}

/** What the world needs of the service. */
export interface Service {
  db: Database
  administrationUrl: string
  /** Works everything that is due at this moment of the clock; says whether there may be more. */
  settle(): Promise<boolean>
  nextWakes(): Promise<ReadonlyMap<LaneKind, Date>>
  /** While lanes are in the hands of a process that was killed: true, after a second of the wall's time. */
  waitForTheDead(): Promise<boolean>
  close(): Promise<void>
}

/** Where a service of the stage is put up. */
export interface Place {
  folder: string
  clock: TurnableClock
  caFile: string
  signIn: SignInConfig | null
}

/** What the campaign says beyond the usual; `senders: 'both'` sends through Graph and SMTP. */
export type Wanted = Partial<Input<'createCampaign'>['body']> & { senders?: 'graph' | 'both' }

export interface Prepared {
  tenant: Output<'getTenant'>
  /** The rollout's mailbox, through Graph. */
  sender: Output<'addSender'>
  /** The service desk, through SMTP; used by the campaign when it wants both. */
  smtpSender: Output<'addSender'>
  campaign: Output<'getCampaign'>
}

/** How close to one another the moments are at which the world stops. People act at their own moments at any pace. */
export interface Pace {
  /** Things due within this time are done together: a rollout of weeks has far more moments than are worth a stop. */
  stepMs: number
  /** The same for mails. */
  mailStepMs: number
}

/** Mails as often as the service itself looks for lanes that are due: a mailbox's pace is to be the service's own. */
const usualPace: Pace = { stepMs: 60_000, mailStepMs: 1_000 }

/** While a lane waits to be taken over the world lives at the wall's pace. */
const wallStepMs = 1_000

export async function openStage(options: StageOptions): Promise<Stage> {
  const world = await openWorld(options, async place => {
    const app = await startApp({
      config: {
        dataFolder: place.folder,
        databaseUrl: options.databaseUrl ?? null,
        administration: { host: '127.0.0.1', port: 0 },
        publicFace: { host: '127.0.0.1', port: 0 },
        publicUrl: null,
        administrationUrl: null,
        signIn: place.signIn,
        caFile: place.caFile,
        trustsProxy: false,
        webhookHosts: new Set(options.webhookHosts ?? []),
        logLevel: 'silent',
        secretKey: randomBytes(32),
      },
      clock: place.clock,
      ...(options.sessionClock === undefined ? {} : { sessionClock: options.sessionClock }),
      log: options.log ?? silentLog,
      lanes: 'drain',
      isThrowaway: true,
    })
    return {
      app,
      db: app.db,
      administrationUrl: app.administrationUrl,
      settle: async () => {
        await app.settle()
        // With nobody else at work there is nothing left to ask about.
        return false
      },
      nextWakes: app.lanes.nextWakes,
      waitForTheDead: async () => false,
      close: app.close,
    }
  })
  return { ...world, app: world.service.app }
}

/** Puts up the box, and beside it the service that `open` starts. */
export async function openWorld<S extends Service>(
  options: WorldOptions,
  open: (place: Place) => Promise<S>,
): Promise<World<S>> {
  const folder = mkdtempSync(join(tmpdir(), 'muster-stage-'))
  // When we are root, PostgreSQL runs as another user and must be able to pass through.
  chmodSync(folder, 0o711)
  const clock = createTurnableClock(options.startAt)
  const box = await createBox({ ...options, clock })
  const caFile = join(folder, 'ca.pem')
  writeFileSync(caFile, box.tenant.caCertificatePem)
  const removeFolder = () => rmSync(folder, { recursive: true, force: true })
  try {
    const service = await open({ folder, clock, caFile, signIn: options.signIn ?? signInAt(box) })
    registerAddresses(box, service.administrationUrl)
    // Also when somebody stops us in the middle; after the listener that ends the database.
    const forget = atExit(removeFolder)
    const { key } = await makeKey(service.db, { name: 'stage', role: 'admin', at: clock.now() })
    const client = createClient({ baseUrl: service.administrationUrl, apiKey: key })
    return worldOf({
      ...{ clock, box, service, client, apiKey: key },
      removeFolder: () => {
        forget()
        removeFolder()
      },
    })
  } catch (error) {
    await box.close()
    removeFolder()
    throw error
  }
}

function worldOf<S extends Service>(
  parts: Pick<World<S>, 'clock' | 'box' | 'service' | 'client' | 'apiKey'> & { removeFolder(): void },
): World<S> {
  const { clock, box, service, client } = parts

  async function settle(): Promise<void> {
    while (await service.settle());
  }

  /** The end of the next step, or null when nothing is to come. */
  async function nextStopAt({ stepMs, mailStepMs }: Pace): Promise<Date | null> {
    const nowMs = clock.now().getTime()
    if (await service.waitForTheDead()) return new Date(nowMs + wallStepMs)
    const wakes = await service.nextWakes()
    const next = [...wakes.values()].reduce(earlier, box.nextEventAt())
    return earlier(notBefore(next, nowMs + stepMs), notBefore(wakes.get('mail') ?? null, nowMs + mailStepMs))
  }

  return {
    ...parts,
    prepare: wanted => prepare(box, client, wanted ?? {}),
    settle,
    async liveUntil(at, pace = usualPace) {
      while (clock.now() < at) {
        await settle()
        const next = await nextStopAt(pace)
        await box.advanceTo(next !== null && next < at ? next : at)
      }
      await settle()
    },
    async close() {
      await service.close()
      await box.close()
      parts.removeFolder()
    },
  }
}

function notBefore(at: Date | null, leastMs: number): Date | null {
  return at === null ? null : new Date(Math.max(at.getTime(), leastMs))
}

function earlier(a: Date | null, b: Date | null): Date | null {
  if (a === null || b === null) return a ?? b
  return a < b ? a : b
}

/** What an administrator does before the first import, through the API like anybody else. */
export async function prepare(
  box: Box,
  client: Client,
  { senders = 'graph', ...wanted }: Wanted,
): Promise<Prepared> {
  const tenant = await client.addTenant({
    body: {
      name: 'Contoso',
      entraTenantId: box.tenant.world.tenantId,
      clientId: box.app.clientId,
      graphUrl: box.tenant.graphUrl,
      loginUrl: box.tenant.loginUrl,
      credential: { kind: 'secret', secret: box.secret },
      organisationName: 'Contoso',
      supportContact: 'the service desk, extension 4711',
    },
  })
  const sender = await client.addSender({
    params: { tenantId: tenant.tenantId },
    body: { kind: 'graph', address: box.senders[0], displayName: 'Contoso IT' },
  })
  const smtpSender = await client.addSender({
    params: { tenantId: tenant.tenantId },
    body: {
      kind: 'smtp',
      address: box.senders[1],
      displayName: 'Contoso service desk',
      host: box.smtp.host,
      port: box.smtp.port,
      user: box.smtp.username,
      password: box.smtp.password,
    },
  })
  const campaign = await client.createCampaign({
    body: {
      tenantId: tenant.tenantId,
      name: 'Everybody by February',
      groupId: box.enforcedGroup.id,
      senderIds: senders === 'both' ? [sender.senderId, smtpSender.senderId] : [sender.senderId],
      ...wanted,
    },
  })
  return { tenant, sender, smtpSender, campaign }
}
