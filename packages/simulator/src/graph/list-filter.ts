/** Which rows a query selects: filters on indexed columns only, and the threshold of 5,000 rows (FACTS 11). */

import type { Column, FieldValue, List, Row } from '../world/list-types.ts'
import { keyOf } from '../world/rows.ts'
import { type GraphRequest, type Refusal, refuse, refuseUnsupported } from './exchange.ts'
import { matches } from './filter.ts'
import { type Filter, parseFilter } from './filter-text.ts'
import { toSeconds } from './properties.ts'
import { refuseInvalid } from './site-access.ts'

/** SharePoint's list view threshold. */
const selectedRowsMax = 5_000

const PREFER = 'honornonindexedquerieswarningmayfailrandomly'

/** The rows that pass, in order of their ids or as `$orderby` says; undefined when all do, in order of their ids. */
export function selectRows(request: GraphRequest, list: List): Row[] | undefined {
  const text = request.query.get('$filter')
  const order = readOrder(request, list)
  if (text === undefined && order === undefined) return undefined
  const isForced = (request.headers.prefer ?? '').toLowerCase().includes(PREFER)
  const filter = text === undefined ? undefined : parseFilter(text)
  const columns = [...(filter === undefined ? [] : columnsIn(list, filter)), ...(order ? [order.column] : [])]
  const bare = columns.find(column => !column.indexed)
  if (bare !== undefined && !isForced) throw refuseNotIndexed(bare.name)
  const candidates = filter === undefined ? undefined : narrow(list, filter)
  const sorts = order !== undefined && !order.column.indexed
  // A query that no index serves has to look at every row.
  if ((filter !== undefined || sorts) && (candidates?.length ?? list.count) > selectedRowsMax)
    throw refuseThreshold()
  const rows = candidates ?? list.rows.filter(row => row !== undefined)
  const kept =
    filter === undefined ? rows : rows.filter(row => matches(filter, path => readForFilter(list, row, path)))
  return order === undefined ? kept : sort(kept, order)
}

/** In these words in microsoft-graph-docs issue 2279. */
function refuseNotIndexed(name: string): Refusal {
  return refuseInvalid(
    `Field '${name}' cannot be referenced in filter or orderby as it is not indexed. Provide the 'Prefer: HonorNonIndexedQueriesWarningMayFailRandomly' header to allow this, but be warned that such queries may fail on large lists.`,
  )
}

/**
 * Reported as 429 (msgraph-sdk-dotnet issue 827), with this code for another query over the threshold (issue 703 there).
 * No time is named, since none would help.
 */
function refuseThreshold(): Refusal {
  return refuse(429, 'throttledRequest', 'The request has been throttled')
}

type Leaf = Extract<Filter, { property: string }>

function columnsIn(list: List, filter: Filter): Column[] {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return [...columnsIn(list, filter.left), ...columnsIn(list, filter.right)]
    case 'compare':
      return [checkLiteral(columnOf(list, filter.property), filter)]
    case 'call':
      if (filter.operator !== 'startswith')
        throw refuseUnsupported(`'${filter.operator}' on fields of a list`)
      return [columnOf(list, filter.property)]
    default:
      throw refuseUnsupported(`'${filter.kind}' on fields of a list`)
  }
}

function columnOf(list: List, property: string): Column {
  const name = /^fields\/(.+)$/.exec(property)?.[1]
  if (name === undefined) throw refuseUnsupported(`$filter or $orderby by '${property}' of rows`)
  const column = list.columns.find(known => known.name === (name === 'id' ? 'ID' : name))
  if (column === undefined) throw refuseInvalid(`Field '${name}' is not recognized`)
  const { kind } = column.facet
  if (kind === 'personOrGroup' || kind === 'none')
    throw refuseUnsupported(`$filter or $orderby by '${property}'`)
  return column
}

/** A literal of another type would match nothing and look like an answer. */
function checkLiteral(column: Column, filter: Extract<Leaf, { kind: 'compare' }>): Column {
  const { kind } = column.facet
  const wanted = kind === 'boolean' || kind === 'number' ? kind : 'string'
  if (filter.value === null || typeof filter.value === wanted) return column
  throw refuseInvalid(`A literal of another type than '${filter.property}' has.`)
}

/** What the first indexed condition selects; undefined when there is none. */
function narrow(list: List, filter: Filter): Row[] | undefined {
  if (filter.kind === 'and') return narrow(list, filter.left) ?? narrow(list, filter.right)
  if (filter.kind === 'or') {
    const [left, right] = [narrow(list, filter.left), narrow(list, filter.right)]
    if (left === undefined || right === undefined) return undefined
    return [...new Set([...left, ...right])].sort((one, other) => one.id - other.id)
  }
  if (filter.kind !== 'compare' && filter.kind !== 'call') return undefined
  const column = columnOf(list, filter.property)
  if (!column.indexed) return undefined
  const index = list.indexes.get(column.name)
  if (filter.kind === 'compare' && filter.operator === 'eq' && index !== undefined)
    return rowsWith(list, index.get(keyOf(toStored(column, filter.value))))
  return list.rows
    .filter(row => row !== undefined)
    .filter(row => matches(filter, path => readForFilter(list, row, path)))
}

function rowsWith(list: List, ids: ReadonlySet<number> | undefined): Row[] {
  return [...(ids ?? [])].sort((left, right) => left - right).flatMap(id => list.rows[id] ?? [])
}

/** The literal as a row keeps it. */
function toStored(column: Column, value: FieldValue | null): FieldValue | undefined {
  if (value === null) return undefined
  if (column.facet.kind !== 'dateTime') return value
  const at = new Date(String(value))
  if (Number.isNaN(at.getTime())) throw refuseInvalid(`'${String(value)}' is no date.`)
  return toSeconds(at)
}

function readForFilter(list: List, row: Row, path: string): unknown {
  const { name, facet } = columnOf(list, path)
  if (name === 'ID') return row.id
  if (name === 'Created') return row.createdAt
  if (name === 'Modified') return row.modifiedAt
  const value = row.fields[name]
  return facet.kind === 'dateTime' && typeof value === 'string' ? new Date(value) : value
}

interface Order {
  column: Column
  isDescending: boolean
}

function readOrder(request: GraphRequest, list: List): Order | undefined {
  const text = request.query.get('$orderby')
  if (text === undefined) return undefined
  const [property = '', direction = 'asc', more] = text.trim().split(/\s+/)
  if (more !== undefined || text.includes(',')) throw refuseUnsupported(`$orderby by '${text}'`)
  return { column: columnOf(list, property), isDescending: direction.toLowerCase() === 'desc' }
}

/** Empty fields first; rows that are alike in order of their ids. */
function sort(rows: readonly Row[], { column, isDescending }: Order): Row[] {
  const keyed = rows.map(row => ({ row, key: sortKeyOf(column, row) }))
  const sign = isDescending ? -1 : 1
  return keyed
    .sort((left, right) =>
      left.key < right.key ? -sign : left.key > right.key ? sign : left.row.id - right.row.id,
    )
    .map(({ row }) => row)
}

function sortKeyOf(column: Column, row: Row): string | number {
  if (column.name === 'ID') return row.id
  if (column.name === 'Created') return row.createdAt.getTime()
  if (column.name === 'Modified') return row.modifiedAt.getTime()
  const value = row.fields[column.name]
  if (column.facet.kind === 'number') return typeof value === 'number' ? value : Number.NEGATIVE_INFINITY
  return String(value ?? '').toLowerCase()
}
