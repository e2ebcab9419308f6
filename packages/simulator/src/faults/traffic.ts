/** Counts what clients asked of the tenant and, while somebody listens, shows each exchange whole. */

import { countByFamily, type Family } from './families.ts'

/** One request and its answer as they crossed the wire, for checking against the contract. */
export interface Exchange {
  family: Family
  /** An item inside a `$batch`. */
  inBatch: boolean
  request: {
    method: string
    path: string
    query: Record<string, string>
    headers: Record<string, string>
    body: string
  }
  response: { status: number; headers: Record<string, string>; body: unknown }
}

export interface Traffic {
  /** Everything received, batches and their items each counted once. */
  readonly requests: Record<Family, number>
  /** Answered 429 or as throttled. */
  readonly throttled: Record<Family, number>
  /** Requests that met a fault. */
  readonly faulted: Record<Family, number>
  /** Sum of `x-ms-resource-unit`. */
  readonly resourceUnits: number
  /** What SharePoint counted, which it tells nobody. */
  readonly sharePointUnits: number
  /** Mails that Exchange took over its 30 a minute and carried over to later minutes. */
  readonly mailsCarriedOver: number
  onExchange(listener: (exchange: Exchange) => void): () => void
}

/** What the faces of the tenant write into. */
export interface TrafficLog extends Traffic {
  countRequest(family: Family): void
  countThrottled(family: Family): void
  countFaulted(family: Family): void
  addResourceUnits(units: number): void
  addSharePointUnits(units: number): void
  countCarriedOver(): void
  /** `describe` runs only when somebody listens. */
  show(describe: () => Exchange): void
}

export function createTraffic(): TrafficLog {
  const requests = countByFamily()
  const throttled = countByFamily()
  const faulted = countByFamily()
  const listeners = new Set<(exchange: Exchange) => void>()
  let resourceUnits = 0
  let sharePointUnits = 0
  let mailsCarriedOver = 0
  return {
    requests,
    throttled,
    faulted,
    get resourceUnits() {
      return resourceUnits
    },
    get sharePointUnits() {
      return sharePointUnits
    },
    get mailsCarriedOver() {
      return mailsCarriedOver
    },
    onExchange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    countRequest: family => void requests[family]++,
    countThrottled: family => void throttled[family]++,
    countFaulted: family => void faulted[family]++,
    addResourceUnits(units) {
      resourceUnits += units
    },
    addSharePointUnits(units) {
      sharePointUnits += units
    },
    countCarriedOver() {
      mailsCarriedOver++
    },
    show(describe) {
      if (listeners.size === 0) return
      const exchange = describe()
      for (const listener of listeners) listener(exchange)
    },
  }
}
