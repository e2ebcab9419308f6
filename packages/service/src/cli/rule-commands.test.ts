/** Rules from the terminal: a preset becomes a rule, a test shows on whom it would act, a list comes out as a file. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { exampleRule } from '../http/example-automations.ts'
import { createWorld, exampleIds, exampleSender, type World } from '../http/example-world.ts'
import { against, write } from './trial.ts'

function worldWithRule(): World {
  const world = createWorld()
  world.rules.push(exampleRule('Thank-you', exampleIds.rule))
  const sender = { kind: 'graph', address: 'mfa@contoso.example', displayName: 'MFA team' } as const
  world.senders.push({ ...exampleSender(exampleIds.tenant, sender), senderId: exampleIds.sender })
  return world
}

test('a preset becomes a rule that is off, and says what it cannot do without', async () => {
  const world = worldWithRule()
  await against(world, async run => {
    const bare = await run(['rule', 'create', '--preset', 'thank-you'])
    assert.equal(bare.exitCode, 2)
    assert.match(bare.stderr, /the preset thank-you needs --sender/)
    const made = await run([
      ...['rule', 'create', 'Our thank-you', '--preset', 'thank-you', '--sender', 'mfa@contoso.example'],
    ])
    assert.equal(made.exitCode, 0, made.stderr)
    assert.match(made.stdout, /Our thank-you is made, and off/)
    assert.deepEqual(world.rules.at(-1)?.watch.activities, ['User registered all required security info'])
  })
})

test('what is shown of a rule can be given back as a file, and a new webhook’s secret is shown this once', async () => {
  await against(worldWithRule(), async run => {
    const shown = await run(['rule', 'show', 'thank-you', '--json'])
    const rule = JSON.parse(shown.stdout)
    rule.name = 'With a webhook'
    rule.actions.push({ key: 'hook', kind: 'webhook', host: null, url: 'https://hooks.contoso.example/' })
    const file = await write('rule.json', JSON.stringify(rule))
    const made = await run(['rule', 'create', '--file', file])
    assert.equal(made.exitCode, 0, made.stderr)
    assert.match(made.stdout, /the signing secret of hook, shown this once: whsec_/)
  })
})

test('a rule is shown with all that it asks for, in words', async () => {
  const world = worldWithRule()
  const [rule] = world.rules
  assert.ok(rule !== undefined)
  Object.assign(rule, {
    concern: { of: { kind: 'everybody' }, departments: ['Finance'], userType: 'guest' },
    condition: { levelMin: 'mfa', present: ['fido2'], absent: ['phone'] },
    frequency: { kind: 'oncePerPersonInDays', days: 1 },
    watch: { ...rule.watch, initiator: 'ann@contoso.example' },
  })
  await against(world, async run => {
    const { stdout } = await run(['rule', 'show', 'thank-you'])
    for (const words of [
      /done by +ann@contoso\.example/,
      /concerns +everybody, guests only, in Finance/,
      /registered with at least +a strong method/,
      /has the methods +fido2/,
      /has none of +phone/,
      /how often +at most once for a person in a day/,
      /does +a mail to the person \(en, de\) \[thank-you\]/,
      /sends from +mfa@contoso\.example/,
    ])
      assert.match(stdout, words)
  })
})

test('a file that was begun before somebody else’s change is refused, and one without a version is taken', async () => {
  await against(worldWithRule(), async run => {
    const rule = JSON.parse((await run(['rule', 'show', 'thank-you', '--json'])).stdout)
    const [first, second] = [
      { ...rule, name: 'Thank-you, Ann' },
      { ...rule, name: 'Thank-you, Ben' },
    ]
    const files = [
      await write('ann.json', JSON.stringify(first)),
      await write('ben.json', JSON.stringify(second)),
    ]
    assert.equal((await run(['rule', 'update', rule.ruleId, '--file', files[0] ?? ''])).exitCode, 0)
    const late = await run(['rule', 'update', rule.ruleId, '--file', files[1] ?? ''])
    assert.equal(late.exitCode, 1)
    assert.match(late.stderr, /changed meanwhile/)
    const bare = await write('bare.json', JSON.stringify({ name: 'Thanks' }))
    assert.equal((await run(['rule', 'update', rule.ruleId, '--file', bare])).exitCode, 0)
  })
})

test('a file that holds no rule is said to hold none', async () => {
  await against(worldWithRule(), async run => {
    for (const [text, words] of [
      ['null', /holds no rule/],
      ['[1]', /holds no rule/],
      ['{"name"', /is no JSON/],
    ] as const) {
      const made = await run(['rule', 'create', '--file', await write('odd.json', text)])
      assert.notEqual(made.exitCode, 0)
      assert.match(made.stderr, words)
    }
    const odd = await write('odd.json', '{"name":"X","watch":{"activities":["Add user"]},"actions":[null]}')
    const made = await run(['rule', 'create', '--file', odd])
    assert.match(made.stderr, /actions\.0/)
  })
})

test('a test says what was asked and on whom the rule would have acted', async () => {
  await against(worldWithRule(), async run => {
    const tested = await run(['rule', 'test', 'Thank-you', '--days', '3'])
    assert.equal(tested.exitCode, 0, tested.stderr)
    assert.match(tested.stdout, /asked: activityDisplayName eq/)
    assert.match(tested.stdout, /anna@contoso\.example .* act .* thank-you: anna@contoso\.example/)
  })
})

test('on, off, history, list and another try of an act', async () => {
  await against(worldWithRule(), async run => {
    assert.match((await run(['rule', 'on', 'Thank-you'])).stdout, /Thank-you is on/)
    assert.match((await run(['rule', 'list'])).stdout, /Thank-you +on +1/)
    const history = await run(['rule', 'history', 'Thank-you'])
    assert.match(history.stdout, /anna@contoso\.example .* thank-you: done/)
    assert.match((await run(['rule', 'export', 'Thank-you'])).stdout, /userPrincipalName,CommSent/)
    assert.match((await run(['rule', 'again', 'Thank-you', exampleIds.act])).stdout, /1 asked for again/)
    assert.match((await run(['rule', 'failed'])).stdout, /nothing failed/)
    assert.match((await run(['rule', 'off', 'Thank-you'])).stdout, /Thank-you is off/)
    assert.equal((await run(['rule', 'remove', 'Thank-you'])).exitCode, 0)
  })
})

test('the log: records by filter, activities to choose from, and how it is polled', async () => {
  await against(createWorld(), async run => {
    const list = await run([
      'audit',
      'list',
      '--person',
      'anna@contoso.example',
      '--since',
      '2026-11-01T00:00:00Z',
    ])
    assert.match(list.stdout, /User registered all required security info +success +anna@contoso\.example/)
    assert.match((await run(['audit', 'activities'])).stdout, /Add user +Core Directory/)
    assert.match((await run(['audit', 'export'])).stdout, /id,activityDisplayName/)
    const changed = await run(['audit', 'settings', '--poll-minutes', '15'])
    assert.match(changed.stdout, /polled every +15 minutes/)
  })
})
