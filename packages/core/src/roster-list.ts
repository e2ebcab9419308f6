/** Cuts a pasted line into its entries, the way mail programs write lists of recipients. */

import { isBlank, looksLikeData } from './roster-address.ts'

interface Piece {
  text: string
  /** What ended the piece. A comma may belong to a name (`Beck, Anna <anna@contoso.example>`); the others never do. */
  end: 'comma' | 'hard'
}

/** Ends an entry for certain: semicolon, tab, pipe, and the line breaks that are not line ends of a file. */
const hardSeparators = new Set([';', '\t', '|', '\v', '\f', '\u0085', '\u2028', '\u2029'])

/** Longest text looked at between quotes or angle brackets: a display name (256) or an address (320), with room. */
const enclosedLengthMax = 400

/**
 * Cuts one line into entries, blank ones left out.
 * Separators inside `"…"` and `<…>` are text; a comma is text where it stands in a name before `<address>`.
 */
export function splitEntries(line: string): string[] {
  const entries: string[] = []
  let held: string[] = []
  for (const { text, end } of splitPieces(line)) {
    if (looksLikeData(text)) {
      if (text.includes('<')) entries.push([...held, text].join(','))
      else entries.push(...held, text)
      held = []
    } else {
      held.push(text)
    }
    if (end === 'hard') {
      entries.push(...held)
      held = []
    }
  }
  return entries.filter(entry => !isBlank(entry))
}

/**
 * Where a line that is too long to be held may be cut: just behind the last separator that follows an address.
 * @returns the number of characters before the cut, or null when there is no such place.
 */
export function findCut(text: string): number | null {
  for (let at = text.length - 1; at > 0; at -= 1) {
    const char = text[at]
    if (char !== ';' && char !== ',') continue
    const before = /[^\s;,]*$/u.exec(text.slice(Math.max(0, at - enclosedLengthMax), at).trimEnd())
    if (before?.[0].includes('@')) return at + 1
  }
  return null
}

function splitPieces(line: string): Piece[] {
  const pieces: Piece[] = []
  let start = 0
  let pristine = true
  for (let at = 0; at < line.length; at += 1) {
    const char = line[at] ?? ''
    if (char === ',' || hardSeparators.has(char)) {
      pieces.push({ text: line.slice(start, at), end: char === ',' ? 'comma' : 'hard' })
      start = at + 1
      pristine = true
      continue
    }
    if (char === '<') at = skipTo(line, at, '>')
    else if (char === '"' && pristine) at = skipTo(line, at, '"')
    pristine &&= isBlank(char)
  }
  pieces.push({ text: line.slice(start), end: 'hard' })
  return pieces
}

/** The position of the closing character, or the same position when it is too far to belong: then it was only a stray one. */
function skipTo(line: string, at: number, closing: string): number {
  const end = line.slice(at + 1, at + 1 + enclosedLengthMax).indexOf(closing)
  return end === -1 ? at : at + 1 + end
}
