/** Users, groups and memberships of the tenant, with the indexes that keep them fast at 100,000 users. */

import type { AuditLog } from './audit-log.ts'
import { PASSWORD_METHOD_ID } from './methods.ts'
import type { Clock, Group, Happening, Mailbox, User, UserChange, World } from './types.ts'

export interface DirectoryOptions {
  clock: Clock
  newId: () => string
  record: (happening: Happening) => void
  audit: AuditLog
  /** Users with `mail` get a mailbox here; guests get one that receives but cannot send. */
  mailboxes: Map<string, Mailbox>
}

export type Directory = Pick<
  World,
  | 'users'
  | 'groups'
  | 'userList'
  | 'userChanges'
  | 'addUser'
  | 'updateUser'
  | 'deleteUser'
  | 'userByUpn'
  | 'userByMail'
  | 'countUsers'
  | 'addGroup'
  | 'addMember'
  | 'removeMember'
> & {
  /** Throws a RangeError for an unknown or deleted user: the caller's mistake, not Graph's 404. */
  mustFindUser(id: string): User
}

interface Shelves {
  users: Map<string, User>
  userList: User[]
  userChanges: UserChange[]
  byUpn: Map<string, User>
  byMail: Map<string, User>
  groups: Map<string, Group>
  deletedCount: number
}

export function createDirectory(options: DirectoryOptions): Directory {
  const shelves: Shelves = {
    users: new Map(),
    userList: [],
    userChanges: [],
    byUpn: new Map(),
    byMail: new Map(),
    groups: new Map(),
    deletedCount: 0,
  }
  return {
    users: shelves.users,
    groups: shelves.groups,
    userList: shelves.userList,
    userChanges: shelves.userChanges,
    addUser: user => addUser(shelves, options, user),
    updateUser: (id, changes) => updateUser(shelves, options, { id, changes }),
    deleteUser: id => deleteUser(shelves, options, id),
    userByUpn: upn => shelves.byUpn.get(upn.toLowerCase()),
    userByMail: address => shelves.byMail.get(address.toLowerCase()),
    countUsers: () => shelves.userList.length - shelves.deletedCount,
    addGroup: group => addGroup(shelves, options, group),
    addMember: (groupId, userId, byAppId) => addMember(shelves, options, { groupId, userId, byAppId }),
    removeMember: (groupId, userId, byAppId) => removeMember(shelves, options, { groupId, userId, byAppId }),
    mustFindUser: id => mustFindUser(shelves, id),
  }
}

function mustFindUser(shelves: Shelves, id: string): User {
  const user = shelves.users.get(id)
  if (user === undefined || user.deletedAt !== null) throw new RangeError(`no user ${id}`)
  return user
}

function mustFindGroup(shelves: Shelves, id: string): Group {
  const group = shelves.groups.get(id)
  if (group === undefined) throw new RangeError(`no group ${id}`)
  return group
}

function addUser(shelves: Shelves, options: DirectoryOptions, given: Parameters<World['addUser']>[0]): User {
  const at = options.clock.now()
  const user: User = {
    id: options.newId(),
    givenName: null,
    surname: null,
    mail: null,
    accountEnabled: true,
    userType: 'Member',
    department: null,
    jobTitle: null,
    officeLocation: null,
    mobilePhone: null,
    preferredLanguage: null,
    usageLocation: null,
    mailboxTimeZone: null,
    managerId: null,
    createdAt: at,
    deletedAt: null,
    // FACTS 7: a user without MFA normally shows one entry, the password.
    methods: [{ id: PASSWORD_METHOD_ID, kind: 'password', createdAt: at, properties: { password: null } }],
    ...given,
  }
  refuseTaken(shelves, user)
  shelves.users.set(user.id, user)
  shelves.userList.push(user)
  indexUser(shelves, options, user)
  shelves.userChanges.push({ userId: user.id, at, changed: [] })
  return user
}

function refuseTaken(shelves: Shelves, user: User): void {
  if (shelves.users.has(user.id)) throw new RangeError(`the id ${user.id} is taken`)
  const owner = shelves.byUpn.get(user.userPrincipalName.toLowerCase())
  if (owner !== undefined && owner !== user)
    throw new RangeError(`the name ${user.userPrincipalName} is taken`)
}

function indexUser(shelves: Shelves, options: DirectoryOptions, user: User): void {
  shelves.byUpn.set(user.userPrincipalName.toLowerCase(), user)
  if (user.mail === null) return
  const address = user.mail.toLowerCase()
  shelves.byMail.set(address, user)
  if (!options.mailboxes.has(address)) {
    // A guest's mailbox is in another organisation: it receives, but this tenant cannot send from it.
    options.mailboxes.set(address, {
      address: user.mail,
      userId: user.id,
      enabled: user.userType === 'Member',
    })
  }
}

