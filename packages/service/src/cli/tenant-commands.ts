/** `tenant add|list|show|update|remove|sync` and `doctor`. */

import type { Output } from '@muster/contract/routes'
import type { Command } from 'commander'
import { CliFailure, usageFailure } from './failure.ts'
import { findTenant, readAll } from './names.ts'
import { given } from './options.ts'
import { needSecret, readTextFile } from './secrets.ts'
import { type Colour, type ConnectionOptions, openSession, type Session, withConnection } from './session.ts'
import { type Column, formatFacts, formatTable } from './table.ts'
import { addTenantShow, type BudgetOptions, budgetsGiven, withBudgets } from './tenant-show.ts'
import type { Terminal } from './terminal.ts'

export function addTenantCommands(program: Command, terminal: Terminal): void {
  const tenant = program.command('tenant').description('the Entra tenants that Muster is connected to')
  addTenantAdd(tenant, terminal)
  withConnection(tenant.command('list'))
    .description('list the tenants')
    .action(async (options: ConnectionOptions) => {
      const session = await openSession(terminal, options)
      const items = await readAll(query => session.client.listTenants({ query }))
      session.print(items, () => formatTable(tenantColumns, items) || 'no tenant yet: muster tenant add\n')
    })
  withConnection(tenant.command('sync').argument('[tenant]', 'name or id'))
    .description('bring the local copy of the directory up to date, in the background')
    .action(async (named: string | undefined, options: ConnectionOptions) => {
      const session = await openSession(terminal, options)
      const { tenantId, name } = await findTenant(session.client, named, 'TENANT')
      const started = await session.client.syncPeople({ params: { tenantId } })
      const said = started.state === 'started' ? 'started' : 'is already running'
      session.print(started, () => `the sync of ${name} ${said}\n`)
    })
  addTenantShow(tenant, terminal)
  addTenantUpdate(tenant, terminal)
  // Named always: the only tenant there is would be too easily removed.
  withConnection(tenant.command('remove').argument('<tenant>', 'name or id'))
    .description('forget a tenant that has no campaigns, with its senders and the copy of its directory')
    .action(async (named: string, options: ConnectionOptions) => {
      const session = await openSession(terminal, options)
      const { tenantId, name } = await findTenant(session.client, named, 'TENANT')
      await session.client.removeTenant({ params: { tenantId } })
      session.print({ tenantId }, () => `${name} is forgotten\n`)
    })
  addDoctor(program, terminal)
}

const tenantColumns: Column<Output<'getTenant'>>[] = [
  { head: 'name', of: tenant => tenant.name },
  { head: 'tenant', of: tenant => tenant.entraTenantId },
  { head: 'credential', of: tenant => tenant.credentialKind },
  { head: 'people', of: tenant => tenant.peopleCount, align: 'right' },
  { head: 'synced (UTC)', of: tenant => tenant.peopleSyncedAt },
  { head: 'stopped since (UTC)', of: tenant => tenant.stop?.at ?? null },
  { head: 'id', of: tenant => tenant.tenantId },
]

interface NewTenantOptions extends ConnectionOptions {
  name: string
  entraTenant: string
  client: string
  secretFile?: string
  certificate?: string
  organisation?: string
  support?: string
  language?: string
  timeZone?: string
  graphUrl?: string
  loginUrl?: string
}

function addTenantAdd(tenant: Command, terminal: Terminal): void {
  withConnection(tenant.command('add'))
    .description('connect a tenant; the secret comes from a file, from MUSTER_CLIENT_SECRET, or is asked for')
    .requiredOption('--name <name>', 'what you call it')
    .requiredOption('--entra-tenant <guid>', "Entra's id of the tenant")
    .requiredOption('--client <guid>', 'the id of the app registration')
    .option('--secret-file <file>', 'a file with the client secret')
    .option('--certificate <file>', 'a PEM with the certificate and its private key, instead of a secret')
    .option('--organisation <name>', 'as people read it in the mails (else the name)')
    .option('--support <contact>', 'whom people may ask')
    .option('--language <code>', 'of mails and pages when a person has none')
    .option('--time-zone <name>', 'of people of whom no better is known, such as Europe/Berlin')
    .option('--graph-url <url>', 'where Microsoft Graph is')
    .option('--login-url <url>', 'where the token endpoint is')
    .action(async (options: NewTenantOptions) => {
      const session = await openSession(terminal, options)
      const added = await session.client.addTenant({
        body: {
          name: options.name,
          entraTenantId: options.entraTenant,
          clientId: options.client,
          organisationName: options.organisation ?? options.name,
          credential: await readCredential(terminal, options),
          ...given({
            supportContact: options.support,
            defaultLanguage: options.language,
            timeZone: options.timeZone,
            graphUrl: options.graphUrl,
            loginUrl: options.loginUrl,
          }),
        },
      })
      session.print(added, () => triedText(added, 'connected'))
    })
}

