/** Sign-in of people, with openid-client as any application has it, and each mistake an application can make. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as oidc from 'openid-client'
import { createStage, read, type Stage } from '../testing/stage.ts'
import type { App } from '../world/types.ts'

const redirectUri = 'https://portal.contoso.example/signin/callback'

function register(stage: Stage): App {
  const { adele, diego } = stage.people
  return stage.tenant.world.addApp({
    displayName: 'Portal',
    roles: [],
    redirectUris: [redirectUri],
    appRoleAssignments: new Map([
      [adele.id, ['admin']],
      [diego.id, ['viewer', 'operator']],
    ]),
  })
}

interface Attempt {
  configuration: oidc.Configuration
  verifier: string
  url: URL
}

async function begin(
  { tenant }: Stage,
  app: App,
  { issuer = `${tenant.loginUrl}/${tenant.world.tenantId}/v2.0`, ...changes }: Record<string, string> = {},
): Promise<Attempt> {
  const execute = issuer.startsWith('http:') ? [oidc.allowInsecureRequests] : []
  const secret = app.secrets[0]?.value
  const configuration = await oidc.discovery(new URL(issuer), app.clientId, secret, undefined, { execute })
  oidc.enableNonRepudiationChecks(configuration)
  const verifier = oidc.randomPKCECodeVerifier()
  const url = oidc.buildAuthorizationUrl(configuration, {
    redirect_uri: redirectUri,
    scope: 'openid profile',
    state: 'state-1',
    nonce: 'nonce-1',
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...changes,
  })
  return { configuration, verifier, url }
}

/** Opens the page and presses the button of this person; null presses Cancel. Answers where the browser is sent. */
async function choose(url: URL, userId: string | null): Promise<URL> {
  const page = await (await fetch(url, { redirect: 'manual' })).text()
  const [, action = ''] = /action="([^"]+)"/.exec(page) ?? []
  const [, flow = ''] = /name="flow" value="([^"]+)"/.exec(page) ?? []
  const body = new URLSearchParams({ flow, ...(userId === null ? {} : { user: userId }) })
  const answer = await fetch(new URL(action, url), { method: 'POST', body, redirect: 'manual' })
  assert.equal(answer.status, 302, await answer.clone().text())
  return new URL(answer.headers.get('location') ?? '')
}

test('Adele signs in: the id token says who she is in this tenant and which role she has', async () => {
  await using stage = await createStage()
  const app = register(stage)
  const { adele } = stage.people
  const { configuration, verifier, url } = await begin(stage, app)
  const back = await choose(url, adele.id)
  assert.equal(back.origin + back.pathname, redirectUri)
  const tokens = await oidc.authorizationCodeGrant(configuration, back, {
    expectedState: 'state-1',
    expectedNonce: 'nonce-1',
    pkceCodeVerifier: verifier,
    idTokenExpected: true,
  })
  const claims = tokens.claims()
  assert.ok(claims !== undefined)
  assert.equal(claims.aud, app.clientId)
  assert.deepEqual(
    [claims.tid, claims.oid, claims.name, claims.preferred_username, claims.ver],
    [stage.tenant.world.tenantId, adele.id, 'Adele Vance', 'Adele.Vance@contoso.example', '2.0'],
  )
  assert.deepEqual(claims.roles, ['admin'])
  assert.notEqual(claims.sub, adele.id)
  const info = await oidc.fetchUserInfo(configuration, tokens.access_token, claims.sub)
  assert.equal(info.name, 'Adele Vance')
})

test('over plain http a browser needs no certificate; it is an issuer of its own', async () => {
  await using stage = await createStage({ plainLogin: true })
  const app = register(stage)
  const issuer = `${stage.tenant.plainLoginUrl}/${stage.tenant.world.tenantId}/v2.0`
  const { configuration, verifier, url } = await begin(stage, app, { issuer })
  assert.equal(url.protocol, 'http:')
  const back = await choose(url, stage.people.adele.id)
  const tokens = await oidc.authorizationCodeGrant(configuration, back, {
    expectedState: 'state-1',
    expectedNonce: 'nonce-1',
    pkceCodeVerifier: verifier,
  })
  assert.deepEqual([tokens.claims()?.iss, tokens.claims()?.oid], [issuer, stage.people.adele.id])
})

