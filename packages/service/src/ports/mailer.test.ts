/**
 * What the port Mailer promises, by Graph and by SMTP: a mail that was sent arrives once with our id on it, and every
 * other outcome says truly whether it may have been sent.
 */

import assert from 'node:assert/strict'
import { describe } from 'node:test'
import type { Mailer, OutgoingMail, SendOutcome } from '@muster/core/ports'
import type { DeliveredMail } from '@muster/simulator/world/types'
import { messageHeader } from '../graph/mail-reports.ts'
import { createGraphMailer } from '../graph/mailer.ts'
import { openSmtpMailer } from '../tenants/connections.ts'
import { type Arranged, type OpenStage, type PortStage, promise, promiseArranged, setRoles } from './stage.ts'
import { drawId, holdEverywhere } from './stages.ts'

const never = new AbortController().signal

function mailTo(stage: PortStage, address: string): OutgoingMail {
  return {
    messageId: drawId(),
    from: { address: stage.sender, name: 'Contoso IT' },
    to: { address, name: 'Somebody' },
    subject: 'A mail of the contract suite',
    html: '<p>Nothing to do. Grüße</p>',
    text: 'Nothing to do. Grüße',
    headers: {},
  }
}

/** Mails with this id that lie in the inbox, whoever's it is. */
function delivered({ box }: Arranged, { messageId, to }: OutgoingMail): DeliveredMail[] {
  const inbox = box.tenant.world.inboxes.get(to.address.toLowerCase()) ?? []
  return inbox.filter(mail => mail.headers[messageHeader] === messageId)
}

/** Sends one to the person who is known; says what came of it and how often it arrived. */
async function sendOne(
  stage: PortStage,
  arranged: Arranged,
  mailer: Mailer,
  signal = never,
): Promise<{ outcome: SendOutcome; arrived: number }> {
  const mail = mailTo(stage, stage.known.mail)
  const outcome = await mailer.send(mail, signal)
  return { outcome, arrived: delivered(arranged, mail).length }
}

/** What both ways of sending promise. */
function holdSending(open: OpenStage, mailerOf: (stage: PortStage) => Mailer): void {
  promiseArranged(
    'sent: it arrives once, from whom and to whom it says, with our id',
    open,
    async (stage, arranged) => {
      const mail = mailTo(stage, stage.known.mail)
      const outcome = await mailerOf(stage).send(mail, never)
      assert.equal(outcome.kind, 'sent', JSON.stringify(outcome))
      const [arrived, ...more] = delivered(arranged, mail)
      assert.equal(more.length, 0)
      assert.equal(arrived?.from.toLowerCase(), stage.sender)
      assert.equal(arrived?.subject, mail.subject)
      assert.match(arrived?.html ?? '', /Grüße/)
    },
  )

  promiseArranged(
    'called off before it began: nothing is sent, and nobody is told that it was',
    open,
    async (stage, arranged) => {
      const { outcome, arrived } = await sendOne(stage, arranged, mailerOf(stage), AbortSignal.abort())
      assert.ok(outcome.kind === 'later' || outcome.kind === 'uncertain', JSON.stringify(outcome))
      assert.equal(arrived, 0)
    },
  )
}

