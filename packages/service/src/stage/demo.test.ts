/** What a demo takes of the environment. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Problem } from '@muster/core/problem'
import { demoConfig } from './demo.ts'

const files = { folder: '/tmp/demo', caFile: '/tmp/demo/ca.pem' }

test('a demo’s webhooks may call the hosts that MUSTER_WEBHOOK_HOSTS names, and no others inside', () => {
  const { webhookHosts } = demoConfig({ MUSTER_WEBHOOK_HOSTS: '127.0.0.1, hooks.internal' }, files)
  assert.deepEqual([...webhookHosts], ['127.0.0.1', 'hooks.internal'])
  assert.equal(demoConfig({}, files).webhookHosts.size, 0)
  assert.throws(() => demoConfig({ MUSTER_WEBHOOK_HOSTS: 'https://127.0.0.1' }, files), Problem)
})
