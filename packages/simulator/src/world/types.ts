/**
 * What exists in a simulated tenant: people, their methods and mailboxes, groups, the audit log, the registered
 * applications. Plain state; the Graph, login, SMTP and console faces read and change it through `World`.
 * Property names follow Microsoft Graph v1.0 where Graph has a word for the thing.
 */

import type { Sites } from './list-types.ts'

/** The one clock of a tenant. It can be turned; token lifetimes alone stay on wall time. */
export interface Clock {
  now(): Date
}

/** A method type as in Graph's `@odata.type`, without the `#microsoft.graph.` prefix and `AuthenticationMethod` suffix. */
export type MethodKind =
  | 'password'
  | 'email'
  | 'temporaryAccessPass'
  | 'phone'
  | 'microsoftAuthenticator'
  | 'softwareOath'
  | 'external'
  | 'fido2'
  | 'windowsHelloForBusiness'
  | 'platformCredential'
  | 'qrCodePin'

export interface Method {
  id: string
  kind: MethodKind
  createdAt: Date
  /** Properties of that kind as Graph shows them, e.g. `phoneNumber`, `displayName`, `aaGuid`. */
  properties: Record<string, unknown>
}

export interface User {
  id: string
  userPrincipalName: string
  displayName: string
  givenName: string | null
  surname: string | null
  /** The primary SMTP address, or null for a person without a mailbox; may differ from the UPN. */
  mail: string | null
  accountEnabled: boolean
  userType: 'Member' | 'Guest'
  department: string | null
  jobTitle: string | null
  officeLocation: string | null
  mobilePhone: string | null
  preferredLanguage: string | null
  usageLocation: string | null
  /** As Windows or IANA calls it; null: the one of the usage location. */
  mailboxTimeZone: string | null
  managerId: string | null
  createdAt: Date
  /** Set when the user was deleted; deleted users are gone from reads and appear as `@removed` in delta. */
  deletedAt: Date | null
  methods: Method[]
}

export interface Group {
  id: string
  displayName: string
  description?: string | null
  securityEnabled: boolean
  mailEnabled: boolean
  mailNickname: string
  /** `DynamicMembership` makes it dynamic: membership cannot be changed by hand. */
  groupTypes: string[]
  membershipRule: string | null
  onPremisesSyncEnabled: boolean | null
  isAssignableToRole: boolean | null
  createdAt: Date
  /** Member object id → when it was added; reads lag behind by the replication delay. */
  members: Map<string, Date>
}

export interface DeliveredMail {
  /** Running number in order of acceptance, 1-based. */
  number: number
  /** The mailbox's address it was delivered to (lower case). */
  to: string
  from: string
  subject: string
  html: string | null
  text: string | null
  /** Lower-case names. `x-` headers set by the sender are here. */
  headers: Record<string, string>
  acceptedAt: Date
  via: 'graph' | 'smtp'
  /** Pictures and files that came with it; only what they are, not their bytes. */
  attachments?: { contentId: string | null; mediaType: string; bytes: number }[]
  /** Every http(s) address in the mail, in order, without repetition; kept when the bodies are dropped. */
  links?: string[]
  /** What the submitting client called its envelope (RFC 3461, ENVID); only by SMTP, and only when it said so. */
  envelopeId?: string
  /** Of a non-delivery report: what it says to machines. */
  report?: DeliveryReport
}

/** The machine's part of a non-delivery report (RFC 3464), and the headers of the mail that came back. */
export interface DeliveryReport {
  recipient: string
  status: string
  envelopeId: string | null
  returnedHeaders: Record<string, string>
}

/** What a mailbox keeps of a mail it sent, as far as its Sent Items can be asked for it. */
export interface SentItem {
  id: string
  subject: string
  from: string
  to: string[]
  /** As the sender gave them, name and value; only `x-` headers can be set. */
  internetMessageHeaders: { name: string; value: string }[]
  sentAt: Date
}

/** One line of the log that delta reads: which properties of a user changed, in order. */
export interface UserChange {
  userId: string
  at: Date
  /** Graph property names; empty for a user that was just added. */
  changed: string[]
}

/** A method that is no more; the lagging registration report may still have to show it. */
export interface DeletedMethod {
  method: Method
  deletedAt: Date
}

export interface AuditRecord {
  id: string
  activityDisplayName: string
  category: string
  loggedByService: string
  result: 'success' | 'failure' | 'timeout' | 'unknownFutureValue'
  resultReason: string
  activityAt: Date
  /** From when on the log shows it: records arrive late and out of order. */
  visibleAt: Date
  correlationId: string
  operationType: string
  initiatedByUserId: string | null
  initiatedByAppId: string | null
  targetUserId: string | null
  targetGroupId: string | null
  modifiedProperties: { displayName: string; oldValue: string | null; newValue: string | null }[]
  /** Targets that are neither people nor groups: an application, a policy, a role. */
  otherTargets?: { id: string; displayName: string; type: string }[]
  additionalDetails?: { key: string; value: string }[]
}

/** An act of any service, as whoever writes it knows it; the rest of the record is filled in. */
export interface Activity
  extends Partial<
    Pick<
      AuditRecord,
      | 'result'
      | 'resultReason'
      | 'operationType'
      | 'initiatedByUserId'
      | 'initiatedByAppId'
      | 'targetUserId'
      | 'targetGroupId'
      | 'modifiedProperties'
      | 'otherTargets'
      | 'additionalDetails'
    >
  > {
  activityDisplayName: string
  category: string
  loggedByService: string
}

