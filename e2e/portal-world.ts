/** The whole world behind a browser: the service on a turned clock, its simulated tenant, the built portal, Chromium. */

import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { buildPortal, isBuilt } from '../packages/portal/build.ts'
import { openStage, type Stage } from '../packages/service/src/stage/world.ts'
import { usualScanners } from '../packages/simulator/src/humans/humans.ts'
import { openBrowser } from './browser.ts'

export type Role = 'viewer' | 'operator' | 'admin'

export interface PageOptions extends BrowserContextOptions {
  /** Who looks at it; an admin when left out, nobody yet when null. */
  as?: Role | null
}

export interface WorldOptions {
  people: number
  seed: number
  startAt?: Date
  /** An empty database; one of its own when left out. */
  databaseUrl?: string
}

export interface PortalWorld {
  stage: Stage
  url: string
  browser: Browser
  /** A page of its own, with what its console complains of. */
  open(options?: PageOptions): Promise<{ page: Page; complaints: string[] }>
  /** For `afterEach`: what every page shows at the end of a test that failed goes to the output. */
  tellOf(test: object): Promise<void>
  close(): Promise<void>
}

/** A Monday morning. */
const usualStartAt = new Date('2026-11-02T08:00:00Z')
/** Without motion: a loaded machine presses the button where a menu is on its way through, and lets go where it is not. */
const usualContext = {
  locale: 'en-GB',
  timezoneId: 'UTC',
  reducedMotion: 'reduce',
} as const satisfies BrowserContextOptions
/** What a loaded machine may need to answer a click. */
const timeoutMs = 30_000
/** What a page is about stands at its beginning, a dialog over it at its end. */
const seenLengthMax = 1_000

export async function openPortalWorld(options: WorldOptions): Promise<PortalWorld> {
  if (!isBuilt()) await buildPortal()
  const stage = await openStage({
    startAt: usualStartAt,
    ...options,
    scanners: usualScanners,
    business: true,
    // A browser knows no certificate authority that is thrown away afterwards.
    tenant: { plainLogin: true },
    // Weeks of the world go by while one person looks at it.
    sessionClock: { now: () => new Date() },
  })
  const browser = await openBrowser()
  const url = stage.app.administrationUrl
  const signedIn = new Map<Role, State>()

  /** What a browser keeps of a sign-in; each role goes through the tenant's page once. */
  async function stateOf(role: Role): Promise<State> {
    const known = signedIn.get(role)
    if (known !== undefined) return known
    const context = await newContext(browser, {})
    await signIn(await context.newPage(), stage, role)
    const state = await context.storageState()
    await context.close()
    signedIn.set(role, state)
    return state
  }

  return {
    stage,
    url,
    browser,
    async open({ as = 'admin', ...wanted } = {}) {
      const signedInAs = as === null ? {} : { storageState: await stateOf(as) }
      const context = await newContext(browser, { ...wanted, ...signedInAs })
      const page = await context.newPage()
      const complaints: string[] = []
      page.on('console', message => {
        if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
      })
      page.on('pageerror', error => complaints.push(error.message))
      return { page, complaints }
    },
    async tellOf(test) {
      // Node's types do not know `passed` of a test yet.
      if (Reflect.get(test, 'passed') !== false) return
      for (const page of browser.contexts().flatMap(context => context.pages()))
        console.log(await describePage(page))
    },
    async close() {
      await browser.close()
      await stage.close()
    },
  }
}

/** Its path and as much of its text as tells which page it is and what it waits for. */
async function describePage(page: Page): Promise<string> {
  const text = await page.evaluate('document.body.innerText').catch((error: unknown) => String(error))
  const { origin, pathname } = new URL(page.url())
  const seen = String(text).replaceAll(/\s+/g, ' ')
  const shown =
    seen.length > seenLengthMax
      ? `${seen.slice(0, seenLengthMax / 2)} … ${seen.slice(-seenLengthMax / 2)}`
      : seen
  return `stood at ${origin}${pathname}: ${shown}`
}

type State = Awaited<ReturnType<BrowserContext['storageState']>>

async function newContext(browser: Browser, options: BrowserContextOptions): Promise<BrowserContext> {
  const context = await browser.newContext({ ...usualContext, ...options })
  context.setDefaultTimeout(timeoutMs)
  return context
}

/** From the portal's first page over the tenant's own sign-in page and back, as anybody comes in. */
export async function signIn(page: Page, stage: Stage, role: Role): Promise<void> {
  const { signIn: app } = stage.box
  if (app === null) throw new Error('the tenant has nobody to sign in')
  await page.goto(stage.app.administrationUrl)
  await page.getByRole('button', { name: app[role].userPrincipalName }).click()
  await page.locator('h1', { hasText: 'Overview' }).waitFor()
}
