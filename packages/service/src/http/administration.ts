/** The administrators' face: the table of routes mounted as a Hono app, with who may call what beside each path. */

import { randomUUID } from 'node:crypto'
import { openApiDocument } from '@muster/contract/openapi'
import { type Caller, type CsvFile, isWrite, mayCall, type Route } from '@muster/contract/route'
import { basePath, type Handlers, type RouteName, routeNames, routes } from '@muster/contract/routes'
import { Problem } from '@muster/core/problem'
import { makeProblem } from '@muster/core/told-problems'
import { type Context, Hono, type Next } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import * as z from 'zod'
import { aboutOf } from './about.ts'
import { encodeAnswer, respond, respondWithFile, type WholeAnswer } from './answers.ts'
import { isHttps, readCookie, requireOwnPage } from './browser.ts'
import { doOnce, fingerprintOf, type IdempotencyStore } from './idempotency.ts'
import { readInput } from './inputs.ts'
import { mailPreviewPath } from './mail-preview.ts'
import { problemBody } from './problems.ts'

/** What pino's logger has of it. Neither paths nor bodies are logged, only the route's name. */
export interface RequestLog {
  info(fields: object, message: string): void
  error(fields: object, message: string): void
}

export interface Administration {
  handlers: Handlers
  /** Whose key it is; null when it is nobody's or was revoked. */
  authenticate(key: string): Promise<Caller | null>
  /** Whose session it is; null when it is nobody's or over. */
  authenticateSession(token: string): Promise<Caller | null>
  /** What administrators' browsers see. */
  address(): string
  /** Does what a caller asked for with an entry in the log of acts. */
  record<T>(act: RequestedAct, work: () => Promise<T>): Promise<T>
  /** Everything outside the API: the doors of sign-in and the portal. */
  pages: Hono
  idempotency: IdempotencyStore
  log: RequestLog
}

export interface RequestedAct {
  doer: { by: Caller['by']; id: string }
  act: RouteName
  about: Record<string, string | string[]>
}

type Env = { Variables: { requestId: string; route?: RouteName; callerId?: string | null } }
export type AdministrationApp = Hono<Env>

/** A handler once its route's types are forgotten: the table has checked what goes in and checks what comes out. */
type LooseHandler = (input: unknown, caller: Caller | null) => Promise<unknown>

/** Makes the app. It listens nowhere by itself: hand its `fetch` to a server. */
export function createAdministrationApp(administration: Administration): AdministrationApp {
  const app = new Hono<Env>()
  app.use(async (c, next) => {
    const startedAt = performance.now()
    c.set('requestId', requestIdOf(c.req.header('x-request-id')))
    await next()
    c.header('x-request-id', c.get('requestId'))
    if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-store')
    logRequest(administration.log, c, performance.now() - startedAt)
  })
  app.use(guardBrowsers(administration.address))
  app.get(`${basePath}/openapi.json`, () => respond({ status: 200, body: document() }))
  for (const name of routeNames) mount(app, name, administration)
  app.route('/', pagesOf(administration.pages))
  app.notFound(c => {
    return sendProblem(c, makeProblem('noRoute', { document: `${basePath}/openapi.json` }))
  })
  app.onError((error, c) => {
    if (!(error instanceof Problem)) reportBug(administration.log, c, error)
    return sendProblem(c, error)
  })
  return app
}

let madeDocument: string | null = null

/** Made when it is first asked for: it takes a fifteenth of a second, which every start would wait for. */
function document(): string {
  madeDocument ??= JSON.stringify(openApiDocument())
  return madeDocument
}

const apiPolicy = "default-src 'none'; frame-ancestors 'none'"

/** What every answer tells a browser. A page brings a content policy of its own; what brings none may load nothing. */
function guardBrowsers(address: () => string) {
  const headers = secureHeaders({ xFrameOptions: 'DENY', strictTransportSecurity: false })
  return async (c: Context<Env>, next: Next): Promise<void> => {
    await headers(c, next)
    if (!c.res.headers.has('content-security-policy')) c.header('content-security-policy', apiPolicy)
    if (c.req.path === mailPreviewPath) {
      // The one document that stands in a frame, of ours. In an origin of nobody's it has no cluster to be keyed by.
      c.header('x-frame-options', 'SAMEORIGIN')
      c.res.headers.delete('origin-agent-cluster')
    }
    // On plain http it means nothing, and on a name that others use too it would break them.
    if (isHttps(address())) c.header('strict-transport-security', 'max-age=31536000')
  }
}

/** Paths of the API that the table does not know stay problems; the rest belongs to the pages. */
function pagesOf(pages: Hono): Hono {
  return new Hono().get('*', async (c, next) =>
    c.req.path.startsWith('/api/') ? next() : pages.fetch(c.req.raw),
  )
}

