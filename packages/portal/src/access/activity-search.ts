/** Which entries of the log of acts a page shows, in its address: ids, words and days, nothing personal. Pure. */

import type { RequestOf } from '@muster/contract/route'
import type { Routes } from '@muster/contract/routes'
import { endOfDay, isDay, startOfDay } from '../ui/days.ts'
import { isId } from '../ui/ids.ts'

export const outcomes = ['done', 'refused', 'failed'] as const

/** `by` is an account's or a key's id, or the word for one who has none. */
export interface ActivitySearch {
  by?: string
  act?: string
  outcome?: (typeof outcomes)[number]
  /** Calendar days of the reader, `2026-11-02`; both inclusive. */
  from?: string
  until?: string
}

type Query = NonNullable<RequestOf<Routes['listActivity']>['query']>

export function readActivitySearch(search: Record<string, unknown>): ActivitySearch {
  const { by, act, from, until } = search
  const outcome = outcomes.find(one => one === search.outcome)
  return {
    ...(by === 'machine' || by === 'nobody' || isId(by) ? { by } : {}),
    ...(typeof act === 'string' ? { act } : {}),
    ...(outcome === undefined ? {} : { outcome }),
    ...(isDay(from) ? { from } : {}),
    ...(isDay(until) ? { until } : {}),
  }
}

/** As the API asks for it. A day begins and ends by the reader's own clock. */
export function queryOf({ by, act, outcome, from, until }: ActivitySearch): Query {
  const isWord = by === 'machine' || by === 'nobody'
  return {
    ...(by === undefined ? {} : isWord ? { by } : { byId: by }),
    ...(act === undefined ? {} : { act }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(from === undefined ? {} : { from: startOfDay(from).toISOString() }),
    ...(until === undefined ? {} : { until: endOfDay(until).toISOString() }),
  }
}
