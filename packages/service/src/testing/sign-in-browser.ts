/** A browser as far as signing in needs one: cookies by host, redirects one by one, and the page on which one chooses. */

export interface SignInBrowser {
  /** Cookies of 127.0.0.1, where the service is. */
  cookies: Map<string, string>
  /** What each cookie was set with, by name. */
  cookieLines: Map<string, string>
  /** One request without following; cookies are sent and kept. */
  ask(url: string, init?: RequestInit): Promise<Response>
  /** From `/signin` to the provider's page; answers its address and HTML. */
  begin(signInUrl: string): Promise<{ url: URL; html: string }>
  /** Chooses somebody on that page; answers the address that the provider sends the browser back to. */
  choose(page: { url: URL; html: string }, userId: string): Promise<string>
  /** The whole way, up to and including the callback's answer. */
  signIn(address: string, userId: string, query?: string): Promise<Response>
}

export function createSignInBrowser(): SignInBrowser {
  const jars = new Map<string, Map<string, string>>()
  const cookies = jarOf(new URL('http://127.0.0.1'))
  const cookieLines = new Map<string, string>()

  function jarOf({ hostname }: URL): Map<string, string> {
    const jar = jars.get(hostname) ?? new Map<string, string>()
    jars.set(hostname, jar)
    return jar
  }

  async function ask(url: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers)
    const jar = jarOf(new URL(url))
    if (jar.size > 0) headers.set('cookie', [...jar].map(([name, value]) => `${name}=${value}`).join('; '))
    const response = await fetch(url, { redirect: 'manual', ...init, headers })
    for (const line of response.headers.getSetCookie()) keep(jar, line)
    return response
  }

  function keep(jar: Map<string, string>, line: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
    cookieLines.set(name, line)
    if (value === '') jar.delete(name)
    else jar.set(name, value)
  }

  async function begin(signInUrl: string): Promise<{ url: URL; html: string }> {
    const sent = await ask(signInUrl)
    const url = new URL(sent.headers.get('location') ?? '')
    return { url, html: await (await ask(url.href)).text() }
  }

  async function choose(page: { url: URL; html: string }, userId: string): Promise<string> {
    const [, action = ''] = /action="([^"]+)"/.exec(page.html) ?? []
    const [, flow = ''] = /name="flow" value="([^"]+)"/.exec(page.html) ?? []
    const body = new URLSearchParams({ flow, user: userId })
    const answer = await ask(new URL(action, page.url).href, { method: 'POST', body })
    return answer.headers.get('location') ?? ''
  }

  return {
    cookies,
    cookieLines,
    ask,
    begin,
    choose,
    async signIn(address, userId, query = '') {
      const page = await begin(`${address}/signin${query}`)
      return ask(await choose(page, userId))
    },
  }
}
