/** The published limits, as a client meets them. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createStage, read } from '../testing/stage.ts'

const AUDIT = '/auditLogs/directoryAudits?$top=1'

test('the sixth report request within ten seconds is told when to come back, in one of both forms', async () => {
  const forms = new Set<string>()
  for (const seed of [1, 2, 3, 4, 5, 6]) {
    await using stage = await createStage({ seed })
    for (let count = 0; count < 5; count++) assert.equal((await stage.ask(AUDIT)).status, 200)
    stage.pass(4_000)
    const refused = await stage.ask(AUDIT)
    assert.equal(refused.status, 429)
    assert.equal(read(refused.body, 'error/code'), 'TooManyRequests')
    const retryAfter = refused.headers.get('retry-after') ?? ''
    const isSeconds = /^\d+$/.test(retryAfter)
    forms.add(isSeconds ? 'seconds' : 'date')
    const waitMs = isSeconds
      ? Number(retryAfter) * 1_000
      : Date.parse(retryAfter) - stage.clock.now().getTime()
    stage.pass(waitMs - 1_000)
    assert.equal((await stage.ask(AUDIT)).status, 429, 'a request made while throttled')
    stage.pass(10_000)
    assert.equal((await stage.ask(AUDIT)).status, 200)
  }
  assert.deepEqual([...forms].sort(), ['date', 'seconds'])
})

test('reports and audit share one limit; directory reads are not touched by it', async () => {
  await using stage = await createStage()
  for (let count = 0; count < 5; count++) await stage.ask(AUDIT)
  assert.equal((await stage.ask('/reports/authenticationMethods/userRegistrationDetails')).status, 429)
  assert.equal((await stage.ask('/users?$top=1')).status, 200)
})

test('a small tenant’s directory units run out, and the share used is announced from four fifths on', async () => {
  await using stage = await createStage()
  const cost = 5
  let announcedAt = 0
  for (let used = cost; used <= 3_500; used += cost) {
    const answer = await stage.ask(`/groups/${stage.group.id}/transitiveMembers`)
    assert.equal(answer.status, 200)
    assert.equal(answer.headers.get('x-ms-resource-unit'), '5')
    if (announcedAt === 0 && answer.headers.has('x-ms-throttle-limit-percentage')) announcedAt = used
  }
  assert.equal(announcedAt, 2_800)
  const refused = await stage.ask(`/groups/${stage.group.id}/transitiveMembers`)
  assert.equal(refused.status, 429)
  assert.equal(refused.headers.get('x-ms-throttle-information'), 'ResourceUnitLimitExceeded')
  stage.pass(10_000)
  assert.equal((await stage.ask(`/groups/${stage.group.id}/transitiveMembers`)).status, 200)
  assert.equal(stage.tenant.traffic.resourceUnits, 3_505)
})

test('under pressure low priority is refused first, and what the others use is not touched by it', async () => {
  await using stage = await createStage()
  const askAs = (priority: string) => stage.ask(AUDIT, { headers: { 'x-ms-throttle-priority': priority } })
  for (let count = 0; count < 4; count++) assert.equal((await askAs('low')).status, 200)
  assert.equal((await askAs('low')).status, 429, 'the fifth place is not for the background')
  stage.pass(10_000)
  for (let count = 0; count < 4; count++) assert.equal((await askAs('low')).status, 200)
  assert.equal((await askAs('high')).status, 200)
  stage.pass(10_000)
  for (const priority of ['normal', 'high', 'whatever', 'normal', 'high'])
    assert.equal((await askAs(priority)).status, 200)
  assert.equal((await askAs('high')).status, 429)
})

test('whoever was refused for low priority comes back when told and is served', async () => {
  await using stage = await createStage({ seed: 3 })
  const low = { headers: { 'x-ms-throttle-priority': 'low' } }
  for (let count = 0; count < 4; count++) await stage.ask(AUDIT, low)
  const refused = await stage.ask(AUDIT, low)
  const retryAfter = refused.headers.get('retry-after') ?? ''
  const waitMs = /^\d+$/.test(retryAfter)
    ? Number(retryAfter) * 1_000
    : Date.parse(retryAfter) - stage.clock.now().getTime()
  stage.pass(waitMs)
  assert.equal((await stage.ask(AUDIT, low)).status, 200)
})

test('limits can be lifted', async () => {
  await using stage = await createStage({ limits: 'off' })
  for (let count = 0; count < 20; count++) assert.equal((await stage.ask(AUDIT)).status, 200)
})
