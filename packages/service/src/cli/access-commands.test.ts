/** `access` and `activity` against an example service: what they print, and how they end. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createWorld, exampleIds } from '../http/example-world.ts'
import { against } from './trial.ts'

test('who one is, who has signed in, and who is in at this moment', () =>
  against(createWorld(), async muster => {
    assert.match((await muster(['access', 'me'])).stdout, /name +Ada\nrole +admin\nas +API key/)
    assert.match((await muster(['access', 'accounts'])).stdout, /Ada Admin +ada@contoso\.example +admin/)
    assert.match((await muster(['access', 'sessions'])).stdout, /Ada Admin +admin +2026-11-02 08:00/)
  }))

test('a role is given by name and taken away again; an unknown name says who there is', () =>
  against(createWorld(), async muster => {
    const given = await muster(['access', 'role', 'ada@contoso.example', 'operator'])
    assert.match(given.stdout, /Ada Admin is operator from the next sign-in on; its sessions stay/)
    const taken = await muster(['access', 'role', exampleIds.account, 'none', '--json'])
    assert.equal(JSON.parse(taken.stdout).roleGiven, null)
    const unknown = await muster(['access', 'role', 'bert', 'viewer'])
    assert.deepEqual([unknown.exitCode, unknown.stdout], [1, ''])
    assert.match(unknown.stderr, /no account "bert"[\s\S]*one of: ada@contoso\.example/)
    assert.equal((await muster(['access', 'role', 'ada@contoso.example', 'king'])).exitCode, 2)
  }))

test('sessions are ended by the account, and an invitation is printed alone on stdout', () =>
  against(createWorld(), async muster => {
    assert.match((await muster(['access', 'end', 'Ada Admin'])).stdout, /^1 sessions of Ada Admin ended/)
    const made = await muster(['access', 'invite'])
    assert.equal(made.stdout, 'https://muster.example/signin?invitation=once\n')
    assert.match(made.stderr, /Good once, until 2026-11-02 08:00 UTC/)
  }))

test('the log is listed, and a broken one ends the check with 1', async () => {
  const world = createWorld()
  await against(world, async muster => {
    assert.match((await muster(['activity'])).stdout, /1 +2026-11-02 08:00 +Ada Admin +signIn +– +done/)
    const whole = await muster(['activity', 'verify', '--mark', '1-0123456789abcdef0123'])
    assert.match(whole.stdout, /1 entries, every entry is as it was written\nmark 1-0123456789abcdef0123/)
    assert.equal(JSON.parse((await muster(['activity', 'verify', '--json'])).stdout).isWhole, true)
    world.verdict = {
      isWhole: false,
      entries: 6,
      brokenAt: 7,
      detail: 'entry 7: it was changed',
      mark: null,
    }
    const broken = await muster(['activity', 'verify'])
    assert.equal(broken.exitCode, 1)
    assert.match(broken.stderr, /the log is not whole: entry 7: it was changed/)
  })
})
