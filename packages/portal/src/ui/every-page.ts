/** A list of the API to its end, page by page; for lists that a person reads whole. */

import { pageLimitMax } from '@muster/contract/shapes/common'

interface Page<Item> {
  items: Item[]
  nextCursor: string | null
}

/** No page of the portal shows more of such a list; what is longer has a table of its own. */
const itemsMax = 5_000

export async function readEveryPage<Item>(
  ask: (paging: { limit: number; cursor?: string }) => Promise<Page<Item>>,
): Promise<Item[]> {
  const items: Item[] = []
  let cursor: string | null = null
  do {
    const page: Page<Item> = await ask({ limit: pageLimitMax, ...(cursor === null ? {} : { cursor }) })
    items.push(...page.items)
    cursor = page.nextCursor
  } while (cursor !== null && items.length < itemsMax)
  return items
}
