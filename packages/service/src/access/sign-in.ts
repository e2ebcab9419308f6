/**
 * The doors that administrators come in by: `/signin` sends a browser to the provider, `/signin/callback` takes it back
 * and opens a session. No password is ever asked for here.
 */

import { createHash } from 'node:crypto'
import type { Clock } from '@muster/core/ports'
import { type Context, Hono } from 'hono'
import * as oidc from 'openid-client'
import * as z from 'zod'
import type { Database, Tx } from '../db/database.ts'
import { inTransaction } from '../db/transaction.ts'
import {
  attemptOf,
  type CookieKind,
  dropCookie,
  listAttempts,
  readCookie,
  writeCookie,
} from '../http/browser.ts'
import { plainPage } from '../http/plain-page.ts'
import { describeError, type Log } from '../log.ts'
import { seal, unseal } from '../secrets.ts'
import { type AccountRow, keepAccount, type Person, roleOf, useInvitation } from './accounts.ts'
import type { ActivityLog, Doer, Outcome } from './activity.ts'
import type { Provider } from './provider.ts'
import { endSessions, forgetOldSessions, openSession } from './sessions.ts'

export interface SignInOptions {
  db: Database
  /** Null when no provider is set up. */
  provider: Provider | null
  /** Of sessions. */
  clock: Clock
  activity: ActivityLog
  log: Log
  /** Seals what a sign-in has to remember. */
  secretKey: Buffer
  /** What administrators' browsers see, without a slash at the end. */
  address(): string
}

/** Somebody may have to find their phone, or register one, on the provider's pages. */
const attemptMinutesMax = 15
/** Tabs of one browser that may stand before the provider at once: their cookies come with every request. */
const attemptsMax = 5
/** A longer way back is no page of ours. */
const returnToLengthMax = 2_000

const attemptShape = z.object({
  attempt: z.object({ state: z.string(), nonce: z.string(), verifier: z.string() }),
  returnTo: z.string(),
  invitation: z.string().nullable(),
  begunAtMs: z.number(),
})
type Remembered = z.output<typeof attemptShape>

export const callbackPath = '/signin/callback'
export const signedOutPath = '/signin/out'

export function createSignIn(options: SignInOptions): Hono {
  const app = new Hono()
  app.get('/signin', c => begin(c, options))
  app.get(callbackPath, c => finish(c, options))
  app.get(signedOutPath, c => {
    dropCookie(c, 'session', options.address())
    return page(c, 200, {
      title: 'You are signed out',
      text: ['Nothing of your session is left here.'],
      link: { url: '/signin', label: 'Sign in again' },
    })
  })
  return app
}

/** A page that keeps the cookies which were set on the way to it. */
function page(c: Context, ...given: Parameters<typeof plainPage>): Response {
  const answer = plainPage(...given)
  return c.newResponse(answer.body, answer)
}

const again = { url: '/signin', label: 'Try again' }

async function begin(
  c: Context,
  { provider, address, clock, secretKey, log }: SignInOptions,
): Promise<Response> {
  if (provider === null) {
    return page(c, 404, {
      title: 'Nobody can sign in here yet',
      text: [
        'Sign-in is switched on by telling Muster which provider to ask: MUSTER_SIGNIN_ISSUER, MUSTER_SIGNIN_CLIENT_ID and a secret or certificate; docs/operate/sign-in.md goes through it.',
        'Until then the command line works, with an API key.',
      ],
    })
  }
  const home = homeOf(c, address())
  if (home !== null) return c.redirect(home, 302)
  try {
    const { attempt, url } = await provider.begin(address() + callbackPath)
    const remembered: Remembered = {
      attempt,
      returnTo: readReturnTo(c.req.query('returnTo')),
      invitation: c.req.query('invitation') ?? null,
      begunAtMs: clock.now().getTime(),
    }
    const value = seal(secretKey, attemptOwner, JSON.stringify(remembered)).toString('base64url')
    const abandoned = listAttempts(c, address()).slice(0, 1 - attemptsMax)
    for (const kind of abandoned) dropCookie(c, kind, address())
    writeCookie(c, { kind: attemptOf(attempt.state), value }, address())
    return c.redirect(url.href, 302)
  } catch (error) {
    log.error({ error: describeError(error) }, 'the sign-in provider did not answer')
    return page(c, 503, {
      title: 'The sign-in page cannot be reached now',
      text: ['The provider that Muster asks did not answer as it should. Its log says more.'],
      link: again,
    })
  }
}

/** Cookies belong to a name: whoever came by another name of this machine is sent to the one that the provider knows. */
function homeOf(c: Context, address: string): string | null {
  const asked = new URL(c.req.url)
  const own = new URL(address)
  const names = ['localhost', '127.0.0.1', '[::1]']
  const isOtherName =
    asked.hostname !== own.hostname && names.includes(asked.hostname) && names.includes(own.hostname)
  return isOtherName ? `${address}${asked.pathname}${asked.search}` : null
}

/** A path of ours and nothing else: `//host` and `/\host` lead away. */
function readReturnTo(given: string | undefined): string {
  const isPath = given !== undefined && /^\/(?![/\\])[\x21-\x7e]*$/.test(given)
  return isPath && given.length <= returnToLengthMax ? given : '/'
}

const attemptOwner = 'sign-in attempt'

