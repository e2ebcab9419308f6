/** What a test file's process loses without hooks, and what it must not lose. */

import assert from 'node:assert/strict'
import { createHook } from 'node:async_hooks'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'

const preload = join(import.meta.dirname, 'without-hooks.ts')

/** Runs a test file of these lines as `scripts/test.ts` does. */
function runFile(lines: readonly string[]): { code: number | null; said: string } {
  const folder = mkdtempSync(join(tmpdir(), 'muster-hooks-'))
  try {
    const file = join(folder, 'some.test.mjs')
    writeFileSync(file, ["import { test } from 'node:test'", ...lines, ''].join('\n'))
    const { NODE_TEST_CONTEXT: _, ...env } = process.env
    const { status, stdout } = spawnSync(process.execPath, ['--import', preload, file], {
      env,
      encoding: 'utf8',
    })
    return { code: status, said: stdout }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

test('a file whose tests pass passes', () => {
  const { code, said } = runFile(["test('Wei counts', () => {})"])
  assert.equal(code, 0, said)
  assert.match(said, /pass 1/)
})

test('an error that nobody caught fails the file, while a test runs and after it', () => {
  const during = runFile([
    "test('Wei waits', async () => {",
    "  setImmediate(() => { throw new Error('nobody caught this') })",
    '  await new Promise(done => setTimeout(done, 50))',
    '})',
  ])
  assert.notEqual(during.code, 0)
  assert.match(during.said, /nobody caught this/)
  const after = runFile([
    "test('Wei is quick', () => { setImmediate(() => { throw new Error('too late') }) })",
  ])
  assert.notEqual(after.code, 0)
  assert.match(after.said, /too late/)
})

test('a promise that was refused and left alone fails the file', () => {
  const { code, said } = runFile([
    "test('Wei forgets', async () => {",
    "  void Promise.reject(new Error('left alone'))",
    '  await new Promise(done => setTimeout(done, 50))',
    '})',
  ])
  assert.notEqual(code, 0)
  assert.match(said, /left alone/)
})

test('whoever else asks for a hook gets a real one', () => {
  let calls = 0
  const hook = createHook({ init: () => void calls++ }).enable()
  setImmediate(() => undefined)
  hook.disable()
  assert.equal(calls, 1)
})
