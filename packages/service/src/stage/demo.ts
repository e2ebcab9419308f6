/** `npm run demo`: a living rollout on a simulated tenant at a fast clock, with the service as it is for everybody. */

import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { type Client, createClient } from '@muster/contract/client'
import { type Box, createBox } from '@muster/simulator/box'
import { usualScanners } from '@muster/simulator/humans/humans'
import { createFastClock } from '@muster/simulator/world/clock'
import { type App, startApp } from '../app.ts'
import { type DemoFlags, untilStopped, writeConnection } from '../cli/local-commands.ts'
import { preparePortal } from '../cli/portal-build.ts'
import type { Terminal } from '../cli/terminal.ts'
import type { Config } from '../config.ts'
import { createLog } from '../log.ts'
import { type DemoFolder, isProcessAlive, openDemoFolder } from './demo-folder.ts'
import { createDemoScreen, type DemoFacts } from './demo-screen.ts'
import { registerAddresses, signInAt } from './sign-in.ts'
import { prepare } from './world.ts'

/** A Monday morning. */
const startAt = new Date('2026-11-02T08:00:00Z')
const dayMs = 24 * 60 * 60 * 1000
/** How often people get to act, in wall time: often enough that a double click is one. */
const lifeMs = 50
const drawMs = 1_000

export async function runDemo(terminal: Terminal, flags: DemoFlags): Promise<void> {
  await preparePortal(terminal)
  terminal.stderr.write('starting PostgreSQL, the simulated tenant and the service …\n')
  const folder = openDemoFolder({
    dataFolder: terminal.dataFolder,
    processId: process.pid,
    isAlive: isProcessAlive,
  })
  const clock = createFastClock({ start: startAt, factor: flags.speed })
  const box = await createBox({
    seed: flags.seed,
    clock,
    people: flags.people,
    scanners: usualScanners,
    tenant: { plainLogin: true },
  })
  const caFile = join(folder.path, 'simulated-ca.pem')
  writeFileSync(caFile, box.tenant.caCertificatePem)
  const config = { ...demoConfig(folder.path, caFile), signIn: signInAt(box) }
  const app = await startApp({
    config,
    clock,
    // The people in front of the demo live on the wall's time.
    sessionClock: { now: () => new Date() },
    log: createLog('error'),
    lanes: 'work',
    isThrowaway: true,
  })
  registerAddresses(box, app.administrationUrl)
  const { apiKey } = await writeConnection(app, folder.path)
  const client = createClient({ baseUrl: app.administrationUrl, apiKey })
  const life = startLife(box, () => clock.now())
  try {
    const facts = await begin({ box, app, client, commandPrefix: commandPrefixOf(folder) })
    await watch({ terminal, client, facts, flags, now: () => clock.now() })
  } finally {
    terminal.stderr.write('\nstopping …\n')
    await life.stop()
    await app.close()
    await box.close()
    folder.remove()
  }
}

/** How the command line reaches this demo: by itself, or told where its folder is. */
function commandPrefixOf(folder: DemoFolder): string {
  if (folder.announce()) return 'npx muster'
  const fromHere = relative(process.cwd(), folder.path)
  const path = fromHere.startsWith('..') ? folder.path : fromHere
  // In the shells of this world a path in single quotes is taken as it is.
  return `MUSTER_DATA=${/^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`} npx muster`
}

function demoConfig(folder: string, caFile: string): Omit<Config, 'signIn'> {
  return {
    dataFolder: folder,
    databaseUrl: null,
    administration: { host: '127.0.0.1', port: 0 },
    publicFace: { host: '127.0.0.1', port: 0 },
    publicUrl: null,
    administrationUrl: null,
    caFile,
    trustsProxy: false,
    webhookHosts: new Set(),
    logLevel: 'error',
    secretKey: randomBytes(32),
  }
}

/** Lets the simulated people act as the clock runs. */
function startLife(box: Box, now: () => Date): { stop(): Promise<void> } {
  let isOver = false
  const living = (async () => {
    while (!isOver) {
      await box.advanceTo(now())
      await new Promise(done => setTimeout(done, lifeMs))
    }
  })()
  return {
    async stop() {
      isOver = true
      await living
    },
  }
}

interface Beginning {
  box: Box
  app: App
  client: Client
  commandPrefix: string
}

/** What an administrator does on the first morning, through the API like anybody else. */
async function begin({ box, app, client, commandPrefix }: Beginning): Promise<DemoFacts> {
  const { campaign } = await prepare(box, client, { name: 'Everybody by February', dueOn: '2027-01-31' })
  const { campaignId } = campaign
  const list = [...box.tenant.world.users.values()].map(
    user => `"${user.displayName}";${user.userPrincipalName}`,
  )
  const body = new TextEncoder().encode(['Display name;User principal name', ...list, ''].join('\r\n'))
  await client.importPeople({ params: { campaignId }, fileName: 'everybody.csv', body })
  await client.actOnCampaign({ params: { campaignId, act: 'launch' } })
  return {
    campaignId,
    administrationUrl: app.administrationUrl,
    publicUrl: app.publicUrl,
    consoleUrl: box.console.url,
    commandPrefix,
    administrator: box.signIn?.admin.displayName ?? null,
    somebody: box.cast === null ? 'somebody@contoso.example' : firstOf(box),
  }
}

function firstOf(box: Box): string {
  const [first] = box.tenant.world.users.values()
  return first?.userPrincipalName ?? ''
}

async function watch(watched: {
  terminal: Terminal
  client: Client
  facts: DemoFacts
  flags: DemoFlags
  now: () => Date
}): Promise<void> {
  const { terminal, client, facts, flags, now } = watched
  const screen = createDemoScreen(terminal, facts)
  let isStopped = false
  void untilStopped().then(() => {
    isStopped = true
  })
  let after: string | undefined
  const params = { campaignId: facts.campaignId }
  for (;;) {
    const report = await client.campaignStatus({ params })
    const recent = await client.recentEvents({
      params,
      query: { limit: 200, ...(after === undefined ? {} : { after }) },
    })
    after = recent.after ?? undefined
    screen.draw({ report, fresh: recent.items, at: now() })
    const isOver = flags.days !== undefined && now().getTime() >= startAt.getTime() + flags.days * dayMs
    if (isStopped || isOver) return
    await new Promise(done => setTimeout(done, drawMs))
  }
}
