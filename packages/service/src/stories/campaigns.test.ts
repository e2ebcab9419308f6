/** The life of a campaign, and several tenants side by side. */

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { ApiProblem } from '@muster/contract/client'
import type { Input } from '@muster/contract/routes'
import { createBox } from '@muster/simulator/box'
import { createAppCertificate } from '@muster/simulator/login/certificates'
import { createTurnableClock } from '@muster/simulator/world/clock'
import { storyStartsAt } from '../testing/story.ts'
import { createStoryTeller } from '../testing/story-teller.ts'

const story = createStoryTeller()

test('a pause holds invitations and reminders, links keep working, and the resume goes on where it stopped', async () => {
  await using told = await story()
  const { wei, siobhan, bjoern } = told.people
  await told.importPeople([wei, siobhan])
  await told.act('launch')
  await told.act('pause')
  await told.importPeople([bjoern])
  await told.day(8)
  assert.equal(told.mails(wei).length, 1, 'no reminder')
  assert.equal(told.mails(bjoern).length, 0, 'no invitation')
  assert.equal((await told.press(siobhan)).location, 'https://aka.ms/mfasetup')
  await told.pass(5)
  assert.equal(await told.status(siobhan), 'addedToGroup')
  await told.act('resume')
  await told.pass(5)
  assert.equal(told.mails(wei).length, 2)
  assert.equal(told.mails(bjoern).length, 1)
  assert.equal(told.mails(siobhan).length, 1)
})

test('mails that wait in the queue stand still while the campaign is paused', async () => {
  await using told = await story()
  const { wei } = told.people
  told.stage.box.tenant.faults.next({ family: 'mail', status: 429, retryAfterSeconds: 600 })
  await told.importPeople([wei])
  await told.act('launch')
  await told.act('pause')
  await told.day(2)
  assert.equal(told.mails(wei).length, 0)
  await told.act('resume')
  await told.pass(5)
  assert.equal(told.mails(wei).length, 1)
})

test('finishing withdraws what is queued and ends all mailing', async () => {
  await using told = await story()
  const { wei, siobhan } = told.people
  await told.importPeople([siobhan])
  await told.act('launch')
  told.stage.box.tenant.faults.next({ family: 'mail', status: 429, retryAfterSeconds: 600 })
  await told.importPeople([wei])
  await told.pass(1)
  await told.act('finish')
  await told.day(20)
  assert.equal(told.mails(wei).length, 0)
  assert.equal(told.mails(siobhan).length, 1)
  assert.deepEqual(
    (await told.person(wei)).messages.map(mail => mail.state),
    ['withdrawn'],
  )
  const again = told.stage.client.actOnCampaign({
    params: { campaignId: told.campaign.campaignId, act: 'resume' },
  })
  await assert.rejects(again, (error: unknown) => error instanceof ApiProblem && error.body.status === 409)
  await assert.rejects(told.importPeople([wei]), /finished/)
})

test('launching twice, pausing twice and finishing twice are each done once', async () => {
  await using told = await story()
  const { wei } = told.people
  await told.importPeople([wei])
  for (const act of ['launch', 'launch', 'pause', 'pause', 'resume', 'resume'] as const) await told.act(act)
  await told.pass(5)
  assert.equal(told.mails(wei).length, 1)
  await told.act('finish')
  await told.act('finish')
})

test('without a sender there is no launch, and a group that takes no members is refused when the campaign is made', async () => {
  await using told = await story()
  const { client, box } = told.stage
  const { tenantId } = told.tenant
  const { campaignId } = await client.createCampaign({ body: { tenantId, name: 'No sender' } })
  await assert.rejects(client.actOnCampaign({ params: { campaignId, act: 'launch' } }), /no sender/)
  const groups = [
    [box.cast?.dynamicGroup.id, /dynamic membership/],
    [box.cast?.onPremisesGroup.id, /on-premises/],
    ['11111111-2222-3333-4444-555555555555', /no group/],
  ] as const
  for (const [groupId, reason] of groups) {
    const made = client.createCampaign({
      body: { tenantId, name: String(groupId), groupId: groupId ?? null },
    })
    await assert.rejects(made, reason)
  }
})

test('a campaign without a group ends at Clicked until the registration is seen', async () => {
  await using told = await story({ campaign: { groupId: null } })
  const { wei } = told.people
  await told.importPeople([wei])
  await told.act('launch')
  await told.day(1)
  await told.press(wei)
  await told.pass(10)
  const line = await told.line(wei)
  assert.deepEqual([line.InviteStatus, line.InGroup], ['Clicked', 'No'])
  told.stage.box.tenant.world.registerMethod(wei.id, 'fido2')
  await told.day(2)
  assert.equal((await told.line(wei)).InviteStatus, 'Active')
})

