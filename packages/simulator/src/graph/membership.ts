/** Writes memberships with Graph's rules and words, error by error (FACTS 6). */

import type { Group } from '../world/types.ts'
import {
  answerWith,
  type GraphAnswer,
  type GraphGround,
  type GraphRequest,
  isGuid,
  readObject,
  refuse,
  refuseBadRequest,
  refuseDirectoryAccess,
  refuseMissing,
} from './exchange.ts'
import { findUser } from './users.ts'

/** FACTS 6: at most 20 references in one PATCH or POST. */
const BINDINGS_MAX = 20

/** FACTS 14: the hosts of Graph, worldwide and national. Besides these only the simulator's own address is Graph. */
const GRAPH_HOSTS = new Set([
  'graph.microsoft.com',
  'graph.microsoft.us',
  'dod-graph.microsoft.us',
  'microsoftgraph.chinacloudapi.cn',
])

const referenceForm = /^(?:https:\/\/([^/]+)\/(?:v1\.0|beta)\/)?(?:directoryObjects|users|groups)\/([^/?]+)$/i

/** The object id at the end of a reference such as `https://graph.microsoft.com/v1.0/directoryObjects/{id}`. */
function readReference(ground: GraphGround, reference: unknown): string {
  const address = typeof reference === 'string' ? referenceForm.exec(reference) : null
  const host = address?.[1]?.toLowerCase()
  const id = address?.[2] ?? ''
  if (host !== undefined && !GRAPH_HOSTS.has(host) && host !== new URL(ground.baseUrl).host)
    throw refuseBadRequest(
      `Invalid entity reference provided: '${host}' is not an address of Microsoft Graph.`,
    )
  if (!isGuid(id))
    throw refuseBadRequest(
      'Invalid entity reference provided: the URL must end in the id of a directory object.',
    )
  return id.toLowerCase()
}

/** The ids of `members@odata.bind`; absent means none. */
export function readBindings(ground: GraphGround, value: unknown): string[] {
  if (value === undefined) return []
  if (!Array.isArray(value))
    throw refuseBadRequest("Invalid value specified for property 'members' of resource 'Group'.")
  if (value.length > BINDINGS_MAX) {
    throw refuseBadRequest(
      `The request includes references to too many objects: ${value.length} were given and at most ${BINDINGS_MAX} are allowed.`,
    )
  }
  return value.map(reference => readReference(ground, reference))
}

function exists(ground: GraphGround, id: string): boolean {
  return findUser(ground, id) !== undefined || ground.world.groups.has(id)
}

export function requireReferences(ground: GraphGround, ids: string[]): void {
  const missing = ids.find(id => !exists(ground, id))
  if (missing !== undefined) throw refuseMissing(missing)
}

/** All or nothing: the first id that cannot be added refuses them all (FACTS 6). */
export function bindMembers(
  ground: GraphGround,
  request: GraphRequest,
  act: { group: Group; ids: string[] },
): void {
  const { group, ids } = act
  refuseUnwritable(group, request)
  const twice = ids.find((id, at) => ids.indexOf(id) !== at)
  if (twice !== undefined) {
    throw refuseBadRequest(
      `Object '[ResourceType=User,Id=${twice},ChangedProperties=[],NonDefaultProperties=[INTERNAL_SingleResourceQuery]]' referenced from '[ResourceType=Group,Id=${group.id},ChangedProperties=[],NonDefaultProperties=[]]' can only be present once as an add/remove change.`,
    )
  }
  requireReferences(ground, ids)
  if (ids.some(id => group.members.has(id))) throw refuseAlreadyThere()
  for (const id of ids) add(ground, request, { groupId: group.id, id })
}

export function addMember(
  ground: GraphGround,
  request: GraphRequest,
  params: Record<string, string>,
): GraphAnswer {
  const body = readObject(request)
  if (body['@odata.id'] === undefined) {
    throw refuseBadRequest("Property '@odata.id' is required in the request payload.")
  }
  const id = readReference(ground, body['@odata.id'])
  const group = requireWritableGroup(ground, request, params.id ?? '')
  if (!exists(ground, id)) throw refuseMissing(id)
  if (group.members.has(id)) throw refuseAlreadyThere()
  add(ground, request, { groupId: group.id, id })
  return answerWith(204)
}

export function removeMember(
  ground: GraphGround,
  request: GraphRequest,
  params: Record<string, string>,
): GraphAnswer {
  const id = (params.memberId ?? '').toLowerCase()
  const group = requireWritableGroup(ground, request, params.id ?? '')
  if (!exists(ground, id)) throw refuseMissing(params.memberId ?? '')
  if (!group.members.has(id)) {
    throw refuseBadRequest(
      "One or more removed object references do not exist for the following modified properties: 'members'.",
    )
  }
  ground.world.removeMember(group.id, id, request.caller.appId)
  ground.replication.noteMembership(group.id, id, true)
  return answerWith(204)
}

/** FACTS 6: without `/$ref` the user itself is deleted, if the app may manage users. */
export function deleteMemberItself(
  ground: GraphGround,
  request: GraphRequest,
  params: Record<string, string>,
): GraphAnswer {
  const mayDelete = request.caller.roles.some(
    role => role === 'User.ReadWrite.All' || role === 'User.DeleteRestore.All',
  )
  if (!mayDelete) throw refuseDirectoryAccess()
  const user = findUser(ground, params.memberId ?? '')
  const group = ground.world.groups.get((params.id ?? '').toLowerCase())
  if (user === undefined || group === undefined || !group.members.has(user.id))
    throw refuseMissing(params.memberId ?? '')
  ground.world.deleteUser(user.id)
  return answerWith(204)
}

/** FACTS 6, observed. */
export function refuseMemberPost(): GraphAnswer {
  throw refuse(400, 'BadRequest', 'Write requests are only supported on contained entities')
}

function add(ground: GraphGround, request: GraphRequest, act: { groupId: string; id: string }): void {
  ground.world.addMember(act.groupId, act.id, request.caller.appId)
  ground.replication.noteMembership(act.groupId, act.id, false)
}

/** A group that was just made is refused for some seconds in other words than an unknown one (FACTS 6). */
function requireWritableGroup(ground: GraphGround, request: GraphRequest, id: string): Group {
  const group = ground.world.groups.get(id.toLowerCase())
  if (group === undefined) throw refuseMissing(id)
  if (!ground.replication.hasGroup(group.id)) {
    throw refuseBadRequest('The source resource object or one of the objects being referenced do not exist.')
  }
  refuseUnwritable(group, request)
  return group
}

function refuseUnwritable(group: Group, request: GraphRequest): void {
  if (
    group.isAssignableToRole === true &&
    !request.caller.roles.includes('RoleManagement.ReadWrite.Directory')
  ) {
    throw refuseDirectoryAccess()
  }
  if (group.groupTypes.includes('DynamicMembership')) {
    throw refuseBadRequest(
      'Insufficient privileges or the membership of a dynamic group cannot be changed directly: members of dynamic groups are managed by their membershipRule.',
    )
  }
  if (group.onPremisesSyncEnabled === true) {
    throw refuseBadRequest(
      'Unable to update the specified properties for on-premises mastered Directory Sync objects or objects currently undergoing migration.',
    )
  }
}

function refuseAlreadyThere(): Error {
  return refuseBadRequest(
    "One or more added object references already exist for the following modified properties: 'members'.",
  )
}
