/** The administrators' face: the table of routes mounted as a Hono app, with who may call what beside each path. */

import { randomUUID } from 'node:crypto'
import { openApiDocument } from '@muster/contract/openapi'
import { type Caller, type CsvFile, isWrite, mayCall, type Route } from '@muster/contract/route'
import { basePath, type Handlers, type RouteName, routeNames, routes } from '@muster/contract/routes'
import { Problem } from '@muster/core/problem'
import { type Context, Hono } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import * as z from 'zod'
import { encodeAnswer, respond, respondWithFile, type WholeAnswer } from './answers.ts'
import { doOnce, fingerprintOf, type IdempotencyStore } from './idempotency.ts'
import { readInput } from './inputs.ts'
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
  idempotency: IdempotencyStore
  log: RequestLog
}

type Env = { Variables: { requestId: string; route?: RouteName; keyId?: string | null } }
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
    c.header('cache-control', 'no-store')
    logRequest(administration.log, c, performance.now() - startedAt)
  })
  app.use(secureHeaders({ contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } }))
  const document = JSON.stringify(openApiDocument())
  app.get(`${basePath}/openapi.json`, () => respond({ status: 200, body: document }))
  for (const name of routeNames) mount(app, name, administration)
  app.notFound(c => {
    const remedy = `the routes are listed in ${basePath}/openapi.json`
    return sendProblem(c, new Problem('notFound', 'there is no such route', { remedy }))
  })
  app.onError((error, c) => {
    if (!(error instanceof Problem)) reportBug(administration.log, c, error)
    return sendProblem(c, error)
  })
  return app
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
    c.set('keyId', caller?.keyId ?? null)
    return answer({ c, route, caller, handle, administration })
  })
}

/** Health is asked every few seconds and would drown the rest. */
function logRequest(log: RequestLog, c: Context<Env>, ms: number): void {
  const { requestId, route, keyId } = c.var
  if (route === 'health') return
  log.info({ requestId, route, status: c.res.status, ms: Math.round(ms), keyId }, 'request')
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
  const [, key] = /^Bearer +(\S+)$/i.exec(c.req.header('authorization') ?? '') ?? []
  const caller = key === undefined ? null : await administration.authenticate(key)
  if (caller === null) {
    const said = key === undefined ? 'no API key was sent' : 'the API key is not valid, or was revoked'
    throw new Problem('unauthenticated', said, {
      where: 'Authorization',
      remedy: 'send "Authorization: Bearer <api key>"; an admin makes a key with "muster key create"',
    })
  }
  if (!mayCall(caller.role, route.role)) {
    throw new Problem(
      'forbidden',
      `this needs the role ${route.role}; the key "${caller.name}" is ${caller.role}`,
      {
        remedy: `ask an admin for a key with the role ${route.role}`,
      },
    )
  }
  return caller
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
  const work = async (): Promise<WholeAnswer> => encodeAnswer(route, await handle(input, caller))
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
