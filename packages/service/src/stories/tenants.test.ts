/** Tenants and senders in use: replaced credentials, another key, removal, and links that nobody could open. */

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { ApiProblem } from '@muster/contract/client'
import type { Input } from '@muster/contract/routes'
import type { Story } from '../testing/story.ts'
import { createStoryTeller } from '../testing/story-teller.ts'

const story = createStoryTeller()

function isProblem(status: number, words: RegExp): (error: unknown) => boolean {
  return error => {
    assert.ok(error instanceof ApiProblem, String(error))
    assert.equal(error.body.status, status, error.body.detail)
    assert.match(`${error.body.detail} ${error.body.where} ${error.body.remedy}`, words)
    return true
  }
}

function anotherTenant(told: Story, changes: Partial<Input<'addTenant'>['body']> = {}) {
  const { box, client } = told.stage
  return client.addTenant({
    body: {
      name: 'Contoso again',
      entraTenantId: box.tenant.world.tenantId,
      clientId: box.app.clientId,
      graphUrl: box.tenant.graphUrl,
      loginUrl: box.tenant.loginUrl,
      credential: { kind: 'secret', secret: box.secret },
      organisationName: 'Contoso',
      ...changes,
    },
  })
}

test('a secret that was replaced in Entra is replaced here, and the work goes on with it at once', async () => {
  await using told = await story()
  const { box, client } = told.stage
  const params = { tenantId: told.tenant.tenantId }
  const [old] = box.app.secrets
  assert.ok(old)
  box.app.secrets = [{ ...old, value: 'the new secret' }]
  const wrong = await client.updateTenant({
    params,
    body: { credential: { kind: 'secret', secret: 'mistyped' } },
  })
  assert.equal(wrong.signIn?.isDone, false)
  assert.match(wrong.signIn?.message ?? '', /AADSTS7000215/)
  const right = await client.updateTenant({
    params,
    body: { credential: { kind: 'secret', secret: 'the new secret' } },
  })
  assert.deepEqual(right.signIn?.isDone, true)
  assert.doesNotMatch(JSON.stringify(right), /the new secret/)
  assert.equal((await client.doctor({ params })).checks[0]?.outcome, 'ok')
  await told.importPeople([told.people.wei])
  await told.act('launch')
  assert.equal(told.mails(told.people.wei).length, 1)
})

test('what was sealed with another key is listed all the same, and mended by entering it again', async () => {
  await using told = await story()
  const { app, box, client } = told.stage
  const params = { tenantId: told.tenant.tenantId }
  const foreign = Buffer.alloc(60, 7)
  await app.db.updateTable('tenant').set({ credential: foreign }).execute()
  await app.db.updateTable('sender').set({ settings: foreign }).where('kind', '=', 'smtp').execute()
  assert.deepEqual(
    (await client.listTenants()).items.map(tenant => tenant.credentialKind),
    ['secret'],
  )
  const senders = (await client.listSenders({ params })).items
  assert.match(senders.find(sender => sender.kind === 'smtp')?.problem ?? '', /another secret key/)
  await assert.rejects(client.doctor({ params }), isProblem(500, /secret key/))

  const body = { credential: { kind: 'secret' as const, secret: box.secret } }
  assert.equal((await client.updateTenant({ params, body })).signIn?.isDone, true)
  const { senderId } = told.smtpSender
  const smtp = { params: { ...params, senderId } }
  await assert.rejects(client.updateSender({ ...smtp, body: { password: 'x' } }), isProblem(422, /anew/))
  const { host, port, username: user, password } = box.smtp
  const mended = await client.updateSender({ ...smtp, body: { host, port, user, password } })
  assert.deepEqual([mended.problem, mended.hasPassword, mended.host], [null, true, host])

  // A row of before the column: the sealed credential says its kind, or nothing does.
  await app.db.updateTable('tenant').set({ credential_kind: null }).execute()
  assert.equal((await client.getTenant({ params })).credentialKind, 'secret')
  await app.db.updateTable('tenant').set({ credential: foreign }).execute()
  assert.equal((await client.getTenant({ params })).credentialKind, null)
})

