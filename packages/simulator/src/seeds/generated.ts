/** Fills a world with generated people: names, departments, managers, languages, and the odd cases every directory has. */
import type { Method, MethodKind, User, World } from '../world/types.ts'
import { between, pick, pickWeighted, type Random } from './chance.ts'
import { drawEarlierMethod } from './methods.ts'
import { type Culture, cultures, departments, partnerDomains, toLocalPart } from './names.ts'

/** Shares of the odd cases, as seen in directories of some thousand people; each person draws each on its own. */
const shares = {
  guest: 0.04,
  disabled: 0.03,
  withoutMailbox: 0.03,
  mailDiffersFromUpn: 0.05,
  registered: 0.1,
  withoutManager: 0.04,
  /** One in nine leads others, so that a team has about eight people. */
  lead: 1 / 9,
}

/** What those have who registered before the simulation: a quarter own only a phone. */
const earlierMethods: Record<string, { weight: number; kinds: MethodKind[] }> = {
  authenticator: { weight: 45, kinds: ['microsoftAuthenticator'] },
  authenticatorAndPhone: { weight: 15, kinds: ['microsoftAuthenticator', 'phone'] },
  phone: { weight: 25, kinds: ['phone'] },
  hello: { weight: 8, kinds: ['windowsHelloForBusiness'] },
  fido2: { weight: 4, kinds: ['fido2', 'microsoftAuthenticator'] },
  oath: { weight: 3, kinds: ['softwareOath'] },
}

/**
 * Adds `count` people to the world, drawn from its own source of chance, and returns them in order of creation.
 * Display names, UPNs and mail addresses are unique, also against people already there. Managers form trees: nobody
 * reports to somebody created later.
 */
export function addPeople(world: World, count: number): User[] {
  const draft: Draft = {
    world,
    takenNames: new Set([...world.users.values()].map(user => user.displayName)),
    takenLocalParts: takenLocalParts(world),
    leadsByDepartment: new Map(),
    foundedAt: world.clock.now(),
  }
  return Array.from({ length: count }, () => addPerson(draft))
}

interface Draft {
  world: World
  takenNames: Set<string>
  takenLocalParts: Set<string>
  leadsByDepartment: Map<string, User[]>
  foundedAt: Date
}

function addPerson(draft: Draft): User {
  const { world } = draft
  const random = world.random
  const culture = drawCulture(random)
  const department = departmentByName(pickWeighted(random, departmentWeights))
  const name = drawName(draft, culture)
  const guest = random() < shares.guest
  const ageYears = between(random, 0.1, 12)
  const user = world.addUser({
    ...drawAddresses(draft, name, guest),
    displayName: `${name.given} ${name.surname}`,
    givenName: name.given,
    surname: name.surname,
    accountEnabled: random() >= shares.disabled,
    userType: guest ? 'Guest' : 'Member',
    department: guest ? null : department.name,
    jobTitle: guest ? 'External' : pick(random, department.titles),
    officeLocation: guest ? null : culture.office,
    preferredLanguage: culture.language,
    usageLocation: culture.country,
    managerId: drawManager(draft, department.name),
    createdAt: yearsBefore(draft.foundedAt, ageYears),
    methods: drawMethods(draft, ageYears),
  })
  if (!guest) maybePromote(draft, user, department.name)
  return user
}

interface Name {
  given: string
  surname: string
  localPart: string
}

/** Draws until the name is new; crowded cultures end up with double surnames and then with middle initials. */
function drawName(draft: Draft, culture: Culture): Name {
  const { random } = draft.world
  const given = pick(random, culture.givenNames)
  const surname = pick(random, culture.surnames)
  const plain = claimName(draft, given, surname)
  if (plain) return plain
  for (;;) {
    const initial = String.fromCharCode(65 + Math.floor(random() * 26))
    const double = `${surname}-${pick(random, culture.surnames)}`
    const next = claimName(draft, given, double) ?? claimName(draft, `${given} ${initial}.`, double)
    if (next) return next
  }
}

