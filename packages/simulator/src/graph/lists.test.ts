/** Sites, lists, columns and rows through Graph, as a mirror of a rollout would use them. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Answer, createStage, read, rows, type Stage } from '../testing/stage.ts'

const COLUMNS = [
  { name: 'InviteStatus', choice: { choices: ['Pending', 'Sent', 'Clicked'] }, indexed: true },
  { name: 'InGroup', boolean: {} },
  { name: 'InviteSentDate', dateTime: { format: 'dateTime' }, indexed: true },
  { name: 'ReminderCount', number: {} },
  { name: 'Source', text: {} },
]

/** A list with those columns, made through Graph. */
async function addList(stage: Stage, columns: unknown[] = COLUMNS): Promise<string> {
  const made = await stage.ask(`/sites/${stage.site.id}/lists`, {
    body: { displayName: 'MFA Rollout', columns, list: { template: 'genericList' } },
  })
  assert.equal(made.status, 201, made.text)
  return `/sites/${stage.site.id}/lists/${String(read(made.body, 'id'))}`
}

async function addRow(stage: Stage, list: string, fields: Record<string, unknown>): Promise<string> {
  const made = await stage.ask(`${list}/items`, { body: { fields } })
  assert.equal(made.status, 201, made.text)
  return String(read(made.body, 'id'))
}

const codeOf = (answer: Answer): unknown => read(answer.body, 'error/code')
const messageOf = (answer: Answer): string => String(read(answer.body, 'error/message'))

test('a site is found by id, by its path, by search and as the root', async () => {
  await using stage = await createStage()
  const { id } = stage.site
  assert.match(id, /^contoso\.sharepoint\.com,[0-9a-f-]{36},[0-9a-f-]{36}$/)
  for (const path of [
    id,
    'contoso.sharepoint.com:/sites/it-security',
    'contoso.sharepoint.com:/sites/IT-Security:/',
  ])
    assert.equal(read((await stage.ask(`/sites/${path}`)).body, 'id'), id, path)
  assert.deepEqual(
    rows(await stage.ask('/sites?search=security')).map(site => site.id),
    [id],
  )
  assert.equal(rows(await stage.ask('/sites?search=*')).length, 2)
  const root = await stage.ask('/sites/root')
  assert.equal(read(root.body, 'webUrl'), 'https://contoso.sharepoint.com')
  assert.equal(read((await stage.ask('/sites/contoso.sharepoint.com')).body, 'id'), read(root.body, 'id'))
  assert.equal((await stage.ask('/sites/contoso.sharepoint.com:/sites/nowhere')).status, 404)
  assert.equal((await stage.ask('/sites/fabrikam.sharepoint.com:/sites/hr')).status, 400)
  assert.deepEqual(stage.violations, [])
})

test('a list is made once, found by id and by title, also behind a path, renamed and deleted', async () => {
  await using stage = await createStage()
  const list = await addList(stage)
  const again = await stage.ask(`/sites/${stage.site.id}/lists`, { body: { displayName: 'mfa rollout' } })
  assert.deepEqual([again.status, codeOf(again)], [409, 'nameAlreadyExists'])
  const byTitle = await stage.ask(
    '/sites/contoso.sharepoint.com:/sites/it-security:/lists/MFA%20Rollout?expand=columns(select=name)',
  )
  const names = (read(byTitle.body, 'columns') as { name: string }[]).map(({ name }) => name)
  assert.ok(['Title', 'Created', 'InviteStatus', 'Source'].every(name => names.includes(name)))
  const renamed = await stage.ask(list, { method: 'PATCH', body: { displayName: 'Rollout' } })
  assert.equal(read(renamed.body, 'displayName'), 'Rollout')
  assert.equal(
    rows(await stage.ask(`/sites/${stage.site.id}/lists?$filter=displayName eq 'Rollout'`)).length,
    1,
  )
  assert.equal((await stage.ask(list, { method: 'DELETE' })).status, 204)
  assert.deepEqual(codeOf(await stage.ask(`${list}/items`)), 'itemNotFound')
  assert.deepEqual(stage.violations, [])
})

