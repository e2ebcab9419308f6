/** Applies filters to items, refusing what Graph refuses and naming what is not supported. */

import { refuse, refuseUnsupported } from './exchange.ts'
import type { Comparison, Filter, Literal, Operator, TextFunction } from './filter-text.ts'

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
