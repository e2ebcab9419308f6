/** What a browser with a session may do from our own page, and what a foreign page can make it do: nothing. */

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { clientHeader } from '@muster/contract/route'
import { basePath } from '@muster/contract/routes'
import { exampleAddress, exampleTokens } from './example-access.ts'
import { createExampleApp } from './example-service.ts'
import { createWorld, exampleIds } from './example-world.ts'

const cookie = `__Host-muster_session=${exampleTokens.admin}`
const json = { 'content-type': 'application/json' }
const fromOwnPage = { 'sec-fetch-site': 'same-origin', origin: exampleAddress, [clientHeader]: '1' }

function send(headers: Record<string, string>, world = createWorld()) {
  const body = JSON.stringify({ tenantId: exampleIds.tenant, name: 'Winter' })
  const request = new Request(`${exampleAddress}${basePath}/campaigns`, { method: 'POST', headers, body })
  return createExampleApp(world).fetch(request)
}

describe('a write that a cookie vouches for', () => {
  it('is done from our own page, and noted as the account’s', async () => {
    const world = createWorld()
    assert.equal((await send({ cookie, ...json, ...fromOwnPage }, world)).status, 201)
    assert.deepEqual(world.recorded, [
      {
        doer: { by: 'account', id: exampleIds.key.replace(/.$/, '6') },
        act: 'createCampaign',
        about: { tenantId: exampleIds.tenant },
      },
    ])
  })

  it('is done for an older browser that sends Origin alone', async () => {
    assert.equal((await send({ cookie, ...json, origin: exampleAddress, [clientHeader]: '1' })).status, 201)
  })

  const hostile: Record<string, Record<string, string>> = {
    'a script of a foreign site': {
      ...json,
      'sec-fetch-site': 'cross-site',
      origin: 'https://evil.example',
      [clientHeader]: '1',
    },
    'a neighbour below the same domain': {
      ...json,
      'sec-fetch-site': 'same-site',
      origin: 'https://other.muster.example',
      [clientHeader]: '1',
    },
    'a form of a foreign page': {
      'content-type': 'text/plain',
      'sec-fetch-site': 'cross-site',
      origin: 'https://evil.example',
    },
    'a page without an origin of its own': { ...json, origin: 'null', [clientHeader]: '1' },
    'an address typed by hand': { ...json, 'sec-fetch-site': 'none', [clientHeader]: '1' },
    'a foreign origin that only says it is ours': {
      ...json,
      'sec-fetch-site': 'same-origin',
      origin: 'https://evil.example',
      [clientHeader]: '1',
    },
    'our own page without the header': { ...json, 'sec-fetch-site': 'same-origin', origin: exampleAddress },
    'something that says nothing of where it comes from': { ...json, [clientHeader]: '1' },
  }
  for (const [who, headers] of Object.entries(hostile)) {
    it(`is refused from ${who}`, async () => {
      const world = createWorld()
      const answer = await send({ cookie, ...headers }, world)
      assert.equal(answer.status, 403)
      assert.deepEqual([world.campaigns.length, world.recorded], [1, []])
    })
  }

  it('is refused when it is no JSON, even from our own page', async () => {
    assert.equal((await send({ cookie, 'content-type': 'text/plain', ...fromOwnPage })).status, 400)
  })

  it('answers no preflight and allows no other origin', async () => {
    const app = createExampleApp(createWorld())
    const origin = 'https://evil.example'
    const preflight = await app.fetch(
      new Request(`${exampleAddress}${basePath}/campaigns`, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST' },
      }),
    )
    const read = await app.fetch(
      new Request(`${exampleAddress}${basePath}/campaigns`, { headers: { origin, cookie } }),
    )
    for (const { headers } of [preflight, read])
      assert.equal(headers.get('access-control-allow-origin'), null)
    assert.equal(preflight.status, 404)
  })

  it('is not believed under the name that plain http uses', async () => {
    const plain = `muster_session=${exampleTokens.admin}`
    assert.equal((await send({ cookie: plain, ...json, ...fromOwnPage })).status, 401)
  })
})

it('every answer forbids framing, guessing, referrers and, on https, plain http', async () => {
  const { headers } = await send({ cookie, ...json, ...fromOwnPage })
  assert.match(headers.get('content-security-policy') ?? '', /default-src 'none'; frame-ancestors 'none'/)
  assert.deepEqual(
    ['x-content-type-options', 'referrer-policy', 'x-frame-options', 'cache-control'].map(name =>
      headers.get(name),
    ),
    ['nosniff', 'no-referrer', 'DENY', 'no-store'],
  )
  assert.match(headers.get('strict-transport-security') ?? '', /max-age=31536000/)
})
