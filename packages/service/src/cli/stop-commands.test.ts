/** The panic stop and the budgets of a tenant on the terminal. */

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createWorld } from '../http/example-world.ts'
import { against } from './trial.ts'

describe('stop and release', () => {
  it('say who, since when and why, in the answer, in "tenant show" and in "tenant list"', () =>
    against(createWorld(), async muster => {
      const stopped = await muster(['stop', '--reason', 'the help desk is drowning'])
      const loud =
        /^STOPPED: nothing leaves for Contoso since 2026-11-02 08:00 UTC, by \w+: the help desk is drowning\n/
      assert.match(stopped.stdout, loud)
      const shown = await muster(['tenant', 'show'])
      assert.match(shown.stdout, loud)
      const listed = await muster(['tenant', 'list'])
      assert.match(listed.stdout, /STOPPED SINCE[^\n]*\n.*2026-11-02 08:00/)
      const released = await muster(['release', '--tenant', 'Contoso'])
      assert.equal(released.stdout, 'work for Contoso goes on\n')
      assert.doesNotMatch((await muster(['tenant', 'show'])).stdout, /STOPPED/)
    }))

  it('asks for a reason', () =>
    against(createWorld(), async muster => {
      const { exitCode, stderr } = await muster(['stop'])
      assert.equal(exitCode, 2)
      assert.match(stderr, /--reason/)
    }))
})

describe('the budgets of a tenant', () => {
  it('are set, shown as set, and set back to the default', () =>
    against(createWorld(), async muster => {
      const { stderr, exitCode } = await muster([
        ...['tenant', 'update', '--reports', '2', '--directory-writes', '600'],
        ...['--directory-units', '1000', '--method-reads', '200'],
      ])
      assert.equal(exitCode, 0, stderr)
      await muster(['tenant', 'update', '--directory-writes', 'default'])
      const { stdout } = await muster(['tenant', 'show'])
      assert.match(stdout, /in 10 s +2 +as set +--reports/)
      assert.match(stdout, /in 150 s +2700 +by default +--directory-writes/)
      assert.match(stdout, /in 10 s +1000 +as set +--directory-units/)
      assert.match(stdout, /in a minute +200 +as set +--method-reads/)
    }))

  it('beyond what Microsoft allows are refused with the bounds', () =>
    against(createWorld(), async muster => {
      const { exitCode, stderr } = await muster(['tenant', 'update', '--reports', '6'])
      assert.equal(exitCode, 2)
      assert.match(stderr, /--reports <number>.*Give a whole number from 1 to 5, or "default"/s)
    }))
})
