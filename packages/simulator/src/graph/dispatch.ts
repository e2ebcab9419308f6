/** Takes one request, alone or out of a batch, through faults, limits, roles and its route to an answer. */

import { randomUUID } from 'node:crypto'
import type { Family } from '../faults/families.ts'
import type { Fault } from '../faults/faults.ts'
import type { TrafficLog } from '../faults/traffic.ts'
import { checkRoles } from './access.ts'
import {
  answerWith,
  type Caller,
  type GraphAnswer,
  type GraphGround,
  type GraphRequest,
  isRecord,
  Refusal,
} from './exchange.ts'
import { mailboxKey } from './mail.ts'
import { checkOptions } from './query.ts'
import type { Route } from './route.ts'
import { checkPremium, costOf, matchRoute, type RouteMatch, sharePointCostOf } from './routes.ts'
import { normalizeSiteRequest } from './site-path.ts'
import { readPriority, type Verdict } from './throttle.ts'

/** What the dispatcher writes to besides the ground. */
export type Dispatch = GraphGround & { traffic: TrafficLog }

/** One request in parts, before it is known what it asks. */
export interface IncomingCall {
  method: string
  /** Path and query after `/v1.0`. */
  target: string
  headers: Record<string, string>
  body: string
  caller: Caller
  inBatch: boolean
}

/** The connection is to end without an answer. */
export const connectionReset = Symbol('connection reset')

export async function dispatch(
  ground: Dispatch,
  call: IncomingCall,
): Promise<GraphAnswer | typeof connectionReset> {
  const request = readRequest(call)
  const match = findRoute(request)
  const family = match instanceof Refusal ? 'other' : match.route.family
  ground.traffic.countRequest(family)
  const fault = ground.faults.draw({
    family,
    method: call.method,
    inBatch: call.inBatch,
    path: `/${request.segments.join('/')}`,
  })
  if (fault !== undefined) ground.traffic.countFaulted(family)
  if (fault?.slowMs !== undefined) await new Promise(resolve => setTimeout(resolve, fault.slowMs))
  if (fault?.afterAct !== true) {
    if (fault?.reset) return connectionReset
    if (fault?.status !== undefined)
      return finish(ground, { request, call, family }, composeFault(ground, fault))
  }
  const answer = await perform(ground, request, match)
  if (fault?.afterAct && fault.reset) return connectionReset
  // What was refused anyway was not lost: the fault hides only what was done.
  if (fault?.afterAct && fault.status !== undefined && answer.status < 400) {
    return finish(ground, { request, call, family }, composeFault(ground, fault))
  }
  return finish(ground, { request, call, family }, answer)
}

