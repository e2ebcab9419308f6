/** For tests: SMTP servers on loopback, a well-behaved one over TLS and one that misbehaves on cue. */
import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'

export interface ReceivedMail {
  from: string
  to: string[]
  user: string | undefined
  encrypted: boolean
  raw: string
}

export interface TestServer {
  port: number
  mails: ReceivedMail[]
  connections: number
  signIns: number
  stop(): Promise<void>
}

/** A server that accepts Hanna's password and every mail, except where `options` decide otherwise. */
export async function startServer(options: SMTPServerOptions): Promise<TestServer> {
  const seen: TestServer = { port: 0, mails: [], connections: 0, signIns: 0, stop: () => stop(server) }
  const server = new SMTPServer({
    authOptional: true,
    disableReverseLookup: true,
    closeTimeout: 100,
    onConnect(_session, done) {
      seen.connections += 1
      done()
    },
    onAuth(auth, _session, done) {
      seen.signIns += 1
      if (auth.password === 'correct horse') done(null, { user: auth.username })
      else done(Object.assign(new Error('5.7.8 Authentication failed'), { responseCode: 535 }))
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope
        seen.mails.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          user: typeof session.user === 'string' ? session.user : undefined,
          encrypted: session.secure,
          raw: Buffer.concat(chunks).toString('utf8'),
        })
        done(null, `2.0.0 Ok: queued as Q${seen.mails.length}`)
      })
    },
    ...options,
  })
  // A client that hangs up in the middle is what several tests are about.
  server.on('error', () => undefined)
  const listener = server.listen(0, 'localhost')
  await once(listener, 'listening')
  seen.port = portOf(listener)
  return seen
}

function stop(server: SMTPServer): Promise<void> {
  return new Promise(resolve => server.close(() => resolve()))
}

/** What a scripted server does at each point; the default is to go along. Null means to say nothing at all. */
export interface Script {
  greeting?: string | null
  onMail?: (socket: Socket, count: number) => void
  /** The whole message has arrived, final dot included. */
  onMessage?: (socket: Socket) => void
}

/** A plain-text server that follows `script` to the letter. */
export async function startScriptedServer(script: Script): Promise<{ port: number; stop(): Promise<void> }> {
  const sockets = new Set<Socket>()
  const server = createServer(socket => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    converse(socket, script)
  })
  server.listen(0, 'localhost')
  await once(server, 'listening')
  return {
    port: portOf(server),
    async stop() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

function converse(socket: Socket, script: Script): void {
  const greeting = script.greeting === undefined ? '220 localhost' : script.greeting
  if (greeting !== null) socket.write(`${greeting}\r\n`)
  let mailCount = 0
  let waiting = ''
  let inMessage = false
  const obey = (line: string): void => {
    const command = line.toUpperCase()
    if (inMessage) {
      if (line !== '.') return
      inMessage = false
      if (script.onMessage === undefined) socket.write('250 Ok\r\n')
      else script.onMessage(socket)
    } else if (command.startsWith('MAIL')) {
      mailCount += 1
      if (script.onMail === undefined) socket.write('250 Ok\r\n')
      else script.onMail(socket, mailCount)
    } else if (command === 'DATA') {
      inMessage = true
      socket.write('354 Go ahead\r\n')
    } else socket.write('250 Ok\r\n')
  }
  socket.on('data', chunk => {
    const lines = (waiting + chunk.toString('latin1')).split('\r\n')
    waiting = lines.pop() ?? ''
    for (const line of lines) obey(line)
  })
}

function portOf(server: { address(): ReturnType<Server['address']> }): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the test server has no port')
  return address.port
}
