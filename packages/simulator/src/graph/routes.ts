/** The whole of simulated Graph as one table: method, path, who may, what it costs, what it does. */

import { getAudit, listAudits } from './audit.ts'
import { type GraphRequest, refuse, refuseUnsupported } from './exchange.ts'
import { checkMembership, countGroups, createGroup, getGroup, listGroups, updateGroup } from './groups.ts'
import { sendMail } from './mail.ts'
import { getMailboxSettings, getMailboxTimeZone } from './mailbox-settings.ts'
import { countMembers, listMembers } from './members.ts'
import { addMember, deleteMemberItself, refuseMemberPost, removeMember } from './membership.ts'
import { listMessages } from './messages.ts'
import {
  getMethod,
  getTypedMethod,
  listMethods,
  listTypedMethods,
  type methodCollections,
  refuseDeleteOfMethods,
} from './methods.ts'
import { getMessageMime } from './mime.ts'
import { listDomains, listOrganization, listSubscribedSkus } from './organization.ts'
import { getRegistration, listRegistrations } from './report.ts'
import { type Common, type Route, route } from './route.ts'
import { siteRoutes } from './site-routes.ts'
import { countUsers, getManager, getUser, listUsers } from './users.ts'
import { deltaUsers } from './users-delta.ts'

const DIRECTORY_READ = ['Directory.Read.All', 'Directory.ReadWrite.All']
const USER_READ = ['User.Read.All', 'User.ReadWrite.All', ...DIRECTORY_READ]
const USER_READ_BASIC = ['User.ReadBasic.All', ...USER_READ]
const GROUP_READ = [
  'GroupMember.Read.All',
  'GroupMember.ReadWrite.All',
  'Group.Read.All',
  'Group.ReadWrite.All',
  ...DIRECTORY_READ,
]
const GROUP_READ_BASIC = ['Group.ReadBasic.All', 'GroupMember.ReadBasic.All', ...GROUP_READ]
const MEMBER_READ = ['GroupMember.ReadBasic.All', ...GROUP_READ]
const MEMBER_WRITE = ['GroupMember.ReadWrite.All', 'Group.ReadWrite.All', 'Directory.ReadWrite.All']
const METHODS_READ = ['UserAuthenticationMethod.Read.All', 'UserAuthenticationMethod.ReadWrite.All']

const LIST = ['$top', '$filter', '$select', '$count', '$orderby', '$search', '$skiptoken']
const MEMBER_LIST = ['$top', '$filter', '$select', '$count', '$search', '$skiptoken']
const COUNT = ['$filter', '$search']

const users: Common = { family: 'users', service: 'directory', needs: [USER_READ_BASIC], denial: 'directory' }
const usersWhole: Common = { ...users, needs: [USER_READ] }
const groups: Common = {
  family: 'groups',
  service: 'directory',
  needs: [GROUP_READ_BASIC],
  denial: 'directory',
}
const members: Common = { ...groups, needs: [MEMBER_READ] }
const memberWrites: Common = { ...groups, needs: [MEMBER_WRITE] }
const memberChecks: Common = { ...groups, needs: [MEMBER_READ, USER_READ_BASIC] }
const methods: Common = { family: 'methods', service: 'none', needs: [METHODS_READ], denial: 'methods' }
const reports: Common = {
  family: 'reports',
  service: 'identityReports',
  needs: [['AuditLog.Read.All']],
  denial: 'reports',
}
const audit: Common = { ...reports, family: 'audit' }
const mail: Common = { family: 'mail', service: 'outlook', needs: [['Mail.Send']], denial: 'mail' }
const mailRead: Common = { ...mail, needs: [['Mail.Read', 'Mail.ReadWrite']] }
const settings: Common = { ...mail, needs: [['MailboxSettings.Read', 'MailboxSettings.ReadWrite']] }
const other: Common = {
  family: 'other',
  service: 'directory',
  needs: [['Organization.Read.All', 'Organization.ReadWrite.All', ...DIRECTORY_READ]],
  denial: 'directory',
}

