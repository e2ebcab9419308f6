/** Reads OData `$filter` texts into trees. */

import { refuse, refuseUnsupported } from './exchange.ts'

export type Literal = string | number | boolean | null

export type Filter =
  | { kind: 'and' | 'or'; left: Filter; right: Filter }
  | { kind: 'not'; inner: Filter }
  | { kind: 'compare'; operator: Comparison; property: string; value: Literal }
  | { kind: 'in'; property: string; values: Literal[] }
  | { kind: 'call'; operator: TextFunction; property: string; value: string }
  | { kind: 'any'; collection: string; inner: Filter }

export type Comparison = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le'
export type TextFunction = 'startswith' | 'endswith' | 'contains'
export type Operator = Comparison | TextFunction | 'in' | 'any' | 'not' | 'or'

const TOKEN =
  /\s*(?:('(?:[^']|'')*')|([(),:])|(-?\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d))|([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})|(-?\d+(?:\.\d+)?)|([A-Za-z_@][\w./]*))/iy

interface Token {
  kind: 'text' | 'mark' | 'bare' | 'number' | 'name'
  value: string
}

/** Where the reading stands. */
interface Cursor {
  text: string
  tokens: Token[]
  at: number
}

/** Throws Graph's 400 for a text that is no filter. */
export function parseFilter(text: string): Filter {
  const cursor = { text, tokens: tokenize(text), at: 0 }
  const filter = parseOr(cursor)
  if (cursor.at < cursor.tokens.length) throw refuseSyntax(text)
  return filter
}

function parseOr(cursor: Cursor): Filter {
  let left = parseAnd(cursor)
  while (skipWord(cursor, 'or')) left = { kind: 'or', left, right: parseAnd(cursor) }
  return left
}

function parseAnd(cursor: Cursor): Filter {
  let left = parseTerm(cursor)
  while (skipWord(cursor, 'and')) left = { kind: 'and', left, right: parseTerm(cursor) }
  return left
}

function parseTerm(cursor: Cursor): Filter {
  if (isMark(cursor, '(')) {
    takeMark(cursor, '(')
    const inner = parseOr(cursor)
    takeMark(cursor, ')')
    return inner
  }
  if (skipWord(cursor, 'not')) return { kind: 'not', inner: parseTerm(cursor) }
  const name = takeName(cursor)
  if (!isMark(cursor, '(')) return parseComparison(cursor, name)
  takeMark(cursor, '(')
  const call = /\/any$/i.test(name) ? parseAny(cursor, name.slice(0, -4)) : parseCall(cursor, name)
  return call
}

function parseAny(cursor: Cursor, collection: string): Filter {
  const range = takeName(cursor)
  takeMark(cursor, ':')
  const inner = stripRange(parseOr(cursor), range)
  takeMark(cursor, ')')
  return { kind: 'any', collection, inner }
}

function parseCall(cursor: Cursor, name: string): Filter {
  const operator = name.toLowerCase()
  if (operator !== 'startswith' && operator !== 'endswith' && operator !== 'contains') {
    throw refuseUnsupported(`the filter function '${name}'`)
  }
  const property = takeName(cursor)
  takeMark(cursor, ',')
  const value = takeLiteral(cursor)
  takeMark(cursor, ')')
  // `startswith(x,'a') eq true` is allowed by OData and means the same.
  if (skipWord(cursor, 'eq') && takeLiteral(cursor) !== true) {
    throw refuseUnsupported(`'${name}(…) eq' anything but true`)
  }
  return { kind: 'call', operator, property, value: String(value) }
}

function parseComparison(cursor: Cursor, property: string): Filter {
  const operator = takeName(cursor).toLowerCase()
  if (operator === 'in') return { kind: 'in', property, values: parseValues(cursor) }
  if (!isComparison(operator)) throw refuseSyntax(cursor.text)
  return { kind: 'compare', operator, property, value: takeLiteral(cursor) }
}

function parseValues(cursor: Cursor): Literal[] {
  takeMark(cursor, '(')
  const values = [takeLiteral(cursor)]
  while (isMark(cursor, ',')) {
    takeMark(cursor, ',')
    values.push(takeLiteral(cursor))
  }
  takeMark(cursor, ')')
  return values
}

function isMark(cursor: Cursor, value: string): boolean {
  const token = cursor.tokens[cursor.at]
  return token?.kind === 'mark' && token.value === value
}

function skipWord(cursor: Cursor, word: string): boolean {
  const token = cursor.tokens[cursor.at]
  if (token?.kind !== 'name' || token.value.toLowerCase() !== word) return false
  cursor.at++
  return true
}

function take(cursor: Cursor): Token {
  const token = cursor.tokens[cursor.at++]
  if (token === undefined) throw refuseSyntax(cursor.text)
  return token
}

function takeMark(cursor: Cursor, value: string): void {
  const token = take(cursor)
  if (token.kind !== 'mark' || token.value !== value) throw refuseSyntax(cursor.text)
}

function takeName(cursor: Cursor): string {
  const token = take(cursor)
  if (token.kind !== 'name') throw refuseSyntax(cursor.text)
  return token.value
}

function takeLiteral(cursor: Cursor): Literal {
  const token = take(cursor)
  if (token.kind === 'text' || token.kind === 'bare') return token.value
  if (token.kind === 'number') return Number(token.value)
  const word = token.value.toLowerCase()
  if (word === 'true') return true
  if (word === 'false') return false
  if (word === 'null') return null
  throw refuseSyntax(cursor.text)
}

function isComparison(word: string): word is Comparison {
  return ['eq', 'ne', 'gt', 'ge', 'lt', 'le'].includes(word)
}

/** Inside `any(t:t/id eq 'x')` the property is named with its range variable; `any(s:s eq 'x')` means the item. */
function stripRange(filter: Filter, range: string): Filter {
  const strip = (property: string): string =>
    property === range ? '' : property.startsWith(`${range}/`) ? property.slice(range.length + 1) : property
  switch (filter.kind) {
    case 'and':
    case 'or':
      return { ...filter, left: stripRange(filter.left, range), right: stripRange(filter.right, range) }
    case 'not':
      return { ...filter, inner: stripRange(filter.inner, range) }
    case 'any':
      return filter
    default:
      return { ...filter, property: strip(filter.property) }
  }
}

function refuseSyntax(text: string): Error {
  return refuse(400, 'BadRequest', `Invalid filter clause: Syntax error in '${text}'.`)
}

function tokenize(text: string): Token[] {
  const tokens: Token[] = []
  TOKEN.lastIndex = 0
  const end = text.trimEnd().length
  while (TOKEN.lastIndex < end) {
    const match = TOKEN.exec(text)
    if (match === null) throw refuseSyntax(text)
    const [, quoted, mark, date, guid, number, name] = match
    if (quoted !== undefined) tokens.push({ kind: 'text', value: quoted.slice(1, -1).replaceAll("''", "'") })
    else if (mark !== undefined) tokens.push({ kind: 'mark', value: mark })
    else if (date ?? guid) tokens.push({ kind: 'bare', value: date ?? guid ?? '' })
    else if (number !== undefined) tokens.push({ kind: 'number', value: number })
    else tokens.push({ kind: 'name', value: name ?? '' })
  }
  return tokens
}
