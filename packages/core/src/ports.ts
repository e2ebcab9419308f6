/**
 * What Muster needs of the world outside, in the domain's words. `graph/` and `smtp/` implement these; only `app.ts`
 * and `tenants/` know which. An expected answer is a value; only bugs throw.
 */

import type { AuditQuery } from './audit-query.ts'
import type { Assessment } from './methods.ts'

/** Time is handed in, so that a test or a rehearsal can turn it. */
export interface Clock {
  now(): Date
}

/** The other side did not give an answer that we can use. Nothing may be concluded from it. */
export interface NoAnswer {
  kind: 'noAnswer'
  reason: string
  /** When to ask again at the earliest; null when the other side did not say. */
  retryAt: Date | null
}

/** The other side refused for good: a permission, a licence, a wrong address. Shown to an operator. */
export interface Refusal {
  kind: 'refused'
  /** The other side's own code. */
  code: string
  reason: string
}

export interface DirectoryPerson {
  id: string
  upn: string
  mail: string | null
  displayName: string
  givenName: string | null
  surname: string | null
  accountEnabled: boolean
  userType: 'member' | 'guest'
  department: string | null
  jobTitle: string | null
  preferredLanguage: string | null
  usageLocation: string | null
}

export interface PeoplePage {
  kind: 'page'
  people: readonly DirectoryPerson[]
  removedIds: readonly string[]
  /** Hand this in to go on; opaque. */
  cursor: string
  /** No more for now: the cursor asks for what changed since. */
  isLast: boolean
}

export interface IdsPage {
  kind: 'page'
  ids: readonly string[]
  cursor: string | null
}

export type ManagerAnswer =
  | { kind: 'manager'; manager: DirectoryPerson }
  /** The directory knows the person, and names nobody, or nobody who is a person, as the manager. */
  | { kind: 'none' }
  /** The directory does not know the person, or not yet: somebody new is not known everywhere at once. */
  | { kind: 'absent' }
  | NoAnswer
  | Refusal

export interface Directory {
  /** Pages of the whole directory at first (cursor null), of what changed later. `startOver`: the cursor is dead. */
  readPeople(cursor: string | null): Promise<PeoplePage | { kind: 'startOver' } | NoAnswer | Refusal>
  /** By UPN, object id, or mail address. `absent` is an answer; a failure to ask is `noAnswer`. */
  findPerson(reference: {
    kind: 'upn' | 'mail' | 'objectId'
    value: string
  }): Promise<{ kind: 'found'; person: DirectoryPerson } | { kind: 'absent' } | NoAnswer | Refusal>
  /** One answer per id, in the order given; at most `managersReadMax` ids. */
  readManagers(personIds: readonly string[]): Promise<readonly ManagerAnswer[]>
}

export interface GroupFacts {
  id: string
  displayName: string
  /** Null when people can be added; otherwise why not, in words. */
  obstacle: string | null
}

export type JoinOutcome =
  | { kind: 'joined' }
  /** Refused for good, e.g. the person is gone or the group cannot be changed by hand. */
  | Refusal
  /** Not known whether it happened, or not now: asking again is safe, since joining twice is refused as "already". */
  | NoAnswer

export type LeaveOutcome = { kind: 'left' } | Refusal | NoAnswer

export interface Group {
  describe(
    groupId: string,
  ): Promise<{ kind: 'group'; group: GroupFacts } | { kind: 'absent' } | NoAnswer | Refusal>
  /** Groups whose name begins so, at most `groupsFoundMax`; several may have one name. */
  search(
    name: string,
  ): Promise<{ kind: 'found'; groups: readonly GroupFacts[]; isWhole: boolean } | NoAnswer | Refusal>
  join(groupId: string, personId: string, signal: AbortSignal): Promise<JoinOutcome>
  /** Takes somebody out. Whoever is not in it, or no longer there, is out: asking twice is safe. */
  leave(groupId: string, personId: string): Promise<LeaveOutcome>
  /** Whether somebody is in a group, also through groups within it. */
  isMember(groupId: string, personId: string): Promise<{ kind: 'read'; isIn: boolean } | NoAnswer | Refusal>
  /** One outcome per id, in the order given. */
  joinMany(groupId: string, personIds: readonly string[]): Promise<readonly JoinOutcome[]>
  readMembers(
    groupId: string,
    cursor: string | null,
  ): Promise<IdsPage | { kind: 'absent' } | NoAnswer | Refusal>
}

/** As many as one chooses from by eye; whoever sees more types another letter. */
export const groupsFoundMax = 20

/** `types`: Graph's own names of the methods, without the prefix. */
export type MethodsOutcome =
  | { kind: 'seen'; seen: Assessment; types: readonly string[] }
  | { kind: 'absent' }
  | NoAnswer
  | Refusal

export interface ReportedPerson {
  id: string
  seen: Assessment
  /** When the report was refreshed, not when the person registered. */
  refreshedAt: Date
}

export interface ReportPage {
  kind: 'page'
  people: readonly ReportedPerson[]
  /** Null after the last page. */
  cursor: string | null
}

