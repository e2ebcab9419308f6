/** Written cells come back as they were, and none of them calculates. */

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { type CsvCell, csvByteOrderMark, writeCsv, writeCsvRow } from './csv.ts'

describe('a cell', () => {
  const written: [string, CsvCell, string][] = [
    ['plain text', 'Anna Beck', 'Anna Beck'],
    ['nothing', null, ''],
    ['empty text', '', ''],
    ['a comma', 'Beck, Anna', '"Beck, Anna"'],
    ['a quote', 'Anna "AB" Beck', '"Anna ""AB"" Beck"'],
    ['a line break', 'Finance\nControl', '"Finance\nControl"'],
    ['blanks around', ' Anna ', '" Anna "'],
    ['a number', -12.5, '-12.5'],
    ['true', true, 'true'],
    ['a date', new Date('2026-11-21T09:30:00+01:00'), '2026-11-21T08:30:00.000Z'],
    ['umlauts', 'Günther Groß', 'Günther Groß'],
    ['a formula', '=HYPERLINK("http://evil.example","x")', `"'=HYPERLINK(""http://evil.example"",""x"")"`],
    ['a plus sign', '+49 30 1234', "'+49 30 1234"],
    ['a minus sign', '-2+3', "'-2+3"],
    ['an at sign', '@SUM(A1)', "'@SUM(A1)"],
    ['a tab', '\t=1', "'\t=1"],
    ['a carriage return', '\r=1', `"'\r=1"`],
    ['a line feed', '\n=1', `"'\n=1"`],
    ['a full-width equals sign', '＝1', "'＝1"],
    ['a formula sign that is not in front', 'a=1', 'a=1'],
  ]
  for (const [name, cell, expected] of written) {
    test(name, () => assert.equal(writeCsvRow([cell]), `${expected}\r\n`))
  }

  test('that is no number or no date is a bug and is thrown', () => {
    assert.throws(() => writeCsvRow([Number.NaN]), RangeError)
    assert.throws(() => writeCsvRow([new Date(Number.NaN)]), RangeError)
  })
})

test('any text reads back as it was, but for the apostrophe before a formula', () => {
  const text = fc.string({
    unit: fc.oneof(fc.constantFrom(...'",\r\n\t=+-@ \''), fc.string({ unit: 'grapheme', maxLength: 1 })),
  })
  fc.assert(
    fc.property(
      fc.array(fc.array(text, { minLength: 2, maxLength: 2 }), { minLength: 1, maxLength: 10 }),
      rows => {
        const read = parse(rows.map(writeCsvRow).join(''), { record_delimiter: '\r\n' })
        assert.deepEqual(
          read,
          rows.map(row => row.map(cell => (/^[=+\-@\t\r\n＝＋－＠]/u.test(cell) ? `'${cell}` : cell))),
        )
      },
    ),
  )
})

test('a file has its header first, and a byte order mark only when asked for', async () => {
  const rows = [['anna@contoso.example', 2]]
  const header = ['UPN', 'Reminders']
  const plain = await join(writeCsv(rows, { header }))
  assert.equal(plain, 'UPN,Reminders\r\nanna@contoso.example,2\r\n')
  const marked = await join(writeCsv(rows, { header, byteOrderMark: true }))
  assert.equal(marked, `${csvByteOrderMark}${plain}`)
})

async function join(pieces: AsyncIterable<string>): Promise<string> {
  let text = ''
  for await (const piece of pieces) text += piece
  return text
}
