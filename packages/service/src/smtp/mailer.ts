/** Sends mail over SMTP and says of each mail whether it went, was refused, may be tried later, or may have gone. */

import { Readable } from 'node:stream'
import { sendingSentences } from '@muster/core/sending-sentences'
import MailComposer from 'nodemailer/lib/mail-composer'
import { checkOptions, openSession, type Session, type SmtpOptions } from './session.ts'
import { judgeFailure, type SendOutcome, sessionHadEnded } from './verdict.ts'

export type { SmtpOptions } from './session.ts'
export type { SendOutcome } from './verdict.ts'

export interface MailAddress {
  address: string
  name: string | null
}

export interface OutgoingMail {
  /** Our own UUID of the message; `Message-ID` and `X-Muster-Message` carry it, so that a mail can be found again. */
  messageId: string
  from: MailAddress
  to: MailAddress
  subject: string
  html: string
  text: string
  /** Further headers, names beginning with `x-`: the only ones that Graph's sendMail takes as well. */
  headers: Record<string, string>
  /** Pictures that the HTML names as `cid:…`. */
  inline?: readonly { contentId: string; mediaType: 'image/png' | 'image/jpeg'; bytes: Uint8Array }[]
}

export interface Mailer {
  /**
   * Never rejects because of the server or the network; a header of the wrong kind is a `TypeError`.
   * After `signal` aborts it settles at once.
   */
  send(mail: OutgoingMail, signal: AbortSignal): Promise<SendOutcome>
}

/** Open sessions kept for the next mail. The lane of a mailbox sends four at once at most (Exchange Online limits). */
const idleSessionsMax = 4

/** Mails over one session. Servers commonly end a session after 100 and count going on as abuse. */
const mailsPerSessionMax = 100

/** Throws `TypeError` for options that contradict each other. Opens no connection before the first mail. */
export function createSmtpMailer(options: SmtpOptions): Mailer & { close(): void } {
  checkOptions(options)
  const secrets = secretsOf(options)
  const idle: Session[] = []
  let closed = false

  async function takeSession(signal: AbortSignal): Promise<{ session: Session; reused: boolean }> {
    for (let session = idle.pop(); session !== undefined; session = idle.pop()) {
      if (session.isOpen()) return { session, reused: true }
    }
    return { session: await openSession(options, signal), reused: false }
  }

  function giveBack(session: Session): void {
    const spent = session.mailsSent >= mailsPerSessionMax || idle.length >= idleSessionsMax
    if (closed || spent || !session.isOpen()) session.end()
    else idle.push(session)
  }

  async function attempt(mail: OutgoingMail, message: Buffer, signal: AbortSignal): Promise<SendOutcome> {
    const body = Readable.from([message])
    let reused = false
    try {
      const taken = await takeSession(signal)
      reused = taken.reused
      const providerId = await taken.session.send(
        { from: mail.from.address, to: mail.to.address, id: mail.messageId, body },
        signal,
      )
      giveBack(taken.session)
      return { kind: 'sent', providerId }
    } catch (failure) {
      // Nodemailer reads the body only once the server has said "354 go ahead".
      const bodyHasLeft = body.readableDidRead
      // A server may end an idle session at any time. Nothing of this mail had left, so a new session is safe.
      if (reused && !bodyHasLeft && !closed && sessionHadEnded(failure)) return attempt(mail, message, signal)
      return judgeFailure(failure, { bodyHasLeft, secrets })
    }
  }

  return {
    async send(mail, signal) {
      if (closed) return { kind: 'later', reason: sendingSentences.tell('mailerClosed'), retryAt: null }
      return attempt(mail, await compose(mail), signal)
    },
    close() {
      closed = true
      for (const session of idle.splice(0)) session.end()
    },
  }
}

/** Every spelling in which the password goes over the wire. */
function secretsOf({ user, password }: SmtpOptions): string[] {
  if (user === null || password === null || password === '') return []
  const inBase64 = [password, `\0${user}\0${password}`].map(text => Buffer.from(text).toString('base64'))
  return [...inBase64, password]
}

/** Builds the RFC 5322 message. Nodemailer folds line breaks out of every header value. */
async function compose(mail: OutgoingMail): Promise<Buffer> {
  return new MailComposer({
    messageId: `<${mail.messageId}@${domainOf(mail.from.address)}>`,
    from: toHeader(mail.from),
    to: toHeader(mail.to),
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    attachments: (mail.inline ?? []).map(({ contentId, mediaType, bytes }) => ({
      cid: contentId,
      contentType: mediaType,
      filename: `${contentId}.${mediaType.slice('image/'.length)}`,
      content: Buffer.from(bytes),
      contentDisposition: 'inline' as const,
    })),
    headers: {
      // RFC 3834: tells out-of-office programs not to answer. Exchange listens to the second one instead.
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'OOF, AutoReply',
      ...checkedHeaders(mail.headers),
      'X-Muster-Message': mail.messageId,
    },
    // Content is always a string of ours; nothing in it may make the composer read a file or fetch an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build()
}

function checkedHeaders(headers: Record<string, string>): Record<string, string> {
  for (const name of Object.keys(headers)) {
    if (!/^x-[a-z0-9-]+$/i.test(name)) throw new TypeError(`a mail cannot carry the header "${name}"`)
  }
  return headers
}

function toHeader({ address, name }: MailAddress): { address: string; name: string } {
  return { address, name: name ?? '' }
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1)
}
