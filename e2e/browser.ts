/** A real Chromium for tests and pictures. */

import { type Browser, chromium } from 'playwright-core'
import { type Chromium, listChromiums } from './chromium.ts'

export const howToInstall =
  'there is no Chromium here, and npm brings one for Linux on x64 alone: install one (Debian: apt install chromium) or name it in CHROMIUM'

/** What may be tried; null where there is none. */
export function findChromium(): (() => Chromium)[] | null {
  const found = listChromiums()
  return found.length === 0 ? null : found
}

/** Opens the first that starts. Throws an Error that says what to install when none does. */
export async function openBrowser(): Promise<Browser> {
  // Without a sandbox of its own when run as root, as containers do; it opens nothing but our own pages.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const faults: unknown[] = []
  for (const prepare of findChromium() ?? []) {
    try {
      const { executablePath, env } = prepare()
      return await chromium.launch({ executablePath, args, env: { ...process.env, ...env } })
    } catch (error) {
      faults.push(error)
    }
  }
  throw new AggregateError(faults, howToInstall)
}
