/** A typed client of the API, made from the table: `createClient(…).getTenant({ params: { tenantId } })`. */

import * as z from 'zod'
import {
  type AnswerOf,
  clientHeader,
  fileNameHeader,
  isBytes,
  isWrite,
  type RequestOf,
  type Route,
} from './route.ts'
import { basePath, type RouteName, type Routes, routeNames, routes } from './routes.ts'
import { type ProblemBody, problem } from './shapes/common.ts'

/** The service answered that it will not or cannot. */
export class ApiProblem extends Error {
  readonly body: ProblemBody

  constructor(body: ProblemBody) {
    super(body.detail)
    this.name = 'ApiProblem'
    this.body = body
  }
}

/** Nothing that speaks this API answered: refused, timed out, cut off, or something else lives at the address. */
export class Unreachable extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'Unreachable'
  }
}

export interface ClientOptions {
  /** Where the administrators' face listens, `http://127.0.0.1:4000`; the path of the API is added here. */
  baseUrl: string
  /** Null for the public routes alone, or in a browser, whose cookie says who calls. */
  apiKey: string | null
  fetch?: typeof globalThis.fetch
  /** How long an answer's head may take; the rows of a file may take longer. */
  timeoutMs?: number
}

export interface CallOptions {
  /** The same key again answers what the first call answered. Made anew for each write when left out. */
  idempotencyKey?: string
}

type Call<R extends Route> =
  object extends RequestOf<R>
    ? (request?: RequestOf<R>, options?: CallOptions) => Promise<AnswerOf<R>>
    : (request: RequestOf<R>, options?: CallOptions) => Promise<AnswerOf<R>>

export type Client = { readonly [Name in RouteName]: Call<Routes[Name]> }

/** What the parts of any request amount to once their types are forgotten. */
interface LooseRequest {
  params?: Record<string, unknown>
  query?: Record<string, unknown>
  body?: unknown
  fileName?: string
}

/** A doctor's round of a slow tenant takes the longest; nothing else comes near it. */
const timeoutMsDefault = 120_000

/** Makes a client. Its methods are named as the routes; they throw `ApiProblem` or `Unreachable`. */
export function createClient(options: ClientOptions): Client {
  const calls = routeNames.map(name => [
    name,
    (request: LooseRequest = {}, callOptions: CallOptions = {}) =>
      call({ route: routes[name], request, options, callOptions }),
  ])
  // Each entry is made from the route of its name, which is what the mapped type says.
  return Object.fromEntries(calls) as Client
}

interface Outgoing {
  route: Route
  request: LooseRequest
  options: ClientOptions
  callOptions: CallOptions
}

async function call(outgoing: Outgoing): Promise<unknown> {
  const { route, request, options } = outgoing
  const url = options.baseUrl.replace(/\/+$/, '') + basePath + pathOf(route, request)
  const response = await reach(url, outgoing)
  if (!response.ok) throw await readProblem(response, url)
  switch (route.answer.kind) {
    case 'nothing':
      return undefined
    case 'csv':
      return receiveFile(response)
    case 'json':
      return readAnswer(response, { url, shape: route.answer.shape })
    default:
      return route.answer satisfies never
  }
}

function pathOf(route: Route, request: LooseRequest): string {
  const path = route.path.replace(/\{(\w+)\}/g, (_, key: string) =>
    encodeURIComponent(String(request.params?.[key])),
  )
  const query = new URLSearchParams()
  for (const [key, value] of Object.entries(request.query ?? {})) {
    if (value !== undefined) query.append(key, String(value))
  }
  return query.size === 0 ? path : `${path}?${query}`
}

async function reach(url: string, { route, request, options, callOptions }: Outgoing): Promise<Response> {
  const headers = new Headers({ accept: 'application/json, application/problem+json, text/csv' })
  headers.set(clientHeader, '1')
  if (options.apiKey !== null) headers.set('authorization', `Bearer ${options.apiKey}`)
  if (isWrite(route)) headers.set('idempotency-key', callOptions.idempotencyKey ?? crypto.randomUUID())
  const deadline = new AbortController()
  const timer = setTimeout(() => deadline.abort(), options.timeoutMs ?? timeoutMsDefault)
  try {
    const sent = { method: route.method, headers, ...bodyOf(route, request, headers) }
    return await (options.fetch ?? fetch)(url, { ...sent, redirect: 'error', signal: deadline.signal })
  } catch (error) {
    throw new Unreachable(`no answer from ${options.baseUrl}: ${causeOf(error)}`, error)
  } finally {
    clearTimeout(timer)
  }
}

/** `fetch` hides why it failed in a chain of causes; the innermost says `connect ECONNREFUSED 127.0.0.1:4000`. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'AbortError') return 'it took too long'
  const [first] = error instanceof AggregateError ? error.errors : []
  const inner = error.cause ?? first
  if (inner !== undefined) return causeOf(inner)
  return error.message || ('code' in error ? String(error.code) : error.name)
}

function bodyOf(route: Route, request: LooseRequest, headers: Headers): RequestInit {
  if (route.body === undefined) return {}
  if (!isBytes(route.body)) {
    headers.set('content-type', 'application/json')
    return { body: JSON.stringify(request.body ?? {}) }
  }
  headers.set('content-type', 'application/octet-stream')
  if (request.fileName !== undefined) headers.set(fileNameHeader, encodeURIComponent(request.fileName))
  // The request's type says bytes or a stream; both are bodies. `duplex` is asked for by the fetch standard for streams.
  return { body: request.body as Uint8Array<ArrayBuffer> | ReadableStream, duplex: 'half' }
}

async function readProblem(response: Response, url: string): Promise<Error> {
  const read = problem.safeParse(await readJson(response))
  if (read.success) return new ApiProblem(read.data)
  return new Unreachable(`${url} answered ${response.status} but not as Muster does; is the address right?`)
}

async function readAnswer(response: Response, expected: { url: string; shape: z.ZodType }): Promise<unknown> {
  const read = z.safeDecode(expected.shape, await readJson(response))
  if (read.success) return read.data
  throw new Unreachable(
    `${expected.url} answered something unexpected; are this client and the service of the same version?`,
    read.error,
  )
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json()
  } catch {
    return null
  }
}

function receiveFile(response: Response): AnswerOf<Routes['exportPeople']> {
  const [, fileName] = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '') ?? []
  return { fileName: fileName ?? 'muster.csv', bytes: response.body ?? new ReadableStream() }
}
