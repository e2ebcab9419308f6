/** Graph's published limits (FACTS 3 and 10), counted on the tenant's clock. */

import type { Clock } from '../world/types.ts'
import { createSharePointLimits } from './throttle-sharepoint.ts'

export type Priority = 'low' | 'normal' | 'high'

/** What the header says; anything else is as if it were not there. */
export function readPriority(header: string | undefined): Priority {
  const said = header?.trim().toLowerCase()
  return said === 'low' || said === 'high' ? said : 'normal'
}

/** What a request asks of the limits. */
export interface Demand {
  service: 'identityReports' | 'directory' | 'outlook' | 'sharepoint' | 'none'
  appId: string
  tenantId: string
  /** Resource units; directory and SharePoint only. */
  units: number
  isWrite: boolean
  /** `x-ms-throttle-priority` (FACTS 3); directory and identity reports only. */
  priority: Priority
  /** Lower-case address; Outlook only. */
  mailbox?: string
}

export type Verdict =
  | { kind: 'passed'; headers: Record<string, string>; release: () => void }
  | {
      kind: 'throttled'
      code: string
      message: string
      headers: Record<string, string>
      retryAfterSeconds: number | null
      /** Either, now and then, when absent. */
      retryAfterForm?: 'seconds'
    }

export interface Throttle {
  admit(demand: Demand): Verdict
}

/** Directory units per 10 s by the size of the tenant (FACTS 3: S below 50, M to 500, L above). */
const DIRECTORY_UNITS = { small: 3_500, medium: 5_000, large: 8_000 }
const IDENTITY_REPORTS = { max: 5, windowMs: 10_000 }
const DIRECTORY_WRITES = { max: 3_000, windowMs: 150_000 }
const OUTLOOK_REQUESTS = { max: 10_000, windowMs: 600_000 }
const OUTLOOK_CONCURRENT_MAX = 4

/** From this share of a limit on Graph sends `x-ms-throttle-limit-percentage`, at most 1.8 (FACTS 3). */
const PERCENTAGE_FROM = 0.8
const PERCENTAGE_MAX = 1.8

/**
 * Under pressure low priority is refused first. The facts name no share; the last tenth of a limit is kept for the
 * other two, between which it makes no difference here.
 */
const LOW_PRIORITY_SHARE = 0.9

export function createThrottle(options: {
  clock: Clock
  countUsers: () => number
  random: () => number
}): Throttle {
  const windows = new Map<string, SlidingWindow>()
  const inFlight = new Map<string, number>()
  const sharePoint = createSharePointLimits({ countUsers: options.countUsers })
  const windowFor = (key: string, limit: { max: number; windowMs: number }): SlidingWindow => {
    const known = windows.get(key)
    if (known !== undefined) return known
    const made = createSlidingWindow(limit)
    windows.set(key, made)
    return made
  }
  return {
    admit(demand) {
      const nowMs = options.clock.now().getTime()
      const key = `${demand.service}/${demand.appId}/${demand.mailbox ?? ''}`
      switch (demand.service) {
        case 'none':
          return { kind: 'passed', headers: {}, release: () => {} }
        case 'sharepoint':
          return sharePoint.admit({ nowMs, appId: demand.appId, units: demand.units })
        case 'identityReports':
          return judge(windowFor(key, IDENTITY_REPORTS), {
            nowMs,
            units: 1,
            demand,
            scope: 'Tenant_Application',
          })
        case 'directory': {
          const max = directoryUnits(options.countUsers())
          const bucket = windowFor(`${key}/units`, { max, windowMs: 10_000 })
          bucket.max = max
          const verdict = judge(bucket, { nowMs, units: demand.units, demand, scope: 'Tenant_Application' })
          if (verdict.kind === 'throttled' || !demand.isWrite) return verdict
          const writes = windowFor(`${key}/writes`, DIRECTORY_WRITES)
          return judge(writes, { nowMs, units: 1, demand, scope: 'Tenant_Application_Write' })
        }
        case 'outlook':
          return admitOutlook({
            demand,
            nowMs,
            window: windowFor(key, OUTLOOK_REQUESTS),
            inFlight,
            key,
            random: options.random,
          })
        default:
          return demand.service satisfies never
      }
    },
  }
}