function findRoute(request: GraphRequest): RouteMatch | Refusal {
  try {
    return matchRoute(request)
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}

async function perform(
  ground: Dispatch,
  request: GraphRequest,
  match: RouteMatch | Refusal,
): Promise<GraphAnswer> {
  if (match instanceof Refusal) return match.answer
  const { route, params } = match
  const units = unitsOf(route, request)
  const verdict = ground.throttle.admit({
    service: route.service,
    appId: request.caller.appId,
    tenantId: ground.world.tenantId,
    units,
    isWrite: route.method !== 'GET',
    priority: readPriority(request.headers['x-ms-throttle-priority']),
    ...(route.service === 'outlook' ? { mailbox: mailboxKey(ground, params.id ?? '') } : {}),
  })
  if (verdict.kind === 'throttled') return composeThrottled(ground, verdict)
  try {
    checkRoles(request.caller, route.needs, route.denial)
    checkPremium(route, ground.world.premium)
    if (route.options !== null) checkOptions(request, route.options)
    const answer = await route.act(ground, request, params)
    if (route.service === 'directory') ground.traffic.addResourceUnits(units)
    if (route.service === 'sharepoint') ground.traffic.addSharePointUnits(units)
    const cost = route.service === 'directory' ? { 'x-ms-resource-unit': String(units) } : {}
    return { ...answer, headers: { ...cost, ...verdict.headers, ...answer.headers } }
  } catch (error) {
    if (error instanceof Refusal)
      return { ...error.answer, headers: { ...verdict.headers, ...error.answer.headers } }
    throw error
  } finally {
    verdict.release()
  }
}

function unitsOf(route: Route, request: GraphRequest): number {
  if (route.service === 'directory') return costOf(route, request)
  return route.service === 'sharepoint' ? sharePointCostOf(route, request) : 1
}

function composeThrottled(ground: Dispatch, verdict: Extract<Verdict, { kind: 'throttled' }>): GraphAnswer {
  const isOutlook = verdict.code === 'ApplicationThrottled'
  const retryAfter = composeRetryAfter(
    ground,
    verdict.retryAfterSeconds,
    verdict.retryAfterForm ?? (ground.world.random() < 0.5 ? 'seconds' : 'date'),
  )
  // Shapes of FACTS 3: Exchange's has no innerError, the gateway's repeats itself inside.
  const error = isOutlook
    ? { code: verdict.code, message: verdict.message }
    : {
        code: verdict.code,
        message: verdict.message,
        innerError: { code: '429', message: 'Please retry after', status: '429' },
      }
  return answerWith(429, { error }, { ...verdict.headers, ...retryAfter })
}

function composeRetryAfter(
  ground: Dispatch,
  seconds: number | null | undefined,
  form: 'seconds' | 'date' | 'none',
): Record<string, string> {
  if (seconds === null || seconds === undefined || form === 'none') return {}
  if (form === 'seconds') return { 'retry-after': String(seconds) }
  // A date has whole seconds, so it is rounded up: coming back at it must not be early.
  const atMs = Math.ceil(ground.world.clock.now().getTime() / 1_000 + seconds) * 1_000
  return { 'retry-after': new Date(atMs).toUTCString() }
}

const FAULT_CODES: Record<number, { code: string; message: string }> = {
  409: {
    code: 'resourceModified',
    message: 'The resource has changed since the caller last read it; usually an eTag mismatch',
  },
  429: { code: 'TooManyRequests', message: 'Please retry again later.' },
  500: { code: 'InternalServerError', message: 'An internal server error occurred.' },
  502: { code: 'UnknownError', message: '' },
  503: { code: 'serviceNotAvailable', message: 'The service is temporarily unavailable.' },
  504: { code: 'UnknownError', message: '' },
}

function composeFault(ground: Dispatch, fault: Fault): GraphAnswer {
  const status = fault.status ?? 500
  const headers = composeRetryAfter(ground, fault.retryAfterSeconds, fault.retryAfterForm ?? 'seconds')
  if (fault.html) {
    const page = `<html><head><title>${status}</title></head><body><center><h1>${status}</h1></center><hr></body></html>`
    return { status, headers: { ...headers, 'content-type': 'text/html' }, body: page }
  }
  const { code, message } = FAULT_CODES[status] ?? { code: 'generalException', message: 'An error occurred.' }
  return answerWith(
    status,
    {
      error: {
        code,
        message,
        innerError: status === 429 ? { code: '429', message: 'Please retry after', status: '429' } : {},
      },
    },
    headers,
  )
}

/** Fills in what every answer carries and counts it. */
function finish(
  ground: Dispatch,
  context: { request: GraphRequest; call: IncomingCall; family: Family },
  answer: GraphAnswer,
): GraphAnswer {
  const { request, call, family } = context
  if (answer.status === 429) ground.traffic.countThrottled(family)
  const finished = stampAnswer(ground, request, answer)
  ground.traffic.show(() => ({
    family,
    inBatch: call.inBatch,
    request: {
      method: request.method,
      // A site named by its path is one segment, as its id would be.
      path: `/${request.segments.map(segment => segment.replaceAll('/', '%2F')).join('/')}`,
      query: Object.fromEntries(request.query),
      headers: request.headers,
      body: request.body,
    },
    response: { status: finished.status, headers: finished.headers, body: finished.body },
  }))
  return finished
}

export function stampAnswer(
  ground: GraphGround,
  request: Pick<GraphRequest, 'requestId' | 'headers'>,
  answer: GraphAnswer,
): GraphAnswer {
  const clientId = request.headers['client-request-id']
  const echo = clientId !== undefined && request.headers['return-client-request-id']?.toLowerCase() === 'true'
  const now = ground.world.clock.now()
  const headers: Record<string, string> = {
    'cache-control': 'no-cache',
    date: now.toUTCString(),
    'request-id': request.requestId,
    ...(echo ? { 'client-request-id': clientId } : {}),
    ...(answer.body === undefined ? {} : contentHeaders(answer)),
    ...answer.headers,
  }
  const date = now.toISOString().slice(0, 19)
  const inner = { date, 'request-id': request.requestId, 'client-request-id': clientId ?? request.requestId }
  return {
    ...answer,
    headers,
    ...(answer.body === undefined ? {} : { body: withInnerError(answer.body, inner) }),
  }
}

function contentHeaders(answer: GraphAnswer): Record<string, string> {
  if (typeof answer.body === 'string' && answer.headers['content-type'] !== undefined) return {}
  if (answer.status >= 400) return { 'content-type': 'application/json' }
  return {
    'content-type':
      'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8',
    'odata-version': '4.0',
  }
}

/** Only errors that already have an `innerError` get its fields: some services leave it out (FACTS 2). */
function withInnerError(body: unknown, inner: Record<string, string>): unknown {
  if (!isRecord(body) || !isRecord(body.error) || !isRecord(body.error.innerError)) return body
  return { ...body, error: { ...body.error, innerError: { ...body.error.innerError, ...inner } } }
}

/** Splits the target; `/users('x@y')` and `/users/x@y` are the same. */
function readRequest(call: IncomingCall): GraphRequest {
  const [path = '', search = ''] = splitOnce(call.target, '?')
  const segments: string[] = []
  const quotedAt = new Set<number>()
  for (const segment of path
    .split('/')
    .filter(part => part !== '')
    .map(decodeSafely)) {
    const quoted = /^([A-Za-z]+)\('(.*)'\)$/.exec(segment)
    if (quoted === null) segments.push(segment)
    else {
      quotedAt.add(segments.length + 1)
      segments.push(quoted[1] ?? '', (quoted[2] ?? '').replaceAll("''", "'"))
    }
  }
  const query = new Map<string, string>()
  for (const [name, value] of new URLSearchParams(search)) query.set(name.toLowerCase(), value)
  const named = normalizeSiteRequest({ segments, query })
  return {
    method: call.method,
    segments: named.segments,
    quotedAt,
    query: named.query,
    headers: call.headers,
    body: call.body,
    caller: call.caller,
    requestId: randomUUID(),
  }
}

function splitOnce(text: string, mark: string): string[] {
  const at = text.indexOf(mark)
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)]
}

function decodeSafely(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
