/** A tenant seen from above on the terminal. */

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createWorld } from '../http/example-world.ts'
import { against } from './trial.ts'

describe('overview', () => {
  it('lists the campaigns, what needs somebody and what waits', () =>
    against(createWorld(), async muster => {
      const { stdout, stderr, exitCode } = await muster(['overview'])
      assert.equal(exitCode, 0, stderr)
      assert.match(stdout, /^Autumn rollout +running|^Autumn rollout +draft/m)
      assert.match(stdout, /^needs attention\n {2}Autumn rollout: 2 mails of unknown fate/m)
      assert.match(stdout, /^waiting\n {2}mail mfa@contoso\.example until 2026-11-02T09:00:00\.000Z$/m)
    }))

  it('is JSON when asked for', () =>
    against(createWorld(), async muster => {
      const { stdout } = await muster(['overview', '--json'])
      assert.equal(JSON.parse(stdout).campaigns.length, 1)
    }))
})
