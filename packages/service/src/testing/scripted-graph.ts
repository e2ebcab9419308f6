/** A small HTTP server that answers as a test says, one answer after the other, and remembers what it was asked. */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Asked {
  method: string
  path: string
  headers: IncomingMessage['headers']
  body: string
}

export interface Scripted {
  status: number
  headers?: Record<string, string>
  body?: string
}

export interface ScriptedGraph extends AsyncDisposable {
  url: string
  asked: Asked[]
  /** Says what to answer next; `reset` breaks the connection off. After the last, everything is 200 `{}`. */
  answers: (Scripted | 'reset')[]
}

export async function openScriptedGraph(...answers: (Scripted | 'reset')[]): Promise<ScriptedGraph> {
  const asked: Asked[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { method = '', url = '', headers } = request
      asked.push({ method, path: url, headers, body: Buffer.concat(chunks).toString('utf8') })
      reply(request, response, answers.shift() ?? { status: 200, body: '{}' })
    })
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  // A server that listens on a port has an address of this shape.
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    answers,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise<void>(done => server.close(() => done()))
    },
  }
}

function reply(request: IncomingMessage, response: ServerResponse, answer: Scripted | 'reset'): void {
  if (answer === 'reset') {
    request.socket.destroy()
    return
  }
  response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers })
  response.end(answer.body ?? '')
}
