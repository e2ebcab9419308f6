/** A gate shared by all calls to one throttled service of a tenant: one 429 makes every caller wait, not only its own. */

import type { Clock } from '@muster/core/ports'

export interface Gate {
  /** Null while open. */
  closedUntil(): Date | null
  /** Closes it by a Retry-After header (seconds or an HTTP date; RFC 9110, section 10.2.3) and says until when. */
  close(retryAfter: string | null, otherwiseMs: number): Date
}

/** "Retry after 0 s", or after a moment that has passed, would be asked again at once, and again. */
const waitMsMin = 1_000
/** A longer wait than this is taken for a mistake of the other side: nothing documented comes near it. */
const waitMsMax = 60 * 60 * 1000

export function createGate(clock: Clock): Gate {
  let until = new Date(0)
  return {
    closedUntil() {
      return until > clock.now() ? until : null
    },
    close(retryAfter, otherwiseMs) {
      const now = clock.now()
      const askedMs = parseRetryAfter(retryAfter, now) ?? otherwiseMs
      const waitMs = Math.min(Math.max(askedMs, waitMsMin), waitMsMax)
      const candidate = new Date(now.getTime() + waitMs)
      if (candidate > until) until = candidate
      return until
    },
  }
}

/** Milliseconds to wait by a Retry-After header in either form; null when it is missing or says nothing. */
export function parseRetryAfter(header: string | null, now: Date): number | null {
  if (header === null) return null
  if (/^\s*\d+(\.\d+)?\s*$/.test(header)) return Number(header) * 1000
  const at = Date.parse(header)
  return Number.isNaN(at) ? null : Math.max(0, at - now.getTime())
}
