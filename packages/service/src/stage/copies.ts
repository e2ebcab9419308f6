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
import { type Database, migrate, openDatabase } from '../db/database.ts'
import { startEmbedded } from '../db/embedded.ts'
import { readDueLanes, readNextWakes } from '../queue/leases.ts'
import { type Balancer, openBalancer } from './balancer.ts'
import { showClock } from './shared-clock.ts'
import { createTakeovers, type Takeovers } from './takeovers.ts'
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
  readonly takeovers: Takeovers
}

const programFile = fileURLToPath(new URL('copy-program.ts', import.meta.url))
/** The wall's time between two looks for a lane in dead hands: heartbeats are in the wall's time, nothing else here is. */
const lookAgainMs = 1_000

/** Starts `count` copies on a throw-away database. Rejects when one does not start; what was opened is closed then. */
export async function openCopies(place: Place, count: number): Promise<Copies> {
  const living: Copy[] = []
  const ground = await openGround(place, living)
  try {
    const started = Array.from({ length: count }, () => startCopy(ground.settingsFile))
    living.push(...(await Promise.all(started)))
  } catch (error) {
    await ground.close()
    throw error
  }
  return lead(place, ground, living)
}

interface Ground {
  db: Database
  settingsFile: string
  publicFace: Balancer
  administration: Balancer
  close(): Promise<void>
}

/** What all copies stand on: the database, the clock, the balancers, and a file that tells of them. */
async function openGround({ folder, clock, caFile }: Place, living: readonly Copy[]): Promise<Ground> {
  const embedded = await startEmbedded({ folder: join(folder, 'postgres'), isThrowaway: true })
  const { db, close: closeDatabase } = openDatabase(embedded.url)
  await migrate(db)
  const clockFile = join(folder, 'clock')
  const hideClock = showClock(clock, clockFile)
  const [publicFace, administration] = await Promise.all([
    openBalancer(() => living.map(copy => copy.publicUrl)),
    openBalancer(() => living.map(copy => copy.administrationUrl)),
  ])
  const settings: CopySettings = {
    ...{ folder, caFile, clockFile, databaseUrl: embedded.url, publicUrl: publicFace.url },
    secretKey: randomBytes(32).toString('base64'),
  }
  const settingsFile = join(folder, 'copy.json')
  writeFileSync(settingsFile, JSON.stringify(settings), { mode: 0o600 })
  return {
    ...{ db, settingsFile, publicFace, administration },
    async close() {
      await Promise.all([publicFace.close(), administration.close()])
      await closeDatabase()
      await embedded.stop()
      hideClock()
    },
  }
}

function lead({ clock }: Place, ground: Ground, living: Copy[]): Copies {
  const { db } = ground
  const takeovers = createTakeovers(db)
  const restarts: Date[] = []
  let turn = 0

  async function settle(): Promise<boolean> {
    await startAgain()
    for (let isAnything = false; ; isAnything = true) {
      const due = await readDueLanes(db, clock.now())
      if (due.length === 0) return isAnything
      const killed = restarts.length
      const outcomes = await Promise.all(choose(due.length).map(order))
      if (restarts.length === killed && !outcomes.includes(true)) return isAnything
    }
  }

  /** As many as there are lanes, in turn: more would only look and find nothing, ten thousands of times. */
  function choose(count: number): Copy[] {
    const first = turn++ % living.length
    return [...living.slice(first), ...living.slice(0, first)].slice(0, count)
  }

  async function startAgain(): Promise<void> {
    while (restarts[0] !== undefined && restarts[0] <= clock.now()) {
      restarts.shift()
      living.push(await startCopy(ground.settingsFile))
    }
  }

  return {
    db,
    administrationUrl: ground.administration.url,
    takeovers,
    get living() {
      return living.length
    },
    settle,
    nextWakes: () => readNextWakes(db),
    async waitForTheDead() {
      const isAnyLost = await takeovers.isAnyLost()
      if (isAnyLost) await pause(lookAgainMs)
      return isAnyLost
    },
    kill(number, restartAt) {
      const [copy] = living.splice(number, 1)
      if (copy === undefined) throw new RangeError(`no copy ${number} lives`)
      copy.child.kill('SIGKILL')
      takeovers.noteKill()
      restarts.push(restartAt)
      restarts.sort((a, b) => a.getTime() - b.getTime())
    },
    onVisit: ground.publicFace.onRequest,
    async close() {
      await Promise.all(living.map(stopCopy))
      await ground.close()
    },
  }
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
