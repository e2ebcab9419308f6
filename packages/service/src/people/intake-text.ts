/** Turns the bytes of an uploaded list into text, piece by piece, whatever encoding the program that wrote it was fond of. */

import { type ListProblem, refuseList } from '@muster/core/list-problems'
import { ListRefused } from './list-refused.ts'

/** Bytes decoded at a time, so that one large buffer costs no more memory than many small ones. */
const pieceBytesMax = 64 * 1024

const newline = 0x0a
const carriageReturn = 0x0d
const firstNonAscii = 0x80

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be'

/** Beginnings of files that people take for lists. */
const binaryFiles: readonly { magic: readonly number[]; problem: ListProblem }[] = [
  { magic: [0x50, 0x4b, 0x03, 0x04], problem: refuseList('zipFile') },
  { magic: [0xd0, 0xcf, 0x11, 0xe0], problem: refuseList('oldWorkbook') },
  { magic: [0x25, 0x50, 0x44, 0x46], problem: refuseList('otherFile', { format: 'PDF' }) },
  { magic: [0x1f, 0x8b], problem: refuseList('otherFile', { format: 'gzip' }) },
]

/**
 * Decodes a list.
 * UTF-8 and UTF-16 by their byte order mark; UTF-16 also without one when the first characters are ASCII; otherwise each line is
 * UTF-8 if it is valid as UTF-8 and Windows-1252 if not, so that no part of the file has to be seen twice.
 * @returns text with `\n` as its only line end and without a byte order mark.
 * @throws ListRefused `notText` for other kinds of file, `tooManyBytes` beyond `bytesMax`.
 */
export async function* readText(source: AsyncIterable<Uint8Array>, bytesMax: number): AsyncGenerator<string> {
  let line = 1
  let heldReturn = ''
  for await (const decoded of decode(limitBytes(source, bytesMax))) {
    const text = heldReturn + decoded
    heldReturn = text.endsWith('\r') ? '\r' : ''
    const piece = text.slice(0, text.length - heldReturn.length).replace(/\r\n?/gu, '\n')
    const nul = piece.indexOf('\0')
    if (nul !== -1) throw new ListRefused(refuseNul(line + countLines(piece.slice(0, nul))))
    line += countLines(piece)
    if (piece !== '') yield piece
  }
  if (heldReturn !== '') yield '\n'
}

function countLines(text: string): number {
  let count = 0
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count += 1
  return count
}

async function* limitBytes(source: AsyncIterable<Uint8Array>, bytesMax: number): AsyncGenerator<Uint8Array> {
  let bytes = 0
  for await (const chunk of source) {
    bytes += chunk.length
    if (bytes > bytesMax) throw new ListRefused(refuseBytes(bytesMax))
    for (let at = 0; at < chunk.length; at += pieceBytesMax) yield chunk.subarray(at, at + pieceBytesMax)
  }
}

async function* decode(pieces: AsyncGenerator<Uint8Array>): AsyncGenerator<string> {
  const { start, rest } = await takeStart(pieces)
  const binary = binaryFiles.find(({ magic }) => magic.every((byte, at) => start[at] === byte))
  if (binary !== undefined) throw new ListRefused(binary.problem)
  const encoding = sniff(start)
  if (encoding === 'utf-8') {
    yield* decodeLines(rest)
    return
  }
  const decoder = new TextDecoder(encoding)
  for await (const piece of rest) yield decoder.decode(piece, { stream: true })
  yield decoder.decode()
}

/** Looks at the first four bytes without losing them, however small the pieces are that they come in. */
async function takeStart(pieces: AsyncGenerator<Uint8Array>) {
  let start: Uint8Array = new Uint8Array()
  while (start.length < 4) {
    const next = await pieces.next()
    if (next.done === true) break
    start = Buffer.concat([start, next.value])
  }
  // Taken off here, since a first line that is not UTF-8 after all would show the mark as three letters.
  const marked = start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf
  return { start, rest: startingWith(marked ? start.subarray(3) : start, pieces) }
}

async function* startingWith(
  start: Uint8Array,
  pieces: AsyncGenerator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield start
  yield* pieces
}

function sniff(start: Uint8Array): Encoding {
  const [a, b, c, d] = start
  if (a === 0xff && b === 0xfe) return 'utf-16le'
  if (a === 0xfe && b === 0xff) return 'utf-16be'
  if (b === 0 && d === 0 && a !== 0) return 'utf-16le'
  if (a === 0 && c === 0 && b !== 0) return 'utf-16be'
  return 'utf-8'
}

/** Decodes pieces that end with a line, since the choice between UTF-8 and Windows-1252 is made for whole lines. */
async function* decodeLines(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let held: Uint8Array[] = []
  let heldBytes = 0
  for await (const piece of pieces) {
    const cut = findCut(piece, heldBytes + piece.length > pieceBytesMax)
    if (cut === 0) {
      held.push(piece)
      heldBytes += piece.length
      continue
    }
    yield decodeSome(Buffer.concat([...held, piece.subarray(0, cut)]))
    held = [piece.subarray(cut)]
    heldBytes = piece.length - cut
  }
  if (heldBytes > 0) yield decodeSome(Buffer.concat(held))
}

/** The number of bytes up to the last line end; in a line too long to hold, up to the last byte that is a whole character. */
function findCut(piece: Uint8Array, tooLong: boolean): number {
  const lineEnd = Math.max(piece.lastIndexOf(newline), piece.lastIndexOf(carriageReturn)) + 1
  if (lineEnd > 0 || !tooLong) return lineEnd
  return piece.findLastIndex(byte => byte < firstNonAscii) + 1 || piece.length
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true })
const windows1252 = new TextDecoder('windows-1252')

function decodeSome(bytes: Uint8Array): string {
  const whole = decodeUtf8(bytes)
  if (whole !== null) return whole
  let text = ''
  for (let start = 0; start < bytes.length; ) {
    const lineEnd = bytes.indexOf(newline, start)
    const end = lineEnd === -1 ? bytes.length : lineEnd + 1
    const line = bytes.subarray(start, end)
    text += decodeUtf8(line) ?? windows1252.decode(line)
    start = end
  }
  return text
}

function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return strictUtf8.decode(bytes)
  } catch {
    return null
  }
}

function refuseNul(line: number): ListProblem {
  return refuseList('notText', { line: String(line) })
}

function refuseBytes(bytesMax: number): ListProblem {
  return refuseList('tooManyBytes', { megabytes: String(Math.round((bytesMax / 1024 / 1024) * 100) / 100) })
}
