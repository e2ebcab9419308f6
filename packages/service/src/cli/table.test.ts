/** Tables line up whatever stands in them, and a name from a directory cannot take over the terminal. */

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { formatBar, formatFacts, formatPercent, formatTable } from './table.ts'

const columns = [
  { head: 'name', of: (row: { name: string | null }) => row.name },
  { head: 'length', of: (row: { name: string | null }) => row.name?.length ?? null, align: 'right' as const },
]

describe('a table', () => {
  it('aligns words left and numbers right', () => {
    assert.equal(
      formatTable(columns, [{ name: 'Anna' }, { name: 'Bartholomew' }]),
      'NAME         LENGTH\nAnna              4\nBartholomew      11\n',
    )
  })

  it('gives wide letters the two columns that they take', () => {
    const [, wide, narrow] = formatTable(columns, [{ name: '李雷' }, { name: 'Anna' }]).split('\n')
    assert.equal(wide, '李雷       2')
    assert.equal(narrow, 'Anna       4')
  })

  it('shows what is not there as a dash, and no rows as nothing', () => {
    assert.match(formatTable(columns, [{ name: null }]), /^– +–$/m)
    assert.equal(formatTable(columns, []), '')
  })

  it('takes control characters and text direction out of names', () => {
    const text = formatTable(columns, [{ name: 'Eve\u001b[2J\r\n\u202eevil' }])
    assert.match(text, /^Eve \[2J evil/m)
  })

  it('colours after aligning, so that escapes take no room', () => {
    const painted = [{ head: 'name', of: () => 'Anna', paint: (cell: string) => `<${cell}>` }]
    assert.equal(formatTable(painted, [null]), 'NAME\n<Anna>\n')
  })
})

describe('a bar', () => {
  it('is full at the end, empty at the start, and shows one among many', () => {
    assert.deepEqual(
      [formatBar(2, 2, 4), formatBar(0, 2, 4), formatBar(1, 100_000, 4)],
      ['████', '░░░░', '█░░░'],
    )
    assert.deepEqual([formatBar(0, 0, 2), formatPercent(0, 0), formatPercent(1, 3)], ['░░', '–', '33.3 %'])
  })
})

describe('facts', () => {
  it('stand under one another, times in UTC', () => {
    assert.equal(
      formatFacts([
        ['name', 'Anna'],
        ['invited', new Date('2026-11-02T08:00:59Z')],
      ]),
      'name     Anna\ninvited  2026-11-02 08:00\n',
    )
  })
})