test('two tenants side by side never mix: people, groups, mails and links of each stay its own', async () => {
  await using told = await story()
  const { client, app } = told.stage
  const fabrikam = await createBox({
    seed: 99,
    clock: createTurnableClock(storyStartsAt),
    people: 0,
    temperaments: { neverReacts: 1 },
    tenant: { domain: 'fabrikam.example' },
  })
  try {
    const tls = await import('node:tls')
    tls.setDefaultCACertificates([...tls.getCACertificates('default'), fabrikam.tenant.caCertificatePem])
    const tenant = await client.addTenant({
      body: {
        name: 'Fabrikam',
        entraTenantId: fabrikam.tenant.world.tenantId,
        clientId: fabrikam.app.clientId,
        graphUrl: fabrikam.tenant.graphUrl,
        loginUrl: fabrikam.tenant.loginUrl,
        credential: { kind: 'secret', secret: fabrikam.secret },
        organisationName: 'Fabrikam',
      },
    })
    const { tenantId } = tenant
    const sender = await client.addSender({
      params: { tenantId },
      body: { kind: 'graph', address: fabrikam.senders[0], displayName: 'Fabrikam IT' },
    })
    const groupId = fabrikam.enforcedGroup.id
    const { campaignId } = await client.createCampaign({
      // The same name as the other tenant's: names are a tenant's own.
      body: { tenantId, name: told.campaign.name, groupId, senderIds: [sender.senderId] },
    })
    await told.stage.settle()
    await assert.rejects(
      client.createCampaign({ body: { tenantId, name: 'Crossed', senderIds: [told.sender.senderId] } }),
      /no such sender/,
    )

    const { wei, siobhan } = told.people
    const theirs = fabrikam.cast?.people.wei
    assert.ok(theirs)
    const list = [theirs.userPrincipalName, siobhan.userPrincipalName].join('\n')
    const { batch } = await client.importPeople({
      params: { campaignId },
      body: new TextEncoder().encode(list),
    })
    await told.importPeople([wei, siobhan])
    const { counts } = (await client.getBatch({ params: { batchId: batch.batchId } })).batch
    assert.deepEqual([counts.added, counts.invalid], [1, 1], 'Siobhán is a stranger at Fabrikam')

    await client.actOnCampaign({ params: { campaignId, act: 'launch' } })
    await told.act('launch')
    assert.equal(told.mails(wei).length, 1)
    assert.equal(fabrikam.tenant.world.inboxes.get(theirs.mail ?? '')?.length, 1)
    await told.day(1)
    await told.press(wei)
    assert.equal(fabrikam.enforcedGroup.members.size, 0)
    const link = fabrikam.tenant.world.inboxes
      .get(theirs.mail ?? '')?.[0]
      ?.links?.find(url => url.includes('/e/'))
    assert.match(await (await fetch(link ?? '')).text(), /Fabrikam/)
    await fetch(link ?? '', { method: 'POST', redirect: 'manual' })
    assert.deepEqual([...fabrikam.enforcedGroup.members.keys()], [theirs.id])
    assert.equal(told.stage.box.enforcedGroup.members.size, 1)
    assert.equal((await client.campaignStatus({ params: { campaignId } })).people, 1)
    assert.equal(app.publicUrl.length > 0, true)
  } finally {
    await fabrikam.close()
  }
})

test('a certificate serves as well as a secret', async () => {
  await using told = await story()
  const { box, client } = told.stage
  const { certificatePem, privateKeyPem } = await createAppCertificate('Muster')
  box.app.certificates.push(certificatePem)
  const tenant = await client.addTenant({
    body: {
      name: 'Contoso by certificate',
      entraTenantId: box.tenant.world.tenantId,
      clientId: box.app.clientId,
      graphUrl: box.tenant.graphUrl,
      loginUrl: box.tenant.loginUrl,
      credential: { kind: 'certificate', pem: `${privateKeyPem}\n${certificatePem}` },
      organisationName: 'Contoso',
    },
  })
  assert.equal(tenant.credentialKind, 'certificate')
  assert.doesNotMatch(JSON.stringify(tenant), /PRIVATE KEY/)
  await told.stage.settle()
  const { checks } = await client.doctor({ params: { tenantId: tenant.tenantId } })
  assert.equal(checks[0]?.outcome, 'ok', checks[0]?.message)
  const read = await client.getTenant({ params: { tenantId: tenant.tenantId } })
  assert.equal(read.peopleCount, box.tenant.world.users.size)
})

