/**
 * How often one address may ask for links that do not exist, or to have one sent again. Tokens cannot be guessed anyway (122 bits); this keeps a
 * guesser from being a load. People whose link exists are never counted: a whole office may sit behind one address.
 */

import type { Clock } from '@muster/core/ports'

export interface RateLimit {
  /** Counts one more; false when this address has had its share for now. */
  admit(address: string): boolean
}

/** Mistyped links of a whole office stay far below. */
export const missesPerMinuteMax = 120
/** An office behind one address on the morning after the mails; a list of addresses takes a guesser days. */
export const wishesPerMinuteMax = 20
/** Old links with a mail address in them are few, and as many guesses a minute get nowhere in a directory. */
export const oldTokensPerMinuteMax = 30
const windowMs = 60_000
/** Addresses remembered at most; when full, the window starts afresh. */
const addressesMax = 100_000

export function createRateLimit(clock: Clock, perMinuteMax: number): RateLimit {
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
      return count <= perMinuteMax
    },
  }
}
