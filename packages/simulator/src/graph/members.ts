/** Reads who is in a group: directly or through nested groups, as directory objects or as users only. */

import type { Group, User } from '../world/types.ts'
import { type GraphAnswer, type GraphGround, type GraphRequest, refuseBadRequest } from './exchange.ts'
import { checkFilter, matches } from './filter.ts'
import { parseFilter } from './filter-text.ts'
import { requireGroup } from './groups.ts'
import {
  directoryAdvanced,
  groupDefaults,
  readUser,
  showGroup,
  showUser,
  userBasics,
  userDefaults,
  userFilterPlain,
  userSelection,
} from './properties.ts'
import { composePage, isAdvanced, readOffset, readSelect, readTop, slice } from './query.ts'
import {
  countAnswer,
  countIfAsked,
  directoryPage,
  mayReadUsersWhole,
  refuseSearch,
  requireEventual,
} from './users.ts'

type Member = { type: 'user'; user: User } | { type: 'group'; group: Group }

/** Properties only groups have are left out of members: what users and groups share is shown of groups. */
const SHARED_GROUP_PROPERTIES = new Set(groupDefaults)

export function listMembers(
  ground: GraphGround,
  request: GraphRequest,
  params: Record<string, string>,
): GraphAnswer {
  const group = requireGroup(ground, params.id ?? '')
  const castsToUser = request.segments.some(segment => segment.toLowerCase() === 'microsoft.graph.user')
  const transitive = isTransitive(request)
  // FACTS 6: the cast is an advanced query.
  if (castsToUser && !isAdvanced(request))
    throw refuseBadRequest(
      'Filter or cast on this property requires $count=true and the ConsistencyLevel:eventual header.',
    )
  const top = readTop(request, directoryPage)
  const keep = readMemberFilter(request)
  const members = collectMembers(ground, group, { transitive, castsToUser })
  const collection = `${group.id}/${transitive ? 'transitive' : 'direct'}${castsToUser ? '/user' : ''}`
  const page = slice(members, { offset: readOffset(request, collection), top, keep })
  const show = composeShow(request, castsToUser)
  return composePage(ground, request, {
    value: page.items.map(show),
    context: contextOf(request, castsToUser),
    nextOffset: page.nextOffset,
    collection,
    count: countIfAsked(request, () => members.filter(keep).length),
  })
}

export function countMembers(
  ground: GraphGround,
  request: GraphRequest,
  params: Record<string, string>,
): GraphAnswer {
  requireEventual(request)
  const group = requireGroup(ground, params.id ?? '')
  const castsToUser = request.segments.some(segment => segment.toLowerCase() === 'microsoft.graph.user')
  const members = collectMembers(ground, group, { transitive: isTransitive(request), castsToUser })
  return countAnswer(members.filter(readMemberFilter(request)).length)
}

function isTransitive(request: GraphRequest): boolean {
  return request.segments.some(segment => segment.toLowerCase() === 'transitivemembers')
}

function contextOf(request: GraphRequest, castsToUser: boolean): string {
  const select = request.query.get('$select')
  return `${castsToUser ? 'users' : 'directoryObjects'}${select === undefined ? '' : `(${select})`}`
}

function collectMembers(
  ground: GraphGround,
  root: Group,
  how: { transitive: boolean; castsToUser: boolean },
): Member[] {
  const found = new Map<string, Member>()
  const walked = new Set<string>()
  const walk = (group: Group): void => {
    walked.add(group.id)
    for (const id of ground.replication.listMembers(group)) {
      const user = ground.world.users.get(id)
      if (user !== undefined) {
        if (user.deletedAt === null) found.set(id, { type: 'user', user })
        continue
      }
      const nested = ground.world.groups.get(id)
      if (nested === undefined) continue
      if (!how.castsToUser) found.set(id, { type: 'group', group: nested })
      if (how.transitive && !walked.has(id)) walk(nested)
    }
  }
  walk(root)
  return [...found.values()]
}

function readMemberFilter(request: GraphRequest): (member: Member) => boolean {
  if (request.query.has('$search')) throw refuseSearch(request)
  const text = request.query.get('$filter')
  if (text === undefined) return () => true
  const filter = checkFilter(parseFilter(text), {
    plain: userFilterPlain,
    advanced: directoryAdvanced,
    isAdvancedQuery: isAdvanced(request),
    isKnownProperty: userSelection.isKnownProperty,
    resource: 'directoryObject',
  })
  return member =>
    matches(filter, property =>
      member.type === 'user'
        ? readUser(member.user, property)
        : showGroup(member.group, [property])[property],
    )
}

function composeShow(
  request: GraphRequest,
  castsToUser: boolean,
): (member: Member) => Record<string, unknown> {
  const selected = readSelect(request, userSelection)
  const names = selected ?? userDefaults
  const whole = mayReadUsersWhole(request)
  const basic = whole || request.caller.roles.includes('User.ReadBasic.All')
  return member => {
    if (member.type === 'group') {
      const groupNames =
        selected === undefined ? groupDefaults : selected.filter(name => SHARED_GROUP_PROPERTIES.has(name))
      return {
        '@odata.type': '#microsoft.graph.group',
        id: member.group.id,
        ...showGroup(member.group, groupNames),
      }
    }
    const shown = showUser(member.user, names)
    // FACTS 6: members of a type one may not read come with type and id, the rest null.
    if (!whole)
      for (const name of names)
        if (name !== 'id' && !(basic && userBasics.has(name)))
          shown[name] = Array.isArray(shown[name]) ? [] : null
    const typed = castsToUser ? {} : { '@odata.type': '#microsoft.graph.user' }
    return {
      ...typed,
      ...shown,
      ...(selected === undefined || selected.includes('id') || !castsToUser ? { id: member.user.id } : {}),
    }
  }
}
