/** Sending mail: what is accepted, refused, reported back, and held to the limits of Exchange. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Answer, createStage, read, rows, type Stage } from '../testing/stage.ts'

function letter(to: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    message: {
      subject: 'Set up your sign-in',
      body: { contentType: 'html', content: '<a href="https://muster.example/e/1">Start</a>' },
      toRecipients: [{ emailAddress: { address: to } }],
      internetMessageHeaders: [{ name: 'X-Muster-Message', value: 'm-1' }],
      ...more,
    },
    saveToSentItems: true,
  }
}

function send(stage: Stage, body: unknown, from = 'security@contoso.example'): Promise<Answer> {
  return stage.ask(`/users/${from}/sendMail`, { body })
}

test('a mail is accepted with 202, lies in the inbox and in Sent Items with its own header', async () => {
  await using stage = await createStage()
  const sent = await send(stage, letter('Adele.Vance@contoso.example'))
  assert.equal(sent.status, 202)
  assert.equal(sent.text, '')
  const [mail] = stage.tenant.world.inboxes.get('adele.vance@contoso.example') ?? []
  assert.equal(mail?.headers['x-muster-message'], 'm-1')
  assert.deepEqual(mail?.links, ['https://muster.example/e/1'])
  const items = await stage.ask(
    '/users/security@contoso.example/mailFolders/sentitems/messages?$filter=sentDateTime ge 2026-09-07T07:00:00Z&$select=internetMessageHeaders,sentDateTime&$top=50',
  )
  assert.deepEqual(rows(items)[0]?.internetMessageHeaders, [{ name: 'X-Muster-Message', value: 'm-1' }])
  assert.deepEqual(stage.violations, [])
})

test('what Exchange refuses is refused in its words', async () => {
  await using stage = await createStage()
  const code = async (body: unknown, from?: string): Promise<string> => {
    const answer = await send(stage, body, from)
    return `${answer.status} ${read(answer.body, 'error/code')}`
  }
  const to = 'adele.vance@contoso.example'
  assert.equal(
    await code(letter(to, { internetMessageHeaders: [{ name: 'Auto-Submitted', value: 'x' }] })),
    '400 InvalidInternetMessageHeader',
  )
  assert.equal(
    await code(letter(to, { internetMessageHeaders: [] })),
    '400 InvalidInternetMessageHeaderCollection',
  )
  assert.equal(await code(letter(to, { toRecipients: [] })), '400 ErrorInvalidRecipients')
  assert.equal(await code(letter(to, { colour: 'red' })), '400 RequestBodyRead')
  assert.equal(await code(letter(to, { from: { emailAddress: { address: to } } })), '403 ErrorSendAsDenied')
  assert.equal(await code(letter(to), stage.people.diego.id), '404 MailboxNotEnabledForRESTAPI')
  assert.equal(await code(letter(to), 'nobody@contoso.example'), '404 ErrorInvalidUser')
  assert.equal(await code(letter(to, { body: { contentType: 'HTML', content: 'x' } })), '202 undefined')
})

test('a mail to nobody is accepted, and the report of it comes to the sender', async () => {
  await using stage = await createStage()
  assert.equal((await send(stage, letter('nobody@contoso.example'))).status, 202)
  const [report] = stage.tenant.world.inboxes.get('security@contoso.example') ?? []
  assert.equal(report?.subject, 'Undeliverable: Set up your sign-in')
  assert.deepEqual(
    stage.tenant.world.happenings.map(happening => happening.kind),
    ['mailUndeliverable'],
  )
})

test('thirty mails a minute are delivered, the rest is carried over to the following minutes', async () => {
  await using stage = await createStage()
  for (let number = 0; number < 70; number++)
    assert.equal((await send(stage, letter('adele.vance@contoso.example'))).status, 202)
  const inbox = (): number => stage.tenant.world.inboxes.get('adele.vance@contoso.example')?.length ?? 0
  assert.equal(inbox(), 30)
  assert.equal(stage.tenant.traffic.mailsCarriedOver, 40)
  stage.pass(60_000)
  assert.equal(inbox(), 60)
  stage.pass(60_000)
  assert.equal(inbox(), 70)
})

test('a fifth send at the same time is over the mailbox’s concurrency', async () => {
  await using stage = await createStage({ mailTakesMs: 200 })
  await stage.ask('/users?$top=1')
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => send(stage, letter('adele.vance@contoso.example'))),
  )
  assert.deepEqual(answers.map(({ status }) => status).sort(), [202, 202, 202, 202, 429])
  const refused = answers.find(({ status }) => status === 429)
  assert.deepEqual(refused?.body, {
    error: { code: 'ApplicationThrottled', message: 'Application is over its MailboxConcurrency limit.' },
  })
})

test('an answer lost after the act leaves the mail delivered', async () => {
  await using stage = await createStage()
  stage.tenant.faults.next({ family: 'mail', status: 504, afterAct: true })
  assert.equal((await send(stage, letter('adele.vance@contoso.example'))).status, 504)
  assert.equal(stage.tenant.world.inboxes.get('adele.vance@contoso.example')?.length, 1)
  stage.tenant.faults.next({ family: 'mail', reset: true })
  await assert.rejects(send(stage, letter('adele.vance@contoso.example')))
  assert.equal(stage.tenant.world.inboxes.get('adele.vance@contoso.example')?.length, 1)
})
