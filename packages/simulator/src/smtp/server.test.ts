/** Mail submission, spoken to by nodemailer as any program would: what arrives, what is refused, what gets lost. */
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { createTransport, type SendMailOptions } from 'nodemailer'
import { createTraffic } from '../faults/traffic.ts'
import { createOutbox, type Outbox } from '../graph/outbox.ts'
import { createServerIdentity } from '../login/certificates.ts'
import { createTurnableClock } from '../world/clock.ts'
import { createWorld } from '../world/world.ts'
import { createSmtpSubmission, type SmtpSubmission } from './server.ts'

const startsAt = new Date('2026-09-01T08:00:00Z')
const sender = 'mfa-rollout@contoso.example'

describe('mail submission', () => {
  const clock = createTurnableClock(startsAt)
  const world = createWorld({ clock, seed: 3 })
  let smtp: SmtpSubmission
  let outbox: Outbox
  let authorityPem = ''
  before(async () => {
    const tls = await createServerIdentity()
    authorityPem = tls.caCertificatePem
    world.addMailbox({ address: sender, userId: null, enabled: true })
    world.addUser({
      userPrincipalName: "siobhan.o'malley@contoso.example",
      displayName: "Siobhán O'Malley",
      mail: "siobhan.o'malley@contoso.example",
    })
    const users = [{ username: sender, password: 'correct horse', sendAs: ['desk@contoso.example'] }]
    outbox = createOutbox({ clock, world, traffic: createTraffic(), limits: 'real' })
    smtp = await createSmtpSubmission({ world, tls, users, submit: outbox.submit })
    clock.onTurn(() => outbox.deliverDue())
  })
  beforeEach(() => clock.turnTo(new Date(clock.now().getTime() + 60_000)))
  after(() => smtp.close())

  async function send(mail: SendMailOptions = {}, password = 'correct horse') {
    const transport = createTransport({
      host: smtp.host,
      port: smtp.port,
      requireTLS: true,
      tls: { ca: authorityPem },
      auth: { user: sender, pass: password },
    })
    try {
      return await transport.sendMail({
        from: `MFA rollout <${sender}>`,
        to: "siobhan.o'malley@contoso.example",
        subject: 'Schützen Sie Ihr Konto',
        text: 'Bitte öffnen',
        html: '<p>Bitte <a href="http://localhost/e/1">öffnen</a></p>',
        headers: { 'X-Muster-Message': 'a-1' },
        ...mail,
      })
    } finally {
      transport.close()
    }
  }

  const brief = { from: sender, to: "siobhan.o'malley@contoso.example", subject: 'x', text: 'x' }
  const outgoing = { ...brief, html: null, headers: {}, via: 'smtp' as const }
  const openPool = () =>
    createTransport({
      pool: true,
      maxConnections: 1,
      host: smtp.host,
      port: smtp.port,
      tls: { ca: authorityPem },
      auth: { user: sender, pass: 'correct horse' },
    })

  function inbox() {
    return world.inboxes.get("siobhan.o'malley@contoso.example") ?? []
  }

  test('a mail arrives in the inbox with subject, both bodies and headers', async () => {
    await send()
    const mail = inbox().at(-1)
    assert.equal(mail?.subject, 'Schützen Sie Ihr Konto')
    assert.equal(mail?.from, sender)
    assert.equal(mail?.via, 'smtp')
    assert.equal(mail?.headers['x-muster-message'], 'a-1')
    assert.match(mail?.html ?? '', /öffnen<\/a>/)
    assert.equal(mail?.text?.trim(), 'Bitte öffnen')
  })

  test('a wrong password is refused with 535 5.7.3', async () => {
    await assert.rejects(send({}, 'wrong'), { responseCode: 535, message: /5\.7\.3/ })
  })

  test('signing in without TLS is not offered', async () => {
    const transport = createTransport({
      host: smtp.host,
      port: smtp.port,
      ignoreTLS: true,
      auth: { user: sender, pass: 'correct horse' },
    })
    await assert.rejects(transport.verify(), { responseCode: 538 })
  })

  test('an unknown recipient is refused with 550 5.1.1 and nothing is delivered', async () => {
    const before = inbox().length
    await assert.rejects(send({ to: 'nobody@contoso.example' }), { responseCode: 550, message: /5\.1\.1/ })
    assert.equal(inbox().length, before)
  })

  test('only its own address and those it may send as are accepted as sender', async () => {
    await send({ from: 'desk@contoso.example' })
    assert.equal(inbox().at(-1)?.from, 'desk@contoso.example')
    await assert.rejects(send({ from: 'priya@contoso.example' }), { responseCode: 550, message: /5\.7\.60/ })
  })

  test('busy answers 451 without delivering, closing answers 421', async () => {
    const before = inbox().length
    smtp.faults.next('busy')
    await assert.rejects(send(), { responseCode: 451 })
    smtp.faults.next('closing')
    await assert.rejects(send(), { responseCode: 421 })
    assert.equal(inbox().length, before)
  })

  test('a lost answer leaves the sender without one, although the mail is delivered', async () => {
    const before = inbox().length
    smtp.faults.next('lostAnswer')
    await assert.rejects(send(), (error: Error) => !('responseCode' in error && error.responseCode))
    assert.equal(inbox().length, before + 1)
  })

  test('a slow answer comes in the end', async () => {
    smtp.faults.next('slow')
    const info = await send()
    assert.match(info.response, /^250 /)
  })

  test('the thirty-first message of a minute is taken, and arrives in the next one', async () => {
    const transport = openPool()
    const before = inbox().length
    for (let sent = 0; sent < 31; sent++) await transport.sendMail(brief)
    assert.equal(inbox().length, before + 30)
    clock.turnTo(new Date(clock.now().getTime() + 61_000))
    assert.equal(inbox().length, before + 31)
    transport.close()
  })

  test('whoever has reached the recipients of a day is refused with 550 5.1.90 until a day has passed', async () => {
    const transport = openPool()
    const most = Array.from({ length: 10_000 }, () => ({ ...outgoing }))
    clock.turnTo(new Date(clock.now().getTime() + 25 * 3_600_000))
    outbox.submit(sender, most)
    await assert.rejects(transport.sendMail(brief), { responseCode: 550, message: /5\.1\.90/ })
    clock.turnTo(new Date(clock.now().getTime() + 25 * 3_600_000))
    await transport.sendMail(brief)
    transport.close()
  })
})
