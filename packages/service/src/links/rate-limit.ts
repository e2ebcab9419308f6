/**
 * How often one address may ask for links that do not exist. Tokens cannot be guessed anyway (122 bits); this keeps a
 * guesser from being a load. People whose link exists are never counted: a whole office may sit behind one address.
 */

import type { Clock } from '@muster/core/ports'

export interface RateLimit {
  /** Counts one more miss; false when this address has had its share for now. */
  admit(address: string): boolean
}

/** Mistyped links of a whole office stay far below. */
const missesPerMinuteMax = 120
const windowMs = 60_000
/** Addresses remembered at most; when full, the window starts afresh. */
const addressesMax = 100_000

export function createRateLimit(clock: Clock): RateLimit {
  let counts = new Map<string, number>()
  let windowEndsAt = 0
  return {
    admit(address) {
      const now = clock.now().getTime()
      if (now >= windowEndsAt || counts.size >= addressesMax) {
        counts = new Map()
        windowEndsAt = now + windowMs
      }
      const count = (counts.get(address) ?? 0) + 1
      counts.set(address, count)
      return count <= missesPerMinuteMax
    },
  }
}