test('a mail server that moved is told so, and the next mail goes through the new one', async () => {
  await using told = await story()
  const { box, client } = told.stage
  const { tenantId } = told.tenant
  const { senderId } = told.smtpSender
  const params = { tenantId, senderId }
  await client.updateSender({ params, body: { displayName: 'The desk', password: 'mistyped' } })
  const { campaignId } = await client.createCampaign({
    body: { tenantId, name: 'By SMTP', senderIds: [senderId] },
  })
  const body = new TextEncoder().encode(told.people.wei.userPrincipalName)
  await client.importPeople({ params: { campaignId }, body })
  await client.actOnCampaign({ params: { campaignId, act: 'launch' } })
  await told.stage.settle()
  assert.equal(told.mails(told.people.wei).length, 0)
  const changed = await client.updateSender({ params, body: { password: box.smtp.password } })
  assert.equal(changed.displayName, 'The desk')
  const [wei] = (await client.searchPeople({ params: { campaignId }, body: {} })).items
  assert.ok(wei)
  const again = { act: 'retry' as const, enrolmentIds: [wei.enrolmentId] }
  await client.actOnPeople({ params: { campaignId }, body: again })
  await told.pass(30)
  assert.equal(told.mails(told.people.wei).length, 1)
  await assert.rejects(
    client.updateSender({ params: { tenantId, senderId: told.sender.senderId }, body: { host: 'x' } }),
    isProblem(422, /Graph mailbox/),
  )
})

test('a tenant goes only without campaigns, and everything of it goes with it', async () => {
  await using told = await story()
  const { app, client, box } = told.stage
  await assert.rejects(
    client.removeTenant({ params: { tenantId: told.tenant.tenantId } }),
    isProblem(409, /Everybody by February/),
  )
  const { tenantId } = await anotherTenant(told)
  const params = { tenantId }
  await client.addSender({
    params,
    body: { kind: 'graph', address: box.senders[0], displayName: 'Contoso IT' },
  })
  await told.stage.settle()
  assert.ok((await client.getTenant({ params })).peopleCount > 0)
  await assert.rejects(
    client.updateTenant({ params, body: { entraTenantId: randomUUID() } }),
    isProblem(409, /would mix/),
  )
  await assert.rejects(
    client.updateTenant({ params, body: { name: told.tenant.name } }),
    isProblem(409, /already/),
  )
  // A sync that is asked for while the tenant goes.
  await client.syncPeople({ params })
  await client.removeTenant({ params })
  await app.db
    .insertInto('lane_wake')
    .values({ kind: 'people', key: tenantId, at: told.stage.clock.now() })
    .execute()
  await told.stage.settle()
  await assert.rejects(client.getTenant({ params }), isProblem(404, /no such tenant/))
  const wakes = await app.db.selectFrom('lane_wake').select('kind').where('key', '=', tenantId).execute()
  assert.deepEqual(wakes, [])
  assert.equal((await client.listTenants()).items.length, 1)
})

test('a sender goes once no unfinished campaign uses it; its mails keep naming it, and its address is free', async () => {
  await using told = await story()
  const { client } = told.stage
  const { tenantId } = told.tenant
  const { wei } = told.people
  const params = { tenantId, senderId: told.sender.senderId }
  await told.importPeople([wei])
  await told.act('launch')
  await assert.rejects(client.removeSender({ params }), isProblem(409, /Everybody by February/))
  await told.act('finish')
  await client.removeSender({ params })
  await assert.rejects(client.removeSender({ params }), isProblem(404, /no such sender/))
  const { db } = told.stage.app
  const at = told.stage.clock.now()
  const key = params.senderId
  await db.insertInto('lane_wake').values({ kind: 'mail', key, at }).execute()
  await told.stage.settle()
  const wakes = await db.selectFrom('lane_wake').select('kind').where('key', '=', key).execute()
  assert.deepEqual(wakes, [], 'its lane has ended')
  const left = (await client.listSenders({ params: { tenantId } })).items
  assert.deepEqual(
    left.map(sender => sender.senderId),
    [told.smtpSender.senderId],
  )
  assert.equal((await told.person(wei)).messages[0]?.sender, told.sender.address)
  await assert.rejects(
    client.createCampaign({ body: { tenantId, name: 'Next', senderIds: [params.senderId] } }),
    isProblem(404, /no such sender/),
  )
  const body = { kind: 'graph' as const, address: told.sender.address, displayName: 'Contoso IT' }
  assert.notEqual((await client.addSender({ params: { tenantId }, body })).senderId, params.senderId)
})

