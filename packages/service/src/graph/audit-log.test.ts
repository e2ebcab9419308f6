/** The audit log as Graph serves it: the request that is made, whose act an entry is, and what is not an answer. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createTurnableClock } from '@muster/simulator/world/clock'
import { silentLog } from '../log.ts'
import { openScriptedGraph, type Scripted } from '../testing/scripted-graph.ts'
import { createAuditLog } from './audit-log.ts'
import { createGraphClient } from './client.ts'

const now = new Date('2026-11-02T08:00:00Z')
const since = new Date('2026-11-02T07:15:00Z')
const wei = '6f1d2c3b-0000-4000-8000-000000000001'
const priya = '6f1d2c3b-0000-4000-8000-000000000002'

async function openLog(...answers: (Scripted | 'reset')[]) {
  const graph = await openScriptedGraph(...answers)
  const tokens = { token: async () => 'a token', forget: () => undefined }
  const clock = createTurnableClock(now)
  const log = createAuditLog(createGraphClient({ graphUrl: graph.url, tokens, clock, log: silentLog }))
  return { graph, log, [Symbol.asyncDispose]: () => graph[Symbol.asyncDispose]() }
}

const page = (value: object[], nextLink?: string): Scripted => ({
  status: 200,
  body: JSON.stringify({ value, ...(nextLink === undefined ? {} : { '@odata.nextLink': nextLink }) }),
})

const entry = (fields: object) => ({
  id: 'Authentication Methods_1',
  activityDisplayName: 'User registered security info',
  activityDateTime: '2026-11-02T07:50:01.009984Z',
  result: 'success',
  ...fields,
})

test('asks for the acts on security info since then, a thousand at once, in the background', async () => {
  await using opened = await openLog(page([]))
  const answer = await opened.log.readSecurityInfo({ since, cursor: null })
  assert.deepEqual(answer, { kind: 'page', entries: [], cursor: null })
  const [asked] = opened.graph.asked
  const query = new URL(asked?.path ?? '', 'https://graph.example').searchParams
  assert.equal(query.get('$top'), '1000')
  assert.equal(
    query.get('$filter'),
    "activityDateTime ge 2026-11-02T07:15:00.000Z and loggedByService eq 'Authentication Methods'",
  )
  assert.equal(asked?.headers['x-ms-throttle-priority'], 'low')
})

test('an entry is about the user acted upon, else the one who acted, else nobody', async () => {
  const byAdmin = { initiatedBy: { user: { id: priya } } }
  await using opened = await openLog(
    page([
      entry({
        id: 'a',
        ...byAdmin,
        targetResources: [
          { type: 'Group', id: priya },
          { type: 'User', id: wei.toUpperCase() },
        ],
      }),
      entry({ id: 'b', ...byAdmin, targetResources: [] }),
      entry({ id: 'c', initiatedBy: { app: {}, user: null } }),
      entry({ id: 'd', targetResources: [{ type: 'User', id: 'not an object id' }] }),
    ]),
  )
  const answer = await opened.log.readSecurityInfo({ since, cursor: null })
  assert.ok(answer.kind === 'page')
  assert.deepEqual(
    answer.entries.map(one => [one.id, one.personId]),
    [
      ['a', wei],
      ['b', priya],
      ['c', null],
      ['d', null],
    ],
  )
  assert.equal(answer.entries[0]?.at.toISOString(), '2026-11-02T07:50:01.009Z')
})

test('what is no entry is left out, and the rest of the page counts', async () => {
  const half = [{}, entry({ id: null }), entry({ activityDateTime: 'yesterday' }), entry({ id: 'whole' })]
  await using opened = await openLog(page(half))
  const answer = await opened.log.readSecurityInfo({ since, cursor: null })
  assert.ok(answer.kind === 'page')
  assert.deepEqual(
    answer.entries.map(one => one.id),
    ['whole'],
  )
})
