/** Whether people can open their links, from the address alone. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { judgeLaunchReach, judgeReach } from './link-reach.ts'

const microsoft = 'https://graph.microsoft.com'
const box = 'https://127.0.0.1:7443'
const own = (url: string) => ({ url, isGiven: false })
const given = (url: string) => ({ url, isGiven: true })

test("a real tenant's people cannot open what only this machine can", () => {
  for (const url of [
    'http://127.0.0.1:8421',
    'http://localhost:8421',
    'http://[::1]:8421',
    'http://0.0.0.0:8421',
  ]) {
    assert.match(judgeReach(own(url), microsoft)?.remedy ?? '', /MUSTER_PUBLIC_URL/, url)
    assert.match(judgeLaunchReach(own(url), microsoft)?.message ?? '', /nobody but this machine/, url)
  }
})

test('a tenant on this machine is tried out on this machine', () => {
  assert.equal(judgeReach(own('http://127.0.0.1:8421'), box), null)
  assert.equal(judgeLaunchReach(own('http://127.0.0.1:8421'), box), null)
})

test('http towards people is refused, https is fine', () => {
  assert.match(judgeReach(given('http://mfa.contoso.example'), microsoft)?.remedy ?? '', /https/)
  assert.match(judgeReach(given('http://mfa.contoso.example'), box)?.remedy ?? '', /https/)
  assert.equal(judgeReach(given('https://mfa.contoso.example'), microsoft), null)
  // A name that only looks like this machine's.
  assert.equal(judgeReach(given('https://localhost.contoso.example'), microsoft), null)
})

test('an address that an administrator named is launched with, whatever the doctor says of it', () => {
  for (const url of ['http://127.0.0.1:8421', 'http://mfa.contoso.example']) {
    assert.notEqual(judgeReach(given(url), microsoft), null)
    assert.equal(judgeLaunchReach(given(url), microsoft), null)
  }
  assert.notEqual(judgeLaunchReach(own('http://192.0.2.7:8421'), microsoft), null)
})
