/** What the provider is asked and believed: with a certificate instead of a secret, and nothing that is not meant for us. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import tls from 'node:tls'
import { createAppCertificate } from '@muster/simulator/login/certificates'
import { createTenant, type Tenant } from '@muster/simulator/tenant'
import { createTurnableClock } from '@muster/simulator/world/clock'
import type { App, User } from '@muster/simulator/world/types'
import { createSignInBrowser } from '../testing/sign-in-browser.ts'
import { highestRole } from './accounts.ts'
import { createProvider, type Provider } from './provider.ts'

const redirectUri = 'http://127.0.0.1:8420/signin/callback'
let tenant: Tenant
let app: App
let priya: User
let pem = ''

before(async () => {
  tenant = await createTenant({ seed: 3, clock: createTurnableClock(new Date()) })
  tls.setDefaultCACertificates([...tls.getCACertificates(), tenant.caCertificatePem])
  app = tenant.world.addApp({ displayName: 'Portal', roles: [], redirectUris: [redirectUri] })
  priya = tenant.world.addUser({
    userPrincipalName: 'priya@contoso.example',
    displayName: 'Priya Raghunathan',
    department: 'IT',
  })
  app.appRoleAssignments.set(priya.id, ['viewer', 'operator'])
  const { certificatePem, privateKeyPem } = await createAppCertificate('Muster')
  app.certificates.push(certificatePem)
  pem = privateKeyPem + certificatePem
})
after(() => tenant.close())

function providerFor(clientId: string, secret?: string): Provider {
  return createProvider({
    issuer: `${tenant.loginUrl}/${tenant.world.tenantId}/v2.0`,
    clientId,
    credential: secret === undefined ? { kind: 'certificate', pem } : { kind: 'secret', secret },
  })
}

async function signIn(provider: Provider) {
  const { attempt, url } = await provider.begin(redirectUri)
  const browser = createSignInBrowser()
  const html = await (await browser.ask(url.href)).text()
  return { attempt, back: new URL(await browser.choose({ url, html }, priya.id)) }
}

test('a certificate does instead of a secret, and says who Priya is by tenant and object', async () => {
  const provider = providerFor(app.clientId)
  const { attempt, back } = await signIn(provider)
  assert.deepEqual(await provider.finish(back, attempt), {
    directory: tenant.world.tenantId,
    subject: priya.id,
    name: 'Priya Raghunathan',
    userName: 'priya@contoso.example',
    role: 'operator',
  })
  assert.match(
    (await provider.signOutUrl('http://127.0.0.1:8420/signin/out')) ?? '',
    /\/oauth2\/v2\.0\/logout\?/,
  )
})

test('a wrong secret, another state and an error of the provider are refused', async () => {
  const wrong = providerFor(app.clientId, 'wrong')
  const first = await signIn(wrong)
  await assert.rejects(wrong.finish(first.back, first.attempt), { name: 'ResponseBodyError' })
  const provider = providerFor(app.clientId)
  const second = await signIn(provider)
  await assert.rejects(provider.finish(second.back, first.attempt))
  const denied = new URL(`${redirectUri}?error=access_denied&state=${second.attempt.state}`)
  await assert.rejects(provider.finish(denied, second.attempt), { name: 'AuthorizationResponseError' })
})

test('the highest role counts, and words that are none count for nothing', () => {
  assert.equal(highestRole(['viewer', 'admin', 'operator']), 'admin')
  assert.equal(highestRole(['Admin', 'root', 7, null]), null)
  assert.equal(highestRole([]), null)
})
