/** The one way to Graph against a server that the test scripts: tokens, throttling, repeats, and what never leaves. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createTurnableClock } from '@muster/simulator/world/clock'
import type { Log } from '../log.ts'
import { silentLog } from '../log.ts'
import { openScriptedGraph } from '../testing/scripted-graph.ts'
import { createGraphClient, type GraphRequest, pathForLog, TokenRefused, type TokenSource } from './client.ts'

const now = new Date('2026-11-02T08:00:00Z')
const envelope = (code: string, message = 'said Graph') => JSON.stringify({ error: { code, message } })

/** Tokens `token-1`, `token-2` …, a new one after each `forget`. */
function countTokens(): TokenSource & { made: number } {
  const source = {
    made: 1,
    token: async () => `token-${source.made}`,
    forget: () => void source.made++,
  }
  return source
}

function open(graphUrl: string, given: { tokens?: TokenSource; log?: Log } = {}) {
  const clock = createTurnableClock(now)
  const tokens = given.tokens ?? countTokens()
  return { clock, client: createGraphClient({ graphUrl, tokens, clock, log: given.log ?? silentLog }) }
}

const readUser: GraphRequest = { service: 'directory', method: 'GET', path: '/users/x' }
const sendMail: GraphRequest = {
  service: 'mail',
  method: 'POST',
  path: '/users/x/sendMail',
  body: { message: {} },
}

test('an answer is a value with its JSON, and the request carries token, ids and body', async () => {
  await using graph = await openScriptedGraph({ status: 200, body: '{"id":"x"}' }, { status: 202 })
  const { client } = open(graph.url)
  assert.deepEqual(await client.request(readUser), { kind: 'ok', status: 200, body: { id: 'x' } })
  assert.deepEqual(await client.request(sendMail), { kind: 'ok', status: 202, body: null })
  const [read, sent] = graph.asked
  assert.equal(read?.path, '/v1.0/users/x')
  assert.equal(read?.headers.authorization, 'Bearer token-1')
  assert.match(String(read?.headers['client-request-id']), /^[0-9a-f-]{36}$/)
  assert.deepEqual([sent?.method, sent?.body], ['POST', '{"message":{}}'])
})

test('a 401 gets a new token once; a second 401 is the answer', async () => {
  await using graph = await openScriptedGraph(
    { status: 401, body: envelope('InvalidAuthenticationToken') },
    { status: 200, body: '{}' },
    { status: 401, body: envelope('InvalidAuthenticationToken') },
    { status: 401, body: envelope('InvalidAuthenticationToken') },
  )
  const { client } = open(graph.url)
  assert.equal((await client.request(sendMail)).kind, 'ok')
  const refused = await client.request(sendMail)
  assert.deepEqual(refused, {
    kind: 'error',
    status: 401,
    code: 'InvalidAuthenticationToken',
    message: 'said Graph',
  })
  assert.deepEqual(
    graph.asked.map(one => one.headers.authorization),
    ['Bearer token-1', 'Bearer token-2', 'Bearer token-2', 'Bearer token-3'],
  )
})

test('one 429 closes the gate for every caller of that service, and for no other service', async () => {
  await using graph = await openScriptedGraph({
    status: 429,
    headers: { 'retry-after': '30' },
    body: envelope('TooManyRequests'),
  })
  const { client, clock } = open(graph.url)
  const retryAt = new Date(now.getTime() + 30_000)
  assert.deepEqual(await client.request(readUser), {
    kind: 'throttled',
    retryAt,
    reason: '429 TooManyRequests',
  })
  const others = await Promise.all([1, 2, 3].map(() => client.request(readUser)))
  for (const other of others)
    assert.deepEqual([other.kind, 'retryAt' in other && other.retryAt], ['throttled', retryAt])
  assert.equal(graph.asked.length, 1, 'nobody else went out: what is asked while throttled counts too')
  assert.equal((await client.request(sendMail)).kind, 'ok')
  clock.turnTo(retryAt)
  assert.equal((await client.request(readUser)).kind, 'ok')
  assert.deepEqual([client.cost.requests, client.cost.throttled], [3, 1])
})

test('a 503 with Retry-After is throttling; a 429 without one waits ten seconds', async () => {
  await using graph = await openScriptedGraph(
    { status: 503, headers: { 'retry-after': 'Mon, 02 Nov 2026 08:01:00 GMT' }, body: '' },
    { status: 429, body: envelope('ApplicationThrottled') },
  )
  const { client } = open(graph.url)
  const first = await client.request(readUser)
  assert.deepEqual(first.kind === 'throttled' && first.retryAt, new Date('2026-11-02T08:01:00Z'))
  const second = await client.request(sendMail)
  assert.deepEqual(second.kind === 'throttled' && second.retryAt, new Date('2026-11-02T08:00:10Z'))
})

