/** One request to simulated Graph and one answer of it: the shapes that every route works with. */

import type { Faults } from '../faults/faults.ts'
import type { Traffic } from '../faults/traffic.ts'
import type { World } from '../world/types.ts'
import type { Outbox } from './outbox.ts'
import type { Replication } from './replication.ts'
import type { Throttle } from './throttle.ts'

/** Who calls: what the access token says. */
export interface Caller {
  appId: string
  servicePrincipalId: string
  roles: readonly string[]
}

export interface GraphRequest {
  method: string
  /** Decoded segments after `/v1.0`. */
  segments: string[]
  /** Which of them stood in quotes: `/users('x')`. */
  quotedAt: ReadonlySet<number>
  /** Query options as sent, decoded, names in lower case (`$top`). */
  query: Map<string, string>
  /** Names in lower case. */
  headers: Record<string, string>
  /** As received; empty when there was none. */
  body: string
  caller: Caller
  /** This request's own id, shown in `request-id` and in error bodies. */
  requestId: string
}

export interface GraphAnswer {
  status: number
  headers: Record<string, string>
  /** Absent for an empty body; a string with its own Content-Type is sent as it is, all else as JSON. */
  body?: unknown
}

/** Everything the routes of one tenant stand on. */
export interface GraphGround {
  world: World
  replication: Replication
  throttle: Throttle
  outbox: Outbox
  faults: Faults
  traffic: Traffic
  /** `https://localhost:port/v1.0` */
  baseUrl: string
  reportLagHours: number
  startedAt: Date
  /** Wall milliseconds that Exchange takes to accept one mail, so that sends can overlap. */
  mailTakesMs: number
  /** The audit log takes no filter by result. */
  refusesAuditResult: boolean
  /** Pages of a list go on at SharePoint's own host instead of Graph's. */
  foreignNextLinks: boolean
}

/** An answer that ends the work at once: thrown by whatever finds that Graph would refuse. */
export class Refusal extends Error {
  readonly answer: GraphAnswer

  constructor(answer: GraphAnswer) {
    super(`answered ${answer.status}`)
    this.answer = answer
  }
}

export function answerWith(
  status: number,
  body?: unknown,
  headers: Record<string, string> = {},
): GraphAnswer {
  return body === undefined ? { status, headers } : { status, headers, body }
}

/** A refusal in Graph's error envelope (FACTS 2); `innerError` is filled in when the answer leaves. */
export function refuse(status: number, code: string, message: string): Refusal {
  return new Refusal(answerWith(status, { error: { code, message, innerError: {} } }))
}

/** Whatever Graph can do and this simulator cannot: it says so by name, so that no test passes by luck. */
export function refuseUnsupported(what: string): Refusal {
  return refuse(501, 'notImplemented', `The simulator does not support ${what}.`)
}

export function refuseMissing(id: string): Refusal {
  return refuse(
    404,
    'Request_ResourceNotFound',
    `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
  )
}

export function refuseBadRequest(message: string): Refusal {
  return refuse(400, 'Request_BadRequest', message)
}

export function refuseDirectoryAccess(): Refusal {
  return refuse(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.')
}

/**
 * Refuses a body that is not said to be JSON. Graph's gateway answers 400 and not 415, in these words: without the header
 * as in microsoft-graph-docs-contrib issues 2361 and 6215, with another type as in msgraph-sample-pythondjangoapp issue 22.
 */
export function requireJsonType(headers: Record<string, string>): void {
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? ''
  if (type === 'application/json') return
  throw refuse(
    400,
    'BadRequest',
    type === ''
      ? 'Write requests (excluding DELETE) must contain the Content-Type header declaration.'
      : 'Entity only allows writes with a JSON Content-Type header.',
  )
}

/** The body as a JSON object; 400 as Graph says it when it is not one (microsoft-graph-docs-contrib issue 6337). */
export function readObject(request: GraphRequest): Record<string, unknown> {
  requireJsonType(request.headers)
  const parsed = parseJson(request.body)
  if (!isRecord(parsed))
    throw refuse(
      400,
      'BadRequest',
      'Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.',
    )
  return parsed
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

export function isGuid(text: string): boolean {
  return GUID.test(text)
}
