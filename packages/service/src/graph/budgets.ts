/** What may be asked of a tenant's Graph: five budgets, each below the limit that Microsoft publishes, if it does. */

import type { Clock } from '@muster/core/ports'
import type { GraphRequest } from './client.ts'
import { type Limit, slowDown, takePlace, type Use, unused } from './pace.ts'
import { listUnitsOf, unitsOf } from './resource-units.ts'
import type { ThrottleStore } from './throttle-store.ts'

export type BudgetName = 'directoryUnits' | 'directoryWrites' | 'reports' | 'methodReads' | 'listUnits'

/** How much of each in its window (`budgetWindowsMs`). */
export type BudgetMaxima = Readonly<Record<BudgetName, number>>

const second = 1_000

/** The windows that Microsoft counts in (facts, section 3); for method reads, where it publishes none, a minute. */
export const budgetWindowsMs: Readonly<Record<BudgetName, number>> = {
  directoryUnits: 10 * second,
  directoryWrites: 150 * second,
  reports: 10 * second,
  methodReads: 60 * second,
  listUnits: 60 * second,
}

/** The share of a published limit that is ours by default; the rest is for other programs with the same app. */
const defaultShare = 0.9
/** Resource units in 10 s by the size of the tenant (facts, section 3). */
const unitsBySize = [
  { peopleMax: 49, units: 3_500 },
  { peopleMax: 500, units: 5_000 },
  { peopleMax: Number.POSITIVE_INFINITY, units: 8_000 },
]
/** Beyond this many people a tenant is large, however many more it has. */
export const peopleThatMatterMax = 501
/** Of the 3,000 in 150 s that Microsoft allows an app in a tenant. */
const writesDefault = 3_000 * defaultShare
/** Of the 5 in 10 s; 4 leave a place to other programs with the same app. */
const reportsDefault = 4
/**
 * No limit is published and Microsoft advises against walking a tenant this way (facts, section 7). One batch of 20
 * a second reads 13,000 people in 11 minutes, and nobody is mailed faster than that.
 */
const methodReadsDefault = 1_200

/**
 * Of the 1,250 in a minute that SharePoint gives an app in a tenant of up to 1,000 licences; larger tenants have up to
 * five times as much. 13,000 new rows are written in 24 minutes, and who has more may set more.
 */
const listUnitsDefault = 1_250 * defaultShare

/** The budgets of a tenant in which nobody has set any, by how many people it has. */
export function defaultMaxima(people: number): BudgetMaxima {
  const units = unitsBySize.find(size => people <= size.peopleMax)?.units ?? 0
  return {
    directoryUnits: units * defaultShare,
    directoryWrites: writesDefault,
    reports: reportsDefault,
    methodReads: methodReadsDefault,
    listUnits: listUnitsDefault,
  }
}

export interface Budgets {
  /** Takes the places of one request: null, or when there will be places. Ask once for each attempt. */
  take(request: GraphRequest): Promise<Date | null>
  /** Graph has said that a limit of this service is near. */
  slowDown(request: GraphRequest): Promise<void>
}

export function createBudgets(options: {
  /** Asked at each request, since an administrator may change them. */
  maxima(): BudgetMaxima
  store: ThrottleStore
  clock: Clock
}): Budgets {
  const { maxima, store, clock } = options
  // A window of ten seconds is over when a restarted copy is up, and other copies ask the directory for little.
  let units = unused

  async function change<T>(
    name: BudgetName,
    how: (use: Use, limit: Limit) => { use: Use; answer: T },
  ): Promise<T> {
    const limit = { max: maxima()[name], windowMs: budgetWindowsMs[name] }
    if (name !== 'directoryUnits') return store.changeUse(name, use => how(use, limit))
    const { use, answer } = how(units, limit)
    units = use
    return answer
  }

  async function takeOne({ name, cost, isUrgent }: Place): Promise<Date | null> {
    const atMs = clock.now().getTime()
    return change(name, (use, limit) => {
      const taken = takePlace(use, limit, { cost, atMs, isUrgent })
      return taken.kind === 'taken' ? { use: taken.use, answer: null } : { use, answer: new Date(taken.atMs) }
    })
  }

  return {
    async take(request) {
      for (const place of placesOf(request)) {
        const freeAt = await takeOne(place)
        if (freeAt !== null) return freeAt
      }
      return null
    },
    async slowDown(request) {
      const atMs = clock.now().getTime()
      for (const { name } of placesOf(request)) {
        await change(name, (use, limit) => ({ use: slowDown(use, limit, atMs), answer: null }))
      }
    },
  }
}

interface Place {
  name: BudgetName
  cost: number
  isUrgent: boolean
}

/** Which budgets a request uses, and how much of each. A mailbox's budget is kept with its mails. */
function placesOf(request: GraphRequest): Place[] {
  const isUrgent = request.priority === 'high'
  switch (request.service) {
    case 'directory': {
      const read: Place = { name: 'directoryUnits', cost: unitsOf(request.method, request.path), isUrgent }
      return request.method === 'GET' ? [read] : [read, { name: 'directoryWrites', cost: 1, isUrgent }]
    }
    case 'reports':
      return [{ name: 'reports', cost: 1, isUrgent }]
    case 'methods':
      return [{ name: 'methodReads', cost: request.itemCount ?? 1, isUrgent }]
    case 'lists':
      return [{ name: 'listUnits', cost: listUnitsOf(request), isUrgent }]
    case 'mail':
      return []
    default:
      return request.service satisfies never
  }
}
