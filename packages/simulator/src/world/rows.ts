/** The rows of one SharePoint list: written, indexed and counted, with no work that grows with the list. */

import type { Author, Fields, FieldValue, List, Row, WriteCount } from './list-types.ts'

/** Under which key a value stands in an index; SharePoint compares texts without regard to case. */
export function keyOf(value: FieldValue | undefined): string {
  if (value === undefined) return ''
  return typeof value === 'string' ? `t${value.toLowerCase()}` : `${(typeof value)[0]}${value}`
}

export interface RowWriter {
  now: () => Date
  newId: () => string
}

export function insertRow(writer: RowWriter, list: List, act: { fields: Fields; by: Author }): Row {
  const at = writer.now()
  const row: Row = {
    id: Math.max(1, list.rows.length),
    uniqueId: writer.newId(),
    version: 1,
    fields: dropEmpty(act.fields),
    createdAt: at,
    createdBy: act.by,
    modifiedAt: at,
    modifiedBy: act.by,
    writesByApplications: act.by.kind === 'application' ? 1 : 0,
  }
  list.rows[row.id] = row
  list.count++
  for (const [column, index] of list.indexes) addToIndex(index, row, column)
  note(list, { id: row.id, at, by: act.by, kind: 'created' })
  return row
}

export function changeRow(
  writer: RowWriter,
  list: List,
  act: { id: number; fields: Record<string, FieldValue | null>; by: Author },
): Row {
  const row = mustFindRow(list, act.id)
  const at = writer.now()
  const isNews = Object.entries(act.fields).some(
    ([name, value]) => (row.fields[name] ?? '') !== (value ?? ''),
  )
  for (const [name, value] of Object.entries(act.fields)) {
    const index = list.indexes.get(name)
    if (index !== undefined) removeFromIndex(index, row, name)
    if (value === null || value === '') delete row.fields[name]
    else row.fields[name] = value
    if (index !== undefined) addToIndex(index, row, name)
  }
  row.version++
  row.modifiedAt = at
  row.modifiedBy = act.by
  if (act.by.kind === 'application') row.writesByApplications++
  note(list, { id: row.id, at, by: act.by, kind: 'updated' })
  if (!isNews) countOf(list, act.by).unchanged++
  return row
}

export function removeRow(writer: RowWriter, list: List, act: { id: number; by: Author }): void {
  const row = mustFindRow(list, act.id)
  list.rows[row.id] = undefined
  list.count--
  for (const [column, index] of list.indexes) removeFromIndex(index, row, column)
  note(list, { id: row.id, at: writer.now(), by: act.by, kind: 'deleted' })
}

function mustFindRow(list: List, id: number): Row {
  const row = list.rows[id]
  if (row === undefined) throw new RangeError(`the list ${list.displayName} has no row ${id}`)
  return row
}

/** An empty text is no value to SharePoint. */
function dropEmpty(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''))
}

function note(
  list: List,
  act: { id: number; at: Date; by: Author; kind: 'created' | 'updated' | 'deleted' },
): void {
  list.changes.push(act.id)
  list.modifiedAt = act.at
  list.modifiedBy = act.by
  countOf(list, act.by)[act.kind]++
}

function countOf(list: List, by: Author): WriteCount {
  const who = by.kind === 'application' ? by.appId : 'byHand'
  const count = list.writes.get(who) ?? { created: 0, updated: 0, deleted: 0, unchanged: 0 }
  list.writes.set(who, count)
  return count
}

export function buildIndex(list: List, column: string): void {
  const index = new Map<string, Set<number>>()
  for (const row of list.rows) if (row !== undefined) addToIndex(index, row, column)
  list.indexes.set(column, index)
}

function addToIndex(index: Map<string, Set<number>>, row: Row, column: string): void {
  const key = keyOf(row.fields[column])
  const known = index.get(key)
  if (known === undefined) index.set(key, new Set([row.id]))
  else known.add(row.id)
}

function removeFromIndex(index: Map<string, Set<number>>, row: Row, column: string): void {
  const key = keyOf(row.fields[column])
  const known = index.get(key)
  known?.delete(row.id)
  if (known?.size === 0) index.delete(key)
}
