/** Demos beside one another, beside an installation, and after one that was killed. */

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { type DemoFolder, isProcessAlive, openDemoFolder } from './demo-folder.ts'

describe('the folder of a demo', () => {
  let dataFolder = ''
  let shown = ''
  const alive = new Set<number>()
  beforeEach(() => {
    dataFolder = mkdtempSync(join(tmpdir(), 'muster-demos-'))
    shown = join(dataFolder, 'cli.json')
    alive.clear()
  })
  afterEach(() => rmSync(dataFolder, { recursive: true }))

  /** A demo as it is after its service has written its connection. */
  function start(processId: number): DemoFolder {
    alive.add(processId)
    const folder = openDemoFolder({ dataFolder, processId, isAlive: id => alive.has(id) })
    writeFileSync(join(folder.path, 'cli.json'), `the connection of ${processId}`)
    return folder
  }

  test('two demos live side by side; the first is found by itself, and each clears up what is its own', () => {
    const [first, second] = [start(101), start(102)]
    assert.notEqual(first.path, second.path)
    assert.equal(first.announce(), true)
    assert.equal(second.announce(), false)
    second.remove()
    assert.equal(readFileSync(shown, 'utf8'), 'the connection of 101')
    assert.ok(existsSync(join(first.path, 'cli.json')))
    first.remove()
    assert.deepEqual(readdirSync(dataFolder), [])
  })

  test('a connection that no demo wrote is neither overwritten nor removed, with and without a secret.key', () => {
    writeFileSync(shown, 'the connection of Contoso')
    const beside = start(101)
    assert.equal(beside.announce(), false)
    beside.remove()
    assert.equal(readFileSync(shown, 'utf8'), 'the connection of Contoso')
    rmSync(shown)
    writeFileSync(join(dataFolder, 'secret.key'), '')
    assert.equal(start(102).announce(), false)
    assert.equal(existsSync(shown), false)
  })

  test('a connection that was replaced in the meantime stays', () => {
    const demo = start(101)
    assert.equal(demo.announce(), true)
    writeFileSync(shown, 'the connection of Contoso')
    demo.remove()
    assert.equal(readFileSync(shown, 'utf8'), 'the connection of Contoso')
  })

  test('what killed demos left is removed with its announcement; the folders of living ones stay', () => {
    const [killed, living] = [start(101), start(102)]
    killed.announce()
    alive.delete(101)
    mkdirSync(join(dataFolder, 'postgres'))
    const next = start(103)
    assert.deepEqual(readdirSync(dataFolder).sort(), ['demo-102', 'demo-103', 'postgres'])
    assert.ok(existsSync(join(living.path, 'cli.json')))
    assert.equal(next.announce(), true)
  })

  test('a folder left by a dead process of the same number is not taken over', () => {
    const killed = start(101)
    writeFileSync(join(killed.path, 'simulated-ca.pem'), 'old')
    assert.deepEqual(readdirSync(start(101).path), ['cli.json'])
  })
})

test('a process is alive until it has ended', async () => {
  assert.equal(isProcessAlive(process.pid), true)
  const child = spawn(process.execPath, ['-e', ''])
  await once(child, 'exit')
  assert.equal(isProcessAlive(child.pid ?? 0), false)
})
