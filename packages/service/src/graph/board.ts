/** The port Board on Graph: sites, lists and their columns, rows read and written (facts, section 11). */

import {
  type Board,
  type ListPlace,
  type ListRow,
  type RowOutcome,
  type RowWrite,
  rowsFoundMax,
  rowsWrittenMax,
} from '@muster/core/board'
import type { Clock, NoAnswer, Refusal } from '@muster/core/ports'
import { asList, asObject, type Json, readUnanswered, textOf } from './answers.ts'
import { type BatchItem, sendBatch } from './batch.ts'
import { facetOf, readList } from './board-columns.ts'
import type { GraphAnswer, GraphClient } from './client.ts'

/** Reported as the largest that is taken is 5,000 (facts, section 11); a page of 1,000 rows is a megabyte or so. */
const pageRowsMax = 1_000
/** A mirror works behind what people wait for. */
const background = { service: 'lists', priority: 'low' } as const
const asked = { service: 'lists' } as const

export function createBoard(client: GraphClient, clock: Clock): Board {
  const read = (path: string) => client.request({ ...background, method: 'GET', path })

  async function describe(path: string) {
    const answer = await client.request({ ...asked, method: 'GET', path: `${path}?$expand=columns` })
    if (isAbsent(answer)) return { kind: 'absent' } as const
    if (answer.kind !== 'ok') return readUnanswered(answer)
    return { kind: 'list', list: readList(asObject(answer.body)) } as const
  }

  /** Rows whose page did not say what is in them, asked for one by one. */
  async function fill(place: ListPlace, items: readonly Json[]): Promise<ListRow[] | NoAnswer | Refusal> {
    const rows: ListRow[] = []
    for (let start = 0; start < items.length; start += rowsWrittenMax) {
      const some = items.slice(start, start + rowsWrittenMax)
      const bare = some.filter(item => item.fields === undefined)
      const found = new Map(some.map(item => [String(item.id), item] as const))
      if (bare.length > 0) {
        const items = bare.map(item => ({ method: 'GET' as const, path: rowPath(place, String(item.id)) }))
        const answers = await sendBatch(client, { ...background, items, clock, isSafe: true })
        for (const [index, answer] of answers.entries()) {
          const id = String(bare[index]?.id)
          if (isAbsent(answer)) found.delete(id)
          else if (answer.kind === 'ok') found.set(id, asObject(answer.body))
          else return readUnanswered(answer)
        }
      }
      rows.push(...[...found.values()].map(rowOf))
    }
    return rows
  }

  return {
    async findSite(address) {
      const url = new URL(address)
      const place = url.pathname.replace(/\/+$/, '')
      const path = place === '' ? `/sites/${url.host}` : `/sites/${url.host}:${place}`
      const answer = await client.request({ ...asked, method: 'GET', path })
      if (isAbsent(answer) || isOfAnotherTenant(answer)) return { kind: 'absent' }
      if (answer.kind !== 'ok') return readUnanswered(answer)
      const site = asObject(answer.body)
      const id = textOf(site, 'id') ?? ''
      const name = textOf(site, 'displayName') ?? textOf(site, 'name') ?? address
      return { kind: 'site', site: { id, url: textOf(site, 'webUrl') ?? address, name } }
    },

    findList: (siteId, name) =>
      describe(`/sites/${encodeURIComponent(siteId)}/lists/${encodeURIComponent(name)}`),

    async createList(siteId, { name, description, columns }) {
      const lists = `/sites/${encodeURIComponent(siteId)}/lists`
      const answer = await client.request({
        ...asked,
        method: 'POST',
        path: lists,
        body: {
          displayName: name,
          description,
          columns: columns.filter(column => column.name !== 'Title').map(facetOf),
          list: { template: 'genericList' },
        },
      })
      if (answer.kind === 'error' && answer.code === 'nameAlreadyExists') return { kind: 'nameTaken' }
      if (answer.kind !== 'ok') return readUnanswered(answer)
      const id = textOf(asObject(answer.body), 'id') ?? ''
      const made = await describe(`${lists}/${encodeURIComponent(id)}`)
      if (made.kind !== 'list') return made.kind === 'absent' ? notThereYet : made
      const isTitleAsked = columns.some(column => column.name === 'Title' && column.isIndexed)
      const title = made.list.columns.find(column => column.name === 'Title')
      if (!isTitleAsked || title === undefined || title.isIndexed) return made
      // `Title` comes with every list and without an index. Where it stays without one, rows are looked for by paging.
      const indexed = await client.request({
        ...asked,
        method: 'PATCH',
        path: `${lists}/${encodeURIComponent(id)}/columns/${encodeURIComponent(title.id)}`,
        body: { indexed: true },
        isSafe: true,
      })
      if (indexed.kind !== 'ok') return made
      const columnsNow = made.list.columns.map(one => (one === title ? { ...one, isIndexed: true } : one))
      return { kind: 'list', list: { ...made.list, columns: columnsNow } }
    },

    async addColumn(place, column) {
      const path = `${listPath(place)}/columns`
      const answer = await client.request({ ...asked, method: 'POST', path, body: facetOf(column) })
      return answer.kind === 'ok' ? { kind: 'added' } : readUnanswered(answer)
    },

    async readRows(place, { columns, cursor }) {
      const select = ['id', ...columns].map(encodeURIComponent).join(',')
      const first = `${listPath(place)}/items?$expand=fields($select=${select})&$top=${pageRowsMax}`
      const answer = await read(cursor ?? first)
      if (isAbsent(answer)) return { kind: 'absent' }
      if (answer.kind !== 'ok') return readUnanswered(answer)
      const body = asObject(answer.body)
      const rows = asList(body.value).map(asObject).map(rowOf)
      return { kind: 'page', rows, cursor: pathOf(first, textOf(body, '@odata.nextLink')) }
    },

    async readRow(place, itemId) {
      const answer = await read(rowPath(place, itemId))
      if (isAbsent(answer)) return { kind: 'absent' }
      return answer.kind === 'ok'
        ? { kind: 'row', row: rowOf(asObject(answer.body)) }
        : readUnanswered(answer)
    },

    async findRows(place, { column, value }) {
      const filter = encodeURIComponent(`fields/${column} eq '${value.replaceAll("'", "''")}'`)
      const answer = await read(
        `${listPath(place)}/items?$expand=fields&$filter=${filter}&$top=${rowsFoundMax}`,
      )
      if (isNotFilterable(answer)) return { kind: 'notFilterable' }
      if (answer.kind !== 'ok') return readUnanswered(answer)
      return { kind: 'rows', rows: asList(asObject(answer.body).value).map(asObject).map(rowOf) }
    },

    async readChanges(place, cursor) {
      const first = `${listPath(place)}/items/delta?$expand=fields`
      const answer = await read(cursor === 'latest' ? `${first}&token=latest` : (cursor ?? first))
      if (answer.kind === 'error' && answer.status === 410) return { kind: 'startOver' }
      if (isAbsent(answer)) return { kind: 'absent' }
      if (answer.kind !== 'ok') return readUnanswered(answer)
      const body = asObject(answer.body)
      const next = pathOf(first, textOf(body, '@odata.nextLink'))
      const items = asList(body.value).map(asObject)
      const rows = await fill(
        place,
        items.filter(item => item.deleted === undefined),
      )
      if ('kind' in rows) return rows
      return {
        kind: 'page',
        rows,
        removedIds: items.filter(item => item.deleted !== undefined).map(item => String(item.id)),
        cursor: next ?? pathOf(first, textOf(body, '@odata.deltaLink')) ?? first,
        isLast: next === null,
      }
    },

    async write(place, writes) {
      if (writes.length > rowsWrittenMax) throw new RangeError(`at most ${rowsWrittenMax} rows at once`)
      const answers = await sendBatch(client, {
        ...background,
        items: writes.map(write => requestOf(place, write)),
        clock,
        isSafe: writes.every(write => write.kind !== 'add'),
      })
      return answers.map((answer, index) => outcomeOf(answer, writes[index]))
    },
  }
}

