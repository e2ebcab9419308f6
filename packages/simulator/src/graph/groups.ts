/** The groups of the tenant: reading them, making one, asking who is in which. */

import type { Group } from '../world/types.ts'
import {
  answerWith,
  type GraphAnswer,
  type GraphGround,
  type GraphRequest,
  isRecord,
  readObject,
  refuse,
  refuseBadRequest,
  refuseDirectoryAccess,
  refuseMissing,
  refuseUnsupported,
} from './exchange.ts'
import { checkFilter, matches } from './filter.ts'
import { parseFilter } from './filter-text.ts'
import { bindMembers, readBindings, requireReferences } from './membership.ts'
import {
  directoryAdvanced,
  groupDefaults,
  groupFilterPlain,
  groupSelection,
  readGroup,
  showGroup,
} from './properties.ts'
import { composePage, contextUrl, isAdvanced, readOffset, readSelect, readTop, slice } from './query.ts'
import { countAnswer, countIfAsked, directoryPage, findUser, refuseSearch, requireEventual } from './users.ts'

export function requireGroup(ground: GraphGround, id: string): Group {
  const group = ground.world.groups.get(id.toLowerCase())
  if (group === undefined || !ground.replication.hasGroup(group.id)) throw refuseMissing(id)
  return group
}

export function getGroup(
  ground: GraphGround,
  request: GraphRequest,
  params: Record<string, string>,
): GraphAnswer {
  const names = readSelect(request, groupSelection)
  const group = requireGroup(ground, params.id ?? '')
  const select = names === undefined ? '' : `(${names.join(',')})`
  return answerWith(200, {
    '@odata.context': contextUrl(ground, `groups${select}/$entity`),
    ...showGroup(group, names ?? groupDefaults),
  })
}

export function listGroups(ground: GraphGround, request: GraphRequest): GraphAnswer {
  const top = readTop(request, directoryPage)
  const names = readSelect(request, groupSelection)
  const keep = readGroupFilter(ground, request)
  const all = orderGroups([...ground.world.groups.values()], request)
  const page = slice(all, { offset: readOffset(request, 'groups'), top, keep })
  return composePage(ground, request, {
    value: page.items.map(group => showGroup(group, names ?? groupDefaults)),
    context: `groups${names === undefined ? '' : `(${names.join(',')})`}`,
    nextOffset: page.nextOffset,
    collection: 'groups',
    count: countIfAsked(request, () => all.filter(keep).length),
  })
}

export function countGroups(ground: GraphGround, request: GraphRequest): GraphAnswer {
  requireEventual(request)
  return countAnswer([...ground.world.groups.values()].filter(readGroupFilter(ground, request)).length)
}

function readGroupFilter(ground: GraphGround, request: GraphRequest): (group: Group) => boolean {
  if (request.query.has('$search')) throw refuseSearch(request)
  const text = request.query.get('$filter')
  if (text === undefined) return group => ground.replication.hasGroup(group.id)
  const filter = checkFilter(parseFilter(text), {
    plain: groupFilterPlain,
    advanced: directoryAdvanced,
    isAdvancedQuery: isAdvanced(request),
    isKnownProperty: groupSelection.isKnownProperty,
    resource: 'group',
  })
  return group =>
    ground.replication.hasGroup(group.id) && matches(filter, property => readGroup(group, property))
}

function orderGroups(groups: Group[], request: GraphRequest): Group[] {
  const text = request.query.get('$orderby')
  if (text === undefined) return groups
  if (!/^displayName( asc)?$/.test(text)) throw refuseUnsupported(`$orderby '${text}' on groups`)
  if (request.query.has('$filter') && !isAdvanced(request)) {
    throw refuse(400, 'Request_UnsupportedQuery', 'Sorting not supported for current query.')
  }
  return groups.sort((left, right) =>
    left.displayName.toLowerCase() < right.displayName.toLowerCase() ? -1 : 1,
  )
}

const CREATE_PROPERTIES = [
  'displayName',
  'description',
  'mailEnabled',
  'mailNickname',
  'securityEnabled',
  'groupTypes',
  'isAssignableToRole',
  'members@odata.bind',
  'owners@odata.bind',
  '@odata.type',
]

