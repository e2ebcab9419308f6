#!/usr/bin/env node
/** Starts the command line with the Node that came with `npm ci`, whichever Node the machine has. */

import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const child = spawn(findNode(), [main, ...process.argv.slice(2)], { stdio: 'inherit' })

// Ctrl-C reaches the child by itself, as one of the terminal's group; we only wait for it to end in order.
process.on('SIGINT', () => undefined)
process.on('SIGTERM', () => child.kill('SIGTERM'))
child.on('exit', (code, signal) => {
  process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1)
})

/** The `node` package's own binary; this process's Node when it is new enough or nothing else is there. */
function findNode() {
  try {
    const found = join(dirname(createRequire(import.meta.url).resolve('node/package.json')), 'bin', 'node')
    return existsSync(found) ? found : process.execPath
  } catch {
    return process.execPath
  }
}
