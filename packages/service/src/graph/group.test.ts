/** Joining many people to a group against answers in Graph's own words (facts, section 6). */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createTurnableClock } from '@muster/simulator/world/clock'
import { silentLog } from '../log.ts'
import { openScriptedGraph, type Scripted, type ScriptedGraph } from '../testing/scripted-graph.ts'
import { createGraphClient } from './client.ts'
import { createGroup } from './group.ts'

const groupId = '6f025fea-07f5-4f43-912b-c6e007ae1277'
const idOf = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
const anna = idOf(1)
const bert = idOf(2)
const carla = idOf(3)

function openGroup(graph: ScriptedGraph) {
  const tokens = { token: async () => 'token', forget: () => undefined }
  const clock = createTurnableClock(new Date('2026-11-02T08:00:00Z'))
  return createGroup(createGraphClient({ graphUrl: graph.url, tokens, clock, log: silentLog }))
}

const refusal = (status: number, code: string, message: string): Scripted => ({
  status,
  body: JSON.stringify({ error: { code, message } }),
})
const unknown = (id: string) =>
  refusal(
    404,
    'Request_ResourceNotFound',
    `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
  )
const already = refusal(
  400,
  'Request_BadRequest',
  "One or more added object references already exist for the following modified properties: 'members'.",
)
const done: Scripted = { status: 204 }

const boundIn = (asked: { body: string }) =>
  [...asked.body.matchAll(/directoryObjects\/([0-9a-f-]+)/g)].map(([, id]) => id)
const kindsOf = (outcomes: readonly { kind: string }[]) => outcomes.map(outcome => outcome.kind)

test('45 people are three PATCHes of at most 20, and everybody has joined', async () => {
  await using graph = await openScriptedGraph(done, done, done)
  const people = Array.from({ length: 45 }, (_, index) => idOf(index))
  const outcomes = await openGroup(graph).joinMany(groupId, people)
  assert.ok(outcomes.every(outcome => outcome.kind === 'joined'))
  assert.deepEqual(graph.asked.map(asked => boundIn(asked).length).sort(), [20, 20, 5])
})

test('more than five PATCHes are not under way at once', async () => {
  await using graph = await openScriptedGraph()
  const people = Array.from({ length: 20 * 7 }, (_, index) => idOf(index))
  let underWay = 0
  let most = 0
  const clock = createTurnableClock(new Date('2026-11-02T08:00:00Z'))
  const client = createGraphClient({
    graphUrl: graph.url,
    tokens: { token: async () => 'token', forget: () => undefined },
    clock,
    log: silentLog,
    fetch: async (...call) => {
      most = Math.max(most, ++underWay)
      return fetch(...call).finally(() => underWay--)
    },
  })
  await createGroup(client).joinMany(groupId, people)
  assert.equal(graph.asked.length, 7)
  assert.equal(most, 5)
})

test('an id that Graph names as unknown waits, and the others are asked again together', async () => {
  await using graph = await openScriptedGraph(unknown(bert), done)
  const outcomes = await openGroup(graph).joinMany(groupId, [anna, bert, carla])
  assert.deepEqual(kindsOf(outcomes), ['joined', 'noAnswer', 'joined'])
  assert.deepEqual(graph.asked.map(boundIn), [
    [anna, bert, carla],
    [anna, carla],
  ])
})

test('somebody who is in the group already makes the piece be asked singly, and is a success', async () => {
  await using graph = await openScriptedGraph(already, done, already, unknown(carla))
  const outcomes = await openGroup(graph).joinMany(groupId, [anna, bert, carla])
  assert.deepEqual(kindsOf(outcomes), ['joined', 'joined', 'noAnswer'])
  assert.deepEqual(
    graph.asked.map(asked => asked.method),
    ['PATCH', 'POST', 'POST', 'POST'],
  )
})

test('"already exist" without "members" is a mistake of another kind and stays refused', async () => {
  const message = 'A conflicting object with one or more of the specified property values already exists.'
  await using graph = await openScriptedGraph(refusal(400, 'Request_BadRequest', message))
  const [outcome] = await openGroup(graph).joinMany(groupId, [anna])
  assert.equal(outcome?.kind, 'refused')
})

test('the same person twice is asked for once and answered twice', async () => {
  await using graph = await openScriptedGraph(done)
  const outcomes = await openGroup(graph).joinMany(groupId, [anna, bert, anna])
  assert.deepEqual(kindsOf(outcomes), ['joined', 'joined', 'joined'])
  assert.deepEqual(graph.asked.map(boundIn), [[anna, bert]])
})

test('a group that is not known everywhere yet makes all of them wait, in either of its words', async () => {
  await using graph = await openScriptedGraph(unknown(groupId))
  assert.deepEqual(kindsOf(await openGroup(graph).joinMany(groupId, [anna, bert])), ['noAnswer', 'noAnswer'])
  assert.equal(graph.asked.length, 1, 'asking singly would say the same')
  const words = 'The source resource object or one of the objects being referenced do not exist.'
  await using young = await openScriptedGraph(refusal(400, 'Request_BadRequest', words))
  assert.deepEqual(kindsOf(await openGroup(young).joinMany(groupId, [anna])), ['noAnswer'])
})

test('without the right nobody is asked singly: everybody is refused by the one answer', async () => {
  const denied = refusal(
    403,
    'Authorization_RequestDenied',
    'Insufficient privileges to complete the operation.',
  )
  await using graph = await openScriptedGraph(denied)
  const outcomes = await openGroup(graph).joinMany(groupId, [anna, bert, carla])
  assert.deepEqual(kindsOf(outcomes), ['refused', 'refused', 'refused'])
  assert.equal(graph.asked.length, 1)
})

test('throttled and broken pieces are unknown, neither joined nor refused', async () => {
  await using throttled = await openScriptedGraph({ status: 429, headers: { 'retry-after': '30' } })
  const later = await openGroup(throttled).joinMany(groupId, [anna, bert])
  assert.deepEqual(kindsOf(later), ['noAnswer', 'noAnswer'])
  const [first] = later
  assert.deepEqual(first?.kind === 'noAnswer' && first.retryAt, new Date('2026-11-02T08:00:30Z'))
  await using broken = await openScriptedGraph({ status: 500 }, { status: 502 }, { status: 504 })
  assert.deepEqual(kindsOf(await openGroup(broken).joinMany(groupId, [anna, bert])), ['noAnswer', 'noAnswer'])
})

test('a group that is being changed by somebody else is asked again later', async () => {
  const conflict = refusal(409, 'Directory_ConcurrencyViolation', 'A conflicting change is under way.')
  await using graph = await openScriptedGraph(conflict)
  assert.deepEqual(kindsOf(await openGroup(graph).joinMany(groupId, [anna, bert])), ['noAnswer', 'noAnswer'])
})

test('the join at the click is asked with high priority, those of the lane with normal', async () => {
  await using graph = await openScriptedGraph(done, done)
  const group = openGroup(graph)
  await group.join(groupId, anna, AbortSignal.timeout(10_000))
  await group.joinMany(groupId, [bert])
  assert.deepEqual(
    graph.asked.map(asked => asked.headers['x-ms-throttle-priority']),
    ['high', 'normal'],
  )
})
