/** A small cast of named people, each an awkward case of a real directory, with the groups they are in. */
import type { Group, MethodKind, User, World } from '../world/types.ts'
import { guestDomainOf } from './generated.ts'
import { drawEarlierMethod } from './methods.ts'

export interface Cast {
  people: Record<PersonName, User>
  /** A plain group with three of the cast in it, to import people from. */
  pilotGroup: Group
  /** Membership by rule: Graph refuses to add anybody. */
  dynamicGroup: Group
  /** Mastered on-premises: Graph refuses to add anybody. */
  onPremisesGroup: Group
}

export type PersonName = keyof typeof castList

interface Part {
  displayName: string
  givenName: string
  surname: string
  /** The part before the `@`, or a whole UPN where it has an `@` of its own. */
  upn: string
  /** Whole address where it differs from the UPN; null for a person without mailbox. */
  mail?: string | null
  department: string | null
  jobTitle: string
  office: string | null
  language: string | null
  country: string
  manager: string | null
  accountEnabled?: boolean
  userType?: 'Member' | 'Guest'
  methods?: MethodKind[]
}

/** In an order in which every manager comes before those who report to them. `DOMAIN` stands for the tenant's own. */
const castList = {
  /** Nobody above her. */
  priya: {
    displayName: 'Priya Raghunathan',
    givenName: 'Priya',
    surname: 'Raghunathan',
    upn: 'priya.raghunathan',
    department: 'IT',
    jobTitle: 'Chief Information Officer',
    office: 'Bristol',
    language: 'en-GB',
    country: 'GB',
    manager: null,
    methods: ['microsoftAuthenticator', 'fido2'],
  },
  /** An apostrophe in name, UPN and address. */
  siobhan: {
    displayName: "Siobhán O'Malley",
    givenName: 'Siobhán',
    surname: "O'Malley",
    upn: "siobhan.o'malley",
    department: 'Sales',
    jobTitle: 'Head of Sales',
    office: 'Cork',
    language: 'en-IE',
    country: 'IE',
    manager: 'priya',
  },
  /** Umlauts in the name, transcribed in the address. */
  bjoern: {
    displayName: 'Björn Müller-Lüdenscheid',
    givenName: 'Björn',
    surname: 'Müller-Lüdenscheid',
    upn: 'bjoern.mueller-luedenscheid',
    department: 'Finance',
    jobTitle: 'Controller',
    office: 'Hamburg',
    language: 'de-DE',
    country: 'DE',
    manager: 'priya',
  },
  /** Married since her account was made: the address is not the UPN. */
  marisol: {
    displayName: 'Marisol Ibáñez Núñez',
    givenName: 'Marisol',
    surname: 'Ibáñez Núñez',
    upn: 'marisol.vega',
    mail: 'marisol.ibanez@DOMAIN',
    department: 'Sales',
    jobTitle: 'Account Manager',
    office: 'Valencia',
    language: 'es-ES',
    country: 'ES',
    manager: 'siobhan',
  },
  /** A guest: the UPN carries her home address, the mail goes there. */
  ewa: {
    displayName: 'Ewa Kowalczyk (Fabrikam)',
    givenName: 'Ewa',
    surname: 'Kowalczyk',
    upn: 'ewa.kowalczyk_fabrikam.example#EXT#@TENANT',
    mail: 'ewa.kowalczyk@fabrikam.example',
    department: null,
    jobTitle: 'External auditor',
    office: null,
    language: null,
    country: 'PL',
    manager: 'bjoern',
    userType: 'Guest',
  },
  /** Left the company in spring; the account is disabled, the mailbox is still there. */
  tomasz: {
    displayName: 'Tomasz Wiśniewski',
    givenName: 'Tomasz',
    surname: 'Wiśniewski',
    upn: 'tomasz.wisniewski',
    department: 'Logistics',
    jobTitle: 'Dispatcher',
    office: 'Gdańsk',
    language: 'pl-PL',
    country: 'PL',
    manager: 'priya',
    accountEnabled: false,
  },
  /** Works at a machine and has no mailbox. */
  lieke: {
    displayName: 'Lieke van der Zandstra',
    givenName: 'Lieke',
    surname: 'van der Zandstra',
    upn: 'lieke.vanderzandstra',
    mail: null,
    department: 'Production',
    jobTitle: 'Machine Operator',
    office: 'Utrecht',
    language: 'nl-NL',
    country: 'NL',
    manager: 'priya',
  },
  /** Registered long ago. */
  aroha: {
    displayName: 'Aroha Ngata',
    givenName: 'Aroha',
    surname: 'Ngata',
    upn: 'aroha.ngata',
    department: 'IT',
    jobTitle: 'Service Desk Lead',
    office: 'Bristol',
    language: 'en-NZ',
    country: 'NZ',
    manager: 'priya',
    methods: ['microsoftAuthenticator', 'phone'],
  },
  /** Owns one method, and it is a phone. */
  giuseppe: {
    displayName: "Giuseppe D'Angelo",
    givenName: 'Giuseppe',
    surname: "D'Angelo",
    upn: "giuseppe.d'angelo",
    department: 'Customer Service',
    jobTitle: 'Field Technician',
    office: 'Lyon',
    language: 'it-IT',
    country: 'IT',
    manager: 'siobhan',
    methods: ['phone'],
  },
  /** Nobody is entered as his manager. */
  etienne: {
    displayName: 'Étienne Lefèvre',
    givenName: 'Étienne',
    surname: 'Lefèvre',
    upn: 'etienne.lefevre',
    department: 'Legal',
    jobTitle: 'Privacy Officer',
    office: 'Lyon',
    language: 'fr-FR',
    country: 'FR',
    manager: null,
  },
  /** The longest name of the house. */
  oluwaseun: {
    displayName: 'Oluwaseun Adebayo-Featherstonehaugh von und zu Schwarzenberg-Hohenlohe',
    givenName: 'Oluwaseun',
    surname: 'Adebayo-Featherstonehaugh von und zu Schwarzenberg-Hohenlohe',
    upn: 'oluwaseun.adebayo-featherstonehaugh.schwarzenberg-hohenlohe',
    department: 'Engineering',
    jobTitle: 'Test Engineer',
    office: 'Hamburg',
    language: 'de-DE',
    country: 'DE',
    manager: 'aroha',
  },
  /** A name in another script. */
  wei: {
    displayName: '陈伟 (Chen Wei)',
    givenName: '伟',
    surname: '陈',
    upn: 'chen.wei',
    department: 'Engineering',
    jobTitle: 'Design Engineer',
    office: 'Hamburg',
    language: 'zh-CN',
    country: 'CN',
    manager: 'aroha',
  },
  /** Has methods, yet none that counts: an address for password reset and a pass for her first day. */
  nadia: {
    displayName: 'Nadia Haddad',
    givenName: 'Nadia',
    surname: 'Haddad',
    upn: 'nadia.haddad',
    department: 'Human Resources',
    jobTitle: 'Recruiter',
    office: 'Bristol',
    language: 'en-GB',
    country: 'GB',
    manager: 'priya',
    methods: ['email', 'temporaryAccessPass'],
  },
} satisfies Record<string, Part>

