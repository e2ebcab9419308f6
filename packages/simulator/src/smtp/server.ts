/** Mail submission as `smtp.office365.com:587` does it: STARTTLS, sign-in, delivery into the world's inboxes. */
import type { AddressInfo, Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server'
import type { OutgoingMail } from '../graph/outbox.ts'
import { randomFor } from '../seeds/chance.ts'
import type { World } from '../world/types.ts'
import { createSmtpFaults, type SmtpFault, type SmtpFaultPlan, type SmtpFaults } from './faults.ts'

/** An account that may submit mail. */
export interface SmtpUser {
  /** The mailbox's address; also its own sender address. */
  username: string
  password: string
  /** Further addresses it may put as the sender (Send As). */
  sendAs?: string[]
}

export interface SmtpOptions {
  world: World
  /** PEM of a certificate for `localhost` that the tenant's authority signed, and its key. */
  tls: { privateKeyPem: string; certificatePem: string }
  users: SmtpUser[]
  /** 0 or left out: any free one. */
  port?: number
  faults?: SmtpFaultPlan
  /** What becomes of an accepted message, e.g. the tenant's `submitMail` with its limits; delivered at once by default. */
  submit?: Submit
}

/** One message of a mailbox to all its recipients; false when the mailbox may send to no more of them today. */
export type Submit = (mailbox: string, copies: OutgoingMail[]) => boolean

export interface SmtpSubmission {
  host: string
  port: number
  faults: SmtpFaults
  close(): Promise<void>
}

/** Exchange Online's default for messages (35 MB); beyond it the answer is 552. */
const messageBytesMax = 35 * 1024 * 1024
/** Wall time of a `slow` answer: long enough to be noticed, short enough for a test. */
const slowAnswerMs = 300

export async function createSmtpSubmission(options: SmtpOptions): Promise<SmtpSubmission> {
  const faults = createSmtpFaults(randomFor(options.world.random(), 'smtp'), options.faults)
  const desk: Desk = { options, faults, sockets: new Map(), drawn: new Map() }
  const server = createServer(desk)
  server.on('error', () => {
    // A client that breaks off in mid-command; what matters of it the client sees for itself.
  })
  server.server.on('connection', socket => rememberSocket(desk.sockets, socket))
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', () => resolve())
  })
  // Listening on a port, the address is never a pipe's name.
  const { port } = server.server.address() as AddressInfo
  return {
    host: 'localhost',
    port,
    faults,
    async close() {
      const closed = new Promise<void>(resolve => server.close(() => resolve()))
      for (const socket of desk.sockets.values()) socket.destroy()
      await closed
    },
  }
}

interface Desk {
  options: SmtpOptions
  faults: SmtpFaults
  /** By the client's port, which a session knows too: the way to break a connection off. */
  sockets: Map<number, Socket>
  /** The fault that a session's present message meets. */
  drawn: Map<string, SmtpFault | null>
}

function createServer(desk: Desk): SMTPServer {
  const { options } = desk
  return new SMTPServer({
    name: 'localhost',
    banner: 'Simulated mail submission',
    key: options.tls.privateKeyPem,
    cert: options.tls.certificatePem,
    authMethods: ['PLAIN', 'LOGIN'],
    size: messageBytesMax,
    // As Exchange does; the library keeps it to itself unless told.
    hideDSN: false,
    disableReverseLookup: true,
    logger: false,
    closeTimeout: 1000,
    onAuth(auth, _session, callback) {
      const user = findUser(options.users, auth.username ?? '')
      if (user && user.password === auth.password) callback(null, { user: user.username })
      else callback(refuse(535, '5.7.3 Authentication unsuccessful'))
    },
    onMailFrom: (address, session, callback) => callback(checkSender(desk, address.address, session)),
    onRcptTo(address, _session, callback) {
      const recipient = address.address.toLowerCase()
      // Who lives elsewhere is found out later, by a report; of our own domain Exchange knows at once.
      const isElsewhere = !recipient.endsWith(`@${options.world.domain}`)
      const known = isElsewhere || options.world.mailboxes.has(recipient)
      callback(
        known ? null : refuse(550, `5.1.1 <${address.address}>: Recipient address rejected: User unknown`),
      )
    },
    onData(stream, session, callback) {
      takeMessage(desk, stream, session).then(answer => answer && callback(null, answer), callback)
    },
    onClose: session => void desk.drawn.delete(session.id),
  })
}

