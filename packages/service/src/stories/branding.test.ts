/** How an organisation looks to its people: the same name, colour and logo in the mail and on the page that it leads to. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deflateSync } from 'node:zlib'
import { ApiProblem } from '@muster/contract/client'
import { paletteOf } from '@muster/core/palette'
import { createStoryTeller } from '../testing/story-teller.ts'

const story = createStoryTeller()

/** A plain PNG of this size; the checksums of its chunks are left at zero, which nobody here minds. */
function png(width: number, height: number): Uint8Array<ArrayBuffer> {
  const chunk = (type: string, data: Buffer) => {
    const head = Buffer.alloc(8)
    head.writeUInt32BE(data.length)
    head.write(type, 4, 'latin1')
    return Buffer.concat([head, data, Buffer.alloc(4)])
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width)
  header.writeUInt32BE(height, 4)
  header.set([8, 0, 0, 0, 0], 8)
  const pixels = deflateSync(Buffer.alloc((width + 1) * height))
  const signature = Buffer.from('89504e470d0a1a0a', 'hex')
  return new Uint8Array(
    Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))]),
  )
}

test('colour and logo are in the mail itself, and on the page behind its link', async () => {
  await using told = await story()
  const { wei } = told.people
  const { client, app } = told.stage
  const params = { tenantId: told.tenant.tenantId }
  await client.updateBranding({ params, body: { accent: '#A4262C', organisationName: 'Contoso Bank' } })
  const branded = await client.setLogo({ params, body: png(440, 80) })
  assert.deepEqual([branded.accent, branded.logo?.width], ['#a4262c', 440])
  await told.importPeople([wei])
  await told.act('launch')
  const [mail] = told.mails(wei)
  assert.match(mail?.html ?? '', /#a4262c/)
  assert.match(mail?.html ?? '', /<img src="cid:logo" alt="Contoso Bank" width="220" height="40"/)
  assert.doesNotMatch(mail?.html ?? '', /src="http/)
  const travelling = { contentId: 'logo', mediaType: 'image/png', bytes: png(440, 80).length }
  assert.deepEqual(mail?.attachments, [travelling], 'it travels with the mail')
  const page = await fetch(told.link(wei))
  const html = await page.text()
  const { accent, link } = paletteOf({ accent: '#a4262c', onAccent: null }).light
  assert.ok(html.includes(`--accent:${accent}`) && html.includes(`--link:${link}`))
  const [, path = ''] = /<img src="([^"]+)" alt="Contoso Bank"/.exec(html) ?? []
  assert.match(path, /^\/brand\/[0-9a-f]{32}$/)
  const picture = await fetch(app.publicUrl + path)
  assert.equal(picture.headers.get('content-type'), 'image/png')
  assert.match(picture.headers.get('cache-control') ?? '', /immutable/)
  assert.deepEqual(new Uint8Array(await picture.arrayBuffer()), png(440, 80))
  const calm = await fetch(`${app.publicUrl}/e/nothing`)
  assert.match(await calm.text(), /Contoso Bank/, 'the only tenant is known without a link, too')
})

test('the logo travels by SMTP, too', async () => {
  await using told = await story()
  const { wei } = told.people
  const { client } = told.stage
  const { tenantId } = told.tenant
  await client.setLogo({ params: { tenantId }, body: png(440, 80) })
  const { campaignId } = await client.createCampaign({
    body: { tenantId, name: 'By SMTP', senderIds: [told.smtpSender.senderId] },
  })
  await client.importPeople({ params: { campaignId }, body: new TextEncoder().encode(wei.userPrincipalName) })
  await told.stage.settle()
  await client.actOnCampaign({ params: { campaignId, act: 'launch' } })
  await told.pass(5)
  const [mail] = told.mails(wei)
  assert.equal(mail?.via, 'smtp')
  assert.deepEqual(
    mail?.attachments?.map(one => [one.contentId, one.mediaType]),
    [['logo', 'image/png']],
  )
})

test('a colour that its text cannot be read on is refused, and why is said', async () => {
  await using told = await story()
  const { client } = told.stage
  const params = { tenantId: told.tenant.tenantId }
  await assert.rejects(
    client.updateBranding({ params, body: { accent: '#ffe066', onAccent: '#ffffff' } }),
    (error: unknown) => error instanceof ApiProblem && /4\.5 is needed/.test(error.body.detail),
  )
  const { checks } = await client.updateBranding({ params, body: { accent: '#ffe066', onAccent: null } })
  assert.deepEqual(
    checks.map(({ of, isEnough }) => [of, isEnough]),
    [
      ['button', true],
      ['shape', false],
      ['link', false],
    ],
  )
})

test('what is no picture, too large a one, or an SVG, is no logo', async () => {
  await using told = await story()
  const { client } = told.stage
  const params = { tenantId: told.tenant.tenantId }
  const text = (body: string) => new TextEncoder().encode(body)
  const whole = png(440, 80)
  const attempts: [Uint8Array<ArrayBuffer>, RegExp][] = [
    [text('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'), /no whole PNG or JPEG/],
    [whole.slice(0, -1), /no whole PNG or JPEG/],
    [new Uint8Array([...whole, ...text('<script>')]), /no whole PNG or JPEG/],
    [png(8_000, 8), /8000 × 8 pixels/],
    [new Uint8Array(80_000), /79 kB/],
    [new Uint8Array(0), /no whole PNG or JPEG/],
  ]
  for (const [body, why] of attempts) {
    await assert.rejects(
      client.setLogo({ params, body }),
      (error: unknown) => error instanceof ApiProblem && why.test(error.body.detail),
    )
  }
  assert.equal((await client.getBranding({ params })).logo, null)
})

test('whoever began with another name than the one that is there by now hears of it, and what they did not touch stays', async () => {
  await using told = await story()
  const { client } = told.stage
  const params = { tenantId: told.tenant.tenantId }
  const { organisationName, supportContact } = await client.getBranding({ params })
  const change = (to: string, began: object) =>
    client.updateBranding({ params, body: { organisationName: to, replaces: began } })
  await change('Contoso A', { organisationName })
  await assert.rejects(change('Contoso B', { organisationName }), (error: unknown) => {
    assert.ok(error instanceof ApiProblem)
    assert.deepEqual([error.body.status, error.body.code], [409, 'brandingChanged'])
    assert.deepEqual(error.body.facts, { now: 'Contoso A' })
    return true
  })
  assert.equal((await client.getBranding({ params })).organisationName, 'Contoso A')
  await change('Contoso B', { organisationName: 'Contoso A', supportContact })
  assert.equal((await client.getBranding({ params })).organisationName, 'Contoso B')
})