test('somebody without an assignment has no claim of roles, and the subject is another in each application', async () => {
  await using stage = await createStage()
  const { alex } = stage.people
  const claimsIn = async (app: App) => {
    const { configuration, verifier, url } = await begin(stage, app)
    const tokens = await oidc.authorizationCodeGrant(configuration, await choose(url, alex.id), {
      expectedState: 'state-1',
      expectedNonce: 'nonce-1',
      pkceCodeVerifier: verifier,
    })
    return tokens.claims()
  }
  const [one, other] = [await claimsIn(register(stage)), await claimsIn(register(stage))]
  assert.equal(one?.roles, undefined)
  assert.equal(one?.oid, other?.oid)
  assert.notEqual(one?.sub, other?.sub)
})

test('a redirect address that is not registered letter by letter gets a page and nothing back', async () => {
  await using stage = await createStage()
  const app = register(stage)
  for (const wrong of [`${redirectUri}/`, `${redirectUri}?x=1`, 'https://evil.example/signin/callback', '']) {
    const { url } = await begin(stage, app, { redirect_uri: wrong })
    const answer = await fetch(url, { redirect: 'manual' })
    assert.equal(answer.headers.get('location'), null, wrong)
    assert.match(await answer.text(), /AADSTS50011/, wrong)
  }
})

test('a request that the application got wrong is told to the application', async () => {
  await using stage = await createStage()
  const app = register(stage)
  const errorOf = async (changes: Record<string, string>) => {
    const { url } = await begin(stage, app, changes)
    const answer = await fetch(url, { redirect: 'manual' })
    return new URL(answer.headers.get('location') ?? '').searchParams.get('error')
  }
  assert.equal(await errorOf({ response_type: 'token' }), 'unsupported_response_type')
  assert.equal(await errorOf({ scope: 'profile' }), 'invalid_request')
  assert.equal(await errorOf({ code_challenge_method: 'plain' }), 'invalid_request')
  assert.equal(await errorOf({ prompt: 'none' }), 'login_required')
  const { url } = await begin(stage, app)
  const declined = await choose(url, null)
  assert.deepEqual(
    [declined.searchParams.get('error'), declined.searchParams.get('state')],
    ['access_denied', 'state-1'],
  )
})

test('a code is good once, with its verifier, its redirect address, its application and its secret', async () => {
  await using stage = await createStage()
  const app = register(stage)
  const other = register(stage)
  const { tenant, people } = stage
  const freshCode = async () => {
    const { url, verifier } = await begin(stage, app)
    return { verifier, code: (await choose(url, people.adele.id)).searchParams.get('code') ?? '' }
  }
  const redeem = async (form: Record<string, string>, by: App = app) => {
    const filled = {
      grant_type: 'authorization_code',
      client_id: by.clientId,
      client_secret: by.secrets[0]?.value ?? '',
      redirect_uri: redirectUri,
      ...form,
    }
    const response = await fetch(`${tenant.loginUrl}/${tenant.world.tenantId}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams(filled),
    })
    const body: unknown = await response.json()
    return read(body, 'error_codes/0') ?? read(body, 'token_type')
  }
  const { code, verifier: code_verifier } = await freshCode()
  assert.equal(await redeem({ code }), 501481, 'stolen without the verifier')
  assert.equal(await redeem({ code, code_verifier: oidc.randomPKCECodeVerifier() }), 501481)
  assert.equal(await redeem({ code, code_verifier, redirect_uri: 'https://evil.example/' }), 500112)
  assert.equal(await redeem({ code, code_verifier }, other), 70000)
  assert.equal(await redeem({ code, code_verifier, client_secret: 'wrong' }), 7000215)
  assert.equal(await redeem({ code: 'made-up', code_verifier }), 70000)
  assert.equal(await redeem({ code, code_verifier }), 'Bearer')
  assert.equal(await redeem({ code, code_verifier }), 54005)
})

test('nobody with a disabled account gets in, and sign-out leads only to registered addresses', async () => {
  await using stage = await createStage()
  const app = register(stage)
  const { url, configuration } = await begin(stage, app)
  const page = await (await fetch(url)).text()
  assert.doesNotMatch(page, /Bianca/)
  const [, action = ''] = /action="([^"]+)"/.exec(page) ?? []
  const [, flow = ''] = /name="flow" value="([^"]+)"/.exec(page) ?? []
  const body = new URLSearchParams({ flow, user: stage.people.bianca.id })
  const refused = await fetch(new URL(action, url), { method: 'POST', body })
  assert.match(await refused.text(), /AADSTS50057/)
  const leave = (to: string) =>
    fetch(oidc.buildEndSessionUrl(configuration, { post_logout_redirect_uri: to }), { redirect: 'manual' })
  assert.equal((await leave(redirectUri)).headers.get('location'), redirectUri)
  assert.equal((await leave('https://evil.example/')).status, 200)
})