test('the doctor names a wrong secret, each missing permission, and one too many', async () => {
  await using told = await story()
  const { box, client } = told.stage
  const params = { tenantId: told.tenant.tenantId }
  box.app.roles = ['User.Read.All', 'Directory.ReadWrite.All']
  const { checks } = await client.doctor({ params })
  const missing = checks.filter(check => check.outcome === 'missing').map(check => check.permission)
  assert.deepEqual(
    new Set(missing),
    new Set([
      'UserAuthenticationMethod.Read.All',
      'AuditLog.Read.All',
      'GroupMember.ReadWrite.All',
      'Mail.Send',
    ]),
  )
  for (const check of checks.filter(one => one.outcome === 'missing'))
    assert.match(check.remedy ?? '', /grant/)
  assert.ok(
    checks.some(
      check => check.permission === 'Directory.ReadWrite.All' && /take .* away/.test(check.remedy ?? ''),
    ),
  )
  box.app.secrets = []
  const refused = await client.doctor({ params })
  assert.equal(refused.checks.length, 1)
  assert.equal(refused.checks[0]?.outcome, 'failed')
  assert.match(refused.checks[0]?.message ?? '', /AADSTS7000215/)
  assert.match(refused.checks[0]?.remedy ?? '', /secret/)
})

test('a draft is changed through and through; after the launch its goal and group stand, its senders do not', async () => {
  await using told = await story()
  const { client, box } = told.stage
  const params = { campaignId: told.campaign.campaignId }
  const { smtpSender } = told
  const update = (body: Input<'updateCampaign'>['body']) => client.updateCampaign({ params, body })
  const isProblem = (status: number, where: string) => (error: unknown) =>
    error instanceof ApiProblem && error.body.status === status && error.body.where === where
  const pilot = box.cast?.pilotGroup.id ?? ''
  assert.equal((await update({ groupId: pilot.toUpperCase(), goal: 'notPhoneOnly' })).groupId, pilot)
  await assert.rejects(update({ groupId: randomUUID() }), isProblem(422, 'groupId'))
  await assert.rejects(update({ senderIds: [randomUUID()] }), isProblem(404, 'senderIds'))
  await client.createCampaign({ body: { tenantId: told.tenant.tenantId, name: 'Another' } })
  await assert.rejects(update({ name: 'Another' }), isProblem(409, 'name'))
  assert.equal((await update({ name: told.campaign.name })).name, told.campaign.name)

  await told.act('launch')
  await assert.rejects(update({ goal: 'mfa' }), isProblem(409, 'goal'))
  await assert.rejects(update({ groupId: null }), isProblem(409, 'groupId'))
  assert.equal((await update({ goal: 'notPhoneOnly', groupId: pilot })).status, 'running')
  assert.deepEqual((await update({ senderIds: [smtpSender.senderId] })).senderIds, [smtpSender.senderId])
  await told.importPeople([told.people.wei])
  const { items } = await client.listMails({ params, query: {} })
  assert.deepEqual(
    items.map(mail => mail.sender),
    [smtpSender.address],
  )
})

test('a due date in the past is refused when it is set, and at the launch when it has passed meanwhile', async () => {
  await using told = await story()
  const { client } = told.stage
  const { tenantId } = told.tenant
  const isPast = (error: unknown) =>
    error instanceof ApiProblem && error.body.status === 422 && error.body.where === 'dueOn'
  const made = (name: string, dueOn: string) => client.createCampaign({ body: { tenantId, name, dueOn } })
  await assert.rejects(made('Yesterday', '2026-11-01'), isPast)
  assert.equal((await made('Today', '2026-11-02')).dueOn, '2026-11-02')

  const params = { campaignId: told.campaign.campaignId }
  await assert.rejects(client.updateCampaign({ params, body: { dueOn: '2026-10-31' } }), isPast)
  await client.updateCampaign({ params, body: { dueOn: '2026-11-03' } })
  await told.day(2)
  await assert.rejects(client.actOnCampaign({ params: { ...params, act: 'launch' } }), isPast)
  // Nothing else of it is held up by a day that has passed.
  await client.updateCampaign({ params, body: { name: 'Everybody soon' } })
  await client.updateCampaign({ params, body: { dueOn: null } })
  assert.equal((await client.actOnCampaign({ params: { ...params, act: 'launch' } })).status, 'running')
  await client.updateCampaign({ params, body: { dueOn: '2026-11-05' } })
  await told.day(5)
  const again = await client.actOnCampaign({ params: { ...params, act: 'launch' } })
  assert.equal(again.status, 'running', 'a launch that was done stays harmless')
})
