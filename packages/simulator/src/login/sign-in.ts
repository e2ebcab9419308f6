/** Sign-in of people: the authorize endpoint with its page, codes redeemed once and with PKCE, userinfo, sign-out (FACTS 5). */

import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { App, User, World } from '../world/types.ts'
import { renderErrorPage, renderPeoplePage, renderSignedOutPage } from './sign-in-page.ts'
import { type TokenError, tokenErrors } from './token-errors.ts'
import type { Mint } from './tokens.ts'

export interface PageAnswer {
  status: number
  headers: Record<string, string>
  body: string
}

export type Outcome =
  | { kind: 'granted'; body: Record<string, unknown> }
  | { kind: 'refused'; error: TokenError }

export function refuseWith(error: TokenError): Outcome {
  return { kind: 'refused', error }
}

export interface SignInDesk {
  /** The page on which somebody chooses who they are, or what is wrong with the request. */
  authorize(at: { tenant: string; issuer: string }, query: URLSearchParams): PageAnswer
  /** The page's form: back to the application with a code, or with `access_denied`. */
  choose(form: URLSearchParams): PageAnswer
  /** `grant_type=authorization_code` of an application whose credential was good. */
  redeem(app: App, form: URLSearchParams): Promise<Outcome>
  userInfo(authorization: string | undefined): PageAnswer
  signOut(query: URLSearchParams): PageAnswer
}

/** An application's request while its person looks at the page. */
interface Flow {
  app: App
  /** Of the address that the browser came to. */
  issuer: string
  redirectUri: string
  state: string | null
  nonce: string | null
  scope: string
  /** Null when the application asked without PKCE, as confidential ones may. */
  challenge: string | null
}

interface Code extends Flow {
  user: User
  expiresAtMs: number
  isRedeemed: boolean
}

/** On wall time, like tokens. */
const CODE_LASTS_MS = 10 * 60_000

/** Pages, codes and tokens of that many sign-ins are kept; the oldest goes first. */
const KEPT_MAX = 1_000

export function createSignInDesk(options: { world: World; mint: Mint }): SignInDesk {
  const { world, mint } = options
  const flows = createShelf<Flow>()
  const codes = createShelf<Code>()
  const holders = createShelf<{ user: User; clientId: string }>()

  return {
    authorize({ tenant, issuer }, query) {
      const clientId = (query.get('client_id') ?? '').toLowerCase()
      const app = world.apps.get(clientId)
      if (app === undefined) return errorPage(tokenErrors.unknownApp(clientId, tenant))
      const redirectUri = query.get('redirect_uri') ?? ''
      if (!app.redirectUris.includes(redirectUri))
        return errorPage(tokenErrors.wrongRedirect(redirectUri, clientId))
      const state = query.get('state')
      const wrong = judgeRequest(query)
      if (wrong !== null) return sendBack(redirectUri, { ...wrong, state })
      const flow = flows.put({
        app,
        issuer,
        redirectUri,
        state,
        nonce: query.get('nonce'),
        scope: query.get('scope') ?? '',
        challenge: query.get('code_challenge'),
      })
      return htmlPage(200, renderPeoplePage({ tenant, flow, app, people: listPeople(world, app) }))
    },
    choose(form) {
      const flow = flows.take(form.get('flow') ?? '')
      if (flow === undefined) return errorPage(tokenErrors.missingParameter('flow'))
      const { redirectUri, state } = flow
      if (form.get('user') === null) return sendBack(redirectUri, { ...declined, state })
      const user = world.users.get(form.get('user') ?? '')
      if (user === undefined || user.deletedAt !== null || !user.accountEnabled)
        return errorPage(tokenErrors.disabledUser())
      const code = codes.put({ ...flow, user, expiresAtMs: Date.now() + CODE_LASTS_MS, isRedeemed: false })
      return sendBack(redirectUri, { code, state, session_state: randomUUID() })
    },
    async redeem(app, form) {
      for (const name of ['code', 'redirect_uri']) {
        if (!form.get(name)) return refuseWith(tokenErrors.missingParameter(name))
      }
      const code = codes.look(form.get('code') ?? '')
      const refusal = judgeCode(code, app, form)
      if (refusal !== undefined || code === undefined) return refuseWith(refusal ?? tokenErrors.unknownCode())
      code.isRedeemed = true
      const accessToken = holders.put({ user: code.user, clientId: app.clientId })
      const expiresInSeconds = 3_599
      const body = {
        token_type: 'Bearer',
        scope: code.scope,
        expires_in: expiresInSeconds,
        ext_expires_in: expiresInSeconds,
        access_token: accessToken,
        id_token: await mint.issueIdToken(app.clientId, composeIdClaims(world, code)),
      }
      return { kind: 'granted', body }
    },
    userInfo(authorization) {
      const holder = holders.look(/^Bearer (\S+)$/.exec(authorization ?? '')?.[1] ?? '')
      if (holder === undefined) return jsonAnswer(401, { error: { code: 'InvalidAuthenticationToken' } })
      const { user, clientId } = holder
      const { displayName: name, givenName: given_name, surname: family_name } = user
      return jsonAnswer(200, { sub: pairwiseSubject(clientId, user), name, given_name, family_name })
    },
    signOut(query) {
      const to = query.get('post_logout_redirect_uri')
      const isRegistered = [...world.apps.values()].some(app => to !== null && app.redirectUris.includes(to))
      return to !== null && isRegistered
        ? sendBack(to, { state: query.get('state') })
        : htmlPage(200, renderSignedOutPage())
    },
  }
}

