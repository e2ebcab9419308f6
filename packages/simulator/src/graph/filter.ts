/** Reads OData `$filter` texts and applies them, refusing what Graph refuses and naming what is not supported. */

import { refuse, refuseUnsupported } from './exchange.ts'

export type Literal = string | number | boolean | null

export type Filter =
  | { kind: 'and' | 'or'; left: Filter; right: Filter }
  | { kind: 'not'; inner: Filter }
  | { kind: 'compare'; operator: Comparison; property: string; value: Literal }
  | { kind: 'in'; property: string; values: Literal[] }
  | { kind: 'call'; operator: TextFunction; property: string; value: string }
  | { kind: 'any'; collection: string; inner: Filter }

type Comparison = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le'
type TextFunction = 'startswith' | 'endswith' | 'contains'
export type Operator = Comparison | TextFunction | 'in' | 'any' | 'not' | 'or'

/** What a collection lets its properties be filtered by; `any` collections list what may stand inside. */
export interface FilterRules {
  /** Property path → operators that work plainly. */
  plain: Record<string, readonly Operator[]>
  /** Operators that need `ConsistencyLevel: eventual` and `$count=true` (FACTS 1). */
  advanced: readonly Operator[]
  isAdvancedQuery: boolean
  /** Real properties of the resource that the simulator does not model. */
  isKnownProperty: (name: string) => boolean
  resource: string
}

const TOKEN =
  /\s*(?:('(?:[^']|'')*')|([(),:])|(-?\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d))|([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})|(-?\d+(?:\.\d+)?)|([A-Za-z_@][\w./]*))/iy

