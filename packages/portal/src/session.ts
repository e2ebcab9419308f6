/** The door to the service: the typed client as the browser's session calls it, and whether the service answers. */

import { createClient } from '@muster/contract/client'

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

function noteReachable(is: boolean): void {
  if (is === isReachable) return
  isReachable = is
  for (const listener of listeners) listener()
}

async function sendRequest(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  try {
    const response = await fetch(input, { ...init, credentials: 'same-origin' })
    // A proxy answers for a service that is down.
    noteReachable(response.status !== 502 && response.status !== 504)
    if (response.status === 401) return await signIn()
    return response
  } catch (error) {
    noteReachable(false)
    throw error
  }
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
