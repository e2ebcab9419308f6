/**
 * Several copies of the service, each a process of its own, on one database, one turned clock and behind one
 * balancer: what a rehearsal kills without a word and starts again.
 */

import { type ChildProcess, fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { migrate, openDatabase } from '../db/database.ts'
import { startEmbedded } from '../db/embedded.ts'
import { type LaneRun, readDueLanes } from '../queue/leases.ts'
import { type Balancer, openBalancer } from './balancer.ts'
import { showClock } from './shared-clock.ts'
import type { Place, Service } from './world.ts'

/** What a copy finds in its file of settings. */
export interface CopySettings {
  folder: string
  databaseUrl: string
  publicUrl: string
  caFile: string
  clockFile: string
  /** Base64. */
  secretKey: string
}

export type CopyOrder = 'settle' | 'stop'
export type CopyAnswer =
  | { kind: 'ready'; administrationUrl: string; publicUrl: string }
  | { kind: 'settled'; isAnything: boolean }

interface Copy {
  child: ChildProcess
  administrationUrl: string
  publicUrl: string
}

export interface Copies extends Service {
  /** How many live. */
  readonly living: number
  /** SIGKILL for the living copy with this number, 0 the longest-lived; another is started in its place at `restartAt`. */
  kill(number: number, restartAt: Date): void
  /** Called for each request of a person that reaches the balancer. */
  onVisit(listener: () => void): void
  readonly takeovers: { count: number; slowestSeconds: number }
}

const programFile = fileURLToPath(new URL('copy-program.ts', import.meta.url))
/** The wall's time between two looks for a lane in dead hands: heartbeats are in the wall's time, nothing else here is. */
const lookAgainMs = 1_000

/** Starts `count` copies on a throw-away database. Rejects when one does not start. */
export async function openCopies(place: Place, count: number): Promise<Copies> {
  const { folder, clock, caFile } = place
  const clockFile = join(folder, 'clock')
  const embedded = await startEmbedded({ folder: join(folder, 'postgres'), isThrowaway: true })
  const { db, close: closeDatabase } = openDatabase(embedded.url)
  await migrate(db)
  const hideClock = showClock(clock, clockFile)
  const living: Copy[] = []
  const [publicFace, administration] = await Promise.all([
    openBalancer(() => living.map(copy => copy.publicUrl)),
    openBalancer(() => living.map(copy => copy.administrationUrl)),
  ])
  const settingsFile = join(folder, 'copy.json')
  const settings: CopySettings = {
    ...{ folder, caFile, clockFile, databaseUrl: embedded.url, publicUrl: publicFace.url },
    secretKey: randomBytes(32).toString('base64'),
  }
  writeFileSync(settingsFile, JSON.stringify(settings))
  living.push(...(await Promise.all(Array.from({ length: count }, () => startCopy(settingsFile)))))
  const restarts: Date[] = []
  let turn = 0
  const lost = new Map<string, number>()
  const takeovers = { count: 0, slowestSeconds: 0 }

  async function settle(): Promise<boolean> {
    await startAgain()
    let isAnything = false
    for (;;) {
      const due = await readDueLanes(db, clock.now())
      if (due.length === 0) break
      const killed = restarts.length
      const outcomes = await Promise.all(choose(due.length).map(order))
      isAnything ||= outcomes.includes(true)
      if (restarts.length === killed && !outcomes.includes(true)) break
    }
    return isAnything
  }

  /** As many as there are lanes, in turn: more would only look and find nothing, ten thousands of times. */
  function choose(count: number): Copy[] {
    turn++
    const first = turn % living.length
    return [...living.slice(first), ...living.slice(0, first)].slice(0, count)
  }

  async function startAgain(): Promise<void> {
    while (restarts[0] !== undefined && restarts[0] <= clock.now()) {
      restarts.shift()
      living.push(await startCopy(settingsFile))
    }
  }

  /** Whatever is in hand while every living copy is at rest was in the hands of one that was killed. */
  async function isAnyLaneLost(): Promise<boolean> {
    const { rows } = await sql<LaneRun>`select kind, key, claim from lane_run`.execute(db)
    const held = new Set(rows.map(run => `${run.kind} ${run.key} ${run.claim}`))
    for (const [run, killedMs] of lost) {
      if (held.has(run)) continue
      lost.delete(run)
      takeovers.count++
      const seconds = Math.round((performance.now() - killedMs) / 100) / 10
      takeovers.slowestSeconds = Math.max(takeovers.slowestSeconds, seconds)
    }
    for (const run of held) if (!lost.has(run)) lost.set(run, lastKillMs)
    return held.size > 0
  }
  let lastKillMs = 0

  return {
    db,
    administrationUrl: administration.url,
    takeovers,
    get living() {
      return living.length
    },
    settle,
    async nextWakeAt() {
      const { rows } = await sql<{ at: Date | null }>`select min(at) as at from lane_wake`.execute(db)
      return rows[0]?.at ?? null
    },
    async waitForTheDead() {
      if (lastKillMs === 0 || !(await isAnyLaneLost())) return false
      await pause(lookAgainMs)
      return true
    },
    kill(number, restartAt) {
      const [copy] = living.splice(number, 1)
      if (copy === undefined) throw new RangeError(`no copy ${number} lives`)
      copy.child.kill('SIGKILL')
      lastKillMs = performance.now()
      restarts.push(restartAt)
      restarts.sort((a, b) => a.getTime() - b.getTime())
    },
    onVisit: publicFace.onRequest,
    async close() {
      await Promise.all(living.map(stopCopy))
      await closeAll([publicFace, administration])
      await closeDatabase()
      await embedded.stop()
      hideClock()
    },
  }
}

async function closeAll(balancers: readonly Balancer[]): Promise<void> {
  await Promise.all(balancers.map(balancer => balancer.close()))
}

async function startCopy(settingsFile: string): Promise<Copy> {
  // Copies are started again and again: what the first one compiled is kept for the others.
  const env = { ...process.env, NODE_COMPILE_CACHE: join(dirname(settingsFile), 'compiled') }
  const child = fork(programFile, [settingsFile], { env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const answer = await hear(child)
  if (answer?.kind !== 'ready') throw new Error('a copy of the service did not start')
  return { child, administrationUrl: answer.administrationUrl, publicUrl: answer.publicUrl }
}

/** Lets a copy work what is due; false also for one that is killed over it. */
async function order(copy: Copy): Promise<boolean> {
  if (!copy.child.connected) return false
  const heard = hear(copy.child)
  copy.child.send('settle' satisfies CopyOrder, () => undefined)
  const answer = await heard
  return answer?.kind === 'settled' && answer.isAnything
}

async function stopCopy({ child }: Copy): Promise<void> {
  if (!child.connected) return
  const gone = once(child, 'exit')
  child.send('stop' satisfies CopyOrder, () => undefined)
  await gone
}

/** The next thing that a copy says; null when it ends without a word. */
function hear(child: ChildProcess): Promise<CopyAnswer | null> {
  return new Promise(done => {
    const end = (answer: CopyAnswer | null) => {
      child.off('message', take)
      child.off('exit', leave)
      done(answer)
    }
    // Only `copy-program.ts` is at the other end.
    const take = (message: unknown) => end(message as CopyAnswer)
    const leave = () => end(null)
    child.once('message', take)
    child.once('exit', leave)
  })
}
