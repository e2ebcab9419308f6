/** The clocks a tenant can live by: the wall's, one that tests turn, one that runs faster than the wall. */

import type { Clock } from './types.ts'

/** Stands still until it is turned; never goes backwards. */
export interface TurnableClock extends Clock {
  /** Throws a RangeError when `at` lies before now. */
  turnTo(at: Date): void
  /** Called after each turn; returns an unsubscribe function. */
  onTurn(listener: (now: Date) => void): () => void
}

export const systemClock: Clock = { now: () => new Date() }

export function createTurnableClock(start: Date): TurnableClock {
  let nowMs = start.getTime()
  const listeners = new Set<(now: Date) => void>()
  return {
    now: () => new Date(nowMs),
    turnTo(at) {
      if (at.getTime() < nowMs) {
        throw new RangeError(
          `a tenant's clock cannot go back from ${new Date(nowMs).toISOString()} to ${at.toISOString()}`,
        )
      }
      nowMs = at.getTime()
      for (const listener of listeners) listener(new Date(nowMs))
    },
    onTurn(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** Starts at `start` and runs `factor` times as fast as the wall. */
export function createFastClock(options: { start: Date; factor: number }): Clock {
  const startMs = options.start.getTime()
  const wallStartMs = performance.now()
  return { now: () => new Date(startMs + (performance.now() - wallStartMs) * options.factor) }
}

/** Whether a clock stands still between turns, so that what is due can be done at each turn. */
export function isTurnable(clock: Clock): clock is TurnableClock {
  return 'turnTo' in clock && 'onTurn' in clock
}
