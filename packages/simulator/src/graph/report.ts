/** The registration report: a picture of everybody's methods that is refreshed now and then, not when asked (FACTS 8). */

import type { Method, User } from '../world/types.ts'
import {
  answerWith,
  type GraphAnswer,
  type GraphGround,
  type GraphRequest,
  refuseMissing,
} from './exchange.ts'
import { checkFilter, matches, readPath } from './filter.ts'
import { type Operator, parseFilter } from './filter-text.ts'
import { composePage, contextUrl, readOffset, readSelect, readTop, slice } from './query.ts'

/** FACTS 8: `$top` is not documented but widely used up to 1,000; a bigger one is cut here. */
const reportPage = { default: 100, max: 1_000, cut: true }

const CONTEXT = 'reports/authenticationMethods/userRegistrationDetails'

const EQUAL: readonly Operator[] = ['eq']
const FILTERS: Record<string, readonly Operator[]> = {
  id: EQUAL,
  isAdmin: EQUAL,
  isMfaRegistered: EQUAL,
  isMfaCapable: EQUAL,
  isPasswordlessCapable: EQUAL,
  isSsprRegistered: EQUAL,
  isSsprEnabled: EQUAL,
  isSsprCapable: EQUAL,
  isSystemPreferredAuthenticationMethodEnabled: EQUAL,
  userType: EQUAL,
  userPreferredMethodForSecondaryAuthentication: EQUAL,
  userPrincipalName: ['eq', 'startswith'],
  userDisplayName: ['eq', 'startswith'],
  methodsRegistered: ['any'],
  systemPreferredAuthenticationMethods: ['any'],
}

const PROPERTIES = new Set([...Object.keys(FILTERS), 'lastUpdatedDateTime'])

export function listRegistrations(ground: GraphGround, request: GraphRequest): GraphAnswer {
  const top = readTop(request, reportPage)
  const names = readSelect(request, {
    modelled: PROPERTIES,
    isKnownProperty: name => name === 'defaultMfaMethod',
    resource: 'userRegistrationDetails',
  })
  const keep = readFilter(ground, request)
  const page = slice(ground.world.userList, { offset: readOffset(request, 'registrations'), top, keep })
  return composePage(ground, request, {
    value: page.items.map(user => pick(showRegistration(ground, user), names)),
    context: CONTEXT,
    nextOffset: page.nextOffset,
    collection: 'registrations',
  })
}

export function getRegistration(
  ground: GraphGround,
  _request: GraphRequest,
  params: Record<string, string>,
): GraphAnswer {
  const user = ground.world.users.get((params.id ?? '').toLowerCase())
  if (user === undefined || !isInReport(ground, user)) throw refuseMissing(params.id ?? '')
  return answerWith(200, {
    '@odata.context': contextUrl(ground, `${CONTEXT}/$entity`),
    ...showRegistration(ground, user),
  })
}

function readFilter(ground: GraphGround, request: GraphRequest): (user: User) => boolean {
  const text = request.query.get('$filter')
  if (text === undefined) return user => isInReport(ground, user)
  const filter = checkFilter(parseFilter(text), {
    plain: FILTERS,
    advanced: [],
    isAdvancedQuery: false,
    isKnownProperty: name => name === 'lastUpdatedDateTime' || name === 'defaultMfaMethod',
    resource: 'userRegistrationDetails',
  })
  return user =>
    isInReport(ground, user) &&
    matches(filter, property => readPath(showRegistration(ground, user), property))
}

function pick(row: Record<string, unknown>, names: string[] | undefined): Record<string, unknown> {
  if (names === undefined) return row
  const picked: Record<string, unknown> = {}
  for (const name of names) picked[name] = row[name]
  return picked
}

/** When the report was last refreshed: every `reportLagHours` since the tenant began. */
export function reportRefreshedAt(ground: GraphGround): Date {
  const lagMs = ground.reportLagHours * 3_600_000
  const startMs = ground.startedAt.getTime()
  if (lagMs <= 0) return ground.world.clock.now()
  const passedMs = ground.world.clock.now().getTime() - startMs
  return new Date(startMs + Math.floor(passedMs / lagMs) * lagMs)
}

