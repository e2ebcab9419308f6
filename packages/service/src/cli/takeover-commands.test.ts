/** `muster takeover`: the source, the mapping, and a report that can be read. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { emptyTakeoverId } from '../http/example-takeovers.ts'
import { createWorld } from '../http/example-world.ts'
import { against, write } from './trial.ts'

test('a list is rehearsed, and the report says what is wrong, who is first, and how to go on', async () => {
  await against(createWorld(), async run => {
    const site = 'https://contoso.sharepoint.com/sites/it-security'
    const argv = ['takeover', 'sharepoint', 'Autumn rollout', '--site', site, '--list', 'MFA Enrollment']
    const { exitCode, stdout, stderr } = await run(argv)
    assert.equal(exitCode, 0, stderr)
    assert.match(stdout, /MFA Enrollment: 3 rows, 2 people; rehearsed, nothing was changed/)
    assert.match(stdout, /columns nobody knows: Einladung/)
    assert.match(stdout, /claimedWithoutMethod +1 +3 bert@contoso\.example/)
    assert.match(stdout, /claimedWithoutMethod: called registered, and no method is there/)
    assert.match(stdout, /with --real/)
  })
})

test('a file goes the same way; a source that is none, or a pair that is none, is said at once', async () => {
  await against(createWorld(), async run => {
    const file = await write('export.csv', 'Title\nanna@contoso.example\n')
    const ran = await run([
      'takeover',
      'sharepoint',
      'Autumn rollout',
      '--file',
      file,
      '--map',
      'Konto=Title',
    ])
    assert.equal(ran.exitCode, 0, ran.stderr)
    const none = await run(['takeover', 'sharepoint', 'Autumn rollout', '--list', 'MFA'])
    assert.match(none.stderr, /--site ADDRESS --list NAME, or --file/)
    const pair = await run(['takeover', 'sharepoint', 'Autumn rollout', '--file', file, '--map', 'Konto'])
    assert.match(pair.stderr, /Name in the list=InviteStatus/)
    const days = await run(['takeover', 'sharepoint', 'Autumn rollout', '--file', file, '--days', 'few'])
    assert.match(days.stderr, /--days 7/)
  })
})

test('of a list without rows it says that there is nothing to take over, and praises nothing', async () => {
  await against(createWorld(), async run => {
    const { stdout } = await run(['takeover', 'show', emptyTakeoverId])
    assert.match(stdout, /has no rows: there is nothing to take over/)
    assert.doesNotMatch(stdout, /nothing was found amiss|--real/)
  })
})
