/** The HTTPS face of simulated Graph: reads requests, judges tokens, hands them on, writes answers. */

import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { ServerIdentity } from '../login/certificates.ts'
import type { Mint } from '../login/tokens.ts'
import { readCaller } from './access.ts'
import { answerBatch } from './batch.ts'
import { connectionReset, type Dispatch, dispatch, stampAnswer } from './dispatch.ts'
import { answerWith, type GraphAnswer, Refusal, refuse, refuseUnsupported } from './exchange.ts'

/** Graph takes JSON bodies up to 4 MB. */
const BODY_BYTES_MAX = 4 * 1024 * 1024

export interface GraphServerOptions {
  ground: Dispatch
  mint: Mint
  identity: ServerIdentity
  authorityUrl: string
}

export function createGraphServer(options: GraphServerOptions): Server {
  const { certificatePem, privateKeyPem } = options.identity
  return createServer({ cert: certificatePem, key: privateKeyPem, keepAlive: true }, (request, response) => {
    serve(options, request, response).catch((error: unknown) => {
      // A bug of ours must not look like one of Graph's answers.
      const message = error instanceof Error ? `${error.message}\n${error.stack ?? ''}` : String(error)
      if (response.headersSent) return void response.destroy()
      response.writeHead(599, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ error: { code: 'simulatorBug', message } }))
    })
  })
}

async function serve(
  options: GraphServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { ground } = options
  ground.outbox.deliverDue()
  const headers = readHeaders(request)
  const stampWith = { requestId: randomUUID(), headers }
  try {
    const body = await readBody(request)
    const caller = await readCaller(options.mint, headers.authorization, options.authorityUrl)
    const target = request.url ?? '/'
    if (!target.startsWith('/v1.0/'))
      throw refuseUnsupported(`'${target.split('?')[0]}': only /v1.0 is simulated`)
    const method = request.method ?? 'GET'
    const rest = target.slice('/v1.0'.length)
    const isBatch = method === 'POST' && rest.split('?')[0]?.toLowerCase() === '/$batch'
    const answer = isBatch
      ? await serveBatch(ground, { body, caller, headers, requestId: stampWith.requestId })
      : await dispatch(ground, { method, target: rest, headers, body, caller, inBatch: false })
    if (answer === connectionReset) return void request.socket.destroy()
    write(response, answer)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    ground.traffic.countRequest('other')
    write(response, stampAnswer(ground, stampWith, error.answer))
  }
}

async function serveBatch(
  ground: Dispatch,
  call: Parameters<typeof answerBatch>[1] & { headers: Record<string, string>; requestId: string },
): Promise<GraphAnswer | typeof connectionReset> {
  ground.traffic.countRequest('batch')
  const fault = ground.faults.draw({ family: 'batch', method: 'POST', inBatch: false })
  if (fault !== undefined) ground.traffic.countFaulted('batch')
  if (fault?.slowMs !== undefined) await new Promise(resolve => setTimeout(resolve, fault.slowMs))
  if (fault?.reset && !fault.afterAct) return connectionReset
  const isLate = fault?.afterAct === true
  const failure =
    fault?.status === undefined ? undefined : composeBatchFault(fault.status, fault.retryAfterSeconds)
  if (failure !== undefined && !isLate) {
    if (failure.status === 429) ground.traffic.countThrottled('batch')
    return stampAnswer(ground, call, failure)
  }
  const answer = await answerBatch(ground, call)
  if (fault?.reset) return connectionReset
  const finished = stampAnswer(ground, call, failure ?? answer)
  ground.traffic.show(() => ({
    family: 'batch',
    inBatch: false,
    request: { method: 'POST', path: '/$batch', query: {}, headers: call.headers, body: call.body },
    response: { status: finished.status, headers: finished.headers, body: finished.body },
  }))
  return finished
}

function composeBatchFault(status: number, retryAfterSeconds: number | undefined): GraphAnswer {
  const headers: Record<string, string> =
    retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }
  const code = status === 429 ? 'TooManyRequests' : 'UnknownError'
  return answerWith(status, { error: { code, message: '', innerError: {} } }, headers)
}

function readHeaders(request: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value
  }
  return headers
}

async function readBody(request: IncomingMessage): Promise<string> {
  if (request.method === 'GET' || request.method === 'HEAD') return ''
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request) {
    const buffer = Buffer.from(chunk)
    bytes += buffer.length
    if (bytes > BODY_BYTES_MAX)
      throw refuse(
        413,
        'RequestEntityTooLarge',
        'The page was not displayed because the request entity is too large.',
      )
    chunks.push(buffer)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function write(response: ServerResponse, answer: GraphAnswer): void {
  const isRaw = typeof answer.body === 'string' && answer.headers['content-type'] !== undefined
  const text = answer.body === undefined ? '' : isRaw ? String(answer.body) : JSON.stringify(answer.body)
  response.writeHead(answer.status, answer.headers)
  response.end(text)
}
