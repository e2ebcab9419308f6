/** PnPjs, unmodified, against the tenant's lists: a client of SharePoint that we did not write. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { GraphBrowser, type GraphFI, graphfi } from '@pnp/graph'
import '@pnp/graph/batching.js'
import type { IColumns } from '@pnp/graph/columns/index.js'
import '@pnp/graph/columns/index.js'
import type { IListItems } from '@pnp/graph/list-item/index.js'
import '@pnp/graph/list-item/index.js'
import { type IList, type ILists, List } from '@pnp/graph/lists/index.js'
import type { ISites } from '@pnp/graph/sites/index.js'
import '@pnp/graph/sites/index.js'
import { BearerToken } from '@pnp/queryable'
import { createStage, fetchToken, read, type Stage } from './testing/stage.ts'

/**
 * The library adds these to its classes as it is imported, and says so to modules that it names without their endings,
 * which the compiler does not find by Node's rules.
 */
declare module '@pnp/graph/fi.js' {
  interface GraphFI {
    readonly sites: ISites
    batched(): [GraphFI, () => Promise<void>]
  }
}
declare module '@pnp/graph/sites/types.js' {
  interface _Site {
    readonly lists: ILists
  }
}
declare module '@pnp/graph/lists/types.js' {
  interface IList {
    readonly columns: IColumns
    readonly items: IListItems
  }
}
declare module '@pnp/graph/columns/types.js' {
  interface IColumns {
    add(column: object): Promise<{ name?: string }>
  }
}

/** The library's own way to another host is the address given to its preset. */
async function clientOf(stage: Stage): Promise<GraphFI> {
  const token = await fetchToken(stage.tenant, stage.app)
  return graphfi().using(GraphBrowser({ baseUrl: `${stage.tenant.graphUrl}/v1.0` }), BearerToken(token))
}

/** Finds the site by its address and makes a list in it. */
async function makeList(graph: GraphFI): Promise<IList> {
  const site = await graph.sites.getByUrl('contoso.sharepoint.com', '/sites/it-security')
  const made = await site.lists.add({
    displayName: 'MFA Rollout',
    columns: [
      { name: 'InviteStatus', choice: { choices: ['Pending', 'Sent'] }, indexed: true },
      { name: 'InGroup', boolean: {} },
    ],
    list: { template: 'genericList' },
  })
  return List(site.lists, made.id ?? '')
}

test('PnPjs makes a list, adds a column, writes, reads, changes and deletes rows', async () => {
  await using stage = await createStage()
  const list = await makeList(await clientOf(stage))
  const added = await list.columns.add({ name: 'ReminderCount', number: {} })
  assert.equal(added.name, 'ReminderCount')
  const names = (await list.columns()).map(({ name }) => name)
  assert.ok(['Title', 'InviteStatus', 'InGroup', 'ReminderCount'].every(name => names.includes(name)))

  const fields = { Title: 'adele.vance@contoso.example', InviteStatus: 'Pending', InGroup: false }
  const row = await list.items.add({ fields } as object)
  const item = () => list.items.getById(row.id ?? '')
  await item().update({ fields: { InviteStatus: 'Sent', ReminderCount: 1 } } as object)
  const shown = await item().expand('fields')()
  assert.equal(read(shown, 'fields/InviteStatus'), 'Sent')
  assert.equal(read(shown, 'fields/ReminderCount'), 1)
  assert.match(shown.eTag ?? '', /,2"$/)
  await item().delete()
  assert.deepEqual(await list.items(), [])
  await assert.rejects(item()(), /itemNotFound/)
  assert.deepEqual(stage.violations, [])
})

test('PnPjs fills a list in batches, walks through 500 rows page by page, and filters by an index', async () => {
  await using stage = await createStage()
  const graph = await clientOf(stage)
  const list = await makeList(graph)
  const place = list.toUrl()
  for (let wave = 0; wave < 25; wave++) {
    const [batched, execute] = graph.batched()
    const inBatch = List([batched.sites, place])
    const writes = Array.from({ length: 20 }, (_, index) => {
      const number = wave * 20 + index
      const InviteStatus = number % 5 === 0 ? 'Sent' : 'Pending'
      return inBatch.items.add({ fields: { Title: `p${number}@contoso.example`, InviteStatus } } as object)
    })
    await execute()
    await Promise.all(writes)
  }
  const sizes: number[] = []
  const titles = new Set<unknown>()
  for await (const page of list.items.expand('fields($select=Title)').top(120)) {
    sizes.push(page.length)
    for (const row of page) titles.add(read(row, 'fields/Title'))
  }
  assert.deepEqual(sizes, [120, 120, 120, 120, 20])
  assert.equal(titles.size, 500)
  const sent = await list.items.filter("fields/InviteStatus eq 'Sent'")()
  assert.equal(sent.length, 100)
  await assert.rejects(list.items.filter("fields/Title eq 'p1@contoso.example'")(), /not indexed/)
  assert.deepEqual(stage.violations, [])
})