test('a column has exactly one type, a name that is not taken, and can be indexed, renamed and deleted', async () => {
  await using stage = await createStage()
  const list = await addList(stage)
  const add = (body: unknown): Promise<Answer> => stage.ask(`${list}/columns`, { body })
  assert.equal((await add({ name: 'A' })).status, 400)
  assert.equal((await add({ name: 'A', text: {}, number: {} })).status, 400)
  assert.equal((await add({ name: 'Title', text: {} })).status, 409)
  assert.equal((await add({ name: 'source', text: {} })).status, 409)
  assert.equal((await add({ name: 'Owner', personOrGroup: {} })).status, 501)
  const made = await add({ name: 'Sent on', text: {} })
  assert.equal(read(made.body, 'name'), 'Sent_x0020_on')
  const column = `${list}/columns/${String(read(made.body, 'id'))}`
  const changed = await stage.ask(column, { method: 'PATCH', body: { indexed: true, displayName: 'Sent' } })
  assert.deepEqual([read(changed.body, 'indexed'), read(changed.body, 'displayName')], [true, 'Sent'])
  assert.equal((await stage.ask(column, { method: 'PATCH', body: { name: 'Other' } })).status, 400)
  assert.equal((await stage.ask(column, { method: 'DELETE' })).status, 204)
  assert.equal((await stage.ask(column)).status, 404)
  assert.deepEqual(stage.violations, [])
})

