/** `items/delta` of a list: every row first, then what changed, the deleted ones as such (FACTS 11). */

import type { List, Row, Site } from '../world/list-types.ts'
import { answerWith, type GraphAnswer, type GraphGround, type GraphRequest, Refusal } from './exchange.ts'
import { type RowView, readRowView, showRow } from './list-items.ts'
import { readListTop } from './list-pages.ts'
import { contextUrl, writeToken } from './query.ts'
import { contextOf, openList, type Params } from './site-access.ts'

/** SharePoint keeps its log of changes for 60 days; how long Graph's tokens live is not published. */
const TOKEN_LIVES_MS = 60 * 24 * 3_600_000

/** A position in a round. `since` and `until` count lines of the list's log of changes. */
interface DeltaToken {
  list: string
  /** Where the log ended when the round began: the next round starts there. */
  until: number
  /** Where the round before ended; -1 in the first round, which shows every row. */
  since: number
  /** In the first round the last row shown, else the place in the log. */
  offset: number
  atMs: number
  isDone: boolean
}

interface DeltaPage {
  value: unknown[]
  /** Undefined at the end of the round. */
  offset: number | undefined
}

export function deltaRows(ground: GraphGround, request: GraphRequest, params: Params): GraphAnswer {
  const { site, list } = openList(ground, request, { params, need: 'read' })
  const place = { site, list }
  const top = readListTop(request)
  const view = readRowView(request)
  const token = readDelta(ground, request, place)
  const page =
    token.since < 0
      ? pageOfAll(ground, place, { token, top, view })
      : pageOfChanges(ground, place, { token, top, view })
  const next: DeltaToken = {
    ...token,
    offset: page.offset ?? token.until,
    isDone: page.offset === undefined,
    atMs: ground.world.clock.now().getTime(),
  }
  const name = next.isDone ? '@odata.deltaLink' : '@odata.nextLink'
  return answerWith(200, {
    '@odata.context': contextUrl(ground, `${contextOf(site, list)}/items`),
    [name]: linkWith(ground, request, { place, token: writeToken({ ...next }) }),
    value: page.value,
  })
}

function readDelta(
  ground: GraphGround,
  request: GraphRequest,
  place: { site: Site; list: List },
): DeltaToken {
  const text = request.query.get('token')
  const { list } = place
  const until = list.changes.length
  const atMs = ground.world.clock.now().getTime()
  const fresh = { list: list.id, until, atMs, isDone: false }
  if (text === undefined) return { ...fresh, since: -1, offset: 0 }
  if (text === 'latest') return { ...fresh, since: until, offset: until }
  const token = parseToken(text)
  const bornBefore = list.deltasSince?.getTime() ?? Number.NEGATIVE_INFINITY
  if (
    token === undefined ||
    token.list !== list.id ||
    token.atMs <= bornBefore ||
    atMs - token.atMs > TOKEN_LIVES_MS
  ) {
    throw refuseResync(ground, request, place)
  }
  return token.isDone ? { ...fresh, since: token.until, offset: token.until } : { ...token, atMs }
}

function parseToken(text: string): DeltaToken | undefined {
  try {
    const token: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
    // Whoever takes a token apart and makes one of their own gets what they deserve.
    return typeof token === 'object' && token !== null ? (token as DeltaToken) : undefined
  } catch {
    return undefined
  }
}

function refuseResync(
  ground: GraphGround,
  request: GraphRequest,
  place: { site: Site; list: List },
): Refusal {
  const message =
    'Resync required. Replace any local items with the server’s version and upload any local changes.'
  return new Refusal(
    answerWith(
      410,
      { error: { code: 'resyncChangesApplyDifferences', message, innerError: {} } },
      { location: linkWith(ground, request, { place, token: undefined }) },
    ),
  )
}

function linkWith(
  ground: GraphGround,
  request: GraphRequest,
  link: { place: { site: Site; list: List }; token: string | undefined },
): string {
  const { site, list } = link.place
  const options = [...request.query].filter(([name]) => name !== 'token')
  if (link.token !== undefined) options.push(['token', link.token])
  const query = options.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')
  const path = `${ground.baseUrl}/sites/${site.id}/lists/${list.id}/items/delta`
  return query === '' ? path : `${path}?${query}`
}

type Way = { token: DeltaToken; top: number; view: RowView }

function pageOfAll(ground: GraphGround, place: { site: Site; list: List }, way: Way): DeltaPage {
  const { list } = place
  const rows: Row[] = []
  for (let id = way.token.offset + 1; id < list.rows.length; id++) {
    const row = list.rows[id]
    if (row === undefined) continue
    if (rows.length === way.top) return { value: show(rows), offset: rows.at(-1)?.id ?? 0 }
    rows.push(row)
  }
  return { value: show(rows), offset: undefined }

  function show(some: readonly Row[]): unknown[] {
    return some.map(row => showRow(ground, place, row, way.view))
  }
}

/** Each row once, as it is now, however often it changed. */
function pageOfChanges(ground: GraphGround, place: { site: Site; list: List }, way: Way): DeltaPage {
  const { list } = place
  const ids = new Set<number>()
  let offset: number | undefined
  for (let at = way.token.offset; at < way.token.until; at++) {
    const id = list.changes[at]
    if (id === undefined) continue
    if (!ids.has(id) && ids.size === way.top) {
      offset = at
      break
    }
    ids.add(id)
  }
  const value = [...ids].map(id => {
    const row = list.rows[id]
    return row === undefined ? showDeleted(place, id) : showRow(ground, place, row, way.view)
  })
  return { value, offset }
}

function showDeleted({ site }: { site: Site }, id: number): Record<string, unknown> {
  return {
    id: String(id),
    parentReference: { siteId: site.id },
    contentType: { id: '0x0100', name: 'Item' },
    deleted: { state: 'deleted' },
  }
}