/** Adds the cast to the world. Once per world: the addresses are fixed. */
export function addCast(world: World): Cast {
  const people = addCastPeople(world)
  return { people, ...addGroups(world, people) }
}

function addCastPeople(world: World): Record<PersonName, User> {
  const added = new Map<string, User>()
  for (const [name, part] of Object.entries<Part>(castList)) {
    added.set(name, addCastMember(world, part, idOf(added, part.manager)))
  }
  // Every key of castList was just added, and nothing else.
  return Object.fromEntries(added) as Record<PersonName, User>
}

function idOf(added: Map<string, User>, name: string | null): string | null {
  if (name === null) return null
  const user = added.get(name)
  if (!user) throw new Error(`${name} must be listed before those who report to them`)
  return user.id
}

function addCastMember(world: World, part: Part, managerId: string | null): User {
  const userPrincipalName = toUpn(world, part.upn)
  const createdAt = yearsAfter(world.clock.now(), -4)
  const kinds: MethodKind[] = ['password', ...(part.methods ?? [])]
  return world.addUser({
    userPrincipalName,
    mail: part.mail === undefined ? userPrincipalName : (part.mail?.replace('DOMAIN', world.domain) ?? null),
    displayName: part.displayName,
    givenName: part.givenName,
    surname: part.surname,
    accountEnabled: part.accountEnabled ?? true,
    userType: part.userType ?? 'Member',
    department: part.department,
    jobTitle: part.jobTitle,
    officeLocation: part.office,
    preferredLanguage: part.language,
    usageLocation: part.country,
    managerId,
    createdAt,
    methods: kinds.map(kind => drawEarlierMethod(world, kind, yearsAfter(world.clock.now(), -1))),
  })
}

function toUpn(world: World, upn: string): string {
  return upn.includes('@') ? upn.replace('TENANT', guestDomainOf(world)) : `${upn}@${world.domain}`
}

function addGroups(world: World, people: Record<PersonName, User>) {
  const createdAt = yearsAfter(world.clock.now(), -1)
  const membersOf = (...users: User[]) => new Map(users.map(user => [user.id, createdAt]))
  const security = { securityEnabled: true, mailEnabled: false, createdAt }
  return {
    pilotGroup: world.addGroup({
      ...security,
      displayName: 'MFA pilot',
      mailNickname: 'mfa-pilot',
      members: membersOf(people.siobhan, people.bjoern, people.wei),
    }),
    dynamicGroup: world.addGroup({
      ...security,
      displayName: 'All of IT',
      mailNickname: 'all-it',
      groupTypes: ['DynamicMembership'],
      membershipRule: '(user.department -eq "IT")',
      members: membersOf(people.priya, people.aroha),
    }),
    onPremisesGroup: world.addGroup({
      ...security,
      displayName: 'Hamburg office',
      mailNickname: 'hamburg-office',
      onPremisesSyncEnabled: true,
      members: membersOf(people.bjoern, people.oluwaseun, people.wei),
    }),
  }
}

function yearsAfter(at: Date, years: number): Date {
  return new Date(at.getTime() + years * 365.25 * 24 * 3600 * 1000)
}
