/** The SMTP mailer against real servers on loopback: every outcome, encryption, sign-in, and what a mail looks like. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { SMTPServerOptions } from 'smtp-server'
import { createSmtpMailer, type OutgoingMail, type SendOutcome, type SmtpOptions } from './mailer.ts'
import { type Script, startScriptedServer, startServer, type TestServer } from './scripted-server.ts'
import { makeCertificate } from './test-certificate.ts'

const certificate = makeCertificate()
const never = new AbortController().signal

const mailToAnna: OutgoingMail = {
  messageId: '5f0c2a4e-9d0b-4a55-8a3c-2f6b8f1d7e10',
  from: { address: 'it@contoso.com', name: 'Contoso IT' },
  to: { address: 'anna.weber@contoso.com', name: 'Anna Weber' },
  subject: 'Ihr zweiter Schritt für die Anmeldung',
  html: '<p>Grüße</p>',
  text: 'Grüße',
  headers: { 'x-muster-campaign': 'c1' },
}

const hanna = { user: 'hanna', password: 'correct horse' }

function optionsFor(port: number, more: Partial<SmtpOptions> = {}): SmtpOptions {
  const base = { host: 'localhost', port, secure: false, requireTls: false, user: null, password: null }
  return { ...base, ca: certificate.cert, ...more }
}

/** One mail to a server that follows `options`, then both are gone. */
async function sendTo(
  options: SMTPServerOptions,
  more: Partial<SmtpOptions> = {},
  mail = mailToAnna,
): Promise<{ outcome: SendOutcome; server: TestServer }> {
  const server = await startServer({ ...certificate, ...options })
  const mailer = createSmtpMailer(optionsFor(server.port, more))
  try {
    return { outcome: await mailer.send(mail, never), server }
  } finally {
    mailer.close()
    await server.stop()
  }
}

async function sendToScript(script: Script, signal = never): Promise<SendOutcome> {
  const server = await startScriptedServer(script)
  const mailer = createSmtpMailer(optionsFor(server.port, { connectTimeoutMs: 200, replyTimeoutMs: 200 }))
  try {
    return await mailer.send(mailToAnna, signal)
  } finally {
    mailer.close()
    await server.stop()
  }
}

function reply(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode })
}

describe('a mail that goes', () => {
  test('reaches the server over STARTTLS, signed in, and the queue id comes back', async () => {
    const { outcome, server } = await sendTo({}, { requireTls: true, ...hanna })
    assert.deepEqual(outcome, { kind: 'sent', providerId: 'Q1' })
    const [mail] = server.mails
    assert.equal(mail?.encrypted, true)
    assert.equal(mail?.user, 'hanna')
    assert.equal(mail?.from, 'it@contoso.com')
    assert.deepEqual(mail?.to, ['anna.weber@contoso.com'])
  })

  test('reaches a server that speaks TLS from the first byte', async () => {
    const { outcome, server } = await sendTo({ secure: true }, { secure: true, ...hanna })
    assert.equal(outcome.kind, 'sent')
    assert.equal(server.mails[0]?.encrypted, true)
  })

  test('uses STARTTLS when it is offered, even if nobody asked for it', async () => {
    const { server } = await sendTo({})
    assert.equal(server.mails[0]?.encrypted, true)
  })

  test('goes in clear to a relay without TLS when there is no password to protect', async () => {
    const { outcome, server } = await sendTo({ disabledCommands: ['STARTTLS'] })
    assert.equal(outcome.kind, 'sent')
    assert.equal(server.mails[0]?.encrypted, false)
  })

  test('carries its id, says that a machine wrote it, and has both a text and an HTML part', async () => {
    const { server } = await sendTo({})
    const raw = server.mails[0]?.raw ?? ''
    assert.match(raw, /^Message-ID: <5f0c2a4e-9d0b-4a55-8a3c-2f6b8f1d7e10@contoso\.com>\r$/m)
    assert.match(raw, /^X-Muster-Message: 5f0c2a4e-9d0b-4a55-8a3c-2f6b8f1d7e10\r$/m)
    assert.match(raw, /^X-Muster-Campaign: c1\r$/m)
    assert.match(raw, /^Auto-Submitted: auto-generated\r$/m)
    assert.match(raw, /^From: Contoso IT <it@contoso\.com>\r$/m)
    assert.match(raw, /^To: Anna Weber <anna\.weber@contoso\.com>\r$/m)
    assert.match(
      raw,
      /Content-Type: text\/plain; charset=utf-8[\s\S]+Content-Type: text\/html; charset=utf-8/,
    )
  })

  test('cannot be given another header by a line break in the subject, a name or a header', async () => {
    const { server } = await sendTo(
      {},
      {},
      {
        ...mailToAnna,
        subject: 'Hello\r\nBcc: eve@example.org',
        to: { address: 'anna.weber@contoso.com', name: 'Anna\r\nBcc: eve@example.org' },
        headers: { 'x-muster-campaign': 'c1\r\nBcc: eve@example.org' },
      },
    )
    assert.doesNotMatch(server.mails[0]?.raw ?? '', /^Bcc:/im)
    assert.deepEqual(server.mails[0]?.to, ['anna.weber@contoso.com'])
  })

  test('takes no header that Graph would not take', async () => {
    const mailer = createSmtpMailer(optionsFor(1))
    await assert.rejects(
      mailer.send({ ...mailToAnna, headers: { Bcc: 'eve@example.org' } }, never),
      TypeError,
    )
  })
})

