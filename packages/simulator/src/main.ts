/** `npm run simulator`: a tenant in a box from the command line, living at a speed of your choice until Ctrl-C. */
import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { type Box, createBox } from './box.ts'
import { usualScanners } from './humans/humans.ts'
import { leastRoles } from './seeds/office.ts'
import { createFastClock, systemClock } from './world/clock.ts'
import type { SiteRole } from './world/list-types.ts'

const usage = `A simulated Microsoft Entra tenant: Graph, sign-in, mail, and people who read it.

  npm run simulator -- [options]

  --people N         generated people besides the named ones (default 200, at most 200000)
  --seed N           the same seed gives the same tenant (default 1)
  --speed N          how many times faster than the wall its clock runs (default 60)
  --start DATE       when its clock starts, e.g. 2026-09-01T08:00Z (default now)
  --faults KIND      none or rough (default none); rough brings the link scanners too
  --scanners         link scanners open the links of every third mailbox
  --port N           port of Graph (default any free one)
  --login-port N     port of sign-in
  --smtp-port N      port of mail submission
  --console-port N   port of the console
  --without ROLE     take a permission away from the app, e.g. GroupMember.ReadWrite.All; may be given repeatedly
  --with ROLE        give the app a permission for SharePoint, e.g. Sites.Manage.All; may be given repeatedly
  --site-role ROLE   what Sites.Selected opens of /sites/it-security: read, write, owner or fullcontrol (default write)
  --certificate FILE let the app sign in with this certificate too (PEM; the key stays with you)
  --redirect URI     let people sign in to the portal's app from there; may be given repeatedly
  --no-premium       a tenant without Entra ID P1: no registration report
  --ca-file FILE     where to write the authority's certificate, for NODE_EXTRA_CA_CERTS
  --help
`

/** More people than any tenant that this has been tried with; each costs about 2 KB. */
const peopleMax = 200_000
/** A day in about nine seconds; faster, people would be late for their own errands. */
const speedMax = 10_000
/** Wall time between two looks at who has something to do. */
const tickMs = 200

interface Wishes {
  people: number
  seed: number
  speed: number
  startAt: Date
  faults: 'none' | 'rough'
  scanners: boolean
  ports: { graph: number; login: number; smtp: number; console: number }
  caFile: string | null
  /** Permissions that the app is not granted. */
  without: string[]
  /** Permissions for SharePoint that it is granted besides. */
  with: string[]
  siteRole: SiteRole
  certificatePem: string | null
  /** Redirect addresses of the application that people sign in to. */
  redirects: string[]
  premium: boolean
}

/** A wrong option: told to the person in one line, without a stack. */
class UsageError extends Error {}

async function main(): Promise<number> {
  const wishes = readWishes(process.argv.slice(2))
  if (wishes === 'help') {
    process.stdout.write(usage)
    return 0
  }
  const clock =
    wishes.speed === 1 && Math.abs(wishes.startAt.getTime() - Date.now()) < 1000
      ? systemClock
      : createFastClock({ start: wishes.startAt, factor: wishes.speed })
  const { people, seed, faults, ports, premium } = wishes
  const scanners = wishes.scanners ? { scanners: usualScanners } : {}
  const tenant = { premium, plainLogin: true }
  const box = await createBox({ people, seed, faults, ports, clock, ...scanners, tenant }).catch(
    explainTakenPort,
  )
  applyToApp(box, wishes)
  box.signIn?.app.redirectUris.push(...wishes.redirects)
  if (wishes.caFile !== null) await writeFile(wishes.caFile, box.tenant.caCertificatePem)
  process.stdout.write(describeBox(box, wishes))
  await liveUntilInterrupted(box)
  await box.close()
  process.stdout.write('\nThe tenant is gone.\n')
  return 0
}

/** The app as its administrator would have it: fewer or more permissions, another credential. */
function applyToApp({ app, site, tenant }: Box, wishes: Wishes): void {
  const { without, certificatePem } = wishes
  app.roles = [...app.roles.filter(role => !without.includes(role)), ...wishes.with]
  if (wishes.with.includes('Sites.Selected'))
    tenant.world.sites.grant(site, {
      appId: app.clientId,
      displayName: app.displayName,
      roles: [wishes.siteRole],
    })
  if (certificatePem !== null) app.certificates.push(certificatePem)
}

function explainTakenPort(error: unknown): never {
  if (!(error instanceof Error) || Reflect.get(error, 'code') !== 'EADDRINUSE') throw error
  throw new UsageError(`Port ${String(Reflect.get(error, 'port'))} is taken by another program.`)
}

/** Reads the options. Throws a UsageError that names the wrong one and what would be right. */
function readWishes(args: string[]): Wishes | 'help' {
  const values = parseOptions(args)
  if (values.help) return 'help'
  const { faults = 'none', start } = values
  if (faults !== 'none' && faults !== 'rough')
    throw new UsageError(`--faults is none or rough, not ${faults}`)
  const startAt = start === undefined ? new Date() : new Date(start)
  if (Number.isNaN(startAt.getTime()))
    throw new UsageError(`--start is a date like 2026-09-01T08:00Z, not ${start}`)
  return {
    people: readNumber('people', values.people ?? '200', { min: 0, max: peopleMax }),
    seed: readNumber('seed', values.seed ?? '1', { min: 0, max: 2 ** 31 - 1 }),
    speed: readNumber('speed', values.speed ?? '60', { min: 1, max: speedMax }),
    startAt,
    faults,
    scanners: values.scanners === true || faults === 'rough',
    ports: {
      graph: readNumber('port', values.port ?? '0', { min: 0, max: 65_535 }),
      login: readNumber('login-port', values['login-port'] ?? '0', { min: 0, max: 65_535 }),
      smtp: readNumber('smtp-port', values['smtp-port'] ?? '0', { min: 0, max: 65_535 }),
      console: readNumber('console-port', values['console-port'] ?? '0', { min: 0, max: 65_535 }),
    },
    caFile: values['ca-file'] ?? null,
    without: (values.without ?? []).map(readRole),
    with: (values.with ?? []).map(role => readOneOf('with', siteRoles, role)),
    siteRole: readOneOf('site-role', siteGrants, values['site-role'] ?? 'write'),
    certificatePem: values.certificate === undefined ? null : readCertificate(values.certificate),
    redirects: values.redirect ?? [],
    premium: values['no-premium'] !== true,
  }
}