export interface Registrations {
  /** Live, the truth. One outcome per id, in the order given; at most `methodsReadMax` ids. */
  readMethods(personIds: readonly string[]): Promise<readonly MethodsOutcome[]>
  /** The registration report: an inventory that lags up to a day and leaves out disabled people. */
  readReport(cursor: string | null): Promise<ReportPage | NoAnswer | Refusal>
}

/** An act on somebody's security info as the audit log has it. It arrives minutes late, out of order, sometimes twice. */
export interface AuditEntry {
  /** The log's own id: the same entry read again has the same. */
  id: string
  activity: string
  /** `success`, or another word of the log's. */
  result: string
  /** Whose security info; null when the entry names nobody. */
  personId: string | null
  at: Date
}

/** Whoever did something, or to whom or what it was done; what the log leaves open is null. */
export interface AuditParty {
  /** `user`, `app`, or the log's word for a resource in lower case. */
  kind: string
  id: string | null
  upn: string | null
  name: string | null
}

/** An entry with all that the log says of it, for rules and for the table of what has happened. */
export interface AuditRecord extends AuditEntry {
  service: string
  category: string
  correlationId: string | null
  /** Why, or what exactly: the log's own words. */
  reason: string | null
  initiator: AuditParty | null
  targets: readonly AuditParty[]
  /** Names of the properties that were changed. */
  changed: readonly string[]
  /** `initiatedBy`, `targetResources`, `additionalDetails` and `operationType` as Graph gave them. */
  details: Readonly<Record<string, unknown>>
}

export interface AuditPage {
  kind: 'page'
  entries: readonly AuditRecord[]
  /** Null after the last page. */
  cursor: string | null
}

export interface AuditLog {
  /** What was done since then, newest first. `startOver`: the cursor is dead. */
  readSecurityInfo(asked: {
    since: Date
    cursor: string | null
  }): Promise<AuditPage | { kind: 'startOver' } | NoAnswer | Refusal>
  /** The same for any question. `notFilterable`: Graph does not take this filter; its words are the reason. */
  read(asked: {
    query: AuditQuery
    since: Date
    cursor: string | null
  }): Promise<
    AuditPage | { kind: 'startOver' } | { kind: 'notFilterable'; reason: string } | NoAnswer | Refusal
  >
}

/** Graph takes 20 requests in one batch. */
export const methodsReadMax = 20
/** The same. */
export const managersReadMax = 20

export type ZoneOutcome =
  /** IANA name; null for a mailbox whose zone has no such name. */
  | { kind: 'read'; timeZone: string | null }
  /** No mailbox here, or one that we may not look into while others we may. */
  | { kind: 'absent' }
  | NoAnswer

export interface Mailboxes {
  /**
   * The time zones that people have set in their mailboxes: one outcome per id, in the order given, at most
   * `zonesReadMax`. Refused when the tenant lets us read none.
   */
  readTimeZones(personIds: readonly string[]): Promise<readonly ZoneOutcome[] | Refusal>
}

/** Graph takes 20 requests in one batch. */
export const zonesReadMax = 20

export interface OutgoingMail {
  /** Our own id of the message; sent along in a header, so that an uncertain mail can be found again. */
  messageId: string
  from: { address: string; name: string | null }
  to: { address: string; name: string | null }
  subject: string
  html: string
  text: string
  headers: Readonly<Record<string, string>>
  /** Pictures that the HTML names as `cid:…`; they travel with the mail, so that opening it loads nothing. */
  inline?: readonly InlinePicture[]
}

export interface InlinePicture {
  contentId: string
  mediaType: 'image/png' | 'image/jpeg'
  bytes: Uint8Array
}

export type SendOutcome =
  | { kind: 'sent'; providerId: string | null }
  /** Final for this mail. */
  | Refusal
  /** The mailbox itself cannot send; nothing is wrong with this mail, which stays queued. */
  | { kind: 'blocked'; code: string; reason: string }
  /** Certainly not sent; try again at `retryAt` or after a while. */
  | { kind: 'later'; reason: string; retryAt: Date | null }
  /** It may have been sent or not: look it up, never send it again blindly. */
  | { kind: 'uncertain'; reason: string }

/** A non-delivery report: what a mail system wrote back about a mail that it had taken. */
export interface Bounce {
  /** The report's own id, so that one that is read twice counts once. */
  reportId: string
  at: Date
  /** Addresses that the report names, in lower case; the one that could not be reached is among them. */
  addresses: readonly string[]
  /** The line that says why, as the mail system wrote it. */
  reason: string
  /** The report's own subject, which as a rule has that of the mail in it. */
  subject: string
  /** Our own ids of mails among the headers that the report gives back; none when it gives back no headers. */
  messageIds: readonly string[]
}

export interface Mailer {
  send(mail: OutgoingMail, signal: AbortSignal): Promise<SendOutcome>
  /** Looks for mails by our own id where the mailer can; null when it cannot tell (no permission, SMTP, no answer). */
  findSent(
    from: string,
    messageIds: readonly string[],
    since: Date,
  ): Promise<ReadonlyMap<string, boolean> | null>
  /**
   * Reports of final failures that came to the sender since then. `cannotTell`: the mailer has no such inbox, or no
   * right to read it.
   */
  readBounces(
    from: string,
    since: Date,
  ): Promise<{ kind: 'read'; bounces: readonly Bounce[] } | { kind: 'cannotTell' } | NoAnswer>
}