describe('a session', () => {
  test('serves one mail after another', async () => {
    const server = await startServer(certificate)
    const mailer = createSmtpMailer(optionsFor(server.port, hanna))
    for (const address of ['anna@contoso.com', 'bela@contoso.com', 'cleo@contoso.com']) {
      const outcome = await mailer.send({ ...mailToAnna, to: { address, name: null } }, never)
      assert.equal(outcome.kind, 'sent')
    }
    assert.equal(server.connections, 1)
    assert.equal(server.signIns, 1)
    assert.deepEqual(
      server.mails.flatMap(mail => mail.to),
      ['anna@contoso.com', 'bela@contoso.com', 'cleo@contoso.com'],
    )
    mailer.close()
    await server.stop()
  })

  test('that the server ended while it stood idle costs the next mail nothing', async () => {
    const served: number[] = []
    const server = await startScriptedServer({
      onMail(socket, count) {
        served.push(count)
        if (count === 2) socket.destroy()
        else socket.write('250 Ok\r\n')
      },
    })
    const mailer = createSmtpMailer(optionsFor(server.port))
    assert.equal((await mailer.send(mailToAnna, never)).kind, 'sent')
    assert.equal((await mailer.send(mailToAnna, never)).kind, 'sent')
    assert.deepEqual(served, [1, 2, 1])
    mailer.close()
    await server.stop()
  })

  test('with a full mailbox at its other end is not tried again over a new one', async () => {
    let askedCount = 0
    const server = await startServer({
      ...certificate,
      onRcptTo(_address, _session, done) {
        askedCount += 1
        done(askedCount === 1 ? null : reply(452, '4.2.2 Mailbox full'))
      },
    })
    const mailer = createSmtpMailer(optionsFor(server.port))
    assert.equal((await mailer.send(mailToAnna, never)).kind, 'sent')
    assert.equal((await mailer.send(mailToAnna, never)).kind, 'later')
    assert.equal(askedCount, 2)
    mailer.close()
    await server.stop()
  })

  test('is not opened by a closed mailer', async () => {
    const mailer = createSmtpMailer(optionsFor(1))
    mailer.close()
    assert.equal((await mailer.send(mailToAnna, never)).kind, 'later')
  })
})