test('one throttled item of a batch closes the gate like a request of its own', async () => {
  const throttled = { id: '1', status: 429, headers: { 'Retry-After': '40' }, body: null }
  const responses = [{ id: '0', status: 200, body: {} }, throttled]
  await using graph = await openScriptedGraph({ status: 200, body: JSON.stringify({ responses }) })
  const { client } = open(graph.url)
  const read: GraphRequest = { service: 'methods', method: 'POST', path: '/$batch', body: {}, itemCount: 2 }
  assert.equal((await client.request(read)).kind, 'ok', 'the other item has its answer')
  const next = await client.request(read)
  assert.deepEqual(next.kind === 'throttled' && next.retryAt, new Date(now.getTime() + 40_000))
  assert.equal(graph.asked.length, 1)
})

test('without a place in the budget nothing leaves, and the answer says when there is one', async () => {
  await using graph = await openScriptedGraph()
  const { client, clock } = open(graph.url)
  const readAudit: GraphRequest = { service: 'reports', method: 'GET', path: '/auditLogs/directoryAudits' }
  for (let count = 0; count < 4; count++) assert.equal((await client.request(readAudit)).kind, 'ok')
  const held = await client.request(readAudit)
  const freeAt = new Date(now.getTime() + 10_000)
  assert.deepEqual(held, { kind: 'throttled', retryAt: freeAt, reason: 'the budget of reports is used up' })
  assert.equal(graph.asked.length, 4)
  clock.turnTo(freeAt)
  assert.equal((await client.request(readAudit)).kind, 'ok')
})

test('once Graph says that a limit is near, the directory is asked more slowly, save for who waits', async () => {
  const near = { status: 200, headers: { 'x-ms-throttle-limit-percentage': '0.85' }, body: '{}' }
  await using graph = await openScriptedGraph(near)
  const { client } = open(graph.url)
  const askOften = async () => {
    for (let count = 1; count <= 1_000; count++)
      if ((await client.request(readUser)).kind === 'throttled') return count
    return null
  }
  const held = await askOften()
  assert.ok(held !== null && held < 500, `held back at the ${held}. request of 1,000`)
  assert.equal((await client.request({ ...readUser, priority: 'high' })).kind, 'ok')
})

test('a 5xx is repeated when the call is safe, three times in all', async () => {
  const broken = { status: 500, body: envelope('InternalServerError') }
  await using graph = await openScriptedGraph(
    broken,
    { status: 504 },
    { status: 200, body: '{}' },
    broken,
    broken,
    broken,
  )
  const { client } = open(graph.url)
  assert.equal((await client.request(readUser)).kind, 'ok')
  assert.equal((await client.request(readUser)).kind, 'broken')
  assert.equal(graph.asked.length, 6)
})

test('a mail is never sent again on a 5xx or a lost connection', async () => {
  await using graph = await openScriptedGraph({ status: 504 }, 'reset')
  const { client } = open(graph.url)
  assert.deepEqual(await client.request(sendMail), { kind: 'broken', status: 504, reason: '504 http504' })
  const lost = await client.request(sendMail)
  assert.deepEqual([lost.kind, 'isBeforeSend' in lost && lost.isBeforeSend], ['lost', false])
  assert.equal(graph.asked.length, 2)
})

test('a safe POST that says so is repeated over a lost connection', async () => {
  await using graph = await openScriptedGraph('reset', { status: 204 })
  const { client } = open(graph.url)
  assert.equal((await client.request({ ...sendMail, isSafe: true })).kind, 'ok')
})

test('a connection that was refused is known to have done nothing', async () => {
  const graph = await openScriptedGraph()
  await graph[Symbol.asyncDispose]()
  const { client } = open(graph.url)
  const lost = await client.request(sendMail)
  assert.deepEqual(lost, { kind: 'lost', reason: 'nobody answers there (ECONNREFUSED)', isBeforeSend: true })
})

test('a next link to another host is refused before a token leaves', async () => {
  await using graph = await openScriptedGraph()
  await using stranger = await openScriptedGraph()
  const { client } = open(graph.url)
  await assert.rejects(
    client.request({ ...readUser, path: `${stranger.url}/v1.0/users?$skiptoken=x` }),
    /another host/,
  )
  assert.equal(stranger.asked.length, 0)
  assert.equal(
    (await client.request({ ...readUser, path: `${graph.url}/v1.0/users?$skiptoken=x` })).kind,
    'ok',
  )
})

test('a redirect is not followed: the token would go along', async () => {
  await using stranger = await openScriptedGraph()
  await using graph = await openScriptedGraph(
    ...[1, 2, 3].map(() => ({ status: 302, headers: { location: stranger.url } })),
  )
  const { client } = open(graph.url)
  assert.equal((await client.request(readUser)).kind, 'lost')
  assert.equal(stranger.asked.length, 0)
})

