/** Lists through Graph: found, listed, made, renamed, deleted, and shown with their columns and rows (FACTS 11). */

import type { List, Site } from '../world/list-types.ts'
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
import { readColumnDraft, showColumn } from './list-columns.ts'
import { authorOf, showAuthor } from './list-fields.ts'
import { showRow } from './list-items.ts'
import { toSeconds } from './properties.ts'
import { contextUrl } from './query.ts'
import { contextOf, openList, openSite, type Params, refuseInvalid } from './site-access.ts'

/** A page of rows inside a list; Graph then goes on with a link of its own, which is not imitated. */
const expandedRowsMax = 200

export function listLists(ground: GraphGround, request: GraphRequest, params: Params): GraphAnswer {
  const site = openSite(ground, request, { params, need: 'read' })
  const name = readNameFilter(request)
  const lists = [...site.lists.values()].filter(
    list => name === undefined || list.displayName.toLowerCase() === name,
  )
  return answerWith(200, {
    '@odata.context': contextUrl(ground, contextOf(site)),
    value: lists.map(list => showList(ground, request, { site, list })),
  })
}

/** Finding a list by its title is what the filter is for; another one is not supported. */
function readNameFilter(request: GraphRequest): string | undefined {
  const text = request.query.get('$filter')
  if (text === undefined) return undefined
  const [, name] = /^\s*(?:displayName|name)\s+eq\s+'((?:[^']|'')*)'\s*$/.exec(text) ?? []
  if (name === undefined) throw refuseUnsupported(`the filter '${text}' on lists`)
  return name.replaceAll("''", "'").toLowerCase()
}

export function getList(ground: GraphGround, request: GraphRequest, params: Params): GraphAnswer {
  const place = openList(ground, request, { params, need: 'read' })
  return answerList(ground, request, { ...place, status: 200 })
}

function answerList(
  ground: GraphGround,
  request: GraphRequest,
  answer: { site: Site; list: List; status: number },
): GraphAnswer {
  const { site, list, status } = answer
  return answerWith(status, {
    '@odata.context': contextUrl(ground, `${contextOf(site)}/$entity`),
    ...showList(ground, request, { site, list }),
  })
}

function showList(
  ground: GraphGround,
  request: GraphRequest,
  place: { site: Site; list: List },
): Record<string, unknown> {
  const { site, list } = place
  const etag = `"${list.id},${list.version}"`
  const all: Record<string, unknown> = {
    createdDateTime: toSeconds(list.createdAt),
    description: list.description,
    eTag: etag,
    id: list.id,
    lastModifiedDateTime: toSeconds(list.modifiedAt),
    name: list.name,
    webUrl: `${site.webUrl}/Lists/${encodeURIComponent(list.name)}`,
    displayName: list.displayName,
    createdBy: showAuthor(list.createdBy),
    lastModifiedBy: showAuthor(list.modifiedBy),
    parentReference: { siteId: site.id },
    list: { contentTypesEnabled: false, hidden: false, template: 'genericList' },
  }
  const select = request.query.get('$select')
  const names = select === undefined ? undefined : splitNames(select)
  const shown: Record<string, unknown> = { '@odata.etag': etag }
  for (const [name, value] of Object.entries(all)) {
    if (names === undefined || names.includes(name)) shown[name] = value
  }
  const expand = readExpand(request.query.get('$expand'), ['columns', 'items'])
  const columns = expand.get('columns')
  if (columns !== undefined) shown.columns = list.columns.map(column => showColumn(column, columns.select))
  const items = expand.get('items')
  if (items !== undefined) shown.items = showItems(ground, place, items)
  return shown
}

function showItems(ground: GraphGround, place: { site: Site; list: List }, items: Expansion): unknown[] {
  const view = { select: items.select, fields: items.expand.get('fields') }
  return ground.world.sites
    .rowsOf(place.list)
    .slice(0, expandedRowsMax)
    .map(row => showRow(ground, place, row, view))
}

export function createList(ground: GraphGround, request: GraphRequest, params: Params): GraphAnswer {
  const site = openSite(ground, request, { params, need: 'createList' })
  const { displayName, description, columns = [], list = {} } = readObject(request)
  if (typeof displayName !== 'string' || displayName.trim() === '')
    throw refuseInvalid('A list needs a displayName.')
  const template = isRecord(list) ? (list.template ?? 'genericList') : undefined
  if (template !== 'genericList') throw refuseUnsupported(`lists made of the template '${String(template)}'`)
  if (!Array.isArray(columns)) throw refuseInvalid('The columns of a list are an array.')
  checkTitle(ground, site, displayName)
  const { sites } = ground.world
  // Read before anything is made: a list is made whole or not at all.
  const taken = new Set<string>()
  const drafts = columns.map(column => readColumnDraft(column, { taken, indexes: 0 }))
  const by = authorOf(ground, request.caller.appId)
  const made = sites.addList(
    site,
    { displayName, ...(typeof description === 'string' ? { description } : {}), columns: drafts },
    by,
  )
  return answerList(ground, request, { site, list: made, status: 201 })
}

function checkTitle(ground: GraphGround, site: Site, title: string, except?: List): void {
  const other = ground.world.sites.listOf(site, title)
  if (other !== undefined && other !== except) throw refuse(409, 'nameAlreadyExists', 'Name already exists')
}

export function updateList(ground: GraphGround, request: GraphRequest, params: Params): GraphAnswer {
  const { site, list } = openList(ground, request, { params, need: 'manage' })
  const { displayName, description, ...rest } = readObject(request)
  const other = Object.keys(rest).find(name => !name.startsWith('@odata.'))
  if (other !== undefined) throw refuseUnsupported(`changing '${other}' of a list`)
  if (typeof displayName === 'string') {
    checkTitle(ground, site, displayName, list)
    list.displayName = displayName
  }
  if (typeof description === 'string') list.description = description
  list.version++
  return answerList(ground, request, { site, list, status: 200 })
}

export function deleteList(ground: GraphGround, request: GraphRequest, params: Params): GraphAnswer {
  const { site, list } = openList(ground, request, { params, need: 'manage' })
  ground.world.sites.deleteList(site, list)
  return answerWith(204)
}
