/** A receiver of webhooks on this machine, as somebody else's service would be: it keeps what came, and answers at once. */

import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

export interface Delivery {
  headers: Record<string, string>
  body: string
}

export interface WebhookReceiver extends AsyncDisposable {
  url: string
  deliveries: readonly Delivery[]
  /** What it answers from now on; 204 until then. */
  answer(status: number, headers?: Record<string, string>): void
}

export async function openReceiver(): Promise<WebhookReceiver> {
  const deliveries: Delivery[] = []
  let answer: { status: number; headers: Record<string, string> } = { status: 204, headers: {} }
  const server = createServer(async (request, response) => {
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    )
    deliveries.push({ headers, body: await text(request) })
    response.writeHead(answer.status, answer.headers).end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  // A TCP server's address is an AddressInfo.
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/hook`,
    deliveries,
    answer(status, headers = {}) {
      answer = { status, headers }
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