test('an error page in HTML, an empty body and half an envelope are errors all the same', async () => {
  await using graph = await openScriptedGraph(
    { status: 400, headers: { 'content-type': 'text/html' }, body: '<html><h1>Bad Request</h1></html>' },
    { status: 404 },
    { status: 403, body: '{"error":{"code":42}}' },
    { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>' },
  )
  const { client } = open(graph.url)
  const codes = []
  for (let count = 0; count < 3; count++) {
    const answer = await client.request(readUser)
    codes.push(answer.kind === 'error' ? [answer.status, answer.code] : answer.kind)
  }
  assert.deepEqual(codes, [
    [400, 'http400'],
    [404, 'http404'],
    [403, 'http403'],
  ])
  assert.deepEqual(await client.request(readUser), { kind: 'ok', status: 200, body: null })
})

test('no token is an answer too: refused for good, or lost before anything was sent', async () => {
  await using graph = await openScriptedGraph()
  const failing = (error: Error): TokenSource => ({
    token: () => Promise.reject(error),
    forget: () => undefined,
  })
  const refused = open(graph.url, {
    tokens: failing(new TokenRefused('AADSTS7000222', 'the secret has expired')),
  })
  const answer = await refused.client.request(sendMail)
  assert.deepEqual([answer.kind, 'code' in answer && answer.code], ['error', 'AADSTS7000222'])
  const lost = await open(graph.url, { tokens: failing(new Error('no network')) }).client.request(sendMail)
  assert.deepEqual([lost.kind, 'isBeforeSend' in lost && lost.isBeforeSend], ['lost', true])
  assert.equal(graph.asked.length, 0)
})

test('a call that takes too long, or is cancelled, is lost', async () => {
  await using graph = await openScriptedGraph()
  const { client } = open(graph.url)
  const cancelled = await client.request({ ...readUser, signal: AbortSignal.abort() })
  assert.deepEqual(cancelled, { kind: 'lost', reason: 'cancelled', isBeforeSend: false })
  const late = await client.request({ ...sendMail, timeoutMs: 0 })
  assert.equal(late.kind, 'lost')
})

test('the log has the shape of the path and the request id, never a token, a name or an id', async () => {
  const lines: string[] = []
  const log: Log = {
    ...silentLog,
    debug: (fields, message) => void lines.push(JSON.stringify({ fields, message })),
  }
  await using graph = await openScriptedGraph({ status: 200, headers: { 'request-id': 'r-17' }, body: '{}' })
  const { client } = open(graph.url, { log })
  const id = '0f4b7c66-6a52-4a5c-9d43-0f2b8a3f6d11'
  await client.request({ ...readUser, path: `/users/wei@contoso.example?$select=id,mail` })
  await client.request({ ...readUser, path: `/users/${id}/manager?$filter=mail eq 'wei@contoso.example'` })
  assert.match(lines[0] ?? '', /\/v1\.0\/users\/\{id\}.*r-17/)
  assert.match(lines[1] ?? '', /\/v1\.0\/users\/\{id\}\/manager/)
  assert.doesNotMatch(lines.join('\n'), new RegExp(`wei|contoso|${id}|token-`))
})

test('resource units are added up', async () => {
  const answer = { status: 200, headers: { 'x-ms-resource-unit': '2' }, body: '{}' }
  await using graph = await openScriptedGraph(answer, answer)
  const { client } = open(graph.url)
  await client.request(readUser)
  await client.request(readUser)
  assert.deepEqual(client.cost, { requests: 2, throttled: 0, resourceUnits: 4 })
})

test('the log gets the shape of a path and nobody in it', () => {
  const shapes: [string, string][] = [
    [
      '/v1.0/users/anna.beck%40contoso.example/authentication/methods',
      '/v1.0/users/{id}/authentication/methods',
    ],
    ['/v1.0/users/anna%23EXT%23%40contoso.example?$select=id', '/v1.0/users/{id}'],
    ["/v1.0/users('$o''malley@contoso.example')", '/v1.0/users/{id}'],
    ['/v1.0/users/delta?$deltatoken=latest', '/v1.0/users/delta'],
    ['/v1.0/groups/6f025fea-07f5-4f43-912b-c6e007ae1277/members/$ref', '/v1.0/groups/{id}/members/$ref'],
    [
      '/v1.0/groups/x/members/6f025fea-07f5-4f43-912b-c6e007ae1277/$ref',
      '/v1.0/groups/{id}/members/{id}/$ref',
    ],
    ['/v1.0/$batch', '/v1.0/$batch'],
    ['/v1.0/auditLogs/directoryAudits', '/v1.0/auditLogs/directoryAudits'],
  ]
  for (const [path, shape] of shapes)
    assert.equal(pathForLog(new URL(path, 'https://graph.microsoft.com')), shape)
})
