/** Builds the portal when its sources have changed since the last time; `npm run build` by hand, `serve` and `demo` by themselves. */

import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const root = join(import.meta.dirname, '../..')
const dist = join(import.meta.dirname, 'dist')
const digestName = 'sources.sha256'

/** What the built files follow from; tests and their like are no part of it. */
const sources = [
  'packages/portal/src/**/*',
  'packages/portal/public/*',
  'packages/portal/index.html',
  'packages/portal/vite-config.ts',
  'packages/portal/build.ts',
  'packages/contract/src/**/*.ts',
  'packages/core/src/**/*.ts',
  'package-lock.json',
]

/** Whether there is a build of the sources as they are now. */
export function isBuilt(): boolean {
  const file = join(dist, digestName)
  return existsSync(file) && readFileSync(file, 'utf8') === digestOfSources()
}

/** Builds beside `dist` and then takes its place, so that it is never half new. Throws what Vite said. */
export async function buildPortal(): Promise<void> {
  const digest = digestOfSources()
  // Only a build needs it, and whoever runs a built portal may not have it.
  const { build } = await import('vite')
  const fresh = `${dist}-${process.pid}`
  await build({
    root: import.meta.dirname,
    configFile: join(import.meta.dirname, 'vite-config.ts'),
    logLevel: 'warn',
    build: { outDir: fresh, emptyOutDir: true },
  })
  pack(fresh)
  writeFileSync(join(fresh, digestName), digest)
  const old = `${fresh}-old`
  try {
    if (!isBuilt()) {
      if (existsSync(dist)) renameSync(dist, old)
      renameSync(fresh, dist)
    }
  } catch (error) {
    // Another process that built the same was faster between these lines; what it made will do.
    if (!isBuilt()) throw error
  } finally {
    for (const folder of [fresh, old]) rmSync(folder, { recursive: true, force: true })
  }
}

/** Small enough to travel as they are. */
const packedLeastBytes = 1_000

/** Each file also packed, once and not at each request; browsers take brotli over TLS and from this machine alone. */
function pack(folder: string): void {
  for (const name of globSync('assets/*.{js,css,svg}', { cwd: folder })) {
    const bytes = readFileSync(join(folder, name))
    if (bytes.length < packedLeastBytes) continue
    const params = { [constants.BROTLI_PARAM_QUALITY]: 9 } // the last two steps take five times as long for 3 %
    writeFileSync(join(folder, `${name}.br`), brotliCompressSync(bytes, { params }))
    writeFileSync(join(folder, `${name}.gz`), gzipSync(bytes, { level: 9 }))
  }
}

function digestOfSources(): string {
  const hash = createHash('sha256')
  const files = globSync(sources, { cwd: root, withFileTypes: true })
    .filter(entry => entry.isFile() && !entry.name.includes('.test.'))
    .map(entry => join(entry.parentPath, entry.name))
    .sort()
  for (const file of files)
    hash.update(file.slice(root.length)).update('\0').update(readFileSync(file)).update('\0')
  return hash.digest('hex')
}

if (import.meta.main) {
  const startedAt = performance.now()
  await buildPortal()
  console.log(
    `built the portal in ${((performance.now() - startedAt) / 1000).toFixed(1)} s: packages/portal/dist`,
  )
}