const declined = {
  error: 'access_denied',
  error_description: 'AADSTS65004: User declined to consent to access the app.',
}

/** What can be told to the application itself, since its redirect address is known to be its own. */
function judgeRequest(query: URLSearchParams): { error: string; error_description: string } | null {
  const refuse = (error: string, description: string) => ({ error, error_description: description })
  if (query.get('response_type') !== 'code')
    return refuse('unsupported_response_type', 'The simulator supports response_type=code alone.')
  if ((query.get('response_mode') ?? 'query') !== 'query')
    return refuse('invalid_request', 'The simulator supports response_mode=query alone.')
  if (!(query.get('scope') ?? '').split(' ').includes('openid'))
    return refuse('invalid_request', 'The simulator signs people in with the scope openid alone.')
  if (query.has('code_challenge') && query.get('code_challenge_method') !== 'S256')
    return refuse('invalid_request', 'The simulator supports code_challenge_method=S256 alone.')
  if (query.get('prompt') === 'none')
    return refuse(
      'login_required',
      'AADSTS50058: A silent sign-in request was sent but no user is signed in.',
    )
  return null
}

function judgeCode(code: Code | undefined, app: App, form: URLSearchParams): TokenError | undefined {
  if (code === undefined || code.app !== app) return tokenErrors.unknownCode()
  if (code.isRedeemed) return tokenErrors.redeemedCode()
  if (code.expiresAtMs <= Date.now()) return tokenErrors.expiredCode()
  const redirectUri = form.get('redirect_uri') ?? ''
  if (redirectUri !== code.redirectUri) return tokenErrors.wrongReplyAddress(redirectUri, code.redirectUri)
  const verifier = form.get('code_verifier')
  // RFC 7636, 4.6; a verifier without a challenge is as wrong as a challenge without its verifier.
  const answer = verifier === null ? null : createHash('sha256').update(verifier).digest('base64url')
  return answer === code.challenge ? undefined : tokenErrors.wrongVerifier()
}

function composeIdClaims(world: World, { app, issuer, user, nonce }: Code): Record<string, unknown> {
  const roles = app.appRoleAssignments.get(user.id) ?? []
  return {
    iss: issuer,
    sub: pairwiseSubject(app.clientId, user),
    tid: world.tenantId,
    oid: user.id,
    name: user.displayName,
    preferred_username: user.userPrincipalName,
    sid: randomUUID(),
    ...(nonce === null ? {} : { nonce }),
    // Without an assignment the claim is absent, as in real tokens.
    ...(roles.length === 0 ? {} : { roles }),
  }
}

/** The same person is another subject in each application. */
function pairwiseSubject(clientId: string, user: User): string {
  return createHash('sha256').update(`${clientId} ${user.id}`).digest('base64url')
}

/** More do not fit on a page that somebody chooses from. */
const PEOPLE_MAX = 12

/** Whoever has a role in the application, then the IT department. */
function listPeople(world: World, app: App): User[] {
  const assigned = [...app.appRoleAssignments.keys()].flatMap(id => world.users.get(id) ?? [])
  const office = [...world.users.values()].filter(user => user.department === 'IT')
  const people = [...new Set([...assigned, ...office])]
  return people.filter(user => user.deletedAt === null && user.accountEnabled).slice(0, PEOPLE_MAX)
}

/** Things under keys that nobody can guess. */
function createShelf<T>() {
  const things = new Map<string, T>()
  return {
    put(thing: T): string {
      const [oldest] = things.keys()
      if (things.size >= KEPT_MAX && oldest !== undefined) things.delete(oldest)
      const key = randomBytes(32).toString('base64url')
      things.set(key, thing)
      return key
    },
    look: (key: string): T | undefined => things.get(key),
    take(key: string): T | undefined {
      const thing = things.get(key)
      things.delete(key)
      return thing
    },
  }
}

function sendBack(uri: string, parameters: Record<string, string | null>): PageAnswer {
  const url = new URL(uri)
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== null) url.searchParams.set(name, value)
  }
  return { status: 302, headers: { location: url.href, 'cache-control': 'no-store' }, body: '' }
}

function errorPage(error: TokenError): PageAnswer {
  return htmlPage(error.status, renderErrorPage(`AADSTS${error.number}: ${error.message}`))
}

function htmlPage(status: number, body: string): PageAnswer {
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
  }
  return { status, headers, body }
}

function jsonAnswer(status: number, body: object): PageAnswer {
  const headers = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' }
  return { status, headers, body: JSON.stringify(body) }
}
