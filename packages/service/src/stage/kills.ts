/** When copies of the service die in a rehearsal: at moments drawn from the seed, each in the midst of some work. */

import type { Box } from '@muster/simulator/box'
import { between, type Random, randomFor } from '@muster/simulator/seeds/chance'
import type { Copies } from './copies.ts'

export interface Kills {
  readonly count: number
  /** Puts the moments of the import, or of a rollout of so many days, on the list, from now on. */
  plan(time: 'import' | { days: number }): void
  /** Nobody dies any more. */
  stop(): void
}

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs
/** During the import, and on the first day, when most is under way. */
const importKills = 1
const firstDayKills = 3
/** One in so many days after that. */
const daysApart = 3
/** A kill waits for so many more signs of work, at most, so that it falls into the midst of it. */
const signsMax = 40
/** A list of a few hundred is taken in with hardly more requests than that. */
const importSignsMax = 6
/** Until an operator or a watchdog has started another in its place. */
const downMinutes = { from: 2, to: 20 }

interface Kill {
  at: number
  signs: number
}

/**
 * Signs of work are answers of Graph, mails delivered and people at the balancer. The last living copy is spared; the
 * kill waits then.
 */
export function createKills(given: { seed: number; box: Box; copies: Copies }): Kills {
  const { box, copies } = given
  const { clock, traffic, world } = box.tenant
  const random = randomFor(given.seed, 'kills')
  let planned: Kill[] = []
  let count = 0

  function sense(): void {
    const [next] = planned
    const nowMs = clock.now().getTime()
    if (next === undefined || next.at > nowMs || --next.signs > 0 || copies.living < 2) return
    planned.shift()
    count++
    const downMs = between(random, downMinutes.from, downMinutes.to) * minuteMs
    copies.kill(Math.floor(random() * copies.living), new Date(nowMs + downMs))
  }

  traffic.onExchange(sense)
  copies.onVisit(sense)
  world.onHappening(happening => {
    if (happening.kind === 'mailDelivered') sense()
  })

  return {
    get count() {
      return count
    },
    plan(time) {
      const nowMs = clock.now().getTime()
      const fresh = time === 'import' ? drawImport(random, nowMs) : drawRollout(random, nowMs, time.days)
      planned = [...planned, ...fresh].sort((a, b) => a.at - b.at)
    },
    stop() {
      planned = []
    },
  }
}

function drawImport(random: Random, nowMs: number): Kill[] {
  return Array.from({ length: importKills }, () => ({ at: nowMs, signs: drawSigns(random, importSignsMax) }))
}

function drawRollout(random: Random, nowMs: number, days: number): Kill[] {
  const later = Math.round((days - 1) / daysApart)
  // The first hours hold the wave; the last day is spared, so that whoever met a dead copy can still try again.
  const early = Array.from({ length: firstDayKills }, () => between(random, 0, 0.2))
  const late = Array.from({ length: later }, () => between(random, 0.2, Math.max(0.3, days - 1)))
  return [...early, ...late].map(day => ({ at: nowMs + day * dayMs, signs: drawSigns(random, signsMax) }))
}

function drawSigns(random: Random, most: number): number {
  return 1 + Math.floor(random() * most)
}
