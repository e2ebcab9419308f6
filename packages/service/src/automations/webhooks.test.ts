/** Webhooks: signed so that the scheme's own library believes them, tried again, given up, replayed, and never led inside. */

import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { describe, test } from 'node:test'
import { Webhook } from 'standardwebhooks'
import { openReceiver } from '../stage/webhook-receiver.ts'
import { makeWebhookSecret, signWebhook } from './standard-webhook.ts'
import { post } from './webhook-call.ts'
import { findTarget, isPublic, judgeAddress } from './webhook-target.ts'

const nowhere = new Set<string>()
const here = new Set(['127.0.0.1', 'localhost'])
const never = new AbortController().signal

describe('a signature', () => {
  const body = JSON.stringify({ type: 'muster.rule.matched', data: { person: 'Wei – 陈伟' } })

  test('is believed by the library of the scheme, and by nobody with another secret', () => {
    const secret = makeWebhookSecret()
    assert.match(secret, /^whsec_[A-Za-z0-9+/]{43}=$/)
    const headers = signWebhook(secret, { id: 'msg_1', at: new Date(), body })
    assert.deepEqual(new Webhook(secret).verify(body, headers), JSON.parse(body))
    const foreign = `whsec_${randomBytes(32).toString('base64')}`
    assert.throws(() => new Webhook(foreign).verify(body, headers))
  })

  test('is of this body, this id and this time alone', () => {
    const secret = makeWebhookSecret()
    const headers = signWebhook(secret, { id: 'msg_1', at: new Date(), body })
    const receiver = new Webhook(secret)
    assert.throws(() => receiver.verify(body.replace('Wei', 'Eve'), headers))
    assert.throws(() => receiver.verify(body, { ...headers, 'webhook-id': 'msg_2' }))
    const old = new Date(Date.now() - 60 * 60_000)
    assert.throws(() => receiver.verify(body, signWebhook(secret, { id: 'msg_1', at: old, body })))
  })
})

describe('an address', () => {
  test('inside is refused, however it is written', () => {
    for (const address of [
      ...[
        '127.0.0.1',
        '10.1.2.3',
        '172.16.0.1',
        '192.168.1.1',
        '169.254.169.254',
        '100.64.0.1',
        '0.0.0.0',
        '168.63.129.16',
      ],
      ...['224.0.0.1', '255.255.255.255', '::1', 'fe80::1', 'fd00::1', 'ff02::1', '::ffff:10.0.0.1', '::'],
      ...['64:ff9b::a00:1', '2002:a00:1::', '198.18.0.1'],
    ]) {
      assert.ok(!isPublic(address), address)
    }
    for (const address of ['93.184.215.14', '2606:2800:21f:cb07:6820:80da:af6b:8b2c'])
      assert.ok(isPublic(address), address)
    for (const url of [
      'https://2130706433/',
      'https://0x7f.1/',
      'https://[::ffff:127.0.0.1]/',
      'https://localhost/',
      'https://localhost./',
      'https://mail.localhost./',
    ])
      assert.notEqual(judgeAddress(url, nowhere), null, url)
  })

  test('must be https, without a password, unless the installation names its host', () => {
    assert.match(judgeAddress('http://hooks.example.com/', nowhere) ?? '', /not https/)
    assert.match(judgeAddress('https://me:secret@hooks.example.com/', nowhere) ?? '', /password/)
    assert.equal(judgeAddress('ftp://127.0.0.1/', here), 'it is not https')
    assert.equal(judgeAddress('http://127.0.0.1:8080/hook', here), null)
  })

  test('that no network knows is told in words, not in those of the system', async () => {
    const found = await findTarget('https://nobody.invalid/', nowhere)
    assert.equal(found.kind, 'unknown')
    assert.doesNotMatch(found.kind === 'unknown' ? found.reason : '', /getaddrinfo ENOTFOUND/)
  })

  test('of a name that leads inside is refused when it is resolved', async () => {
    const found = await findTarget('https://localhost.localdomain/', nowhere)
    assert.notEqual(found.kind, 'target')
  })
})

describe('a call', () => {
  test('goes to the address that was judged, whatever the name says by then', async () => {
    await using receiver = await openReceiver()
    const url = new URL(receiver.url)
    url.hostname = 'hooks.contoso.example'
    const outcome = await post(
      { url, address: '127.0.0.1', family: 4 },
      { headers: {}, body: '{}', signal: never },
    )
    assert.equal(outcome.kind, 'answered')
    assert.equal(receiver.deliveries[0]?.headers.host, url.host)
  })

  test('follows no redirect', async () => {
    await using receiver = await openReceiver()
    receiver.answer(302, { location: 'http://127.0.0.1:1/inside' })
    const found = await findTarget(receiver.url, here)
    assert.ok(found.kind === 'target')
    const outcome = await post(found.target, { headers: {}, body: '{}', signal: never })
    assert.ok(outcome.kind === 'answered' && outcome.status === 302)
    assert.equal(receiver.deliveries.length, 1)
  })

  test('to a port where nobody listens has said nothing to anybody', async () => {
    const url = new URL('http://127.0.0.1:1/')
    const outcome = await post(
      { url, address: '127.0.0.1', family: 4 },
      { headers: {}, body: '{}', signal: never },
    )
    assert.equal(outcome.kind, 'unreached')
  })
})
