/** SharePoint's published limits: resource units per application and minute, per application and day, per tenant (FACTS 3). */

import type { Verdict } from './throttle.ts'

export interface SharePointLimits {
  admit(demand: { nowMs: number; appId: string; units: number }): Verdict
}

/** By licences, as many as people here: up to so many of them, units per minute, per day, and of all applications per 5 min. */
const TIERS: readonly { licences: number; minute: number; day: number; tenant: number }[] = [
  { licences: 1_000, minute: 1_250, day: 1_200_000, tenant: 18_750 },
  { licences: 5_000, minute: 2_500, day: 2_400_000, tenant: 37_500 },
  { licences: 15_000, minute: 3_750, day: 3_600_000, tenant: 56_250 },
  { licences: 50_000, minute: 5_000, day: 4_800_000, tenant: 75_000 },
  { licences: Number.POSITIVE_INFINITY, minute: 6_250, day: 6_000_000, tenant: 93_750 },
]

/** From this share of a limit on the `RateLimit-*` headers come (FACTS 3). */
const HEADERS_FROM = 0.8

export function createSharePointLimits(options: { countUsers: () => number }): SharePointLimits {
  const windows = new Map<string, FixedWindow>()
  const windowFor = (key: string, lengthMs: number): FixedWindow => {
    const known = windows.get(key)
    if (known !== undefined) return known
    const made = { lengthMs, endsAtMs: 0, used: 0 }
    windows.set(key, made)
    return made
  }
  return {
    admit({ nowMs, appId, units }) {
      const tier = TIERS.find(({ licences }) => options.countUsers() <= licences) ?? TIERS[0]
      if (tier === undefined) throw new RangeError('no tier')
      const counted = [
        { max: tier.minute, window: windowFor(`${appId}/minute`, 60_000) },
        { max: tier.day, window: windowFor(`${appId}/day`, 86_400_000) },
        { max: tier.tenant, window: windowFor('tenant', 300_000) },
      ].map(({ max, window }) => ({ max, window, used: add(window, nowMs, units) }))
      const over = counted.filter(({ max, used }) => used > max)
      const tightest = (over.length > 0 ? over : counted).reduce((left, right) =>
        left.used / left.max >= right.used / right.max ? left : right,
      )
      const resetSeconds = Math.max(1, Math.ceil((tightest.window.endsAtMs - nowMs) / 1_000))
      const headers: Record<string, string> =
        tightest.used < tightest.max * HEADERS_FROM
          ? {}
          : {
              'ratelimit-limit': String(tightest.max),
              'ratelimit-remaining': String(Math.max(0, tightest.max - tightest.used)),
              'ratelimit-reset': String(resetSeconds),
            }
      if (over.length === 0) return { kind: 'passed', headers, release: () => {} }
      return {
        kind: 'throttled',
        code: 'TooManyRequests',
        message: 'Please retry again later.',
        headers,
        retryAfterSeconds: resetSeconds,
        retryAfterForm: 'seconds',
      }
    },
  }
}

/** Begins anew when its time is over; what is refused counts too (FACTS 3). */
interface FixedWindow {
  lengthMs: number
  endsAtMs: number
  used: number
}

function add(window: FixedWindow, nowMs: number, units: number): number {
  if (nowMs >= window.endsAtMs) {
    window.endsAtMs = nowMs + window.lengthMs
    window.used = 0
  }
  window.used += units
  return window.used
}
