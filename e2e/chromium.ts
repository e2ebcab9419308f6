/**
 * Where a Chromium is: named in CHROMIUM, brought by npm as a packed one for Linux on x64, or the system's. The packed
 * one comes first, so that journeys and pictures are the same on every machine; it needs nothing that is installed.
 */

import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface Chromium {
  executablePath: string
  /** What it needs besides the environment that it is started in. */
  env: Readonly<Record<string, string>>
}

const usual = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/** What is to be tried, the best first; calling one of them unpacks what has to be. */
export function listChromiums(): (() => Chromium)[] {
  const { CHROMIUM: given } = process.env
  const installed = [...(given === undefined ? [] : [given]), ...usual]
    .filter(path => existsSync(path))
    .map(executablePath => () => ({ executablePath, env: {} }))
  const packed = findPacked()
  if (packed === null) return installed
  return given === undefined ? [() => unpack(packed), ...installed] : installed
}

interface Packed {
  /** The package's own program, which unpacks. */
  entry: string
  archives: readonly string[]
  /** Where it is, or will be, unpacked. */
  folder: string
}

/** The libraries first: whoever finds the program finds them too. */
const archives = ['al2023.tar.br', 'fonts.tar.br', 'swiftshader.tar.br', 'chromium.br']

/** Null where it does not run, or where npm was told to leave it out. */
function findPacked(): Packed | null {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null
  try {
    const entry = import.meta.resolve('@sparticuz/chromium')
    const home = join(dirname(fileURLToPath(entry)), '..')
    const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'))
    const paths = archives.map(name => join(home, 'bin', name))
    const folder = join(import.meta.dirname, '../node_modules/.cache', `chromium-${version}`)
    return paths.every(path => existsSync(path)) ? { entry, archives: paths, folder } : null
  } catch {
    return null
  }
}

/** Unpacks beside its place and moves it there when whole: once, and whole also when two start together. */
function unpack(packed: Packed): Chromium {
  const { folder } = packed
  if (!existsSync(folder)) {
    const unfinished = `${folder}.${process.pid}`
    mkdirSync(unfinished, { recursive: true })
    inflate(packed, unfinished)
    chmodSync(join(unfinished, 'chromium'), 0o755)
    writeFileSync(join(unfinished, 'fonts.conf'), configureFonts(folder))
    try {
      renameSync(unfinished, folder)
    } catch {
      // Another process was first.
      rmSync(unfinished, { recursive: true, force: true })
    }
  }
  return { executablePath: join(folder, 'chromium'), env: environmentOf(folder) }
}

/** The package unpacks into the folder for temporary files, under names that anybody could have taken; so it gets one. */
function inflate({ entry, archives }: Packed, folder: string): void {
  const script = `
    const { inflate } = await import(process.argv[1])
    for (const archive of process.argv.slice(2)) await inflate(archive)`
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '-e', script, entry, ...archives],
    { env: { ...process.env, TMPDIR: folder }, encoding: 'utf8' },
  )
  if (status !== 0) throw new Error(`Chromium could not be unpacked into ${folder}: ${stderr}`)
}

/** Its own libraries and its own font before whatever the system has, so that a page looks the same everywhere. */
function environmentOf(folder: string): Record<string, string> {
  const { LD_LIBRARY_PATH: given } = process.env
  const libraries = join(folder, 'al2023', 'lib')
  return {
    LD_LIBRARY_PATH: given === undefined ? libraries : `${libraries}:${given}`,
    FONTCONFIG_FILE: join(folder, 'fonts.conf'),
  }
}

function configureFonts(folder: string): string {
  return `<?xml version="1.0"?>
<fontconfig>
  <dir>${folder}/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${folder}/font-cache</cachedir>
  <alias binding="same"><family>Segoe UI</family><prefer><family>Open Sans</family></prefer></alias>
  <alias binding="same"><family>sans-serif</family><prefer><family>Open Sans</family></prefer></alias>
</fontconfig>
`
}
