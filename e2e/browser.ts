/** A real Chromium for tests and pictures: the system's, found by CHROMIUM or in the usual places. */

import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const usual = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/** Where Chromium is; null where there is none. */
export function findChromium(): string | null {
  const { CHROMIUM: given } = process.env
  return [...(given === undefined ? [] : [given]), ...usual].find(path => existsSync(path)) ?? null
}

export const howToInstall =
  'there is no Chromium here: install one (Debian: apt install chromium) or name it in CHROMIUM'

export async function openBrowser(): Promise<Browser> {
  const executablePath = findChromium()
  if (executablePath === null) throw new Error(howToInstall)
  // Without a sandbox of its own when run as root, as containers do; it opens nothing but our own pages.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  return chromium.launch({ executablePath, args })
}
