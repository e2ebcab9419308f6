/**
 * The one way to Microsoft Graph: a `request` over fetch that hides tokens, budgets, both forms of Retry-After, one gate
 * per service and tenant, retries of safe calls, and the error envelope. Answers are values; only bugs throw.
 */

import { randomUUID } from 'node:crypto'
import { obstacleSentences } from '@muster/core/obstacle-sentences'
import type { Clock } from '@muster/core/ports'
import { type ReachCode, reachSentences } from '@muster/core/reach-sentences'
import type { Log } from '../log.ts'
import { version as programVersion } from '../version.ts'
import { asList, asObject, textOf } from './answers.ts'
import { type BudgetMaxima, createBudgets, defaultMaxima } from './budgets.ts'
import { createGates } from './gate.ts'
import { createMemoryStore, type ThrottleStore } from './throttle-store.ts'

/** The throttled services that Graph stands in front of (facts, section 3). */
export type GraphService = 'directory' | 'reports' | 'methods' | 'mail' | 'lists'

export interface GraphRequest {
  service: GraphService
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** Relative to the version (`/users`), or an absolute next link of the same host. */
  path: string
  body?: unknown
  headers?: Readonly<Record<string, string>>
  signal?: AbortSignal
  timeoutMs?: number
  /** The part of the service that is throttled by itself: each mailbox is (facts, section 3). The whole service when absent. */
  gate?: string
  /**
   * What Graph refuses first under pressure (facts, section 3): `low` for background work, `high` while a person waits,
   * whom our own budget does not slow down either. `normal` when absent.
   */
  priority?: 'low' | 'normal' | 'high'
  /** How many requests a `$batch` holds; 1 when absent. */
  itemCount?: number
  /** Repeated on 5xx and lost connections; only for calls that may be made twice. GETs are safe without it. */
  isSafe?: boolean
}

export type GraphAnswer =
  | { kind: 'ok'; status: number; body: unknown }
  /** Graph answered with an error that it will repeat. */
  | { kind: 'error'; status: number; code: string; message: string }
  /** Throttled, the gate is still closed, or our own budget has no place: nothing was done. */
  | { kind: 'throttled'; retryAt: Date; reason: string }
  /** 5xx: it may have been done or not. */
  | { kind: 'broken'; status: number; reason: string }
  /** No answer: the connection failed or the time was up. It may have been done or not. */
  | { kind: 'lost'; reason: string; isBeforeSend: boolean }

export interface TokenSource {
  /** A bearer token. Throws `TokenRefused` when the login service says no for good. */
  token(signal: AbortSignal): Promise<string>
  /** The token in hand was refused: get a new one next time. */
  forget(): void
}

export class TokenRefused extends Error {
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.name = 'TokenRefused'
    this.code = code
  }
}

export interface GraphClient {
  request(request: GraphRequest): Promise<GraphAnswer>
  readonly cost: { requests: number; throttled: number; resourceUnits: number }
}

export interface GraphClientOptions {
  graphUrl: string
  tokens: TokenSource
  clock: Clock
  log: Log
  fetch?: typeof fetch
  /** What a tenant may be asked, and where that is kept. When absent: as for a small tenant, in memory. */
  throttling?: { maxima(): BudgetMaxima; store: ThrottleStore }
}

const version = '/v1.0'
/** Graph's own limit for most calls is 60 s (facts, section 7). */
const timeoutMsDefault = 60_000
/** A fault that outlasts three tries is not over in a moment; the lane comes back later. */
const triesMax = 3
/** From here on Graph says which share of a limit is used (facts, section 3). */
const nearLimitShare = 0.8