function directoryUnits(users: number): number {
  if (users < 50) return DIRECTORY_UNITS.small
  return users <= 500 ? DIRECTORY_UNITS.medium : DIRECTORY_UNITS.large
}

function admitOutlook(scene: {
  demand: Demand
  nowMs: number
  window: SlidingWindow
  inFlight: Map<string, number>
  key: string
  random: () => number
}): Verdict {
  const running = scene.inFlight.get(scene.key) ?? 0
  if (running >= OUTLOOK_CONCURRENT_MAX) {
    return {
      kind: 'throttled',
      code: 'ApplicationThrottled',
      message: 'Application is over its MailboxConcurrency limit.',
      headers: {},
      // FACTS 3: the header is often 1 or missing.
      retryAfterSeconds: scene.random() < 0.5 ? 1 : null,
    }
  }
  const used = scene.window.add(scene.nowMs, 1)
  if (used > scene.window.max) {
    return {
      kind: 'throttled',
      code: 'ApplicationThrottled',
      message: 'Application is over its RequestsPer10Minutes limit.',
      headers: {},
      retryAfterSeconds: secondsUntilFree(scene.window, scene.nowMs, 1),
    }
  }
  scene.inFlight.set(scene.key, running + 1)
  const release = (): void => void scene.inFlight.set(scene.key, (scene.inFlight.get(scene.key) ?? 1) - 1)
  return { kind: 'passed', headers: {}, release }
}

function judge(
  window: SlidingWindow,
  ask: { nowMs: number; units: number; demand: Demand; scope: string },
): Verdict {
  const used = window.add(ask.nowMs, ask.units)
  const share = used / window.max
  const headers: Record<string, string> = {}
  if (share >= PERCENTAGE_FROM) {
    headers['x-ms-throttle-limit-percentage'] = Math.min(share, PERCENTAGE_MAX).toFixed(2)
    headers['x-ms-throttle-scope'] = `${ask.scope}/ReadWrite/${ask.demand.appId}/${ask.demand.tenantId}`
  }
  const max = ask.demand.priority === 'low' ? window.max * LOW_PRIORITY_SHARE : window.max
  if (used <= max) return { kind: 'passed', headers, release: () => {} }
  return {
    kind: 'throttled',
    code: 'TooManyRequests',
    message: 'Please retry again later.',
    headers: {
      ...headers,
      'x-ms-throttle-information': ask.scope.endsWith('Write')
        ? 'WriteLimitExceeded'
        : 'ResourceUnitLimitExceeded',
    },
    retryAfterSeconds: secondsUntilFree(window, ask.nowMs, ask.units + window.max - Math.floor(max)),
  }
}

function secondsUntilFree(window: SlidingWindow, nowMs: number, units: number): number {
  return Math.max(1, Math.ceil((window.freeAtMs(units) - nowMs) / 1_000))
}

/** Counts units over the last `windowMs`; refused requests count too (FACTS 3), up to twice the limit. */
interface SlidingWindow {
  max: number
  /** Adds the units and returns how many the window then holds. */
  add(nowMs: number, units: number): number
  /** From when on that many units fit again. */
  freeAtMs(units: number): number
}

function createSlidingWindow(limit: { max: number; windowMs: number }): SlidingWindow {
  const entries: { atMs: number; units: number }[] = []
  let first = 0
  let sum = 0
  const window: SlidingWindow = {
    max: limit.max,
    add(nowMs, units) {
      for (
        let entry = entries[first];
        entry !== undefined && entry.atMs <= nowMs - limit.windowMs;
        entry = entries[first]
      ) {
        sum -= entry.units
        first++
      }
      if (first > 1_000 && first * 2 > entries.length) {
        entries.splice(0, first)
        first = 0
      }
      // Beyond twice the limit more counting would only lengthen the punishment for ever.
      if (sum < window.max * 2) {
        const last = entries.at(-1)
        if (last !== undefined && first < entries.length && last.atMs === nowMs) last.units += units
        else entries.push({ atMs: nowMs, units })
        sum += units
        return sum
      }
      return sum + units
    },
    freeAtMs(units) {
      let left = sum
      for (let at = first; at < entries.length; at++) {
        const entry = entries[at]
        if (entry === undefined) break
        left -= entry.units
        if (left + units <= window.max) return entry.atMs + limit.windowMs
      }
      return (entries.at(-1)?.atMs ?? 0) + limit.windowMs
    },
  }
  return window
}
