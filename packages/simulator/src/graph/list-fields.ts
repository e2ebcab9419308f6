/** The fields of a row: what may be written into them, and how Graph shows them. */

import type { Author, Column, Fields, FieldValue, List, Row, Site } from '../world/list-types.ts'
import { keyOf } from '../world/rows.ts'
import { type GraphGround, isRecord, type Refusal, refuseUnsupported } from './exchange.ts'
import { toSeconds } from './properties.ts'
import { contextOf, refuseInvalid } from './site-access.ts'

/** SharePoint's own limit for a column of several lines. */
const longTextCharactersMax = 63_999

/** How SharePoint's list of users calls every application. */
const APP_ACCOUNT = 'SharePoint App'
const APP_ACCOUNT_ID = 1_073_741_822

/** The map of a body, judged: names, types, choices, lengths. `null` empties a field. */
export function readFields(list: List, given: unknown): Record<string, FieldValue | null> {
  if (!isRecord(given)) throw refuseInvalid('The request is malformed or incorrect.')
  const fields: Record<string, FieldValue | null> = {}
  for (const [name, value] of Object.entries(given)) {
    if (name.endsWith('@odata.type') && typeof value === 'string') {
      if (/^#?Collection/.test(value)) throw refuseUnsupported(`fields of several values ('${name}')`)
      continue
    }
    const column = list.columns.find(known => known.name === name)
    // In these words in msgraph-sdk-powershell issue 3208; Graph's code for it is not recorded.
    if (column === undefined) throw refuseUnknownField(list, name)
    if (column.readOnly) throw refuseInvalid(`Field '${name}' is read-only`)
    fields[name] = value === null ? null : readValue(column, value)
  }
  return fields
}

function refuseUnknownField(list: List, name: string): Refusal {
  const isLookup = list.columns.some(({ name: known }) => `${known}LookupId` === name)
  return refuseInvalid(isLookup ? `Field '${name}' is read-only` : `Field '${name}' is not recognized`)
}

function readValue(column: Column, value: unknown): FieldValue {
  const { facet, name } = column
  switch (facet.kind) {
    case 'text': {
      if (typeof value !== 'string') throw refuseType(name)
      const max = facet.allowMultipleLines ? longTextCharactersMax : facet.maxLength
      if (value.length > max) throw refuseInvalid(`The value of '${name}' is longer than ${max} characters.`)
      return value
    }
    case 'choice':
      if (typeof value !== 'string') throw refuseType(name)
      if (value !== '' && !facet.allowTextEntry && !facet.choices.includes(value))
        throw refuseInvalid(`'${value}' is none of the choices of '${name}'.`)
      return value
    case 'boolean':
      if (typeof value !== 'boolean') throw refuseType(name)
      return value
    case 'number':
      if (typeof value !== 'number' || value < (facet.minimum ?? value) || value > (facet.maximum ?? value))
        throw refuseType(name)
      return value
    case 'dateTime':
      return readMoment(name, value)
    default:
      throw refuseUnsupported(`writing the field '${name}', a ${facet.kind}`)
  }
}

const MOMENT = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/

/** SharePoint keeps whole seconds, in UTC. */
function readMoment(name: string, value: unknown): string {
  const at = typeof value === 'string' && MOMENT.test(value) ? new Date(value) : undefined
  if (at === undefined || Number.isNaN(at.getTime())) throw refuseType(name)
  return toSeconds(at)
}

function refuseType(name: string): Refusal {
  return refuseInvalid(`The value of the field '${name}' does not fit its type.`)
}

/** What must be so of the row as a whole: required columns filled, values of unique columns not taken. */
export function checkRow(list: List, fields: Record<string, FieldValue | null>, row?: Row): void {
  for (const column of list.columns) {
    const value = column.name in fields ? (fields[column.name] ?? null) : (row?.fields[column.name] ?? null)
    // Title is required in SharePoint's own form only; the API has always taken rows without one.
    if (column.required && !column.isBuiltIn && (value === null || value === ''))
      throw refuseInvalid(`The field '${column.name}' is required.`)
    if (!column.enforceUniqueValues || value === null || value === '') continue
    const holders = list.indexes.get(column.name)?.get(keyOf(value))
    if (holders !== undefined && [...holders].some(id => id !== row?.id))
      throw refuseInvalid(`The list already has a row with this value of '${column.name}'.`)
  }
}

/** A new row begins with the columns' default values. */
export function withDefaults(list: List, given: Record<string, FieldValue | null>): Fields {
  const fields: Fields = {}
  for (const { name, defaultValue, facet } of list.columns) {
    if (defaultValue === null || name in given) continue
    fields[name] =
      facet.kind === 'boolean'
        ? defaultValue === '1'
        : facet.kind === 'number'
          ? Number(defaultValue)
          : defaultValue
  }
  for (const [name, value] of Object.entries(given)) if (value !== null) fields[name] = value
  return fields
}

export function etagOf(row: Row): string {
  return `"${row.uniqueId},${row.version}"`
}

/** All that a row has, or the selected fields; what is empty is left out, as Graph does. */
export function showFields(site: Site, row: Row, select?: readonly string[]): Record<string, unknown> {
  const all = { ...row.fields, ...systemFieldsOf(site, row) }
  if (select === undefined) return { '@odata.etag': etagOf(row), ...all }
  const shown: Record<string, unknown> = { '@odata.etag': etagOf(row) }
  for (const name of select) {
    const value = Reflect.get(all, name)
    if (value !== undefined) shown[name] = value
  }
  return shown
}

function systemFieldsOf(site: Site, row: Row): Record<string, unknown> {
  const title = row.fields.Title
  return {
    id: String(row.id),
    ContentType: 'Item',
    Modified: toSeconds(row.modifiedAt),
    Created: toSeconds(row.createdAt),
    AuthorLookupId: lookupIdOf(site, row.createdBy),
    EditorLookupId: lookupIdOf(site, row.modifiedBy),
    _UIVersionString: `${row.version}.0`,
    Attachments: false,
    Edit: '',
    ...(title === undefined ? {} : { LinkTitleNoMenu: title, LinkTitle: title }),
    ItemChildCount: '0',
    FolderChildCount: '0',
    _ComplianceFlags: '',
    _ComplianceTag: '',
    _ComplianceTagWrittenTime: '',
    _ComplianceTagUserId: '',
    ...(row.createdBy.kind === 'application'
      ? { AppAuthorLookupId: appLookupIdOf(site, row.createdBy) }
      : {}),
    ...(row.modifiedBy.kind === 'application'
      ? { AppEditorLookupId: appLookupIdOf(site, row.modifiedBy) }
      : {}),
  }
}

function lookupIdOf(site: Site, author: Author): string {
  if (author.kind === 'application') return String(APP_ACCOUNT_ID)
  return numberIn(site, author.email)
}

function appLookupIdOf(site: Site, author: Extract<Author, { kind: 'application' }>): string {
  return numberIn(site, author.appId)
}

/** The first five numbers of a site's list of users are its own accounts. */
function numberIn(site: Site, who: string): string {
  const known = site.authors.get(who)
  if (known !== undefined) return String(known)
  const number = site.authors.size + 6
  site.authors.set(who, number)
  return String(number)
}

/** As `createdBy` and `lastModifiedBy` show who it was. */
export function showAuthor(author: Author): Record<string, unknown> {
  if (author.kind === 'application') {
    const { appId, displayName } = author
    return { application: { id: appId, displayName }, user: { displayName: APP_ACCOUNT } }
  }
  const { displayName, email, userId } = author
  return { user: { email, ...(userId === null ? {} : { id: userId }), displayName } }
}

/** The calling application, as the author of what it does. */
export function authorOf(ground: GraphGround, appId: string): Author {
  return { kind: 'application', appId, displayName: ground.world.apps.get(appId)?.displayName ?? '' }
}

export function contextOfFields(site: Site, list: List, row: Row): string {
  return `${contextOf(site, list)}/items('${row.id}')/fields/$entity`
}
