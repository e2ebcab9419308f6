/** The run of a take-over in the address of its page, so that a reload finds it again. */

import { isId } from '../ui/ids.ts'

export interface TakeoverSearch {
  run?: string
}

export function readTakeoverSearch(search: Record<string, unknown>): TakeoverSearch {
  return isId(search.run) ? { run: search.run } : {}
}
