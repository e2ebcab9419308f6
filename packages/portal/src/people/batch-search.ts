/** The list that an upload has come to, in the address of its page, so that a reload finds it again. */

export interface BatchSearch {
  batch?: string
}

export function readBatchSearch(search: Record<string, unknown>): BatchSearch {
  return typeof search.batch === 'string' ? { batch: search.batch } : {}
}