async function finish(c: Context, options: SignInOptions): Promise<Response> {
  const { address, provider } = options
  const kind = attemptOf(c.req.query('state') ?? '')
  const remembered = readAttempt(c, kind, options)
  dropCookie(c, kind, address())
  if (remembered === null || provider === null) {
    return page(c, 400, {
      title: 'This sign-in was not begun here, or too long ago',
      text: [`A sign-in has to come back to the same browser within ${attemptMinutesMax} minutes.`],
      link: again,
    })
  }
  let person: Person
  try {
    person = await provider.finish(
      new URL(callbackPath + new URL(c.req.url).search, address()),
      remembered.attempt,
    )
  } catch (error) {
    return refuse(c, options, error)
  }
  const before = readCookie(c, 'session', address())
  const ending = await inTransaction(options.db, tx => enter(tx, { ...options, person, remembered, before }))
  if (ending.kind === 'in') {
    writeCookie(c, { kind: 'session', value: ending.token }, address())
    return c.redirect(remembered.returnTo, 302)
  }
  return page(c, 403, endings[ending.kind](person))
}

function readAttempt(
  c: Context,
  kind: CookieKind,
  { address, secretKey, clock }: SignInOptions,
): Remembered | null {
  const cookie = readCookie(c, kind, address())
  if (cookie === null) return null
  try {
    const text = unseal(secretKey, attemptOwner, Buffer.from(cookie, 'base64url')).reveal()
    const remembered = attemptShape.parse(JSON.parse(text))
    return clock.now().getTime() - remembered.begunAtMs > attemptMinutesMax * 60_000 ? null : remembered
  } catch {
    // Made by somebody else, or with another key: as good as none.
    return null
  }
}

/** The provider said no, or its answer did not hold. What exactly goes into our log, not onto the page. */
async function refuse(c: Context, options: SignInOptions, error: unknown): Promise<Response> {
  const code = codeOf(error)
  options.log.warn({ reason: code }, 'a sign-in was refused')
  await inTransaction(options.db, tx =>
    note(tx, options, { doer: { by: 'nobody', id: null }, outcome: 'refused', reason: code }),
  )
  return page(c, 400, {
    title: 'You could not be signed in',
    text: [`The provider refused, or its answer did not hold (${code}).`],
    link: again,
  })
}

/** `access_denied`, `invalid_grant`, `OAUTH_JWT_CLAIM_COMPARISON_FAILED` …: a word, whatever was sent. */
function codeOf(error: unknown): string {
  const said =
    error instanceof oidc.AuthorizationResponseError || error instanceof oidc.ResponseBodyError
      ? error.error
      : error instanceof Error && 'code' in error
        ? String(error.code)
        : 'unknown'
  return /^\w{1,60}$/.test(said) ? said : 'unknown'
}

interface Entering extends SignInOptions {
  person: Person
  remembered: Remembered
  /** The token of the session that this browser had until now. */
  before: string | null
}

type Ending = { kind: 'in'; token: string } | { kind: 'noRole' | 'repeated' | 'badInvitation' }

async function enter(tx: Tx, entering: Entering): Promise<Ending> {
  const { clock, person, remembered, before } = entering
  const at = clock.now()
  let account = await keepAccount(tx, person, at)
  if (remembered.invitation !== null) {
    const isTaken = await useInvitation(tx, remembered.invitation, account, at)
    if (!isTaken) return turnAway(tx, { ...entering, account }, 'badInvitation')
    account = { ...account, role_given: 'admin' }
  }
  const role = roleOf(account)
  if (role === null) return turnAway(tx, { ...entering, account }, 'noRole')
  const attempt = createHash('sha256').update(remembered.attempt.state).digest()
  const token = await openSession(tx, { accountId: account.id, role, attempt, at })
  if (token === null) return turnAway(tx, { ...entering, account }, 'repeated')
  // Whatever token this browser held before is worth nothing from here on.
  if (before !== null) await endSessions(tx, { token: before }, at)
  await forgetOldSessions(tx, at)
  await tx.updateTable('account').set({ last_signed_in_at: at }).where('id', '=', account.id).execute()
  const doer: Doer = { by: 'account', id: account.id }
  await note(tx, entering, {
    doer,
    outcome: 'done',
    reason: remembered.invitation === null ? null : 'invitation',
  })
  return { kind: 'in', token }
}

async function turnAway<Kind extends 'noRole' | 'repeated' | 'badInvitation'>(
  tx: Tx,
  away: SignInOptions & { account: AccountRow },
  kind: Kind,
): Promise<{ kind: Kind }> {
  await note(tx, away, { doer: { by: 'account', id: away.account.id }, outcome: 'refused', reason: kind })
  return { kind }
}

async function note(tx: Tx, options: SignInOptions, what: Outcome & { doer: Doer }): Promise<void> {
  const { doer, ...outcome } = what
  await options.activity.append(tx, { doer, act: 'signIn', about: {} }, outcome)
}

const endings: Record<Exclude<Ending['kind'], 'in'>, (person: Person) => Parameters<typeof plainPage>[1]> = {
  noRole: ({ name, userName }) => ({
    title: 'You are known, but have no role here yet',
    text: [
      `You signed in as ${userName ?? name}. Ask whoever runs Muster for one of the app roles viewer (look), operator (run campaigns) or admin (everything), in the provider or with: muster access role.`,
      'A role counts from the next sign-in on.',
    ],
    link: again,
  }),
  badInvitation: () => ({
    title: 'This link was used already, or its time is over',
    text: ['Each link is good once and for a day. Another is made with: muster access invite'],
    link: { url: '/signin', label: 'Sign in without it' },
  }),
  repeated: () => ({
    title: 'This sign-in was used already',
    text: ['Each is good for one session.'],
    link: again,
  }),
}
