/** What a browser brings and is given: cookies of a session, and the proof that a write comes from our own page. */

import { clientHeader } from '@muster/contract/route'
import { makeProblem } from '@muster/core/told-problems'
import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'

/** `session` holds the session's token, `attempt` what a sign-in under way has to remember. */
export type CookieKind = 'session' | 'attempt'

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

/** The session is never sent along from a foreign page; an attempt must be, when the provider sends the browser back. */
const sameSite = { session: 'Strict', attempt: 'Lax' } as const

export function writeCookie(c: Context, cookie: { kind: CookieKind; value: string }, address: string): void {
  setCookie(c, nameOf(cookie.kind, address), cookie.value, {
    path: '/',
    httpOnly: true,
    secure: isHttps(address),
    sameSite: sameSite[cookie.kind],
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
