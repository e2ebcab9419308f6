/** The token endpoint: every mistake in Microsoft's words, and assertions verified whole. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { importPKCS8, SignJWT } from 'jose'
import { createStage, postTokenForm, read, type Stage } from '../testing/stage.ts'
import { createAppCertificate, readThumbprints } from './certificates.ts'

function form(stage: Stage, changes: Record<string, string> = {}): Record<string, string> {
  return {
    grant_type: 'client_credentials',
    client_id: stage.app.clientId,
    client_secret: stage.app.secrets[0]?.value ?? '',
    scope: 'https://graph.microsoft.com/.default',
    ...changes,
  }
}

test('every mistake has its AADSTS number, its error word and its status', async () => {
  await using stage = await createStage()
  const { tenant, app } = stage
  app.secrets.push({ value: 'expired', expiresAt: new Date('2026-01-01T00:00:00Z') })
  const ask = async (changes: Record<string, string>, path?: string): Promise<string> => {
    const filled = Object.entries(form(stage, changes)).filter(([, value]) => value !== '')
    const { status, body } = await postTokenForm(tenant, Object.fromEntries(filled), path)
    assert.match(String(read(body, 'error_description')), /\r\nTrace ID: [0-9a-f-]{36}\r\nCorrelation ID: /)
    return `${status} ${read(body, 'error')} ${read(body, 'error_codes/0')}`
  }
  assert.equal(await ask({ client_secret: 'wrong' }), '401 invalid_client 7000215')
  assert.equal(await ask({ client_secret: 'expired' }), '401 invalid_client 7000222')
  assert.equal(await ask({ client_secret: '' }), '401 invalid_client 7000216')
  assert.equal(await ask({ client_id: crypto.randomUUID() }), '400 unauthorized_client 700016')
  assert.equal(await ask({ client_id: '' }), '400 invalid_request 900144')
  assert.equal(await ask({ scope: 'https://foo.microsoft.com/.default' }), '400 invalid_scope 70011')
  assert.equal(await ask({ grant_type: 'password' }), '400 unsupported_grant_type 70003')
  assert.equal(await ask({}, `/${crypto.randomUUID()}/oauth2/v2.0/token`), '400 invalid_request 90002')
  assert.equal(await ask({}, '/nonsense/oauth2/v2.0/token'), '400 invalid_request 900023')
})

test('an assertion is verified whole: key, audience, issuer, time, and used once', async () => {
  await using stage = await createStage()
  const { app, tenant } = stage
  const mine = await createAppCertificate('Muster')
  const other = await createAppCertificate('Somebody else')
  app.certificates.push(mine.certificatePem)
  const audience = `${tenant.loginUrl}/${tenant.world.tenantId}/oauth2/v2.0/token`
  const sign = async (
    how: {
      key?: string
      claims?: Record<string, unknown>
      alg?: string
      expires?: string
      named?: string
    } = {},
  ): Promise<string> => {
    const alg = how.alg ?? 'PS256'
    const { sha1, sha256 } = readThumbprints(how.named ?? mine.certificatePem)
    return new SignJWT({
      aud: audience,
      iss: app.clientId,
      sub: app.clientId,
      jti: crypto.randomUUID(),
      ...how.claims,
    })
      .setProtectedHeader({ alg, typ: 'JWT', ...(alg === 'PS256' ? { 'x5t#S256': sha256 } : { x5t: sha1 }) })
      .setIssuedAt()
      .setNotBefore('0s')
      .setExpirationTime(how.expires ?? '5m')
      .sign(await importPKCS8(how.key ?? mine.privateKeyPem, alg))
  }
  const ask = async (assertion: string): Promise<unknown> => {
    const { client_secret: _, ...rest } = form(stage)
    const { body } = await postTokenForm(tenant, {
      ...rest,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
    })
    return read(body, 'error_codes/0') ?? read(body, 'token_type')
  }
  const good = await sign()
  assert.equal(await ask(good), 'Bearer')
  assert.equal(await ask(good), 700027)
  assert.equal(await ask(await sign({ alg: 'RS256' })), 'Bearer')
  assert.equal(await ask(await sign({ key: other.privateKeyPem })), 700027)
  assert.equal(await ask(await sign({ named: other.certificatePem })), 700027)
  assert.equal(await ask(await sign({ claims: { aud: 'https://elsewhere.example' } })), 700027)
  assert.equal(await ask(await sign({ claims: { iss: 'somebody' } })), 700027)
  assert.equal(await ask(await sign({ expires: '-5m' })), 700024)
  assert.equal(await ask('nonsense'), 700027)
})

test('roles granted later reach new tokens only', async () => {
  await using stage = await createStage()
  const app = stage.tenant.world.addApp({ displayName: 'Late', roles: ['User.Read.All'] })
  assert.equal((await stage.ask('/groups', { as: app })).status, 403)
  app.roles = ['User.Read.All', 'GroupMember.Read.All']
  assert.equal((await stage.ask('/groups', { as: app })).status, 403)
  const { body } = await postTokenForm(
    stage.tenant,
    form(stage, { client_id: app.clientId, client_secret: app.secrets[0]?.value ?? '' }),
  )
  assert.equal((await stage.ask('/groups', { token: String(read(body, 'access_token')) })).status, 200)
})
