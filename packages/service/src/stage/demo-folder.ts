/** Where a demo keeps its data, and how the command line finds it: several at once, and beside a real installation. */

import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { connectionFile } from '../cli/session.ts'

export interface DemoFolder {
  /** This demo's own, empty at first. */
  path: string
  /**
   * Shows the connection that was written into the demo's own folder to the bare command line, by a copy in the data
   * folder. False when another connection or an installation stands there, which are left alone.
   */
  announce(): boolean
  /** Removes the folder, and the copy if it is still ours. */
  remove(): void
}

export interface DemoFolderOptions {
  dataFolder: string
  processId: number
  isAlive(processId: number): boolean
}

/** `.stale` is what a demo was clearing away when it was killed itself. */
const folderName = /^demo-(\d+)(?:\.stale)?$/

/** Makes the folder of a demo, and clears away what demos left behind that were killed. */
export function openDemoFolder(options: DemoFolderOptions): DemoFolder {
  const { dataFolder, processId } = options
  const path = join(dataFolder, `demo-${processId}`)
  const shown = join(dataFolder, connectionFile)
  clearStale(options, path)
  mkdirSync(path, { recursive: true })
  let announced: string | null = null
  return {
    path,
    announce() {
      if (existsSync(join(dataFolder, 'secret.key'))) return false
      const connection = readFileSync(join(path, connectionFile), 'utf8')
      if (!writeNew(shown, connection)) return false
      announced = connection
      return true
    },
    remove() {
      if (announced !== null) removeIfSame(shown, announced)
      rmSync(path, { recursive: true, force: true })
    },
  }
}

/** Whether a process of this machine runs, ours to signal or not. */
export function isProcessAlive(processId: number): boolean {
  try {
    process.kill(processId, 0)
    return true
  } catch (error) {
    return error instanceof Error && Reflect.get(error, 'code') === 'EPERM'
  }
}

/** Removes the folders of dead demos and, where one was announced, its connection. What is not ours to remove stays. */
function clearStale({ dataFolder, processId, isAlive }: DemoFolderOptions, path: string): void {
  if (!existsSync(dataFolder)) return
  for (const name of readdirSync(dataFolder)) {
    const owner = Number(folderName.exec(name)?.[1])
    // A folder with our own number is of a process that had it before us.
    if (Number.isNaN(owner) || (owner !== processId && isAlive(owner))) continue
    const claimed = `${path}.stale`
    try {
      // Of two demos that start together only one succeeds in this, and only that one clears up.
      renameSync(join(dataFolder, name), claimed)
    } catch {
      continue
    }
    const connection = readIfThere(join(claimed, connectionFile))
    if (connection !== null) removeIfSame(join(dataFolder, connectionFile), connection)
    rmSync(claimed, { recursive: true, force: true })
  }
}

/** Whether it was written: a file that is there already is never touched, also when it appears just now. */
function writeNew(file: string, text: string): boolean {
  try {
    writeFileSync(file, text, { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    if (error instanceof Error && Reflect.get(error, 'code') === 'EEXIST') return false
    throw error
  }
}

function removeIfSame(file: string, text: string): void {
  if (readIfThere(file) === text) rmSync(file, { force: true })
}

function readIfThere(file: string): string | null {
  return existsSync(file) ? readFileSync(file, 'utf8') : null
}
