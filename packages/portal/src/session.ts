/** The door to the service: the typed client as the browser's session calls it, and whether the service answers. */

import { createClient } from '@muster/contract/client'
import { basePath, routes } from '@muster/contract/routes'

/** Whoever is not signed in is sent here by the service's own pages. */
const signInPath = '/signin'
const signedOutPath = '/signin/out'

type Listener = () => void

let isReachable = true
const listeners = new Set<Listener>()

/** For `useSyncExternalStore`: whether the last request was answered at all. */
export const reachability = {
  subscribe(listener: Listener): () => void {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
  read(): boolean {
    return isReachable
  },
}

/** Soon enough that a restart is hardly noticed; no burden for a service that is coming up. */
const knockEveryMs = 2_000

function noteReachable(is: boolean): void {
  if (is === isReachable) return
  isReachable = is
  for (const listener of listeners) listener()
  if (!is) setTimeout(() => void knock(), knockEveryMs)
}

/** A page that asks nothing by itself would not notice that the service is back. */
async function knock(): Promise<void> {
  if (isReachable) return
  try {
    const response = await fetch(basePath + routes.health.path, { credentials: 'omit' })
    // 503 is the service itself, which says that its database is not there yet.
    if (response.ok) return noteReachable(true)
  } catch {
    // Not yet.
  }
  setTimeout(() => void knock(), knockEveryMs)
}

async function sendRequest(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  try {
    const response = await fetch(input, { ...init, credentials: 'same-origin' })
    noteReachable(!isProxys(response))
    if (response.status === 401) return await signIn()
    return response
  } catch (error) {
    noteReachable(false)
    throw error
  }
}

/** A proxy answers for a service that is down; the service itself says what is wrong in its own shape. */
function isProxys({ status, headers }: Response): boolean {
  const isProblem = headers.get('content-type')?.startsWith('application/problem+json') === true
  return (status === 502 || status === 503 || status === 504) && !isProblem
}

/** Comes back to the page that was asked for. It never answers: the page that would show a failure is being left. */
function signIn(): Promise<never> {
  const here = location.pathname + location.search
  location.assign(`${signInPath}?returnTo=${encodeURIComponent(here)}`)
  return new Promise(() => undefined)
}

/** Ends the session, or all of this account's, and goes where the provider's own session ends, if it has such a page. */
export async function signOut(everywhere: boolean): Promise<void> {
  const { url } = await api.signOut({ body: { everywhere } })
  location.assign(url ?? signedOutPath)
}

export const api = createClient({ baseUrl: location.origin, apiKey: null, fetch: sendRequest })