/** FACTS 6: displayName at most 256, mailNickname at most 64 ASCII characters without some. */
const DISPLAY_NAME_MAX = 256
const MAIL_NICKNAME = /^[!-~]{1,64}$/
const MAIL_NICKNAME_FORBIDDEN = /[@()[\]\\";:.<>,\s]/

export function createGroup(ground: GraphGround, request: GraphRequest): GraphAnswer {
  const body = readObject(request)
  const given = checkNewGroup(body)
  if (
    body.isAssignableToRole === true &&
    !request.caller.roles.includes('RoleManagement.ReadWrite.Directory')
  ) {
    throw refuseDirectoryAccess()
  }
  const references = readBindings(ground, body['members@odata.bind'])
  requireReferences(ground, references)
  const group = ground.world.addGroup(given)
  bindMembers(ground, request, { group, ids: references })
  ground.replication.noteNewGroup(group.id)
  return answerWith(201, {
    '@odata.context': contextUrl(ground, 'groups/$entity'),
    ...showGroup(group, groupDefaults),
  })
}

function checkNewGroup(body: Record<string, unknown>): Partial<Group> & { displayName: string } {
  const unknown = Object.keys(body).find(name => !CREATE_PROPERTIES.includes(name))
  if (unknown !== undefined) throw refuseUnsupported(`the property '${unknown}' when creating a group`)
  const { displayName, mailEnabled, mailNickname, securityEnabled, groupTypes = [], description } = body
  for (const name of ['displayName', 'mailEnabled', 'mailNickname', 'securityEnabled']) {
    if (body[name] === undefined || body[name] === null) {
      throw refuseBadRequest(`A value is required for property '${name}' of resource 'Group'.`)
    }
  }
  if (typeof displayName !== 'string' || displayName.length === 0 || displayName.length > DISPLAY_NAME_MAX)
    throw refuseInvalid('displayName')
  if (
    typeof mailNickname !== 'string' ||
    !MAIL_NICKNAME.test(mailNickname) ||
    MAIL_NICKNAME_FORBIDDEN.test(mailNickname)
  ) {
    throw refuseInvalid('mailNickname')
  }
  if (typeof mailEnabled !== 'boolean' || typeof securityEnabled !== 'boolean')
    throw refuseInvalid('securityEnabled')
  if (!Array.isArray(groupTypes) || groupTypes.length > 0 || mailEnabled) {
    throw refuseUnsupported('creating anything but plain security groups')
  }
  return {
    displayName,
    description: typeof description === 'string' ? description : null,
    mailEnabled,
    mailNickname,
    securityEnabled,
    isAssignableToRole: body.isAssignableToRole === true ? true : null,
  }
}

function refuseInvalid(name: string): Error {
  return refuseBadRequest(`Invalid value specified for property '${name}' of resource 'Group'.`)
}

/** FACTS 6: at most 20 ids; those groups in which the object is, transitively. */
const CHECK_MAX = 20

export function checkMembership(
  ground: GraphGround,
  request: GraphRequest,
  params: Record<string, string>,
): GraphAnswer {
  const asksObjects = request.segments.at(-1)?.toLowerCase() === 'checkmemberobjects'
  const name = asksObjects ? 'ids' : 'groupIds'
  const body = readObject(request)
  const ids = body[name]
  if (!Array.isArray(ids) || !ids.every(id => typeof id === 'string')) {
    throw refuseBadRequest(`A value is required for parameter '${name}'.`)
  }
  if (ids.length > CHECK_MAX)
    throw refuseBadRequest(`The number of values in '${name}' exceeds the maximum of ${CHECK_MAX}.`)
  const id = params.id ?? ''
  const object = findUser(ground, id) ?? ground.world.groups.get(id.toLowerCase())
  if (object === undefined) throw refuseMissing(id)
  const within = ids.filter(groupId =>
    isTransitiveMember(ground, { groupId: groupId.toLowerCase(), memberId: object.id }),
  )
  return answerWith(200, { '@odata.context': contextUrl(ground, 'Collection(Edm.String)'), value: within })
}

/** Walks nested groups; `seen` stops circles. */
function isTransitiveMember(
  ground: GraphGround,
  ask: { groupId: string; memberId: string },
  seen: Set<string> = new Set(),
): boolean {
  const group = ground.world.groups.get(ask.groupId)
  if (group === undefined || seen.has(group.id)) return false
  seen.add(group.id)
  if (ground.replication.isMember(group, ask.memberId)) return true
  if (ground.world.groups.size === 1) return false
  for (const nested of ground.world.groups.keys()) {
    if (
      group.members.has(nested) &&
      isTransitiveMember(ground, { groupId: nested, memberId: ask.memberId }, seen)
    )
      return true
  }
  return false
}

const BINDABLE = 'members@odata.bind'

/** PATCH of a group: members in bulk; other properties are not supported and named. */
export function updateGroup(
  ground: GraphGround,
  request: GraphRequest,
  params: Record<string, string>,
): GraphAnswer {
  const body = readObject(request)
  const other = Object.keys(body).find(name => name !== BINDABLE)
  if (other !== undefined) throw refuseUnsupported(`the property '${other}' in PATCH /groups/{id}`)
  if (!isRecord(body) || body[BINDABLE] === undefined)
    throw refuseBadRequest('Empty Payload. JSON content expected.')
  const group = requireGroup(ground, params.id ?? '')
  const ids = readBindings(ground, body[BINDABLE])
  bindMembers(ground, request, { group, ids })
  return answerWith(204)
}