test('one mailbox is one sender, whatever its kind and however its address is written', async () => {
  await using told = await story()
  const params = { tenantId: told.tenant.tenantId }
  const address = told.sender.address.toUpperCase()
  const displayName = 'Contoso IT'
  const smtp = { kind: 'smtp' as const, address, displayName, host: 'mail.contoso.example', port: 587 }
  for (const body of [smtp, { kind: 'graph' as const, address, displayName }]) {
    await assert.rejects(
      told.stage.client.addSender({ params, body }),
      isProblem(409, /already \(graph\).*sender update/),
    )
  }
})

test('signing in is tried when a tenant is connected; a mistyped tenant id is named as such, and can be mended', async () => {
  await using told = await story()
  const { client, box } = told.stage
  assert.equal((await anotherTenant(told)).signIn?.isDone, true)
  const mistyped = await anotherTenant(told, { name: 'Mistyped', entraTenantId: randomUUID() })
  assert.equal(mistyped.signIn?.isDone, false)
  assert.match(mistyped.signIn?.remedy ?? '', /tenant id may be wrong/)
  const params = { tenantId: mistyped.tenantId }
  assert.match((await client.doctor({ params })).checks[0]?.remedy ?? '', /tenant id may be wrong/)
  const body = { entraTenantId: box.tenant.world.tenantId }
  assert.equal((await client.updateTenant({ params, body })).signIn?.isDone, true)
  const renamed = await client.updateTenant({ params, body: { name: 'Mended', supportContact: null } })
  assert.deepEqual([renamed.name, renamed.signIn], ['Mended', null])
})

test('a Graph that cannot be reached is named once, with its address', async () => {
  await using told = await story()
  const params = { tenantId: told.tenant.tenantId }
  const graphUrl = 'https://127.0.0.1:1'
  await told.stage.client.updateTenant({ params, body: { graphUrl } })
  const { checks } = await told.stage.client.doctor({ params })
  const failed = checks.filter(check => check.outcome === 'failed')
  assert.deepEqual(
    failed.map(check => check.name),
    ['reading people'],
  )
  assert.match(failed[0]?.message ?? '', /Graph cannot be reached at https:\/\/127\.0\.0\.1:1/)
  assert.match(failed[0]?.remedy ?? '', /address.*network.*MUSTER_CA_FILE/)
})

test("a real tenant's campaign is not launched with links that only this machine can open", async () => {
  await using told = await story()
  const { app, client } = told.stage
  const { checks } = await client.doctor({ params: { tenantId: told.tenant.tenantId } })
  assert.equal(checks.find(check => check.name === "people's links")?.outcome, 'ok')
  await app.db.updateTable('tenant').set({ graph_url: 'https://graph.microsoft.com' }).execute()
  const launch = { params: { campaignId: told.campaign.campaignId, act: 'launch' as const } }
  await assert.rejects(
    client.actOnCampaign(launch),
    isProblem(422, /nobody but this machine.*MUSTER_PUBLIC_URL/),
  )
  await app.db.updateTable('tenant').set({ graph_url: told.tenant.graphUrl }).execute()
  assert.equal((await client.actOnCampaign(launch)).status, 'running')
})

test('the doctor says of a sender whose mailbox is not there that it is not, where it may look', async () => {
  await using told = await story()
  const { client, box } = told.stage
  const params = { tenantId: told.tenant.tenantId }
  await client.addSender({
    params,
    body: { kind: 'graph', address: 'typo@contoso.example', displayName: 'Rollout' },
  })
  const found = async (address: string) => {
    const { checks } = await client.doctor({ params })
    const check = checks.find(one => one.name === `sending mail as ${address}`)
    return [check?.outcome, check?.message]
  }
  const unseen = ['ok', 'granted; that the mailbox is there, a test mail shows']
  assert.deepEqual(await found('typo@contoso.example'), unseen)
  box.app.roles.push('Mail.Read')
  box.tenant.faults.revokeTokens()
  assert.deepEqual(await found('typo@contoso.example'), [
    'failed',
    'there is no such mailbox, or it is not in Exchange Online',
  ])
  assert.deepEqual(await found(box.senders[0]), ['ok', 'granted, and the mailbox is there'])
})
