/** A whole rollout in simulated time, against one of a tenth of the people: does time per person grow with their number? */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { type Line, rounded } from './figure.ts'
import type { Ground } from './ground.ts'

const seed = 7
const share = 10

export async function* measureRehearsal(ground: Ground): AsyncGenerator<Line> {
  const { rehearsedPeople: people, rehearsedDays: days } = ground.sizes
  const small = await rehearse(Math.ceil(people / share), days)
  const whole = await rehearse(people, days)
  const perPerson = (run: Run) => run.seconds / run.people
  yield {
    figure: 'rehearsal',
    size: people,
    measured: { seconds: rounded(whole.seconds), peakMiB: rounded(whole.peakMiB), days },
    yardstick: {
      what: 'the same rollout of a tenth of the people',
      people: small.people,
      seconds: rounded(small.seconds),
      peakMiB: rounded(small.peakMiB),
    },
    ratio: rounded(perPerson(whole) / perPerson(small)),
  }
}

interface Run {
  people: number
  seconds: number
  /** Of the program itself: service and tenant in a box. PostgreSQL's own processes are not in it. */
  peakMiB: number
}

/** Throws when the rehearsal's own audit is not clean: a figure of something that went wrong is worth nothing. */
async function rehearse(people: number, days: number): Promise<Run> {
  const main = fileURLToPath(new URL('../packages/service/src/main.ts', import.meta.url))
  const preload = new URL('peak-memory.ts', import.meta.url).href
  const asked = ['--people', people, '--days', days, '--seed', seed, '--json'].map(String)
  const child = spawn(process.execPath, ['--import', preload, main, 'rehearse', ...asked], {
    stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
  })
  const peak = child.stdio[3]
  if (child.stdout === null || !(peak instanceof Readable)) throw new Error('the rehearsal has no output')
  const [said, peakKiB, [code]] = await Promise.all([text(child.stdout), text(peak), once(child, 'exit')])
  const last = said.trim().split('\n').at(-1) ?? ''
  if (code !== 0) throw new Error(`the rehearsal of ${people} ended with ${code}: ${last}`)
  const outcome: { wallSeconds: number } = JSON.parse(last)
  return { people, seconds: outcome.wallSeconds, peakMiB: Number(peakKiB) / 1_024 }
}