export const routes: readonly Route[] = [
  route('GET /users', users, { act: listUsers, options: LIST, units: 2 }),
  route('GET /users/$count', users, { act: countUsers, options: COUNT }),
  route('GET /users/delta', usersWhole, {
    act: deltaUsers,
    options: ['$top', '$select', '$filter', '$deltatoken', '$skiptoken'],
    units: 2,
  }),
  route('GET /users/{id}', users, { act: getUser, options: ['$select'] }),
  route('GET /users/{id}/manager', usersWhole, { act: getManager, options: ['$select'] }),
  route('POST /users/{id}/checkMemberGroups', memberChecks, { act: checkMembership, options: [], units: 4 }),
  route('POST /users/{id}/checkMemberObjects', memberChecks, { act: checkMembership, options: [], units: 4 }),
  route('POST /directoryObjects/{id}/checkMemberGroups', memberChecks, {
    act: checkMembership,
    options: [],
    units: 4,
  }),
  route('POST /directoryObjects/{id}/checkMemberObjects', memberChecks, {
    act: checkMembership,
    options: [],
    units: 4,
  }),

  route('GET /users/{id}/authentication/methods', methods, { act: listMethods, options: null }),
  route('GET /users/{id}/authentication/methods/{methodId}', methods, { act: getMethod, options: null }),
  route('DELETE /users/{id}/authentication/methods/{methodId}', methods, {
    act: refuseDeleteOfMethods,
    options: null,
  }),
  ...Object.entries({
    emailMethods: 'Email',
    externalAuthenticationMethods: 'External',
    fido2Methods: 'Passkey',
    microsoftAuthenticatorMethods: 'MicrosoftAuthApp',
    passwordMethods: 'Password',
    phoneMethods: 'Phone',
    platformCredentialMethods: 'PlatformCred',
    softwareOathMethods: 'SoftwareOATH',
    temporaryAccessPassMethods: 'TAP',
    windowsHelloForBusinessMethods: 'WindowsHello',
  } satisfies Record<keyof typeof methodCollections, string>).flatMap(([collection, word]) => {
    const narrow = [`UserAuthMethod-${word}.Read.All`, `UserAuthMethod-${word}.ReadWrite.All`]
    const common = { ...methods, needs: [[...METHODS_READ, ...narrow]] }
    return [
      route(`GET /users/{id}/authentication/${collection}`, common, { act: listTypedMethods, options: null }),
      route(`GET /users/{id}/authentication/${collection}/{methodId}`, common, {
        act: getTypedMethod,
        options: null,
      }),
    ]
  }),

  route('POST /users/{id}/sendMail', mail, { act: sendMail, options: [] }),
  route('GET /users/{id}/mailFolders/{folder}/messages', mailRead, {
    act: listMessages,
    options: ['$top', '$filter', '$select', '$orderby', '$skiptoken'],
  }),
  route('GET /users/{id}/messages/{messageId}/$value', mailRead, { act: getMessageMime, options: [] }),

  route('GET /users/{id}/mailboxSettings', settings, { act: getMailboxSettings, options: ['$select'] }),
  route('GET /users/{id}/mailboxSettings/timeZone', settings, { act: getMailboxTimeZone, options: [] }),

  route('GET /groups', groups, { act: listGroups, options: LIST }),
  route(
    'POST /groups',
    { ...groups, needs: [['Group.Create', 'Group.ReadWrite.All', 'Directory.ReadWrite.All']] },
    { act: createGroup, options: [] },
  ),
  route('GET /groups/$count', groups, { act: countGroups, options: COUNT }),
  route('GET /groups/{id}', groups, { act: getGroup, options: ['$select'] }),
  route('PATCH /groups/{id}', memberWrites, { act: updateGroup, options: [] }),
  route('GET /groups/{id}/members', members, { act: listMembers, options: MEMBER_LIST, units: 3 }),
  route('POST /groups/{id}/members', memberWrites, { act: refuseMemberPost, options: [] }),
  route('GET /groups/{id}/members/$count', members, { act: countMembers, options: COUNT }),
  route('POST /groups/{id}/members/$ref', memberWrites, { act: addMember, options: [] }),
  route('GET /groups/{id}/members/microsoft.graph.user', members, {
    act: listMembers,
    options: MEMBER_LIST,
    units: 3,
  }),
  route('GET /groups/{id}/members/microsoft.graph.user/$count', members, {
    act: countMembers,
    options: COUNT,
  }),
  route('DELETE /groups/{id}/members/{memberId}', groups, { act: deleteMemberItself, options: [] }),
  route('DELETE /groups/{id}/members/{memberId}/$ref', memberWrites, { act: removeMember, options: [] }),
  route('GET /groups/{id}/transitiveMembers', members, { act: listMembers, options: MEMBER_LIST, units: 5 }),
  route('GET /groups/{id}/transitiveMembers/$count', members, { act: countMembers, options: COUNT }),
  route('GET /groups/{id}/transitiveMembers/microsoft.graph.user', members, {
    act: listMembers,
    options: MEMBER_LIST,
    units: 5,
  }),
  route('POST /groups/{id}/checkMemberGroups', memberChecks, { act: checkMembership, options: [], units: 4 }),

  {
    ...route('GET /reports/authenticationMethods/userRegistrationDetails', reports, {
      act: listRegistrations,
      options: ['$top', '$filter', '$select', '$skiptoken'],
    }),
    premium: true,
  },
  {
    ...route('GET /reports/authenticationMethods/userRegistrationDetails/{id}', reports, {
      act: getRegistration,
      options: [],
    }),
    premium: true,
  },
  route('GET /auditLogs/directoryAudits', audit, {
    act: listAudits,
    options: ['$top', '$filter', '$orderby', '$skiptoken'],
  }),
  route('GET /auditLogs/directoryAudits/{id}', audit, { act: getAudit, options: [] }),

  route('GET /organization', other, { act: listOrganization, options: [] }),
  route(
    'GET /domains',
    { ...other, needs: [['Domain.Read.All', 'Domain.ReadWrite.All', ...DIRECTORY_READ]] },
    { act: listDomains, options: [] },
  ),
  route('GET /subscribedSkus', other, { act: listSubscribedSkus, options: [] }),

  ...siteRoutes,
]

