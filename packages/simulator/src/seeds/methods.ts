/** Authentication methods of seeded people and of those who register: what they have, and what theirs are called. */
import { composeMethod } from '../world/methods.ts'
import type { Method, MethodKind, User, World } from '../world/types.ts'
import { pick, type Random } from './chance.ts'

/** Kinds that somebody registers in order to pass MFA. Password, e-mail, TAP and QR code never count as that. */
const strongKinds: ReadonlySet<MethodKind> = new Set<MethodKind>([
  'microsoftAuthenticator',
  'softwareOath',
  'external',
  'fido2',
  'windowsHelloForBusiness',
  'platformCredential',
])

/** What a person's methods amount to, as the simulator's own auditor sees it; the code under test has its own table. */
export type Registration = 'none' | 'phoneOnly' | 'registered'

export function registrationOf(user: User): Registration {
  if (user.methods.some(method => strongKinds.has(method.kind))) return 'registered'
  return user.methods.some(method => method.kind === 'phone') ? 'phoneOnly' : 'none'
}

/** What distinguishes one person's device from another's; the rest of a method's properties the world fills in. */
export function drawMethodProperties(kind: MethodKind, random: Random): Record<string, unknown> {
  switch (kind) {
    case 'phone':
      return { phoneNumber: drawPhoneNumber(random), phoneType: 'mobile' }
    case 'microsoftAuthenticator':
      return { displayName: pick(random, phones) }
    case 'windowsHelloForBusiness':
      return { displayName: pick(random, laptops) }
    default:
      return {}
  }
}

/** A method that a person has had since `createdAt`: unlike a registration it leaves no trace in the audit log. */
export function drawEarlierMethod(world: World, kind: MethodKind, createdAt: Date): Method {
  const properties = drawMethodProperties(kind, world.random)
  return composeMethod({ kind, createdAt, newId: world.newId, properties })
}

const phones = ['iPhone 15', 'iPhone SE', 'Pixel 8', 'Galaxy S23', 'Galaxy A54', 'Fairphone 5']
const laptops = ['Surface Laptop 5', 'ThinkPad T14', 'Latitude 7440', 'EliteBook 840']

/** In the form Graph shows numbers: country code, blank, number. From the ranges kept free for fiction. */
function drawPhoneNumber(random: Random): string {
  const lastDigits = String(Math.floor(random() * 1000)).padStart(3, '0')
  return pick(random, [`+1 20655501${lastDigits.slice(1)}`, `+44 7700900${lastDigits}`])
}
