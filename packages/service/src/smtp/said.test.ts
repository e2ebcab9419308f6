/** What a mail server and the way to it have to say is known, so that it can be told in any language. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mailServerSentences } from '@muster/core/mail-server-sentences'
import type { SMTPServerOptions } from 'smtp-server'
import { createSmtpMailer, type SmtpOptions } from './mailer.ts'
import { startServer } from './scripted-server.ts'
import { makeCertificate } from './test-certificate.ts'

const certificate = makeCertificate()
const hanna = { user: 'hanna', password: 'correct horse' }
const mailToAnna = {
  messageId: '5f0c2a4e-9d0b-4a55-8a3c-2f6b8f1d7e10',
  from: { address: 'it@contoso.example', name: null },
  to: { address: 'anna@contoso.example', name: null },
  ...{ subject: 'Your second step', html: '<p>Hello</p>', text: 'Hello', headers: {} },
}

async function heardFrom(
  options: SMTPServerOptions,
  more: Partial<SmtpOptions> = {},
): Promise<string | undefined> {
  const server = await startServer({ ...certificate, ...options })
  try {
    return await heardAt(server.port, more)
  } finally {
    await server.stop()
  }
}

async function heardAt(port: number, more: Partial<SmtpOptions>): Promise<string | undefined> {
  const base = { host: 'localhost', secure: false, requireTls: false, user: null, password: null }
  const mailer = createSmtpMailer({ ...base, ca: certificate.cert, port, ...more })
  try {
    const outcome = await mailer.send(mailToAnna, new AbortController().signal)
    assert.ok(outcome.kind !== 'sent')
    return mailServerSentences.read(outcome.reason)?.code
  } finally {
    mailer.close()
  }
}

function reply(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode })
}

test('a wrong password', async () => {
  const options: SMTPServerOptions = { onAuth: (_auth, _session, done) => done(reply(535, '5.7.8 no')) }
  assert.equal(await heardFrom(options, hanna), 'smtpPassword')
})

test('no encryption, and a certificate that nobody vouches for or that has another name', async () => {
  assert.equal(await heardFrom({ disabledCommands: ['STARTTLS'] }, hanna), 'smtpNoTls')
  assert.equal(await heardFrom(makeCertificate(), hanna), 'smtpSelfSigned')
  assert.equal(await heardFrom({}, { ...hanna, host: '127.0.0.1' }), 'smtpOtherName')
})

test('nobody at the port', async () => {
  const server = await startServer(certificate)
  await server.stop()
  assert.equal(await heardAt(server.port, {}), 'smtpRefused')
})

test('a sender and a recipient that it does not take', async () => {
  const sender: SMTPServerOptions = {
    onMailFrom: (_address, _session, done) => done(reply(550, '5.7.60 not as this')),
  }
  assert.equal(await heardFrom(sender), 'smtpSender')
  const recipient: SMTPServerOptions = {
    onRcptTo: (_address, _session, done) => done(reply(550, '5.1.1 unknown')),
  }
  assert.equal(await heardFrom(recipient), 'smtpRecipient')
})

test('a day that is used up', async () => {
  const options: SMTPServerOptions = {
    onData(stream, _session, done) {
      stream.on('end', () => done(reply(550, '5.1.90 too many')))
      stream.resume()
    },
  }
  assert.equal(await heardFrom(options), 'smtpDayOver')
})
