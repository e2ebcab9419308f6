/**
 * `npm run demo`: a simulated tenant in the midst of its rollout, with months behind it, at a fast clock; the service is
 * as it is for everybody.
 */

import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { type Client, createClient } from '@muster/contract/client'
import { type Box, createBox } from '@muster/simulator/box'
import { usualScanners } from '@muster/simulator/humans/humans'
import { createFastClock, createTurnableClock, type TurnableClock } from '@muster/simulator/world/clock'
import { type App, startApp } from '../app.ts'
import { type DemoFlags, untilStopped, writeConnection } from '../cli/local-commands.ts'
import { preparePortal } from '../cli/portal-build.ts'
import type { Terminal } from '../cli/terminal.ts'
import { type Config, readHosts } from '../config.ts'
import { createLog } from '../log.ts'
import { type DemoFolder, isProcessAlive, openDemoFolder } from './demo-folder.ts'
import { createDemoScreen, type DemoFacts } from './demo-screen.ts'
import { type HistoryWeek, historyBeginsAt, liveHistory, type Setting } from './history.ts'
import { createLife } from './life.ts'
import { allowLists, takeMirror } from './mirror.ts'
import { registerAddresses, signInAt } from './sign-in.ts'
import { prepare, workOf } from './world.ts'

/** The Monday morning that a fresh demo begins on. */
const freshStartsAt = new Date('2026-11-02T08:00:00Z')
const dayMs = 24 * 60 * 60 * 1000
/** How often people get to act, in wall time: often enough that a double click is one. */
const lifeMs = 50
const drawMs = 1_000

export async function runDemo(terminal: Terminal, flags: DemoFlags): Promise<void> {
  await preparePortal(terminal)
  terminal.stderr.write('starting PostgreSQL, the simulated tenant and the service …\n')
  const stopping = new AbortController()
  void untilStopped().then(() => stopping.abort())
  const folder = openDemoFolder({
    dataFolder: terminal.dataFolder,
    processId: process.pid,
    isAlive: isProcessAlive,
  })
  // It is turned: by whoever lives through the history, afterwards as a fast clock runs.
  const clock = createTurnableClock(flags.fresh === true ? freshStartsAt : historyBeginsAt)
  const box = await createBox({
    seed: flags.seed,
    clock,
    people: flags.people,
    scanners: usualScanners,
    business: true,
    tenant: { plainLogin: true },
  })
  const app = await startDemoApp({ folder, box, clock, env: terminal.env })
  const { apiKey } = await writeConnection(app, folder.path)
  const client = createClient({ baseUrl: app.administrationUrl, apiKey })
  const setting: Setting = { box, client, clock, ...createLife({ clock, box, service: workOf(app) }) }
  const closers: (() => Promise<void>)[] = []
  try {
    const beginning = await begin(setting, { terminal, flags, signal: stopping.signal })
    app.lanes.start()
    closers.push(() => app.lanes.stop())
    closers.push(startLife(setting, flags.speed))
    const facts = factsOf({ box, app, beginning, commandPrefix: commandPrefixOf(folder) })
    await watch({ terminal, client, facts, flags, clock, signal: stopping.signal })
  } catch (error) {
    if (!stopping.signal.aborted) throw error
  } finally {
    terminal.stderr.write('\nstopping …\n')
    for (const close of closers.toReversed()) await close()
    await app.close()
    await box.close()
    folder.remove()
  }
}

interface DemoParts {
  folder: DemoFolder
  box: Box
  clock: TurnableClock
  env: Terminal['env']
}

async function startDemoApp({ folder, box, clock, env }: DemoParts): Promise<App> {
  const caFile = join(folder.path, 'simulated-ca.pem')
  writeFileSync(caFile, box.tenant.caCertificatePem)
  const app = await startApp({
    config: { ...demoConfig(env, { folder: folder.path, caFile }), signIn: signInAt(box) },
    clock,
    // The people in front of the demo live on the wall's time.
    sessionClock: { now: () => new Date() },
    log: createLog('error'),
    // Its lanes are started once the history is lived.
    lanes: 'drain',
    isThrowaway: true,
  })
  registerAddresses(box, app.administrationUrl)
  return app
}

