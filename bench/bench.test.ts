/** The bench still runs and says what it promises to say; no time is judged. */

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { findChromium } from '../e2e/browser.ts'
import { medianOf, rounded } from './figure.ts'

const run = promisify(execFile)
const script = fileURLToPath(new URL('run.ts', import.meta.url))

function bench(...args: string[]) {
  return run(process.execPath, [script, ...args])
}

test('a quick import prints one line with its size, its figures, its yardstick and their ratio', async () => {
  const { stdout } = await bench('import', '--quick')
  const lines = stdout.trim().split('\n')
  assert.equal(lines.length, 1)
  const line = JSON.parse(lines[0] ?? '')
  assert.deepEqual(Object.keys(line), ['figure', 'size', 'measured', 'yardstick', 'ratio', 'quick'])
  assert.equal(line.figure, 'import')
  assert.equal(line.size, 2_000)
  assert.equal(line.quick, true)
  assert.equal(typeof line.yardstick.what, 'string')
  for (const number of [
    line.measured.seconds,
    line.measured.rowsPerSecond,
    line.yardstick.seconds,
    line.ratio,
  ]) {
    assert.ok(Number.isFinite(number) && number > 0, `${number} is no figure`)
  }
})

test('quick records matched against fifty rules print one line, beside the time to read them', async () => {
  const { stdout } = await bench('automations', '--quick')
  const line = JSON.parse(stdout.trim())
  assert.deepEqual([line.figure, line.size, line.measured.rules], ['automations', 10_000, 50])
  for (const number of [line.measured.seconds, line.yardstick.seconds, line.ratio])
    assert.ok(Number.isFinite(number) && number > 0, `${number} is no figure`)
})

test('a quick mirror fills a list and keeps it in step, beside the least that as many rows cost', async () => {
  const { stdout } = await bench('mirror', '--quick')
  const lines = stdout
    .trim()
    .split('\n')
    .map(text => JSON.parse(text))
  assert.deepEqual(
    lines.map(line => [line.figure, line.size]),
    [
      ['mirrorFill', 120],
      ['mirrorChanges', 18],
    ],
  )
  for (const { measured, yardstick, ratio } of lines) {
    assert.ok(measured.units >= yardstick.units && measured.batches >= yardstick.batches)
    assert.ok(ratio >= 1 && ratio < 2, `${ratio} times the least`)
  }
})

test('the quick portal asks what its pages ask, each beside a query that finds as much, and loads in a browser', async () => {
  const { stdout } = await bench('portal', '--quick')
  const lines = stdout
    .trim()
    .split('\n')
    .map(text => JSON.parse(text))
  const questions = [
    'Overview',
    'Summary',
    'Campaign',
    'Measure',
    'FirstPage',
    'FilteredPage',
    'SearchedPage',
    'CommonName',
    'SortedPage',
    'DeepPage',
  ]
  const load = findChromium() === null ? [] : ['FirstLoad']
  assert.deepEqual(
    lines.map(line => line.figure),
    [...questions, ...load].map(name => `portal${name}`),
  )
  for (const { figure, measured, yardstick, ratio } of lines) {
    const least = Math.min(...Object.values<number>(measured), yardstick.p95Ms ?? yardstick.ms, ratio)
    assert.ok(least > 0, `${figure} has a figure that is none`)
  }
})

test('a soak of three days keeps each entry once and says how much memory it held', async () => {
  const script = fileURLToPath(new URL('soak.ts', import.meta.url))
  const wanted = ['--people', '40', '--days', '3', '--entries', '1500']
  const { stdout } = await run(process.execPath, [script, ...wanted]).catch(
    (failed: { stdout: string }) => failed,
  )
  const lines = stdout
    .trim()
    .split('\n')
    .map(text => JSON.parse(text))
  assert.equal(lines.length, 4)
  const [first, , third, judged] = lines
  // The newest entry is written, and not shown yet.
  assert.deepEqual([first.auditRows, third.auditRows], [499, 1_499])
  assert.ok(third.wakeRows <= first.wakeRows, 'nothing piles up')
  assert.equal(judged.figure, 'soak')
  assert.ok(judged.ratio > 0.5 && judged.ratio < 1.5, `memory by a factor of ${judged.ratio} in a day`)
})

test('a figure that does not exist is refused by name', async () => {
  await assert.rejects(bench('imports'), {
    code: 2,
    stderr: /no figure imports; there are import, apply, click/,
  })
})

test('the median of an even number of runs is one that was measured', () => {
  assert.equal(medianOf([4, 1, 3, 2]), 3)
})

test('figures keep three digits, and whole numbers all of theirs', () => {
  assert.deepEqual([0.012345, 12.345, 4567.8, 100_000].map(rounded), [0.0123, 12.3, 4568, 100_000])
})
