/** A plain browser for people and scanners: opens a link, follows it, keeps the cookies of the visit, posts a form. */
import { type Form, findForms } from './page.ts'

/** What came of an opened link. `status` 0: no answer at all. */
export interface Page {
  status: number
  /** Where the page was in the end, after the redirects that were followed. */
  url: string
  forms: Form[]
  cookies: string[]
}

/** What came of a posted form. Redirects of a post are not followed: `location` says where it would have led. */
export interface PostAnswer {
  status: number
  location: string | null
  /** The page that was shown in answer; without forms when the answer sent the person on. */
  page: Page
}

export interface Browser {
  open(url: string): Promise<Page>
  post(page: Page, form: Form): Promise<PostAnswer>
}

export interface BrowserOptions {
  fetch: typeof fetch
  userAgent: string
  /** For `Accept-Language`, e.g. `de-DE`. */
  language: string | null
}

/** Wall time. A person waits longer than that for no page. */
const answerMsMax = 20_000
/** As many as browsers follow is 20; a link that needs more than a few is broken for a reader. */
const redirectsMax = 5

/**
 * Only addresses on this machine are ever requested: a mail's other links lead to the real internet, where a simulated
 * person has no business. An address elsewhere answers as status 0.
 */
export function createBrowser(options: BrowserOptions): Browser {
  return {
    async open(url) {
      const cookies: string[] = []
      let at = url
      for (let redirects = 0; redirects <= redirectsMax; redirects++) {
        const response = await request(options, at, { headers: headersFor(options, cookies) })
        if (!response) return { status: 0, url: at, forms: [], cookies }
        cookies.push(...response.headers.getSetCookie().map(cookie => cookie.split(';')[0] ?? ''))
        const next = locationOf(response, at)
        if (next === null || !isLoopback(next)) return await readPage(response, at, cookies)
        await response.body?.cancel()
        at = next
      }
      return { status: 0, url: at, forms: [], cookies }
    },
    async post(page, form) {
      const headers = headersFor(options, page.cookies)
      headers.set('origin', new URL(page.url).origin)
      const body = new URLSearchParams(form.fields)
      const response = await request(options, form.action, { method: 'POST', headers, body })
      const location = response?.headers.get('location') ?? null
      if (!response || location !== null) {
        await response?.body?.cancel()
        const status = response?.status ?? 0
        return { status, location, page: { status, url: form.action, forms: [], cookies: page.cookies } }
      }
      return { status: response.status, location, page: await readPage(response, form.action, page.cookies) }
    },
  }
}

/** A page that shows something, or a way onward. */
export function isFine(status: number): boolean {
  return status >= 200 && status < 400
}

export function isLoopback(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { hostname, protocol } = new URL(url)
  if (protocol !== 'http:' && protocol !== 'https:') return false
  return /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)
}

/** The answer, or null when there was none: refused, reset, timed out, or not on this machine. */
async function request(options: BrowserOptions, url: string, init: RequestInit): Promise<Response | null> {
  if (!isLoopback(url)) return null
  try {
    return await options.fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.timeout(answerMsMax) })
  } catch {
    return null
  }
}

async function readPage(response: Response, url: string, cookies: string[]): Promise<Page> {
  try {
    const html = await response.text()
    return { status: response.status, url, forms: findForms(html, url), cookies }
  } catch {
    // The connection broke in the middle of the page.
    return { status: 0, url, forms: [], cookies }
  }
}

function locationOf(response: Response, base: string): string | null {
  const location = response.headers.get('location')
  if (response.status < 300 || response.status > 399 || !location || !URL.canParse(location, base))
    return null
  return new URL(location, base).href
}

function headersFor(options: BrowserOptions, cookies: string[]): Headers {
  const headers = new Headers({
    accept: 'text/html,application/xhtml+xml,*/*;q=0.8',
    'user-agent': options.userAgent,
  })
  if (options.language) headers.set('accept-language', options.language)
  if (cookies.length > 0) headers.set('cookie', cookies.join('; '))
  return headers
}