/** FACTS 8: disabled and deleted people are left out; so are those made since the last refresh. */
function isInReport(ground: GraphGround, user: User): boolean {
  return user.deletedAt === null && user.accountEnabled && user.createdAt <= reportRefreshedAt(ground)
}

/** What the person had registered when the report was refreshed. */
function methodsAt(ground: GraphGround, user: User, at: Date): Method[] {
  const gone = (ground.world.deletedMethods.get(user.id) ?? [])
    .filter(({ deletedAt }) => deletedAt > at)
    .map(({ method }) => method)
  return [...user.methods, ...gone].filter(method => method.createdAt <= at)
}

function showRegistration(ground: GraphGround, user: User): Record<string, unknown> {
  const at = reportRefreshedAt(ground)
  const methods = methodsAt(ground, user, at)
  const registered = [...new Set(methods.flatMap(reportNames))]
  // FACTS 8: MFA by external providers is not reflected.
  const strong = methods.filter(method => STRONG.has(method.kind))
  const preferred = preferredOf(methods)
  return {
    id: user.id,
    userPrincipalName: user.userPrincipalName,
    userDisplayName: user.displayName,
    userType: user.userType === 'Guest' ? 'guest' : 'member',
    isAdmin: false,
    isSsprRegistered: registered.length > 0,
    isSsprEnabled: false,
    isSsprCapable: false,
    isMfaRegistered: strong.length > 0,
    isMfaCapable: strong.length > 0,
    isPasswordlessCapable: methods.some(method => PASSWORDLESS.has(method.kind)),
    methodsRegistered: registered,
    isSystemPreferredAuthenticationMethodEnabled: true,
    systemPreferredAuthenticationMethods: preferred === undefined ? [] : [preferred],
    // FACTS 8: "none" in the contract; the empty string has been seen as well.
    userPreferredMethodForSecondaryAuthentication: secondaryOf(methods),
    lastUpdatedDateTime: at.toISOString(),
  }
}

const STRONG = new Set([
  'phone',
  'microsoftAuthenticator',
  'softwareOath',
  'fido2',
  'windowsHelloForBusiness',
  'platformCredential',
])
const PASSWORDLESS = new Set(['fido2', 'windowsHelloForBusiness', 'platformCredential'])

/** The report's words for a method (FACTS 8); none for a password. */
function reportNames(method: Method): string[] {
  switch (method.kind) {
    case 'password':
    case 'external':
      return []
    case 'email':
      return ['email']
    case 'temporaryAccessPass':
      return ['temporaryAccessPass']
    case 'phone':
      return [phoneName(method.properties.phoneType)]
    case 'microsoftAuthenticator':
      return ['microsoftAuthenticatorPush', 'softwareOneTimePasscode']
    case 'softwareOath':
      return ['softwareOneTimePasscode']
    case 'fido2':
      return [method.properties.passkeyType === 'synced' ? 'passKeySynced' : 'passKeyDeviceBound']
    case 'windowsHelloForBusiness':
      return ['windowsHelloForBusiness']
    case 'platformCredential':
      return ['macOsSecureEnclaveKey']
    case 'qrCodePin':
      return ['qrCode']
    default:
      return method.kind satisfies never
  }
}

function phoneName(phoneType: unknown): string {
  if (phoneType === 'office') return 'officePhone'
  return phoneType === 'alternateMobile' ? 'alternateMobilePhone' : 'mobilePhone'
}

function preferredOf(methods: Method[]): string | undefined {
  const kinds = new Set(methods.map(method => method.kind))
  if (kinds.has('fido2')) return 'fido2'
  if (kinds.has('microsoftAuthenticator')) return 'push'
  if (kinds.has('softwareOath')) return 'oath'
  return kinds.has('phone') ? 'sms' : undefined
}

function secondaryOf(methods: Method[]): string {
  const kinds = new Set(methods.map(method => method.kind))
  if (kinds.has('microsoftAuthenticator')) return 'push'
  if (kinds.has('softwareOath')) return 'oath'
  return kinds.has('phone') ? 'sms' : 'none'
}
