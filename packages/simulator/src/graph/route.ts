/** One line of the table of simulated Graph: method, path, who may, what it costs, what it does. */

import type { Family } from '../faults/families.ts'
import type { Denial, Needs } from './access.ts'
import type { GraphAnswer, GraphGround, GraphRequest } from './exchange.ts'

export type Service = 'identityReports' | 'directory' | 'outlook' | 'sharepoint' | 'none'

export interface Route {
  method: string
  /** Segments in lower case; `{name}` takes anything. */
  pattern: string[]
  family: Family
  service: Service
  needs: Needs
  denial: Denial
  /** Query options that it takes; `null` leaves the judgement to the route itself. */
  options: readonly string[] | null
  /** Resource units before `$select`, `$expand` and `$top` are counted (FACTS 3). */
  units: number
  /** Premium only: 403 without Entra ID P1 or P2. */
  premium?: boolean
  act: (
    ground: GraphGround,
    request: GraphRequest,
    params: Record<string, string>,
  ) => GraphAnswer | Promise<GraphAnswer>
}

export type Common = Omit<Route, 'method' | 'pattern' | 'act' | 'units' | 'options'>

/** `GET /users/{id}` with what it shares with its neighbours and what it has of its own. */
export function route(
  line: string,
  common: Common,
  rest: Pick<Route, 'act' | 'options'> & { units?: number },
): Route {
  const [method = '', path = ''] = line.split(' ')
  const pattern = path
    .split('/')
    .filter(part => part !== '')
    .map(part => (part.startsWith('{') ? part : part.toLowerCase()))
  return { method, pattern, units: 1, ...common, ...rest }
}
