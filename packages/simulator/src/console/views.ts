/** What the console shows, as plain objects: one function per page, its answer also the page's JSON twin. */
import { type Registration, registrationOf } from '../seeds/methods.ts'
import type { AuditRecord, DeliveredMail, Group, Happening, Method, User, World } from '../world/types.ts'

/** What a page may be asked for in its query string. */
export interface Query {
  search?: string | undefined
  /** 1-based. */
  page?: string | undefined
}

/** One page of a list. */
export interface Slice<T> {
  items: T[]
  total: number
  page: number
  pages: number
  search: string
}

export interface PersonLine {
  id: string
  displayName: string
  userPrincipalName: string
  mail: string | null
  department: string | null
  registration: Registration
  accountEnabled: boolean
  userType: User['userType']
}

export interface MailLine {
  number: number
  to: string
  from: string
  subject: string
  acceptedAt: Date
  via: DeliveredMail['via']
}

export interface GroupLine {
  id: string
  displayName: string
  members: number
  /** `assigned`: people are added by hand. */
  kind: 'assigned' | 'dynamic' | 'on-premises'
}

export interface HappeningLine {
  at: Date
  kind: Happening['kind']
  userId: string | null
  who: string
  detail: string
}

export interface AuditLine extends AuditRecord {
  who: string
  /** False: too fresh to be seen through Graph. */
  visible: boolean
}

/** Fits a screen or two; a list beyond it is searched rather than read. */
const pageRows = 50
/** Rows in the short lists on the overview and on a person's page. */
const recentMax = 30

export function readOverview(world: World) {
  const people = peopleOf(world)
  const counts = countHappenings(world.happenings)
  return {
    now: world.clock.now(),
    tenantId: world.tenantId,
    domain: world.domain,
    people: {
      total: people.length,
      registered: countWhere(people, person => registrationOf(person) === 'registered'),
      phoneOnly: countWhere(people, person => registrationOf(person) === 'phoneOnly'),
      none: countWhere(people, person => registrationOf(person) === 'none'),
      guests: countWhere(people, person => person.userType === 'Guest'),
      disabled: countWhere(people, person => !person.accountEnabled),
      withoutMailbox: countWhere(people, person => person.mail === null),
    },
    mails: { delivered: counts.mailDelivered ?? 0, undeliverable: counts.mailUndeliverable ?? 0 },
    links: {
      openedByPeople: counts.linkOpenedByHuman ?? 0,
      postedByPeople: counts.linkPostedByHuman ?? 0,
      openedByScanners: counts.linkOpenedByScanner ?? 0,
      postedByScanners: counts.linkPostedByScanner ?? 0,
      broken: counts.linkBroken ?? 0,
    },
    groups: [...world.groups.values()].map(toGroupLine),
    recent: world.happenings
      .slice(-recentMax)
      .reverse()
      .map(happening => toHappeningLine(world, happening)),
  }
}

export function readPeople(world: World, query: Query): Slice<PersonLine> {
  const matches = matcher(query.search)
  const found = peopleOf(world).filter(person =>
    matches(person.displayName, person.userPrincipalName, person.mail, person.department),
  )
  return slice(found, query, toPersonLine)
}

/** Null: no such person. */
export function readPerson(world: World, id: string) {
  const user = world.users.get(id)
  if (!user || user.deletedAt) return null
  const manager = user.managerId ? world.users.get(user.managerId) : undefined
  return {
    ...toPersonLine(user),
    jobTitle: user.jobTitle,
    officeLocation: user.officeLocation,
    preferredLanguage: user.preferredLanguage,
    usageLocation: user.usageLocation,
    manager: manager ? toPersonLine(manager) : null,
    methods: user.methods satisfies Method[],
    groups: [...world.groups.values()].filter(group => group.members.has(id)).map(toGroupLine),
    mails: mailsOf(world, user.mail).slice(0, recentMax).map(toMailLine),
    happenings: world.happenings
      .filter(happening => 'userId' in happening && happening.userId === id)
      .slice(-recentMax)
      .reverse()
      .map(happening => toHappeningLine(world, happening)),
  }
}

export function readInboxes(world: World, query: Query) {
  const matches = matcher(query.search)
  const inboxes = [...world.inboxes]
    .map(([address, mails]) => ({ address, mails: mails.length, latest: mails.at(-1) }))
    .filter(inbox => matches(inbox.address, nameOf(world, inbox.address), inbox.latest?.subject))
    .toSorted((a, b) => (b.latest?.number ?? 0) - (a.latest?.number ?? 0))
  return slice(inboxes, query, inbox => ({
    address: inbox.address,
    name: nameOf(world, inbox.address),
    mails: inbox.mails,
    latest: inbox.latest ? toMailLine(inbox.latest) : null,
  }))
}

/** An address that nothing was delivered to yet has an empty inbox. */
export function readInbox(world: World, address: string, query: Query) {
  const mails = mailsOf(world, address)
  return {
    address: address.toLowerCase(),
    name: nameOf(world, address),
    userId: world.userByMail(address)?.id ?? null,
    ...slice(mails, query, toMailLine),
  }
}

