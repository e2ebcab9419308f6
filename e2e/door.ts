/**
 * A way in for tests and pictures: serves the built portal under the strictest policy that it must live with, and hands
 * its calls on to the administrators' face with an API key, as a browser's session would be.
 */

import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'

const dist = join(import.meta.dirname, '../packages/portal/dist')

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
}

export interface Door {
  url: string
  close(): Promise<void>
}

export interface DoorOptions {
  administrationUrl: string
  apiKey: string
}

export async function openDoor(options: DoorOptions): Promise<Door> {
  const server = createServer((incoming, outgoing) => {
    if (incoming.url?.startsWith('/api/')) pass(incoming, outgoing, options)
    else void serveFile(incoming, outgoing)
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  // A server that listens on a port has an address of this kind.
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise(done => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}

function pass(incoming: IncomingMessage, outgoing: ServerResponse, options: DoorOptions): void {
  const headers = { ...incoming.headers, authorization: `Bearer ${options.apiKey}` }
  const onward = request(
    options.administrationUrl + (incoming.url ?? '/'),
    { method: incoming.method ?? 'GET', headers },
    answer => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(outgoing)
    },
  )
  onward.on('error', () => {
    if (!outgoing.headersSent) outgoing.writeHead(502)
    outgoing.end()
  })
  incoming.pipe(onward)
}

/** A path without an ending is one of the portal's own routes. */
async function serveFile(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const { pathname } = new URL(incoming.url ?? '/', 'http://door')
  const ending = extname(pathname)
  const nonce = randomBytes(16).toString('base64')
  try {
    const file = await readFile(join(dist, ending === '' ? 'index.html' : pathname))
    const isPage = ending === ''
    const body = isPage
      ? file.toString('utf8').replace('name="csp-nonce" content=""', `name="csp-nonce" content="${nonce}"`)
      : file
    outgoing.writeHead(200, {
      'content-type': types[isPage ? '.html' : ending] ?? 'application/octet-stream',
      'content-security-policy': `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    })
    outgoing.end(body)
  } catch {
    outgoing.writeHead(404)
    outgoing.end()
  }
}
