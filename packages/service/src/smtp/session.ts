/** One SMTP session: connected, encrypted and signed in, ready to take mails one after the other. */

import type { Readable } from 'node:stream'
import { sendingSentences } from '@muster/core/sending-sentences'
import SMTPConnection from 'nodemailer/lib/smtp-connection'

export interface SmtpOptions {
  host: string
  port: number
  /** TLS from the first byte (port 465). False means STARTTLS whenever the server offers it. */
  secure: boolean
  /** Refuse to go on without STARTTLS. Always so when there is a password: none ever travels in clear. */
  requireTls: boolean
  user: string | null
  password: string | null
  /** PEM of a certificate authority of the organisation's own, in place of the well-known ones. */
  ca?: string
  /** From the name lookup to the end of STARTTLS. */
  connectTimeoutMs?: number
  /** Longest silence of the server during a conversation. */
  replyTimeoutMs?: number
}

/** Long enough for a slow relay to greet, short enough that a lane does not stand still for a dead one. */
const connectTimeoutMs = 20_000

/**
 * A server may scan a mail before it answers; RFC 5321 section 4.5.3.2.6 advises ten minutes of patience there. Two are
 * what a lane can afford, and the price of giving up is only an uncertain mail that somebody has to look up.
 */
const replyTimeoutMs = 120_000

/** A server that is leaving anyway owes us nothing; this only keeps its socket from holding up our own exit. */
const goodbyeTimeoutMs = 1_000

export interface Envelope {
  from: string
  to: string
  /** RFC 3461: what a non-delivery report gives back as `Original-Envelope-Id`, where the server knows of it. */
  id: string
  body: Readable
}

export interface Session {
  readonly mailsSent: number
  isOpen(): boolean
  /** Resolves to the server's own id of the mail if it named one. Rejects with Nodemailer's error; the session is then over. */
  send(envelope: Envelope, signal: AbortSignal): Promise<string | null>
  /** Says goodbye; the socket closes with the answer, or soon without one. */
  end(): void
}

/** The work was called off before it was done. */
export class SendAborted extends Error {
  override readonly name = 'SendAborted'
}

/** Throws `TypeError` for options that contradict each other. */
export function checkOptions(options: SmtpOptions): void {
  if ((options.user === null) !== (options.password === null)) {
    throw new TypeError('an SMTP user and password come together or not at all')
  }
}

/** Rejects with Nodemailer's error, or with `SendAborted`. */
export async function openSession(options: SmtpOptions, signal: AbortSignal): Promise<Session> {
  const connection = new SMTPConnection(connectionOptions(options))
  // Between two steps an error only means that the server has left; `destroyed` says so to the next step.
  connection.on('error', () => undefined)
  try {
    await untilAborted(signal, connection, done => connection.connect(done))
    const { user, password } = options
    if (user !== null && password !== null) {
      await untilAborted(signal, connection, done => connection.login({ user, pass: password }, done))
    }
  } catch (failure) {
    connection.close()
    throw failure
  }
  return sessionOver(connection)
}

function connectionOptions(options: SmtpOptions): ConstructorParameters<typeof SMTPConnection>[0] {
  const timeoutMs = options.connectTimeoutMs ?? connectTimeoutMs
  return {
    host: options.host,
    port: options.port,
    secure: options.secure,
    requireTLS: !options.secure && (options.requireTls || options.password !== null),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    socketTimeout: options.replyTimeoutMs ?? replyTimeoutMs,
    // 0 drops the socket at once; a body half sent is never completed by a polite goodbye.
    socketCloseTimeout: 0,
    tls: { minVersion: 'TLSv1.2', ...(options.ca === undefined ? {} : { ca: options.ca }) },
    // Nodemailer can log conversations, and these contain addresses and credentials.
    logger: false,
  }
}

function sessionOver(connection: SMTPConnection): Session {
  let mailsSent = 0
  return {
    get mailsSent() {
      return mailsSent
    },
    isOpen: () => !connection.destroyed,
    async send({ from, to, id, body }, signal) {
      try {
        const receipt = await untilAborted<Receipt>(signal, connection, done =>
          connection.send({ from, to: [to], dsn: { ret: 'HDRS', envid: id, notify: 'FAILURE' } }, body, done),
        )
        mailsSent += 1
        return receipt === undefined ? null : readProviderId(receipt)
      } catch (failure) {
        connection.close()
        throw failure
      }
    },
    end() {
      if (connection.destroyed) return
      const goodbye = setTimeout(() => connection.close(), goodbyeTimeoutMs)
      connection.once('end', () => clearTimeout(goodbye))
      connection.quit()
    },
  }
}

interface Receipt {
  /** The last line from the server, such as `250 2.0.0 Ok: queued as 4bXyz`. */
  response: string
  serverMessageId?: string | undefined
}

function readProviderId(receipt: Receipt): string | null {
  return receipt.serverMessageId ?? /queued as <?([^\s>]+)/i.exec(receipt.response)?.[1] ?? null
}

type Done<T> = (error?: Error | null, result?: T) => void

/** Runs one step of the conversation, ending it at the first of: its answer, an error of the connection, the signal. */
function untilAborted<T>(
  signal: AbortSignal,
  connection: SMTPConnection,
  step: (done: Done<T>) => void,
): Promise<T | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<T | undefined>()
  const onAbort = (): void => reject(new SendAborted(sendingSentences.tell('calledOff')))
  signal.addEventListener('abort', onAbort, { once: true })
  connection.once('error', reject)
  if (signal.aborted) onAbort()
  else step((error, result) => (error ? reject(error) : resolve(result)))
  return promise.finally(() => {
    signal.removeEventListener('abort', onAbort)
    connection.removeListener('error', reject)
  })
}