const notThereYet: NoAnswer = {
  kind: 'noAnswer',
  reason: 'the new list cannot be read yet',
  retryAt: null,
}

function listPath({ siteId, listId }: ListPlace): string {
  return `/sites/${encodeURIComponent(siteId)}/lists/${encodeURIComponent(listId)}`
}

function rowPath(place: ListPlace, itemId: string): string {
  return `${listPath(place)}/items/${encodeURIComponent(itemId)}?$expand=fields`
}

/** A host that is none of the tenant's is refused as a bad request ("Invalid hostname for this tenancy"). */
function isOfAnotherTenant(answer: GraphAnswer): boolean {
  return answer.kind === 'error' && answer.status === 400 && answer.code === 'invalidRequest'
}

function isAbsent(answer: GraphAnswer): boolean {
  return answer.kind === 'error' && answer.status === 404
}

/** No index, or more rows than the threshold, which Graph has been seen to answer with 429 (facts, section 11). */
function isNotFilterable(answer: GraphAnswer): boolean {
  if (answer.kind !== 'error') return false
  return answer.status === 429 || (answer.status === 400 && /filter|orderby|indexed/i.test(answer.message))
}

/**
 * A next link as a path for Graph. One that points to SharePoint itself, as has been recorded, gives only its token: ours
 * is for Graph's eyes alone.
 */