/** The reason to turn the sender away, or null. */
function checkSender(desk: Desk, address: string, session: SMTPServerSession): Error | null {
  const user = findUser(desk.options.users, session.user ?? '')
  if (!user || !mayWriteAs(user, address)) {
    return refuse(550, '5.7.60 SMTP; Client does not have permissions to send as this sender')
  }
  const fault = desk.faults.draw()
  desk.drawn.set(session.id, fault)
  if (fault !== 'closing') return null
  // The answer goes out first; a moment later nobody is there any more.
  setTimeout(() => breakOff(desk, session), 20).unref()
  return refuse(421, '4.3.2 Service not available, closing transmission channel')
}

/** The answer to the message, or null when nobody will hear one. Throws what is to be answered instead. */
async function takeMessage(
  desk: Desk,
  stream: SMTPServerDataStream,
  session: SMTPServerSession,
): Promise<string | null> {
  const chunks: Uint8Array[] = []
  for await (const chunk of stream) if (chunk instanceof Uint8Array) chunks.push(chunk)
  if (stream.sizeExceeded) throw refuse(552, '5.3.4 Message size exceeds fixed maximum message size')
  const fault = desk.drawn.get(session.id)
  if (fault === 'busy') throw refuse(451, '4.7.0 Temporary server error. Please try again later')
  if (fault === 'slow') await wait(slowAnswerMs)
  const email = await PostalMime.parse(Buffer.concat(chunks))
  deliver(desk, email, session)
  if (fault === 'lostAnswer') {
    breakOff(desk, session)
    return null
  }
  return '2.0.0 OK'
}

function deliver(desk: Desk, email: Email, session: SMTPServerSession): void {
  const { world } = desk.options
  const envelopeFrom = session.envelope.mailFrom ? session.envelope.mailFrom.address : ''
  const mail = {
    from: (email.from?.address || envelopeFrom).toLowerCase(),
    subject: email.subject ?? '',
    html: email.html ?? null,
    text: email.text ?? null,
    headers: Object.fromEntries(email.headers.map(({ key, value }) => [key, value])),
    attachments: email.attachments.map(({ contentId, mimeType, content }) => ({
      contentId: contentId?.replace(/^<|>$/g, '') ?? null,
      mediaType: mimeType,
      bytes: typeof content === 'string' ? content.length : content.byteLength,
    })),
    via: 'smtp' as const,
    ...envelopeIdOf(session),
  }
  const copies = session.envelope.rcptTo.map(({ address }) => ({ ...mail, to: address }))
  const { submit } = desk.options
  if (submit === undefined) for (const copy of copies) world.deliver(copy)
  // Limits are those of the mailbox that signed in, whatever address it writes as.
  else if (!submit((session.user ?? '').toLowerCase(), copies)) {
    throw refuse(
      550,
      "5.1.90 Your message can't be sent because you've reached your daily limit for message recipients",
    )
  }
}

/** RFC 3461: the client's own name for its envelope, which a report gives back. */
function envelopeIdOf({ envelope }: SMTPServerSession): { envelopeId?: string } {
  const envid = envelope.dsn?.envid
  return typeof envid === 'string' && envid !== '' ? { envelopeId: envid } : {}
}

function findUser(users: SmtpUser[], username: string): SmtpUser | undefined {
  return users.find(user => user.username.toLowerCase() === username.toLowerCase())
}

function mayWriteAs(user: SmtpUser, address: string): boolean {
  return [user.username, ...(user.sendAs ?? [])].some(own => own.toLowerCase() === address.toLowerCase())
}

function rememberSocket(sockets: Map<number, Socket>, socket: Socket): void {
  const port = socket.remotePort
  if (port === undefined) return
  sockets.set(port, socket)
  socket.once('close', () => sockets.delete(port))
}

function breakOff(desk: Desk, session: SMTPServerSession): void {
  desk.sockets.get(session.remotePort)?.destroy()
}

/** `smtp-server` answers with the error's `responseCode` and message. */
function refuse(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode })
}
