/** Reads one reference to a person, as people really write it, into a UPN, a mail address or an object id. */

import { tellRowReason } from './row-reasons.ts'

/**
 * How a list names a person. `value` is cleaned; addresses keep their case, object ids are lower case.
 * Compare with `referenceKey`.
 */
export interface PersonReference {
  kind: 'upn' | 'mail' | 'objectId'
  value: string
}

/** What the column says its cells are; `any` for a list without a header. */
export type ReferenceRole = 'upn' | 'mail' | 'objectId' | 'any'

export type ReferenceVerdict =
  | { kind: 'found'; reference: PersonReference; displayName: string | null }
  | { kind: 'blank' }
  | { kind: 'malformed'; value: string; reason: string }

/** RFC 3696 erratum 1690: 64 for the local part, the @, 255 for the domain. */
export const addressLengthMax = 320

/** How much of a refused value is repeated to the reader. */
const shownValueMax = 120

/** Guards the unwrapping of nested decorations such as `"<mailto:…>";`, which take three rounds. */
const unwrapRoundsMax = 8

/**
 * Characters without width that mail clients, web pages and spreadsheets leave behind: soft hyphen, zero-width space, joiners,
 * word joiner, byte order mark, and the marks and isolates of writing direction.
 */
const invisible = /[\u00AD\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF]/gu

/** The same, but for names, where the joiners U+200C and U+200D are part of the spelling in several scripts. */
const invisibleInNames =
  /[\u00AD\u061C\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF]/gu

const tooLong = tellRowReason('tooLong', { most: String(addressLengthMax) })

/** Longest text in which an address is looked for: name, address and decorations. Keeps the patterns below from slow input. */
const examinedTextMax = 1_000

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/iu

/** What spreadsheets and directory exports write for "nothing". */
const placeholders = new Set(['-', '--', 'n/a', '#n/a', '#nv', 'null', '(null)', 'none'])

/** Quotes and brackets that people and programs put around an address. */
const wrappers: readonly (readonly [string, string])[] = [
  ["'", "'"],
  ['`', '`'],
  ['<', '>'],
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
  ['‘', '’'],
  ['‚', '‘'],
  ['«', '»'],
  ['‹', '›'],
]

/** Reads a cell or a piece of a pasted list. A GUID is an object id whatever the column calls it. */
export function readReference(text: string, role: ReferenceRole): ReferenceVerdict {
  if (text.trim().length > examinedTextMax) {
    return { kind: 'malformed', value: shorten(cleanText(text)), reason: tooLong }
  }
  const { core, displayName } = unwrap(text)
  if (core === '' || placeholders.has(core.toLowerCase())) return { kind: 'blank' }
  if (guid.test(core)) {
    return { kind: 'found', reference: { kind: 'objectId', value: core.toLowerCase() }, displayName }
  }
  const reason = findFault(core, role)
  if (reason !== null) return { kind: 'malformed', value: shorten(cleanText(core)), reason }
  return { kind: 'found', reference: { kind: role === 'mail' ? 'mail' : 'upn', value: core }, displayName }
}

/** Whether a cell can only be data and never the name of a column. */
export function looksLikeData(text: string): boolean {
  return text.includes('@') || (text.length <= examinedTextMax && guid.test(unwrap(text).core))
}

/** A cell without the characters that nobody sees: no-break spaces become spaces, runs of space become one. */
export function cleanText(text: string): string {
  return text.replace(invisibleInNames, '').replace(/\s+/gu, ' ').trim().normalize('NFC')
}

/** Whether nothing in the text can be seen. */
export function isBlank(text: string): boolean {
  // Most cells begin with a printable ASCII character; the pattern below would cost seconds on a large file.
  const code = text.charCodeAt(0)
  if (code > 0x20 && code < 0x7f) return false
  return text.replace(invisible, '').trim() === ''
}

/** The beginning of a value, for repeating it in a message. */
export function shorten(text: string): string {
  return text.length <= shownValueMax ? text : `${text.slice(0, shownValueMax)}…`
}

function unwrap(text: string): { core: string; displayName: string | null } {
  const visible = text.replace(invisible, '').normalize('NFC')
  const named = /^(?<name>[^<]*)<(?<address>[^<>]*@[^<>]*)>[\s;,.]*$/u.exec(visible.trim())
  const core = peel(named?.groups?.address ?? visible)
  const name = cleanText(peel(named?.groups?.name ?? ''))
  return { core, displayName: name === '' || name.includes('@') ? null : name }
}

/** Takes decorations off, from the outside in, until none is left. */
function peel(text: string): string {
  let current = text.trim()
  for (let round = 0; round < unwrapRoundsMax; round += 1) {
    const next = peelOnce(current)
    if (next === current) return current
    current = next
  }
  return current
}

function peelOnce(text: string): string {
  const bare = text.replace(/^[\s;,"“”„]+|[\s;,"“”„]+$/gu, '')
  const addressed = bare.replace(/^(?:mailto|smtp):\s*(?<rest>[^?]*).*$/isu, '$<rest>')
  const wrapper = wrappers.find(([open, close]) => addressed.startsWith(open) && addressed.endsWith(close))
  if (wrapper !== undefined && addressed.length >= 2) return addressed.slice(1, -1)
  // Exports put an apostrophe before a formula's first character (OWASP, CSV Injection); it is not part of the address.
  const unguarded = addressed.replace(/^'(?=[=+\-@])/u, '')
  return unguarded.includes('@') ? unguarded.replace(/\.+$/u, '') : unguarded
}

function findFault(text: string, role: ReferenceRole): string | null {
  if (text.includes('\uFFFD')) {
    return tellRowReason('unreadable')
  }
  if (/[\r\n]/u.test(text)) {
    return tellRowReason('lineBreak')
  }
  if (text.length > addressLengthMax) return tooLong
  const signs = text.split('@').length - 1
  if (signs === 0) return explainNoAddress(role)
  if (/[\s;,<>"]/u.test(text) || /\p{Cc}/u.test(text)) {
    return signs > 1 ? tellRowReason('severalAddresses') : tellRowReason('punctuation')
  }
  // A guest's UPN carries the home address before #EXT#; directories exist where its @ was kept.
  if (signs > 1 && !/^[^@]+@[^@]+#EXT#@[^@]+$/iu.test(text)) return tellRowReason('twoSigns')
  const at = text.lastIndexOf('@')
  if (at === 0) return tellRowReason('nothingBefore')
  const domain = text.slice(at + 1)
  if (domain === '') return tellRowReason('nothingAfter')
  return /^\.|\.\.|\.$/u.test(domain) ? tellRowReason('noDomain') : null
}

function explainNoAddress(role: ReferenceRole): string {
  return tellRowReason(role === 'objectId' ? 'noObjectId' : 'noSign')
}
