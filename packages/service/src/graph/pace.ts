/** The arithmetic of a budget: how much of a sliding window is used, and when the next place in it comes free. */

import { burstShare } from '@muster/core/pacing'

export interface Limit {
  /** In whatever the budget counts: requests, reads, resource units. */
  max: number
  windowMs: number
}

/** What was used of one budget. */
export interface Use {
  /** Oldest first. */
  places: readonly { atMs: number; cost: number }[]
  /** The earliest moment of the next place while the budget is slowed down. */
  pacedMs: number
  /** Slowed down until then because the other side said that a limit is near. */
  slowUntilMs: number
}

export const unused: Use = { places: [], pacedMs: 0, slowUntilMs: 0 }

export interface Asked {
  cost: number
  atMs: number
  /** Somebody is waiting at this moment: not slowed down, only held at the limit itself. */
  isUrgent: boolean
}

export type Taken = { kind: 'taken'; use: Use } | { kind: 'later'; atMs: number }

/** Beyond the burst a budget is used up at this share of the pace that would just fit. */
const slowPace = 0.75
/** Lanes come back once a second; what a slowed budget gave meanwhile they may still take, no more. */
const madeUpMsMax = 1_000
/** Places of the same hundredth of a window are kept as one, so that a row of a busy budget stays small. */
const grainsPerWindow = 100

/** Takes a place, or says when there will be one. What costs more than the whole budget waits for an empty window. */
export function takePlace(use: Use, limit: Limit, asked: Asked): Taken {
  const { max, windowMs } = limit
  const { atMs, isUrgent } = asked
  const cost = Math.min(asked.cost, max)
  // What lies further ahead than a window was noted by a clock that was wrong.
  const places = use.places.filter(place => Math.abs(place.atMs - atMs) < windowMs)
  const used = places.reduce((sum, place) => sum + place.cost, 0)
  if (used + cost > max) return { kind: 'later', atMs: freeAtMs(places, used + cost - max, windowMs) }
  const isSlow = used + cost > Math.ceil(max * burstShare) || atMs < use.slowUntilMs
  const stepMs = (cost * windowMs) / (max * slowPace)
  const waitMs = use.pacedMs - atMs
  if (isSlow && !isUrgent && waitMs > 0 && waitMs <= windowMs / slowPace) {
    return { kind: 'later', atMs: Math.ceil(use.pacedMs) }
  }
  const pacedMs = (isSlow ? Math.max(use.pacedMs, atMs - madeUpMsMax) : atMs) + stepMs
  return { kind: 'taken', use: { ...use, places: addPlace(places, { atMs, cost }, windowMs), pacedMs } }
}

/** The use after the other side has said that a limit is near: slow for one window. */
export function slowDown(use: Use, limit: Limit, atMs: number): Use {
  return { ...use, slowUntilMs: atMs + limit.windowMs }
}

function freeAtMs(places: Use['places'], needed: number, windowMs: number): number {
  let freed = 0
  for (const place of places) {
    freed += place.cost
    if (freed >= needed) return place.atMs + windowMs
  }
  throw new RangeError('more is asked of a budget than it holds')
}

/** Places that are kept as one count from the later of their times, so that they never leave too early. */
function addPlace(
  places: Use['places'],
  fresh: { atMs: number; cost: number },
  windowMs: number,
): Use['places'] {
  const grainOf = (atMs: number) => Math.floor((atMs * grainsPerWindow) / windowMs)
  const last = places.at(-1)
  if (last === undefined || grainOf(last.atMs) !== grainOf(fresh.atMs)) return [...places, fresh]
  return [...places.slice(0, -1), { atMs: fresh.atMs, cost: last.cost + fresh.cost }]
}
