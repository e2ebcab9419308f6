/** Reads the query options of a request: page sizes, selections, counts, opaque page tokens. */

import {
  type GraphAnswer,
  type GraphGround,
  type GraphRequest,
  refuse,
  refuseBadRequest,
  refuseUnsupported,
} from './exchange.ts'

/** Query options that OData knows; anything else beginning with `$` is nonsense to Graph too. */
const KNOWN_OPTIONS = new Set([
  '$top',
  '$skip',
  '$select',
  '$filter',
  '$orderby',
  '$search',
  '$count',
  '$expand',
  '$skiptoken',
  '$deltatoken',
])

/** Refuses every option that the route does not name. */
export function checkOptions(request: GraphRequest, allowed: readonly string[]): void {
  for (const name of request.query.keys()) {
    if (allowed.includes(name)) continue
    if (name === '$skip') throw refuse(400, 'Request_BadRequest', "'$skip' is not supported by the service.")
    if (name.startsWith('$') && !KNOWN_OPTIONS.has(name)) {
      throw refuse(400, 'BadRequest', `The query parameter '${name}' is not supported.`)
    }
    throw refuseUnsupported(`the query option '${name}' on ${request.method} /${request.segments.join('/')}`)
  }
}

/** Directory collections: 1 to 999, 100 when not said; more is refused. */
export function readTop(
  request: GraphRequest,
  limits: { default: number; max: number; cut?: boolean },
): number {
  const text = request.query.get('$top')
  if (text === undefined) return limits.default
  const top = /^\d+$/.test(text) ? Number(text) : Number.NaN
  if (top >= 1 && top <= limits.max) return top
  if (limits.cut && top > limits.max) return limits.max
  throw refuse(
    400,
    'Request_UnsupportedQuery',
    `Invalid page size specified: '${text}'. Must be between 1 and ${limits.max} inclusive.`,
  )
}

export interface Selection {
  modelled: ReadonlySet<string>
  isKnownProperty: (name: string) => boolean
  resource: string
}

/** The selected property names, or undefined when all default ones are meant. */
export function readSelect(request: GraphRequest, selection: Selection): string[] | undefined {
  const text = request.query.get('$select')
  if (text === undefined) return undefined
  const names = text.split(',').map(name => name.trim())
  for (const name of names) {
    if (selection.modelled.has(name)) continue
    if (selection.isKnownProperty(name))
      throw refuseUnsupported(`$select of '${name}' on ${selection.resource}`)
    throw refuse(
      400,
      'BadRequest',
      `Could not find a property named '${name}' on type 'microsoft.graph.${selection.resource}'.`,
    )
  }
  return names
}

/** FACTS 1: both the header and `$count=true` make a query of the directory an advanced one. */
export function isAdvanced(request: GraphRequest): boolean {
  return hasEventualHeader(request) && request.query.get('$count') === 'true'
}

export function hasEventualHeader(request: GraphRequest): boolean {
  return (request.headers.consistencylevel ?? '').toLowerCase() === 'eventual'
}

/** Opaque to clients, and bound to the collection it was made for. */
export function writeToken(token: Record<string, unknown>): string {
  return Buffer.from(JSON.stringify(token)).toString('base64url')
}

export function readToken(text: string): Record<string, unknown> {
  try {
    const token: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
    if (typeof token === 'object' && token !== null) return { ...token }
  } catch {
    // Falls through to Graph's answer for a token it did not make.
  }
  throw refuseBadRequest(
    'Specified page token value has expired and can no longer be included in your request.',
  )
}

/** Where a page begins: the offset in the token, 0 on the first page. */
export function readOffset(request: GraphRequest, collection: string): number {
  const text = request.query.get('$skiptoken')
  if (text === undefined) return 0
  const token = readToken(text)
  if (token.c !== collection || typeof token.o !== 'number') {
    throw refuseBadRequest(
      'Specified page token value has expired and can no longer be included in your request.',
    )
  }
  return token.o
}

/** The same request with another page token, as Graph writes its `@odata.nextLink`. */
export function linkTo(
  ground: GraphGround,
  request: GraphRequest,
  token: { name: string; value: string },
): string {
  const path = request.segments.map(segment => encodeURIComponent(segment).replaceAll('%24', '$')).join('/')
  const options = [...request.query].filter(([name]) => name !== '$skiptoken' && name !== '$deltatoken')
  const query = [...options, [token.name, token.value]].map(
    ([name, value]) => `${name}=${encodeURIComponent(value ?? '')}`,
  )
  return `${ground.baseUrl}/${path}?${query.join('&')}`
}

export function contextUrl(ground: GraphGround, what: string): string {
  return `${ground.baseUrl}/$metadata#${what}`
}

export interface Page {
  value: unknown[]
  context: string
  /** Offset of the next page in the whole, or undefined at the end. */
  nextOffset: number | undefined
  collection: string
  count?: number | undefined
}

/** One page of a collection in Graph's envelope. */
export function composePage(ground: GraphGround, request: GraphRequest, page: Page): GraphAnswer {
  const body: Record<string, unknown> = { '@odata.context': contextUrl(ground, page.context) }
  // FACTS 1: the count comes on the first page only.
  if (page.count !== undefined && !request.query.has('$skiptoken')) body['@odata.count'] = page.count
  if (page.nextOffset !== undefined) {
    const value = writeToken({ c: page.collection, o: page.nextOffset })
    body['@odata.nextLink'] = linkTo(ground, request, { name: '$skiptoken', value })
  }
  body.value = page.value
  return { status: 200, headers: {}, body }
}

/** Takes up to `top` passing items from `offset` on; one more is looked for so that no page ends in an empty one. */
export function slice<T>(
  items: readonly T[],
  options: { offset: number; top: number; keep: (item: T) => boolean },
): { items: T[]; nextOffset: number | undefined } {
  const kept: T[] = []
  for (let at = options.offset; at < items.length; at++) {
    const item = items[at]
    if (item === undefined || !options.keep(item)) continue
    if (kept.length === options.top) return { items: kept, nextOffset: at }
    kept.push(item)
  }
  return { items: kept, nextOffset: undefined }
}
