/** The columns of a list through Graph: exactly one type each, indexed while it is small (FACTS 11). */

import { encodeColumnName, plainText } from '../world/columns.ts'
import type { Column, ColumnDraft, Facet, List } from '../world/list-types.ts'
import {
  answerWith,
  type GraphAnswer,
  type GraphGround,
  type GraphRequest,
  isRecord,
  readObject,
  refuse,
  refuseUnsupported,
} from './exchange.ts'
import { contextUrl } from './query.ts'
import { contextOf, openColumn, openList, type Params, refuseInvalid } from './site-access.ts'

/** SharePoint's own limit of indexes on one list. */
const indexesMax = 20

/** Over so many rows SharePoint takes no new index (Microsoft's page on large lists). */
const indexableRowsMax = 20_000

/** Every type that Graph has a facet for; those without a reader here are not modelled. */
const FACETS = [
  'boolean',
  'calculated',
  'choice',
  'contentApprovalStatus',
  'currency',
  'dateTime',
  'geolocation',
  'hyperlinkOrPicture',
  'lookup',
  'number',
  'personOrGroup',
  'term',
  'text',
  'thumbnail',
] as const

type FacetName = (typeof FACETS)[number]

export function listColumns(ground: GraphGround, request: GraphRequest, params: Params): GraphAnswer {
  const { site, list } = openList(ground, request, { params, need: 'read' })
  const select = request.query.get('$select')?.split(',')
  return answerWith(200, {
    '@odata.context': contextUrl(ground, `${contextOf(site, list)}/columns`),
    value: list.columns.map(column => showColumn(column, select)),
  })
}

export function getColumn(ground: GraphGround, request: GraphRequest, params: Params): GraphAnswer {
  const { site, list, column } = openColumn(ground, request, { params, need: 'read' })
  return answerWith(200, {
    '@odata.context': contextUrl(ground, `${contextOf(site, list)}/columns/$entity`),
    ...showColumn(column),
  })
}

export function showColumn(column: Column, select?: readonly string[]): Record<string, unknown> {
  const { facet, isBuiltIn, defaultValue, ...rest } = column
  const { kind, ...settings } = facet
  const shown: Record<string, unknown> = {
    ...rest,
    columnGroup: isBuiltIn ? '_Hidden' : 'Custom Columns',
    isDeletable: !isBuiltIn,
    ...(defaultValue === null ? {} : { defaultValue: { value: defaultValue } }),
    ...(kind === 'none' ? {} : { [kind]: dropNulls(settings) }),
  }
  if (select === undefined) return shown
  return Object.fromEntries(select.flatMap(name => (name in shown ? [[name, shown[name]]] : [])))
}

function dropNulls(settings: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== null))
}

export function createColumn(ground: GraphGround, request: GraphRequest, params: Params): GraphAnswer {
  const { site, list } = openList(ground, request, { params, need: 'manage' })
  const taken = new Set(list.columns.map(({ name }) => name.toLowerCase()))
  const draft = readColumnDraft(readObject(request), { taken, indexes: list.indexes.size })
  if (draft.indexed === true) checkIndexable(list)
  const column = ground.world.sites.addColumn(list, draft)
  return answerWith(201, {
    '@odata.context': contextUrl(ground, `${contextOf(site, list)}/columns/$entity`),
    ...showColumn(column),
  })
}

/** A column as a body describes it; its name joins those that are `taken`. */
export function readColumnDraft(given: unknown, list: { taken: Set<string>; indexes: number }): ColumnDraft {
  if (!isRecord(given)) throw refuseInvalid('The request is malformed or incorrect.')
  const label = given.name ?? given.displayName
  if (typeof label !== 'string' || label.trim() === '') throw refuseInvalid('A column needs a name.')
  const name = encodeColumnName(label)
  // Title is there already (FACTS 11).
  if (list.taken.has(name.toLowerCase()) || name.toLowerCase() === 'title')
    throw refuse(409, 'nameAlreadyExists', 'Name already exists')
  list.taken.add(name.toLowerCase())
  const draft = { name, facet: readFacet(given), ...readSettings(given) }
  if (draft.enforceUniqueValues === true && draft.indexed !== true)
    throw refuseInvalid(`The column '${name}' must be indexed to enforce unique values.`)
  if (draft.indexed === true && list.indexes + 1 > indexesMax)
    throw refuseInvalid('The list has too many indexes.')
  return draft
}

