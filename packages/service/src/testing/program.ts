/** The service as a process of its own, to be killed without a word and started again on the same data. */

import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Client, createClient } from '@muster/contract/client'
import { connectionFile } from '../cli/session.ts'
import { makeFolder } from './database.ts'
import { until } from './poll.ts'

export interface ServiceHome extends AsyncDisposable {
  folder: string
  /** Starts the service, or starts it again, and resolves when its API answers. */
  start(): Promise<ServiceProcess>
}

export interface ServiceProcess {
  client: Client
  /** SIGKILL: no farewell, no clean-up. What it said last is in `said`. */
  kill(): Promise<void>
  stop(): Promise<void>
  said(): string
}

export interface HomeOptions {
  /** What the service has to trust. */
  caCertificatePem: string
  /** Runs the clock of the service so many times as fast, from this moment of the wall on; the real clock by default. */
  fast?: { fromMs: number; factor: number }
}

const mainFile = fileURLToPath(new URL('../main.ts', import.meta.url))
const fastFile = fileURLToPath(new URL('fast-program.ts', import.meta.url))
/** Making a database cluster on a loaded machine takes the longest. */
const startMsMax = 120_000

export function makeHome(options: HomeOptions): ServiceHome {
  const folder = makeFolder('muster-crash-')
  const caFile = join(folder, 'ca.pem')
  writeFileSync(caFile, options.caCertificatePem)
  const running = new Set<ChildProcess>()
  return {
    folder,
    async start() {
      const { fast } = options
      const script =
        fast === undefined ? [mainFile, 'serve'] : [fastFile, String(fast.fromMs), String(fast.factor)]
      const child = spawn(process.execPath, script, { env: environment(folder, caFile), stdio: 'pipe' })
      running.add(child)
      child.once('exit', () => running.delete(child))
      const said = listenTo(child)
      await until('the service to start', () => readiness(child, said), startMsMax)
      // The process has just written this file.
      const { url, apiKey } = JSON.parse(readFileSync(join(folder, connectionFile), 'utf8'))
      return {
        client: createClient({ baseUrl: url, apiKey }),
        kill: () => end(child, 'SIGKILL'),
        stop: () => end(child, 'SIGTERM'),
        said,
      }
    },
    async [Symbol.asyncDispose]() {
      for (const child of running) await end(child, 'SIGKILL')
      stopDatabase(folder)
      rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
    },
  }
}

function environment(folder: string, caFile: string): NodeJS.ProcessEnv {
  const { DATABASE_URL: _, ...rest } = process.env
  return {
    ...rest,
    MUSTER_DATA: folder,
    MUSTER_CA_FILE: caFile,
    MUSTER_ADMIN_PORT: '0',
    MUSTER_PUBLIC_PORT: '0',
    MUSTER_LOG: 'warn',
  }
}

function listenTo(child: ChildProcess): () => string {
  const linesMax = 100
  let text = ''
  const take = (chunk: Buffer) => {
    text = (text + chunk.toString('utf8')).split('\n').slice(-linesMax).join('\n')
  }
  child.stdout?.on('data', take)
  child.stderr?.on('data', take)
  return () => text
}

function readiness(child: ChildProcess, said: () => string): true | null {
  if (child.exitCode !== null || child.signalCode !== null) throw new Error(`the service ended:\n${said()}`)
  return said().includes('Muster is running.') ? true : null
}

async function end(child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise<void>(done => child.once('exit', () => done()))
  child.kill(signal)
  await gone
}

/** A killed service leaves its PostgreSQL running, on purpose; the test must not. */
function stopDatabase(folder: string): void {
  const file = join(folder, 'postgres', 'pg', 'postmaster.pid')
  if (!existsSync(file)) return
  try {
    process.kill(Number(readFileSync(file, 'utf8').split('\n')[0]), 'SIGQUIT')
  } catch {
    // Gone by itself.
  }
}
