/** Sign-in at `oidc-provider`, an implementation that is not ours and no Entra, over real HTTP. */

import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { me } from '@muster/contract/shapes/access'
import Provider from 'oidc-provider'
import { callbackPath, signedOutPath } from '../access/sign-in.ts'
import { createSignInBrowser, type SignInBrowser } from '../testing/sign-in-browser.ts'
import type { Story } from '../testing/story.ts'
import { createStoryTeller } from '../testing/story-teller.ts'

const tell = createStoryTeller()
const clientSecret = 'a-secret-of-a-toy-client-at-a-toy-provider'

/** Who has an account at the provider, and what it says of them. */
const people: Readonly<Record<string, { name: string; roles?: string[] }>> = {
  aroha: { name: 'Aroha Ngata', roles: ['viewer', 'operator', 'something-else'] },
  bjoern: { name: 'Björn Müller' },
}

interface Elsewhere extends AsyncDisposable {
  story: Story
  issuer: string
  /** Answers everything with 500. */
  isDown: boolean
}

/** The provider needs to know our address, and we its issuer: it listens first, and answers once we are there. */
async function openElsewhere(): Promise<Elsewhere> {
  const server: Server = createServer().listen(0, 'localhost')
  await once(server, 'listening')
  // A TCP server's address is an AddressInfo.
  const issuer = `http://localhost:${(server.address() as AddressInfo).port}`
  const story = await tell({
    signIn: { issuer, clientId: 'muster', credential: { kind: 'secret', secret: clientSecret } },
  })
  const provider = createOidcProvider(issuer, story.stage.app.administrationUrl)
  const answer = provider.callback()
  const elsewhere: Elsewhere = {
    story,
    issuer,
    isDown: false,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise(done => server.close(done))
      await story[Symbol.asyncDispose]()
    },
  }
  server.on('request', (request, response) => {
    if (elsewhere.isDown) response.writeHead(500).end()
    else void answer(request, response)
  })
  return elsewhere
}

function createOidcProvider(issuer: string, address: string): Provider {
  return new Provider(issuer, {
    clients: [
      {
        client_id: 'muster',
        client_secret: clientSecret,
        token_endpoint_auth_method: 'client_secret_post',
        redirect_uris: [address + callbackPath],
        post_logout_redirect_uris: [address + signedOutPath],
      },
    ],
    pkce: { required: () => true },
    claims: { openid: ['sub'], profile: ['name', 'roles'] },
    conformIdTokenClaims: false,
    findAccount: (_, id) => ({ accountId: id, claims: async () => ({ sub: id, ...people[id] }) }),
    cookies: { keys: ['of a toy provider'] },
  })
}

/** Follows redirects and fills in the provider's own forms, until it sends the browser back to us. */
async function walk(browser: SignInBrowser, from: string, login: string): Promise<string> {
  let url = from
  for (let steps = 0; steps < 12; steps++) {
    if (url.includes(callbackPath)) return url
    const answer = await browser.ask(url)
    const location = answer.headers.get('location')
    url =
      location === null
        ? await fillIn(browser, { url, html: await answer.text() }, login)
        : resolve(location, url)
  }
  throw new Error(`the provider never came to an end, last at ${url}`)
}

async function fillIn(
  browser: SignInBrowser,
  page: { url: string; html: string },
  login: string,
): Promise<string> {
  const [, action = ''] = /action="([^"]+)"/.exec(page.html) ?? []
  const [, prompt = ''] = /name="prompt" value="([^"]+)"/.exec(page.html) ?? []
  const body = new URLSearchParams({ prompt, login, password: 'any' })
  const answer = await browser.ask(resolve(action, page.url), { method: 'POST', body })
  return resolve(answer.headers.get('location') ?? '', page.url)
}

function resolve(location: string, base: string): string {
  return new URL(location, base).href
}

async function beginAt(browser: SignInBrowser, story: Story): Promise<string> {
  const sent = await browser.ask(`${story.stage.app.administrationUrl}/signin`)
  return sent.headers.get('location') ?? ''
}

async function meOf(browser: SignInBrowser, story: Story): Promise<[string, string]> {
  const answer = await browser.ask(`${story.stage.app.administrationUrl}/api/v1/me`)
  const { name, role } = me.parse(await answer.json())
  return [name, role]
}

test('Aroha comes in with the highest of her roles; her account is keyed by issuer and subject', async () => {
  await using elsewhere = await openElsewhere()
  const { story, issuer } = elsewhere
  const browser = createSignInBrowser()
  const answer = await browser.ask(await walk(browser, await beginAt(browser, story), 'aroha'))
  assert.deepEqual([answer.status, answer.headers.get('location')], [302, '/'])
  assert.deepEqual(await meOf(browser, story), ['Aroha Ngata', 'operator'])
  const { items } = await story.stage.client.listAccounts()
  assert.deepEqual(
    items.map(({ directory, subject, roleClaimed }) => [directory, subject, roleClaimed]),
    [[issuer, 'aroha', 'operator']],
  )
})

test('Björn is known and has no role; a code from a changed request opens nothing', async () => {
  await using elsewhere = await openElsewhere()
  const { story } = elsewhere
  const bjoern = createSignInBrowser()
  const refused = await bjoern.ask(await walk(bjoern, await beginAt(bjoern, story), 'bjoern'))
  assert.equal(refused.status, 403)

  for (const [name, value] of [
    ['nonce', 'of-somebody-else'],
    ['code_challenge', 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'],
  ] as const) {
    const browser = createSignInBrowser()
    const url = new URL(await beginAt(browser, story))
    url.searchParams.set(name, value)
    const answer = await browser.ask(await walk(browser, url.href, 'aroha'))
    assert.equal(answer.status, 400, name)
    assert.ok(!browser.cookies.has('muster_session'))
  }
})

test('while the provider is down a page says so, and the next sign-in works', async () => {
  await using elsewhere = await openElsewhere()
  const { story } = elsewhere
  const browser = createSignInBrowser()
  elsewhere.isDown = true
  const answer = await browser.ask(`${story.stage.app.administrationUrl}/signin`)
  assert.equal(answer.status, 503)
  assert.match(await answer.text(), /cannot be reached now/)
  elsewhere.isDown = false
  const back = await walk(browser, await beginAt(browser, story), 'aroha')
  assert.equal((await browser.ask(back)).status, 302)
})
