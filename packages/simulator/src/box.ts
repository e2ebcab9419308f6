/** A tenant in a box: the tenant with people in it who read their mail, a mail submission server and a console. */
import { type Console, openConsole } from './console/server.ts'
import { type FaultPlan, roughFaults } from './faults/faults.ts'
import { createHumans, type Humans, type ScannerMix } from './humans/humans.ts'
import type { TemperamentMix } from './humans/temperaments.ts'
import { addPeople } from './seeds/generated.ts'
import { addCast, type Cast } from './seeds/named.ts'
import { addOffice, type Office } from './seeds/office.ts'
import { roughSmtpFaults, type SmtpFaultPlan } from './smtp/faults.ts'
import { createSmtpSubmission, type SmtpSubmission } from './smtp/server.ts'
import { createTenant, type Tenant, type TenantOptions } from './tenant.ts'
import { isTurnable } from './world/clock.ts'
import type { Clock, User } from './world/types.ts'

export interface BoxOptions {
  /** The same seed gives the same people, ids, temperaments and chances. */
  seed: number
  clock: Clock
  /** Generated people besides the named ones; 200 by default. */
  people?: number
  /** The named cast; true by default. */
  named?: boolean
  /** `rough` turns on every fault of Graph, of the token endpoint and of SMTP. `none` by default. */
  faults?: 'none' | 'rough' | { graph?: FaultPlan; smtp?: SmtpFaultPlan }
  temperaments?: TemperamentMix
  /** Nobody's mail is scanned by default. */
  scanners?: ScannerMix
  /** `real` by default: the published limits of Graph and Exchange. */
  limits?: 'real' | 'off'
  /** How many people may act at once; 1, exactly repeatable, by default. */
  concurrencyMax?: number
  /** For the people's browsers. */
  fetch?: typeof fetch
  /** Any free ports by default. */
  ports?: { graph?: number; smtp?: number; console?: number }
  /** Whatever else the tenant itself can be told, e.g. `premium`, `tokenLifetimeSeconds`. */
  tenant?: Partial<Omit<TenantOptions, 'seed' | 'clock' | 'limits' | 'faults' | 'port'>>
}

export interface Box extends Office {
  tenant: Tenant
  humans: Humans
  smtp: SmtpSubmission & { username: string; password: string }
  console: Console
  /** Null when left out. */
  cast: Cast | null
  /** The generated people, in order of creation. */
  people: User[]
  /** When somebody will next do something; null when nobody has anything to do. */
  nextEventAt(): Date | null
  /** Lets everything happen that people do up to `at`, and turns the clock there if it is one that is turned. */
  advanceTo(at: Date): Promise<void>
  close(): Promise<void>
}

export async function createBox(options: BoxOptions): Promise<Box> {
  const { clock } = options
  const plans = choosePlans(options.faults ?? 'none')
  const limits = options.limits ?? 'real'
  const tenant = await createTenant({
    ...options.tenant,
    seed: options.seed,
    clock,
    limits,
    ...(plans.graph && { faults: plans.graph }),
    ...(options.ports?.graph !== undefined && { port: options.ports.graph }),
  })
  const { world } = tenant
  const office = addOffice(world)
  const cast = options.named === false ? null : addCast(world)
  const people = addPeople(world, options.people ?? 200)
  const humans = createHumans({
    world,
    ...pickGiven(options, ['temperaments', 'scanners', 'concurrencyMax', 'fetch']),
    ...(isTurnable(clock) && { turnTo: (at: Date) => clock.turnTo(at) }),
  })
  const smtp = await openSmtp({ tenant, office, limits, plan: plans.smtp, port: options.ports?.smtp })
  const console = await openConsole({
    world,
    port: options.ports?.console ?? 0,
    temperamentOf: userId => humans.temperamentOf(userId),
  })
  return {
    ...office,
    tenant,
    humans,
    smtp,
    console,
    cast,
    people,
    nextEventAt: () => humans.nextEventAt(),
    async advanceTo(at) {
      await humans.run(at)
      if (isTurnable(clock) && at > clock.now()) clock.turnTo(at)
    },
    async close() {
      humans.close()
      await Promise.all([smtp.close(), console.close(), tenant.close()])
    },
  }
}

function choosePlans(faults: NonNullable<BoxOptions['faults']>): { graph?: FaultPlan; smtp?: SmtpFaultPlan } {
  if (faults === 'none') return {}
  if (faults === 'rough') return { graph: roughFaults, smtp: roughSmtpFaults }
  return faults
}

/** The rollout's sender signs in with the app's secret as its password; it may write as the service desk too. */
async function openSmtp(given: {
  tenant: Tenant
  office: Office
  limits: 'real' | 'off'
  plan: SmtpFaultPlan | undefined
  port: number | undefined
}): Promise<Box['smtp']> {
  const { tenant, office } = given
  const [username, desk] = office.senders
  const password = office.secret
  const submission = await createSmtpSubmission({
    world: tenant.world,
    tls: tenant.certificate,
    users: [{ username, password, sendAs: [desk] }],
    limits: given.limits,
    ...(given.plan && { faults: given.plan }),
    ...(given.port !== undefined && { port: given.port }),
  })
  return { ...submission, username, password }
}

/** Those of the keys that were given a value: an option left out is not the same as `undefined`. */
function pickGiven<T extends object, K extends keyof T>(
  from: T,
  keys: readonly K[],
): { [P in K]?: Exclude<T[P], undefined> } {
  const picked: { [P in K]?: Exclude<T[P], undefined> } = {}
  for (const key of keys) {
    const value = from[key]
    if (value !== undefined) Object.assign(picked, { [key]: value })
  }
  return picked
}
