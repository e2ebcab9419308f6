/**
 * The whole check in one command: format and lint, types, and every test file. `node scripts/test.ts [filter…]` runs
 * only the test files whose path holds one of the filters. The last line alone says `N passed, N failed`.
 */

import { spawn } from 'node:child_process'
import { globSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { type EventData, run } from 'node:test'
import { pathToFileURL } from 'node:url'
import { startSharedServer } from '../packages/service/src/testing/database.ts'

const root = join(import.meta.dirname, '..')
const testFiles = [
  'packages/*/src/**/*.test.ts',
  'scripts/*.test.ts',
  'e2e/**/*.test.ts',
  'bench/**/*.test.ts',
]

/** Into each file's process. */
const preload = pathToFileURL(join(root, 'scripts/without-hooks.ts')).href
/** Many files start a service and a simulated tenant of their own; more than this side by side only trip over memory. */
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
// Once, and not by each journey for itself.
if (files.some(file => file.startsWith('e2e/')))
  await check('build of the portal', 'packages/portal/build.ts', [])
if (files.length > 0) await runFiles()
summarise()

/** Each of them counts as one test. */
async function runChecks(): Promise<void> {
  await Promise.all([
    check('format and lint', 'node_modules/@biomejs/biome/bin/biome', ['check', '.']),
    check('types', 'node_modules/typescript/bin/tsc', ['--noEmit']),
    check('types of the portal', 'node_modules/typescript/bin/tsc', ['--noEmit', '-p', 'packages/portal']),
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

/** One worker for each place: a slow file never holds up a quick one. */
async function runFiles(): Promise<void> {
  // The files' processes inherit it: sources are compiled once, and not by each of them.
  process.env.NODE_COMPILE_CACHE ??= join(root, 'node_modules/.cache/compiled')
  const server = files.filter(needsDatabase).length > 1 ? await startSharedServer() : null
  Object.assign(process.env, server?.environment)
  const waiting = [...files]
  // One more than there are processors: files wait for browsers, heartbeats and databases about a third of their time.
  const places = Math.min(filesAtOnceMax, availableParallelism() + 1)
  await Promise.all(Array.from({ length: places }, () => work(waiting)))
  await server?.stop()
}

/** Whether it may; the others are quick and pure. */
function needsDatabase(file: string): boolean {
  return /^(packages\/service|bench|e2e)\//.test(file)
}

async function work(waiting: string[]): Promise<void> {
  for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) await runFile(file)
}

async function runFile(file: string): Promise<void> {
  const startedAt = performance.now()
  const path = join(root, file)
  const seen: Seen = { passed: 0, failed: 0, skipped: 0, failures: [], output: [] }
  const stream = run({
    cwd: root,
    files: [path],
    execArgv: ['--import', preload],
    signal: AbortSignal.timeout(fileTimeoutMs),
  })
  stream.on('test:pass', event => takePass(seen, event, path))
  stream.on('test:fail', event => takeFail(seen, event, path))
  stream.on('test:stdout', ({ message }) => seen.output.push(message))
  stream.on('test:stderr', ({ message }) => seen.output.push(message))
  // An error after the last test has no test to belong to.
  stream.on('test:diagnostic', ({ message, level }) => {
    if (level !== 'info') seen.output.push(`${message}\n`)
  })
  for await (const _ of stream);
  if (seen.passed + seen.failed + seen.skipped === 0)
    addFailure(seen, '', 'the file ended without a single test')
  report(file, seen, performance.now() - startedAt)
}

/** What has been seen of one file. */
interface Seen extends Tally {
  failures: Failure[]
  output: string[]
}

/** Node answers for a file without tests as if the file were one test that passed; here that is a fault. */
function takePass(seen: Seen, event: EventData.TestPass, path: string): void {
  if (event.details.type === 'suite') return
  if (event.name === path) addFailure(seen, '', 'the file holds no test')
  else if (isSkipped(event)) seen.skipped++
  else seen.passed++
}

/** A suite fails with its tests, which are counted themselves; it counts on its own when its hooks failed. */
function takeFail(seen: Seen, event: EventData.TestFail, path: string): void {
  if (isSkipped(event)) {
    seen.skipped++
    return
  }
  const { error, type } = event.details
  if (type === 'suite' && causeKind(error) === 'subtestsFailed') return
  addFailure(seen, event.name === path ? '' : event.name, describe(error))
}

/** A `todo` counts as skipped: it neither shows anything nor breaks anything. */
function isSkipped({ skip, todo }: { skip?: string | boolean; todo?: string | boolean }): boolean {
  return (skip !== undefined && skip !== false) || (todo !== undefined && todo !== false)
}

function causeKind(error: Error): unknown {
  return 'failureType' in error ? error.failureType : null
}

function describe(error: Error): string {
  if ('exitCode' in error && 'signal' in error && error.message === 'test failed') {
    return `the file's process ended with ${error.signal === null ? `code ${error.exitCode}` : error.signal}`
  }
  const cause = error.cause ?? error
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)
}

function addFailure(seen: Seen, where: string, what: string): void {
  seen.failed++
  seen.failures.push({ where, what })
}

function report(file: string, seen: Seen, ms: number): void {
  tally.passed += seen.passed
  tally.failed += seen.failed
  tally.skipped += seen.skipped
  const isCrash = seen.failures.some(failure => failure.where === '')
  const said = isCrash ? seen.output.join('').split('\n').slice(-outputLinesMax).join('\n').trim() : ''
  for (const { where, what } of seen.failures) {
    failures.push({
      where: where === '' ? file : `${file}: ${where}`,
      what: where === '' ? `${what}\n${said}` : what,
    })
  }
  const word = seen.failed === 0 ? 'ok     ' : 'FAILED '
  console.log(`${word} ${file}  ${countsOf(seen)}  ${formatSeconds(ms)}`)
}

function fail(where: string, what: string): void {
  tally.failed++
  failures.push({ where, what })
}

function countsOf({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

function formatSeconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}

function summarise(): void {
  if (tally.passed + tally.failed === 0)
    fail('nothing', `no test was run; the filters were: ${filters.join(' ')}`)
  for (const { where, what } of failures) console.log(`\nFAILED ${where}\n${indent(what)}`)
  console.log(`\n${countsOf(tally)}`)
  process.exitCode = tally.failed === 0 ? 0 : 1
}

function indent(text: string): string {
  return text.trim().replaceAll(/^/gm, '  ')
}
