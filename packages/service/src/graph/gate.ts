/**
 * The gates of a tenant, one for each throttled service: a 429 makes every caller wait, not only its own, in every
 * copy of the program and after a restart.
 */

import type { Clock } from '@muster/core/ports'
import type { ThrottleStore } from './throttle-store.ts'

export interface Gates {
  /** Null while open. */
  closedUntil(name: string): Promise<Date | null>
  /** Closes one by a Retry-After header (seconds or an HTTP date; RFC 9110, section 10.2.3) and says until when. */
  close(name: string, retryAfter: string | null): Promise<Date>
}

/** "Retry after 0 s", or after a moment that has passed, would be asked again at once, and again. */
const waitMsMin = 1_000
/** A longer wait than this is taken for a mistake of the other side: nothing documented comes near it. */
const waitMsMax = 60 * 60 * 1000
/** When a 429 comes without Retry-After (Outlook does that; facts, section 3). */
const retryAfterDefaultMs = 10_000
/**
 * How old, in real time, what we know of other copies' gates may be: a query for each request would cost more than the
 * few requests that go out meanwhile.
 */
const staleMs = 500

export function createGates({ clock, store }: { clock: Clock; store: ThrottleStore }): Gates {
  const untils = new Map<string, Date>()
  let readAtMs = Number.NEGATIVE_INFINITY
  let reading: Promise<void> | null = null

  function keep(name: string, until: Date): Date {
    const known = untils.get(name)
    if (known !== undefined && known >= until) return known
    untils.set(name, until)
    return until
  }

  async function read(): Promise<void> {
    for (const [name, until] of await store.readGates()) keep(name, until)
    readAtMs = performance.now()
  }

  return {
    async closedUntil(name) {
      if (performance.now() - readAtMs > staleMs) {
        reading ??= read().finally(() => {
          reading = null
        })
        await reading
      }
      const until = untils.get(name)
      if (until === undefined) return null
      const waitMs = until.getTime() - clock.now().getTime()
      // Further ahead than any wait: kept by a clock that was wrong.
      return waitMs > 0 && waitMs <= waitMsMax ? until : null
    },
    async close(name, retryAfter) {
      const now = clock.now()
      const askedMs = parseRetryAfter(retryAfter, now) ?? retryAfterDefaultMs
      const waitMs = Math.min(Math.max(askedMs, waitMsMin), waitMsMax)
      const until = keep(name, new Date(now.getTime() + waitMs))
      await store.closeGate(name, until)
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
