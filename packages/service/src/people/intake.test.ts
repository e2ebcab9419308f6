/** Lists as people bring them, byte for byte: sample files, encodings, and what is refused. */

import assert from 'node:assert/strict'
import { createReadStream } from 'node:fs'
import { describe, test } from 'node:test'
import type { ListProblemCode } from '@muster/core/list-problems'
import type { RosterRow, RowOutcome } from '@muster/core/roster'
import { fromBytes, type IntakeOptions, readRoster } from './intake.ts'
import { collect } from './intake-collect.ts'
import { ListRefused } from './list-refused.ts'

async function read(bytes: Uint8Array | string, options?: IntakeOptions): Promise<RowOutcome[]> {
  return collect(readRoster(fromBytes(Buffer.from(bytes)), options))
}

function readSample(name: string): Promise<RowOutcome[]> {
  // Pieces of seven bytes, so that every character, quote and line end is cut somewhere.
  const path = new URL(`samples/${name}`, import.meta.url)
  return collect(readRoster(createReadStream(path, { highWaterMark: 7 })))
}

/** What a row says, shortly: its line, references, and whatever else is not null. */
function say(outcome: RowOutcome): string {
  if (outcome.kind === 'duplicate')
    return `${outcome.line} duplicate of ${outcome.firstLine} ${outcome.value}`
  if (outcome.kind === 'invalid') return `${outcome.line} invalid ${outcome.value}: ${outcome.reason}`
  return sayRow(outcome.row)
}

function sayRow(row: RosterRow): string {
  const rest = [row.displayName, row.department, row.source, row.sourceBatchId].filter(text => text !== null)
  const fallback = row.fallback === null ? '' : ` else ${row.fallback.kind} ${row.fallback.value}`
  return [`${row.line} ${row.reference.kind} ${row.reference.value}${fallback}`, ...rest].join(' | ')
}

const annaId = '1f0c2a4e-5b7d-4c11-9a3e-000000000001'
const benId = '1f0c2a4e-5b7d-4c11-9a3e-000000000002'

describe('the sample files', () => {
  const samples: Record<string, string[]> = {
    'entra-users-download.csv': [
      '2 upn anna.beck@contoso.example else mail anna.beck@mail.contoso.example | Anna Beck | Finance',
      `3 upn ben.roth@contoso.example else objectId ${benId} | Ben Roth`,
      '4 upn carla_fabrikam.example#EXT#@contoso.onmicrosoft.example else mail carla@fabrikam.example | Carla Diaz',
    ],
    'entra-users-download-newer.csv': [
      '2 upn anna.beck@contoso.example else mail anna.beck@mail.contoso.example | Anna Beck | Finance',
      '3 upn dora.nagy@contoso.example else objectId 1f0c2a4e-5b7d-4c11-9a3e-000000000004 | =1+3 Dora Nagy | Research',
    ],
    'entra-group-import-template.csv': [`4 objectId ${annaId}`, '5 upn ben.roth@contoso.example'],
    'entra-user-create-template.csv': ['4 upn ben.roth@contoso.example | Ben Roth | Sales'],
    'm365-users-export.csv': [
      `2 upn anna.beck@contoso.example else objectId ${annaId} | Anna Beck | Finance`,
      `3 upn ben.roth@contoso.example else objectId ${benId} | Ben Roth`,
    ],
    'm365-users-export-newer.csv': [
      `2 upn anna.beck@contoso.example else objectId ${annaId} | Anna Beck | Finance`,
      `3 upn ben.roth@contoso.example else objectId ${benId} | Ben Roth`,
    ],
    'powershell-type-line.csv': [
      '3 upn anna.beck@contoso.example else mail anna.beck@mail.contoso.example | Anna Beck',
      `4 upn ben.roth@contoso.example else objectId ${benId} | Ben Roth`,
    ],
    'powershell-unicode.csv': [
      '2 upn günther.groß@contoso.example | Günther Groß',
      '3 upn zoë.łoś@contoso.example | Zoë Łoś',
    ],
    'excel-unicode-text.txt': [
      '2 mail günther.groß@contoso.example else upn günther.groß@contoso.example | Einkauf und Lager',
      '3 mail zoë.łoś@contoso.example else upn zoë.łoś@contoso.example | Forschung',
    ],
    'excel-german-1252.csv': [
      '3 upn günther.groß@contoso.example | Günther Groß | Geschäftsführung',
      '4 upn anna.beck@contoso.example | Beck; Anna | Büro – Süd',
    ],
    'quotes-and-line-breaks.csv': [
      '2 mail anna.beck@contoso.example else upn anna.beck@contoso.example | Beck, Anna "AB" | Finance and Control',
      '5 mail ben.roth@contoso.example else upn ben.roth@contoso.example | Ben Roth | Sales',
    ],
    'outlook-paste.txt': [
      '1 upn anna.beck@contoso.example else mail anna.beck@contoso.example | Beck, Anna',
      '1 upn ben.roth@contoso.example else mail ben.roth@contoso.example | Roth, Ben',
      '1 upn carla@contoso.example else mail carla@contoso.example',
      "1 upn dara.o'neil@contoso.example else mail dara.o'neil@contoso.example | O'Neil, Dara",
    ],
    'addresses-only.txt': [
      '1 upn anna.beck@contoso.example else mail anna.beck@contoso.example',
      '2 upn ben.roth@contoso.example else mail ben.roth@contoso.example',
      '3 upn carla@contoso.example else mail carla@contoso.example',
      '5 upn dora.nagy@contoso.example else mail dora.nagy@contoso.example',
      '6 upn eva+mfa@contoso.example else mail eva+mfa@contoso.example',
    ],
    'mistakes.csv': [
      '2 upn anna.beck@contoso.example | HR feed | 2026-11',
      '3 invalid anna.beckcontoso.example: Not an address: it has no @.',
      '4 duplicate of 2 ANNA.BECK@contoso.example',
      '5 invalid ben roth@contoso.example: Spaces or punctuation inside the address.',
      '6 mail carla@contoso.example',
      '7 mail dora@contoso.example',
      '8 invalid eva@contoso.example  HR feed x: This row has 5 cells, the header has 4. Put a cell that contains the delimiter between double quotes.',
      '9 invalid HR feed 2026-11: This row names nobody: UPN, E-mail are empty.',
      '11 upn felix@contoso.example',
    ],
  }
  for (const [name, expected] of Object.entries(samples)) {
    test(name, async () => assert.deepEqual((await readSample(name)).map(say), expected))
  }

  test('pass object ids on', async () => {
    const outcomes = await readSample('entra-users-download.csv')
    assert.deepEqual(
      outcomes.map(outcome => outcome.kind === 'row' && outcome.row.objectId),
      [annaId, benId, '1f0c2a4e-5b7d-4c11-9a3e-000000000003'],
    )
  })
})

