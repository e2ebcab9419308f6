/** Visits of people and scanners to the pages behind links, each noted among the world's happenings. */
import { registrationOf } from '../seeds/methods.ts'
import type { Happening, User, World } from '../world/types.ts'
import { type Browser, createBrowser, isFine, isLoopback, type Page, type PostAnswer } from './browser.ts'
import { type Form, isTrackingLink } from './page.ts'

/** What came of a press of a page's button. */
export interface Visit {
  url: string
  at: Date
  /** 0: no answer. */
  status: number
  /** Where the answer sent the person on to. */
  location: string | null
}

export interface Visits {
  /** Looks at the page. False: the link does not work. */
  open(user: User, url: string): Promise<boolean>
  /** Opens the page and presses its button, `presses` times at once. False: the link or the button does not work. */
  confirm(user: User, url: string, presses: 1 | 2): Promise<boolean>
  /** Opens every link, and with `posts` presses every button found; whatever comes of it. */
  scan(user: User, urls: string[], posts: boolean): Promise<void>
  lastPostOf(userId: string): Visit | undefined
}

export function createVisits(options: { world: World; fetch: typeof fetch }): Visits {
  const { world } = options
  const lastPosts = new Map<string, Visit>()
  const note = (happening: Happening) => world.record(happening)
  const browserOf = (user: User) =>
    createBrowser({ fetch: options.fetch, userAgent: humanAgent, language: user.preferredLanguage })

  const open = async (user: User, url: string): Promise<Page | null> => {
    const page = await browserOf(user).open(url)
    const at = world.clock.now()
    if (!isFine(page.status)) {
      note({ kind: 'linkBroken', at, userId: user.id, url, status: page.status })
      return null
    }
    note({ kind: 'linkOpened', at, userId: user.id, url, by: 'human' })
    return page
  }

  const press = async (user: User, url: string, place: { page: Page; form: Form }): Promise<number> => {
    const { status, location } = await pressUntilSentOn(browserOf(user), place)
    const at = world.clock.now()
    lastPosts.set(user.id, { url, at, status, location })
    if (status !== 0) note({ kind: 'linkPosted', at, userId: user.id, url, by: 'human', status })
    return status
  }

  return {
    open: async (user, url) => (await open(user, url)) !== null,
    async confirm(user, url, presses) {
      const page = await open(user, url)
      if (!page) return false
      const form = findButton(page)
      if (!form) return acceptPageWithoutButton({ user, url, page, note, at: world.clock.now(), lastPosts })
      const pressed = await Promise.all(
        Array.from({ length: presses }, () => press(user, url, { page, form })),
      )
      // Of a double click only one answer is looked at; the link is broken when neither is any good.
      const [status = 0] = pressed
      if (pressed.some(isFine)) return true
      note({ kind: 'linkBroken', at: world.clock.now(), userId: user.id, url, status })
      return false
    },
    async scan(user, urls, posts) {
      const browser = createBrowser({ fetch: options.fetch, userAgent: scannerAgent, language: null })
      for (const url of urls.filter(isLoopback)) await scanLink({ world, browser, user, url, posts, note })
    },
    lastPostOf: userId => lastPosts.get(userId),
  }
}

const humanAgent =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36'
const scannerAgent = 'Mozilla/5.0 (compatible; LinkScanner/1.0)'

/** A person who is asked to press once more does so, a few times at most. */
async function pressUntilSentOn(browser: Browser, place: { page: Page; form: Form }): Promise<PostAnswer> {
  let answer = await browser.post(place.page, place.form)
  for (let again = 0; again < pressesAgainMax; again++) {
    const form = answer.location === null && isFine(answer.status) ? findButton(answer.page) : undefined
    if (!form) break
    answer = await browser.post(answer.page, form)
  }
  return answer
}

/** Asked again and again, people give up. */
const pressesAgainMax = 2

/** The form that carries the token if there is one: a page may have others, for the language or for a search. */
function findButton(page: Page): Form | undefined {
  const posts = page.forms.filter(form => form.method === 'post')
  const carriesToken = (form: Form) =>
    isTrackingLink(form.action) || form.fields.some(([name]) => name.toLowerCase() === 'token')
  return posts.find(carriesToken) ?? posts[0]
}

/** Somebody who has pressed it or has registered may be told "all done"; anybody else came to a page that leads nowhere. */
function acceptPageWithoutButton(found: {
  user: User
  url: string
  page: Page
  note: (happening: Happening) => void
  at: Date
  lastPosts: Map<string, Visit>
}): boolean {
  const { user, url, page, at } = found
  const pressedBefore = found.lastPosts.get(user.id)?.url === url
  if (pressedBefore || registrationOf(user) !== 'none') return true
  found.note({ kind: 'linkBroken', at, userId: user.id, url, status: page.status })
  return false
}

async function scanLink(scan: {
  world: World
  browser: Browser
  user: User
  url: string
  posts: boolean
  note: (happening: Happening) => void
}): Promise<void> {
  const { world, browser, user, url, note } = scan
  const page = await browser.open(url)
  if (page.status === 0) return
  note({ kind: 'linkOpened', at: world.clock.now(), userId: user.id, url, by: 'scanner' })
  if (!scan.posts) return
  for (const form of page.forms.filter(candidate => candidate.method === 'post')) {
    const { status } = await browser.post(page, form)
    if (status === 0) continue
    note({ kind: 'linkPosted', at: world.clock.now(), userId: user.id, url, by: 'scanner', status })
  }
}