function readSettings(given: Record<string, unknown>): Partial<ColumnDraft> {
  const settings: Partial<ColumnDraft> = {}
  for (const key of ['indexed', 'required', 'enforceUniqueValues', 'hidden', 'readOnly'] as const) {
    const value = given[key]
    if (value === undefined) continue
    if (typeof value !== 'boolean') throw refuseInvalid(`'${key}' of a column is true or false.`)
    settings[key] = value
  }
  for (const key of ['displayName', 'description'] as const) {
    const value = given[key]
    if (typeof value === 'string') settings[key] = value
  }
  const { defaultValue } = given
  if (isRecord(defaultValue)) {
    if (typeof defaultValue.formula === 'string') throw refuseUnsupported('default values by formula')
    if (typeof defaultValue.value === 'string') settings.defaultValue = defaultValue.value
  }
  return settings
}

function readFacet(given: Record<string, unknown>): Facet {
  const names = FACETS.filter(name => given[name] !== undefined && given[name] !== null)
  const [name] = names
  if (name === undefined || names.length > 1)
    throw refuseInvalid('A column has exactly one of the column type facets.')
  const settings = given[name]
  if (!isRecord(settings)) throw refuseInvalid(`The facet '${name}' is an object.`)
  return composeFacet(name, settings)
}

function composeFacet(name: FacetName, given: Record<string, unknown>): Facet {
  switch (name) {
    case 'boolean':
      return { kind: 'boolean' }
    case 'text':
      return { ...plainText, ...pick(given, plainText), kind: 'text' }
    case 'choice': {
      const choices = given.choices
      if (!Array.isArray(choices) || !choices.every(choice => typeof choice === 'string'))
        throw refuseInvalid('The choices of a column are an array of texts.')
      const plain = { allowTextEntry: false, displayAs: 'dropDownMenu' }
      return { ...plain, ...pick(given, plain), choices, kind: 'choice' }
    }
    case 'dateTime': {
      const { format = 'dateTime', displayAs = 'default' } = given
      if (format !== 'dateOnly' && format !== 'dateTime')
        throw refuseInvalid('The format of a date is dateOnly or dateTime.')
      return { kind: 'dateTime', format, displayAs: String(displayAs) }
    }
    case 'number': {
      const { decimalPlaces = 'automatic', displayAs = 'number', minimum, maximum } = given
      const bound = (value: unknown): number | null => (typeof value === 'number' ? value : null)
      return {
        kind: 'number',
        decimalPlaces: String(decimalPlaces),
        displayAs: String(displayAs),
        minimum: bound(minimum),
        maximum: bound(maximum),
      }
    }
    default:
      throw refuseUnsupported(`columns of the type '${name}'`)
  }
}

/** Those settings of a facet that were given with the type of the plain one's. */
function pick<T extends object>(given: Record<string, unknown>, plain: T): Partial<T> {
  const entries = Object.entries(plain).flatMap(([key, value]) =>
    typeof given[key] === typeof value ? [[key, given[key]]] : [],
  )
  // Checked against the plain value's types just above.
  return Object.fromEntries(entries) as Partial<T>
}

export function updateColumn(ground: GraphGround, request: GraphRequest, params: Params): GraphAnswer {
  const { site, list, column } = openColumn(ground, request, { params, need: 'manage' })
  const given = readObject(request)
  if (given.name !== undefined && given.name !== column.name)
    throw refuseInvalid(`The name of the column '${column.name}' cannot be changed.`)
  const other = FACETS.find(name => given[name] !== undefined && name !== column.facet.kind)
  if (other !== undefined) throw refuseInvalid(`The type of the column '${column.name}' cannot be changed.`)
  if (column.readOnly) throw refuseInvalid(`The column '${column.name}' is read-only.`)
  const changes: Partial<Column> = readSettings(given)
  const { kind } = column.facet
  if (kind !== 'none' && isRecord(given[kind]))
    changes.facet = composeFacet(kind, { ...column.facet, ...given[kind] })
  if (changes.indexed === true && !column.indexed) checkIndexable(list)
  if (changes.enforceUniqueValues === true && !(changes.indexed ?? column.indexed))
    throw refuseInvalid(`The column '${column.name}' must be indexed to enforce unique values.`)
  ground.world.sites.changeColumn(list, column, changes)
  return answerWith(200, {
    '@odata.context': contextUrl(ground, `${contextOf(site, list)}/columns/$entity`),
    ...showColumn(column),
  })
}

function checkIndexable(list: List): void {
  if (list.count > indexableRowsMax)
    throw refuseInvalid(`The list has more than ${indexableRowsMax} rows: no index can be added.`)
  if (list.indexes.size + 1 > indexesMax) throw refuseInvalid('The list has too many indexes.')
}

export function deleteColumn(ground: GraphGround, request: GraphRequest, params: Params): GraphAnswer {
  const { list, column } = openColumn(ground, request, { params, need: 'manage' })
  if (column.isBuiltIn) throw refuse(403, 'notAllowed', `The column '${column.name}' cannot be deleted.`)
  ground.world.sites.deleteColumn(list, column)
  return answerWith(204)
}
