/**
 * The whole check in one command: format and lint, types, and every test file. `node scripts/test.ts [filter…]` runs
 * only the test files whose path holds one of the filters. The last line alone says `N passed, N failed`.
 */

import { spawn } from 'node:child_process'
import { globSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join, relative } from 'node:path'
import { run } from 'node:test'
import type { EventData } from 'node:test'

const root = join(import.meta.dirname, '..')
const testFiles = ['packages/*/src/**/*.test.ts', 'scripts/*.test.ts', 'e2e/**/*.test.ts', 'bench/**/*.test.ts']

/** Many files start a PostgreSQL and a simulated tenant of their own; more than this side by side only trip over memory. */
const filesAtOnceMax = 4
/** No file comes near it on two cores; one that does hangs, and a hanging file must fail rather than hold up the rest. */
const fileTimeoutMs = 15 * 60_000
/** Of what a failing file printed, the end is what says why. */
const outputLinesMax = 40

interface Tally {
  passed: number
  failed: number
  skipped: number
}

interface Failure {
  where: string
  what: string
}

const tally: Tally = { passed: 0, failed: 0, skipped: 0 }
const failures: Failure[] = []

const filters = process.argv.slice(2)
const files = globSync(testFiles, { cwd: root, exclude: ['**/node_modules/**'] })
  .map(file => file.replaceAll('\\', '/'))
  .filter(file => filters.length === 0 || filters.some(filter => file.includes(filter)))
  .sort()
if (filters.length === 0) await runChecks()
if (files.length > 0) await runFiles()
summarise()

/** Each of the two counts as one test. */
async function runChecks(): Promise<void> {
  await Promise.all([
    check('format and lint', 'node_modules/@biomejs/biome/bin/biome', ['check', '.']),
    check('types', 'node_modules/typescript/bin/tsc', ['--noEmit']),
  ])
}

async function check(name: string, script: string, args: readonly string[]): Promise<void> {
  const startedAt = performance.now()
  const { code, output } = await capture(join(root, script), args)
  const seconds = formatSeconds(performance.now() - startedAt)
  if (code === 0) {
    tally.passed++
    console.log(`ok      ${name}  ${seconds}`)
    return
  }
  fail(name, output.trim() || `ended with code ${code}`)
  console.log(`FAILED  ${name}  ${seconds}`)
}

/** Runs a tool of ours with this Node, so that nothing depends on what the shell finds. */
function capture(script: string, args: readonly string[]): Promise<{ code: number; output: string }> {
  return new Promise(done => {
    const child = spawn(process.execPath, [script, ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')))
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')))
    child.once('error', error => done({ code: 1, output: error.message }))
    child.once('close', code => done({ code: code ?? 1, output }))
  })
}

/** What is known of a file while its events come in. */
interface Progress extends Tally {
  output: string[]
  ms: number
}

async function runFiles(): Promise<void> {
  const stream = run({
    cwd: root,
    files: files.map(file => join(root, file)),
    concurrency: Math.max(1, Math.min(filesAtOnceMax, availableParallelism())),
    timeout: fileTimeoutMs,
  })
  const open = new Map(files.map(file => [file, newProgress()]))
  stream.on('test:pass', event => take(open, event, null))
  stream.on('test:fail', event => take(open, event, event.details.error))
  stream.on('test:stdout', ({ file, message }) => keepOutput(open, file, message))
  stream.on('test:stderr', ({ file, message }) => keepOutput(open, file, message))
  // Said of one file when it is over; of all of them, without a file, at the very end.
  stream.on('test:summary', ({ file, duration_ms }) => {
    const progress = file === undefined ? undefined : open.get(nameOf(file))
    if (progress !== undefined) progress.ms = duration_ms
  })
  stream.on('test:complete', ({ name, details }) => report(open, name, details.duration_ms))
  for await (const _ of stream);
  for (const [file, progress] of open) if (isSilent(progress)) fail(file, 'ended without saying anything')
}

function newProgress(): Progress {
  return { passed: 0, failed: 0, skipped: 0, output: [], ms: 0 }
}
