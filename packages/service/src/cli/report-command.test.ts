/** The executive summary on the terminal, and its scheduled mails. */

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Handlers } from '@muster/contract/routes'
import { exampleSummary } from '../http/example-summary.ts'
import { createWorld } from '../http/example-world.ts'
import { against } from './trial.ts'

describe('report', () => {
  it('says the figures, the forecast and the break-downs', () =>
    against(createWorld(), async muster => {
      const { stdout, stderr, exitCode } = await muster(['report', '--campaign', 'Autumn rollout'])
      assert.equal(exitCode, 0, stderr)
      assert.match(stdout, /^61\.7 % registered, 876 of 1420 people$/m)
      assert.match(stdout, /^about 87\.0 % \(80\.0 % to 92\.0 %\) by 2027-01-31; the date is likely missed$/m)
      assert.match(stdout, /^Finance +600 +820 +73\.2 %/m)
      assert.match(stdout, /^\(3 smaller groups\) +6 +20/m)
      assert.match(stdout, /^ {2}skipped \(guest\): 12$/m)
    }))

  it('tells of the drafts whose people stand in the figures of all campaigns', () => {
    const tenantSummary: Handlers['tenantSummary'] = async () => ({
      ...exampleSummary(),
      campaign: null,
      campaigns: 3,
      drafts: 1,
    })
    return against(
      createWorld(),
      async muster => {
        const { stdout } = await muster(['report'])
        assert.match(stdout, /^Contoso: all campaigns \(3, of which drafts, whose people count too: 1\)$/m)
      },
      { tenantSummary },
    )
  })

  it('is JSON when asked for, and hides small groups when asked to', () =>
    against(createWorld(), async muster => {
      const { stdout } = await muster(['report', '--hide-small', '--json'])
      const summary = JSON.parse(stdout)
      assert.deepEqual([summary.headline.open, summary.hidesSmall], [544, true])
    }))
})

describe('report schedule', () => {
  it('is made, listed, tried and taken away', () =>
    against(createWorld(), async muster => {
      const schedule = (...argv: string[]) => muster(['report', 'schedule', ...argv])
      assert.match((await schedule('list')).stdout, /none yet/)
      const made = await schedule('add', '--to', 'anna@contoso.example', '--on', 'friday', '--at', '17')
      assert.equal(made.exitCode, 0, made.stderr)
      assert.match(made.stdout, /^friday at 17:00 \(Europe\/Berlin\), first at /)
      assert.match((await schedule('list')).stdout, /anna@contoso\.example \(none yet\)/)
      const tried = await schedule('try', 'anna@contoso.example', '--to', 'bert@contoso.example')
      assert.match(tried.stdout, /on its way to bert@contoso\.example/)
      assert.equal((await schedule('remove', 'anna@contoso.example')).exitCode, 0)
      assert.match((await schedule('list')).stdout, /none yet/)
    }))

  it('refuses an hour that no clock has', () =>
    against(createWorld(), async muster => {
      const { exitCode, stderr } = await muster([
        ...['report', 'schedule', 'add', '--to', 'anna@contoso.example', '--at', '24'],
      ])
      assert.equal(exitCode, 2)
      assert.match(stderr, /0 to 23/)
    }))
})
