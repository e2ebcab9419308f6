/** The whole world behind a browser: the service on a turned clock, its simulated tenant, the built portal, Chromium. */

import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { buildPortal, isBuilt } from '../packages/portal/build.ts'
import { openStage, type Stage } from '../packages/service/src/stage/world.ts'
import { usualScanners } from '../packages/simulator/src/humans/humans.ts'
import { openBrowser } from './browser.ts'
import { openDoor } from './door.ts'

export interface PortalWorld {
  stage: Stage
  url: string
  browser: Browser
  /** A page of its own, with what its console complains of. */
  open(options?: BrowserContextOptions): Promise<{ page: Page; complaints: string[] }>
  close(): Promise<void>
}

/** A Monday morning. */
const startAt = new Date('2026-11-02T08:00:00Z')
/** What a loaded machine may need to answer a click. */
const timeoutMs = 30_000

export async function openPortalWorld(options: { people: number; seed: number }): Promise<PortalWorld> {
  if (!isBuilt()) await buildPortal()
  const stage = await openStage({ ...options, startAt, scanners: usualScanners })
  const door = await openDoor({ administrationUrl: stage.app.administrationUrl, apiKey: stage.apiKey })
  const browser = await openBrowser()
  return {
    stage,
    url: door.url,
    browser,
    async open(wanted = {}) {
      const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'UTC', ...wanted })
      context.setDefaultTimeout(timeoutMs)
      const page = await context.newPage()
      const complaints: string[] = []
      page.on('console', message => {
        if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
      })
      page.on('pageerror', error => complaints.push(error.message))
      return { page, complaints }
    },
    async close() {
      await browser.close()
      await door.close()
      await stage.close()
    },
  }
}
