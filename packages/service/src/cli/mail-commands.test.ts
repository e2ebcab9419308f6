/** `mail` and the changes of a sender on the command line: what is sent, what is printed, and how it ends. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Input } from '@muster/contract/routes'
import { createWorld, exampleIds, exampleSender, startOfDay } from '../http/example-world.ts'
import { against } from './trial.ts'

const messageId = '00000000-0000-4000-8000-0000000000aa'

test('mails of unknown fate are listed with their ids', () =>
  against(
    createWorld(),
    async muster => {
      const { stdout, exitCode } = await muster(['mail', 'list', '--state', 'uncertain'])
      assert.equal(exitCode, 0)
      assert.match(stdout, /anna@contoso\.example +invitation 1 +uncertain .*504 http504/)
      assert.match(stdout, new RegExp(messageId))
    },
    {
      listMails: async ({ query }) => {
        assert.equal(query.state, 'uncertain')
        const mail = {
          messageId,
          enrolmentId: exampleIds.anna,
          displayName: 'Anna Arnold',
          userPrincipalName: 'anna@contoso.example',
          recipient: 'anna@contoso.example',
          kind: 'invitation' as const,
          number: 1,
          state: 'uncertain' as const,
          sender: 'mfa@contoso.example',
          detail: '504 http504',
          decision: null,
          queuedAt: startOfDay,
          triedAt: startOfDay,
          settledAt: startOfDay,
        }
        return { items: [mail], nextCursor: null }
      },
    },
  ))

test('a decision is sent as it was typed, and mails of another campaign are called so', async () => {
  const said: Input<'decideMails'>['body'][] = []
  await against(
    createWorld(),
    async muster => {
      const done = await muster(['mail', 'again', messageId])
      assert.deepEqual([done.exitCode, done.stdout], [0, '1 sent again, 0 were decided or known already\n'])
      await muster(['mail', 'arrived', messageId])
    },
    {
      decideMails: async ({ body }) => {
        said.push(body)
        return { changed: 1, unchanged: 0, notFound: [] }
      },
    },
  )
  assert.deepEqual(said, [
    { decision: 'again', messageIds: [messageId] },
    { decision: 'arrived', messageIds: [messageId] },
  ])
  await against(createWorld(), async muster => {
    const { exitCode, stderr } = await muster(['mail', 'arrived', messageId])
    assert.equal(exitCode, 2)
    assert.match(stderr, /1 mails are not in "Autumn rollout"/)
  })
})

test('a sender is given a budget, and tried again', () => {
  const world = createWorld()
  const sender = exampleSender(exampleIds.tenant, {
    kind: 'graph',
    address: 'mfa@contoso.example',
    displayName: 'Contoso IT',
  })
  world.senders.push({ ...sender, problem: '404 MailboxNotEnabledForRESTAPI', retryAt: startOfDay })
  return against(world, async muster => {
    const budget = ['--per-minute', '12', '--at-once', '2']
    const { stdout } = await muster(['sender', 'update', 'mfa@contoso.example', ...budget])
    assert.equal(stdout, 'mfa@contoso.example is changed\n')
    const listed = (await muster(['sender', 'list'])).stdout
    assert.match(listed, /12 \/ 10000 \/ 2 +404 MailboxNotEnabledForRESTAPI +2026-11-02 08:00/)
    const resumed = await muster(['sender', 'resume', 'mfa@contoso.example'])
    assert.equal(resumed.stdout, 'mfa@contoso.example is tried again now\n')
    assert.equal(world.senders[0]?.problem, null)
  })
})
