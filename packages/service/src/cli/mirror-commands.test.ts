/** `muster mirror`: what is asked for, before anything is asked of the service. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createWorld } from '../http/example-world.ts'
import { against } from './trial.ts'

test('to change nothing, or to stop and go on at once, is not understood, and it is said what can be given', async () => {
  await against(createWorld(), async run => {
    const nothing = await run(['mirror', 'change'])
    assert.equal(nothing.exitCode, 2)
    assert.match(nothing.stderr, /nothing is to be changed.*--leavers.*mirror check/s)
    const both = await run(['mirror', 'change', '--stop', '--go-on'])
    assert.equal(both.exitCode, 2)
    assert.match(both.stderr, /--stop and --go-on are opposites/)
    const stopped = await run(['mirror', 'change', '--stop'])
    assert.equal(stopped.exitCode, 0, stopped.stderr)
  })
})
