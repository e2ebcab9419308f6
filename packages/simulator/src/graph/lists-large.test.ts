/** Lists of many rows: pages, filters, the threshold, what changed since, and SharePoint's limits. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { processorMs } from '../testing/processor.ts'
import { type Answer, createStage, read, rows, type Stage } from '../testing/stage.ts'
import { plainText } from '../world/columns.ts'
import type { ColumnDraft, List } from '../world/list-types.ts'

const STATUS: ColumnDraft = {
  name: 'InviteStatus',
  facet: { kind: 'choice', choices: ['Pending', 'Sent'], allowTextEntry: false, displayAs: 'dropDownMenu' },
  indexed: true,
}
const BATCH: ColumnDraft = { name: 'SourceBatchId', facet: plainText, indexed: true }
const SOURCE: ColumnDraft = { name: 'Source', facet: plainText }
const CHECKED: ColumnDraft = {
  name: 'LastChecked',
  facet: { kind: 'dateTime', format: 'dateTime', displayAs: 'default' },
  indexed: true,
}

/** A list filled by hand: every tenth row is Sent, and each hundred rows are a batch. */
function fill(stage: Stage, count: number): { list: List; path: string } {
  const { sites } = stage.tenant.world
  const list = sites.addList(stage.site, {
    displayName: 'Rollout',
    columns: [STATUS, BATCH, SOURCE, CHECKED],
  })
  for (let number = 1; number <= count; number++) {
    sites.addRow(list, {
      Title: `p${number}@contoso.example`,
      InviteStatus: number % 10 === 0 ? 'Sent' : 'Pending',
      SourceBatchId: `batch-${Math.floor(number / 100)}`,
      Source: 'CSV Upload',
      LastChecked: new Date(Date.UTC(2026, 0, 1, 0, number)).toISOString().replace('.000', ''),
    })
  }
  return { list, path: `/sites/${stage.site.id}/lists/${list.id}` }
}

const codeOf = (answer: Answer): unknown => read(answer.body, 'error/code')
const linkOf = (answer: Answer, name = 'nextLink'): string | undefined => {
  const link = read(answer.body, `@odata.${name}`)
  return link === undefined ? undefined : String(link)
}

/** Every row from the first page to the last, with the sizes of the pages. */
async function walk(stage: Stage, path: string, headers: Record<string, string> = {}) {
  const ids: unknown[] = []
  const sizes: number[] = []
  let answer = await stage.ask(path, { headers })
  for (;;) {
    assert.equal(answer.status, 200, answer.text)
    const page = rows(answer)
    sizes.push(page.length)
    ids.push(...page.map(({ id }) => id))
    const link = linkOf(answer)
    if (link === undefined) return { ids, sizes, last: answer }
    answer = await stage.ask(link, { headers })
  }
}

test('rows come in pages of 200, of as many as asked, and of 5,000 at most; deleted ones leave no gap', async () => {
  await using stage = await createStage()
  const { list, path } = fill(stage, 450)
  for (const id of [1, 200, 201, 450]) stage.tenant.world.sites.deleteRow(list, id)
  assert.deepEqual((await walk(stage, `${path}/items`)).sizes, [200, 200, 46])
  assert.deepEqual((await walk(stage, `${path}/items?$top=223&$expand=fields`)).sizes, [223, 223])
  assert.match(String(linkOf(await stage.ask(`${path}/items?$top=1`))), /skiptoken=UGFnZWQ9VFJVRSZwX0lEPTI$/)
  assert.equal((await stage.ask(`${path}/items?$top=0`)).status, 400)
  assert.deepEqual(stage.violations, [])
})

