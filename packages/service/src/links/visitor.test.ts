/** Telling a person from a scanner, a token from other text, and a guesser from an office. */

import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { createTurnableClock } from '@muster/simulator/world/clock'
import { linkAddress, readToken } from './address.ts'
import { createRateLimit } from './rate-limit.ts'
import { looksAutomatic, readStamp, stampPage } from './visitor.ts'

const mailedAt = new Date('2026-11-02T08:00:00Z')
const seconds = (count: number) => new Date(mailedAt.getTime() + count * 1_000)
const press = { mailedAt, isSecond: false }

test('a press within seconds of the mail and of the page is asked once more', () => {
  assert.equal(looksAutomatic({ ...press, at: seconds(10), pageMadeAt: seconds(9) }), true)
  assert.equal(
    looksAutomatic({ ...press, at: seconds(10), pageMadeAt: null }),
    true,
    'no page of ours before it',
  )
})

test('a person who has read the page, or the mail, is not asked twice', () => {
  assert.equal(looksAutomatic({ ...press, at: seconds(30), pageMadeAt: seconds(26) }), false, 'read the page')
  assert.equal(
    looksAutomatic({ ...press, at: seconds(180), pageMadeAt: seconds(179) }),
    false,
    'read the mail',
  )
  assert.equal(looksAutomatic({ ...press, at: seconds(180), pageMadeAt: null }), false)
  assert.equal(looksAutomatic({ ...press, at: seconds(1), pageMadeAt: null, isSecond: true }), false)
  assert.equal(looksAutomatic({ ...press, mailedAt: null, at: seconds(1), pageMadeAt: null }), false)
})

test('the stamp of a page says when it was made, for that token and that key only', () => {
  const [key, token] = [randomBytes(32), randomUUID()]
  const stamp = stampPage(key, token, mailedAt)
  assert.deepEqual(readStamp(key, token, stamp), mailedAt)
  assert.equal(readStamp(randomBytes(32), token, stamp), null)
  assert.equal(readStamp(key, randomUUID(), stamp), null)
  const [time = '', signed = ''] = stamp.split('.')
  const earlier = (Number.parseInt(time, 36) - 60_000).toString(36)
  assert.equal(readStamp(key, token, `${earlier}.${signed}`), null, 'made older by hand')
  for (const nothing of [null, '', '.', 'x', `${time}.`, `${time}.${signed}x`]) {
    assert.equal(readStamp(key, token, nothing), null)
  }
})

test('a link is the public address and the token, and only a GUID is a token, in any case', () => {
  const token = randomUUID()
  assert.equal(linkAddress('https://mfa.contoso.example', token), `https://mfa.contoso.example/e/${token}`)
  assert.equal(readToken(token.toUpperCase()), token)
  for (const text of [
    undefined,
    '',
    'x',
    `${token} `,
    `{${token}}`,
    token.slice(1),
    `${token}0`,
    "' or 1=1 --",
  ]) {
    assert.equal(readToken(text), null)
  }
})

test('one address gets its share of misses a minute; another is not touched by it', () => {
  const clock = createTurnableClock(mailedAt)
  const limit = createRateLimit(clock, 120)
  const answers = Array.from({ length: 130 }, () => limit.admit('192.0.2.1'))
  assert.deepEqual([answers[0], answers[119], answers[120], answers[129]], [true, true, false, false])
  assert.equal(limit.admit('192.0.2.2'), true)
  clock.turnTo(seconds(60))
  assert.equal(limit.admit('192.0.2.1'), true)
})
