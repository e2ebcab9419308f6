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
import { type Log, silentLog } from '../log.ts'
import { createLife, type Life, type Work } from './life.ts'
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
export interface World<S extends Service = Service> extends Life {
  clock: TurnableClock
  box: Box
  service: S
  client: Client
  apiKey: string
  /** Connects the service to the box: tenant, senders, campaign with the box's group, not launched yet. */
  prepare(campaign?: Wanted): Promise<Prepared>
  close(): Promise<void>
}

/** The world with the service in this very process. */
export interface Stage extends World {
  app: App
}

/** The service as the world has it. */
export interface Service extends Work {
  db: Database
  administrationUrl: string
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
    const { db, administrationUrl, close } = app
    return { app, db, administrationUrl, close, ...workOf(app) }
  })
  return { ...world, app: world.service.app }
}

/** The work of a service in this process, whose lanes nobody else works. */
export function workOf(app: App): Work {
  return {
    async settle() {
      await app.settle()
      return false
    },
    nextWakes: app.lanes.nextWakes,
    waitForTheDead: async () => false,
  }
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
  return {
    ...parts,
    ...createLife({ clock, box, service }),
    prepare: wanted => prepare(box, client, wanted ?? {}),
    async close() {
      await service.close()
      await box.close()
      parts.removeFolder()
    },
  }
}

/** What an administrator does before the first import, through the API like anybody else. */
export async function prepare(
  box: Box,
  client: Client,
  { senders = 'graph', ...wanted }: Wanted,
): Promise<Prepared> {
  const { tenant, sender, smtpSender } = await connect(box, client)
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

/** The tenant and its two mailboxes. */
export async function connect(box: Box, client: Client): Promise<Omit<Prepared, 'campaign'>> {
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
  return { tenant, sender, smtpSender }
}