/** Whether signing in worked; when not, what is stored stays and can be mended. */
function triedText(tried: Output<'addTenant'>, done: 'connected' | 'changed'): string {
  const { name, tenantId, signIn } = tried
  if (signIn === null || signIn.isDone) return `${name} is ${done} (${tenantId}); now try: muster doctor\n`
  const lines = [
    `${name} is saved (${tenantId}), but the sign-in failed: ${signIn.message}`,
    ...(signIn.remedy === null ? [] : [`  ${signIn.remedy}`]),
    '  mend it with: muster tenant update',
  ]
  return `${lines.join('\n')}\n`
}

interface TenantChangeOptions extends BudgetOptions, Omit<Partial<NewTenantOptions>, 'support'> {
  /** False when nobody is to be named any more. */
  support?: string | false
  secret?: boolean
}

function addTenantUpdate(tenant: Command, terminal: Terminal): void {
  withBudgets(withConnection(tenant.command('update').argument('[tenant]', 'name or id')))
    .description('change a tenant, replace its credential, or set how much is asked of it')
    .option('--name <name>', 'what you call it')
    .option('--entra-tenant <guid>', "Entra's id of the tenant, as long as nobody of it was read")
    .option('--client <guid>', 'the id of the app registration')
    .option('--secret', 'replace the client secret; it comes from MUSTER_CLIENT_SECRET or is asked for')
    .option('--secret-file <file>', 'replace the client secret by the one in a file')
    .option('--certificate <file>', 'replace it by a PEM with the certificate and its private key')
    .option('--organisation <name>', 'as people read it in the mails')
    .option('--support <contact>', 'whom people may ask')
    .option('--no-support', 'name nobody whom people may ask')
    .option('--language <code>', 'of mails and pages when a person has none')
    .option('--time-zone <name>', 'of people of whom no better is known, such as Europe/Berlin')
    .option('--graph-url <url>', 'where Microsoft Graph is')
    .option('--login-url <url>', 'where the token endpoint is')
    .action(async (named: string | undefined, options: TenantChangeOptions) => {
      const { secret, secretFile, certificate, support } = options
      const isReplaced = secret === true || secretFile !== undefined || certificate !== undefined
      const body = given({
        name: options.name,
        entraTenantId: options.entraTenant,
        clientId: options.client,
        credential: isReplaced ? await readCredential(terminal, options) : undefined,
        organisationName: options.organisation,
        supportContact: support === false ? null : support,
        defaultLanguage: options.language,
        timeZone: options.timeZone,
        graphUrl: options.graphUrl,
        loginUrl: options.loginUrl,
        budgets: budgetsGiven(options),
      })
      if (Object.keys(body).length === 0) throw usageFailure('nothing to change was given', 'see --help')
      const session = await openSession(terminal, options)
      const { tenantId } = await findTenant(session.client, named, 'TENANT')
      const updated = await session.client.updateTenant({ params: { tenantId }, body })
      session.print(updated, () => triedText(updated, 'changed'))
    })
}

interface CredentialOptions {
  secret?: boolean
  secretFile?: string
  certificate?: string
}

async function readCredential(terminal: Terminal, options: CredentialOptions) {
  const { secretFile, certificate } = options
  if (certificate !== undefined && (secretFile !== undefined || options.secret === true)) {
    throw usageFailure('a tenant has a secret or a certificate, not both', 'leave one of the two away')
  }
  if (certificate !== undefined) return { kind: 'certificate' as const, pem: await readTextFile(certificate) }
  const source = {
    what: 'client secret',
    file: secretFile,
    flag: '--secret-file',
    variable: 'MUSTER_CLIENT_SECRET',
  }
  return { kind: 'secret' as const, secret: await needSecret(terminal, source) }
}

type Check = Output<'doctor'>['checks'][number]

const outcomeColours: Readonly<Record<Check['outcome'], Colour>> = {
  ok: 'green',
  missing: 'red',
  failed: 'red',
  skipped: 'yellow',
}

function addDoctor(program: Command, terminal: Terminal): void {
  withConnection(program.command('doctor').argument('[tenant]', 'name or id'))
    .description('check each permission with a real call and say how to grant what is missing')
    .action(async (named: string | undefined, options: ConnectionOptions) => {
      const session = await openSession(terminal, options)
      const { tenantId, name } = await findTenant(session.client, named, 'TENANT')
      const report = await session.client.doctor({ params: { tenantId } })
      session.print(report, () => doctorText(session, report.checks))
      const bad = report.checks.filter(check => check.outcome === 'missing' || check.outcome === 'failed')
      if (bad.length > 0)
        throw new CliFailure(`${bad.length} of ${report.checks.length} checks of ${name} are not well`)
    })
}

function doctorText({ paint }: Session, checks: readonly Check[]): string {
  const columns: Column<Check>[] = [
    { head: 'check', of: check => check.name },
    { head: 'permission', of: check => check.permission },
    {
      head: 'outcome',
      of: check => check.outcome,
      paint: (text, check) => paint(outcomeColours[check.outcome], text),
    },
    { head: 'what was seen', of: check => check.message },
  ]
  const remedies = checks
    .filter(check => check.remedy !== null)
    .map(check => [check.name, check.remedy] as const)
  return formatTable(columns, checks) + (remedies.length > 0 ? `\nTo mend:\n${formatFacts(remedies)}` : '')
}
