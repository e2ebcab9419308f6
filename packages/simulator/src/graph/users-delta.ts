/** `/users/delta`: every user first, then what changed since, by tokens that live seven days on the tenant's clock. */

import type { User, UserChange } from '../world/types.ts'
import {
  answerWith,
  type GraphAnswer,
  type GraphGround,
  type GraphRequest,
  Refusal,
  refuseUnsupported,
} from './exchange.ts'
import { showUser } from './properties.ts'
import { contextUrl, linkTo, readToken, readTop, writeToken } from './query.ts'
import { directoryPage, selectUserProperties } from './users.ts'

/** FACTS 1: a delta token of a directory object is valid for seven days. */
const TOKEN_LIVES_MS = 7 * 24 * 3_600_000

/** Graph names that differ from the names in the world, for `Prefer: return=minimal`. */
const CHANGED_NAMES: Record<string, string> = { createdAt: 'createdDateTime' }

/** A position in a delta round. `changes` counts lines of the change log; `offset` walks the users or the changes. */
interface DeltaToken {
  kind: 'page' | 'delta'
  /** The change log's length when the round began: the next round starts there. */
  until: number
  /** The change log's length of the round before, or -1 in the first round, which lists every user. */
  since: number
  offset: number
  atMs: number
  select: string | null
  top: number
}

export function deltaUsers(ground: GraphGround, request: GraphRequest): GraphAnswer {
  const token = readPosition(ground, request)
  if (ground.world.clock.now().getTime() - token.atMs > TOKEN_LIVES_MS) throw refuseExpired(ground)
  // The token carries the selection, so links need no other options (Microsoft's delta overview).
  if (token.select !== null) request.query.set('$select', token.select)
  const names = selectUserProperties(request)
  const minimal = (request.headers.prefer ?? '').replaceAll(' ', '').includes('return=minimal')
  const { value, nextOffset } =
    token.since < 0 ? listAll(ground, token, names) : listChanges(ground, token, { names, minimal })
  return composeDelta(ground, request, { token, value, nextOffset })
}

function readPosition(ground: GraphGround, request: GraphRequest): DeltaToken {
  const text = request.query.get('$deltatoken') ?? request.query.get('$skiptoken')
  const nowMs = ground.world.clock.now().getTime()
  const until = ground.world.userChanges.length
  const top = readTop(request, directoryPage)
  const select = request.query.get('$select') ?? null
  if (request.query.has('$filter')) throw refuseUnsupported("the query option '$filter' on /users/delta")
  if (text === undefined) return { kind: 'page', until, since: -1, offset: 0, atMs: nowMs, select, top }
  if (text === 'latest')
    return { kind: 'delta', until, since: until, offset: until, atMs: nowMs, select, top }
  const read = readToken(text)
  const { until: tokenUntil, since, offset, atMs, top: tokenTop } = read
  if (
    typeof tokenUntil !== 'number' ||
    typeof since !== 'number' ||
    typeof offset !== 'number' ||
    typeof atMs !== 'number'
  ) {
    throw refuseExpired(ground)
  }
  const pageTop = typeof tokenTop === 'number' ? tokenTop : top
  const tokenSelect = typeof read.select === 'string' ? read.select : null
  if (read.kind === 'page')
    return { kind: 'page', until: tokenUntil, since, offset, atMs, select: tokenSelect, top: pageTop }
  return {
    kind: 'delta',
    until,
    since: tokenUntil,
    offset: tokenUntil,
    atMs,
    select: tokenSelect,
    top: pageTop,
  }
}

function refuseExpired(ground: GraphGround): Refusal {
  const message = 'The delta token is no longer valid. Start over with an empty token.'
  return new Refusal(
    answerWith(
      410,
      { error: { code: 'syncStateNotFound', message, innerError: {} } },
      { location: `${ground.baseUrl}/users/delta` },
    ),
  )
}

function listAll(
  ground: GraphGround,
  token: DeltaToken,
  names: string[],
): { value: unknown[]; nextOffset: number | undefined } {
  const users = ground.world.userList
  const value: unknown[] = []
  for (let at = token.offset; at < users.length; at++) {
    const user = users[at]
    if (user === undefined || user.deletedAt !== null) continue
    if (value.length === token.top) return { value, nextOffset: at }
    value.push(show(user, names))
  }
  return { value, nextOffset: undefined }
}

function listChanges(
  ground: GraphGround,
  token: DeltaToken,
  how: { names: string[]; minimal: boolean },
): { value: unknown[]; nextOffset: number | undefined } {
  const merged = new Map<string, Set<string> | null>()
  for (let at = token.offset; at < token.until; at++) {
    const change = ground.world.userChanges[at]
    if (change === undefined) continue
    if (!merged.has(change.userId) && merged.size === token.top)
      return { value: showMerged(ground, merged, how), nextOffset: at }
    merge(merged, change)
  }
  return { value: showMerged(ground, merged, how), nextOffset: undefined }
}

/** `null` stands for a user that was added since: all its properties are new. */
function merge(merged: Map<string, Set<string> | null>, change: UserChange): void {
  const known = merged.get(change.userId)
  if (known === null) return
  if (change.changed.length === 0) merged.set(change.userId, null)
  else
    merged.set(
      change.userId,
      new Set([...(known ?? []), ...change.changed.map(name => CHANGED_NAMES[name] ?? name)]),
    )
}

function showMerged(
  ground: GraphGround,
  merged: Map<string, Set<string> | null>,
  how: { names: string[]; minimal: boolean },
): unknown[] {
  const value: unknown[] = []
  for (const [userId, changed] of merged) {
    const user = ground.world.users.get(userId)
    if (user === undefined) continue
    if (user.deletedAt !== null) {
      value.push({ id: user.id, '@removed': { reason: 'changed' } })
      continue
    }
    const relevant = changed === null ? how.names : how.names.filter(name => changed.has(name))
    // A change of nothing that was selected is no change for this token.
    if (relevant.length === 0) continue
    value.push(show(user, how.minimal ? relevant : how.names))
  }
  return value
}

/** `id` is always there, selected or not. */
function show(user: User, names: string[]): Record<string, unknown> {
  return { ...showUser(user, names), id: user.id }
}

function composeDelta(
  ground: GraphGround,
  request: GraphRequest,
  page: { token: DeltaToken; value: unknown[]; nextOffset: number | undefined },
): GraphAnswer {
  const { token, value, nextOffset } = page
  const select = token.select === null ? '' : `(${token.select})`
  const bare = { ...request, query: new Map<string, string>() }
  const nowMs = ground.world.clock.now().getTime()
  const link =
    nextOffset === undefined
      ? {
          name: '$deltatoken',
          value: writeToken({ ...token, kind: 'delta', offset: token.until, atMs: nowMs }),
        }
      : { name: '$skiptoken', value: writeToken({ ...token, kind: 'page', offset: nextOffset, atMs: nowMs }) }
  const body = {
    '@odata.context': contextUrl(ground, `users${select}`),
    [nextOffset === undefined ? '@odata.deltaLink' : '@odata.nextLink']: linkTo(ground, bare, link),
    value,
  }
  const prefersMinimal = (request.headers.prefer ?? '').includes('return=minimal')
  return { status: 200, headers: prefersMinimal ? { 'preference-applied': 'return=minimal' } : {}, body }
}