test('a filter needs an index, unless the caller takes the risk', async () => {
  await using stage = await createStage()
  const { path } = fill(stage, 300)
  const sent = await walk(stage, `${path}/items?$filter=fields/InviteStatus eq 'sent'&$top=20`)
  assert.deepEqual(sent.sizes, [20, 10])
  const refused = await stage.ask(`${path}/items?$filter=fields/Source eq 'CSV Upload'`)
  assert.deepEqual([refused.status, codeOf(refused)], [400, 'invalidRequest'])
  assert.match(
    String(read(refused.body, 'error/message')),
    /'Source' cannot be referenced in filter or orderby/,
  )
  const headers = { prefer: 'HonorNonIndexedQueriesWarningMayFailRandomly' }
  assert.equal(
    (await walk(stage, `${path}/items?$filter=fields/Source eq 'CSV Upload'`, headers)).ids.length,
    300,
  )
  const both = "fields/InviteStatus eq 'Sent' and fields/SourceBatchId eq 'batch-1'"
  assert.equal((await walk(stage, `${path}/items?$filter=${both}`)).ids.length, 10)
  const late = "fields/LastChecked ge '2026-01-01T04:00:00.000Z'"
  assert.equal((await walk(stage, `${path}/items?$filter=${late}`)).ids.length, 61)
  const sorted = await walk(stage, `${path}/items?$orderby=fields/LastChecked desc&$top=150`)
  assert.deepEqual([sorted.ids[0], sorted.ids[299], sorted.sizes], ['300', '1', [150, 150]])
  assert.equal((await stage.ask(`${path}/items?$filter=fields/Nonsense eq 'x'`)).status, 400)
  assert.equal((await stage.ask(`${path}/items?$filter=fields/InviteStatus eq 5`)).status, 400)
  assert.equal((await stage.ask(`${path}/items?$filter=contains(fields/InviteStatus,'x')`)).status, 501)
  assert.deepEqual(stage.violations, [])
})

test('beyond 5,000 rows the first indexed condition decides, and no waiting cures it', async () => {
  await using stage = await createStage()
  const { path } = fill(stage, 13_000)
  const pending = "fields/InviteStatus eq 'Pending'"
  const batch = "fields/SourceBatchId eq 'batch-7'"
  const over = await stage.ask(`${path}/items?$filter=${pending} and ${batch}&$top=5`)
  assert.equal(over.status, 429)
  assert.equal(over.headers.get('retry-after'), null)
  stage.pass(3_600_000)
  assert.equal((await stage.ask(`${path}/items?$filter=${pending}&$top=5`)).status, 429)
  assert.equal(rows(await stage.ask(`${path}/items?$filter=${batch} and ${pending}`)).length, 90)
  const headers = { prefer: 'HonorNonIndexedQueriesWarningMayFailRandomly' }
  const bare = "fields/Source eq 'CSV Upload'"
  assert.equal((await stage.ask(`${path}/items?$filter=${bare}`, { headers })).status, 429)
  assert.equal(rows(await stage.ask(`${path}/items?$filter=${bare} and ${batch}`, { headers })).length, 100)
  assert.deepEqual((await walk(stage, `${path}/items?$top=7600&$select=id`)).sizes, [5_000, 5_000, 3_000])
})

test('when asked for, pages go on at another host, in the recorded shape', async () => {
  await using stage = await createStage({ foreignNextLinks: true })
  const { path, list } = fill(stage, 3)
  const link = new URL(String(linkOf(await stage.ask(`${path}/items?$top=1&$expand=fields`))))
  assert.equal(link.host, 'contoso.sharepoint.com')
  assert.match(
    link.href,
    /\/_api\/v2\.0\/sites\(%27[^)]+%27\)\/lists\(%27[^)]+%27\)\/items\?%24skiptoken=UGFnZWQ9VFJVRSZwX0lEPTE&%24top=1/,
  )
  assert.ok(link.pathname.includes(list.id))
})