export function createGraphClient(options: GraphClientOptions): GraphClient {
  const send = options.fetch ?? fetch
  const base = new URL(options.graphUrl)
  const { clock } = options
  const { maxima, store } = options.throttling ?? {
    maxima: () => defaultMaxima(0),
    store: createMemoryStore(),
  }
  const gates = createGates({ clock, store })
  const budgets = createBudgets({ maxima, store, clock })
  const cost = { requests: 0, throttled: 0, resourceUnits: 0 }

  async function request(wanted: GraphRequest): Promise<GraphAnswer> {
    const isSafe = wanted.isSafe ?? wanted.method === 'GET'
    let isTokenFresh = false
    for (let attempt = 1; ; attempt++) {
      const held = await holdBack(wanted)
      if (held !== null) return held
      const answer = await attemptOnce(wanted)
      if (answer.kind === 'error' && answer.status === 401 && !isTokenFresh) {
        // Revoked or expired early: a new token, once.
        options.tokens.forget()
        isTokenFresh = true
        continue
      }
      const isWorthRepeating = answer.kind === 'broken' || answer.kind === 'lost'
      if (!isSafe || !isWorthRepeating || attempt >= triesMax || wanted.signal?.aborted === true)
        return answer
    }
  }

  async function holdBack(wanted: GraphRequest): Promise<GraphAnswer | null> {
    const closedUntil = await gates.closedUntil(gateOf(wanted))
    if (closedUntil !== null) {
      return {
        kind: 'throttled',
        retryAt: closedUntil,
        reason: obstacleSentences.tell('throttled', { service: wanted.service }),
      }
    }
    const freeAt = await budgets.take(wanted)
    if (freeAt === null) return null
    return {
      kind: 'throttled',
      retryAt: freeAt,
      reason: obstacleSentences.tell('budgetUsed', { service: wanted.service }),
    }
  }

  async function attemptOnce(wanted: GraphRequest): Promise<GraphAnswer> {
    const timeout = AbortSignal.timeout(wanted.timeoutMs ?? timeoutMsDefault)
    const signal = wanted.signal === undefined ? timeout : AbortSignal.any([timeout, wanted.signal])
    let token: string
    try {
      token = await options.tokens.token(signal)
    } catch (error) {
      if (error instanceof TokenRefused) {
        return { kind: 'error', status: 401, code: error.code, message: error.message }
      }
      return {
        kind: 'lost',
        reason: reachSentences.tell('noToken', { said: reasonOf(error) }),
        isBeforeSend: true,
      }
    }
    return exchange({ wanted, token, signal })
  }

  async function exchange(call: {
    wanted: GraphRequest
    token: string
    signal: AbortSignal
  }): Promise<GraphAnswer> {
    const { wanted, signal } = call
    const url = addressOf(wanted.path)
    cost.requests++
    let response: Response
    let text: string
    try {
      response = await send(url, {
        method: wanted.method,
        headers: headersOf(wanted, call.token),
        body: wanted.body === undefined ? null : JSON.stringify(wanted.body),
        redirect: 'error',
        signal,
      })
      text = await response.text()
    } catch (error) {
      return { kind: 'lost', reason: reasonOf(error), isBeforeSend: isBeforeSend(error) }
    }
    cost.resourceUnits += Number(response.headers.get('x-ms-resource-unit') ?? 0)
    options.log.debug(
      { path: pathForLog(url), status: response.status, requestId: response.headers.get('request-id') },
      'graph answered',
    )
    if (isNearLimit(response.headers)) await budgets.slowDown(wanted)
    return judge(wanted, response, text)
  }

  async function judge(wanted: GraphRequest, response: Response, text: string): Promise<GraphAnswer> {
    const { status } = response
    if (response.ok) {
      // A message's MIME comes as it is; everything else is JSON, whatever a proxy calls it.
      const isText = response.headers.get('content-type')?.startsWith('text/plain') === true
      const body = isText ? text : parse(text)
      // An item of a batch that was throttled closes the gate like a request of its own.
      const throttled = wanted.path === '/$batch' ? throttledItems(body) : []
      for (const retryAfter of throttled) await gates.close(gateOf(wanted), retryAfter)
      return { kind: 'ok', status, body }
    }
    const { code, message } = errorOf(text, status)
    const retryAfter = response.headers.get('retry-after')
    if (status === 429 && isBeyondThreshold(wanted, retryAfter)) {
      return { kind: 'error', status, code, message }
    }
    if (isThrottling(status, retryAfter)) {
      cost.throttled++
      const retryAt = await gates.close(gateOf(wanted), longerOf(retryAfter, response.headers))
      return { kind: 'throttled', retryAt, reason: `${status} ${code}` }
    }
    if (status >= 500) return { kind: 'broken', status, reason: `${status} ${code}` }
    return { kind: 'error', status, code, message }
  }

  /** A token must never leave for another host, whatever a next link says (facts, section 1). */
  function addressOf(path: string): URL {
    if (!/^https?:/.test(path)) return new URL(`${base.href.replace(/\/+$/, '')}${version}${path}`)
    const url = new URL(path)
    if (url.origin !== base.origin) {
      throw new Error(`a next link points to another host (${url.host}); refusing to follow it`)
    }
    return url
  }

  return { request, cost }
}

/** 503 with a time is throttling too (facts, sections 2 and 3). */
export function isThrottling(status: number, retryAfter: string | null): boolean {
  return status === 429 || (status === 503 && retryAfter !== null)
}

/**
 * A question that more than 5,000 rows answer: reported as 429, and no waiting heals it (facts, section 11). Where
 * SharePoint throttles it says until when.
 */
function isBeyondThreshold({ service, path }: GraphRequest, retryAfter: string | null): boolean {
  return service === 'lists' && retryAfter === null && path.includes('$filter')
}

