/**
 * The whole world in one process: a tenant in a box, its people, and the service on an embedded database, all on one
 * clock that is turned. The same for tests and for the rehearsal; nothing in it waits for time to pass.
 */

import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Client, createClient } from '@muster/contract/client'
import type { Input, Output } from '@muster/contract/routes'
import { type Box, type BoxOptions, createBox } from '@muster/simulator/box'
import { createTurnableClock, type TurnableClock } from '@muster/simulator/world/clock'
import { makeKey } from '../access/keys.ts'
import { type App, startApp } from '../app.ts'
import type { SignInConfig } from '../config.ts'
import { atExit } from '../db/at-exit.ts'
import { type Log, silentLog } from '../log.ts'
import { registerAddresses, signInAt } from './sign-in.ts'

export interface StageOptions extends Omit<BoxOptions, 'clock'> {
  startAt: Date
  log?: Log
  /** Null: an embedded database of its own, thrown away at the end. */
  databaseUrl?: string | null
  /** Another provider of sign-in than the box. */
  signIn?: SignInConfig
}

export interface Stage {
  clock: TurnableClock
  box: Box
  app: App
  client: Client
  apiKey: string
  /** Connects the service to the box: tenant, sender, campaign with the box's group, not launched yet. */
  prepare(campaign?: Partial<Input<'createCampaign'>['body']>): Promise<Prepared>
  /** Brings the whole world to rest at this moment of the clock. */
  settle(): Promise<void>
  /** Lives until `at`: people act, lanes work, the clock jumps from one thing that is due to the next. */
  liveUntil(at: Date): Promise<void>
  close(): Promise<void>
}

export interface Prepared {
  tenant: Output<'getTenant'>
  /** The rollout's mailbox, through Graph. */
  sender: Output<'addSender'>
  /** The service desk, through SMTP; not used by the campaign unless it says so. */
  smtpSender: Output<'addSender'>
  campaign: Output<'getCampaign'>
}

/** Things due within this time are done together: a rollout of weeks has far more moments than are worth a stop. */
const stepMs = 60_000

export async function openStage(options: StageOptions): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'muster-stage-'))
  // When we are root, PostgreSQL runs as another user and must be able to pass through.
  chmodSync(folder, 0o711)
  const clock = createTurnableClock(options.startAt)
  const box = await createBox({ ...options, clock })
  const caFile = join(folder, 'ca.pem')
  writeFileSync(caFile, box.tenant.caCertificatePem)
  const removeFolder = () => rmSync(folder, { recursive: true, force: true })
  try {
    const app = await startApp({
      config: {
        dataFolder: folder,
        databaseUrl: options.databaseUrl ?? null,
        administration: { host: '127.0.0.1', port: 0 },
        publicFace: { host: '127.0.0.1', port: 0 },
        publicUrl: null,
        administrationUrl: null,
        signIn: options.signIn ?? signInAt(box),
        caFile,
        trustsProxy: false,
        logLevel: 'silent',
        secretKey: randomBytes(32),
      },
      clock,
      log: options.log ?? silentLog,
      lanes: 'drain',
      isThrowaway: true,
    })
    registerAddresses(box, app.administrationUrl)
    // Also when somebody stops us in the middle; after the listener that ends the database.
    const forget = atExit(removeFolder)
    const { key } = await makeKey(app.db, { name: 'stage', role: 'admin', at: clock.now() })
    const client = createClient({ baseUrl: app.administrationUrl, apiKey: key })
    return stageOf({
      clock,
      box,
      app,
      client,
      apiKey: key,
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

interface Parts {
  clock: TurnableClock
  box: Box
  app: App
  client: Client
  apiKey: string
  removeFolder(): void
}

function stageOf(parts: Parts): Stage {
  const { clock, box, app, client } = parts

  async function settle(): Promise<void> {
    while (await app.settle());
  }

  return {
    ...parts,
    prepare: wanted => prepare(box, client, wanted ?? {}),
    settle,
    async liveUntil(at) {
      for (;;) {
        await settle()
        const next = earlier(await app.lanes.nextWakeAt(), box.nextEventAt())
        if (next === null || next > at) break
        const stepEndsAt = new Date(Math.max(next.getTime(), clock.now().getTime() + stepMs))
        await box.advanceTo(stepEndsAt < at ? stepEndsAt : at)
        if (clock.now() >= at) break
      }
      await box.advanceTo(at)
      await settle()
    },
    async close() {
      await app.close()
      await box.close()
      parts.removeFolder()
    },
  }
}

function earlier(a: Date | null, b: Date | null): Date | null {
  if (a === null || b === null) return a ?? b
  return a < b ? a : b
}

/** What an administrator does before the first import, through the API like anybody else. */
export async function prepare(
  box: Box,
  client: Client,
  wanted: Partial<Input<'createCampaign'>['body']>,
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
      senderIds: [sender.senderId],
      ...wanted,
    },
  })
  return { tenant, sender, smtpSender, campaign }
}
