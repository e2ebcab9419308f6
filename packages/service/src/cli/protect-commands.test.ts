/** Protected people and the plan on the terminal. */

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { examplePlan } from '../http/example-plan.ts'
import { createWorld } from '../http/example-world.ts'
import { planText } from './plan-command.ts'
import { against } from './trial.ts'

describe('protect', () => {
  it('adds people with owner and reason, warns of those in a group already, lists and removes', () =>
    against(createWorld(), async muster => {
      const names = ['brita@contoso.example', 'svc-backup@contoso.example']
      const added = await muster([
        'protect',
        'add',
        ...names,
        '--reason',
        'emergency access',
        '--owner',
        'Noor',
      ])
      assert.match(added.stdout, /^2 protected\n1 of them are in a campaign's group already/)
      const { stdout } = await muster(['protect', 'list'])
      assert.match(stdout, /brita@contoso\.example +Noor +2026-11-02 08:00 .* emergency access/)
      const removed = await muster(['protect', 'remove', names[0] ?? '', 'nobody@contoso.example'])
      assert.match(removed.stdout, /^1 no longer protected/)
      assert.equal(removed.exitCode, 1)
      assert.match(removed.stderr, /nobody is called nobody@contoso\.example/)
    }))
})

describe('campaign plan', () => {
  it('draws people, calendar and the date', () =>
    against(createWorld(), async muster => {
      const { stdout, stderr } = await muster(['campaign', 'plan', '--list'])
      assert.match(stdout, /^will be mailed +13000 +█+░ +12 of them are looked at first/m, stderr)
      assert.match(stdout, /^not: registered +400 +█░+ +registered already/m)
      assert.match(stdout, /^ {2}Anna Arnold <anna\.arnold@contoso\.example>$/m)
      assert.match(stdout, /^13000 mails through 1 sender; the last goes out 2026-11-03 09:40 UTC$/m)
      const days = [...stdout.matchAll(/^(2026-\d\d-\d\d) +\d* +[█░]* +(\w+)/gm)].map(([, at, what]) => [
        at,
        what,
      ])
      assert.deepEqual(days, [
        ['2026-11-02', 'invitations'],
        ['2026-11-03', 'invitations'],
        ['2026-11-09', 'reminder'],
      ])
      assert.match(
        stdout,
        /2026-11-05 is tight: everybody is invited by then, 0 of 1 reminders fall before it/,
      )
    }))

  it('says what to do where the date cannot be met or nobody can send', () => {
    const plain = (_: unknown, text: string) => text
    const [campaign] = createWorld().campaigns
    assert.ok(campaign !== undefined)
    const plan = examplePlan(campaign, false)
    const due = { on: '2026-11-02', verdict: 'missed' as const, remindersBefore: 0, sendersNeeded: 3 }
    assert.match(planText('A', { ...plan, due }, plain), /cannot be met: 3 senders like these would make it/)
    const late = planText('A', { ...plan, due: { ...due, sendersNeeded: null } }, plain)
    assert.match(late, /cannot be met: choose a later one/)
    const nobody = { ...plan, due, mailed: { ...plan.mailed, people: 0 }, wave: { ...plan.wave, mails: 0 } }
    assert.match(planText('A', nobody, plain), /there is nobody to invite, so no mail goes out/)
    assert.doesNotMatch(planText('A', nobody, plain), /0 mails|cannot be met/)
    const senders = plan.senders.map(sender => ({ ...sender, problem: 'the mailbox is not enabled' }))
    const wave = { ...plan.wave, finishAt: null, days: [] }
    assert.match(
      planText('A', { ...plan, senders, wave }, plain),
      /no sender that can send \(1 more cannot send/,
    )
  })
})
