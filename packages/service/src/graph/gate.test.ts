/** Both forms of Retry-After, and the gate that they close, for every copy. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createTurnableClock } from '@muster/simulator/world/clock'
import { createGates, type Gates, parseRetryAfter } from './gate.ts'
import { createMemoryStore } from './throttle-store.ts'

const now = new Date('2026-11-02T08:00:00Z')
const seconds = (count: number) => new Date(now.getTime() + count * 1_000)

function open(store = createMemoryStore()): { clock: ReturnType<typeof createTurnableClock>; gates: Gates } {
  const clock = createTurnableClock(now)
  return { clock, gates: createGates({ clock, store }) }
}

test('Retry-After is read as seconds and as a date; anything else says nothing', () => {
  assert.equal(parseRetryAfter('120', now), 120_000)
  assert.equal(parseRetryAfter(' 7 ', now), 7_000)
  assert.equal(parseRetryAfter('1.5', now), 1_500)
  assert.equal(parseRetryAfter('0', now), 0)
  assert.equal(parseRetryAfter('Mon, 02 Nov 2026 08:02:00 GMT', now), 120_000)
  assert.equal(parseRetryAfter('Mon, 02 Nov 2026 07:00:00 GMT', now), 0, 'a moment that has passed')
  for (const nothing of [null, '', 'soon', '12 apples']) assert.equal(parseRetryAfter(nothing, now), null)
})

test('a gate closes until the time named, opens by itself, and a shorter wait does not shorten a longer one', async () => {
  const { clock, gates } = open()
  assert.equal(await gates.closedUntil('reports'), null)
  assert.deepEqual(await gates.close('reports', '60'), seconds(60))
  assert.deepEqual(await gates.close('reports', '5'), seconds(60))
  assert.deepEqual(await gates.closedUntil('reports'), seconds(60))
  assert.equal(await gates.closedUntil('directory'), null, 'another service has its own')
  clock.turnTo(seconds(60))
  assert.equal(await gates.closedUntil('reports'), null)
})

test('without a header it is ten seconds, "at once" is taken as a second, and a week as an hour', async () => {
  assert.deepEqual(await open().gates.close('mail', null), seconds(10))
  assert.deepEqual(await open().gates.close('mail', '0'), seconds(1))
  assert.deepEqual(await open().gates.close('mail', '604800'), seconds(3_600))
})

test('a gate that another copy closed is closed here, and after a restart', async () => {
  const store = createMemoryStore()
  const first = open(store)
  await first.gates.close('directory', '90')
  const second = open(store)
  assert.deepEqual(await second.gates.closedUntil('directory'), seconds(90))
})

test('the store is not asked for each request', async () => {
  const store = createMemoryStore()
  let reads = 0
  const readGates = () => {
    reads++
    return store.readGates()
  }
  const counted = { ...store, readGates }
  const { gates } = open(counted)
  await Promise.all([1, 2, 3].map(() => gates.closedUntil('directory')))
  for (let request = 0; request < 20; request++) await gates.closedUntil('directory')
  assert.equal(reads, 1, 'twenty-three requests in far less than half a second')
})
