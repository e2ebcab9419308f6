/** Working hours on the command line: giving them, showing them, taking them away; the tenant's time zone. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createWorld } from '../http/example-world.ts'
import { against } from './trial.ts'

test('hours and days are given with a campaign, shown, and taken away one by one', () =>
  against(createWorld(), async muster => {
    const hours = ['--mail-hours', '7:00-19:00', '--mail-days', 'mon-fri']
    const created = await muster(['campaign', 'create', '--name', 'Pilot', ...hours])
    assert.equal(created.exitCode, 0)
    const shown = await muster(['campaign', 'show', 'Pilot'])
    assert.match(shown.stdout, /mails go out +07:00-19:00, mon-fri, by the clock where each person lives/)
    const anyDay = await muster(['campaign', 'update', 'Pilot', '--no-mail-days'])
    assert.match(anyDay.stdout, /mails go out +07:00-19:00, by the clock/)
    const anyTime = await muster(['campaign', 'update', 'Pilot', '--no-mail-hours'])
    assert.match(anyTime.stdout, /mails go out +at any time/)
  }))

test('hours that make no sense are refused with an example', () =>
  against(createWorld(), async muster => {
    const night = await muster(['campaign', 'update', '--mail-hours', '19:00-07:00'])
    assert.notEqual(night.exitCode, 0)
    assert.match(night.stderr, /such as 07:00-19:00/)
    const days = await muster(['campaign', 'update', '--mail-days', 'workdays'])
    assert.match(days.stderr, /such as mon-fri/)
  }))

test('the tenant’s time zone is changed by its IANA name, and another name is refused', () =>
  against(createWorld(), async muster => {
    assert.equal((await muster(['tenant', 'update', '--time-zone', 'Europe/Berlin'])).exitCode, 0)
    const wrong = await muster(['tenant', 'update', '--time-zone', 'Berlin'])
    assert.notEqual(wrong.exitCode, 0)
    assert.match(wrong.stderr, /IANA name, such as Europe\/Berlin/)
  }))
