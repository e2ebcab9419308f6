/** The authority of the tenant: discovery documents, signing keys, sign-in of people, and the token endpoint (FACTS 5). */

import {
  createServer as createPlainServer,
  type IncomingMessage,
  type Server as PlainServer,
  type ServerResponse,
} from 'node:http'
import { createServer, type Server as SecureServer } from 'node:https'
import type { Faults } from '../faults/faults.ts'
import type { TrafficLog } from '../faults/traffic.ts'
import type { App, World } from '../world/types.ts'
import type { ServerIdentity } from './certificates.ts'
import { checkCredential } from './credentials.ts'
import { createSignInDesk, type Outcome, type PageAnswer, refuseWith, type SignInDesk } from './sign-in.ts'
import { composeTokenError, type TokenError, tokenErrors } from './token-errors.ts'
import type { Mint } from './tokens.ts'

/** A token request is a few hundred bytes, one with an assertion some thousand. */
const FORM_BYTES_MAX = 64 * 1024

const GRAPH_SCOPE = /^https:\/\/graph\.microsoft\.com\/?\/\.default$/

export interface AuthorityOptions {
  world: World
  mint: Mint
  identity: ServerIdentity
  faults: Faults
  traffic: TrafficLog
  /** `https://localhost:port`, known once the server listens. */
  url: () => string
  /** `http://localhost:port` of the plain server. */
  plainUrl: () => string
}

export interface AuthorityServers {
  secure: SecureServer
  /** The same over plain http with an issuer of its own, for browsers that do not know this tenant's certificates. */
  plain: PlainServer
}

export function createAuthority(options: AuthorityOptions): AuthorityServers {
  const seenJtis = new Set<string>()
  const desk = createSignInDesk(options)
  const { certificatePem, privateKeyPem } = options.identity
  const listenAt = (url: () => string) => (request: IncomingMessage, response: ServerResponse) => {
    answer({ ...options, url, seenJtis, desk }, request, response).catch(() => response.destroy())
  }
  const tls = { cert: certificatePem, key: privateKeyPem, keepAlive: true }
  return {
    secure: createServer(tls, listenAt(options.url)),
    plain: createPlainServer(listenAt(options.plainUrl)),
  }
}

type Authority = AuthorityOptions & { seenJtis: Set<string>; desk: SignInDesk }

async function answer(
  authority: Authority,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', authority.url())
  const [first = '', ...rest] = url.pathname.split('/').filter(part => part !== '')
  const path = rest.join('/')
  if (first === 'common' && path === 'discovery/instance')
    return send(response, 200, composeInstance(authority))
  if (path === 'oauth2/v2.0/token' && request.method === 'POST')
    return answerToken(authority, { request, response, tenant: first })
  if (request.method === 'GET' && path === 'v2.0/.well-known/openid-configuration') {
    const refused = judgeTenant(authority.world, first)
    if (refused !== undefined)
      return send(response, refused.status, composeTokenError(refused, correlationOf(request)))
    return send(response, 200, composeConfiguration(authority, first))
  }
  if (request.method === 'GET' && path === 'discovery/v2.0/keys')
    return send(response, 200, authority.mint.keys)
  const page = await answerPerson(authority, { request, url, tenant: first, path })
  if (page !== null) {
    response.writeHead(page.status, page.headers)
    return void response.end(page.body)
  }
  return send(response, 501, {
    error: 'not_implemented',
    error_description: `The simulator does not support ${request.method} ${url.pathname}.`,
  })
}

/** What a person's browser asks for, or what an application asks about a person; null when it is neither. */
async function answerPerson(
  { world, desk, url: addressOf }: Authority,
  call: { request: IncomingMessage; url: URL; tenant: string; path: string },
): Promise<PageAnswer | null> {
  const { request, url, tenant, path } = call
  const asked = `${request.method} ${path}`
  const isKnown = judgeTenant(world, tenant) === undefined
  if (asked === 'GET oauth2/v2.0/authorize' && isKnown) {
    return desk.authorize({ tenant, issuer: issuerOf(addressOf(), world.tenantId) }, url.searchParams)
  }
  if (asked === 'POST login' && isKnown) return desk.choose(new URLSearchParams(await readForm(request)))
  if (asked === 'GET oauth2/v2.0/logout' && isKnown) return desk.signOut(url.searchParams)
  if (asked === 'GET openid/userinfo') return desk.userInfo(request.headers.authorization)
  return null
}

async function answerToken(
  authority: Authority,
  call: { request: IncomingMessage; response: ServerResponse; tenant: string },
): Promise<void> {
  const { request, response } = call
  authority.traffic.countRequest('token')
  const fault = authority.faults.draw({ family: 'token', method: 'POST', inBatch: false })
  if (fault !== undefined) authority.traffic.countFaulted('token')
  if (fault?.slowMs !== undefined) await new Promise(resolve => setTimeout(resolve, fault.slowMs))
  if (fault?.reset) return void response.destroy()
  if (fault?.status !== undefined)
    return send(response, fault.status, {
      error: 'temporarily_unavailable',
      error_description: 'AADSTS90033: A transient error has occurred. Please try again.',
      error_codes: [90033],
    })
  const form = new URLSearchParams(await readForm(request))
  const outcome = await grant(authority, form, call.tenant)
  if (outcome.kind === 'granted') return send(response, 200, outcome.body)
  return send(response, outcome.error.status, composeTokenError(outcome.error, correlationOf(request)))
}

