/** Faults on demand: scripted ones, storms, lost answers, and the rough plan that has them all. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createStage, read } from '../testing/stage.ts'
import { createTurnableClock } from '../world/clock.ts'
import { createRandom } from '../world/random.ts'
import { createFaults, roughFaults } from './faults.ts'

test('a scripted fault hits the first request that it is meant for, and no other', async () => {
  await using stage = await createStage()
  stage.tenant.faults.next({ family: 'users', status: 503, retryAfterSeconds: 7 })
  assert.equal((await stage.ask('/groups')).status, 200)
  const hit = await stage.ask('/users?$top=1')
  assert.equal(hit.status, 503)
  assert.equal(hit.headers.get('retry-after'), '7')
  assert.equal((await stage.ask('/users?$top=1')).status, 200)
  stage.tenant.faults.next({ status: 502, html: true })
  assert.match((await stage.ask('/users')).text, /^<html>/)
})

test('a member whose answer was lost is in the group all the same', async () => {
  await using stage = await createStage()
  stage.tenant.faults.next({ family: 'groups', status: 504, afterAct: true })
  const body = { '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${stage.people.adele.id}` }
  assert.equal((await stage.ask(`/groups/${stage.group.id}/members/$ref`, { body })).status, 504)
  assert.ok(stage.group.members.has(stage.people.adele.id))
})

test('a storm throttles its family until it is over', async () => {
  await using stage = await createStage()
  stage.tenant.faults.use({ storm: { minutesApart: 0, minSeconds: 30, maxSeconds: 30 } })
  const first = await stage.ask('/users?$top=1')
  assert.equal(read(first.body, 'error/code'), 'TooManyRequests')
  assert.ok(first.headers.has('retry-after'))
  stage.tenant.faults.use(null)
  assert.equal((await stage.ask('/users?$top=1')).status, 200)
})

test('storms come with time: as many in an hour of few requests as in one of many', () => {
  const count = (everySeconds: number): number => {
    const clock = createTurnableClock(new Date('2026-09-07T08:00:00Z'))
    const faults = createFaults({
      clock,
      random: createRandom(3),
      plan: { storm: { minutesApart: 60, minSeconds: 120, maxSeconds: 120 } },
      onRevoke: () => assert.fail('nothing revokes'),
    })
    let storms = 0
    let isInStorm = false
    const hours = 500
    for (let seconds = 0; seconds < hours * 3_600; seconds += everySeconds) {
      clock.turnTo(new Date(clock.now().getTime() + everySeconds * 1_000))
      const isThrottled = faults.draw({ family: 'mail', method: 'POST', inBatch: false }) !== undefined
      if (isThrottled && !isInStorm) storms++
      isInStorm = isThrottled
    }
    return storms
  }
  for (const everySeconds of [2, 60]) {
    const storms = count(everySeconds)
    assert.ok(storms > 400 && storms < 560, `${storms} in 500 hours, asked every ${everySeconds} s`)
  }
})

test('the token endpoint fails on demand too', async () => {
  await using stage = await createStage()
  stage.tenant.faults.next({ family: 'token', status: 503 })
  const form = new URLSearchParams({ grant_type: 'client_credentials' })
  const url = `${stage.tenant.loginUrl}/${stage.tenant.world.tenantId}/oauth2/v2.0/token`
  assert.equal((await fetch(url, { method: 'POST', body: form })).status, 503)
})

test('the rough plan does everything, the same for the same seed', () => {
  const draw = (): string[] => {
    const clock = createTurnableClock(new Date('2026-09-07T08:00:00Z'))
    let revoked = 0
    const faults = createFaults({
      clock,
      random: createRandom(11),
      plan: roughFaults,
      onRevoke: () => revoked++,
    })
    const seen: string[] = []
    for (let count = 0; count < 5_000; count++) {
      clock.turnTo(new Date(clock.now().getTime() + 1_000))
      const fault = faults.draw({ family: 'mail', method: 'POST', inBatch: false })
      if (fault !== undefined)
        seen.push(
          `${fault.status ?? ''}${fault.reset ? 'reset' : ''}${fault.afterAct ? ' lost' : ''}${fault.slowMs === undefined ? '' : 'slow'}${fault.html ? ' html' : ''}`,
        )
    }
    return [...seen, `revoked ${revoked > 0}`]
  }
  const kinds = new Set(draw())
  for (const kind of [
    '429',
    '500',
    '502',
    '503',
    '504',
    '504 lost',
    'reset',
    'reset lost',
    'slow',
    '502 html',
    'revoked true',
  ]) {
    assert.ok(kinds.has(kind), `${kind} never happened`)
  }
  assert.deepEqual(draw(), draw())
})
