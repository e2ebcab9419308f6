/** A tenant in a box: the tenant with people in it who read their mail, a mail submission server and a console. */
import { type Console, openConsole } from './console/server.ts'
import { type FaultPlan, roughFaults } from './faults/faults.ts'
import { createHumans, type Humans, type ScannerMix } from './humans/humans.ts'
import type { TemperamentMix } from './humans/temperaments.ts'
import { writeBusiness } from './seeds/business.ts'
import { addPeople } from './seeds/generated.ts'
import { addCast, type Cast } from './seeds/named.ts'
import { addOffice, type Office } from './seeds/office.ts'
import { addSignInApp, type SignInApp } from './seeds/sign-in.ts'
import { roughSmtpFaults, type SmtpFaultPlan } from './smtp/faults.ts'
import { createSmtpSubmission, type SmtpSubmission } from './smtp/server.ts'
import { createTenant, type Tenant, type TenantOptions } from './tenant.ts'
import { isTurnable } from './world/clock.ts'
import type { Clock, User, World } from './world/types.ts'

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
  /** Each day other services write into the audit log what a tenant's administrators do; off by default. */
  business?: boolean
  /** For the people's browsers. */
  fetch?: typeof fetch
  /** Any free ports by default. */
  ports?: { graph?: number; login?: number; smtp?: number; console?: number }
  /** Whatever else the tenant itself can be told, e.g. `premium`, `tokenLifetimeSeconds`. */
  tenant?: Partial<Omit<TenantOptions, 'seed' | 'clock' | 'limits' | 'faults' | 'port' | 'loginPort'>>
}

export interface Box extends Office {
  tenant: Tenant
  humans: Humans
  smtp: SmtpSubmission & { username: string; password: string }
  console: Console
  /** Null when left out. */
  cast: Cast | null
  /** An application that people sign in to; null in a tenant of fewer than four people. */
  signIn: SignInApp | null
  /** The generated people, in order of creation. */
  people: User[]
  /** When somebody will next do something or a mail held back arrives; null when nothing is left to come. */
  nextEventAt(): Date | null
  /** Lets everything happen that people and mail do up to `at`, and turns the clock there if it is one that is turned. */
  advanceTo(at: Date): Promise<void>
  close(): Promise<void>
}

/** Opens everything. Rejects when a port is taken; what was opened by then is closed again. */
export async function createBox(options: BoxOptions): Promise<Box> {
  const plans = choosePlans(options.faults ?? 'none')
  const tenant = await createTenant({
    ...options.tenant,
    seed: options.seed,
    clock: options.clock,
    limits: options.limits ?? 'real',
    ...(plans.graph && { faults: plans.graph }),
    port: options.ports?.graph ?? 0,
    loginPort: options.ports?.login ?? 0,
  })
  return await furnish(tenant, options, plans.smtp).catch(async error => {
    await tenant.close()
    throw error
  })
}

async function furnish(tenant: Tenant, options: BoxOptions, plan: SmtpFaultPlan | undefined): Promise<Box> {
  const { world, clock } = tenant
  const office = addOffice(world)
  const cast = options.named === false ? null : addCast(world)
  const people = addPeople(world, options.people ?? 200)
  const humans = createHumans({
    world,
    ...pickGiven(options, ['temperaments', 'scanners', 'concurrencyMax', 'fetch']),
    ...(isTurnable(clock) && { turnTo: (at: Date) => clock.turnTo(at) }),
  })
  const business = options.business === true ? createBusiness(world) : null
  business?.()
  const console = await openConsole({
    world,
    port: options.ports?.console ?? 0,
    temperamentOf: userId => humans.temperamentOf(userId),
  })
  const smtp = await openSmtp({ tenant, office, options, plan }).catch(async error => {
    await console.close()
    throw error
  })
  return {
    ...office,
    tenant,
    humans,
    smtp,
    console,
    cast,
    signIn: world.users.size < 4 ? null : addSignInApp(world, cast, options.seed),
    people,
    nextEventAt: () => earlier(humans.nextEventAt(), tenant.nextMailDueAt()),
    async advanceTo(at) {
      await advance({ tenant, humans }, at)
      business?.()
    },
    async close() {
      humans.close()
      await Promise.all([smtp.close(), console.close(), tenant.close()])
    },
  }
}

/** Once for each day that has begun. */
function createBusiness(world: World): () => void {
  const dayMs = 24 * 3_600_000
  const firstMs = world.clock.now().getTime()
  let days = 0
  return () => {
    while (world.clock.now().getTime() >= firstMs + days * dayMs) writeBusiness(world, days++)
  }
}

/** Stops at each moment when Exchange hands out mail it had carried over, so that people read it then and not later. */
async function advance({ tenant, humans }: Pick<Box, 'tenant' | 'humans'>, at: Date): Promise<void> {
  const { clock } = tenant
  for (;;) {
    const mailDueAt = tenant.nextMailDueAt()
    const until = mailDueAt && mailDueAt < at ? mailDueAt : at
    await humans.run(until)
    if (isTurnable(clock) && until > clock.now()) clock.turnTo(until)
    tenant.deliverDueMail()
    if (until === at) return
  }
}

function earlier(one: Date | null, other: Date | null): Date | null {
  if (one === null || other === null) return one ?? other
  return one <= other ? one : other
}

function choosePlans(faults: NonNullable<BoxOptions['faults']>): { graph?: FaultPlan; smtp?: SmtpFaultPlan } {
  if (faults === 'none') return {}
  if (faults === 'rough') return { graph: roughFaults, smtp: roughSmtpFaults }
  return faults
}

/** The service desk signs in with the app's secret as its password; it may write as the rollout's mailbox too. */
async function openSmtp(given: {
  tenant: Tenant
  office: Office
  options: BoxOptions
  plan: SmtpFaultPlan | undefined
}): Promise<Box['smtp']> {
  const { tenant, office } = given
  const [rollout, username] = office.senders
  const password = office.secret
  const submission = await createSmtpSubmission({
    world: tenant.world,
    tls: tenant.identity,
    users: [{ username, password, sendAs: [rollout] }],
    submit: tenant.submitMail,
    port: given.options.ports?.smtp ?? 0,
    ...(given.plan && { faults: given.plan }),
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