describe('an answer of the server', () => {
  test('452 to the recipient means later', async () => {
    const { outcome } = await sendTo({
      onRcptTo: (_address, _session, done) => done(reply(452, '4.2.2 Mailbox full')),
    })
    assert.equal(outcome.kind, 'later')
    assert.match(outcome.kind === 'later' ? outcome.reason : '', /452 4\.2\.2 Mailbox full/)
  })

  test('550 to the recipient means refused, with its codes', async () => {
    const { outcome } = await sendTo({
      onRcptTo: (_address, _session, done) => done(reply(550, '5.1.1 No such user here')),
    })
    assert.equal(outcome.kind, 'refused')
    assert.equal(outcome.kind === 'refused' ? outcome.code : '', '550 5.1.1')
  })

  test('451 to the message means later, and 554 refused', async () => {
    const answer = (failure: Error): SMTPServerOptions => ({
      onData(stream, _session, done) {
        stream.on('end', () => done(failure))
        stream.resume()
      },
    })
    assert.equal((await sendTo(answer(reply(451, 'Try again')))).outcome.kind, 'later')
    const { outcome } = await sendTo(answer(reply(554, 'Looks like spam')))
    assert.equal(outcome.kind === 'refused' ? outcome.code : '', '554')
  })

  test('535 to the password means refused as auth, and the reason does not repeat the password', async () => {
    const { outcome, server } = await sendTo(
      {
        onAuth: (auth, _session, done) => done(reply(535, `5.7.8 "${auth.password}" is not the password`)),
      },
      { user: 'hanna', password: 'hunter2-hunter2' },
    )
    assert.equal(outcome.kind === 'refused' ? outcome.code : '', 'auth')
    assert.doesNotMatch(JSON.stringify(outcome), /hunter2/)
    assert.match(JSON.stringify(outcome), /\[secret\]/)
    assert.equal(server.mails.length, 0)
  })

  test('454 to the password means later', async () => {
    const { outcome } = await sendTo(
      { onAuth: (_auth, _session, done) => done(reply(454, '4.7.0 Try later')) },
      hanna,
    )
    assert.equal(outcome.kind, 'later')
  })

  test('554 instead of a greeting is about this hour, not about the mail', async () => {
    assert.equal((await sendToScript({ greeting: '554 You are on a list' })).kind, 'later')
  })

  test('421 after the message means that it was not taken', async () => {
    const outcome = await sendToScript({ onMessage: socket => socket.end('421 Shutting down\r\n') })
    assert.equal(outcome.kind, 'later')
  })

  test('that makes no sense after the message leaves it uncertain', async () => {
    const outcome = await sendToScript({ onMessage: socket => socket.write('what?\r\n') })
    assert.equal(outcome.kind, 'uncertain')
  })

  test('is not needed to refuse an address that cannot be one', async () => {
    const { outcome } = await sendTo(
      {},
      {},
      { ...mailToAnna, to: { address: 'anna\r\n@contoso.com', name: null } },
    )
    assert.equal(outcome.kind === 'refused' ? outcome.code : '', 'address')
  })
})

describe('silence', () => {
  test('instead of a greeting means later', async () => {
    assert.equal((await sendToScript({ greeting: null })).kind, 'later')
  })

  test('before the message means later', async () => {
    assert.equal((await sendToScript({ onMail: () => undefined })).kind, 'later')
  })

  test('after the message leaves it uncertain', async () => {
    assert.equal((await sendToScript({ onMessage: () => undefined })).kind, 'uncertain')
  })
})

test('a connection that breaks before the message means later', async () => {
  assert.equal((await sendToScript({ onMail: socket => socket.destroy() })).kind, 'later')
})

describe('calling it off', () => {
  test('before it began means later, and nobody is called', async () => {
    const server = await startServer(certificate)
    const outcome = await createSmtpMailer(optionsFor(server.port)).send(mailToAnna, AbortSignal.abort())
    assert.equal(outcome.kind, 'later')
    assert.equal(server.mails.length, 0)
    await server.stop()
  })

  test('after the message has gone out leaves it uncertain', async () => {
    const controller = new AbortController()
    const outcome = await sendToScript({ onMessage: () => controller.abort() }, controller.signal)
    assert.equal(outcome.kind, 'uncertain')
  })
})

describe('a password', () => {
  test('is not given to a server without TLS', async () => {
    const { outcome, server } = await sendTo(
      { disabledCommands: ['STARTTLS'], allowInsecureAuth: true },
      hanna,
    )
    assert.equal(outcome.kind, 'later')
    assert.equal(server.signIns, 0)
  })

  test('is not given to a server whose certificate nobody vouches for', async () => {
    const stranger = makeCertificate()
    const { outcome, server } = await sendTo(stranger, hanna)
    assert.equal(outcome.kind, 'later')
    assert.match(outcome.kind === 'later' ? outcome.reason : '', /certificate/i)
    assert.equal(server.signIns, 0)
  })

  test('without a user is a mistake that shows at once', () => {
    assert.throws(() => createSmtpMailer(optionsFor(25, { password: 'correct horse' })), TypeError)
  })
})
