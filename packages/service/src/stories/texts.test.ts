/** Words of one's own: what an administrator writes is what people get, and what was sent can be shown again as it was. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ApiProblem } from '@muster/contract/client'
import type { Input } from '@muster/contract/routes'
import type { Story } from '../testing/story.ts'
import { createStoryTeller } from '../testing/story-teller.ts'

const story = createStoryTeller()

type Draft = Input<'saveTemplate'>['body']

async function builtIn(told: Story, language = 'en'): Promise<Omit<Draft, 'textSetId'>> {
  const params = { tenantId: told.tenant.tenantId, kind: 'invitation' as const, language }
  const { kind, subject, mjml, text } = await told.stage.client.getTemplate({ params })
  return { kind, language, subject, mjml, text }
}

async function save(told: Story, change: Partial<Draft>) {
  const draft = await builtIn(told, change.language ?? 'en')
  const body = { ...draft, ...change }
  return told.stage.client.saveTemplate({ params: { tenantId: told.tenant.tenantId }, body })
}

const problemOf = async (asked: Promise<unknown>): Promise<ApiProblem['body']> => {
  try {
    await asked
  } catch (error) {
    if (error instanceof ApiProblem) return error.body
    throw error
  }
  throw new Error('it was not refused')
}

test('the words that Ana writes are the words that Wei reads, with her link in them', async () => {
  await using told = await story()
  const { wei } = told.people
  const draft = await builtIn(told)
  await save(told, {
    subject: 'A word from {{ organisation.name }}',
    mjml: draft.mjml.replace('Set up a second step for your sign-in', 'Five minutes for us all'),
  })
  await told.importPeople([wei])
  await told.act('launch')
  const [mail] = told.mails(wei)
  assert.equal(mail?.subject, 'A word from Contoso')
  assert.match(mail?.html ?? '', /Five minutes for us all/)
  assert.equal((await told.press(wei)).location, 'https://aka.ms/mfasetup')
})

test('whoever reads German still does, and gets the own German words once there are some', async () => {
  await using told = await story()
  const { bjoern, wei } = told.people
  await told.stage.box.tenant.world.updateUser(bjoern.id, { preferredLanguage: 'de-DE' })
  await told.stage.client.syncPeople({ params: { tenantId: told.tenant.tenantId } })
  await save(told, { subject: 'English words' })
  await told.importPeople([wei, bjoern])
  await told.act('launch')
  assert.equal(told.mails(wei)[0]?.subject, 'English words')
  assert.match(told.mails(bjoern)[0]?.subject ?? '', /Anmeldeschritt/)
})

test('a campaign with texts of its own uses them, and the tenant’s for what they do not have', async () => {
  await using told = await story()
  const { client } = told.stage
  const { tenantId } = told.tenant
  const set = await client.createTextSet({ params: { tenantId }, body: { name: 'Executives' } })
  await save(told, { subject: 'For everybody' })
  await save(told, { subject: 'For the board', textSetId: set.textSetId })
  const { wei, marisol } = told.people
  const other = await client.createCampaign({
    body: {
      tenantId,
      name: 'The board',
      senderIds: [told.sender.senderId],
      textSetId: set.textSetId,
    },
  })
  const params = { campaignId: other.campaignId }
  await client.importPeople({ params, body: new TextEncoder().encode(marisol.userPrincipalName) })
  await told.importPeople([wei])
  await client.actOnCampaign({ params: { ...params, act: 'launch' } })
  await told.act('launch')
  assert.equal(told.mails(wei)[0]?.subject, 'For everybody')
  assert.equal(told.mails(marisol)[0]?.subject, 'For the board')
  const used = await problemOf(client.removeTextSet({ params: { tenantId, textSetId: set.textSetId } }))
  assert.match(used.detail, /The board/)
})

test('of two who change the same words the second one hears of the first, and nothing is lost', async () => {
  await using told = await story()
  const { client } = told.stage
  const params = { tenantId: told.tenant.tenantId }
  const { kind, language, subject, mjml, text } = await builtIn(told)
  const write = (words: string, how: { replaces?: string | null }) =>
    client.saveTemplate({
      params,
      body: { kind, language, subject: words, mjml, text, textSetId: null, ...how },
    })
  const first = await write('Hers', { replaces: null })
  const refused = await problemOf(write('His', { replaces: null }))
  assert.equal(refused.code, 'templateChangedBy')
  assert.equal(refused.facts?.at, first.madeAt?.toISOString())
  const inUse = await client.getTemplate({ params: { ...params, kind, language }, query: {} })
  assert.equal(inUse.subject, 'Hers')
  assert.equal((await write('His', { replaces: first.templateId })).subject, 'His')
  await client.revertTemplate({ params: { ...params, kind, language }, query: {} })
  assert.equal((await problemOf(write('Hers again', { replaces: first.templateId }))).code, 'templateChanged')
  assert.equal((await write(subject, {})).subject, subject)
})

test('a draft that would make a mail without its link is refused with the line, and nobody is mailed with it', async () => {
  await using told = await story()
  const draft = await builtIn(told)
  const refused = await problemOf(save(told, { mjml: draft.mjml.replaceAll('{{ link }}', '{{ lnk }}') }))
  assert.equal(refused.status, 422)
  const line = draft.mjml.split('\n').findIndex(one => one.includes('{{ link }}')) + 1
  assert.ok(refused.errors?.some(one => one.where === `body.mjml line ${line}` && one.detail.includes('lnk')))
  const now = await builtIn(told)
  assert.equal(now.mjml, draft.mjml)
})

test('taking the own words back brings the built-in ones back', async () => {
  await using told = await story()
  const { client } = told.stage
  const params = { tenantId: told.tenant.tenantId, kind: 'invitation' as const, language: 'en' }
  await save(told, { subject: 'For a while' })
  assert.equal((await client.getTemplate({ params })).origin, 'tenant')
  await client.revertTemplate({ params })
  await client.revertTemplate({ params })
  const back = await client.getTemplate({ params })
  assert.deepEqual([back.origin, back.templateId], ['builtIn', null])
})

test('Wei’s mail is shown as it was sent, whatever has changed since, and without her token', async () => {
  await using told = await story()
  const { wei } = told.people
  const { client } = told.stage
  const version = await save(told, { subject: 'The first words for {{ person.displayName }}' })
  await told.importPeople([wei])
  await told.act('launch')
  const [delivered] = told.mails(wei)
  const token = told.link(wei).split('/').at(-1) ?? ''
  await save(told, { subject: 'Other words' })
  await client.updateBranding({
    params: { tenantId: told.tenant.tenantId },
    body: { organisationName: 'Contoso International', accent: '#a4262c' },
  })
  const [listed] = (await told.person(wei)).messages
  assert.equal(listed?.isKept, true)
  const shown = await client.showMail({ params: { messageId: listed?.messageId ?? '' } })
  assert.equal(shown.subject, delivered?.subject)
  assert.equal(shown.template?.templateId, version.templateId)
  assert.equal(shown.html, delivered?.html?.replaceAll(token, '••••••••'))
  assert.ok(!JSON.stringify(shown).includes(token), 'whoever looks cannot press her button')
})

test('a test goes to a person of the directory, says so, counts for no campaign, and at most six go in an hour', async () => {
  await using told = await story()
  const { marisol } = told.people
  const { client, box } = told.stage
  const { tenantId } = told.tenant
  const body = { draft: await builtIn(told), senderId: told.sender.senderId }
  const params = { tenantId }
  const stranger = await problemOf(
    client.sendTestMail({ params, body: { ...body, address: 'somebody@elsewhere.example' } }),
  )
  assert.equal(stranger.where, 'body.address')
  const toMarisol = { ...body, address: marisol.mail ?? '' }
  const { testMailId } = await client.sendTestMail({ params, body: toMarisol })
  await told.stage.settle()
  assert.equal((await client.getTestMail({ params: { ...params, testMailId } })).state, 'sent')
  const [mail] = box.tenant.world.inboxes.get((marisol.mail ?? '').toLowerCase()) ?? []
  assert.match(mail?.subject ?? '', /^\[Test\] /)
  const leadsTo = await fetch(told.link(marisol))
  assert.equal(leadsTo.status, 404, 'its link leads to the calm page')
  const { mail: counted } = await client.campaignStatus({ params: { campaignId: told.campaign.campaignId } })
  assert.equal(counted.sent, 0)
  for (let more = 0; more < 5; more++) await client.sendTestMail({ params, body: toMarisol })
  assert.equal((await problemOf(client.sendTestMail({ params, body: toMarisol }))).status, 429)
})

test('a stopped tenant sends no test either', async () => {
  await using told = await story()
  const { wei } = told.people
  const { client } = told.stage
  const params = { tenantId: told.tenant.tenantId }
  await client.stopTenant({ params, body: { reason: 'wrong list' } })
  const body = { draft: await builtIn(told), senderId: told.sender.senderId, address: wei.mail ?? '' }
  const { testMailId } = await client.sendTestMail({ params, body })
  await told.stage.settle()
  assert.equal((await client.getTestMail({ params: { ...params, testMailId } })).state, 'queued')
  await client.releaseTenant({ params })
  await told.stage.settle()
  assert.equal((await client.getTestMail({ params: { ...params, testMailId } })).state, 'sent')
})