/** A caller's own id is kept when it is harmless in a log. */
function requestIdOf(given: string | undefined): string {
  return given !== undefined && /^[\w-]{8,64}$/.test(given) ? given : randomUUID()
}

function mount(app: AdministrationApp, name: RouteName, administration: Administration): void {
  const route: Route = routes[name]
  // The table's types join each handler to its route; what stands here is the same pair with the types forgotten.
  const handle = administration.handlers[name] as LooseHandler
  app.on(route.method, basePath + pattern(route), async c => {
    c.set('route', name)
    const caller = await admit(c, route, administration)
    c.set('callerId', caller?.id ?? null)
    return answer({ c, route, caller, handle, administration })
  })
}

/** Health is asked every few seconds and would drown the rest. */
function logRequest(log: RequestLog, c: Context<Env>, ms: number): void {
  const { requestId, route, callerId } = c.var
  if (route === 'health') return
  log.info({ requestId, route, status: c.res.status, ms: Math.round(ms), callerId }, 'request')
}

/** `{act}` becomes `:act{launch|pause|…}`, so that a closed set of words never swallows another route's path. */
function pattern({ path, params }: Route): string {
  return path.replace(/\{(\w+)\}/g, (_, key: string) => {
    const shape = params?.shape[key]
    return shape instanceof z.ZodEnum ? `:${key}{${shape.options.join('|')}}` : `:${key}`
  })
}

async function admit(c: Context<Env>, route: Route, administration: Administration): Promise<Caller | null> {
  if (route.role === 'public') return null
  const caller = await recognise(c, administration)
  if (mayCall(caller.role, route.role)) return caller
  const problem = tooLittle(caller, route)
  const act = c.get('route')
  if (act === undefined || !isWrite(route)) throw problem
  return administration.record({ doer: { by: caller.by, id: caller.id }, act, about: {} }, () => {
    throw problem
  })
}

function tooLittle({ by, name, role }: Caller, route: Route): Problem {
  return by === 'apiKey'
    ? makeProblem('keyTooLittle', { needed: route.role, role, key: name })
    : makeProblem('roleTooLittle', { needed: route.role, role })
}

/** A key counts before a cookie: a program says who it is, a browser only sends along what it has. */
async function recognise(c: Context<Env>, administration: Administration): Promise<Caller> {
  const [, key] = /^Bearer +(\S+)$/i.exec(c.req.header('authorization') ?? '') ?? []
  if (key !== undefined) {
    const caller = await administration.authenticate(key)
    if (caller !== null) return caller
    throw makeProblem('keyNotValid')
  }
  const address = administration.address()
  const token = readCookie(c, 'session', address)
  if (token === null) throw makeProblem('nobodySignedIn')
  if (c.req.method !== 'GET') requireOwnPage(c, address)
  const caller = await administration.authenticateSession(token)
  if (caller !== null) return caller
  throw makeProblem('sessionOver')
}

interface Call {
  c: Context<Env>
  route: Route
  caller: Caller | null
  handle: LooseHandler
  administration: Administration
}

async function answer({ c, route, caller, handle, administration }: Call): Promise<Response> {
  const { input, bodyText } = await readInput(c.req, route)
  if (route.answer.kind === 'csv') {
    // A handler of a file answers a file: `OutputOf` says so.
    const file = (await handle(input, caller)) as CsvFile
    return respondWithFile(file, error => reportBug(administration.log, c, error))
  }
  const act = async (): Promise<WholeAnswer> => encodeAnswer(route, await handle(input, caller))
  const name = c.get('route')
  const isRecorded = caller !== null && name !== undefined && isWrite(route)
  const work = isRecorded
    ? () =>
        administration.record(
          { doer: { by: caller.by, id: caller.id }, act: name, about: aboutOf(input) },
          act,
        )
    : act
  const key = c.req.header('idempotency-key')
  if (key === undefined || caller === null || !isWrite(route)) return respond(await work())
  const fingerprint = fingerprintOf({ method: c.req.method, url: c.req.url, bodyText })
  return respond(await doOnce({ store: administration.idempotency, key, caller, fingerprint, route }, work))
}

function sendProblem(c: Context<Env>, error: unknown): Response {
  const body = problemBody(error, c.get('requestId'))
  const headers = new Headers({ 'content-type': 'application/problem+json' })
  if (body.status === 401) headers.set('www-authenticate', 'Bearer realm="muster"')
  return new Response(JSON.stringify(body), { status: body.status, headers })
}

function reportBug(log: RequestLog, c: Context<Env>, error: unknown): void {
  log.error({ requestId: c.get('requestId'), error }, 'request failed')
}
