/** The list that an upload has come to, in the address of its page, so that a reload finds it again. */

import { isId } from '../ui/ids.ts'

export interface BatchSearch {
  batch?: string
}

export function readBatchSearch(search: Record<string, unknown>): BatchSearch {
  return isId(search.batch) ? { batch: search.batch } : {}
}
