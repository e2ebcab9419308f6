/** The users of the tenant as Graph serves them: one by id or name, lists, counts, managers. */

import type { User } from '../world/types.ts'
import {
  answerWith,
  type GraphAnswer,
  type GraphGround,
  type GraphRequest,
  refuse,
  refuseBadRequest,
  refuseDirectoryAccess,
  refuseMissing,
  refuseUnsupported,
} from './exchange.ts'
import { checkFilter, matches } from './filter.ts'
import { type Filter, parseFilter } from './filter-text.ts'
import {
  directoryAdvanced,
  readUser,
  showUser,
  userBasics,
  userDefaults,
  userFilterPlain,
  userSelection,
} from './properties.ts'
import {
  composePage,
  contextUrl,
  hasEventualHeader,
  isAdvanced,
  readOffset,
  readSelect,
  readTop,
  slice,
} from './query.ts'

/** FACTS 6: default 100, at most 999. */
export const directoryPage = { default: 100, max: 999 }

/** Roles that show whole users; User.ReadBasic.All shows the basics only. */
const FULL_READ = ['User.Read.All', 'User.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All']

export function mayReadUsersWhole(request: GraphRequest): boolean {
  return request.caller.roles.some(role => FULL_READ.includes(role))
}

/** By object id or user principal name, without regard to case; a deleted user is not found. */
export function findUser(ground: GraphGround, idOrName: string): User | undefined {
  const user = ground.world.users.get(idOrName.toLowerCase()) ?? ground.world.userByUpn(idOrName)
  return user?.deletedAt === null ? user : undefined
}

export function requireUser(ground: GraphGround, idOrName: string): User {
  const user = findUser(ground, idOrName)
  if (user === undefined) throw refuseMissing(idOrName)
  return user
}

export function getUser(
  ground: GraphGround,
  request: GraphRequest,
  params: Record<string, string>,
): GraphAnswer {
  const names = selectUserProperties(request)
  const user = requireUser(ground, params.id ?? '')
  return answerWith(200, {
    '@odata.context': contextUrl(ground, userContext(request, '/$entity')),
    ...showUser(user, names),
  })
}

export function getManager(
  ground: GraphGround,
  request: GraphRequest,
  params: Record<string, string>,
): GraphAnswer {
  const names = selectUserProperties(request)
  const user = requireUser(ground, params.id ?? '')
  const manager = user.managerId === null ? undefined : findUser(ground, user.managerId)
  // FACTS 2: only the name in quotes tells a missing manager from a missing user.
  if (manager === undefined) throw refuseMissing('manager')
  return answerWith(200, {
    '@odata.context': contextUrl(ground, 'directoryObjects/$entity'),
    '@odata.type': '#microsoft.graph.user',
    ...showUser(manager, names),
  })
}

export function listUsers(ground: GraphGround, request: GraphRequest): GraphAnswer {
  const top = readTop(request, directoryPage)
  const names = selectUserProperties(request)
  const keep = readUserFilter(request)
  const offset = readOffset(request, 'users')
  const shortcut = request.query.has('$skiptoken') ? undefined : findByKey(ground, request)
  const all = shortcut ?? orderUsers(ground.world.userList, request)
  const page = slice(all, { offset, top, keep })
  return composePage(ground, request, {
    value: page.items.map(user => showUser(user, names)),
    context: userContext(request),
    nextOffset: page.nextOffset,
    collection: 'users',
    count: countIfAsked(request, () => all.filter(keep).length),
  })
}

export function countUsers(ground: GraphGround, request: GraphRequest): GraphAnswer {
  requireEventual(request)
  const keep = readUserFilter(request)
  return countAnswer(ground.world.userList.filter(keep).length)
}

/** FACTS 1: `/$count` without the header is refused in these words. */
export function requireEventual(request: GraphRequest): void {
  if (!hasEventualHeader(request)) throw refuseBadRequest('$count is not currently supported.')
}

export function countAnswer(count: number): GraphAnswer {
  return { status: 200, headers: { 'content-type': 'text/plain' }, body: String(count) }
}

/** FACTS 1: without the header `?$count=true` is ignored silently. */
export function countIfAsked(request: GraphRequest, count: () => number): number | undefined {
  return isAdvanced(request) && !request.query.has('$skiptoken') ? count() : undefined
}

export function selectUserProperties(request: GraphRequest): string[] {
  const selected = readSelect(request, userSelection)
  if (mayReadUsersWhole(request)) return selected ?? userDefaults
  if (selected?.some(name => !userBasics.has(name))) throw refuseDirectoryAccess()
  return selected ?? userDefaults.filter(name => userBasics.has(name))
}

/** A test of users that also leaves out the deleted ones. */
export function readUserFilter(request: GraphRequest): (user: User) => boolean {
  if (request.query.has('$search')) throw refuseSearch(request)
  const text = request.query.get('$filter')
  if (text === undefined) return user => user.deletedAt === null
  const filter = checkFilter(parseFilter(text), {
    plain: userFilterPlain,
    advanced: directoryAdvanced,
    isAdvancedQuery: isAdvanced(request),
    isKnownProperty: userSelection.isKnownProperty,
    resource: 'user',
  })
  if (!mayReadUsersWhole(request) && namesIn(filter).some(name => !userBasics.has(name)))
    throw refuseDirectoryAccess()
  return user => user.deletedAt === null && matches(filter, property => readUser(user, property))
}

export function refuseSearch(request: GraphRequest): Error {
  if (hasEventualHeader(request)) return refuseUnsupported("the query option '$search'")
  return refuse(
    400,
    'Request_UnsupportedQuery',
    "Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'",
  )
}

function namesIn(filter: Filter): string[] {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return [...namesIn(filter.left), ...namesIn(filter.right)]
    case 'not':
      return namesIn(filter.inner)
    case 'any':
      return [filter.collection]
    default:
      return [filter.property]
  }
}

function userContext(request: GraphRequest, suffix = ''): string {
  const select = request.query.get('$select')
  return `users${select === undefined ? '' : `(${select})`}${suffix}`
}

/** `userPrincipalName eq '…'`, `mail eq '…'`, `id eq '…'` alone need no walk through 100,000 users. */
function findByKey(ground: GraphGround, request: GraphRequest): User[] | undefined {
  const text = request.query.get('$filter')
  const match =
    text === undefined ? null : /^\s*(userPrincipalName|id)\s+eq\s+'((?:[^']|'')*)'\s*$/.exec(text)
  if (match === null) return undefined
  const user = findUser(ground, (match[2] ?? '').replaceAll("''", "'"))
  return user === undefined ? [] : [user]
}

const ORDERS = ['displayName', 'userPrincipalName']

function orderUsers(users: readonly User[], request: GraphRequest): readonly User[] {
  const text = request.query.get('$orderby')
  if (text === undefined) return users
  const [property = '', direction = 'asc'] = text.trim().split(/\s+/)
  if (!ORDERS.includes(property)) throw refuseUnsupported(`$orderby '${text}' on users`)
  // FACTS 1: together with $filter this is an advanced query.
  if (request.query.has('$filter') && !isAdvanced(request)) {
    throw refuse(400, 'Request_UnsupportedQuery', 'Sorting not supported for current query.')
  }
  const sign = direction === 'desc' ? -1 : 1
  const key = (user: User): string => String(readUser(user, property)).toLowerCase()
  return [...users].sort((left, right) =>
    key(left) < key(right) ? -sign : key(left) > key(right) ? sign : 0,
  )
}
