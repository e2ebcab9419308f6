/** How a world on a turned clock lives: it stops whenever something is due, works it to its end, and goes on. */

import type { Box } from '@muster/simulator/box'
import type { TurnableClock } from '@muster/simulator/world/clock'
import type { LaneKind } from '../db/schema.ts'

/** What is lived with: the clock that is turned, the people, and the work of the service. */
export interface Living {
  clock: TurnableClock
  box: Pick<Box, 'advanceTo' | 'nextEventAt'>
  service: Work
}

/** What the world needs of the service. */
export interface Work {
  /** Works everything that is due at this moment of the clock; says whether there may be more. */
  settle(): Promise<boolean>
  nextWakes(): Promise<ReadonlyMap<LaneKind, Date>>
  /** While lanes are in the hands of a process that was killed: true, after a second of the wall's time. */
  waitForTheDead(): Promise<boolean>
}

/** How close to one another the moments are at which the world stops. People act at their own moments at any pace. */
export interface Pace {
  /** Things due within this time are done together: a rollout of weeks has far more moments than are worth a stop. */
  stepMs: number
  /** The same for mails. */
  mailStepMs: number
}

export interface Life {
  /** Brings the whole world to rest at this moment of the clock. */
  settle(): Promise<void>
  /** Lives until `at`: people act, lanes work, the clock jumps from one thing that is due to the next. */
  liveUntil(at: Date, pace?: Pace): Promise<void>
}

/** Mails as often as the service itself looks for lanes that are due: a mailbox's pace is to be the service's own. */
const usualPace: Pace = { stepMs: 60_000, mailStepMs: 1_000 }
/** While a lane waits to be taken over the world lives at the wall's pace. */
const wallStepMs = 1_000

export function createLife({ clock, box, service }: Living): Life {
  async function settle(): Promise<void> {
    while (await service.settle());
  }

  /** The end of the next step, or null when nothing is to come. */
  async function nextStopAt({ stepMs, mailStepMs }: Pace): Promise<Date | null> {
    const nowMs = clock.now().getTime()
    if (await service.waitForTheDead()) return new Date(nowMs + wallStepMs)
    const wakes = await service.nextWakes()
    const next = [...wakes.values()].reduce(earlier, box.nextEventAt())
    return earlier(notBefore(next, nowMs + stepMs), notBefore(wakes.get('mail') ?? null, nowMs + mailStepMs))
  }

  return {
    settle,
    async liveUntil(at, pace = usualPace) {
      while (clock.now() < at) {
        await settle()
        const next = await nextStopAt(pace)
        await box.advanceTo(next !== null && next < at ? next : at)
      }
      await settle()
    },
  }
}

function notBefore(at: Date | null, leastMs: number): Date | null {
  return at === null ? null : new Date(Math.max(at.getTime(), leastMs))
}

function earlier(a: Date | null, b: Date | null): Date | null {
  if (a === null || b === null) return a ?? b
  return a < b ? a : b
}
