/** Long lists are streamed: pulled as they are read, closed when nobody reads on, and never held. */

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { rosterBytesMax, rosterRowsMax } from '@muster/core/roster'
import { readRoster } from './intake.ts'
import { collect } from './intake-collect.ts'

/** The collector, which programs do not get unless they ask: without it a figure of memory is mostly rubbish not yet collected. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc')
  const collect: unknown = runInNewContext('gc')
  assert.ok(typeof collect === 'function')
  collect()
}

function heldBytes(): number {
  collectGarbage()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

/** Some 230 bytes a row, so that the most rows allowed come close to the most bytes allowed. */
const filler = 'Finance and Control, '.repeat(8)

interface Pulled {
  bytes: number
  closed: boolean
}

async function* writeTable(rows: number, people: number, pulled: Pulled): AsyncGenerator<Uint8Array> {
  const rowsPerPiece = 200
  try {
    yield Buffer.from('UPN;Display name;Department\r\n')
    for (let row = 0; row < rows; row += rowsPerPiece) {
      let text = ''
      for (let next = row; next < Math.min(rows, row + rowsPerPiece); next += 1) {
        text += `anna${next % people}@contoso.example;"Beck; Anna ${next}";"${filler}"\r\n`
      }
      const piece = Buffer.from(text)
      pulled.bytes += piece.length
      yield piece
    }
  } finally {
    pulled.closed = true
  }
}

describe('the largest list allowed', () => {
  test('is read to its end without being held', async () => {
    // A thousand people over and over, so that the index of duplicates stays small and what grows is what is held of the file.
    const pulled: Pulled = { bytes: 0, closed: false }
    const held: number[] = []
    let rows = 0
    let last = 0
    for await (const outcome of readRoster(writeTable(rosterRowsMax, 1_000, pulled))) {
      rows += 1
      last = outcome.kind === 'row' ? outcome.row.line : outcome.line
      if (rows % 40_000 === 0) held.push(heldBytes())
    }
    assert.equal(rows, rosterRowsMax)
    assert.equal(last, rosterRowsMax + 1)
    assert.ok(pulled.bytes > 0.8 * rosterBytesMax && pulled.bytes <= rosterBytesMax, `${pulled.bytes} bytes`)
    const growth = Math.max(...held) - (held[0] ?? 0)
    assert.ok(growth < 4 * 1024 * 1024, `grew by ${growth} bytes over ${pulled.bytes} bytes of file`)
  })

  test('pasted as a single line is read as well', async () => {
    const pieces = Array.from({ length: 1_000 }, (_, piece) =>
      Buffer.from(
        Array.from({ length: 200 }, (_each, at) => `anna${piece}-${at}@contoso.example; `).join(''),
      ),
    )
    let rows = 0
    for await (const outcome of readRoster(ReadableStream.from(pieces))) {
      assert.equal(outcome.kind === 'row' && outcome.row.line, 1)
      rows += 1
    }
    assert.equal(rows, rosterRowsMax)
  })
})

test('the source is pulled only as far as it is read', async () => {
  const pulled: Pulled = { bytes: 0, closed: false }
  let rows = 0
  for await (const outcome of readRoster(writeTable(rosterRowsMax, rosterRowsMax, pulled))) {
    assert.equal(outcome.kind, 'row')
    rows += 1
    if (rows === 1_000) break
  }
  assert.ok(pulled.bytes < 2 * 1024 * 1024, `${pulled.bytes} bytes were pulled for ${rows} rows`)
})

test('the source is closed when the reader stops and when the list is refused', async () => {
  const stopped: Pulled = { bytes: 0, closed: false }
  for await (const outcome of readRoster(writeTable(10_000, 10_000, stopped))) {
    if (outcome.kind === 'row') break
  }
  await untilClosed(stopped)

  const refused: Pulled = { bytes: 0, closed: false }
  await assert.rejects(collect(readRoster(writeTable(10_000, 10_000, refused), { rowsMax: 100 })), {
    code: 'tooManyRows',
  })
  await untilClosed(refused)
})

test('an upload that breaks off fails as it failed', async () => {
  async function* broken() {
    yield Buffer.from('UPN,Name\nanna@contoso.example,Anna\n')
    throw new Error('the connection was reset')
  }
  await assert.rejects(collect(readRoster(broken())), /connection was reset/)
})

/** Closing takes a few turns of the event loop, none of them long. */
async function untilClosed(pulled: Pulled): Promise<void> {
  for (let turn = 0; turn < 100 && !pulled.closed; turn += 1) {
    await new Promise(resolve => setImmediate(resolve))
  }
  assert.ok(pulled.closed)
}
