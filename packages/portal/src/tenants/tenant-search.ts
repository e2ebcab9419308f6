/** Which tenant a page is about, in its address; the first one when it says nothing. */

export interface TenantSearch {
  tenant?: string
}

export function readTenantSearch(search: Record<string, unknown>): TenantSearch {
  return typeof search.tenant === 'string' ? { tenant: search.tenant } : {}
}