/** How the command line reaches this demo: by itself, or told where its folder is. */
function commandPrefixOf(folder: DemoFolder): string {
  if (folder.announce()) return 'npx muster'
  const fromHere = relative(process.cwd(), folder.path)
  const path = fromHere.startsWith('..') ? folder.path : fromHere
  // In the shells of this world a path in single quotes is taken as it is.
  return `MUSTER_DATA=${/^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`} npx muster`
}

/** Of the environment only what a demo can be tried with: which hosts of one's own its webhooks may call. */
export function demoConfig(
  env: Terminal['env'],
  { folder, caFile }: { folder: string; caFile: string },
): Omit<Config, 'signIn'> {
  return {
    dataFolder: folder,
    databaseUrl: null,
    administration: { host: '127.0.0.1', port: 0 },
    publicFace: { host: '127.0.0.1', port: 0 },
    publicUrl: null,
    administrationUrl: null,
    caFile,
    trustsProxy: false,
    webhookHosts: readHosts(env, 'MUSTER_WEBHOOK_HOSTS'),
    logLevel: 'error',
    secretKey: randomBytes(32),
  }
}

interface Beginning {
  /** The campaign that the screen shows. */
  campaignId: string
  campaignName: string
  /** One that waits to be launched; null when there is none. */
  draftName: string | null
}

async function begin(
  setting: Setting,
  { terminal, flags, signal }: { terminal: Terminal; flags: DemoFlags; signal: AbortSignal },
): Promise<Beginning> {
  if (flags.fresh === true) return beginFresh(setting)
  const startedMs = performance.now()
  const { everybody, draft } = await liveHistory(setting, { signal, onWeek: tellProgress(terminal) })
  const nameOf = async (campaignId: string) =>
    (await setting.client.getCampaign({ params: { campaignId } })).name
  const seconds = Math.round((performance.now() - startedMs) / 1000)
  terminal.stderr.write(`${terminal.isTTY ? clearLine : ''}lived through in ${seconds} s\n`)
  return {
    campaignId: everybody,
    campaignName: await nameOf(everybody),
    draftName: await nameOf(draft),
  }
}

/** What an administrator does on the first morning, through the API like anybody else. */
async function beginFresh(setting: Setting): Promise<Beginning> {
  const { box, client } = setting
  allowLists(setting)
  const { campaign } = await prepare(box, client, { dueOn: '2027-01-31' })
  const { campaignId } = campaign
  const list = [...box.tenant.world.users.values()].map(
    user => `"${user.displayName}";${user.userPrincipalName}`,
  )
  const body = new TextEncoder().encode(['Display name;User principal name', ...list, ''].join('\r\n'))
  await client.importPeople({ params: { campaignId }, fileName: 'everybody.csv', body })
  await client.actOnCampaign({ params: { campaignId, act: 'launch' } })
  await takeMirror(setting, campaignId)
  return { campaignId, campaignName: campaign.name, draftName: null }
}

const clearLine = '\r\u001b[K'
const barColumns = 24

/** On a terminal one line that fills, elsewhere a line for every tenth. */
function tellProgress(terminal: Terminal): (week: HistoryWeek) => void {
  const head = 'living through eleven weeks of a tenant'
  let told = -1
  return ({ at, done }) => {
    const date = at.toISOString().slice(0, 10)
    const full = Math.round(done * barColumns)
    const bar = '█'.repeat(full) + '░'.repeat(barColumns - full)
    if (terminal.isTTY) terminal.stderr.write(`${clearLine}${head}  ${bar}  ${date}`)
    else if (Math.floor(done * 10) > told) terminal.stderr.write(`${head}: ${date}\n`)
    told = Math.floor(done * 10)
  }
}

/** Lets the simulated people act as the fast clock runs; the function it gives ends that. */
function startLife({ box, clock }: Setting, factor: number): () => Promise<void> {
  const fast = createFastClock({ start: clock.now(), factor })
  let isOver = false
  const living = (async () => {
    while (!isOver) {
      await box.advanceTo(fast.now())
      await new Promise(done => setTimeout(done, lifeMs))
    }
  })()
  return async () => {
    isOver = true
    await living
  }
}

function factsOf(given: { box: Box; app: App; beginning: Beginning; commandPrefix: string }): DemoFacts {
  const { box, app, beginning, commandPrefix } = given
  const [first] = box.tenant.world.users.values()
  return {
    ...beginning,
    administrationUrl: app.administrationUrl,
    publicUrl: app.publicUrl,
    consoleUrl: box.console.url,
    commandPrefix,
    administrator: box.signIn?.admin.displayName ?? null,
    somebody: first?.userPrincipalName ?? 'somebody@contoso.example',
  }
}

async function watch(watched: {
  terminal: Terminal
  client: Client
  facts: DemoFacts
  flags: DemoFlags
  clock: TurnableClock
  signal: AbortSignal
}): Promise<void> {
  const { terminal, client, facts, flags, clock, signal } = watched
  const screen = createDemoScreen(terminal, facts)
  const params = { campaignId: facts.campaignId }
  const endsMs = clock.now().getTime() + (flags.days ?? Number.POSITIVE_INFINITY) * dayMs
  let after: string | undefined
  for (;;) {
    const report = await client.campaignStatus({ params })
    const recent = await client.recentEvents({
      params,
      query: { limit: 200, ...(after === undefined ? {} : { after }) },
    })
    after = recent.after ?? undefined
    screen.draw({ report, fresh: recent.items, at: clock.now() })
    if (signal.aborted || clock.now().getTime() >= endsMs) return
    await new Promise(done => setTimeout(done, drawMs))
  }
}
