/** A tenant without a premium licence: no report, so those who matter are read live, a few at a time. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createStoryTeller } from '../testing/story-teller.ts'

const story = createStoryTeller()
const minuteMs = 60_000
/** The budget that this story sets, in reads a minute; 80 % of it go at full speed. */
const readsMax = 100

test('everybody who registers is seen within a day, at one read a day for the rest, and within the budget', async () => {
  // The audit log tells nothing for weeks here, so that whoever is seen is seen by the daily looks.
  const silent = { minMinutes: 60 * 24 * 20, maxMinutes: 60 * 24 * 20 }
  await using told = await story({ people: 300, tenant: { premium: false, auditDelay: silent } })
  const { stage, tenant } = told
  const { world, traffic } = stage.box.tenant
  await stage.client.updateTenant({
    params: { tenantId: tenant.tenantId },
    body: { budgets: { methodReadsMax: readsMax } },
  })
  const readsAtMs: number[] = []
  traffic.onExchange(exchange => {
    if (exchange.family === 'methods' && exchange.inBatch) readsAtMs.push(stage.clock.now().getTime())
  })

  const users = [...world.users.values()]
  const batch = await told.importPeople(users)
  await told.act('launch')
  assert.ok(readsAtMs.length <= readsMax, `${readsAtMs.length} in the first moment`)
  await told.pass(60)
  const invited = users.filter(user => told.mails(user).length > 0)
  assert.ok(batch.counts.added > 250 && invited.length > 100)
  const firstDay = readsAtMs.length
  assert.ok(firstDay >= batch.counts.added, 'nobody is mailed before being looked at')

  await told.day(1, 12)
  const late = invited.slice(0, 40)
  for (const user of late) world.registerMethod(user.id, 'microsoftAuthenticator')
  await told.day(2, 14)
  for (const user of late) assert.equal(await told.status(user), 'active', user.displayName)

  await told.day(3, 8)
  const before = readsAtMs.length
  await told.day(4, 8)
  const dayReads = readsAtMs.slice(before)
  const { counts } = await stage.client.campaignStatus({ params: { campaignId: told.campaign.campaignId } })
  const waiting = counts.sent + counts.clicked + counts.addedToGroup + counts.failed + counts.pending
  assert.ok(
    dayReads.length >= waiting && dayReads.length <= waiting + 40,
    `${dayReads.length} for ${waiting}`,
  )
  const hours = new Set(dayReads.map(ms => Math.floor(ms / (60 * minuteMs))))
  assert.ok(hours.size >= 8, `spread over ${hours.size} hours of the day`)
  for (const end of readsAtMs) {
    const inWindow = readsAtMs.filter(ms => ms > end - minuteMs && ms <= end)
    assert.ok(
      inWindow.length <= readsMax,
      `${inWindow.length} in the minute up to ${new Date(end).toISOString()}`,
    )
  }
})
