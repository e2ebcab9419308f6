/** How users and groups look in Graph: the modelled properties, the default ones, and the real ones not modelled. */

import type { Group, User } from '../world/types.ts'
import type { Operator } from './filter-text.ts'

/** Properties that Graph has on user but this simulator does not (CSDL of August 2026). */
const USER_NOT_MODELLED = new Set(
  `aboutMe ageGroup assignedLicenses assignedPlans authorizationInfo birthday city companyName consentProvidedForMinor
  country creationType customSecurityAttributes deviceEnrollmentLimit employeeHireDate employeeId employeeLeaveDateTime
  employeeOrgData employeeType externalUserState externalUserStateChangeDateTime faxNumber hireDate identities
  identityParentId imAddresses interests isManagementRestricted isResourceAccount lastPasswordChangeDateTime
  legalAgeGroupClassification licenseAssignmentStates mailboxSettings mySite onPremisesDistinguishedName
  onPremisesDomainName onPremisesExtensionAttributes onPremisesImmutableId onPremisesLastSyncDateTime
  onPremisesProvisioningErrors onPremisesSamAccountName onPremisesSecurityIdentifier onPremisesUserPrincipalName
  passwordPolicies passwordProfile pastProjects postalCode preferredDataLocation preferredName print provisionedPlans
  responsibilities schools securityIdentifier serviceProvisioningErrors showInAddressList signInActivity
  signInSessionsValidFromDateTime skills state streetAddress authentication manager memberOf`.split(/\s+/),
)

const USER_READERS: Record<string, (user: User) => unknown> = {
  id: user => user.id,
  userPrincipalName: user => user.userPrincipalName,
  displayName: user => user.displayName,
  givenName: user => user.givenName,
  surname: user => user.surname,
  mail: user => user.mail,
  businessPhones: () => [],
  jobTitle: user => user.jobTitle,
  mobilePhone: user => user.mobilePhone,
  officeLocation: user => user.officeLocation,
  preferredLanguage: user => user.preferredLanguage,
  accountEnabled: user => user.accountEnabled,
  userType: user => user.userType,
  department: user => user.department,
  usageLocation: user => user.usageLocation,
  createdDateTime: user => toSeconds(user.createdAt),
  deletedDateTime: () => null,
  mailNickname: user => user.userPrincipalName.split('@')[0] ?? '',
  proxyAddresses: user => (user.mail === null ? [] : [`SMTP:${user.mail}`]),
  otherMails: () => [],
  onPremisesSyncEnabled: () => null,
}

/** FACTS 6. */
export const userDefaults = [
  'businessPhones',
  'displayName',
  'givenName',
  'jobTitle',
  'mail',
  'mobilePhone',
  'officeLocation',
  'preferredLanguage',
  'surname',
  'userPrincipalName',
  'id',
]

/** What User.ReadBasic.All shows (FACTS 6). */
export const userBasics: ReadonlySet<string> = new Set([
  'id',
  'displayName',
  'givenName',
  'surname',
  'mail',
  'userPrincipalName',
])

export const userSelection = {
  modelled: new Set(Object.keys(USER_READERS)),
  isKnownProperty: (name: string): boolean => USER_NOT_MODELLED.has(name) || name in USER_READERS,
  resource: 'user',
}

const EQUAL: readonly Operator[] = ['eq', 'in']
const TEXT: readonly Operator[] = ['eq', 'in', 'startswith', 'ge', 'le']

export const userFilterPlain: Record<string, readonly Operator[]> = {
  id: EQUAL,
  userPrincipalName: TEXT,
  displayName: TEXT,
  givenName: TEXT,
  surname: TEXT,
  mail: TEXT,
  jobTitle: TEXT,
  department: TEXT,
  mailNickname: TEXT,
  usageLocation: TEXT,
  accountEnabled: EQUAL,
  userType: EQUAL,
  createdDateTime: ['eq', 'ge', 'le', 'in'],
}

export const directoryAdvanced: readonly Operator[] = ['ne', 'not', 'endswith']

export function readUser(user: User, property: string): unknown {
  if (property === 'createdDateTime') return user.createdAt
  return USER_READERS[property]?.(user)
}

