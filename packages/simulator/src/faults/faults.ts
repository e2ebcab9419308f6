/** Makes things go wrong: one scripted failure at a time, or by a plan with chances drawn from the seed. */

import type { Clock } from '../world/types.ts'
import type { Family } from './families.ts'

/** One thing that goes wrong with one request. */
export interface Fault {
  /** Answered instead of the real answer; absent when the fault is a reset or mere slowness. */
  status?: number
  /** The act is done and only its answer is lost (sendMail 504 although delivered). */
  afterAct?: boolean
  /** The connection ends without an answer. */
  reset?: boolean
  /** Wall milliseconds of waiting before anything else. */
  slowMs?: number
  /** On 429 and 503. */
  retryAfterSeconds?: number
  retryAfterForm?: 'seconds' | 'date' | 'none'
  /** The body is a gateway's HTML page instead of Graph's envelope. */
  html?: boolean
}

/** A fault and whom it waits for. */
export interface ScriptedFault extends Fault {
  /** Any family when absent. */
  family?: Family
  /** HTTP method; any when absent. */
  method?: string
  /** A piece of the path, e.g. `/items/7` for what concerns one row of a list; any path when absent. */
  path?: string
  /** How many matching requests it hits; 1 when absent. */
  times?: number
}

/** Chances are per request, in [0, 1]. What is left out never happens. */
export interface FaultPlan {
  /**
   * Storms of 429: while one lasts every request of the family is throttled. They come with time, as a busy service
   * does, however much or little is asked of it: so many minutes apart on average, 0 for one that begins at once.
   */
  storm?: { minutesApart: number; minSeconds: number; maxSeconds: number }
  /** 500, 502, 503 or 504 before the act. */
  serverError?: { chance: number; htmlChance: number }
  slow?: { chance: number; maxMs: number }
  reset?: { chance: number }
  /** 504, or a reset, after the act was done. */
  lostAnswer?: { chance: number }
  /** 409 for a change of a list or of its rows: somebody else was there in between (FACTS 11). */
  saveConflict?: { chance: number }
  /** All tokens issued so far stop working. */
  revokeTokens?: { chance: number }
}

/** Everything at once, at rates that a rollout has to live through. */
export const roughFaults: FaultPlan = {
  storm: { minutesApart: 60, minSeconds: 5, maxSeconds: 180 },
  serverError: { chance: 0.01, htmlChance: 0.3 },
  slow: { chance: 0.02, maxMs: 20 },
  reset: { chance: 0.004 },
  lostAnswer: { chance: 0.01 },
  saveConflict: { chance: 0.01 },
  revokeTokens: { chance: 0.0005 },
}

export interface Faults {
  /** Adds a scripted fault; scripted ones come before those of the plan. */
  next(fault: ScriptedFault): void
  /** Replaces the plan; `null` ends it, storms included. */
  use(plan: FaultPlan | null): void
  /** Every token issued so far answers 401 InvalidAuthenticationToken from now on. */
  revokeTokens(): void
  /** Whatever hits this request, or undefined. */
  draw(request: Drawn): Fault | undefined
}

/** What a fault is drawn for. */
export interface Drawn {
  family: Family
  method: string
  inBatch: boolean
  /** After `/v1.0`; what has none is met by no fault that waits for one. */
  path?: string
}

const SERVER_ERRORS = [500, 502, 503, 504] as const

export function createFaults(options: {
  clock: Clock
  random: () => number
  plan: FaultPlan | null
  onRevoke: () => void
}): Faults {
  const { random, clock, onRevoke } = options
  const scripted: ScriptedFault[] = []
  const storms = new Map<Family, Storm>()
  let plan = options.plan
  return {
    next: fault => void scripted.push({ times: 1, ...fault }),
    use(next) {
      plan = next
      storms.clear()
    },
    revokeTokens: onRevoke,
    draw(request) {
      const fault = takeScripted(scripted, request)
      if (fault !== undefined) return fault
      if (plan === null) return undefined
      const storm = drawStorm({
        plan,
        family: request.family,
        nowMs: clock.now().getTime(),
        storms,
        random,
      })
      if (storm !== undefined) return storm
      if (random() < (plan.revokeTokens?.chance ?? 0)) onRevoke()
      return drawSingle(plan, request, random)
    },
  }
}

function takeScripted(scripted: ScriptedFault[], request: Drawn): Fault | undefined {
  const at = scripted.findIndex(
    fault =>
      (fault.family === undefined || fault.family === request.family) &&
      (fault.method === undefined || fault.method === request.method) &&
      (fault.path === undefined || request.path?.includes(fault.path) === true),
  )
  const fault = scripted[at]
  if (fault === undefined) return undefined
  fault.times = (fault.times ?? 1) - 1
  if (fault.times <= 0) scripted.splice(at, 1)
  return fault
}

interface Storm {
  beginsAtMs: number
  endsAtMs: number
}

function drawStorm(scene: {
  plan: FaultPlan
  family: Family
  nowMs: number
  storms: Map<Family, Storm>
  random: () => number
}): Fault | undefined {
  const { plan, family, nowMs, storms, random } = scene
  // The token endpoint has its own errors; a 429 storm there is not documented.
  if (plan.storm === undefined || family === 'token') return undefined
  let storm = storms.get(family)
  while (storm === undefined || storm.endsAtMs <= nowMs) {
    storm = brew(plan.storm, { afterMs: storm?.endsAtMs ?? nowMs, random })
    storms.set(family, storm)
  }
  if (nowMs < storm.beginsAtMs) return undefined
  return {
    status: 429,
    retryAfterSeconds: Math.ceil((storm.endsAtMs - nowMs) / 1_000),
    retryAfterForm: random() < 0.5 ? 'seconds' : 'date',
  }
}

/** The next storm: after a wait that is exponentially distributed, as of things that happen independently of each other. */
function brew(
  plan: NonNullable<FaultPlan['storm']>,
  { afterMs, random }: { afterMs: number; random: () => number },
): Storm {
  const beginsAtMs = afterMs - Math.log(1 - random()) * plan.minutesApart * 60_000
  const seconds = plan.minSeconds + random() * (plan.maxSeconds - plan.minSeconds)
  return { beginsAtMs, endsAtMs: beginsAtMs + seconds * 1_000 }
}

function drawSingle(plan: FaultPlan, request: Drawn, random: () => number): Fault | undefined {
  const happens = (chance: number | undefined): boolean => chance !== undefined && random() < chance
  if (happens(plan.lostAnswer?.chance)) {
    return !request.inBatch && random() < 0.3
      ? { reset: true, afterAct: true }
      : { status: 504, afterAct: true }
  }
  if (happens(plan.reset?.chance) && !request.inBatch) return { reset: true }
  if (happens(plan.serverError?.chance)) {
    const status = SERVER_ERRORS[Math.floor(random() * SERVER_ERRORS.length)] ?? 500
    const html = !request.inBatch && random() < (plan.serverError?.htmlChance ?? 0)
    return status === 503
      ? { status, html, retryAfterSeconds: 1 + Math.floor(random() * 20) }
      : { status, html }
  }
  if (request.family === 'lists' && request.method === 'PATCH' && happens(plan.saveConflict?.chance))
    return { status: 409 }
  if (happens(plan.slow?.chance)) return { slowMs: Math.ceil(random() * (plan.slow?.maxMs ?? 0)) }
  return undefined
}