describe('the encoding', () => {
  const text = 'UPN;Name\r\nzoë@contoso.example;Zoë Müller\r\n'
  const expected = ['2 upn zoë@contoso.example | Zoë Müller']
  const bigEndian = (written: string) => Buffer.from(written, 'utf16le').swap16()
  const encodings: [string, Buffer][] = [
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${text}`)],
    ['UTF-16 little endian with a byte order mark', Buffer.from(`\uFEFF${text}`, 'utf16le')],
    ['UTF-16 big endian with a byte order mark', bigEndian(`\uFEFF${text}`)],
    ['UTF-16 little endian without one', Buffer.from(text, 'utf16le')],
    ['UTF-16 big endian without one', bigEndian(text)],
    ['Windows-1252', Buffer.from(text, 'latin1')],
    ['Windows-1252 after the byte order mark of UTF-8', Buffer.from(`\xEF\xBB\xBF${text}`, 'latin1')],
  ]
  for (const [name, bytes] of encodings) {
    test(name, async () => assert.deepEqual((await read(bytes)).map(say), expected))
  }

  test('is Windows-1252 and not ISO 8859-1 where the two differ', async () => {
    const bytes = Buffer.concat([Buffer.from('UPN,Name\nanna@c.example,Anna '), Buffer.from([0x80, 0x93])])
    assert.deepEqual((await read(bytes)).map(say), ['2 upn anna@c.example | Anna €“'])
  })

  test('may change between the lines of a file that was put together from two', async () => {
    const parts = [Buffer.from('UPN\nzoë@c.example\n'), Buffer.from('günther@c.example\n', 'latin1')]
    assert.deepEqual((await read(Buffer.concat(parts))).map(say), [
      '2 upn zoë@c.example',
      '3 upn günther@c.example',
    ])
  })
})

test('lines end with CRLF, LF or CR, and are counted alike', async () => {
  for (const end of ['\r\n', '\n', '\r']) {
    const text = ['UPN,Name', 'anna@c.example,"Anna', 'Beck"', '', 'ben@c.example,Ben'].join(end)
    assert.deepEqual((await read(text)).map(say), [
      '2 upn anna@c.example | Anna Beck',
      '5 upn ben@c.example | Ben',
    ])
  }
})

test('a record without a line end is the last one', async () => {
  assert.deepEqual((await read('UPN,Name\nanna@c.example,"Anna"')).map(say), ['2 upn anna@c.example | Anna'])
})

test('blanks around quotes and quotes inside cells are forgiven', async () => {
  const text = 'UPN,Name\n "anna@c.example" , "Beck, Anna" \nben@c.example,Ben "Benny" Roth\n'
  assert.deepEqual((await read(text)).map(say), [
    '2 upn anna@c.example | "Beck, Anna"',
    '3 upn ben@c.example | Ben "Benny" Roth',
  ])
})

test('a quote missing on one line is reported there and costs no other rows', async () => {
  const text = 'Name,UPN\nAnna,"anna@c.example\nBen,"ben@c.example"\nCarla,carla@c.example\n'
  assert.deepEqual((await read(text)).map(say), [
    '2 invalid anna@c.example Ben,"ben@c.example: The cell contains a line break. A double quote may be missing on this line or the one before.',
    '4 upn carla@c.example | Carla',
  ])
})

test('a person pasted twice on one line is skipped the second time', async () => {
  assert.deepEqual((await read('anna@c.example; Anna <ANNA@c.example>')).map(say), [
    '1 upn anna@c.example else mail anna@c.example',
    '1 duplicate of 1 ANNA@c.example',
  ])
})

test('a header that nobody knows over a single column is reported and the people are read', async () => {
  assert.deepEqual((await read('Teilnehmer\nanna@c.example\n')).map(say), [
    '1 invalid Teilnehmer: Not an address: it has no @.',
    '2 upn anna@c.example else mail anna@c.example',
  ])
})

describe('a list that is refused as a whole', () => {
  const refused: [string, Uint8Array | string, ListProblemCode, RegExp][] = [
    ['an empty file', '', 'empty', /empty/],
    ['a byte order mark and nothing else', '\uFEFF', 'empty', /empty/],
    ['blank lines', '\r\n \r\n', 'empty', /empty/],
    ['a header and nothing else', 'UPN,Name\r\n', 'headerOnly', /header is on line 1/],
    ['a lone header', 'sep=;\nEmail', 'headerOnly', /header is on line 2/],
    ['a header over blank rows', 'UPN,Name\n,\n ,\n', 'headerOnly', /every line after it is blank/],
    ['no column that names a person', 'Name,City\nAnna,Ulm\n', 'noColumn', /Name, City.*UPN/],
    ['columns without a header', 'anna@c.example,Anna\nben@c.example,Ben\n', 'noHeader', /2 columns/],
    ['an Excel workbook', Buffer.from([0x50, 0x4b, 3, 4, 20, 0]), 'zipFile', /xlsx.*CSV UTF-8/],
    ['an old Excel workbook', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1]), 'oldWorkbook', /xls\).*CSV UTF-8/],
    ['a PDF', '%PDF-1.7', 'otherFile', /PDF/],
    ['NUL bytes', 'UPN,Name\nanna@c.example,Anna\nben@c\0.example,Ben\n', 'notText', /NUL bytes.*line 3/],
    [
      'a quote never closed',
      'UPN,Name\n\nanna@c.example,"Anna\nBeck"\n\n\nben@c.example,"Ben\n\ncarla@c.example,Carla\n',
      'unterminatedQuote',
      /begins on line 7/,
    ],
    [
      'a quote that swallows the rest of a large file',
      `UPN,Name\nanna@c.example,"Anna\n${'ben@c.example,Ben\n'.repeat(70_000)}`,
      'recordTooLong',
      /begins on line 2.*quote/,
    ],
    [
      'a line of millions of empty cells',
      `UPN,Name\n${','.repeat(2_000_000)}`,
      'recordTooLong',
      /begins on line 2/,
    ],
    ['a header over millions of blank lines', `UPN,Name${'\n'.repeat(2_000_000)}`, 'headerOnly', /line 1/],
    ['one endless line', `anna@c.example\n${'x'.repeat(1_200_000)}`, 'recordTooLong', /begins on line 2/],
  ]
  for (const [name, bytes, code, message] of refused) {
    test(name, async () => {
      await assert.rejects(read(bytes), error => {
        assert.ok(error instanceof ListRefused, String(error))
        assert.equal(error.code, code)
        assert.match(error.message, message)
        return true
      })
    })
  }

  test('one with more rows than allowed, when the first row too many is reached', async () => {
    const outcomes: RowOutcome[] = []
    const list = fromBytes(Buffer.from('UPN,Name\na@c.example,A\n\nb@c.example,B\nc@c.example,C\n'))
    await assert.rejects(
      async () => {
        for await (const outcome of readRoster(list, { rowsMax: 2 })) outcomes.push(outcome)
      },
      { code: 'tooManyRows', message: /more than 2 rows.*line 5.*Split it into files of at most 2 rows/ },
    )
    assert.equal(outcomes.length, 2)
  })

  test('exactly as many rows as allowed are read', async () => {
    assert.equal((await read('UPN\na@c.example\nb@c.example\n\n', { rowsMax: 2 })).length, 2)
  })

  test('one with more bytes than allowed', async () => {
    const text = 'a@c.example\n'.repeat(1_000)
    await assert.rejects(read(text, { bytesMax: 10_240 }), {
      code: 'tooManyBytes',
      message: /larger than 0.01 MB/,
    })
    assert.equal((await read(text, { bytesMax: text.length })).length, 1_000)
  })
})
