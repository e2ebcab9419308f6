/** Where gates and used budgets are kept so that other copies and the next start see them; and the same in memory. */

import type { BudgetName } from './budgets.ts'
import { type Use, unused } from './pace.ts'

export interface ThrottleStore {
  /** Every gate of the tenant that some copy has closed, by name. */
  readGates(): Promise<ReadonlyMap<string, Date>>
  /** Keeps the later of the two times when it was closed already. */
  closeGate(name: string, until: Date): Promise<void>
  /** Changes what was used of a budget; nobody else changes it meanwhile. */
  changeUse<T>(name: BudgetName, change: (use: Use) => { use: Use; answer: T }): Promise<T>
}

/** For a connection that is not a tenant's yet. */
export function createMemoryStore(): ThrottleStore {
  const gates = new Map<string, Date>()
  const uses = new Map<BudgetName, Use>()
  return {
    readGates: async () => gates,
    async closeGate(name, until) {
      const known = gates.get(name)
      if (known === undefined || known < until) gates.set(name, until)
    },
    async changeUse(name, change) {
      const { use, answer } = change(uses.get(name) ?? unused)
      uses.set(name, use)
      return answer
    },
  }
}
