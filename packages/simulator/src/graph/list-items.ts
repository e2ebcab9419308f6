/** The rows of a list through Graph: read, made, changed and deleted one by one (FACTS 11). */

import type { List, Row, Site } from '../world/list-types.ts'
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
import { type Expansion, readExpand, splitNames } from './expand.ts'
import {
  authorOf,
  checkRow,
  contextOfFields,
  etagOf,
  readFields,
  showAuthor,
  showFields,
  withDefaults,
} from './list-fields.ts'
import { toSeconds } from './properties.ts'
import { contextUrl } from './query.ts'
import { contextOf, openList, openRow, type Params, refuseInvalid } from './site-access.ts'

/** Of every list that is not a library. */
const CONTENT_TYPE = '0x0100'

/** What of a row a request wants to see. */
export interface RowView {
  select: readonly string[] | undefined
  /** Undefined: without fields. */
  fields: Expansion | undefined
}

export function readRowView(request: GraphRequest): RowView {
  const select = request.query.get('$select')
  return {
    select: select === undefined ? undefined : readSelected(select),
    fields: readExpand(request.query.get('$expand'), ['fields']).get('fields'),
  }
}

const PROPERTIES = new Set(
  `id createdDateTime eTag lastModifiedDateTime webUrl createdBy lastModifiedBy parentReference contentType fields
  sharepointIds description name`.split(/\s+/),
)

function readSelected(text: string): string[] {
  const names = splitNames(text)
  const unknown = names.find(name => !PROPERTIES.has(name))
  if (unknown === undefined) return names
  throw refuse(
    400,
    'BadRequest',
    `Could not find a property named '${unknown}' on type 'microsoft.graph.listItem'.`,
  )
}

export function showRow(
  ground: GraphGround,
  place: { site: Site; list: List },
  row: Row,
  view: RowView,
): Record<string, unknown> {
  const { site, list } = place
  const all: Record<string, unknown> = {
    createdDateTime: toSeconds(row.createdAt),
    eTag: etagOf(row),
    id: String(row.id),
    lastModifiedDateTime: toSeconds(row.modifiedAt),
    webUrl: `${site.webUrl}/Lists/${encodeURIComponent(list.name)}/${row.id}_.000`,
    createdBy: showAuthor(row.createdBy),
    lastModifiedBy: showAuthor(row.modifiedBy),
    parentReference: { id: list.id, siteId: site.id },
    contentType: { id: `${CONTENT_TYPE}${list.id.replaceAll('-', '').toUpperCase()}`, name: 'Item' },
  }
  const shown: Record<string, unknown> = { '@odata.etag': etagOf(row) }
  for (const [name, value] of Object.entries(all)) {
    if (view.select === undefined || view.select.includes(name)) shown[name] = value
  }
  if (view.fields !== undefined) {
    shown['fields@odata.context'] = contextUrl(ground, contextOfFields(site, list, row))
    shown.fields = showFields(site, row, view.fields.select)
  }
  return shown
}

const WITH_FIELDS: RowView = { select: undefined, fields: { select: undefined, expand: new Map() } }

export function getRow(ground: GraphGround, request: GraphRequest, params: Params): GraphAnswer {
  const place = openRow(ground, request, { params, need: 'read' })
  return answerRow(ground, { ...place, status: 200, view: readRowView(request) })
}

function answerRow(
  ground: GraphGround,
  answer: { site: Site; list: List; row: Row; status: number; view: RowView },
): GraphAnswer {
  const { site, list, row, status, view } = answer
  const body = {
    '@odata.context': contextUrl(ground, `${contextOf(site, list)}/items/$entity`),
    ...showRow(ground, { site, list }, row, view),
  }
  return answerWith(status, body, { etag: etagOf(row) })
}

export function createRow(ground: GraphGround, request: GraphRequest, params: Params): GraphAnswer {
  const { site, list } = openList(ground, request, { params, need: 'write' })
  const { fields: given = {}, contentType } = readObject(request)
  if (isRecord(contentType) && contentType.name !== 'Item')
    throw refuseUnsupported(`rows of the content type '${String(contentType.name ?? contentType.id)}'`)
  const fields = withDefaults(list, readFields(list, given))
  checkRow(list, fields)
  const row = ground.world.sites.addRow(list, fields, authorOf(ground, request.caller.appId))
  return answerRow(ground, { site, list, row, status: 201, view: WITH_FIELDS })
}

/** `PATCH …/items/{id}` with `{"fields": {…}}`, which the contract has besides the one on `fields`. */
export function updateRow(ground: GraphGround, request: GraphRequest, params: Params): GraphAnswer {
  const place = openRow(ground, request, { params, need: 'write' })
  const { fields, ...rest } = readObject(request)
  const other = Object.keys(rest).find(name => !name.startsWith('@odata.'))
  if (other !== undefined) throw refuseUnsupported(`changing '${other}' of a row`)
  if (fields === undefined) throw refuseInvalid('The request is malformed or incorrect.')
  const row = changeFields(ground, request, { ...place, given: fields })
  return answerRow(ground, { ...place, row, status: 200, view: WITH_FIELDS })
}

export function getFields(ground: GraphGround, request: GraphRequest, params: Params): GraphAnswer {
  const place = openRow(ground, request, { params, need: 'read' })
  const select = request.query.get('$select')
  return answerFields(ground, place, select === undefined ? undefined : splitNames(select))
}

export function updateFields(ground: GraphGround, request: GraphRequest, params: Params): GraphAnswer {
  const place = openRow(ground, request, { params, need: 'write' })
  changeFields(ground, request, { ...place, given: readObject(request) })
  return answerFields(ground, place)
}

function answerFields(
  ground: GraphGround,
  place: { site: Site; list: List; row: Row },
  select?: readonly string[],
): GraphAnswer {
  const { site, list, row } = place
  const body = {
    '@odata.context': contextUrl(ground, contextOfFields(site, list, row)),
    ...showFields(site, row, select),
  }
  return answerWith(200, body, { etag: etagOf(row) })
}

/** Each PATCH makes a version, also one that changes nothing. */
function changeFields(
  ground: GraphGround,
  request: GraphRequest,
  act: { list: List; row: Row; given: unknown },
): Row {
  const { list, row, given } = act
  checkMatch(request, row)
  const fields = readFields(list, given)
  checkRow(list, fields, row)
  return ground.world.sites.editRow(list, row.id, fields, authorOf(ground, request.caller.appId))
}

export function deleteRow(ground: GraphGround, request: GraphRequest, params: Params): GraphAnswer {
  const { list, row } = openRow(ground, request, { params, need: 'write' })
  checkMatch(request, row)
  ground.world.sites.deleteRow(list, row.id, authorOf(ground, request.caller.appId))
  return answerWith(204)
}

/** `If-Match` is optional; a stale one is refused with 412 (FACTS 11; the body is put together, not recorded). */
function checkMatch(request: GraphRequest, row: Row): void {
  const wanted = request.headers['if-match']
  if (wanted === undefined || wanted === '*' || wanted === etagOf(row)) return
  throw refuse(412, 'resourceModified', "ETag does not match current item's value")
}
