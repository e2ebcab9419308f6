/** The environment as it is judged at the start: what counts when nothing is set, and what a wrong value says. */

import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { Problem } from '@muster/core/problem'
import { readConfig } from './config.ts'
import { makeFolder } from './testing/database.ts'

const folder = makeFolder('muster-config-')
after(() => rmSync(folder, { recursive: true, force: true }))
const env = { MUSTER_DATA: folder }

test('with nothing set: both faces on this machine only, an embedded database, a key made once', () => {
  const config = readConfig(env, '/')
  assert.deepEqual(config.administration, { host: '127.0.0.1', port: 8420 })
  assert.deepEqual(config.publicFace, { host: '127.0.0.1', port: 8421 })
  assert.equal(config.databaseUrl, null)
  assert.equal(config.publicUrl, null)
  assert.equal(config.signIn, null)
  assert.equal(config.trustsProxy, false)
  assert.equal(config.secretKey.length, 32)
  assert.deepEqual(readConfig(env, '/').secretKey, config.secretKey, 'the same at the next start')
  assert.equal(statSync(join(folder, 'secret.key')).mode & 0o077, 0, 'nobody else may read it')
})

test('every variable is taken over', () => {
  const secretKey = randomBytes(32)
  const config = readConfig(
    {
      ...env,
      DATABASE_URL: 'postgres://db.example/muster',
      MUSTER_ADMIN_HOST: '10.0.0.1',
      MUSTER_ADMIN_PORT: '0',
      MUSTER_PUBLIC_HOST: '::',
      MUSTER_PUBLIC_PORT: '443',
      MUSTER_PUBLIC_URL: 'https://mfa.contoso.example/',
      MUSTER_ADMIN_URL: 'https://muster.contoso.example/',
      MUSTER_SIGNIN_ISSUER: 'https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555/v2.0',
      MUSTER_SIGNIN_CLIENT_ID: 'portal',
      MUSTER_SIGNIN_CLIENT_SECRET: 'hush',
      MUSTER_CA_FILE: '/etc/ca.pem',
      MUSTER_WEBHOOK_HOSTS: 'hooks.internal, 10.1.2.3',
      MUSTER_TRUST_PROXY: '1',
      MUSTER_LOG: 'warn',
      MUSTER_SECRET_KEY: secretKey.toString('base64'),
    },
    '/',
  )
  assert.deepEqual(config, {
    dataFolder: folder,
    databaseUrl: 'postgres://db.example/muster',
    administration: { host: '10.0.0.1', port: 0 },
    publicFace: { host: '::', port: 443 },
    publicUrl: 'https://mfa.contoso.example',
    administrationUrl: 'https://muster.contoso.example',
    signIn: {
      issuer: 'https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555/v2.0',
      clientId: 'portal',
      credential: { kind: 'secret', secret: 'hush' },
    },
    caFile: '/etc/ca.pem',
    trustsProxy: true,
    logLevel: 'warn',
    secretKey,
    webhookHosts: new Set(['hooks.internal', '10.1.2.3']),
  })
})

test('a wrong value names its variable, what is wrong, and how to mend it', () => {
  const signIn = {
    MUSTER_SIGNIN_ISSUER: 'https://login.contoso.example',
    MUSTER_SIGNIN_CLIENT_ID: 'portal',
    MUSTER_SIGNIN_CLIENT_SECRET: 'hush',
  }
  const secret = 'MUSTER_SIGNIN_CLIENT_SECRET'
  const certificate = 'MUSTER_SIGNIN_CERTIFICATE_FILE'
  const anybody = 'https://login.microsoftonline.com/common/v2.0'
  const wrong = [
    [{ MUSTER_SIGNIN_CLIENT_ID: 'portal' }, 'MUSTER_SIGNIN_ISSUER', /is missing/, /tenant id/],
    [{ ...signIn, MUSTER_SIGNIN_ISSUER: anybody }, 'MUSTER_SIGNIN_ISSUER', /lets any tenant in/, /tenant id/],
    [
      { ...signIn, MUSTER_SIGNIN_ISSUER: 'http://login.contoso.example' },
      'MUSTER_SIGNIN_ISSUER',
      /no https/,
      /v2/,
    ],
    [{ ...signIn, MUSTER_SIGNIN_CLIENT_ID: '' }, 'MUSTER_SIGNIN_CLIENT_ID', /is missing/, /app registration/],
    [{ ...signIn, [secret]: '' }, secret, /is missing/, /secret or a file/],
    [{ ...signIn, [certificate]: '/etc/app.pem' }, secret, /both set/, /either/],
    [{ ...signIn, [secret]: '', [certificate]: '/nowhere/app.pem' }, certificate, /no such pair/, /PKCS #8/],
    [{ MUSTER_ADMIN_PORT: 'eighty' }, 'MUSTER_ADMIN_PORT', /"eighty", which is no port/, /0 .* 65535/],
    [{ MUSTER_PUBLIC_PORT: '70000' }, 'MUSTER_PUBLIC_PORT', /no port/, /65535/],
    [{ MUSTER_PUBLIC_PORT: '-1' }, 'MUSTER_PUBLIC_PORT', /no port/, /65535/],
    [{ MUSTER_PUBLIC_URL: 'mfa.contoso.example' }, 'MUSTER_PUBLIC_URL', /no address/, /https:\/\//],
    [{ MUSTER_PUBLIC_URL: 'ftp://mfa.contoso.example' }, 'MUSTER_PUBLIC_URL', /no address/, /https:\/\//],
    [
      { MUSTER_SECRET_KEY: 'c2hvcnQ=' },
      'MUSTER_SECRET_KEY',
      /5 bytes long, not 32/,
      /openssl rand -base64 32/,
    ],
  ] as const
  for (const [values, where, detail, remedy] of wrong) {
    assert.throws(
      () => readConfig({ ...env, ...values }, '/'),
      (error: unknown) =>
        error instanceof Problem &&
        error.where === where &&
        detail.test(error.message) &&
        remedy.test(error.remedy ?? ''),
      where,
    )
  }
})

test('a variable that is set to nothing counts as not set', () => {
  const config = readConfig({ ...env, MUSTER_ADMIN_PORT: '', MUSTER_PUBLIC_URL: '', DATABASE_URL: '' }, '/')
  assert.equal(config.administration.port, 8420)
  assert.equal(config.publicUrl, null)
  assert.equal(config.databaseUrl, null)
  assert.ok(readFileSync(join(folder, 'secret.key'), 'utf8').length > 0)
})
