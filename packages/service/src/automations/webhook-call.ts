/** One POST to a target that was judged before: pinned to its address, no redirect followed, within time and size. */

import http from 'node:http'
import https from 'node:https'
import type { LookupFunction } from 'node:net'
import { actSentences } from '@muster/core/act-sentences'
import type { Target } from './webhook-target.ts'

/** Receivers are asked to answer at once and work later (Standard Webhooks names 15 to 30 s as usual limits). */
const timeoutMs = 15_000
/** An answer is read to say why it failed; nobody needs more of it. */
const answerBytesMax = 4_096

export type CallOutcome =
  | { kind: 'answered'; status: number; retryAfter: string | null; text: string }
  /** Nothing was said to anybody: no connection came about. */
  | { kind: 'unreached'; reason: string }
  /** It may have arrived or not. */
  | { kind: 'lost'; reason: string }

export interface Call {
  headers: Readonly<Record<string, string>>
  body: string
  signal: AbortSignal
}

export function post(
  { url, address, family }: Target,
  { headers, body, signal }: Call,
): Promise<CallOutcome> {
  const pinned: LookupFunction = (_host, options, done) => {
    if (options.all === true) done(null, [{ address, family }])
    else done(null, address, family)
  }
  const request = (url.protocol === 'https:' ? https : http).request(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'user-agent': 'Muster',
      'content-length': String(Buffer.byteLength(body)),
      ...headers,
    },
    lookup: pinned,
    // A connection of an earlier call may lead to an address that was judged then.
    agent: false,
    signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
  })
  return new Promise(done => {
    let isConnected = false
    const isReady = url.protocol === 'https:' ? 'secureConnect' : 'connect'
    request.once('socket', socket =>
      socket.once(isReady, () => {
        isConnected = true
      }),
    )
    request.once('error', error => {
      const reason =
        error.name === 'TimeoutError'
          ? actSentences.tell('noAnswer', { seconds: String(timeoutMs / 1000) })
          : error.message
      done({ kind: isConnected ? 'lost' : 'unreached', reason })
    })
    request.once('response', response => {
      readStart(response).then(text =>
        done({
          kind: 'answered',
          status: response.statusCode ?? 0,
          retryAfter: response.headers['retry-after'] ?? null,
          text,
        }),
      )
    })
    request.end(body)
  })
}

/** The beginning of an answer, however long it is and however it ends. */
async function readStart(response: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  try {
    for await (const chunk of response) {
      chunks.push(chunk)
      bytes += chunk.length
      if (bytes >= answerBytesMax) break
    }
  } catch {
    // The status has come, and that is what counts.
  }
  response.destroy()
  return Buffer.concat(chunks).subarray(0, answerBytesMax).toString('utf8')
}
