/** What a browser brings and is given: cookies of a session, and the proof that a write comes from our own page. */

import { createHash } from 'node:crypto'
import { clientHeader } from '@muster/contract/route'
import { makeProblem } from '@muster/core/told-problems'
import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'

/**
 * `session` holds the session's token; an attempt what one sign-in under way has to remember. Each attempt has a cookie
 * of its own: when a session ends, every tab of a browser goes to sign in, and any of them may be the one that does.
 */
export type CookieKind = 'session' | `${typeof attemptPrefix}${string}`

const attemptPrefix = 'attempt_'

/** The cookie of the sign-in with this `state`. */
export function attemptOf(state: string): CookieKind {
  return `${attemptPrefix}${createHash('sha256').update(state).digest('hex').slice(0, 16)}`
}

/** The attempts that a browser brings, the oldest first (RFC 6265, 5.4). */
export function listAttempts(c: Context, address: string): CookieKind[] {
  const before = nameOf(attemptPrefix, address)
  return Object.keys(getCookie(c))
    .filter(name => name.startsWith(before))
    .map(name => `${attemptPrefix}${name.slice(before.length)}` as const)
}

/**
 * On https the prefix `__Host-` makes browsers refuse the cookie unless it is Secure, for this host alone and for every
 * path (RFC 6265bis, 4.1.3.2), so that no neighbour domain can plant one. On plain http, which sign-in accepts on this
 * machine only, browsers would refuse exactly that.
 */
function nameOf(kind: CookieKind, address: string): string {
  return `${isHttps(address) ? '__Host-' : ''}muster_${kind}`
}

export function isHttps(address: string): boolean {
  return address.startsWith('https:')
}

export function readCookie(c: Context, kind: CookieKind, address: string): string | null {
  return getCookie(c, nameOf(kind, address)) ?? null
}

export function writeCookie(c: Context, cookie: { kind: CookieKind; value: string }, address: string): void {
  setCookie(c, nameOf(cookie.kind, address), cookie.value, {
    path: '/',
    httpOnly: true,
    secure: isHttps(address),
    // The session is never sent along from a foreign page; an attempt must be, when the provider sends the browser back.
    sameSite: cookie.kind === 'session' ? 'Strict' : 'Lax',
  })
}

export function dropCookie(c: Context, kind: CookieKind, address: string): void {
  deleteCookie(c, nameOf(kind, address), { path: '/', secure: isHttps(address) })
}

/**
 * Lets a write through that a cookie vouches for only when it comes from our own page. Two independent proofs, each
 * beyond a foreign page: what the browser says about where the request comes from (Fetch Metadata, else `Origin`), and
 * a header that a form cannot set and a script of another origin only after a preflight, which nobody here answers.
 */
export function requireOwnPage(c: Context, address: string): void {
  const site = c.req.header('sec-fetch-site')
  const origin = c.req.header('origin')
  const isToldSo = site === 'same-origin' || (site === undefined && origin !== undefined)
  const isOurs = origin === undefined || origin === new URL(address).origin
  if (isToldSo && isOurs && c.req.header(clientHeader) !== undefined) return
  throw makeProblem('foreignPage', {
    header: c.req.header(clientHeader) === undefined ? clientHeader : 'Origin',
    address,
  })
}