test('a row keeps what is written, shows SharePoint’s own fields, and counts its versions', async () => {
  await using stage = await createStage()
  const list = await addList(stage)
  const id = await addRow(stage, list, {
    Title: 'adele.vance@contoso.example',
    InviteStatus: 'Pending',
    InGroup: false,
    InviteSentDate: '2026-09-07T10:00:00.123+02:00',
    ReminderCount: 2,
  })
  assert.equal(id, '1')
  const row = await stage.ask(`${list}/items/1?$expand=fields`)
  const fields = read(row.body, 'fields') as Record<string, unknown>
  assert.equal(fields.InviteSentDate, '2026-09-07T08:00:00Z')
  assert.deepEqual(
    [fields.ContentType, fields._UIVersionString, fields.LinkTitle],
    ['Item', '1.0', fields.Title],
  )
  assert.equal(read(row.body, 'createdBy/application/displayName'), 'Muster')
  assert.match(String(read(row.body, 'eTag')), /^"[0-9a-f-]{36},1"$/)
  const patched = await stage.ask(`${list}/items/1/fields`, {
    method: 'PATCH',
    body: { InviteStatus: 'Sent', ReminderCount: null },
  })
  assert.equal(patched.status, 200)
  assert.equal(read(patched.body, 'InviteStatus'), 'Sent')
  assert.equal(read(patched.body, 'ReminderCount'), undefined)
  assert.match(String(read(patched.body, '@odata.etag')), /,2"$/)
  const few = await stage.ask(`${list}/items/1?$select=id&$expand=fields($select=Title,InviteStatus)`)
  assert.deepEqual(Object.keys(read(few.body, 'fields') as object), ['@odata.etag', 'Title', 'InviteStatus'])
  assert.equal((await stage.ask(`${list}/items/1`, { method: 'DELETE' })).status, 204)
  assert.equal((await stage.ask(`${list}/items/1`)).status, 404)
  assert.equal(await addRow(stage, list, {}), '2', 'ids are not used again')
  assert.deepEqual(stage.violations, [])
})

test('what does not fit a column is refused by name, and nothing is written', async () => {
  await using stage = await createStage()
  const list = await addList(stage, [
    ...COLUMNS,
    { name: 'Token', text: {}, indexed: true, enforceUniqueValues: true },
    { name: 'Batch', text: {}, required: true },
  ])
  await addRow(stage, list, { Title: 'adele', Batch: 'one', Token: 'a' })
  const patch = (body: Record<string, unknown>): Promise<Answer> =>
    stage.ask(`${list}/items/1/fields`, { method: 'PATCH', body })
  const refused: Record<string, unknown>[] = [
    { id: '1' },
    { Nonsense: 'x' },
    { Created: '2026-01-01T00:00:00Z' },
    { AuthorLookupId: '7' },
    { InviteStatus: 'Lost' },
    { InGroup: 'true' },
    { ReminderCount: '2' },
    { InviteSentDate: 'yesterday' },
    { Title: 'x'.repeat(256) },
    { Batch: null },
  ]
  for (const body of refused) {
    const answer = await patch(body)
    assert.deepEqual([answer.status, codeOf(answer)], [400, 'invalidRequest'], JSON.stringify(body))
  }
  assert.equal(messageOf(await patch({ Nonsense: 'x' })), "Field 'Nonsense' is not recognized")
  const twin = await stage.ask(`${list}/items`, { body: { fields: { Batch: 'one', Token: 'A' } } })
  assert.equal(twin.status, 400)
  assert.equal((await patch({ Token: 'a' })).status, 200, 'its own value is not taken')
  assert.match(String(read((await stage.ask(`${list}/items/1`)).body, 'eTag')), /,2"$/)
})

test('a stale If-Match is refused with 412, a scripted conflict with 409, and neither changes the row', async () => {
  await using stage = await createStage()
  const list = await addList(stage)
  await addRow(stage, list, { Title: 'adele' })
  await addRow(stage, list, { Title: 'alex' })
  const patch = (id: number, title: string, headers: Record<string, string> = {}): Promise<Answer> =>
    stage.ask(`${list}/items/${id}/fields`, { method: 'PATCH', body: { Title: title }, headers })
  const etag = String(read((await stage.ask(`${list}/items/1`)).body, 'eTag'))
  assert.equal((await patch(1, 'b', { 'if-match': etag })).status, 200)
  assert.equal((await patch(1, 'c', { 'if-match': etag })).status, 412)
  stage.tenant.faults.next({ family: 'lists', method: 'PATCH', path: '/items/1/', status: 409, times: 2 })
  assert.equal((await patch(2, 'd')).status, 200)
  const conflict = await patch(1, 'e')
  assert.deepEqual([conflict.status, codeOf(conflict)], [409, 'resourceModified'])
  assert.equal((await patch(1, 'e')).status, 409)
  assert.equal((await patch(1, 'e')).status, 200)
  assert.match(String(read((await stage.ask(`${list}/items/1`)).body, 'eTag')), /,3"$/)
})

test('conflicts can come by chance, and only to changes', async () => {
  await using stage = await createStage()
  const list = await addList(stage)
  stage.tenant.faults.use({ saveConflict: { chance: 1 } })
  await addRow(stage, list, { Title: 'adele' })
  const answer = await stage.ask(`${list}/items/1/fields`, { method: 'PATCH', body: { Title: 'alex' } })
  assert.deepEqual([answer.status, codeOf(answer)], [409, 'resourceModified'])
  assert.equal((await stage.ask(`${list}/items/1`)).status, 200)
})

test('a row whose answer was lost is there all the same', async () => {
  await using stage = await createStage()
  const list = await addList(stage)
  stage.tenant.faults.next({ family: 'lists', method: 'POST', status: 504, afterAct: true })
  assert.equal((await stage.ask(`${list}/items`, { body: { fields: { Title: 'adele' } } })).status, 504)
  assert.equal(rows(await stage.ask(`${list}/items`)).length, 1)
})

test('rows are written in batches, each judged by itself', async () => {
  await using stage = await createStage()
  const list = await addList(stage)
  const requests = ['adele', 'alex', 'bianca'].map((title, index) => ({
    id: title,
    method: 'POST',
    url: `${list}/items`,
    headers: { 'Content-Type': 'application/json' },
    body: { fields: { Title: title, ...(index === 1 ? { Nonsense: 1 } : {}) } },
  }))
  const answer = await stage.ask('/$batch', { body: { requests } })
  const responses = read(answer.body, 'responses') as { id: string; status: number }[]
  assert.deepEqual(Object.fromEntries(responses.map(({ id, status }) => [id, status])), {
    adele: 201,
    alex: 400,
    bianca: 201,
  })
  assert.equal(stage.tenant.traffic.sharePointUnits, 2 + 2 * 2)
  assert.deepEqual(stage.violations, [])
})

test('a person who edits the list by hand is seen as such, and an auditor can tell the writes apart', async () => {
  await using stage = await createStage()
  const path = await addList(stage)
  await addRow(stage, path, { Title: 'adele', InviteStatus: 'Pending' })
  const { sites } = stage.tenant.world
  const list = sites.listOf(stage.site, 'MFA Rollout')
  assert.ok(list)
  sites.editRow(list, 1, { InviteStatus: 'By word of mouth' })
  sites.addRow(list, { Title: 'somebody else' })
  sites.deleteRow(list, 2)
  const row = await stage.ask(`${path}/items/1?$expand=fields`)
  assert.equal(read(row.body, 'fields/InviteStatus'), 'By word of mouth')
  assert.equal(read(row.body, 'lastModifiedBy/user/displayName'), 'Megan Bowen')
  assert.deepEqual(sites.countWrites(list), { created: 1, updated: 0, deleted: 0, unchanged: 0 })
  assert.deepEqual(list.writes.get('byHand'), { created: 1, updated: 1, deleted: 1, unchanged: 0 })
  assert.deepEqual(
    sites.rowsOf(list).map(({ id, version, writesByApplications }) => [id, version, writesByApplications]),
    [[1, 2, 1]],
  )
  assert.deepEqual(stage.violations, [])
})
