/** The service killed in the middle of its work and started again: nothing lost, nothing twice. */

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Client } from '@muster/contract/client'
import { type Box, createBox } from '@muster/simulator/box'
import { createAgreedClock } from '../testing/agreed-clock.ts'
import { parseCsv } from '../testing/csv-rows.ts'
import { until } from '../testing/poll.ts'
import { makeHome } from '../testing/program.ts'

async function connect(client: Client, box: Box) {
  const tenant = await client.addTenant({
    body: {
      name: 'Contoso',
      entraTenantId: box.tenant.world.tenantId,
      clientId: box.app.clientId,
      graphUrl: box.tenant.graphUrl,
      loginUrl: box.tenant.loginUrl,
      credential: { kind: 'secret', secret: box.secret },
      organisationName: 'Contoso',
    },
  })
  const sender = await client.addSender({
    params: { tenantId: tenant.tenantId },
    body: { kind: 'graph', address: box.senders[0], displayName: 'Contoso IT' },
  })
  const campaign = await client.createCampaign({
    body: {
      tenantId: tenant.tenantId,
      name: 'Everybody by February',
      groupId: box.enforcedGroup.id,
      senderIds: [sender.senderId],
    },
  })
  return { tenant, params: { campaignId: campaign.campaignId } }
}

const listOf = (box: Box) =>
  ['UPN', ...[...box.tenant.world.users.values()].map(user => `"${user.userPrincipalName}"`)].join('\n')

// Side by side: most of their time is spent waiting for a dead process to be noticed.
describe('a killed service', { concurrency: true }, () => {
  test('killed in mid-import and started again, every row is worked exactly once', async () => {
    const box = await createBox({
      seed: 11,
      clock: { now: () => new Date() },
      people: 5_000,
      temperaments: { neverReacts: 1 },
    })
    await using home = makeHome({ caCertificatePem: box.tenant.caCertificatePem })
    try {
      const first = await home.start()
      const { params, tenant } = await connect(first.client, box)
      await until('the directory to be read', async () => {
        const { peopleSyncedAt } = await first.client.getTenant({ params: { tenantId: tenant.tenantId } })
        return peopleSyncedAt
      })
      const { batch } = await first.client.importPeople({
        params,
        body: new TextEncoder().encode(listOf(box)),
      })
      const readBatch = async (client: Client) =>
        (await client.getBatch({ params: { batchId: batch.batchId } })).batch
      await until('the import to be half way', async () =>
        (await readBatch(first.client)).rowsDone >= 1_000 ? true : null,
      )
      await first.kill()

      const second = await home.start()
      const stopped = await readBatch(second.client)
      const total = box.tenant.world.users.size
      assert.ok(
        stopped.rowsDone > 0 && stopped.rowsDone < total,
        `killed at row ${stopped.rowsDone} of ${total}`,
      )
      assert.equal(stopped.rowsDone % 500, 0, 'whole steps, nothing half')
      const done = await until(
        'the import to end',
        async () => {
          const now = await readBatch(second.client)
          return now.state === 'done' ? now : null
        },
        120_000,
      )
      assert.deepEqual([done.rowsDone, done.rowsTotal], [total, total])
      const file = await second.client.downloadBatchRows({ params: { batchId: batch.batchId } })
      const rows = parseCsv(await new Response(file.bytes).text())
      assert.equal(rows.length, total)
      assert.equal(new Set(rows.map(row => row.Line)).size, total)
      const { people, counts } = await second.client.campaignStatus({ params })
      assert.equal(people, total)
      assert.equal(counts.pending, done.counts.added)
      await second.stop()
    } finally {
      await box.close()
    }
  })

  test('killed twice in mid-wave, everybody has exactly one invitation in the end, those in hand included', async () => {
    const fast = { fromMs: Date.now(), factor: 120 }
    const box = await createBox({
      seed: 12,
      clock: createAgreedClock(fast),
      people: 60,
      temperaments: { neverReacts: 1 },
      tenant: { mailTakesMs: 25 },
    })
    // With it, a mail of unknown fate is looked up instead of waiting for an operator.
    box.app.roles.push('Mail.Read')
    await using home = makeHome({ caCertificatePem: box.tenant.caCertificatePem, fast })
    try {
      const mailed = () =>
        box.tenant.world.happenings.flatMap(one =>
          one.kind === 'mailDelivered' && one.userId !== null ? [one.mail.to] : [],
        )
      const first = await home.start()
      const { params } = await connect(first.client, box)
      const { batch } = await first.client.importPeople({
        params,
        body: new TextEncoder().encode(listOf(box)),
      })
      await until('the import', async () => {
        const { state } = (await first.client.getBatch({ params: { batchId: batch.batchId } })).batch
        return state === 'done' ? true : null
      })
      await first.client.actOnCampaign({ params: { ...params, act: 'launch' } })
      await until('some mails', () => (mailed().length >= 5 ? true : null))
      await first.kill()
      const afterFirst = mailed().length

      const second = await home.start()
      await until('more mails', () => (mailed().length >= afterFirst + 4 ? true : null), 120_000)
      await second.kill()

      const third = await home.start()
      const status = () => third.client.campaignStatus({ params })
      const finished = await until(
        'everybody to be invited',
        async () => {
          const now = await status()
          return now.counts.pending === 0 ? now : null
        },
        150_000,
      )
      assert.ok(afterFirst < finished.mail.sent, 'the kill came in the middle of the wave')
      const perAddress = Map.groupBy(mailed(), address => address)
      const twice = [...perAddress].filter(([, mails]) => mails.length > 1).map(([address]) => address)
      assert.deepEqual(twice, [])
      assert.equal(perAddress.size, finished.counts.sent)
      assert.deepEqual([finished.mail.queued, finished.mail.sending, finished.mail.uncertain], [0, 0, 0])
      await third.stop()
    } finally {
      await box.close()
    }
  })
})