function dropFromIndexes(shelves: Shelves, options: DirectoryOptions, user: User): void {
  const upn = user.userPrincipalName.toLowerCase()
  if (shelves.byUpn.get(upn) === user) shelves.byUpn.delete(upn)
  if (user.mail === null) return
  const address = user.mail.toLowerCase()
  if (shelves.byMail.get(address) === user) shelves.byMail.delete(address)
  if (options.mailboxes.get(address)?.userId === user.id) options.mailboxes.delete(address)
}

function updateUser(
  shelves: Shelves,
  options: DirectoryOptions,
  act: { id: string; changes: Parameters<World['updateUser']>[1] },
): User {
  const user = mustFindUser(shelves, act.id)
  const upn = act.changes.userPrincipalName
  if (upn !== undefined) refuseTakenName(shelves, user, upn)
  const changed = Object.entries(act.changes)
    .filter(([name, value]) => Reflect.get(user, name) !== value)
    .map(([name]) => name)
  if (changed.length === 0) return user
  dropFromIndexes(shelves, options, user)
  Object.assign(user, act.changes)
  indexUser(shelves, options, user)
  shelves.userChanges.push({ userId: user.id, at: options.clock.now(), changed })
  return user
}

function refuseTakenName(shelves: Shelves, user: User, upn: string): void {
  const owner = shelves.byUpn.get(upn.toLowerCase())
  if (owner !== undefined && owner !== user) throw new RangeError(`the name ${upn} is taken`)
}

function deleteUser(shelves: Shelves, options: DirectoryOptions, id: string): void {
  const user = mustFindUser(shelves, id)
  const at = options.clock.now()
  dropFromIndexes(shelves, options, user)
  user.deletedAt = at
  shelves.deletedCount++
  // A soft-deleted user is hidden from its groups at once; the auditor sees each removal.
  for (const group of shelves.groups.values()) {
    if (group.members.delete(id)) options.record({ kind: 'memberRemoved', at, userId: id, groupId: group.id })
  }
  shelves.userChanges.push({ userId: id, at, changed: ['deletedDateTime'] })
}

function addGroup(
  shelves: Shelves,
  options: DirectoryOptions,
  given: Parameters<World['addGroup']>[0],
): Group {
  const group: Group = {
    id: options.newId(),
    securityEnabled: true,
    mailEnabled: false,
    mailNickname:
      given.displayName
        .toLowerCase()
        .replaceAll(/[^a-z0-9]/g, '')
        .slice(0, 64) || 'group',
    groupTypes: [],
    membershipRule: null,
    onPremisesSyncEnabled: null,
    isAssignableToRole: null,
    createdAt: options.clock.now(),
    members: new Map(),
    ...given,
  }
  shelves.groups.set(group.id, group)
  return group
}

interface MembershipAct {
  groupId: string
  userId: string
  byAppId: string | null
}

function addMember(shelves: Shelves, options: DirectoryOptions, act: MembershipAct): 'added' | 'already' {
  const group = mustFindGroup(shelves, act.groupId)
  if (!shelves.groups.has(act.userId)) mustFindUser(shelves, act.userId)
  if (group.members.has(act.userId)) return 'already'
  const at = options.clock.now()
  group.members.set(act.userId, at)
  writeMembership(options, act, { verb: 'Add', group })
  options.record({ kind: 'memberAdded', at, userId: act.userId, groupId: act.groupId })
  return 'added'
}

function removeMember(
  shelves: Shelves,
  options: DirectoryOptions,
  act: MembershipAct,
): 'removed' | 'notMember' {
  const group = mustFindGroup(shelves, act.groupId)
  if (!group.members.delete(act.userId)) return 'notMember'
  writeMembership(options, act, { verb: 'Remove', group })
  options.record({ kind: 'memberRemoved', at: options.clock.now(), userId: act.userId, groupId: act.groupId })
  return 'removed'
}

function writeMembership(
  options: DirectoryOptions,
  act: MembershipAct,
  what: { verb: 'Add' | 'Remove'; group: Group },
): void {
  const adds = what.verb === 'Add'
  const properties = { 'Group.ObjectID': what.group.id, 'Group.DisplayName': what.group.displayName }
  options.audit.write({
    activityDisplayName: adds ? 'Add member to group' : 'Remove member from group',
    category: 'GroupManagement',
    loggedByService: 'Core Directory',
    resultReason: adds ? 'Successfully added member to group' : 'Successfully removed member from group',
    operationType: adds ? 'Assign' : 'Unassign',
    initiatedByAppId: act.byAppId,
    targetUserId: act.userId,
    targetGroupId: what.group.id,
    correlationId: options.newId(),
    // FACTS 9: old and new values are JSON inside a string.
    modifiedProperties: Object.entries(properties).map(([displayName, value]) => ({
      displayName,
      oldValue: adds ? null : JSON.stringify(value),
      newValue: adds ? JSON.stringify(value) : null,
    })),
  })
}
