/** The mailer on Graph against a server that the test scripts: what is the mailbox's problem, and which mail is a report. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OutgoingMail } from '@muster/core/ports'
import { createTurnableClock } from '@muster/simulator/world/clock'
import { silentLog } from '../log.ts'
import { openScriptedGraph } from '../testing/scripted-graph.ts'
import { createGraphClient } from './client.ts'
import { createGraphMailer } from './mailer.ts'

const now = new Date('2026-11-02T08:00:00Z')
const tokens = { token: async () => 'token', forget: () => undefined }
const never = new AbortController().signal

function openMailer(graphUrl: string) {
  return createGraphMailer(
    createGraphClient({ graphUrl, tokens, clock: createTurnableClock(now), log: silentLog }),
  )
}

const mailFrom = (address: string): OutgoingMail => ({
  messageId: '6f1d2c3b-0000-4000-8000-000000000001',
  from: { address, name: 'Contoso IT' },
  to: { address: 'ines.duarte@contoso.example', name: 'Ines Duarte' },
  subject: 'Set up your sign-in',
  html: '<p>Please</p>',
  text: 'Please',
  headers: {},
})

const throttled = (code: string) => ({ status: 429, body: JSON.stringify({ error: { code, message: '' } }) })

test('a mailbox whose day is used up is blocked, one that is too fast only waits', async () => {
  await using graph = await openScriptedGraph(
    throttled('ErrorSubmissionQuotaExceeded'),
    throttled('ApplicationThrottled'),
  )
  const mailer = openMailer(graph.url)
  const used = await mailer.send(mailFrom('mfa@contoso.example'), never)
  assert.deepEqual([used.kind, 'code' in used && used.code], ['blocked', 'ErrorSubmissionQuotaExceeded'])
  const fast = await mailer.send(mailFrom('desk@contoso.example'), never)
  assert.equal(fast.kind, 'later', 'and it was asked although the other mailbox is throttled')
  assert.equal(graph.asked.length, 2)
})

const received = '2026-11-02T07:50:00Z'
const written = (id: string, from: string, content: string, contentType = 'text') => ({
  id,
  subject: 'Undeliverable: Please set up',
  from: { emailAddress: { address: from } },
  receivedDateTime: received,
  body: { contentType, content },
})

test('reports of final failures are found in the inbox, whatever else is there', async () => {
  const value = [
    written(
      '1',
      'postmaster@contoso.example',
      "Your message to Ines.Duarte@contoso.example couldn't be delivered.\r\n550 5.1.10 Recipient not found",
    ),
    written('2', 'postmaster@contoso.example', 'Delivery to kofi@contoso.example is delayed: 451 4.4.7'),
    written('3', 'ines.duarte@contoso.example', 'I got "550 5.1.1" for kofi@contoso.example'),
    written(
      '4',
      'MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@contoso.example',
      '<p>kofi@contoso.example</p><p>554 5.2.1 mailbox disabled</p><pre>X-Muster-Message: 6f1d2c3b-0000-4000-8000-00000000face</pre>',
      'html',
    ),
  ]
  await using graph = await openScriptedGraph({ status: 200, body: JSON.stringify({ value }) })
  const answer = await openMailer(graph.url).readBounces('mfa@contoso.example', now)
  const at = new Date(received)
  const subject = 'Undeliverable: Please set up'
  assert.deepEqual(answer, {
    kind: 'read',
    bounces: [
      {
        reportId: '1',
        at,
        addresses: ['ines.duarte@contoso.example'],
        reason: '550 5.1.10 Recipient not found',
        subject,
        messageIds: [],
      },
      {
        reportId: '4',
        at,
        addresses: ['kofi@contoso.example'],
        reason: '554 5.2.1 mailbox disabled',
        subject,
        messageIds: ['6f1d2c3b-0000-4000-8000-00000000face'],
      },
    ],
  })
})