/** Null: no such mail. */
export function readMail(world: World, address: string, number: number) {
  const mail = mailsOf(world, address).find(candidate => candidate.number === number)
  if (!mail) return null
  return { ...mail, name: nameOf(world, address), userId: world.userByMail(address)?.id ?? null }
}

export function readGroups(world: World) {
  return { groups: [...world.groups.values()].map(toGroupLine) }
}

/** Null: no such group. */
export function readGroup(world: World, id: string, query: Query) {
  const group = world.groups.get(id)
  if (!group) return null
  const matches = matcher(query.search)
  const members = [...group.members]
    .map(([userId, addedAt]) => ({ user: world.users.get(userId), addedAt }))
    .filter(member => member.user !== undefined)
    .filter(({ user }) => matches(user?.displayName, user?.userPrincipalName, user?.department))
    .toSorted((a, b) => b.addedAt.getTime() - a.addedAt.getTime())
  const lines = members.flatMap(({ user, addedAt }) => (user ? [{ ...toPersonLine(user), addedAt }] : []))
  return { ...toGroupLine(group), membershipRule: group.membershipRule, ...slice(lines, query, line => line) }
}

export function readAudit(world: World, query: Query): Slice<AuditLine> {
  const matches = matcher(query.search)
  const now = world.clock.now()
  const lines = world.audit.toReversed().map(record => ({
    ...record,
    who: world.users.get(record.targetUserId ?? '')?.displayName ?? '',
    visible: record.visibleAt <= now,
  }))
  const found = lines.filter(line =>
    matches(line.activityDisplayName, line.resultReason, line.who, line.result),
  )
  return slice(found, query, line => line)
}

function peopleOf(world: World): User[] {
  return world.userList.filter(user => user.deletedAt === null)
}

function mailsOf(world: World, address: string | null): DeliveredMail[] {
  return (world.inboxes.get(address?.toLowerCase() ?? '') ?? []).toReversed()
}

function nameOf(world: World, address: string): string {
  return world.userByMail(address)?.displayName ?? address
}

function toPersonLine(user: User): PersonLine {
  const { id, displayName, userPrincipalName, mail, department, accountEnabled, userType } = user
  const registration = registrationOf(user)
  return { id, displayName, userPrincipalName, mail, department, registration, accountEnabled, userType }
}

function toMailLine({ number, to, from, subject, acceptedAt, via }: DeliveredMail): MailLine {
  return { number, to, from, subject, acceptedAt, via }
}

function toGroupLine(group: Group): GroupLine {
  const dynamic = group.groupTypes.includes('DynamicMembership')
  const kind = dynamic ? 'dynamic' : group.onPremisesSyncEnabled ? 'on-premises' : 'assigned'
  return { id: group.id, displayName: group.displayName, members: group.members.size, kind }
}

function toHappeningLine(world: World, happening: Happening): HappeningLine {
  const userId = 'userId' in happening ? happening.userId : null
  const who = userId ? (world.users.get(userId)?.displayName ?? userId) : ''
  return { at: happening.at, kind: happening.kind, userId, who, detail: describe(world, happening) }
}

function describe(world: World, happening: Happening): string {
  switch (happening.kind) {
    case 'mailDelivered':
      return `“${happening.mail.subject}” to ${happening.mail.to}`
    case 'mailUndeliverable':
      return `to ${happening.to}`
    case 'linkOpened':
      return happening.by === 'human' ? 'by the person' : 'by a scanner'
    case 'linkPosted':
      return `by ${happening.by === 'human' ? 'the person' : 'a scanner'}, answered ${happening.status}`
    case 'linkBroken':
      return happening.status === 0 ? 'no answer' : `answered ${happening.status}`
    case 'methodRegistered':
    case 'methodDeleted':
      return happening.method
    case 'memberAdded':
    case 'memberRemoved':
      return world.groups.get(happening.groupId)?.displayName ?? happening.groupId
    case 'registrationCancelled':
      return 'gave up at the registration page'
    default:
      return happening satisfies never
  }
}

function countHappenings(happenings: readonly Happening[]): Partial<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const happening of happenings) {
    const by = 'by' in happening ? (happening.by === 'human' ? 'ByHuman' : 'ByScanner') : ''
    const key = happening.kind + by
    counts[key] = (counts[key] ?? 0) + 1
  }
  return counts
}

function countWhere<T>(items: readonly T[], matches: (item: T) => boolean): number {
  return items.reduce((count, item) => count + (matches(item) ? 1 : 0), 0)
}

/** Whether any of the texts contains what is searched for, case aside; everything matches an empty search. */
export function matcher(search = ''): (...texts: (string | null | undefined)[]) => boolean {
  const wanted = search.trim().toLowerCase()
  return (...texts) => wanted === '' || texts.some(text => text?.toLowerCase().includes(wanted))
}

export function slice<T, U>(all: readonly T[], query: Query, toLine: (item: T) => U): Slice<U> {
  const pages = Math.max(1, Math.ceil(all.length / pageRows))
  const asked = Number.parseInt(query.page ?? '1', 10)
  const page = Math.min(Math.max(Number.isNaN(asked) ? 1 : asked, 1), pages)
  const items = all.slice((page - 1) * pageRows, page * pageRows).map(toLine)
  return { items, total: all.length, page, pages, search: query.search ?? '' }
}