test('delta shows every row, then what changed, once each, and what was deleted as such', async () => {
  await using stage = await createStage()
  const { list, path } = fill(stage, 300)
  const { sites } = stage.tenant.world
  const first = await walk(stage, `${path}/items/delta?$expand=fields($select=Title)`)
  assert.deepEqual(first.sizes, [200, 100])
  const link = String(linkOf(first.last, 'deltaLink'))
  assert.deepEqual(rows(await stage.ask(link)), [])
  sites.editRow(list, 7, { InviteStatus: 'Sent' })
  sites.editRow(list, 7, { InviteStatus: 'Pending' })
  sites.deleteRow(list, 9)
  sites.addRow(list, { Title: 'new@contoso.example' })
  const next = await stage.ask(link)
  assert.deepEqual(
    rows(next).map(row => [row.id, read(row, 'deleted/state'), read(row, 'fields/Title')]),
    [
      ['7', undefined, 'p7@contoso.example'],
      ['9', 'deleted', undefined],
      ['301', undefined, 'new@contoso.example'],
    ],
  )
  const fewer = await walk(stage, link.replace(/token=/, '$top=2&token='))
  assert.deepEqual(fewer.sizes, [2, 1])
  const latest = await stage.ask(`${path}/items/delta?token=latest`)
  assert.deepEqual(rows(latest), [])
  sites.editRow(list, 8, { Title: 'later' })
  assert.deepEqual(
    rows(await stage.ask(String(linkOf(latest, 'deltaLink')))).map(({ id }) => id),
    ['8'],
  )
  assert.deepEqual(stage.violations, [])
})

test('a delta token dies with time, or when the service says so, and names where to begin again', async () => {
  await using stage = await createStage()
  const { list, path } = fill(stage, 3)
  const begin = async (): Promise<string> =>
    String(linkOf(await stage.ask(`${path}/items/delta`), 'deltaLink'))
  const old = await begin()
  stage.pass(59 * 24 * 3_600_000)
  assert.equal((await stage.ask(old)).status, 200)
  const fresh = await begin()
  stage.pass(2 * 24 * 3_600_000)
  const dead = await stage.ask(old)
  assert.deepEqual([dead.status, codeOf(dead)], [410, 'resyncChangesApplyDifferences'])
  assert.equal(rows(await stage.ask(String(dead.headers.get('location')))).length, 3)
  stage.tenant.world.sites.expireDeltas(list)
  assert.equal((await stage.ask(fresh)).status, 410)
  assert.deepEqual(stage.violations, [])
})

test('from 80 % of a minute on SharePoint says how much is left, and beyond it how long to wait', async () => {
  await using stage = await createStage()
  const { path } = fill(stage, 1)
  type Item = { status: number; headers: Record<string, string> }
  const batch = async (count: number, more: Record<string, unknown>): Promise<Item[]> => {
    const requests = Array.from({ length: count }, (_, index) => ({
      id: String(index),
      method: 'GET',
      ...more,
    }))
    return read((await stage.ask('/$batch', { body: { requests } })).body, 'responses') as Item[]
  }
  const one = { url: `${path}/items/1` }
  for (let count = 0; count < 49; count++) await batch(20, one)
  const quiet = await batch(19, one)
  assert.ok(quiet.every(({ headers }) => headers['Ratelimit-Limit'] === undefined))
  const warned = await stage.ask(`${path}/items/1`)
  assert.deepEqual(
    ['limit', 'remaining', 'reset'].map(name => warned.headers.get(`ratelimit-${name}`)),
    ['1250', '250', '60'],
  )
  const change = {
    method: 'PATCH',
    url: `${path}/items/1/fields`,
    headers: { 'Content-Type': 'application/json' },
    body: { Source: 'Manual' },
  }
  for (let count = 0; count < 7; count++) {
    const throttled = (await batch(20, change)).filter(({ status }) => status === 429)
    assert.equal(throttled.length, count < 6 ? 0 : 15, 'each item costs two units')
    for (const { headers } of throttled) assert.equal(headers['Retry-After'], '60')
  }
  stage.pass(60_000)
  assert.equal((await stage.ask(`${path}/items/1`)).status, 200)
})

test('a hundred thousand rows are comfortable: a change does not cost more for them', async () => {
  await using stage = await createStage({ limits: 'off' })
  const { list, path } = fill(stage, 100_000)
  const { sites } = stage.tenant.world
  const tookMs = processorMs(() => {
    for (let id = 1; id <= 100_000; id++) sites.editRow(list, id, { InviteStatus: 'Sent' })
  })
  assert.equal(rows(await stage.ask(`${path}/items?$filter=fields/SourceBatchId eq 'batch-7'`)).length, 100)
  assert.equal(rows(await stage.ask(`${path}/items/delta?$select=id`)).length, 200)
  // About half a second of the processor; a walk through the list for each change would take hours.
  assert.ok(tookMs < 30_000, `took ${tookMs} ms of the processor`)
})