export interface App {
  clientId: string
  displayName: string
  /** Object id of its service principal in the tenant. */
  servicePrincipalId: string
  secrets: { value: string; expiresAt: Date }[]
  /** PEM certificates whose keys may sign assertions. */
  certificates: string[]
  /** Application permissions granted by admin consent, e.g. `User.Read.All`. Changing them affects new tokens only. */
  roles: string[]
  /** Where a browser may be sent back to after sign-in or sign-out, compared letter by letter; empty without a browser. */
  redirectUris: string[]
  /** User id → values of the app roles that the person was assigned. */
  appRoleAssignments: Map<string, string[]>
}

/** A mailbox that can send; a user with `mail` has one, shared mailboxes have one without a person. */
export interface Mailbox {
  address: string
  userId: string | null
  /** False makes sendMail answer 404 MailboxNotEnabledForRESTAPI; the address still receives. */
  enabled: boolean
  /** Lower-case addresses whose mailboxes may name this one in `from` (Send As). */
  sendAs?: string[]
}

/** Something that happened in the world, kept in order: the auditor's view. */
export type Happening =
  | { kind: 'mailDelivered'; at: Date; userId: string | null; mail: DeliveredMail }
  | { kind: 'mailUndeliverable'; at: Date; to: string; from: string }
  | { kind: 'linkOpened'; at: Date; userId: string; url: string; by: 'human' | 'scanner' }
  | { kind: 'linkPosted'; at: Date; userId: string; url: string; by: 'human' | 'scanner'; status: number }
  | { kind: 'linkBroken'; at: Date; userId: string; url: string; status: number }
  | { kind: 'methodRegistered'; at: Date; userId: string; method: MethodKind }
  | { kind: 'methodDeleted'; at: Date; userId: string; method: MethodKind }
  | { kind: 'memberAdded'; at: Date; userId: string; groupId: string }
  | { kind: 'memberRemoved'; at: Date; userId: string; groupId: string }
  | { kind: 'registrationCancelled'; at: Date; userId: string }

/** The state of one tenant and the acts that change it. Every act is stamped with the tenant's clock. */
export interface World {
  readonly tenantId: string
  readonly clock: Clock
  /** Seeded; the only source of chance in the simulator. In [0, 1). */
  readonly random: () => number
  /** A GUID drawn from `random`. */
  newId(): string
  /** Entra ID P1/P2: without it the registration report is refused. */
  premium: boolean
  /** The tenant's default domain, e.g. `contoso.example`. */
  readonly domain: string
  readonly users: Map<string, User>
  readonly groups: Map<string, Group>
  readonly mailboxes: Map<string, Mailbox>
  readonly apps: Map<string, App>
  readonly audit: AuditRecord[]
  readonly happenings: Happening[]
  /** Mails per lower-case address, oldest first. */
  readonly inboxes: Map<string, DeliveredMail[]>
  /** Per lower-case address of the sending mailbox, oldest first. */
  readonly sentItems: Map<string, SentItem[]>
  /** Every user in order of creation, the deleted ones included: a stable ground for paging. */
  readonly userList: readonly User[]
  /** In order; a delta token is a position in it. */
  readonly userChanges: readonly UserChange[]
  /** Per user id. */
  readonly deletedMethods: Map<string, DeletedMethod[]>
  /** SharePoint's part of the tenant. */
  readonly sites: Sites

  addUser(user: Partial<User> & { userPrincipalName: string; displayName: string }): User
  /** Changes attributes and bumps what delta reports. */
  updateUser(id: string, changes: Partial<Omit<User, 'id' | 'methods'>>): User
  deleteUser(id: string): void
  userByUpn(upn: string): User | undefined
  userByMail(address: string): User | undefined
  addGroup(group: Partial<Group> & { displayName: string }): Group
  addMember(groupId: string, userId: string, byAppId: string | null): 'added' | 'already'
  removeMember(groupId: string, userId: string, byAppId: string | null): 'removed' | 'notMember'
  addApp(app: Partial<App> & { displayName: string; roles: string[] }): App
  addMailbox(mailbox: Mailbox): void
  /** The mailbox a user id, UPN or address stands for. */
  mailboxOf(idOrAddress: string): Mailbox | undefined
  recordSentItem(address: string, item: Omit<SentItem, 'id' | 'sentAt'>): void
  /** How many users are not deleted. */
  countUsers(): number
  /** Puts the mail into the recipient's inbox and the happenings, or records it as undeliverable. */
  deliver(mail: Omit<DeliveredMail, 'number' | 'acceptedAt'>): void
  /** Registers a method as the person would at mysignins, writing the audit records Entra writes. */
  registerMethod(userId: string, kind: MethodKind, properties?: Record<string, unknown>): Method
  /** The person gives up the interrupt: a `failure` record of "User registered all required security info". */
  cancelRegistration(userId: string): void
  deleteMethod(userId: string, methodId: string): void
  /** An administrator gives the person a Temporary Access Pass: logged as security info registered, and none. */
  issueTemporaryPass(userId: string, byUserId?: string): Method
  /** Writes what another service has done into the audit log; nothing else in the tenant changes by it. */
  writeActivity(activity: Activity): void
  /** Notes what happened outside the tenant, such as a followed link, and tells the listeners. */
  record(happening: Happening): void
  /** Called for each happening as it is recorded; returns an unsubscribe function. */
  onHappening(listener: (happening: Happening) => void): () => void
}
