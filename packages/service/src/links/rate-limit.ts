/** How often one address may ask the public face: makes guessing tokens useless and a flood harmless. */

export interface RateLimit {
  /** False when this address has used up its share for now. */
  admit(address: string): boolean
}

/** A whole office may sit behind one address on the morning of an invitation wave. */
const perMinuteMax = 600
const windowMs = 60_000
/** Addresses remembered at most; when full, the window starts afresh. */
const addressesMax = 100_000

/** On wall time: it protects this process, whatever clock the rest of the world runs on. */
export function createRateLimit(limits: { perMinuteMax: number } = { perMinuteMax }): RateLimit {
  let counts = new Map<string, number>()
  let windowEndsAt = 0
  return {
    admit(address) {
      const now = Date.now()
      if (now >= windowEndsAt || counts.size >= addressesMax) {
        counts = new Map()
        windowEndsAt = now + windowMs
      }
      const count = (counts.get(address) ?? 0) + 1
      counts.set(address, count)
      return count <= limits.perMinuteMax
    },
  }
}
