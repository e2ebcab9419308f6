/** A list's rows page by page, with links as SharePoint makes them, on Graph's host or, as recorded, on another one. */

import type { List, Row, Site } from '../world/list-types.ts'
import { answerWith, type GraphAnswer, type GraphGround, type GraphRequest } from './exchange.ts'
import { selectRows } from './list-filter.ts'
import { readRowView, showRow } from './list-items.ts'
import { contextUrl, linkTo } from './query.ts'
import { contextOf, openList, type Params, refuseInvalid } from './site-access.ts'

/** Reported: 200 when not said, 5,000 at most, and what goes beyond is cut without a word (FACTS 11). */
const PAGE = { default: 200, max: 5_000 }

export function listRows(ground: GraphGround, request: GraphRequest, params: Params): GraphAnswer {
  const { site, list } = openList(ground, request, { params, need: 'read' })
  const view = readRowView(request)
  const top = readListTop(request)
  const selected = selectRows(request, list)
  const position = readPosition(request)
  const page =
    selected === undefined
      ? pageById(list, position, top)
      : pageOfSelected(selected, { position, top, isSorted: request.query.has('$orderby') })
  const fields = view.fields === undefined ? '' : '(fields())'
  return answerWith(200, {
    '@odata.context': contextUrl(ground, `${contextOf(site, list)}/items${fields}`),
    ...(page.next === undefined
      ? {}
      : { '@odata.nextLink': writeLink(ground, request, { site, list, next: page.next }) }),
    value: page.rows.map(row => showRow(ground, { site, list }, row, view)),
  })
}

export function readListTop(request: GraphRequest): number {
  const text = request.query.get('$top')
  if (text === undefined) return PAGE.default
  const top = /^\d+$/.test(text) ? Number(text) : 0
  if (top < 1) throw refuseInvalid(`The page size '${text}' is not valid.`)
  return Math.min(top, PAGE.max)
}

/** Where a page goes on: behind a row, or at a place in what is sorted. */
type Position = { kind: 'row'; id: number } | { kind: 'place'; offset: number }

interface Page {
  rows: Row[]
  next: Position | undefined
}

function pageById(list: List, position: Position, top: number): Page {
  const rows: Row[] = []
  const after = position.kind === 'row' ? position.id : 0
  for (let id = after + 1; id < list.rows.length; id++) {
    const row = list.rows[id]
    if (row === undefined) continue
    if (rows.length === top) return { rows, next: { kind: 'row', id: rows.at(-1)?.id ?? 0 } }
    rows.push(row)
  }
  return { rows, next: undefined }
}

function pageOfSelected(
  selected: readonly Row[],
  how: { position: Position; top: number; isSorted: boolean },
): Page {
  const { position, top, isSorted } = how
  const start =
    position.kind === 'place'
      ? position.offset
      : isSorted
        ? 0
        : selected.findIndex(row => row.id > position.id)
  if (start < 0) return { rows: [], next: undefined }
  const rows = selected.slice(start, start + top)
  if (start + top >= selected.length) return { rows, next: undefined }
  return {
    rows,
    next: isSorted ? { kind: 'place', offset: start + top } : { kind: 'row', id: rows.at(-1)?.id ?? 0 },
  }
}

/** `Paged=TRUE&p_ID=1` in base64 without padding, as recorded. The form for sorted pages is not recorded. */
function writePosition(position: Position): string {
  const text =
    position.kind === 'row' ? `Paged=TRUE&p_ID=${position.id}` : `Paged=TRUE&p_Place=${position.offset}`
  return Buffer.from(text).toString('base64').replaceAll('=', '')
}

function readPosition(request: GraphRequest): Position {
  const token = request.query.get('$skiptoken')
  if (token === undefined) return { kind: 'row', id: 0 }
  const [, kind, number] =
    /^Paged=TRUE&p_(ID|Place)=(\d+)$/.exec(Buffer.from(token, 'base64').toString('utf8')) ?? []
  if (kind === undefined) throw refuseInvalid('The skip token is not valid.')
  return kind === 'ID' ? { kind: 'row', id: Number(number) } : { kind: 'place', offset: Number(number) }
}

function writeLink(
  ground: GraphGround,
  request: GraphRequest,
  at: { site: Site; list: List; next: Position },
): string {
  const value = writePosition(at.next)
  if (!ground.foreignNextLinks) return linkTo(ground, request, { name: '$skiptoken', value })
  // The shape of the recording named in FACTS 1; whoever follows it takes the token to a host that is not Graph's.
  const options = [...request.query].filter(([name]) => name !== '$skiptoken')
  const query = [['$skiptoken', value], ...options].map(
    ([name = '', text = '']) => `${name.replace('$', '%24')}=${encodeURIComponent(text)}`,
  )
  const path = `/_api/v2.0/sites(%27${encodeURIComponent(at.site.id)}%27)/lists(%27${at.list.id}%27)/items`
  return `https://${ground.world.sites.hostname}${path}?${query.join('&')}`
}