function pathOf(first: string, link: string | null): string | null {
  if (link === null) return null
  const url = new URL(link)
  if (!url.pathname.startsWith('/_api/')) return link
  for (const name of ['$skiptoken', 'token']) {
    const token = url.searchParams.get(name)
    if (token !== null)
      return `${first}${first.includes('?') ? '&' : '?'}${name}=${encodeURIComponent(token)}`
  }
  throw new Error('a next link points to another host and has no token to go on with')
}

function rowOf(item: Json): ListRow {
  const fields = asObject(item.fields)
  const cells = Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) =>
      typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
        ? [[name, value]]
        : [],
    ),
  )
  const by = asObject(item.lastModifiedBy)
  const isKnown = by.application !== undefined || by.user !== undefined
  return {
    itemId: String(item.id),
    etag: textOf(item, 'eTag') ?? textOf(item, '@odata.etag') ?? textOf(fields, '@odata.etag'),
    cells,
    isByApp: isKnown ? by.application !== undefined : null,
  }
}

function requestOf(place: ListPlace, write: RowWrite): BatchItem {
  const items = `${listPath(place)}/items`
  switch (write.kind) {
    case 'add':
      return { method: 'POST', path: items, body: { fields: write.cells } }
    case 'change':
      return {
        method: 'PATCH',
        path: `${items}/${encodeURIComponent(write.itemId)}/fields`,
        body: write.cells,
        ...(write.etag === null ? {} : { headers: { 'If-Match': write.etag } }),
      }
    case 'remove':
      return { method: 'DELETE', path: `${items}/${encodeURIComponent(write.itemId)}` }
    default:
      return write satisfies never
  }
}

function outcomeOf(answer: GraphAnswer, write: RowWrite | undefined): RowOutcome {
  switch (answer.kind) {
    case 'ok': {
      const body = asObject(answer.body)
      const itemId = write === undefined || write.kind === 'add' ? String(body.id) : write.itemId
      return { kind: 'written', itemId, etag: textOf(body, 'eTag') ?? textOf(body, '@odata.etag') }
    }
    case 'error':
      if (answer.status === 409 || answer.status === 412) return { kind: 'conflict' }
      if (answer.status === 404) return { kind: 'absent' }
      return {
        kind: 'refused',
        code: answer.code,
        reason: `${answer.status} ${answer.code}: ${answer.message}`,
      }
    case 'throttled':
      return { kind: 'later', reason: answer.reason, retryAt: answer.retryAt }
    case 'broken':
      return { kind: 'unknown', reason: answer.reason }
    case 'lost':
      return answer.isBeforeSend
        ? { kind: 'later', reason: answer.reason, retryAt: null }
        : { kind: 'unknown', reason: answer.reason }
    default:
      return answer satisfies never
  }
}
