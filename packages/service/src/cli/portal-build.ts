/** Sees to it that the portal is built before the service starts; without it the service runs all the same. */

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Terminal } from './terminal.ts'

const builder = join(import.meta.dirname, '../../../portal/build.ts')

interface Builder {
  isBuilt(): boolean
  buildPortal(): Promise<void>
}

/** One line while it builds, one when it cannot; nothing when the build is up to date or the sources are not here. */
export async function preparePortal(terminal: Terminal): Promise<void> {
  if (!existsSync(builder)) return
  try {
    // The module is what `Builder` says; it is loaded by its place since the service must not depend on it.
    const portal = (await import(builder)) as Builder
    if (portal.isBuilt()) return
    terminal.stderr.write('building the portal, once after each change …\n')
    await portal.buildPortal()
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    terminal.stderr.write(`the portal could not be built, the service runs without it: ${message}\n`)
  }
}
