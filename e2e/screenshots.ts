/** `npm run screenshots [page…]`: every page of the portal, desktop and phone, light and dark, into `screenshots/`. */

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { historyBeginsAt } from '../packages/service/src/stage/history.ts'
import { fillWithHistory } from './portal-pages.ts'
import { openPortalWorld } from './portal-world.ts'
import { rest } from './rest.ts'

const folder = join(import.meta.dirname, '../screenshots')
const sizes = { desktop: { width: 1360, height: 900 }, phone: { width: 390, height: 844 } }
const looks = ['light', 'dark'] as const

const wanted = process.argv.slice(2)
mkdirSync(folder, { recursive: true })
console.log('living through the demo’s eleven weeks …')
const world = await openPortalWorld({ people: 240, seed: 7, startAt: historyBeginsAt })
try {
  const pages = Object.entries(await fillWithHistory(world.stage)).filter(
    ([name]) => wanted.length === 0 || wanted.includes(name),
  )
  for (const [size, viewport] of Object.entries(sizes)) {
    for (const look of looks) {
      // The phone in the dark speaks the second language.
      const locale = size === 'phone' && look === 'dark' ? 'de-DE' : 'en-GB'
      const { page, complaints } = await world.open({ viewport, colorScheme: look, locale })
      for (const [name, path] of pages) await take(page, path, `${name}-${size}-${look}`)
      for (const complaint of complaints) console.log(`${size} ${look}: ${complaint}`)
      await page.context().close()
    }
  }
  console.log(`${pages.length * 4} pictures in screenshots/`)
} finally {
  await world.close()
}

async function take(page: Page, path: string, name: string): Promise<void> {
  await page.goto(world.url + path)
  await rest(page)
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: !name.startsWith('people') })
}