function suiteOfGraph(open: OpenStage): void {
  const mailerOf = ({ connection }: PortStage) => createGraphMailer(connection.client)
  holdSending(open, mailerOf)

  promise('sent from the test mailbox to itself', open, async stage => {
    const outcome = await mailerOf(stage).send(mailTo(stage, stage.sender), never)
    assert.equal(outcome.kind, 'sent', JSON.stringify(outcome))
  })

  for (const form of ['seconds', 'date'] as const) {
    promiseArranged(
      `later: throttled, with the wait as ${form}; the mailbox is left alone until then`,
      open,
      async (stage, arranged) => {
        const { faults, traffic } = arranged.box.tenant
        const mailer = mailerOf(stage)
        const retryAt = new Date(stage.now().getTime() + 70_000)
        faults.next({ family: 'mail', status: 429, retryAfterSeconds: 70, retryAfterForm: form })
        const asked = traffic.requests.mail
        for (let times = 0; times < 2; times++) {
          const { outcome, arrived } = await sendOne(stage, arranged, mailer)
          assert.deepEqual([outcome.kind, 'retryAt' in outcome && outcome.retryAt], ['later', retryAt])
          assert.equal(arrived, 0)
        }
        assert.equal(traffic.requests.mail, asked + 1)
      },
    )
  }

  for (const [what, fault, times] of [
    ['an error before the act', { status: 500 }, 0],
    ['a gateway’s page before the act', { status: 502, html: true }, 0],
    ['an error after the act', { status: 504, afterAct: true }, 1],
    ['a connection lost before the act', { reset: true }, 0],
    ['a connection lost after the act', { reset: true, afterAct: true }, 1],
  ] as const) {
    promiseArranged(`uncertain: ${what}, and it is not sent again`, open, async (stage, arranged) => {
      arranged.box.tenant.faults.next({ family: 'mail', method: 'POST', ...fault })
      const { outcome, arrived } = await sendOne(stage, arranged, mailerOf(stage))
      assert.deepEqual([outcome.kind, arrived], ['uncertain', times])
    })
  }

  promiseArranged(
    'blocked: a mailbox that may not be sent from, or is none',
    open,
    async (stage, arranged) => {
      const nowhere = { ...stage, sender: 'nobody@contoso.example' }
      const { outcome } = await sendOne(nowhere, arranged, mailerOf(stage))
      assert.equal(outcome.kind, 'blocked', JSON.stringify(outcome))
      setRoles(arranged, roles => roles.filter(role => role !== 'Mail.Send'))
      const denied = await sendOne(stage, arranged, mailerOf(stage))
      assert.deepEqual([denied.outcome.kind, denied.arrived], ['blocked', 0])
      assert.equal('code' in denied.outcome && denied.outcome.code, 'ErrorAccessDenied')
    },
  )

  promiseArranged('refused: a mail that Exchange will never take', open, async (stage, arranged) => {
    const mail = { ...mailTo(stage, stage.known.mail), headers: { 'not-ours': 'x' } }
    const outcome = await mailerOf(stage).send(mail, never)
    assert.equal(outcome.kind, 'refused', JSON.stringify(outcome))
    assert.equal(delivered(arranged, mail).length, 0)
  })

  promiseArranged('a revoked token is replaced, and the mail goes once', open, async (stage, arranged) => {
    const mailer = mailerOf(stage)
    await sendOne(stage, arranged, mailer)
    arranged.box.tenant.faults.revokeTokens()
    const { outcome, arrived } = await sendOne(stage, arranged, mailer)
    assert.deepEqual([outcome.kind, arrived], ['sent', 1])
  })

  promiseArranged(
    'findSent: with the right to look, yes and no; without it, or without an answer, cannot tell',
    open,
    async (stage, arranged) => {
      const since = new Date(stage.now().getTime() - 60_000)
      const sent = mailTo(stage, stage.known.mail)
      const other = drawId()
      const ids = [sent.messageId, other]
      assert.equal((await mailerOf(stage).send(sent, never)).kind, 'sent')
      assert.equal(await mailerOf(stage).findSent(stage.sender, ids, since), null)
      setRoles(arranged, roles => [...roles, 'Mail.Read'])
      const mailer = mailerOf(stage)
      const found = await mailer.findSent(stage.sender, ids, since)
      assert.deepEqual(found && [...found], [
        [sent.messageId, true],
        [other, false],
      ])
      arranged.box.tenant.faults.next({ family: 'mail', method: 'GET', status: 503, times: 3 })
      assert.equal(await mailer.findSent(stage.sender, ids, since), null)
    },
  )

  promiseArranged(
    'readBounces: what came back is read once it may be, and only that',
    open,
    async (stage, arranged) => {
      const since = new Date(stage.now().getTime() - 60_000)
      const gone = `gone-${drawId()}@contoso.example`
      assert.equal((await mailerOf(stage).send(mailTo(stage, gone), never)).kind, 'sent')
      assert.deepEqual(await mailerOf(stage).readBounces(stage.sender, since), { kind: 'cannotTell' })
      setRoles(arranged, roles => [...roles, 'Mail.Read'])
      const mailer = mailerOf(stage)
      const answer = await mailer.readBounces(stage.sender, since)
      assert.ok(answer.kind === 'read', JSON.stringify(answer))
      assert.deepEqual(
        answer.bounces.map(({ addresses }) => addresses),
        [[gone]],
      )
      assert.match(answer.bounces[0]?.reason ?? '', /5\.1\.10/)
      const retryAt = new Date(stage.now().getTime() + 20_000)
      arranged.box.tenant.faults.next({ family: 'mail', method: 'GET', status: 429, retryAfterSeconds: 20 })
      const throttled = await mailer.readBounces(stage.sender, since)
      assert.deepEqual([throttled.kind, 'retryAt' in throttled && throttled.retryAt], ['noAnswer', retryAt])
    },
  )
}

