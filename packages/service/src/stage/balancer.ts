/** A small load balancer for a rehearsal: one address in front of the copies that live, as a company would have. */

import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Balancer {
  url: string
  /** Called for each request before it is passed on. */
  onRequest(listener: () => void): void
  close(): Promise<void>
}

/** `targets` are asked for anew at each request and used in turn. */
export async function openBalancer(targets: () => readonly string[]): Promise<Balancer> {
  const agent = new Agent({ keepAlive: true })
  const listeners = new Set<() => void>()
  let turn = 0
  const server = createServer((incoming, answer) => {
    for (const listener of listeners) listener()
    pass(incoming, answer).catch(() => refuse(answer))
  })

  async function pass(incoming: IncomingMessage, answer: ServerResponse): Promise<void> {
    const body = await readBody(incoming)
    const live = targets()
    const first = turn++
    for (let tried = 0; tried < live.length; tried++) {
      const target = live[(first + tried) % live.length]
      if (target === undefined) break
      const outcome = await forward({ target, incoming, body, agent }, answer)
      if (outcome === 'answered') return
      // What may have been done already is not done once more: the other side is told, and decides for itself.
      if (outcome === 'lost' && incoming.method !== 'GET') break
    }
    refuse(answer)
  }

  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  // Listening on a port, the address is never a pipe's name.
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    onRequest: listener => void listeners.add(listener),
    async close() {
      agent.destroy()
      server.closeAllConnections()
      await new Promise<void>(done => server.close(() => done()))
    },
  }
}

interface Forwarded {
  target: string
  incoming: IncomingMessage
  body: Buffer
  agent: Agent
}

/** `unreached`: nobody took the connection. `lost`: it broke before any byte of an answer. */
type Outcome = 'answered' | 'unreached' | 'lost'

function forward({ target, incoming, body, agent }: Forwarded, answer: ServerResponse): Promise<Outcome> {
  const { method, headers, url } = incoming
  return new Promise(done => {
    const from = incoming.socket.remoteAddress ?? ''
    const passed = { ...headers, 'x-forwarded-for': from, 'content-length': String(body.length) }
    delete passed['transfer-encoding']
    const outgoing = request(new URL(url ?? '/', target), { method, agent, headers: passed }, reply => {
      answer.writeHead(reply.statusCode ?? 502, reply.headers)
      reply.pipe(answer)
      reply.once('end', () => done('answered'))
      reply.once('error', () => {
        answer.destroy()
        done('answered')
      })
    })
    outgoing.once('error', (error: NodeJS.ErrnoException) =>
      done(answer.headersSent ? 'answered' : error.code === 'ECONNREFUSED' ? 'unreached' : 'lost'),
    )
    outgoing.end(body)
  })
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks)
}

function refuse(answer: ServerResponse): void {
  if (answer.headersSent) return void answer.destroy()
  answer.writeHead(502, { 'content-type': 'text/plain' }).end('the service did not answer\n')
}
