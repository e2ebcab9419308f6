/** Budgets of a tenant as an administrator meets them: set, refused, shown, and kept to by everybody who asks. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createStoryTeller } from '../testing/story-teller.ts'

const story = createStoryTeller()

test('budgets have defaults by the size of the tenant, are set one by one, and set back', async () => {
  await using told = await story({ people: 80 })
  const { client } = told.stage
  const params = { tenantId: told.tenant.tenantId }
  const { budgets } = await client.getTenant({ params })
  assert.deepEqual(budgets, {
    directoryUnitsMax: { max: 4_500, isDefault: true },
    directoryWritesMax: { max: 2_700, isDefault: true },
    reportsMax: { max: 4, isDefault: true },
    methodReadsMax: { max: 1_200, isDefault: true },
    listUnitsMax: { max: 1_125, isDefault: true },
  })
  await client.updateTenant({ params, body: { budgets: { reportsMax: 2, directoryUnitsMax: 1_000 } } })
  const changed = await client.updateTenant({ params, body: { budgets: { directoryUnitsMax: null } } })
  assert.deepEqual(changed.budgets, { ...budgets, reportsMax: { max: 2, isDefault: false } })
})

test('what Microsoft does not allow is refused with the bounds', async () => {
  await using told = await story()
  const params = { tenantId: told.tenant.tenantId }
  await assert.rejects(
    told.stage.client.updateTenant({ params, body: { budgets: { reportsMax: 6 } } }),
    (error: Error) => {
      assert.match(JSON.stringify(error), /budgets\.reportsMax/)
      assert.match(JSON.stringify(error), /a whole number from 1 to 5/)
      return true
    },
  )
})

test('the doctor takes places of the same budget as the lane, and says when there is none', async () => {
  await using told = await story()
  const { client, box } = told.stage
  const params = { tenantId: told.tenant.tenantId }
  const { requests, throttled } = box.tenant.traffic
  for (const times of [1, 2]) {
    const { checks } = await client.doctor({ params })
    assert.ok(
      checks.every(check => check.outcome !== 'failed'),
      `at the ${times}. time`,
    )
  }
  assert.equal(requests.reports + requests.audit, 4)
  const { checks } = await client.doctor({ params })
  const skipped = checks.filter(check => /the budget of reports is used up/.test(check.message))
  assert.deepEqual(
    skipped.map(check => [check.name, check.outcome, check.codes.message?.code]),
    [
      ['the registration report', 'skipped', 'budgetUsed'],
      ['the audit log', 'skipped', 'budgetUsed'],
    ],
  )
  await told.importPeople([told.people.wei])
  await told.act('launch')
  assert.equal(requests.reports + requests.audit, 4, 'the lane waits as well')
  await told.pass(1)
  assert.ok(requests.reports + requests.audit > 4)
  assert.equal(throttled.reports + throttled.audit, 0)
})

test('a smaller budget of the identity reports is kept to', async () => {
  await using told = await story({ people: 5_000 })
  const { client, box } = told.stage
  const params = { tenantId: told.tenant.tenantId }
  await client.updateTenant({ params, body: { budgets: { reportsMax: 1 } } })
  const askedAtMs: number[] = []
  box.tenant.traffic.onExchange(({ family }) => {
    if (family === 'reports' || family === 'audit') askedAtMs.push(told.stage.clock.now().getTime())
  })
  await told.importPeople([told.people.wei])
  await told.act('launch')
  assert.equal(askedAtMs.length, 1)
  await told.pass(15)
  assert.ok(askedAtMs.length >= 6, 'one poll and five pages')
  askedAtMs.reduce((before, atMs) => {
    assert.ok(atMs - before >= 10_000, `${atMs - before} ms between two requests`)
    return atMs
  })
})

test('one throttled write makes every other caller of the directory wait, and nobody is lost', async () => {
  await using told = await story()
  const { wei, siobhan } = told.people
  const { faults, traffic } = told.stage.box.tenant
  await told.importPeople([wei, siobhan])
  await told.act('launch')
  faults.next({ family: 'groups', status: 429, retryAfterSeconds: 120, retryAfterForm: 'date' })
  await told.press(wei)
  const before = traffic.requests.groups + traffic.requests.users
  await told.press(siobhan)
  await told.stage.settle()
  assert.equal(
    traffic.requests.groups + traffic.requests.users,
    before,
    'nobody asks while the gate is closed',
  )
  const gates = await told.stage.app.db.selectFrom('graph_gate').select(['name', 'closed_until']).execute()
  assert.deepEqual(
    gates.map(gate => gate.name),
    ['directory'],
  )
  await told.pass(5)
  assert.ok(told.isInGroup(wei) && told.isInGroup(siobhan))
})
