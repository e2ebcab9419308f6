/** JSON batching: each item answered, refused and throttled for itself. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createStage, read } from '../testing/stage.ts'

interface ItemAnswer {
  id: string
  status: number
  headers: Record<string, string>
  body?: unknown
}

function items(body: unknown): Map<string, ItemAnswer> {
  const responses = read(body, 'responses')
  assert.ok(Array.isArray(responses))
  return new Map(responses.map((answer: ItemAnswer) => [answer.id, answer]))
}

test('items of a batch are answered each for itself', async () => {
  await using stage = await createStage()
  const json = { 'Content-Type': 'application/json' }
  const answer = await stage.ask('/$batch', {
    body: {
      requests: [
        { id: '1', method: 'GET', url: `/users/${stage.people.adele.id}?$select=displayName` },
        { id: '2', method: 'GET', url: '/users/nobody' },
        { id: '3', method: 'GET', url: 'users/$count', headers: { ConsistencyLevel: 'eventual' } },
        {
          id: '4',
          method: 'POST',
          url: `/users/${stage.people.adele.id}/checkMemberGroups`,
          headers: json,
          body: { groupIds: [stage.group.id] },
        },
        { id: '5', method: 'GET', url: '/me/drive' },
        { id: '6', method: 'GET', url: '/users/nobody/manager' },
        { id: '7', method: 'GET', url: '/organization', dependsOn: ['6'] },
      ],
    },
  })
  assert.equal(answer.status, 200)
  const found = items(answer.body)
  assert.deepEqual([...found].map(([id, { status }]) => `${id}:${status}`).sort(), [
    '1:200',
    '2:404',
    '3:200',
    '4:200',
    '5:501',
    '6:404',
    '7:424',
  ])
  assert.equal(read(found.get('1')?.body, 'displayName'), 'Adele Vance')
  assert.equal(stage.tenant.traffic.requests.batch, 1)
  assert.equal(stage.tenant.traffic.requests.users, 5 - 1)
  assert.deepEqual(stage.violations, [])
})

test('managers read in a batch: one who is there, none, and nobody to ask about', async () => {
  await using stage = await createStage()
  const { alex, adele } = stage.people
  const url = (id: string) => `/users/${id}/manager?$select=id,userPrincipalName,mail,accountEnabled,userType`
  const ids = [alex.id, adele.id, '00000000-0000-4000-8000-000000000000']
  const requests = ids.map((id, index) => ({ id: String(index), method: 'GET', url: url(id) }))
  const found = items((await stage.ask('/$batch', { body: { requests } })).body)
  assert.deepEqual(
    ids.map((_, index) => found.get(String(index))?.status),
    [200, 404, 404],
  )
  const manager = found.get('0')?.body
  assert.equal(read(manager, '@odata.type'), '#microsoft.graph.user')
  assert.deepEqual(
    [read(manager, 'id'), read(manager, 'accountEnabled'), read(manager, 'userType')],
    [adele.id, true, 'Member'],
  )
  assert.match(JSON.stringify(found.get('1')?.body), /Resource 'manager' does not exist/)
  assert.match(JSON.stringify(found.get('2')?.body), /Resource '00000000-[^']+' does not exist/)
  assert.deepEqual(stage.violations, [])
})

test('malformed batches are refused whole', async () => {
  await using stage = await createStage()
  const status = async (requests: unknown): Promise<number> =>
    (await stage.ask('/$batch', { body: { requests } })).status
  const get = (id: string, more = {}): Record<string, unknown> => ({
    id,
    method: 'GET',
    url: '/users',
    ...more,
  })
  assert.equal(await status(Array.from({ length: 21 }, (_, at) => get(String(at)))), 400)
  assert.equal(await status([get('a'), get('A')]), 400)
  assert.equal(await status([get('a', { dependsOn: ['b'] })]), 400)
  assert.equal(await status([get('a', { body: {} })]), 400)
  assert.equal(await status([]), 400)
  assert.equal(await status('nothing'), 400)
})

test('each item is throttled by itself, with Retry-After in its own headers', async () => {
  await using stage = await createStage()
  const requests = Array.from({ length: 8 }, (_, at) => ({
    id: String(at),
    method: 'GET',
    url: '/auditLogs/directoryAudits?$top=1',
  }))
  const found = [...items((await stage.ask('/$batch', { body: { requests } })).body).values()]
  const throttled = found.filter(({ status }) => status === 429)
  assert.equal(throttled.length, 3)
  for (const { headers } of throttled) assert.ok(headers['Retry-After'])
  assert.equal(stage.tenant.traffic.throttled.audit, 3)
})