/** The name, unless it or the address made of it is taken ("Müller" and "Mueller" would share one). */
function claimName(draft: Draft, given: string, surname: string): Name | null {
  const displayName = `${given} ${surname}`
  const localPart = toLocalPart(`${given.replace(/[ .]+/g, '')}.${surname}`)
  if (draft.takenNames.has(displayName) || draft.takenLocalParts.has(localPart)) return null
  draft.takenNames.add(displayName)
  draft.takenLocalParts.add(localPart)
  return { given, surname, localPart }
}

function drawAddresses(
  draft: Draft,
  name: Name,
  guest: boolean,
): { userPrincipalName: string; mail: string | null } {
  const { random } = draft.world
  const withoutMailbox = random() < shares.withoutMailbox
  const differs = random() < shares.mailDiffersFromUpn
  if (guest) {
    const home = pick(random, partnerDomains)
    return {
      userPrincipalName: `${name.localPart}_${home}#EXT#@${guestDomainOf(draft.world)}`,
      mail: `${name.localPart}@${home}`,
    }
  }
  const userPrincipalName = `${name.localPart}@${draft.world.domain}`
  if (withoutMailbox) return { userPrincipalName, mail: null }
  return {
    userPrincipalName,
    mail: differs ? `${name.localPart}@mail.${draft.world.domain}` : userPrincipalName,
  }
}

function drawManager(draft: Draft, department: string): string | null {
  const { random } = draft.world
  const withoutManager = random() < shares.withoutManager
  const leads = draft.leadsByDepartment.get(department)
  if (withoutManager || !leads) return null
  return pick(random, leads).id
}

/** The first of a department leads it, whatever is drawn: everybody after has somebody to report to. */
function maybePromote(draft: Draft, user: User, department: string): void {
  const drawn = draft.world.random() < shares.lead
  const leads = draft.leadsByDepartment.get(department)
  if (!leads) draft.leadsByDepartment.set(department, [user])
  else if (drawn) leads.push(user)
}

function drawMethods(draft: Draft, ageYears: number): Method[] {
  const { world } = draft
  const kinds: MethodKind[] = ['password']
  if (world.random() < shares.registered) {
    kinds.push(...(earlierMethods[pickWeighted(world.random, earlierMethodWeights)]?.kinds ?? []))
  }
  const createdAt = yearsBefore(draft.foundedAt, between(world.random, 0, Math.min(ageYears, 3)))
  return kinds.map(kind => drawEarlierMethod(world, kind, createdAt))
}

function drawCulture(random: Random): Culture {
  const language = pickWeighted(random, cultureWeights)
  return cultures.find(culture => culture.language === language) ?? pick(random, cultures)
}

function departmentByName(name: string): (typeof departments)[number] {
  const department = departments.find(candidate => candidate.name === name)
  if (!department) throw new Error(`no department ${name}`)
  return department
}

/** Guests live under the tenant's first domain, the one it was born with. */
export function guestDomainOf(world: World): string {
  return world.domain.replace(/\.[^.]+$/, '.onmicrosoft.example')
}

function takenLocalParts(world: World): Set<string> {
  const taken = new Set<string>()
  for (const user of world.users.values()) {
    taken.add(localPartOf(user.userPrincipalName))
    if (user.mail) taken.add(localPartOf(user.mail))
  }
  for (const address of world.mailboxes.keys()) taken.add(localPartOf(address))
  return taken
}

function localPartOf(address: string): string {
  return (address.split('@')[0] ?? '').toLowerCase()
}

const cultureWeights = Object.fromEntries(cultures.map(culture => [culture.language, culture.weight]))
const departmentWeights = Object.fromEntries(
  departments.map(department => [department.name, department.weight]),
)
const earlierMethodWeights = Object.fromEntries(
  Object.entries(earlierMethods).map(([name, { weight }]) => [name, weight]),
)

const yearMs = 365.25 * 24 * 3600 * 1000

function yearsBefore(at: Date, years: number): Date {
  return new Date(at.getTime() - years * yearMs)
}