interface Token {
  kind: 'text' | 'mark' | 'bare' | 'number' | 'name'
  value: string
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

/** Throws Graph's 400 for a text that is no filter. */
export function parseFilter(text: string): Filter {
  const tokens = tokenize(text)
  let at = 0
  const peek = (): Token | undefined => tokens[at]
  const take = (): Token => {
    const token = tokens[at++]
    if (token === undefined) throw refuseSyntax(text)
    return token
  }
  const takeMark = (value: string): void => {
    const token = take()
    if (token.kind !== 'mark' || token.value !== value) throw refuseSyntax(text)
  }
  const takeName = (): string => {
    const token = take()
    if (token.kind !== 'name') throw refuseSyntax(text)
    return token.value
  }
  const isWord = (word: string): boolean => peek()?.kind === 'name' && peek()?.value.toLowerCase() === word
  const takeLiteral = (): Literal => toLiteral(take(), text)

  const parseOr = (): Filter => {
    let left = parseAnd()
    while (isWord('or')) {
      take()
      left = { kind: 'or', left, right: parseAnd() }
    }
    return left
  }
  const parseAnd = (): Filter => {
    let left = parseTerm()
    while (isWord('and')) {
      take()
      left = { kind: 'and', left, right: parseTerm() }
    }
    return left
  }
  const parseTerm = (): Filter => {
    if (peek()?.kind === 'mark' && peek()?.value === '(') {
      take()
      const inner = parseOr()
      takeMark(')')
      return inner
    }
    if (isWord('not')) {
      take()
      return { kind: 'not', inner: parseTerm() }
    }
    const name = takeName()
    const opens = peek()?.kind === 'mark' && peek()?.value === '('
    return opens ? parseCall(name) : parseComparison(name)
  }
  const parseCall = (name: string): Filter => {
    takeMark('(')
    if (/\/any$/i.test(name)) {
      const range = takeName()
      takeMark(':')
      const inner = stripRange(parseOr(), range)
      takeMark(')')
      return { kind: 'any', collection: name.slice(0, -4), inner }
    }
    const operator = name.toLowerCase()
    if (operator !== 'startswith' && operator !== 'endswith' && operator !== 'contains') {
      throw refuseUnsupported(`the filter function '${name}'`)
    }
    const property = takeName()
    takeMark(',')
    const value = takeLiteral()
    takeMark(')')
    // `startswith(x,'a') eq true` is allowed by OData and means the same.
    if (isWord('eq')) {
      take()
      if (takeLiteral() !== true) throw refuseUnsupported(`'${name}(…) eq' anything but true`)
    }
    return { kind: 'call', operator, property, value: String(value) }
  }
  const parseComparison = (property: string): Filter => {
    const operator = takeName().toLowerCase()
    if (operator === 'in') return { kind: 'in', property, values: parseValues() }
    if (!isComparison(operator)) throw refuseSyntax(text)
    return { kind: 'compare', operator, property, value: takeLiteral() }
  }
  const parseValues = (): Literal[] => {
    takeMark('(')
    const values = [takeLiteral()]
    while (peek()?.value === ',') {
      take()
      values.push(takeLiteral())
    }
    takeMark(')')
    return values
  }
  const filter = parseOr()
  if (at < tokens.length) throw refuseSyntax(text)
  return filter
}

function isComparison(word: string): word is Comparison {
  return ['eq', 'ne', 'gt', 'ge', 'lt', 'le'].includes(word)
}

function toLiteral(token: Token, text: string): Literal {
  if (token.kind === 'text' || token.kind === 'bare') return token.value
  if (token.kind === 'number') return Number(token.value)
  const word = token.value.toLowerCase()
  if (word === 'true') return true
  if (word === 'false') return false
  if (word === 'null') return null
  throw refuseSyntax(text)
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

/** Refuses a filter that the collection does not take; returns it unchanged otherwise. */
export function checkFilter(filter: Filter, rules: FilterRules): Filter {
  switch (filter.kind) {
    case 'and':
    case 'or':
      checkFilter(filter.left, rules)
      checkFilter(filter.right, rules)
      return filter
    case 'not':
      refusePlain('not', rules)
      checkFilter(filter.inner, rules)
      return filter
    case 'any':
      checkProperty(filter.collection, 'any', rules)
      return filter
    case 'in':
      checkProperty(filter.property, 'in', rules)
      return filter
    default:
      checkProperty(filter.property, filter.operator, rules)
      return filter
  }
}

function checkProperty(property: string, operator: Operator, rules: FilterRules): void {
  const allowed = rules.plain[property]
  if (allowed === undefined) {
    if (rules.isKnownProperty(property.split('/')[0] ?? '')) {
      throw refuseUnsupported(`$filter on '${property}' of ${rules.resource}`)
    }
    throw refuse(
      400,
      'BadRequest',
      `Could not find a property named '${property}' on type 'microsoft.graph.${rules.resource}'.`,
    )
  }
  if (allowed.includes(operator)) return
  refusePlain(operator, rules)
}

function refusePlain(operator: Operator, rules: FilterRules): void {
  if (!rules.advanced.includes(operator))
    throw refuseUnsupported(`the filter operator '${operator}' on ${rules.resource}`)
  if (rules.isAdvancedQuery) return
  const name = operator === 'endswith' ? 'endsWith' : operator
  throw refuse(
    400,
    'Request_UnsupportedQuery',
    `Operator '${name}' is not supported because the required parameters might be missing. Try adding $count=true query parameter and ConsistencyLevel:eventual header. Refer to https://aka.ms/graph-docs/advanced-queries for more information`,
  )
}

/** Whether an item passes. `read` gives the value of a property path (or the item itself for ''). */
export function matches(filter: Filter, read: (property: string) => unknown): boolean {
  switch (filter.kind) {
    case 'and':
      return matches(filter.left, read) && matches(filter.right, read)
    case 'or':
      return matches(filter.left, read) || matches(filter.right, read)
    case 'not':
      return !matches(filter.inner, read)
    case 'in':
      return filter.values.some(value => compare(read(filter.property), value) === 0)
    case 'any': {
      const items = read(filter.collection)
      return Array.isArray(items) && items.some(item => matches(filter.inner, path => readPath(item, path)))
    }
    case 'call':
      return matchText(filter, read(filter.property))
    case 'compare':
      return matchComparison(filter.operator, compare(read(filter.property), filter.value))
    default:
      return filter satisfies never
  }
}

/** Walks `initiatedBy/user/id` into a plain object; undefined where the path ends early. */
export function readPath(item: unknown, path: string): unknown {
  if (path === '') return item
  let value: unknown = item
  for (const step of path.split('/')) {
    if (typeof value !== 'object' || value === null) return undefined
    value = Reflect.get(value, step)
  }
  return value
}

function matchText(filter: { operator: TextFunction; value: string }, found: unknown): boolean {
  if (typeof found !== 'string') return false
  const text = found.toLowerCase()
  const wanted = filter.value.toLowerCase()
  if (filter.operator === 'startswith') return text.startsWith(wanted)
  if (filter.operator === 'endswith') return text.endsWith(wanted)
  return text.includes(wanted)
}

function matchComparison(operator: Comparison, order: number | undefined): boolean {
  if (operator === 'eq') return order === 0
  if (operator === 'ne') return order !== 0
  if (order === undefined) return false
  if (operator === 'gt') return order > 0
  if (operator === 'ge') return order >= 0
  if (operator === 'lt') return order < 0
  return order <= 0
}

/** The directory compares strings without regard to case; dates compare as times; undefined means incomparable. */
function compare(found: unknown, value: Literal): number | undefined {
  if (found === undefined || found === null || value === null)
    return (found ?? null) === value ? 0 : undefined
  if (found instanceof Date) return found.getTime() - Date.parse(String(value))
  if (typeof found === 'string' && typeof value === 'string') {
    const [left, right] = [found.toLowerCase(), value.toLowerCase()]
    return left < right ? -1 : left > right ? 1 : 0
  }
  if (typeof found === 'number' && typeof value === 'number') return found - value
  return found === value ? 0 : undefined
}
