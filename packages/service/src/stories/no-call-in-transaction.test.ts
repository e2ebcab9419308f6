/** Invariant 3, over a whole small rollout: nothing goes over the network while a transaction is open. */

import assert from 'node:assert/strict'
import { get } from 'node:http'
import { test } from 'node:test'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import { inTransaction } from '../db/transaction.ts'
import { createStoryTeller } from '../testing/story-teller.ts'
import { watchTransactions } from '../testing/transaction-watch.ts'

const story = createStoryTeller()

test('no request, no sign-in and no mail leaves while a transaction is open, from the import to the last reminder', async context => {
  using watch = watchTransactions()
  await using told = await story({
    people: 20,
    temperaments: { prompt: 3, dithering: 1, neverReacts: 1, registersWithoutClicking: 1 },
  })
  const { box, client } = told.stage
  box.app.roles.push('Mail.Read')
  box.tenant.faults.revokeTokens()
  const { tenantId } = told.tenant
  const bySmtp = await client.createCampaign({
    body: { tenantId, name: 'By SMTP', senderIds: [told.smtpSender.senderId] },
  })
  const { siobhan, wei } = told.people
  const list = [...box.tenant.world.users.values()].map(user => `"${user.userPrincipalName}"`)
  await told.importPeople(['UPN', ...list, 'ghost@contoso.example'].join('\n'))
  const params = { campaignId: bySmtp.campaignId }
  const body = new TextEncoder().encode(`UPN\n${wei.userPrincipalName}`)
  await client.importPeople({ params, body })
  await client.actOnCampaign({ params: { ...params, act: 'launch' } })
  await client.doctor({ params: { tenantId } })
  await told.act('launch')
  await told.day(1)
  await told.press(siobhan)
  await told.day(8)
  const { counts, mail } = await client.campaignStatus({ params: { campaignId: told.campaign.campaignId } })
  assert.ok(counts.active > 0 && counts.sent > 0, JSON.stringify(counts))
  assert.ok(mail.sent > 0)
  const reminders = await told.stage.app.db
    .selectFrom('message')
    .select('id')
    .where('kind', '=', 'reminder')
    .execute()
  assert.ok(reminders.length > 0)
  assert.ok(told.isInGroup(siobhan))
  context.diagnostic(`${watch.transactions} transactions, ${watch.calls} calls over the network`)
  assert.ok(watch.transactions > 100 && watch.calls > 100)
  assert.deepEqual(watch.within, [])
})

test('a request, one by node:http and a mail within a transaction are each noticed', async () => {
  await using told = await story()
  const { app, box } = told.stage
  using watch = watchTransactions()
  const ask = () => fetch(`${app.publicUrl}/e/nothing`)
  await ask()
  assert.deepEqual([watch.calls, watch.within], [1, []])
  await inTransaction(app.db, async tx => {
    await tx.selectFrom('tenant').select('id').execute()
    await ask()
    await new Promise(done => get(`${app.publicUrl}/e/nothing`, done))
    const smtp = new SMTPConnection({ host: box.smtp.host, port: box.smtp.port, ignoreTLS: true })
    await new Promise<void>(done => smtp.connect(() => done()))
    smtp.close()
  })
  assert.deepEqual(watch.within, ['fetch', 'node:http', 'SMTP'])
  await ask()
  assert.equal(watch.within.length, 3)
})