async function grant(authority: Authority, form: URLSearchParams, tenant: string): Promise<Outcome> {
  const refused = judgeTenant(authority.world, tenant)
  if (refused !== undefined) return refuseWith(refused)
  for (const name of ['grant_type', 'client_id']) {
    if (!form.get(name)) return refuseWith(tokenErrors.missingParameter(name))
  }
  const grantType = form.get('grant_type') ?? ''
  const isOfPerson = grantType === 'authorization_code'
  if (!isOfPerson && grantType !== 'client_credentials')
    return refuseWith(tokenErrors.unsupportedGrant(grantType))
  if (!isOfPerson && !form.get('scope')) return refuseWith(tokenErrors.missingParameter('scope'))
  const clientId = (form.get('client_id') ?? '').toLowerCase()
  const app = authority.world.apps.get(clientId)
  if (app === undefined) return refuseWith(tokenErrors.unknownApp(clientId, tenant))
  const wrongScope = isOfPerson ? undefined : judgeScope(form.get('scope') ?? '')
  if (wrongScope !== undefined) return refuseWith(wrongScope)
  const problem = await checkCredential({
    app,
    form,
    audiences: audiencesOf(authority, tenant),
    clock: authority.world.clock,
    seenJtis: authority.seenJtis,
  })
  if (problem !== undefined) return refuseWith(problem)
  return isOfPerson ? authority.desk.redeem(app, form) : grantToApp(authority, app)
}

/** MSAL adds `openid profile offline_access` in some versions; the resource is what matters. */
function judgeScope(scope: string): TokenError | undefined {
  const scopes = scope.split(' ').filter(word => !/^(openid|profile|offline_access)$/.test(word))
  const isGraph = scopes.length === 1 && GRAPH_SCOPE.test(scopes[0] ?? '')
  return isGraph ? undefined : tokenErrors.invalidScope(scope)
}

function audiencesOf(authority: Authority, tenant: string): string[] {
  const base = `${authority.url()}/`
  return [tenant, authority.world.tenantId].flatMap(name => [
    `${base}${name}/oauth2/v2.0/token`,
    `${base}${name}/v2.0`,
  ])
}

async function grantToApp(authority: Authority, app: App): Promise<Outcome> {
  const { token, expiresInSeconds } = await authority.mint.issue(app)
  const body = {
    token_type: 'Bearer',
    expires_in: expiresInSeconds,
    ext_expires_in: expiresInSeconds,
    access_token: token,
  }
  return { kind: 'granted', body }
}

function judgeTenant(world: World, tenant: string): TokenError | undefined {
  if (tenant.toLowerCase() === world.tenantId || tenant.toLowerCase() === world.domain) return undefined
  if (/^[0-9a-f-]{36}$/i.test(tenant) || /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(tenant))
    return tokenErrors.unknownTenant(tenant)
  return tokenErrors.malformedTenant(tenant)
}

function composeConfiguration(authority: Authority, tenant: string): Record<string, unknown> {
  const base = `${authority.url()}/${tenant}`
  return {
    token_endpoint: `${base}/oauth2/v2.0/token`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
    jwks_uri: `${base}/discovery/v2.0/keys`,
    response_modes_supported: ['query', 'fragment', 'form_post'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    response_types_supported: ['code', 'id_token', 'code id_token', 'id_token token'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    issuer: issuerOf(authority.url(), authority.world.tenantId),
    request_uri_parameter_supported: false,
    userinfo_endpoint: `${base}/openid/userinfo`,
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    device_authorization_endpoint: `${base}/oauth2/v2.0/devicecode`,
    http_logout_supported: true,
    frontchannel_logout_supported: true,
    end_session_endpoint: `${base}/oauth2/v2.0/logout`,
    claims_supported: [
      'sub',
      'iss',
      'aud',
      'exp',
      'iat',
      'nonce',
      'preferred_username',
      'name',
      'tid',
      'ver',
    ],
    tenant_region_scope: 'NA',
    cloud_instance_name: 'microsoftonline.com',
    cloud_graph_host_name: 'graph.windows.net',
    msgraph_host: 'graph.microsoft.com',
  }
}

export function issuerOf(authorityUrl: string, tenantId: string): string {
  return `${authorityUrl}/${tenantId}/v2.0`
}

/** What instance discovery tells MSAL: this host is an authority, and here is its configuration. */
function composeInstance(authority: Authority): Record<string, unknown> {
  const host = new URL(authority.url()).host
  return {
    tenant_discovery_endpoint: `${authority.url()}/${authority.world.tenantId}/v2.0/.well-known/openid-configuration`,
    'api-version': '1.1',
    metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
  }
}

function correlationOf(request: IncomingMessage): string | undefined {
  const value = request.headers['client-request-id']
  return typeof value === 'string' ? value : undefined
}

async function readForm(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request) {
    const buffer = Buffer.from(chunk)
    bytes += buffer.length
    if (bytes > FORM_BYTES_MAX) throw new RangeError('the token request is too big')
    chunks.push(buffer)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function send(response: ServerResponse, status: number, body: Record<string, unknown> | object): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store, no-cache',
  })
  response.end(JSON.stringify(body))
}