function smtpOf({ arranged }: PortStage, password?: string): Mailer & { close(): void } {
  if (arranged === null) throw new Error('a live tenant names no SMTP server')
  const { smtp, tenant } = arranged.box
  return openSmtpMailer(
    {
      host: smtp.host,
      port: smtp.port,
      tls: 'starttls',
      user: smtp.username,
      password: password ?? smtp.password,
    },
    tenant.caCertificatePem,
  )
}

function suiteOfSmtp(open: OpenStage): void {
  holdSending(open, stage => smtpOf(stage))

  for (const [fault, kind, times] of [
    ['busy', 'later', 0],
    ['closing', 'later', 0],
    ['lostAnswer', 'uncertain', 1],
  ] as const) {
    promiseArranged(`${kind}: the server is ${fault}`, open, async (stage, arranged) => {
      arranged.box.smtp.faults.next(fault)
      const { outcome, arrived } = await sendOne(stage, arranged, smtpOf(stage))
      assert.deepEqual([outcome.kind, arrived], [kind, times])
    })
  }

  promiseArranged('later: nobody listens there', open, async (stage, arranged) => {
    const { smtp, tenant } = arranged.box
    const settings = { host: smtp.host, port: 1, tls: 'starttls', user: null, password: null } as const
    const { outcome } = await sendOne(stage, arranged, openSmtpMailer(settings, tenant.caCertificatePem))
    assert.equal(outcome.kind, 'later')
  })

  promiseArranged('refused: there is no such recipient', open, async (stage, arranged) => {
    const mail = mailTo(stage, `gone-${drawId()}@contoso.example`)
    const outcome = await smtpOf(stage).send(mail, never)
    assert.deepEqual([outcome.kind, 'code' in outcome && outcome.code], ['refused', '550 5.1.1'])
    assert.equal(delivered(arranged, mail).length, 0)
  })

  promiseArranged(
    'blocked: the password is refused, which is no fault of the mail',
    open,
    async (stage, arranged) => {
      const { outcome, arrived } = await sendOne(stage, arranged, smtpOf(stage, 'of last year'))
      assert.deepEqual([outcome.kind, arrived], ['blocked', 0])
    },
  )

  promiseArranged('what was sent and what came back cannot be told', open, async stage => {
    const mailer = smtpOf(stage)
    assert.equal(await mailer.findSent(stage.sender, [drawId()], stage.now()), null)
    assert.deepEqual(await mailer.readBounces(stage.sender, stage.now()), { kind: 'cannotTell' })
  })
}

holdEverywhere('Mailer', open => {
  describe('by Graph', () => suiteOfGraph(open))
  describe('by SMTP', () => suiteOfSmtp(open))
})
