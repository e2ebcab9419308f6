/** Whatever a program writes, in any delimiter, encoding, quoting and line end, reads back the same, with the same line numbers. */

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { cleanText } from '@muster/core/roster-address'
import fc from 'fast-check'
import { readRoster } from './intake.ts'
import { collect } from './intake-collect.ts'

interface Dialect {
  delimiter: ',' | ';' | '\t' | '|'
  lineEnd: '\r\n' | '\n' | '\r'
  encoding: 'utf8' | 'utf8 with mark' | 'utf16le' | 'utf16be' | 'windows-1252'
  quoteAll: boolean
  lastLineEnds: boolean
  pieceBytes: number
}

interface Person {
  upn: string
  name: string
  department: string
}

const dialects: fc.Arbitrary<Dialect> = fc.record({
  delimiter: fc.constantFrom(',', ';', '\t', '|'),
  lineEnd: fc.constantFrom('\r\n', '\n', '\r'),
  encoding: fc.constantFrom('utf8', 'utf8 with mark', 'utf16le', 'utf16be', 'windows-1252'),
  quoteAll: fc.boolean(),
  lastLineEnds: fc.boolean(),
  pieceBytes: fc.integer({ min: 1, max: 200 }),
})

// Letters above 0xBF only: a byte between 0x80 and 0xBF behind one of them can be valid UTF-8 by chance, which no reader can tell.
const westernLetter = fc.constantFrom(...'abcxyzABC019äöüßéèñçøåÄÖÜ')
const cellCharacter = fc.constantFrom(...' ",;|\t\n<>\'@=+-()')

function addresses(letter: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const inner = fc.oneof({ weight: 5, arbitrary: letter }, fc.constantFrom('.', "'", '+', '_', '-', '#'))
  return fc
    .tuple(letter, fc.array(inner, { maxLength: 12 }), letter)
    .map(([first, middle, last]) => `${first}${middle.join('')}${last}@contoso.example`.normalize('NFC'))
}

function people(letter: fc.Arbitrary<string>): fc.Arbitrary<Person[]> {
  const text = fc
    .array(fc.oneof(letter, cellCharacter), { maxLength: 20 })
    .map(characters => characters.join(''))
  return fc.uniqueArray(fc.record({ upn: addresses(letter), name: text, department: text }), {
    minLength: 1,
    maxLength: 30,
    selector: person => person.upn.toLowerCase(),
  })
}

const letters = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 1 })
  .filter(text => /^\p{L}/u.test(text))

const files = dialects.chain(dialect =>
  fc.record({
    dialect: fc.constant(dialect),
    people: people(dialect.encoding === 'windows-1252' ? westernLetter : letters),
  }),
)

function encode(text: string, encoding: Dialect['encoding']): Buffer {
  if (encoding === 'utf8') return Buffer.from(text)
  if (encoding === 'utf8 with mark') return Buffer.from(`\uFEFF${text}`)
  if (encoding === 'windows-1252') return Buffer.from(text, 'latin1')
  const bytes = Buffer.from(`\uFEFF${text}`, 'utf16le')
  return encoding === 'utf16le' ? bytes : bytes.swap16()
}

function writeRecord(cells: string[], { delimiter, quoteAll }: Dialect): string {
  return cells
    .map(cell => {
      const quoted = quoteAll || cell.includes(delimiter) || /["\n]|^\s|\s$/u.test(cell)
      return quoted ? `"${cell.replaceAll('"', '""')}"` : cell
    })
    .join(delimiter)
}

/** Writes the file and says on which line each person begins. */
function writeFile(persons: Person[], dialect: Dialect): { bytes: Buffer; lines: number[] } {
  const lines: number[] = []
  let text = writeRecord(['User principal name', 'Display name', 'Department'], dialect)
  for (const { upn, name, department } of persons) {
    text += dialect.lineEnd
    lines.push(text.split(/\r\n|\r|\n/u).length)
    text += writeRecord([upn, name, department], dialect)
  }
  if (dialect.lastLineEnds) text += dialect.lineEnd
  return { bytes: encode(text, dialect.encoding), lines }
}

async function* inPieces(bytes: Buffer, pieceBytes: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes)
}

describe('any people in any dialect', () => {
  test('read back the same from a table', async () => {
    await fc.assert(
      fc.asyncProperty(files, async ({ dialect, people: persons }) => {
        const { bytes, lines } = writeFile(persons, dialect)
        const outcomes = await collect(readRoster(inPieces(bytes, dialect.pieceBytes)))
        assert.deepEqual(
          outcomes.map(outcome => outcome.kind === 'row' && outcome.row),
          persons.map(({ upn, name, department }, at) => ({
            line: lines[at],
            reference: { kind: 'upn', value: upn },
            fallback: null,
            objectId: null,
            displayName: cleanText(name) || null,
            department: cleanText(department) || null,
            source: null,
            sourceBatchId: null,
          })),
        )
      }),
      { numRuns: 300 },
    )
  })

  test('read back the same from a pasted list, however the addresses are dressed', async () => {
    const dressed = fc.constantFrom<(address: string) => string>(
      address => address,
      address => ` ${address}\u00A0`,
      address => `<${address}>`,
      address => `mailto:${address}`,
      address => `"${address}"`,
      address => `Beck, Anna <${address}>`,
      address => `"Roth; Ben" <${address}>`,
      address => `\u200B${address}\u2060`,
    )
    const entries = fc.uniqueArray(
      fc.record({
        address: addresses(letters),
        dress: dressed,
        end: fc.constantFrom(';', '; ', ',', '\n', ';\r\n'),
      }),
      { minLength: 1, maxLength: 40, selector: entry => entry.address.toLowerCase() },
    )
    await fc.assert(
      fc.asyncProperty(entries, fc.integer({ min: 1, max: 100 }), async (written, pieceBytes) => {
        const text = written.map(({ address, dress, end }) => dress(address) + end).join('')
        const outcomes = await collect(readRoster(inPieces(Buffer.from(text), pieceBytes)))
        assert.deepEqual(
          outcomes.map(outcome => outcome.kind === 'row' && outcome.row.reference.value),
          written.map(({ address }) => address),
        )
      }),
      { numRuns: 300 },
    )
  })

  test('no bytes at all make it fail in another way than by refusing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async bytes => {
        const reading = collect(readRoster(inPieces(Buffer.from(bytes), 16)))
        const outcome = await reading.then(
          () => 'read',
          (error: unknown) => (error instanceof Error ? error.name : 'unknown'),
        )
        assert.match(outcome, /^(?:read|ListRefused)$/u)
      }),
      { numRuns: 500 },
    )
  })
})