/** The user as Graph shows it; `only` limits what the caller may see to that set, the rest comes as null. */
export function showUser(user: User, names: readonly string[]): Record<string, unknown> {
  const shown: Record<string, unknown> = {}
  for (const name of names) shown[name] = USER_READERS[name]?.(user)
  return shown
}

const GROUP_NOT_MODELLED = new Set(
  `accessType allowExternalSenders assignedLabels assignedLicenses autoSubscribeNewMembers hasMembersWithLicenseErrors
  hideFromAddressLists hideFromOutlookClients infoCatalogs isArchived isFavorite isManagementRestricted
  isSubscribedByMail licenseProcessingState onPremisesExtensionAttributes organizationId serviceProvisioningErrors
  uniqueName unseenConversationsCount unseenCount unseenMessagesCount welcomeMessageEnabled members owners`.split(
    /\s+/,
  ),
)

const GROUP_READERS: Record<string, (group: Group) => unknown> = {
  id: group => group.id,
  deletedDateTime: () => null,
  classification: () => null,
  createdDateTime: group => toSeconds(group.createdAt),
  creationOptions: () => [],
  description: group => group.description ?? null,
  displayName: group => group.displayName,
  expirationDateTime: () => null,
  groupTypes: group => group.groupTypes,
  isAssignableToRole: group => group.isAssignableToRole,
  mail: () => null,
  mailEnabled: group => group.mailEnabled,
  mailNickname: group => group.mailNickname,
  membershipRule: group => group.membershipRule,
  membershipRuleProcessingState: group => (group.membershipRule === null ? null : 'On'),
  onPremisesDomainName: () => null,
  onPremisesLastSyncDateTime: () => null,
  onPremisesNetBiosName: () => null,
  onPremisesSamAccountName: () => null,
  onPremisesSecurityIdentifier: () => null,
  onPremisesSyncEnabled: group => group.onPremisesSyncEnabled,
  preferredDataLocation: () => null,
  preferredLanguage: () => null,
  proxyAddresses: () => [],
  renewedDateTime: group => toSeconds(group.createdAt),
  resourceBehaviorOptions: () => [],
  resourceProvisioningOptions: () => [],
  securityEnabled: group => group.securityEnabled,
  securityIdentifier: group => composeSecurityIdentifier(group.id),
  theme: () => null,
  visibility: () => null,
  onPremisesProvisioningErrors: () => [],
}

export const groupDefaults = Object.keys(GROUP_READERS)

export const groupSelection = {
  modelled: new Set(groupDefaults),
  isKnownProperty: (name: string): boolean => GROUP_NOT_MODELLED.has(name) || name in GROUP_READERS,
  resource: 'group',
}

export const groupFilterPlain: Record<string, readonly Operator[]> = {
  id: EQUAL,
  displayName: TEXT,
  mailNickname: TEXT,
  securityEnabled: EQUAL,
  mailEnabled: EQUAL,
  groupTypes: ['any'],
  membershipRuleProcessingState: EQUAL,
}

export function readGroup(group: Group, property: string): unknown {
  if (property === 'createdDateTime') return group.createdAt
  return GROUP_READERS[property]?.(group)
}

export function showGroup(group: Group, names: readonly string[]): Record<string, unknown> {
  const shown: Record<string, unknown> = {}
  for (const name of names) shown[name] = GROUP_READERS[name]?.(group)
  return shown
}

/** The directory shows times without fractions. */
export function toSeconds(at: Date): string {
  return `${at.toISOString().slice(0, 19)}Z`
}

/** `S-1-12-1-` and the object id as four little-endian numbers, as Entra forms it. */
function composeSecurityIdentifier(id: string): string {
  const [a = '0', b = '0', c = '0', d = '0', e = '0'] = id.split('-')
  const tail = Buffer.from(d + e, 'hex')
  const second = Number.parseInt(c + b, 16)
  const parts = [Number.parseInt(a, 16), second, tail.readUInt32LE(0), tail.readUInt32LE(4)]
  return `S-1-12-1-${parts.join('-')}`
}
