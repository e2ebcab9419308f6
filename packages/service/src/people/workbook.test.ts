/** What Excel saves is read as text, row by row; what is no workbook is refused with a way out. */

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { makeWorkbook } from '../testing/workbook.ts'
import { fromBytes } from './intake.ts'
import { ListRefused } from './list-refused.ts'
import { isWorkbook, readWorkbook } from './workbook.ts'

async function textOf(bytes: Uint8Array) {
  const { name, pieces } = await readWorkbook(fromBytes(bytes))
  return { name, lines: pieces.join('').split('\n').slice(0, -1) }
}

const refusalOf = (bytes: Uint8Array) =>
  readWorkbook(fromBytes(bytes)).then(
    () => null,
    (error: unknown) => (error instanceof ListRefused ? error : null),
  )

describe('a workbook', () => {
  test('is the first of its sheets that holds anything, and a line has the number of its row', async () => {
    const bytes = makeWorkbook({
      Notes: [[]],
      People: [['UPN', 'Name'], [], ['anna@c.example', 'Beck, Anna'], ['ben@c.example', 'Ben "B" Roth']],
      Others: [['eva@c.example']],
    })
    assert.ok(isWorkbook(bytes))
    assert.deepEqual(await textOf(bytes), {
      name: 'People',
      lines: ['UPN,Name', '', 'anna@c.example,"Beck, Anna"', 'ben@c.example,"Ben ""B"" Roth"'],
    })
  })

  test('tells days, numbers, yes and no as a person would write them', async () => {
    const bytes = makeWorkbook({
      A: [
        ['Since', 'Room', 'Remote'],
        [new Date('2026-11-02T00:00:00Z'), 4, true],
      ],
    })
    assert.deepEqual((await textOf(bytes)).lines[1], '2026-11-02,4,true')
  })

  test('keeps a line break of a cell within its row', async () => {
    const { lines } = await textOf(
      makeWorkbook({
        A: [
          ['UPN', 'Note'],
          ['anna@c.example', 'on leave\nuntil May'],
        ],
      }),
    )
    assert.deepEqual(lines, ['UPN,Note', 'anna@c.example,on leave until May'])
  })

  test('keeps umlauts, and commas in a single column apart from columns', async () => {
    const { lines } = await textOf(
      makeWorkbook({ A: [['Beck, Anna <anna@c.example>'], ['günther@c.example']] }),
    )
    assert.deepEqual(lines, ['"Beck, Anna <anna@c.example>"', 'günther@c.example'])
  })
})

describe('what cannot be read is refused', () => {
  test('a workbook without anything in it', async () => {
    const refused = await refusalOf(makeWorkbook({ A: [[]] }))
    assert.equal(refused?.code, 'workbookEmpty')
  })

  test('a zip file that is no workbook, and a workbook that was cut off', async () => {
    const cut = makeWorkbook({ A: [['anna@c.example']] }).subarray(0, 500)
    for (const bytes of [Buffer.from([0x50, 0x4b, 3, 4, 20, 0]), cut]) {
      const refused = await refusalOf(bytes)
      assert.equal(refused?.code, 'workbookBroken')
      assert.match(refused?.problem.how ?? '', /CSV UTF-8/)
    }
  })

  test('a file beyond the size, before it is opened', async () => {
    const large = (async function* () {
      for (let megabyte = 0; megabyte < 30; megabyte++) yield new Uint8Array(1024 * 1024)
    })()
    const refused = await readWorkbook(large).catch((error: unknown) => error)
    assert.ok(refused instanceof ListRefused && refused.code === 'workbookTooLarge')
  })
})