function parseOptions(args: string[]) {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean' } as const
  try {
    return parseArgs({
      args,
      options: {
        people: text,
        seed: text,
        speed: text,
        start: text,
        faults: text,
        scanners: flag,
        port: text,
        'login-port': text,
        'smtp-port': text,
        'console-port': text,
        'ca-file': text,
        without: { ...text, multiple: true },
        with: { ...text, multiple: true },
        'site-role': text,
        certificate: text,
        redirect: { ...text, multiple: true },
        'no-premium': flag,
        help: { ...flag, short: 'h' },
      },
    }).values
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

/** A permission that the app has; one that it never had cannot be missed. */
function readRole(given: string): string {
  if (leastRoles.includes(given)) return given
  throw new UsageError(`--without is one of ${leastRoles.join(', ')}, not ${given}`)
}

const siteRoles = [
  'Sites.Read.All',
  'Sites.ReadWrite.All',
  'Sites.Manage.All',
  'Sites.FullControl.All',
  'Sites.Selected',
] as const
const siteGrants = ['read', 'write', 'owner', 'fullcontrol'] as const satisfies readonly SiteRole[]

function readOneOf<T extends string>(option: string, choices: readonly T[], given: string): T {
  const found = choices.find(choice => choice === given)
  if (found !== undefined) return found
  throw new UsageError(`--${option} is one of ${choices.join(', ')}, not ${given}`)
}

function readCertificate(file: string): string {
  try {
    return new X509Certificate(readFileSync(file)).toString()
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new UsageError(`--certificate is a file with a certificate in PEM form, not ${file}: ${why}`)
  }
}

function readNumber(name: string, given: string, range: { min: number; max: number }): number {
  const value = Number(given)
  if (given.trim() !== '' && Number.isInteger(value) && value >= range.min && value <= range.max) return value
  throw new UsageError(`--${name} is a whole number from ${range.min} to ${range.max}, not ${given}`)
}

function describeBox(box: Box, wishes: Wishes): string {
  const { tenant, smtp, app } = box
  const lines: [string, string][] = [
    ['Graph', tenant.graphUrl],
    ['Sign-in', tenant.loginUrl],
    ['SMTP', `${smtp.host}:${smtp.port} (STARTTLS), user ${smtp.username}, password the client secret`],
    ['Console', box.console.url],
    ['Tenant id', tenant.world.tenantId],
    ['Client id', app.clientId],
    ['Client secret', `${box.secret}   (of a toy tenant: it opens nothing else)`],
    ['Permissions', app.roles.join(', ')],
    ...(wishes.certificatePem === null ? [] : [describeCertificate(wishes.certificatePem)]),
    ...(wishes.premium ? [] : [premiumMissing]),
    ...describeSignIn(box),
    ['Group', `${box.enforcedGroup.id}   (${box.enforcedGroup.displayName})`],
    ['Site', `${box.site.webUrl}   (${box.site.displayName})`],
    ['Senders', box.senders.join(', ')],
    ['Authority', wishes.caFile ?? 'not written; --ca-file FILE writes its certificate'],
    ['Clock', `from ${wishes.startAt.toISOString()}, ${wishes.speed} times as fast as the wall`],
  ]
  const rows = lines.map(([label, value]) => `  ${label.padEnd(15)}${value}\n`).join('')
  const count = tenant.world.countUsers()
  return `A tenant with ${count} people, seed ${wishes.seed}. Ctrl-C ends it.\n\n${rows}`
}

function describeSignIn({ signIn, tenant }: Box): [string, string][] {
  if (signIn === null) return []
  const { app, secret, admin, operator, viewer } = signIn
  const who = `${admin.displayName} (admin), ${operator.displayName} (operator), ${viewer.displayName} (viewer)`
  return [
    ['Portal issuer', `${tenant.plainLoginUrl ?? tenant.loginUrl}/${tenant.world.tenantId}/v2.0`],
    ['Portal app', `${app.clientId}, secret ${secret}`],
    ['Portal roles', who],
  ]
}

const premiumMissing: [string, string] = ['Licence', 'no Entra ID P1: the registration report answers 403']

function describeCertificate(pem: string): [string, string] {
  return ['Certificate', `${new X509Certificate(pem).subject}, besides the secret`]
}

async function liveUntilInterrupted(box: Box): Promise<void> {
  const interrupted = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort())
  while (!interrupted.signal.aborted) {
    await box.advanceTo(box.tenant.clock.now())
    await wait(tickMs, undefined, { signal: interrupted.signal }).catch(() => undefined)
  }
}

try {
  process.exitCode = await main()
} catch (error) {
  if (!(error instanceof UsageError)) throw error
  process.stderr.write(`${error.message}\nSee --help.\n`)
  process.exitCode = 2
}
