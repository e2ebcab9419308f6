/** Credentials at rest: what opens, what does not, and what is never printed. */

import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { inspect } from 'node:util'
import { Problem } from '@muster/core/problem'
import { Secret, seal, unseal } from './secrets.ts'

const key = randomBytes(32)
const tenant = randomUUID()

test('what was sealed opens again, for its own row with its own key', () => {
  assert.equal(unseal(key, tenant, seal(key, tenant, 'pässword~8Q')).reveal(), 'pässword~8Q')
  assert.equal(unseal(key, tenant, seal(key, tenant, '')).reveal(), '')
})

test('the same text sealed twice looks different, and shows nothing of itself', () => {
  const [one, two] = [seal(key, tenant, 'password'), seal(key, tenant, 'password')]
  assert.notDeepEqual(one, two)
  assert.ok(!one.toString('latin1').includes('password'))
})

test('another key, another row, a changed or shortened seal: nothing opens, and the remedy is named', () => {
  const sealed = seal(key, tenant, 'password')
  const changed = Buffer.from(sealed)
  changed.writeUInt8((changed[14] ?? 0) ^ 1, 14)
  const attempts = [
    () => unseal(randomBytes(32), tenant, sealed),
    () => unseal(key, randomUUID(), sealed),
    () => unseal(key, tenant, changed),
    () => unseal(key, tenant, sealed.subarray(0, sealed.length - 1)),
    () => unseal(key, tenant, sealed.subarray(0, 20)),
    () => unseal(key, tenant, Buffer.alloc(0)),
  ]
  for (const attempt of attempts) {
    assert.throws(
      attempt,
      (error: unknown) => error instanceof Problem && /secret\.key/.test(error.remedy ?? ''),
    )
  }
})

test('a secret prints as [secret] wherever it ends up', () => {
  const secret = new Secret('hunter2')
  const shown = [
    `${secret}`,
    String(secret),
    JSON.stringify({ secret }),
    inspect({ secret }),
    inspect([secret]),
  ]
  for (const text of shown) {
    assert.match(text, /\[secret\]/)
    assert.doesNotMatch(text, /hunter2/)
  }
})