/** SharePoint says how much is left only when a limit is near. */
function isNearLimit(headers: Headers): boolean {
  return (
    Number(headers.get('x-ms-throttle-limit-percentage') ?? 0) >= nearLimitShare ||
    headers.get('ratelimit-remaining') !== null
  )
}

/** Where SharePoint names two times, the later one counts (facts, section 3). */
function longerOf(retryAfter: string | null, headers: Headers): string | null {
  const reset = headers.get('ratelimit-reset')
  const isLater = reset !== null && Number(reset) > Number(retryAfter ?? 0)
  return isLater ? reset : retryAfter
}

function gateOf({ service, gate }: GraphRequest): string {
  return gate === undefined ? service : `${service} ${gate}`
}

/** The Retry-After of each throttled item of a batch, null for one that names none. */
function throttledItems(body: unknown): (string | null)[] {
  return asList(asObject(body).responses)
    .map(asObject)
    .map(item => {
      const headers = asObject(item.headers)
      const retryAfter = textOf(headers, 'Retry-After') ?? textOf(headers, 'retry-after')
      return { retryAfter, isThrottled: isThrottling(Number(item.status), retryAfter) }
    })
    .filter(item => item.isThrottled)
    .map(item => item.retryAfter)
}

function headersOf(wanted: GraphRequest, token: string): Record<string, string> {
  return {
    authorization: `Bearer ${token}`,
    accept: 'application/json',
    'client-request-id': randomUUID(),
    'return-client-request-id': 'true',
    // Exchange has no such header, and every mail has somebody waiting for it.
    ...(wanted.service === 'mail' ? {} : { 'x-ms-throttle-priority': wanted.priority ?? 'normal' }),
    // By this SharePoint tells whom it would have to slow down (facts, section 3).
    ...(wanted.service === 'lists' ? { 'user-agent': `NONISV|Muster|Muster/${programVersion}` } : {}),
    ...(wanted.body === undefined ? {} : { 'content-type': 'application/json' }),
    ...wanted.headers,
  }
}

function parse(text: string): unknown {
  if (text === '') return null
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** The envelope, or what can be had: some backends answer with other JSON, HTML, or nothing (facts, section 2). */
export function errorOf(text: string, status: number): { code: string; message: string } {
  const body = parse(text)
  if (typeof body === 'object' && body !== null && 'error' in body) {
    const { error } = body
    if (typeof error === 'object' && error !== null) {
      const code = 'code' in error && typeof error.code === 'string' ? error.code : `http${status}`
      const message = 'message' in error && typeof error.message === 'string' ? error.message : ''
      return { code, message }
    }
  }
  return { code: `http${status}`, message: 'no error envelope' }
}

/** What may follow a collection in a path without naming anybody. */
const wordsAfterCollections = new Set(['delta', '$ref', '$count', 'microsoft.graph.user'])

/**
 * The shape of a path, for the log: whatever stands for a person, a mailbox or a group is left out, in any spelling
 * (`x@y`, `x%40y`, `('x@y')`), and so is the query.
 */
export function pathForLog(url: URL): string {
  let isAfterCollection = false
  const segments = url.pathname.split('/').map(segment => {
    const [, collection] = /^(users|groups|members|directoryObjects)(?:$|\()/.exec(segment) ?? []
    const isNamed = isAfterCollection && !wordsAfterCollections.has(segment)
    isAfterCollection = collection === segment
    if (isNamed) return '{id}'
    return collection === undefined || collection === segment ? segment : `${collection}/{id}`
  })
  return segments.join('/')
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'TimeoutError') return reachSentences.tell('timeUp')
  if (error.name === 'AbortError') return reachSentences.tell('cancelled')
  const code = codeOf(error)
  if (code === null) return error.message
  return reachSentences.tell(beforeSendCodes.get(code) ?? 'connectionBroke', { code })
}

/** `fetch` says "fetch failed" and hides in its cause what the system or the connection said. */
function codeOf(error: unknown): string | null {
  const cause = error instanceof Error ? error.cause : null
  return typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : null
}

/** Failures that happen before the request has left: nothing can have been done. */
const beforeSendCodes = new Map<string, ReachCode>([
  ['ECONNREFUSED', 'nobodyAnswers'],
  ['ENOTFOUND', 'noSuchHost'],
  ['EAI_AGAIN', 'nameSilent'],
  ['UND_ERR_CONNECT_TIMEOUT', 'nobodyAnswers'],
  ['CERT_HAS_EXPIRED', 'certificateOver'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'certificateUntrusted'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'certificateUntrusted'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'certificateUntrusted'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'certificateOther'],
])

function isBeforeSend(error: unknown): boolean {
  return beforeSendCodes.has(codeOf(error) ?? '')
}