const bySize = Map.groupBy(routes, ({ pattern }) => pattern.length)

export interface RouteMatch {
  route: Route
  params: Record<string, string>
}

/** The first route of the table that fits; a path known under another method, or unknown, is refused by name. */
export function matchRoute(request: Pick<GraphRequest, 'method' | 'segments' | 'quotedAt'>): RouteMatch {
  const { method, segments, quotedAt } = request
  const candidates = bySize.get(segments.length) ?? []
  const lower = segments.map(segment => segment.toLowerCase())
  for (const candidate of candidates) {
    if (candidate.method !== method) continue
    const params = fit(candidate.pattern, { segments, lower, quotedAt })
    if (params !== undefined) return { route: candidate, params }
  }
  throw refuseUnsupported(`${method} /${segments.join('/')}`)
}

function fit(
  pattern: string[],
  given: { segments: readonly string[]; lower: readonly string[]; quotedAt: ReadonlySet<number> },
): Record<string, string> | undefined {
  const { segments, lower, quotedAt } = given
  const params: Record<string, string> = {}
  for (const [at, part] of pattern.entries()) {
    const segment = segments[at] ?? ''
    if (part.startsWith('{')) {
      // FACTS 1: a UPN that begins with `$` needs the quoted form, since `$count` and `$ref` stand there as well.
      if (segment.startsWith('$') && !quotedAt.has(at)) return undefined
      params[part.slice(1, -1)] = segment
    } else if (part !== lower[at]) return undefined
  }
  return params
}

/** FACTS 3: `$select` takes one unit off, `$expand` adds one, `$top` below 20 takes one off; never under one. */
export function costOf(route: Route, request: GraphRequest): number {
  let units = route.units
  if (request.query.has('$select')) units--
  if (request.query.has('$expand')) units++
  if (Number(request.query.get('$top') ?? '100') < 20) units--
  return Math.max(1, units)
}

/** FACTS 3: a delta with a token costs as little as a single item. */
export function sharePointCostOf(route: Route, request: GraphRequest): number {
  return request.query.has('token') ? 1 : route.units
}

/** FACTS 2. */
export function checkPremium(route: Route, premium: boolean): void {
  if (!route.premium || premium) return
  throw refuse(
    403,
    'Authentication_RequestFromNonPremiumTenantOrB2CTenant',
    "Tenant is not a B2C tenant and doesn't have premium license",
  )
}
